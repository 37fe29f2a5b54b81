"""Worked scenarios of the cadence: data files, each with its story and the answer worked out by hand.

`cadence/NAME.json` is a document as `manage.py cadence` reads it. `cadence/expected/NAME.json` tells the scenario in
one sentence, lists what it proves, and holds the output or words of the refusal.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from followups.cadence_document import DocumentError, planned

FOLDER = Path(__file__).parent / "cadence"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
PROVEN = {
    *(f"row {number}" for number in range(1, 21)),
    *(f"rule {number}" for number in range(1, 7)),
    *(f"vanke-call-{number}" for number in (1, 2, 3)),
    *(f"marketing-1.{number}" for number in (1, 2, 3)),
    *(f"marketing-2.{number}" for number in range(1, 6)),
    *(f"marketing-3.{number}" for number in range(1, 5)),
    *("marketing-4", "marketing-special-1", "marketing-special-2", "care-9.1", "survey-lost"),
    *("key", "objection", "asked_less", "opted_out", "no_calls", "switches", "error"),
}


def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / "expected" / f"{name}.json").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str) -> None:
    wanted = expected(name)
    if "error" in wanted:
        with pytest.raises(DocumentError) as refused:
            planned(read(name), None)
        for words in wanted["error"]["mentions"]:
            assert words in str(refused.value)
        assert "\n" not in str(refused.value)
        return
    assert planned(read(name), None) == wanted["output"], wanted["scenario"]


def test_every_row_rule_and_clause_has_its_scenario() -> None:
    assert set(NAMES) == {path.stem for path in (FOLDER / "expected").glob("*.json")}
    assert {each for name in NAMES for each in expected(name)["proves"]} >= PROVEN
