"""Worked scenarios of the rotation: data files, each with its story and the answer worked out by hand.

`rotation/NAME.json` is a document as `manage.py replay` reads it. `rotation/expected/NAME.json` tells the scenario in
one sentence, lists what it proves, and holds either the whole output or, for a refused document, the number of the
event at fault (null: none of them) and words that the message contains.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from reception.rotation import DocumentError, replay

FOLDER = Path(__file__).parent / "rotation"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

CLAUSES = {
    "charter-1.1", "charter-1.2", "charter-4", "charter-6", "charter-7", "charter-8", "charter-9", "charter-11",
    "floor-3.1", "floor-3.2", "floor-3.3", "floor-3.5", "floor-3.8", "floor-queue-3", "floor-queue-5",
    "floor-queue-5.2",
}  # fmt: skip
SWITCH_VALUES = {
    "returning_visit_counts=true", "returning_visit_counts=false", "assist_by=last", "assist_by=next", "makeup=one",
    "makeup=each", "makeup_when_busy=true", "makeup_when_busy=false", "makeup_cap=1", "makeup_cap=null",
    "uncounted_costs_no_turn=true", "uncounted_costs_no_turn=false", "pick=order", "pick=largest_due",
}  # fmt: skip
ROWS = {f"row {number}" for number in range(1, 10)}
STEPS = {f"by order {number}" for number in range(1, 5)}
WHYS = {"why=debt", "why=business", "why=personal", "why=busy"}
EVENTS = {
    "event sign_in", "event sign_out", "event step_out", "event step_in", "event arrive", "event finish", "event leave",
    "event void", "event cancel", "event reassign", "event hand_back", "event reorder", "event rules",
}  # fmt: skip


def document(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / "expected" / f"{name}.json").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str) -> None:
    wanted = expected(name)
    if "output" in wanted:
        assert json.loads(json.dumps(replay(document(name)))) == wanted["output"], wanted["scenario"]
        return
    with pytest.raises(DocumentError) as refused:
        replay(document(name))
    message, number = str(refused.value), wanted["error"]["event"]
    assert message.startswith(f"event {number}: ") if number else not message.startswith("event "), message
    for words in wanted["error"]["mentions"]:
        assert words in message
    assert "\n" not in message


def test_there_are_at_least_fifty_scenarios() -> None:
    assert len(NAMES) >= 50


def test_every_scenario_has_its_expected_twin() -> None:
    assert sorted(path.stem for path in (FOLDER / "expected").glob("*.json")) == NAMES


def test_every_scenario_is_told_in_one_sentence_of_its_own() -> None:
    sentences = [expected(name)["scenario"] for name in NAMES]
    assert all(sentence.endswith(".") and ". " not in sentence for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(
    "required",
    [CLAUSES, SWITCH_VALUES, ROWS, STEPS, WHYS, EVENTS],
    ids=["clauses", "switch values", "rows of the table", "steps by order", "reasons of passing", "events"],
)
def test_everything_is_proven_by_some_scenario(required: set[str]) -> None:
    proven = {item for name in NAMES for item in expected(name)["proves"]}
    assert required - proven == set()


def test_a_clause_that_is_said_to_be_proven_by_an_answer_stands_in_it() -> None:
    """Clauses of switches are behind a value and stand in no answer; all others must be printed or refused."""
    behind_switches = {"floor-queue-5", "floor-queue-5.2", "charter-9"}
    for name in NAMES:
        wanted = expected(name)
        if "output" not in wanted:
            continue
        said = json.dumps(wanted["output"])
        for clause in (CLAUSES - behind_switches) & set(wanted["proves"]):
            assert f'"{clause}"' in said, (name, clause)


def test_the_ledger_of_every_answer_sums_to_nothing() -> None:
    for name in NAMES:
        for_all = expected(name).get("output", {"state": {"due": {}}})["state"]["due"]
        assert abs(sum(for_all.values())) < 0.0001 * (len(for_all) + 1)


def test_owed_turns_of_every_answer_are_the_positive_balance() -> None:
    for name in NAMES:
        state = expected(name).get("output", {"state": {"balance": {}, "owed": {}}})["state"]
        owed = {consultant: len(clauses) for consultant, clauses in state["owed"].items()}
        assert owed == {consultant: turns for consultant, turns in state["balance"].items() if turns > 0}
