"""Makes Traditional Chinese out of Simplified: characters by OpenCC, words by our own list, whole sentences by hand.

`locale/zh_Hant.json` holds both lists. Its `terms` are applied in their order to what OpenCC made; its `sentences`
name an entry by its English text (`context|text` where it has a context) and win over everything.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import opencc

BY_HAND = Path(__file__).resolve().parent.parent / "locale" / "zh_Hant.json"
# Characters as Taiwan writes them, but no exchange of words: readers in Hong Kong and Macau are served as well.
CONVERSION = "s2tw"


class ByHand(NamedTuple):
    terms: dict[str, str]
    sentences: dict[str, str]


@cache
def by_hand() -> ByHand:
    """What people have decided."""
    return ByHand(**json.loads(BY_HAND.read_text("utf-8")))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC(CONVERSION)


def traditional(simplified: str, text: str, context: str = "") -> str:
    """The Traditional words for an entry, given its Simplified ones."""
    decided = by_hand().sentences.get(f"{context}|{text}" if context else text)
    if decided is not None:
        return decided
    converted = _converter().convert(simplified)
    for written, wanted in by_hand().terms.items():
        converted = converted.replace(written, wanted)
    return converted
