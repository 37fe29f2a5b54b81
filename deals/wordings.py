"""The wording of an agreement: which ``{placeholders}`` it may name, how they are filled, and where its pages end.

No Django, no database. A placeholder is replaced by plain text and by nothing else: what was filled in is never read
again, and nothing of the program can be reached through a wording.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BRACE = re.compile(r"[{}]")


class Problem(StrEnum):
    """What is wrong with a wording."""

    EMPTY = "empty"
    BRACE = "brace"
    UNKNOWN = "unknown"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: what, which placeholders, and in which lines (from 1) where that can be said."""

    problem: Problem
    names: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The placeholders of a kind of agreement: those it knows, and those it cannot do without."""

    known: tuple[str, ...]
    needed: tuple[str, ...]


SUBSCRIPTION = Vocabulary(
    known=(
        "office",
        "project",
        "order",
        "date",
        "buyers",
        "phone",
        "address",
        "postcode",
        "building",
        "unit",
        "floor",
        "layout",
        "area",
        "list_price",
        "price",
        "fee",
        "paid",
        "balance",
        "instalments",
        "consultant",
    ),
    # D-23: where the customer can be reached, and what is still to be paid; without the others it says nothing.
    needed=("buyers", "phone", "address", "postcode", "unit", "price", "balance"),
)
QUEUE = Vocabulary(
    known=("office", "project", "release", "opens_on", "number", "date", "customer", "phone"),
    needed=("release", "number", "customer"),
)
VOCABULARIES = {"subscription": SUBSCRIPTION, "queue": QUEUE}


def findings(text: str, vocabulary: Vocabulary) -> list[Finding]:
    """Everything that is wrong with a wording, at once; empty where it may be used."""
    if not text.strip():
        return [Finding(Problem.EMPTY)]
    found = []
    stray = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if BRACE.search(PLACEHOLDER.sub("", line))
    ]
    if stray:
        found.append(Finding(Problem.BRACE, lines=tuple(stray)))
    named = PLACEHOLDER.findall(text)
    if unknown := tuple(dict.fromkeys(name for name in named if name not in vocabulary.known)):
        found.append(Finding(Problem.UNKNOWN, unknown))
    if missing := tuple(name for name in vocabulary.needed if name not in named):
        found.append(Finding(Problem.MISSING, missing))
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """The wording with its placeholders replaced. Raises KeyError for one that has no value."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph on a page; a ``heading`` is a line that begins with ``#``."""

    text: str
    is_heading: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """The filled wording in its paragraphs, one a line; empty lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [
        Paragraph(line.lstrip("#").strip(), is_heading=line.startswith("#"))
        for line in lines
        if line.lstrip("#").strip()
    ]


def pages(parts: Sequence[Paragraph], *, columns: int, lines: int, last_lines: int) -> list[list[Paragraph]]:
    """The paragraphs on pages of so many lines of so many columns (a Chinese character takes two).

    The last page keeps room for the signatures: it holds ``last_lines`` at most. A heading does not end a page.
    """
    done: list[list[Paragraph]] = [[]]
    room = lines
    for place, part in enumerate(parts):
        tall = _height(part, columns)
        with_next = tall + (
            _height(parts[place + 1], columns) if part.is_heading and parts[place + 1 :] else 0
        )
        if done[-1] and with_next > room:
            done.append([])
            room = lines
        done[-1].append(part)
        room -= tall
    if lines - room > last_lines:
        done.append([])
    return done


def _height(part: Paragraph, columns: int) -> int:
    wide = sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in part.text)
    return -(-wide // columns) + (1 if part.is_heading else 0)
