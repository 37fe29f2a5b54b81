"""The table of clauses is true: what it calls landed is proven somewhere, and what the code applies stands in it."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from offices.clauses import BY_ID, TABLE, clause, clause_for
from offices.models import ClauseText
from visitors import ownership

TESTS = Path(__file__).parent.parent


def marked() -> Iterator[str]:
    """The ids in the clause markers of all tests."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause":
                yield from (ast.literal_eval(argument) for argument in node.args)


def printed_by_plans() -> Iterator[str]:
    """The clauses that the cadence's worked scenarios expect in a plan."""
    for path in (TESTS / "followups" / "cadence" / "expected").glob("*.json"):
        yield from (step["clause"] for step in json.loads(path.read_text()).get("output", ()))


def printed_by_scenarios() -> Iterator[str]:
    """The clauses that the rotation's worked scenarios expect in a decision or as the cause of an owed turn."""
    for path in (TESTS / "reception" / "rotation" / "expected").glob("*.json"):
        output = json.loads(path.read_text()).get("output")
        if output:
            yield from (decision["clause"] for decision in output["decisions"])
            yield from (cause for causes in output["state"]["owed"].values() for cause in causes)


def test_every_landed_clause_is_proven() -> None:
    proven = {*marked(), *printed_by_scenarios(), *printed_by_plans()}
    assert [row.id for row in TABLE if row.landed and row.id not in proven] == []


def test_tests_name_only_clauses_of_the_table() -> None:
    assert set(marked()) - set(BY_ID) == set()


def test_everything_the_rotation_prints_stands_in_the_table() -> None:
    assert set(printed_by_scenarios()) - set(BY_ID) == set()
    assert set(printed_by_plans()) - set(BY_ID) == set()
    assert {ownership.FIRST_VISIT, ownership.VALIDITY} <= set(BY_ID)


def test_no_id_stands_twice() -> None:
    assert len(BY_ID) == len(TABLE)


def test_office_may_add_its_own_text(office, other_office) -> None:
    ClauseText.objects.create(office=office, clause="charter-9", text="Our own words")
    assert clause_for(office, ["charter-9"])["charter-9"].office_text == "Our own words"
    assert clause_for(other_office, ["charter-9"])["charter-9"].office_text == ""


def test_unknown_clause_stands_for_itself() -> None:
    assert (clause("later-1").id, clause("later-1").landed) == ("later-1", False)
