"""Worked scenarios of attribution: data files, each with its story and the answer worked out by hand.

`attribution/NAME.json` is a document as `manage.py attribute` reads it. `attribution/expected/NAME.json` tells the
scenario in one sentence, lists what it proves, and holds the output (without the sentences) or words of the refusal.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from deals.attribution_document import DocumentError, judged
from deals.attribution_words import sentence
from visitors.ownership import RulesError

FOLDER = Path(__file__).parent / "attribution"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
PROVEN = {
    *(f"row {number}" for number in range(1, 11)),
    *(f"floor-3.{number}" for number in (2, 3, 4, 6, 7, 8, 10, 11, 13)),
    *("floor-4", "floor-queue-5", "floor-first-visit", "floor-validity"),
    *("validity_months=2", "validity_months=6", "validity_from=last_contact", "validity_at=takeover"),
    *(
        "validity_at=deal",
        "phone_registers=true",
        "phone_registers=false",
        "refused_share=20",
        "refused_share=35",
    ),
    *("assist_share=20", "assist_share=0", "same_day_assist_share=50", "same_day_assist_share=60"),
    *("assist_earns=always", "assist_earns=closing", "designated_share=50", "designated_share=33.33"),
    *("designated_among=all", "designated_among=first", "designated_among=last"),
    *("forgotten_share=50", "forgotten_share=40", "preset charter", "preset fair", "fen", "error"),
}


def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / "expected" / f"{name}.json").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str) -> None:
    wanted = expected(name)
    if "error" in wanted:
        with pytest.raises((DocumentError, RulesError)) as refused:
            judged(read(name), None, sentence)
        for words in wanted["error"]["mentions"]:
            assert words in str(refused.value)
        assert "\n" not in str(refused.value)
        return
    answer = judged(read(name), None, sentence)
    assert all(answer.pop("because")), "every reason has its sentence"
    assert answer == wanted["output"], wanted["scenario"]


def test_every_row_clause_and_switch_value_has_its_scenario() -> None:
    assert set(NAMES) == {path.stem for path in (FOLDER / "expected").glob("*.json")}
    assert {each for name in NAMES for each in expected(name)["proves"]} >= PROVEN
