"""`manage.py attribute`: what it prints, and how it refuses bad input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Run, run

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = Path(__file__).parent / "attribution"
DEAL = {
    "deal": {"signed_on": "2026-11-20", "closer": "an", "commission": "12000.00"},
    "contacts": [
        {"at": "2026-10-01T10:00", "consultant": "bo"},
        {"at": "2026-11-10T15:00", "consultant": "an"},
    ],
    "facts": {"refused": ["bo"]},
}


def attribute(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """On a machine where nothing is set up: no services, no secrets."""
    return subprocess.run(
        [sys.executable, "manage.py", "attribute", *arguments],
        cwd=ROOT, input=stdin, capture_output=True, text=True, check=False, timeout=120,
        env={"PATH": os.environ["PATH"]},
    )  # fmt: skip


@pytest.fixture
def attribute_here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    return partial(run, capsys, monkeypatch, "attribute")


def write(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_one_file_prints_one_indented_document_with_a_sentence_a_step() -> None:
    run = attribute("-", stdin=json.dumps(DEAL))
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("{\n  ")
    answer = json.loads(run.stdout)
    assert (answer["credit"], answer["clause"]) == ("an", "floor-3.2")
    assert len(answer["because"]) == 3


def test_every_good_scenario_prints_one_compact_line_in_the_order_given(
    attribute_here: Callable[..., Run],
) -> None:
    wanted = {
        path.name: json.loads(path.read_text()) for path in sorted((SCENARIOS / "expected").glob("*.json"))
    }
    good = {name: each["output"] for name, each in wanted.items() if "output" in each}
    run = attribute_here(*(str(SCENARIOS / name) for name in good))
    assert run.status == 0, run.err
    lines = [json.loads(line) for line in run.out.splitlines()]
    assert [{**line, "because": None} for line in lines] == [
        {**each, "because": None} for each in good.values()
    ]


def test_rules_on_the_command_line_win(attribute_here: Callable[..., Run], tmp_path: Path) -> None:
    rules = write(tmp_path, "rules.json", {"preset": "charter", "refused_share": "12.5"})
    deal = write(tmp_path, "deal.json", DEAL | {"rules": {"refused_share": 40}})
    run = attribute_here(deal, "--rules", rules)
    assert [share["percent"] for share in json.loads(run.out)["commission"]] == ["87.5", "12.5"]


BAD = {
    "not JSON": ("{", ""),
    "a list": ([], "object"),
    "no deal": ({"contacts": []}, "deal"),
    "no contacts": ({"deal": DEAL["deal"]}, "contacts"),
    "an unknown field": (DEAL | {"office": "harbour"}, "office"),
    "a contact without time": (DEAL | {"contacts": [{"consultant": "an"}]}, "contact 1"),
    "a time with an offset": (
        DEAL | {"contacts": [*DEAL["contacts"], {"at": "2026-11-02T10:00Z", "consultant": "an"}]},
        "contact 3",
    ),
    "the closer never came": (DEAL | {"deal": DEAL["deal"] | {"closer": "wu"}}, "closer"),
    "an empty name": (DEAL | {"facts": {"designated": ""}}, "designated"),
    "refused is a name": (DEAL | {"facts": {"refused": "bo"}}, "refused"),
    "a flag that is a number": (DEAL | {"facts": {"forgot": 1}}, "forgot"),
    "an unknown preset": (DEAL | {"rules": "garden"}, "garden"),
    "the rotation's switch": (DEAL | {"rules": {"pick": "order"}}, "pick"),
    "months over two years": (DEAL | {"rules": {"validity_months": 25}}, "validity_months"),
    "a field twice": ('{"deal": 1, "deal": 2, "contacts": []}', "deal"),
}


def test_bad_input_ends_with_status_2_and_nothing_printed(tmp_path: Path) -> None:
    run = attribute(write(tmp_path, "good.json", DEAL), write(tmp_path, "bad.json", "{"))
    assert (run.returncode, run.stdout) == (2, "")
    assert "bad.json: " in run.stderr


@pytest.mark.parametrize("case", BAD)
def test_bad_input_names_file_and_field_and_prints_nothing(
    attribute_here: Callable[..., Run], tmp_path: Path, case: str
) -> None:
    document, word = BAD[case]
    good = write(tmp_path, "good.json", DEAL)
    run = attribute_here(good, write(tmp_path, "bad.json", document))
    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert "bad.json: " in run.err and word in run.err


@pytest.mark.parametrize("rules", ["floor", "charter", "fair"])
def test_every_preset_is_known(attribute_here: Callable[..., Run], rules: str) -> None:
    run = attribute_here("-", "--rules", rules, stdin=json.dumps(DEAL))
    assert json.loads(run.out)["clause"] == "floor-3.2"
