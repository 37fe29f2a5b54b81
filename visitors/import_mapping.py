"""What the columns of an office's own list are: guessed by their heads, set right by whoever brings it.

Pure: heads in, keys out. A key is one of BASIC, or ``value:field`` and ``value:field.part`` of the customer's file.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from visitors.file_kinds import FileField, Held, Kind

_DATA = json.loads((Path(__file__).parent / "data" / "import_words.json").read_text(encoding="utf-8"))
BASIC: tuple[str, ...] = tuple(_DATA["columns"])
"""What is kept beside the form: name, numbers, plate …, and the contact that a register tells of."""
ANSWERS: Mapping[str, Mapping[str, Sequence[str]]] = _DATA["answers"]
VALUE = "value:"
PHONES = ("phone", "phone_work", "phone_home")
WHO = ("name", *PHONES)
"""A list without any of these says of nobody what it says."""
HEAD_WITHIN = 10
_AFTERTHOUGHT = re.compile(r"[(\[].*|[*:]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be brought, and the heads by which it is known, as ``plain`` has them."""

    key: str
    heads: frozenset[str] = frozenset()


class NoColumns(ValueError):
    """The columns say of nobody what they say (``code`` nobody), or two of them are the same (``twice``)."""

    def __init__(self, code: str, key: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.key = key


def plain(text: str) -> str:
    """Without width, case, spaces and what stands in brackets, such as a unit."""
    return "".join(_AFTERTHOUGHT.sub("", unicodedata.normalize("NFKC", text)).casefold().split())


def columns_for(fields: Iterable[FileField], labels: Mapping[str, Iterable[str]]) -> tuple[Column, ...]:
    """The columns of an office: the basic ones, then its fields that need no consent of their own.

    ``labels``: by key, what the column is called in the languages of the house.
    """
    keys = [*BASIC]
    for field in fields:
        if field.sensitive is None and field.held is Held.VALUE and field.kind is not Kind.ROWS:
            keys += keys_of(field)
    return tuple(Column(key, _heads(key, labels.get(key, ()))) for key in keys)


def keys_of(field: FileField) -> list[str]:
    """The columns of one field: a record has one for each of its parts."""
    if field.kind is Kind.RECORD:
        return [f"{VALUE}{field.key}.{part.key}" for part in field.parts]
    return [f"{VALUE}{field.key}"]


def place_of(key: str) -> tuple[str, str]:
    """(field, part) of a column of the file; the part is empty where the field is no record."""
    field, _dot, part = key.removeprefix(VALUE).partition(".")
    return field, part


def head_of(table: Sequence[Sequence[str]], columns: Sequence[Column]) -> int:
    """The line that names the columns: the one of the first lines of which most names are known, else the first."""
    known = [sum(bool(key) for key in guess(row, columns)) for row in table[:HEAD_WITHIN]]
    filled = [sum(bool(text) for text in row) for row in table[:HEAD_WITHIN]]
    best = max(known, default=0)
    if best == 0:
        return next((place for place, count in enumerate(filled) if count > 1), 0)
    return known.index(best)


def guess(head: Sequence[str], columns: Sequence[Column]) -> tuple[str, ...]:
    """By place, the key of the column; empty for a head that we do not know, and for one that was there before."""
    by_head: dict[str, str] = {}
    for column in columns:
        for name in column.heads:
            by_head.setdefault(name, column.key)
    found: list[str] = []
    for text in head:
        key = by_head.get(plain(text), "") if text else ""
        found.append("" if key in found else key)
    return tuple(found)


def checked(mapping: Sequence[str], columns: Iterable[Column]) -> tuple[str, ...]:
    """The mapping without what is no column of the office. Raises NoColumns."""
    known = {column.key for column in columns}
    kept = tuple(key if key in known else "" for key in mapping)
    for place, key in enumerate(kept):
        if key and key in kept[:place]:
            raise NoColumns("twice", key)
    if not any(key in WHO for key in kept):
        raise NoColumns("nobody")
    return kept


def _heads(key: str, labels: Iterable[str]) -> frozenset[str]:
    ours = _DATA["columns"].get(key, ())
    return frozenset(plain(text) for text in (*ours, *labels)) - {""}
