"""Finding an answer while a caller waits: words typed are compared with the few hundred texts of an office. Pure.

A word of letters or digits is found by its beginning, a run of Chinese by its pairs of characters, so that no
dictionary is needed. Nothing is left to chance: equal ones stand by their place in the library.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
LONGEST_QUERY = 80


@dataclass(frozen=True, slots=True)
class Text:
    """What is searched: ``title`` weighs most, then ``keywords``, then ``body``."""

    id: int
    title: str
    keywords: str = ""
    body: str = ""


class Score(NamedTuple):
    """Higher is better: how many of the typed words are found at all, then where."""

    found: int
    in_title: int
    in_keywords: int
    in_body: int


def terms(text: str) -> tuple[str, ...]:
    """The words of a text, in their order, each once: Latin words whole, Chinese in pairs (a lone character alone)."""
    found: list[str] = []
    for word in WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        rest = 0
        for run in IDEOGRAPHS.finditer(word):
            found += [word[rest : run.start()]] if run.start() > rest else []
            found += _pairs(run.group())
            rest = run.end()
        found += [word[rest:]] if rest < len(word) else []
    return tuple(dict.fromkeys(found))


def search(query: str, texts: Sequence[Text]) -> list[int]:
    """The ids of the texts in which something of the query is found, best first; nothing typed finds nothing."""
    wanted = terms(query[:LONGEST_QUERY])
    scored = [(_score(wanted, text), place, text.id) for place, text in enumerate(texts)]
    hits = [each for each in scored if each[0].found]
    return [pk for _, _, pk in sorted(hits, key=lambda each: (*(-part for part in each[0]), each[1]))]


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def _score(wanted: Sequence[str], text: Text) -> Score:
    places = [terms(text.title), terms(text.keywords), terms(text.body)]
    hits = [[_is_in(term, place) for place in places] for term in wanted]
    return Score(
        found=sum(any(hit) for hit in hits),
        in_title=sum(hit[0] for hit in hits),
        in_keywords=sum(hit[1] for hit in hits),
        in_body=sum(hit[2] for hit in hits),
    )


def _is_in(term: str, words: Iterable[str]) -> bool:
    """Chinese as it stands (one character: within a pair), other words by their beginning."""
    if IDEOGRAPHS.match(term):
        return any(term == word or (len(term) == 1 and term in word) for word in words)
    return any(word.startswith(term) for word in words)
