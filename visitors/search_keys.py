"""Under which texts a customer is found, and what a typed search may mean (no Django, no database).

A name is found by its characters, by every reading of them in pinyin and by the initials of these, from its beginning
and from the beginning of the given name; a plate with or without its province and city. All searches are by prefix.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

from pypinyin import Style, pinyin

KEY_LENGTH = 40
MAX_STARTS = 6
"""From how many places of a long name a search may begin."""
MAX_READINGS = 8
"""How many combinations of readings one beginning may have; the usual ones come first."""

SURNAMES = Path(__file__).parent / "data" / "surnames.json"
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
TOKEN = re.compile(HAN.pattern + r"|[^\W_]+?(?=" + HAN.pattern + r"|[\W_]|$)")
NOT_PLATE = re.compile(r"[\W_]+")
FILE_NUMBER = re.compile(r"(?:K[ \-\u2010-\u2015]?)?0*([1-9][0-9]{0,8})")
NUMBER_LENGTH = 12
"""Of the number of a file."""


@dataclass(frozen=True, slots=True)
class Token:
    """A character with its readings, or a word in letters, which reads as it is written."""

    text: str
    readings: tuple[str, ...]


def folded(text: str) -> str:
    """The text as keys and searches are compared: one width, one case, no spaces or signs."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(character for character in plain if character.isalnum())[:KEY_LENGTH]


def plate(text: str) -> str:
    """A licence plate as it is kept: capitals and digits, one width, no dots, dashes or spaces."""
    return NOT_PLATE.sub("", unicodedata.normalize("NFKC", text)).upper()


def name_keys(name: str) -> set[str]:
    """The characters of the name from each of its beginnings."""
    return {"".join(token.text for token in part)[:KEY_LENGTH] for part in _beginnings(tokens(name))}


def pinyin_keys(name: str) -> set[str]:
    """Every reading of the name from each of its beginnings; nothing for a name in letters, which reads as written."""
    if not HAN.search(name):
        return set()
    return {
        "".join(reading)[:KEY_LENGTH] for part in _beginnings(tokens(name)) for reading in _combined(part)
    }


def initials_keys(name: str) -> set[str]:
    """The initials of every reading, from each beginning that has at least two."""
    found: set[str] = set()
    for part in _beginnings(tokens(name)):
        letters = [
            Token(token.text, tuple(dict.fromkeys(word[0] for word in token.readings))) for token in part
        ]
        found.update("".join(reading)[:KEY_LENGTH] for reading in _combined(letters) if len(reading) > 1)
    return found


def plate_keys(text: str) -> set[str]:
    """The plate whole, without its province, and its number alone."""
    whole = plate(text).casefold()
    starts = range(3) if HAN.match(whole) else range(1)
    return {whole[start : start + KEY_LENGTH] for start in starts if len(whole) - start >= 2}


def company_keys(name: str) -> set[str]:
    """The company from the beginning of its name, as it is written and by the usual reading of its characters."""
    whole = folded(name)
    if not whole:
        return set()
    read = "".join(token.readings[0] for token in tokens(name))
    return {whole, folded(read)} - {""}


def file_numbers(text: str) -> set[str]:
    """The numbers of files that the text may mean: K-000123 as K123 or 123 as well, an older one as it is written."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    match = FILE_NUMBER.fullmatch(plain)
    drawn = {f"K-{match[1]:0>6}"} if match else set()
    return drawn | ({plain} if 0 < len(plain) <= NUMBER_LENGTH else set())


def sort_key(name: str) -> str:
    """The usual reading of the name, by which lists are sorted: surname first, a space between the words."""
    return " ".join(token.readings[0] for token in tokens(name))[:120]


def surname_of(name: str) -> str:
    """By which somebody is addressed: the surname of the table, else the first character; of letters the first word."""
    words = TOKEN.findall(unicodedata.normalize("NFKC", name))
    if not words:
        return ""
    if HAN.match(words[0]) and "".join(words[:2]) in _surnames()["compound"]:
        return "".join(words[:2])
    return words[0]


@lru_cache(maxsize=1000)
def tokens(name: str) -> tuple[Token, ...]:
    """The characters and words of a name; a surname reads as surnames do. Asked for several times of each name."""
    words = TOKEN.findall(unicodedata.normalize("NFKC", name).casefold())
    surname = _surname(words)
    found = [
        Token(word, _with_others(readings, word)) for word, readings in zip(words, surname, strict=False)
    ]
    return (*found, *(Token(word, _readings(word)) for word in words[len(found) :]))


def surname(name: str) -> str:
    """What a person is addressed by: the first character or a double surname; of a name in letters the last word."""
    plain = " ".join(name.split())
    if not plain:
        return ""
    if not HAN.match(plain):
        return plain.rsplit(" ", 1)[-1]
    return plain[:2] if len(plain) > 2 and plain[:2] in _surnames()["compound"] else plain[0]


def _surname(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The readings of the characters that form a surname of the table; empty for all others."""
    table = _surnames()
    compound = table["compound"].get("".join(words[:2])) if len(words) > 1 else None
    if compound:
        return [(reading,) for reading in compound]
    single = table["single"].get(words[0]) if words else None
    return [tuple(single)] if single else []


def _with_others(first: Iterable[str], word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *_readings(word))))


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[str, ...]:
    """All readings of a character, the usual one first, with v and the passport's yu for ü; a word as it is."""
    if not HAN.match(word):
        return (word,)
    known = [reading for reading in pinyin(word, style=Style.NORMAL, heteronym=True)[0] if reading.isascii()]
    passports = [reading.replace("v", "yu") for reading in known if "v" in reading]
    return tuple(dict.fromkeys((*known, *passports))) or (word,)


def _beginnings(parts: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for start in range(min(len(parts), MAX_STARTS)):
        yield parts[start:]


def _combined(parts: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """The combinations of readings; where they would be too many, the later characters keep their usual one."""
    choices, count = [], 1
    for token in parts:
        options = token.readings if count * len(token.readings) <= MAX_READINGS else token.readings[:1]
        count *= len(options)
        choices.append(options)
    return islice(product(*choices), MAX_READINGS)


@cache
def _surnames() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = json.loads(SURNAMES.read_text(encoding="utf-8"))
    return table
