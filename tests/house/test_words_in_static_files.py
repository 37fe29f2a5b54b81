"""Scripts and style sheets say nothing themselves: the page hands them its words (templates/_words.html)."""

import re
from collections.abc import Iterator

from tests.house.files import PROJECT, line_of, repository_files, shown

STATIC = PROJECT / "static"
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", re.DOTALL)
STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"
# Where a text goes onto the page or into the ear.
SAID = re.compile(
    r"(?:\.(?:textContent|innerText|innerHTML|title|placeholder|alt|ariaLabel)\s*\+?=\s*"
    r"|\b(?:alert|confirm|prompt|say|SpeechSynthesisUtterance)\(\s*"
    rf"|setAttribute\(\s*[\"'](?:title|placeholder|alt|aria-label)[\"']\s*,\s*)({STRING})"
)
SENTENCE = re.compile(r"^[A-Z][a-z]+(?: [a-z]+)+|[a-z]{2,} [a-z]{2,}.*[.!?]$")
# What a program fills in, and the mark-up around it.
HOLE = re.compile(r"\$\{[^}]*\}|<[^>]*>")
CSS_CONTENT = re.compile(rf"\bcontent\s*:\s*({STRING})")


def without_comments(source: str) -> str:
    return COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)


def spoken_by_script(source: str) -> Iterator[tuple[str, int]]:
    source = without_comments(source)
    for found in re.finditer(STRING, source):
        if SENTENCE.search(HOLE.sub("", found[0][1:-1])):
            yield found[0], line_of(source, found.start())
    for found in SAID.finditer(source):
        if re.search(r"[^\W\d_]", HOLE.sub("", found[1])):
            yield found[1], line_of(source, found.start())


def spoken_by_style(source: str) -> Iterator[tuple[str, int]]:
    source = without_comments(source)
    for found in CSS_CONTENT.finditer(source):
        if re.search(r"[^\W\d_]", re.sub(r"\\[0-9a-f]{1,6}", "", found[1])):
            yield found[1], line_of(source, found.start())


def test_scripts_say_nothing_of_their_own() -> None:
    spoken = [
        (shown(path, line), text)
        for path in repository_files(".js")
        if path.is_relative_to(STATIC)
        for text, line in spoken_by_script(path.read_text("utf-8"))
    ]
    assert spoken == []


def test_style_sheets_say_nothing_of_their_own() -> None:
    spoken = [
        (shown(path, line), text)
        for path in repository_files(".css")
        for text, line in spoken_by_style(path.read_text("utf-8"))
    ]
    assert spoken == []


def test_the_check_sees_what_it_is_there_for() -> None:
    script = """box.textContent = "Undone"; // "A remark here"
    say(`${n} left`); box.className = "btn btn-sm"; place.querySelector("details summary");
    throw new Error("Nothing was saved."); line.textContent = words.undo; clock.textContent = `${m}:${s}`;"""
    assert sorted(text for text, _ in spoken_by_script(script)) == [
        '"Nothing was saved."',
        '"Undone"',
        "`${n} left`",
    ]
    style = '.a::after { content: "new"; } .b::after { content: "\\2022"; } .c::after { content: attr(data-unit); }'
    assert [text for text, _ in spoken_by_style(style)] == ['"new"']
