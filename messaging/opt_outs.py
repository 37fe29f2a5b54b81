"""Whether a reply means that its sender wants no more messages. In doubt it does."""

import json
import unicodedata
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "data" / "opt_outs.json"
LONGEST_CODE = 12


@cache
def _words() -> tuple[frozenset[str], tuple[str, ...]]:
    read = json.loads(WORDS.read_text(encoding="utf-8"))
    codes = frozenset(_plain(code) for code in read["codes"])
    return codes, tuple(_plain(phrase) for phrase in read["contains"])


def is_opt_out(text: str) -> bool:
    """The codes of all operators (R, T, TD, N …), in every width and case, doubled or in quotes, and plain requests."""
    codes, phrases = _words()
    plain = _plain(text)
    if not plain:
        return False
    if plain in codes or any(phrase in plain for phrase in phrases):
        return True
    return len(plain) <= LONGEST_CODE and len(set(plain)) == 1 and plain[0] in codes


def _plain(text: str) -> str:
    """One width, one case, letters and digits only."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
