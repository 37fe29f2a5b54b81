"""`manage.py escalate`: what it prints, and how it refuses bad input."""

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
SCENARIOS = Path(__file__).parent / "escalation"
TAKEN = {"at": "2026-11-06T16:00", "complaint": {"opened": "2026-11-06T16:00"}, "rules": {"reply_hours": 8}}


def escalate(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """On a machine where nothing is set up: no services, no secrets."""
    return subprocess.run(
        [sys.executable, "manage.py", "escalate", *arguments],
        cwd=ROOT, input=stdin, capture_output=True, text=True, check=False, timeout=120,
        env={"PATH": os.environ["PATH"]},
    )  # fmt: skip


@pytest.fixture
def escalate_here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    return partial(run, capsys, monkeypatch, "escalate")


def write(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_one_file_prints_one_indented_document() -> None:
    run = escalate("-", stdin=json.dumps(TAKEN))
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("{\n  ")
    assert json.loads(run.stdout)["reply_due"] == "2026-11-09T15:00"


def test_every_good_scenario_prints_one_compact_line_in_the_order_given(
    escalate_here: Callable[..., Run],
) -> None:
    wanted = {
        path.name: json.loads(path.read_text()) for path in sorted((SCENARIOS / "expected").glob("*.json"))
    }
    good = [name for name, each in wanted.items() if "holds" in each]
    run = escalate_here(*(str(SCENARIOS / name) for name in good))
    assert run.status == 0, run.err
    lines = [json.loads(line) for line in run.out.splitlines()]
    states = [wanted[name]["holds"].get("state") for name in good]
    assert [line["state"] if state else None for line, state in zip(lines, states, strict=True)] == states


def test_rules_on_the_command_line_win(escalate_here: Callable[..., Run], tmp_path: Path) -> None:
    rules = write(tmp_path, "rules.json", {"preset": "charter", "reply_hours": 2})
    run = escalate_here(write(tmp_path, "taken.json", TAKEN), "--rules", rules)
    assert json.loads(run.out)["reply_due"] == "2026-11-06T18:00"


BAD = {
    "not JSON": ("{", ""),
    "a list": ([], "object"),
    "a time with an offset": (TAKEN | {"at": "2026-11-06T16:00Z"}, "'at'"),
    "a deed that is no object": (TAKEN | {"deeds": ["assigned"]}, "deed 1"),
    "an unknown kind": (TAKEN | {"complaint": TAKEN["complaint"] | {"kind": "small"}}, "'kind'"),
}


def test_bad_input_ends_with_status_2_and_nothing_printed(tmp_path: Path) -> None:
    run = escalate(write(tmp_path, "good.json", TAKEN), write(tmp_path, "bad.json", "{"))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert "bad.json" in run.stderr


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_in_one_line(escalate_here: Callable[..., Run], tmp_path: Path, name: str) -> None:
    content, words = BAD[name]
    good = write(tmp_path, "good.json", TAKEN)
    run = escalate_here(good, write(tmp_path, "bad.json", content))
    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert "bad.json" in run.err and words in run.err


def test_the_end_of_the_calendar_is_no_traceback(escalate_here: Callable[..., Run], tmp_path: Path) -> None:
    """The latest days and the longest times that may be written still have an answer, or one line of refusal."""
    most = dict.fromkeys(("reply_hours", "manager_after", "head_after", "remind_hours"), 2000)
    late = {"opened": "9990-12-31T23:59", "reply_by": "9990-12-31T23:59"}
    far = {"at": "9990-12-31T23:59", "complaint": {"opened": "9990-12-31T23:58"}}
    for number, document in enumerate(
        (
            far | {"rules": most | {"next_reply_days": 400}},
            far | {"rules": {"clock_days": "open"}, "calendar": {"hours": [["23:58", "23:59"]]}},
            far | {"complaint": late},
            {"at": "0001-01-01T00:00", "complaint": {"opened": "0001-01-01T00:00"}},
            {"at": "0001-01-01T00:00", "complaint": {"opened": "0001-01-01T00:00"}, "rules": most},
        )
    ):
        run = escalate_here(write(tmp_path, f"{number}.json", document))
        assert (run.status, run.err.count("\n")) in ((0, 0), (2, 1)), run.err
