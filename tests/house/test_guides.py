"""The guides quote the screens in bold: what they quote has to stand there, in both editions."""

import re
from pathlib import Path

import pytest

from scripts.messages import read
from tests.house.files import PROJECT

DOCS = PROJECT / "docs"
CHINESE = ".zh-hans.md"
GUIDES = sorted(path.name.removesuffix(CHINESE) for path in DOCS.glob(f"*{CHINESE}"))
# The introductions say what bold means: the word "bold" in both languages.
EXPLAINED = {"bold", "\u7c97\u4f53"}
QUOTED = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def quoted(path: Path) -> list[str]:
    texts = (re.sub(r"\s+", " ", text) for text in QUOTED.findall(path.read_text("utf-8")))
    return [text for text in texts if text not in EXPLAINED]


def on_screen(language: str) -> str:
    """All sentences of a language; headings and the administration begin them with a capital."""
    entries = read(language)
    english = [text for entry in entries for text in (entry.msgid, entry.msgid_plural)]
    chinese = [entry.msgstr or entry.msgstr_plural.get(0, "") for entry in entries]
    said = english if language == "en" else chinese
    return "\n".join([*said, *(text[:1].upper() + text[1:] for text in said)])


def test_there_are_guides_in_both_languages() -> None:
    assert GUIDES != []
    assert [name for name in GUIDES if not (DOCS / f"{name}.md").exists()] == []


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize(("language", "ending"), [("en", ".md"), ("zh_Hans", CHINESE)])
def test_what_a_guide_quotes_stands_on_the_screen(guide: str, language: str, ending: str) -> None:
    said = on_screen(language)
    assert [text for text in quoted(DOCS / f"{guide}{ending}") if text not in said] == []
