"""What templates say goes through gettext; what they do stands in files of its own (content security policy)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

from scripts.extraction import template_files
from tests.house.files import line_of, shown

# Stands where a template tag puts something in.
FILLED = "\ue000"
NOT_READ = {"script", "style", "kbd", "code"}
READ_ATTRIBUTES = {
    "title",
    "placeholder",
    "alt",
    "label",
    "aria-label",
    "aria-description",
    "aria-roledescription",
}
LETTERS = re.compile(r"[^\W\d_]")
SEVERAL_WORDS = re.compile(r"[^\W\d_]{2,}[,.;:!?]? +[^\W\d_]{2,}")
# A block that a page fills with the name of a class, or with attributes of the root element.
NAMES_A_CLASS = re.compile(r"block (\w*_class|root)$")
# Texts handed to a tag: {% include … with label="Some words" %}
IN_TAGS = re.compile(r"""(?<!_\()(?:"([^"]*)"|'([^']*)')""")
TRANSLATING = ("translate ", "trans ", "blocktranslate", "blocktrans", "plural", "comment", "url ", "load ")


def markup(source: str) -> str:
    """The template with its tags blotted out and its translated blocks and comments left out, line for line."""
    kept: list[str] = []
    skipping = ""
    for token in Lexer(source).tokenize():
        breaks = "\n" * token.contents.count("\n")
        name = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        if skipping:
            skipping = "" if name == skipping else skipping
            kept.append(breaks)
        elif name in {"blocktranslate", "blocktrans", "comment"} or NAMES_A_CLASS.match(token.contents):
            skipping = f"end{name}"
            kept.append(FILLED + breaks)
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        else:
            kept.append("" if token.token_type == TokenType.COMMENT else FILLED + breaks)
    return "".join(kept)


class Reader(HTMLParser):
    """Collects what a visitor would read (text, line) and what a browser would run (tag or attribute, line)."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[str, int]] = []
        self.run: list[tuple[str, int]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        for name, value in given.items():
            spoken = name in READ_ATTRIBUTES or (name == "content" and given.get("name") == "description")
            if (spoken and LETTERS.search(value)) or (
                name.startswith("data-") and SEVERAL_WORDS.search(value)
            ):
                self.read.append((f"{name}={value}", line))
            if name == "style" or name.startswith("on"):
                self.run.append((name, line))
        if tag == "style" or (tag == "script" and "src" not in given):
            self.run.append((tag, line))
        if tag in NOT_READ:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        said = LETTERS.search(data)
        if said and not self.inside:
            self.read.append((data.strip(), self.getpos()[0] + data.count("\n", 0, said.start())))


def read(source: str) -> Reader:
    reader = Reader()
    reader.feed(markup(source))
    reader.close()
    return reader


def words_in_tags(source: str) -> Iterator[tuple[str, int]]:
    for found in re.finditer(r"\{%\s*(.*?)\s*%\}|\{\{\s*(.*?)\s*\}\}", source):
        inside = found[1] or found[2] or ""
        if inside.startswith(TRANSLATING) or re.match(r"\w+ _\(", inside):
            continue
        for literal in IN_TAGS.finditer(inside):
            text = literal[1] or literal[2] or ""
            # Classes and names of templates have words too, but no capital and no full stop.
            if SEVERAL_WORDS.search(text) and re.search(r"^[A-Z]|[.!?\u2026]$", text):
                yield text, line_of(source, found.start())


def pages() -> Iterator[tuple[Path, str]]:
    for path in template_files():
        yield path, path.read_text("utf-8")


def test_everything_that_a_template_says_is_translated() -> None:
    bare = [(shown(path, line), text) for path, source in pages() for text, line in read(source).read]
    bare += [(shown(path, line), text) for path, source in pages() for text, line in words_in_tags(source)]
    assert bare == []


def test_no_template_carries_scripts_or_styles() -> None:
    carried = [(shown(path, line), what) for path, source in pages() for what, line in read(source).run]
    assert carried == []


def test_the_check_sees_what_it_is_there_for() -> None:
    source = """{% load i18n %}{# A remark #}<p title="Tip" style="x">{% translate "Fine" %} Bare{{ name }}</p>
    {% blocktranslate %}Fine {{ too }}{% endblocktranslate %}<kbd>Enter</kbd><b data-undo="Two words">\u00b7 12</b>
    {% include "some template.html" with label="Some words" css="btn wide" %}<button onclick="go()">+</button>"""
    assert [text for text, _ in read(source).read] == [
        "title=Tip",
        f"{FILLED} Bare{FILLED}",
        "data-undo=Two words",
    ]
    assert [what for what, _ in read(source).run] == ["style", "onclick"]
    assert [text for text, _ in words_in_tags(source)] == ["Some words"]
