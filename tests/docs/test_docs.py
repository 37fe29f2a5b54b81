"""The documents say what is so: links lead somewhere, examples run, and what they name exists."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import polib
import pytest
from django.core.management import get_commands

from messaging import sms_http
from messaging.hooks import read_receipts, read_replies
from messaging.text_vendors import Letter
from reception import chain
from reception.rotation import EVENTS, PRESETS, DocumentError, replay
from reception.rotation_table import Why
from tests.house.files import PROJECT, repository_files

DOCS = PROJECT / "docs"
CHINESE = ".zh-hans.md"
PAPERS = sorted(repository_files(".md"))
USER_PAPERS = [DOCS / f"{name}.md" for name in ("desk", "consultant", "manager", "administrator")]
TWINS = [*USER_PAPERS, PROJECT / "README.md"]
PICTURE_BYTES = 250_000

FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
# Files, and folders below folders; a single folder may stand below whatever the sentence says.
PATH = re.compile(
    r"(?:[\w.-]+/)+[\w-]+\.(?:py|md|json|toml|js|css|html|po|sh)|(?:[\w.-]+/){2,}|\.?[\w-]+\.(?:toml|md|example)"
)
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
COMMAND = re.compile(r"manage\.py ([a-z]\w*)")


class Fence(NamedTuple):
    """A piece of code in a paper."""

    language: str
    text: str


def read(paper: Path) -> str:
    return paper.read_text("utf-8")


def prose(paper: Path) -> str:
    """The paper without its fenced code."""
    return FENCE.sub("", read(paper))


def fences(paper: Path) -> list[Fence]:
    return [Fence(*found) for found in FENCE.findall(read(paper))]


def name_of(paper: Path) -> str:
    return paper.relative_to(PROJECT).as_posix()


def twin_of(paper: Path) -> Path:
    return paper.with_name(paper.stem + CHINESE)


def links(paper: Path) -> list[str]:
    return [linked or pictured for linked, pictured in LINK.findall(prose(paper))]


def anchors(paper: Path) -> set[str]:
    """The headings as their addresses: lower case, without punctuation, dashes for blanks."""
    texts = (text.replace("`", "").lower() for _, text in HEADING.findall(prose(paper)))
    return {re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in texts}


def rows(paper: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below that heading, without its head."""
    section = read(paper).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_every_link_leads_somewhere(paper: Path) -> None:
    lost = []
    for link in links(paper):
        target, _, anchor = unquote(link).partition("#")
        place = (paper.parent / target).resolve() if target else paper
        known = place.exists() and (not anchor or anchor in anchors(place))
        if "://" not in link and not known:
            lost.append(link)
    assert lost == []


def test_pictures_are_small_and_all_are_shown() -> None:
    shown = {
        (paper.parent / link).resolve() for paper in PAPERS for link in links(paper) if link.endswith(".png")
    }
    taken = set((DOCS / "pictures").glob("*.png"))
    assert shown == taken
    assert {path.name: path.stat().st_size for path in taken if path.stat().st_size > PICTURE_BYTES} == {}


def test_every_page_is_linked_from_another() -> None:
    """Nothing is written that nobody finds; a folder's link stands for its pages."""
    linked = {(paper.parent / link.split("#")[0]).resolve() for paper in PAPERS for link in links(paper)}
    alone = [name_of(paper) for paper in PAPERS if paper not in linked and paper.parent not in linked]
    assert [name for name in alone if name != "README.md"] == []


def test_decisions_are_numbered_and_listed() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [paper.name[:4] for paper in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    listed = [link for link in links(DOCS / "engineer.md") if link.startswith("decisions/")]
    assert listed == [f"decisions/{paper.name}" for paper in decisions]
    for paper in decisions:
        assert [text for _, text in HEADING.findall(read(paper))[1:]] == [
            "Context",
            "Decision",
            "Consequence",
        ]


@pytest.mark.parametrize("paper", TWINS, ids=name_of)
def test_the_chinese_edition_has_the_same_shape(paper: Path) -> None:
    """The same sections, tables, lists, code and pictures, so that neither edition falls behind unseen."""

    def shape(text: str) -> list[str]:
        lines = [line.strip() for line in text.splitlines()]
        marks = (re.match(r"#+ |\||-(?= )|\d\.(?= )|!\[", line) for line in lines)
        return [found[0] for found in marks if found]

    def code(text: str) -> set[str]:
        return {found.split()[0] for found in CODE.findall(text)}

    english, chinese = read(paper), read(twin_of(paper))
    assert shape(chinese) == shape(english)
    assert code(chinese) == code(english)


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", read(PROJECT / "Makefile"), re.MULTILINE))
    named = {(name_of(paper), target) for paper in PAPERS for target in TARGET.findall(_code_of(paper))}
    assert {pair for pair in named if pair[1] not in targets} == set()
    assert {target for paper, target in named if paper == "README.md"} >= {"demo", "test"}


def test_every_management_command_that_is_named_exists() -> None:
    named = {(name_of(paper), command) for paper in PAPERS for command in COMMAND.findall(read(paper))}
    assert {pair for pair in named if pair[1] not in get_commands()} == set()
    assert {"replay", "verify_queue"} <= {command for _, command in named}


def test_every_file_that_is_named_exists() -> None:
    missing = [
        (name_of(paper), named)
        for paper in PAPERS
        for named in CODE.findall(prose(paper))
        if PATH.fullmatch(named) and not named.startswith(".data/") and not _stands(paper, named)
    ]
    assert missing == []


def replayed() -> Iterator[tuple[str, Fence, Fence]]:
    """Every document for the replay command in the pages, with what stands below it."""
    for paper in PAPERS:
        pieces = fences(paper)
        for piece, below in zip(pieces, [*pieces[1:], Fence("", "")], strict=False):
            if piece.language == "json" and "events" in json.loads(piece.text):
                yield name_of(paper), piece, below


def answer_to(document: object) -> object:
    """What the command prints for it: the answer, or the line that refuses it."""
    try:
        return json.loads(json.dumps(replay(document)))
    except DocumentError as error:
        return f"day.json: {error}\n"


def test_documents_are_answered_as_the_pages_say() -> None:
    found = list(replayed())
    for paper, document, below in found:
        told = json.loads(below.text) if below.language == "json" else below.text
        assert answer_to(json.loads(document.text)) == told, paper
    assert {below.language for _, _, below in found} == {"json", "text"}


def test_the_table_of_switches_is_that_of_the_presets() -> None:
    told = {
        row[0].strip("`"): dict(
            zip(("charter", "floor", "fair"), (cell.strip("`") for cell in row[2:]), strict=True)
        )
        for row in rows(DOCS / "rotation.md", "Switches and presets")
    }
    values = {preset: rules.as_dict() for preset, rules in PRESETS.items()}
    assert told == {
        switch: {preset: json.dumps(values[preset][switch]) for preset in ("charter", "floor", "fair")}
        for switch in values["floor"]
    }


def test_the_table_of_events_names_every_event_with_its_fields() -> None:
    told = {row[0].strip("`"): set(CODE.findall(row[1])) for row in rows(DOCS / "rotation.md", "Events")}
    assert told == {
        kind.value: {field.name for field in fields(event)} - {"at"} for kind, event in EVENTS.items()
    }


def test_every_reason_of_passing_is_told() -> None:
    text = read(DOCS / "rotation.md")
    assert [why.value for why in Why if why.value not in text] == []


def test_the_entry_of_the_log_has_the_hash_that_is_told() -> None:
    entry, told = fences(DOCS / "queue-log.md")[-2:]
    said = json.loads(entry.text)
    assert said.pop("format") == chain.FORMAT
    for name in ("at", "requested_at"):
        said[name] = datetime.fromisoformat(said[name])
    assert chain.hash_of(chain.Link(**said)) == told.text.strip()


def test_a_gateway_of_ones_own_finds_the_calls_as_they_are_told() -> None:
    sent, signature, receipts, replies = (piece.text.strip() for piece in fences(DOCS / "gateway.md"))
    said = json.loads(sent)
    letter = Letter(
        key=said["id"],
        number=said["phone"],
        text=said["text"],
        signature=said["signature"],
        vendor_code=said["template"],
        params=tuple(said["params"].items()),
    )
    at = datetime.fromtimestamp(1795312800, UTC)
    settings = {"address": "https://sms.example.com", "secret": "a-secret-of-both-sides"}
    call = sms_http.build(settings, letter, at=at)
    assert call.content.decode() == sent
    assert call.headers[sms_http.SIGNATURE] == signature
    assert [each.is_delivered for each in read_receipts("http", receipts.encode())] == [True, False]
    assert [each.text for each in read_replies("http", replies.encode())] == ["TD"]


@pytest.mark.parametrize("paper", USER_PAPERS, ids=name_of)
def test_what_is_bold_stands_on_the_screen(paper: Path) -> None:
    """In the pages for users bold words are labels, in the words of the catalogue."""
    book = polib.pofile(str(PROJECT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    english = {entry.msgid.lower() for entry in book}
    chinese = {words for entry in book for words in (entry.msgstr, *entry.msgstr_plural.values())}
    introduced = {"bold", "\u7c97\u4f53"}  # the word itself, where a paper says what bold means
    assert [label for label in BOLD.findall(read(paper)) if label.lower() not in english | introduced] == []
    assert [label for label in BOLD.findall(read(twin_of(paper))) if label not in chinese | introduced] == []


def _code_of(paper: Path) -> str:
    """What stands as code in a paper: fenced, indented, or between backticks."""
    text = read(paper)
    indented = [line for line in text.splitlines() if line.startswith("    ")]
    return "\n".join([*(piece.text for piece in fences(paper)), *indented, *CODE.findall(prose(paper))])


def _stands(paper: Path, named: str) -> bool:
    """Files are named from the project's folder, or from the paper's own."""
    return (PROJECT / named).exists() or (paper.parent / named).exists()
