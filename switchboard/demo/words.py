"""What people say on the telephone in the demo, by language; the words stand in the data file."""

import json
from dataclasses import dataclass
from pathlib import Path

WORDS = Path(__file__).parent.parent / "data" / "demo.json"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; ``names`` are plainly invented. Of each list one is said after the other."""

    language: str
    names: tuple[str, ...]
    boxes: tuple[str, ...]
    letters: tuple[str, ...]
    departments: tuple[str, ...]
    reply: str
    asked: tuple[str, ...]
    refused: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    messages: tuple[str, ...]
    unclear: str


def words_in(language: str) -> Words:
    """Raises KeyError for a language that there are no words in."""
    said = json.loads(WORDS.read_text(encoding="utf-8"))[language]
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return Words(language=language, **given)
