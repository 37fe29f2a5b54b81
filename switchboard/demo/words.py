"""What people say on the telephone in the demo, by language; the words stand in the data file."""

import json
from dataclasses import dataclass
from pathlib import Path

WORDS = Path(__file__).parent.parent / "data" / "demo.json"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; ``names`` are plainly invented."""

    language: str
    names: tuple[str, ...]
    letterbox: str
    email_box: str
    letter: str
    question: str
    answer: str
    message: str
    unclear: str


def words_in(language: str) -> Words:
    """Raises KeyError for a language that there are no words in."""
    said = json.loads(WORDS.read_text(encoding="utf-8"))[language]
    return Words(language=language, names=tuple(said.pop("names")), **said)
