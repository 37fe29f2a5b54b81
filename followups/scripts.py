"""Scripts of calls: which words in braces they may hold, and how these are filled in (no Django, no database)."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from messaging.templating import VARIABLE, variables_of

STARTING_SCRIPTS = Path(__file__).parent / "data" / "scripts.json"
VARIABLES = ("customer", "consultant", "project", "hotline", "occasion", "appointment")
FALLBACK = "regular"
"""The purpose whose script stands where a purpose has none of its own."""


@cache
def shipped() -> dict[str, dict[str, str]]:
    """Our own scripts: by purpose, then by language (zh-hans, zh-hant, en)."""
    read = json.loads(STARTING_SCRIPTS.read_text(encoding="utf-8"))
    return {each["purpose"]: each["body"] for each in read}


def shipped_script(purpose: str, language: str) -> str:
    """Ours for that purpose; in English where the language is none of ours."""
    bodies = shipped().get(purpose) or shipped()[FALLBACK]
    return bodies.get(language) or bodies["en"]


def unknown_variables(body: str) -> list[str]:
    """What stands in braces and is no variable, each once, in order."""
    return [name for name in variables_of(body) if name not in VARIABLES]


def lines_of(body: str, values: Mapping[str, str]) -> list[tuple[str, bool]]:
    """The script line by line, filled in; True for a line in brackets, which is a hint and not said aloud.

    A variable without a value stands as an ellipsis: the consultant says what fits.
    """
    filled = VARIABLE.sub(lambda found: values.get(found[1], "") or "\u2026", body)
    return [(line, _is_hint(line)) for line in map(str.strip, filled.splitlines()) if line]


def _is_hint(line: str) -> bool:
    return line[0] in "(\uff08"
