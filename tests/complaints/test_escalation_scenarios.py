"""Worked scenarios of the escalation: data files, each with its story and the answer worked out by hand.

`escalation/NAME.json` is a document as `manage.py escalate` reads it. `escalation/expected/NAME.json` tells the
scenario in one sentence, lists what it proves, and holds what the verdict must say, or words of the refusal.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from complaints.escalation_document import DocumentError, judged
from complaints.escalation_table import State

FOLDER = Path(__file__).parent / "escalation"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
PROVEN = {
    *(f"G-{number:02}" for number in (3, 4, 5, 6, 7, 9, 10, 11, 14, 21, 22, 24, 29, 30, 31, 36, 41, 48)),
    *(state.value for state in State),
    *("kind", "category", "sensitive", "households", "clock", "makeup", "weekend", "holiday", "clock_days"),
    *("waiting", "late", "unanswered", "reopened", "dissatisfied", "switches", "at", "error"),
    *("remind_hours", "manager_after", "head_after"),
}


def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / "expected" / f"{name}.json").read_text())


def told(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['at']} {row['who']} {row['for']}" for row in rows]


def found(verdict: dict[str, Any], field: str) -> Any:
    """The part of a verdict that an expected file names, as it writes it."""
    clocks = {each["clock"]: each for each in verdict["clocks"]}
    match field:
        case "told" | "climbs":
            return told(verdict[field])
        case "todo":
            return [[each["deed"], each["who"], each["due"]] for each in verdict["todo"]]
        case "clocks":
            return [each["clock"] for each in verdict["clocks"]]
        case "count":
            names = ("on", "day", "why", "from", "to", "minutes")
            return [[piece.get(name) for name in names] for piece in clocks["reply"]["count"]]
        case "due" | "standing" | "basis":
            return {name: each[field] for name, each in clocks.items()}
        case "left":
            return {name: each["left_minutes"] for name, each in clocks.items()}
        case "clauses":
            return {name: each["clause"] for name, each in clocks.items()}
    return verdict[field]


@pytest.mark.clause("G-03", "G-04", "G-05", "G-06", "G-07", "G-09", "G-10", "G-11", "G-14", "G-21")
@pytest.mark.clause("G-22", "G-24", "G-29", "G-30", "G-31", "G-36", "G-41", "G-48")
@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str) -> None:
    wanted = expected(name)
    if "error" in wanted:
        with pytest.raises(DocumentError) as refused:
            judged(read(name), None)
        for words in wanted["error"]["mentions"]:
            assert words in str(refused.value)
        assert "\n" not in str(refused.value)
        return
    verdict = judged(read(name), None)
    for field, value in wanted["holds"].items():
        said = found(verdict, field)
        if isinstance(value, dict):
            said = {key: said.get(key) for key in value}
        assert said == value, f"{wanted['scenario']} ({field})"


def test_every_clause_state_and_switch_has_its_scenario() -> None:
    assert set(NAMES) == {path.stem for path in (FOLDER / "expected").glob("*.json")}
    assert {each for name in NAMES for each in expected(name)["proves"]} >= PROVEN
