"""Code is English: Chinese stands in catalogues, in data files and in the Chinese editions of the documents."""

import re

from tests.house.files import line_of, repository_files, shown, text_of

# Characters, their punctuation, and letters of full width.
CHINESE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
DATA = {".po", ".json", ".toml", ".txt"}
CHINESE_EDITIONS = (".zh-hans.md", ".zh-hant.md")


def test_chinese_stays_in_data() -> None:
    strays = []
    for path in repository_files():
        text = text_of(path)
        if text is None or path.suffix in DATA or path.name.endswith(CHINESE_EDITIONS):
            continue
        found = CHINESE.search(text)
        if found:
            strays.append(shown(path, line_of(text, found.start())))
    assert strays == []
