"""Every clause that is marked as landed is proven by a test that carries its id."""

import ast
import json
from collections.abc import Iterator

from offices.clauses import BY_ID, TABLE
from tests.house.files import PROJECT

TESTS = PROJECT / "tests"
SCENARIOS = TESTS / "reception" / "rotation" / "expected"


def marked() -> Iterator[str]:
    """The ids on `@pytest.mark.clause(...)`."""
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_mark = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "clause"
            )
            if is_mark:
                yield from (word.value for word in node.args if isinstance(word, ast.Constant))


def worked_out() -> Iterator[str]:
    """The ids that the rotation's scenarios prove."""
    for path in sorted(SCENARIOS.glob("*.json")):
        yield from json.loads(path.read_text("utf-8"))["proves"]


def test_every_landed_clause_is_proven() -> None:
    proven = {*marked(), *worked_out()}
    assert [row.id for row in TABLE if row.landed and row.id not in proven] == []


def test_tests_carry_only_clauses_that_there_are() -> None:
    known = {*BY_ID, *(name for row in TABLE for name in row.spec)}
    assert sorted(set(marked()) - known) == []
