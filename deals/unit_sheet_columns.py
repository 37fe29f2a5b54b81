"""The columns of a list of units, by the names that offices give them (data/unit_columns.json)."""

import json
import re
import unicodedata
from pathlib import Path

_DATA = json.loads((Path(__file__).parent / "data" / "unit_columns.json").read_text(encoding="utf-8"))
COLUMNS: tuple[str, ...] = tuple(_DATA["columns"])
REQUIRED = ("building", "number", "floor", "layout", "area", "list_price")
_AFTERTHOUGHT = re.compile(r"[(\[].*|[*:]")


def _plain(text: str) -> str:
    """Without width, case, spaces and what stands in brackets, such as a unit of measure."""
    return "".join(_AFTERTHOUGHT.sub("", unicodedata.normalize("NFKC", text)).casefold().split())


_COLUMN_OF = {
    _plain(name): column
    for column, names in _DATA["columns"].items()
    for name in (column.replace("_", " "), names["en"], names["zh-hans"], names["zh-hant"], *names["also"])
}
_FACING_OF = {_plain(word): code for code, words in _DATA["facings"].items() for word in (code, *words)}


def header(language: str) -> list[str]:
    """The columns' names in that language, in order; in English where we have no other."""
    return [names.get(language, names["en"]) for names in _DATA["columns"].values()]


def facing_word(code: str, language: str) -> str:
    """How a facing is written in a list in that language, so that it is read back as the same."""
    words = _DATA["facings"].get(code, [""])
    return words[0] if language == "en" else next((word for word in words if not word.isascii()), words[0])


def column_of(text: str) -> str | None:
    """Which column a head names; None for one that we do not know."""
    return _COLUMN_OF.get(_plain(text))


def facing_of(text: str) -> str | None:
    """The code of a facing, however it is written; None for one that we do not know."""
    return _FACING_OF.get(_plain(text))
