"""`manage.py replay`: what it prints, and how it refuses bad input."""

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
SCENARIOS = Path(__file__).parent / "rotation"
DAY = {
    "order": ["an", "bo"],
    "events": [{"event": "arrive", "visit": "v1", "history": "visited", "named": ["bo"]}],
}


Replay = Callable[..., Run]


@pytest.fixture
def replay(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Replay:
    """Runs the command in the folder of the test's files and returns its exit status and what it printed."""
    monkeypatch.chdir(tmp_path)

    return partial(run, capsys, monkeypatch, "replay")


def write(name: str, content: object) -> str:
    Path(name).write_text(content if isinstance(content, str) else json.dumps(content))
    return name


def answer(document: dict[str, Any]) -> Any:
    """What the document's own scenario file expects."""
    return document["output"]


def assert_refused(run: Run, *words: str) -> None:
    assert run.status == 2
    assert run.out == ""
    assert run.err.endswith("\n") and run.err.count("\n") == 1, run.err
    for word in words:
        assert word in run.err


def test_one_file_prints_one_indented_document(replay: Replay) -> None:
    name = "row-3-caller-names-somebody-who-is-here"
    run = replay(str(SCENARIOS / f"{name}.json"))
    assert (run.status, run.err) == (0, "")
    assert json.loads(run.out) == answer(json.loads((SCENARIOS / "expected" / f"{name}.json").read_text()))
    assert run.out.startswith("{\n  ") and run.out.endswith("}\n")


def test_several_files_print_one_compact_line_each_in_the_order_given(replay: Replay) -> None:
    names = ["row-9-first-visits-go-round", "a-morning-in-small", "by-order-an-empty-desk-waits"]
    run = replay(*(str(SCENARIOS / f"{name}.json") for name in names))
    assert (run.status, run.err) == (0, "")
    lines = run.out.splitlines()
    assert [json.loads(line) for line in lines] == [
        answer(json.loads((SCENARIOS / "expected" / f"{name}.json").read_text())) for name in names
    ]


def test_every_scenario_is_accepted_or_refused_as_it_stands(replay: Replay) -> None:
    outputs: dict[str, Any] = {}
    for path in sorted((SCENARIOS / "expected").glob("*.json")):
        wanted = json.loads(path.read_text())
        file = str(SCENARIOS / path.name)
        if "output" in wanted:
            outputs[file] = wanted["output"]
            continue
        number = wanted["error"]["event"]
        assert_refused(
            replay(file), path.name, *wanted["error"]["mentions"], *([f"event {number}: "] if number else [])
        )
    run = replay(*outputs)
    assert (run.status, run.err) == (0, "")
    assert [json.loads(line) for line in run.out.splitlines()] == list(outputs.values())


def test_a_dash_reads_standard_input(replay: Replay) -> None:
    run = replay("-", stdin=json.dumps(DAY))
    assert run.status == 0
    assert json.loads(run.out)["decisions"][0]["counts"] is False


def test_a_preset_on_the_command_line_wins_over_the_documents_rules(replay: Replay) -> None:
    run = replay(write("day.json", DAY | {"rules": "floor"}), "--rules", "charter")
    assert json.loads(run.out)["decisions"][0]["counts"] is True


@pytest.mark.parametrize("rules", ['"charter"', '{"preset": "floor", "returning_visit_counts": true}'])
def test_rules_may_stand_in_a_file(replay: Replay, rules: str) -> None:
    run = replay(write("day.json", DAY | {"rules": "floor"}), "--rules", write("house.json", rules))
    assert json.loads(run.out)["decisions"][0]["counts"] is True


def test_without_any_rules_the_floor_holds(replay: Replay) -> None:
    assert replay(write("day.json", DAY)).out == replay(write("day2.json", DAY | {"rules": "floor"})).out


def test_rules_events_hold_also_when_the_command_line_names_the_first_rules(replay: Replay) -> None:
    day = DAY | {"events": [{"event": "rules", "rules": "floor"}, *DAY["events"]]}
    run = replay(write("day.json", day), "--rules", "charter")
    assert json.loads(run.out)["decisions"][0]["counts"] is False


def test_the_ledger_under_every_preset(replay: Replay) -> None:
    for preset in ("charter", "floor", "fair"):
        run = replay(str(SCENARIOS / "row-9-first-visits-go-round.json"), "--rules", preset)
        assert json.loads(run.out)["state"]["due"] == {"an": -0.6667, "bo": -0.1667, "chen": 0.8333}


def test_a_refusal_names_file_event_and_reason(replay: Replay) -> None:
    day = {
        "order": ["an"],
        "events": [{"event": "arrive", "visit": "v1"}, {"event": "finish", "visit": "v9"}],
    }
    assert_refused(replay(write("day.json", day)), "day.json: event 2: ", "'finish'", "'v9'")


def test_one_bad_file_silences_the_good_ones(replay: Replay) -> None:
    good, bad = write("good.json", DAY), write("bad.json", {"order": ["an"]})
    for files in ([good, bad, good], [bad, good], [good, bad]):
        assert_refused(replay(*files), "bad.json: ", "events")


BAD_DOCUMENTS = {
    "not JSON": ("{", ""),
    "JSON and more": ('{"order": ["an"], "events": []} {}', ""),
    "an empty file": ("", ""),
    "nested without end": ("[" * 100_000, ""),
    "half a character": ('{"order": ["\\ud800"], "events": []}', "order"),
    "a line break in a field": (DAY | {"a\nb": 1}, ""),
    "a number without end": (
        '{"order": ["an"], "events": [], "rules": {"makeup_cap": 1%s}}' % ("0" * 5000),
        "",
    ),
    "no number": ('{"order": ["an"], "events": [], "rules": {"makeup_cap": NaN}}', "makeup_cap"),
    "a field twice": ('{"order": ["an"], "order": ["bo"], "events": []}', "order"),
    "not an object": ([], ""),
    "order is missing": ({"events": []}, "order"),
    "events are missing": ({"order": ["an"]}, "events"),
    "events are null": ({"order": ["an"], "events": None}, "events"),
    "an unknown field": (DAY | {"office": "harbour"}, "office"),
    "order is a text": (DAY | {"order": "an"}, "order"),
    "a name is a number": (DAY | {"order": ["an", 7]}, "order"),
    "staff names somebody twice": (DAY | {"staff": ["an", "an"]}, "an"),
    "events are an object": (DAY | {"events": {}}, "events"),
    "an unknown preset": (DAY | {"rules": "garden"}, "garden"),
    "rules are a list": (DAY | {"rules": ["floor"]}, "rules"),
    "an unknown switch": (DAY | {"rules": {"lunch": True}}, "lunch"),
    "a switch of another core": (DAY | {"rules": {"validity_months": 2}}, "validity_months"),
    "a cap that is true": (DAY | {"rules": {"makeup_cap": True}}, "makeup_cap"),
    "a cap that is a fraction": (DAY | {"rules": {"makeup_cap": 1.5}}, "makeup_cap"),
    "a cap above nine": (DAY | {"rules": {"makeup_cap": 10}}, "makeup_cap"),
    "a flag that is a number": (DAY | {"rules": {"returning_visit_counts": 1}}, "returning_visit_counts"),
    "a choice that is none": (DAY | {"rules": {"assist_by": "first"}}, "assist_by"),
}


@pytest.mark.parametrize("case", BAD_DOCUMENTS)
def test_a_bad_document_is_refused(replay: Replay, case: str) -> None:
    document, word = BAD_DOCUMENTS[case]
    assert_refused(replay(write("day.json", document)), "day.json: ", word)


BAD_EVENTS: dict[str, tuple[object, str]] = {
    "not an object": ("arrive", ""),
    "no kind": ({"visit": "v2"}, "event"),
    "an unknown kind": ({"event": "lunch"}, "lunch"),
    "an unknown field": ({"event": "finish", "visit": "v1", "colour": "red"}, "colour"),
    "a field of another event": ({"event": "finish", "visit": "v1", "owed": True}, "owed"),
    "a missing field": ({"event": "step_out", "consultant": "an"}, "reason"),
    "a required field that is null": ({"event": "finish", "visit": None}, "visit"),
    "a visit that is a number": ({"event": "arrive", "visit": 2}, "visit"),
    "named is a text": ({"event": "arrive", "visit": "v2", "history": "visited", "named": "an"}, "named"),
    "a flag that is a text": (
        {"event": "arrive", "visit": "v2", "history": "visited", "named": ["an"], "refuses_named": "yes"},
        "refuses_named",
    ),
    "an unknown purpose": ({"event": "arrive", "visit": "v2", "purpose": "lunch"}, "purpose"),
    "an unknown history": ({"event": "arrive", "visit": "v2", "history": "often"}, "history"),
    "no time": ({"event": "finish", "visit": "v1", "at": "half past two"}, "at"),
    "a date only": ({"event": "finish", "visit": "v1", "at": "2026-11-02"}, "at"),
    "a day that is not": ({"event": "finish", "visit": "v1", "at": "2026-11-31T10:00"}, "at"),
    "seconds": ({"event": "finish", "visit": "v1", "at": "2026-11-02T10:00:30"}, "at"),
    "an offset": ({"event": "finish", "visit": "v1", "at": "2026-11-02T10:00Z"}, "at"),
    "an earlier time": ({"event": "finish", "visit": "v1", "at": "2026-11-02T08:59"}, "08:59"),
    "rules of another core": ({"event": "rules", "rules": {"refused_share": 20}}, "refused_share"),
    "rules that are null": ({"event": "rules", "rules": None}, "rules"),
}


@pytest.mark.parametrize("case", BAD_EVENTS)
def test_a_bad_event_is_refused_with_its_number(replay: Replay, case: str) -> None:
    event, word = BAD_EVENTS[case]
    first = {"event": "arrive", "visit": "v1", "at": "2026-11-02T09:00"}
    day = {"order": ["an"], "events": [first, event]}
    assert_refused(replay(write("day.json", day)), "day.json: event 2: ", word)


def test_names_of_every_script_are_printed_as_they_are(replay: Replay) -> None:
    run = replay(write("day.json", {"order": ["Zoë", "Åsa"], "events": []}))
    assert json.loads(run.out)["state"]["order"] == ["Zoë", "Åsa"]
    assert "Zoë" in run.out


def test_a_byte_order_mark_is_no_part_of_the_document(replay: Replay, tmp_path: Path) -> None:
    (tmp_path / "day.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(DAY).encode())
    assert replay("day.json").status == 0


def test_a_missing_file_is_refused(replay: Replay) -> None:
    assert_refused(replay("nowhere.json"), "nowhere.json: ")


def test_a_folder_is_refused(replay: Replay, tmp_path: Path) -> None:
    (tmp_path / "days").mkdir()
    assert_refused(replay("days"), "days: ")


def test_a_file_that_is_no_text_is_refused(replay: Replay, tmp_path: Path) -> None:
    (tmp_path / "day.json").write_bytes(b"\xff\xfe\x00{")
    assert_refused(replay("day.json"), "day.json: ")


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        ("{", ""),
        ('{"validity_months": 2}', "validity_months"),
        ('{"makeup_cap": true}', "makeup_cap"),
        ('"garden"', "garden"),
    ],
)
def test_a_bad_rules_file_is_refused(replay: Replay, rules: str, word: str) -> None:
    assert_refused(
        replay(write("day.json", DAY), "--rules", write("house.json", rules)), "house.json: ", word
    )


def test_rules_that_are_neither_preset_nor_file_are_refused(replay: Replay) -> None:
    assert_refused(replay(write("day.json", DAY), "--rules", "garden"), "garden")


def test_bad_standard_input_is_refused(replay: Replay) -> None:
    assert_refused(replay("-", stdin="not json"), "-: ")


def as_a_process(*arguments: str) -> Run:
    """The command line on a machine where nothing is set up: no services, no secrets."""
    run = subprocess.run(
        [sys.executable, "manage.py", "replay", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    return Run(run.returncode, run.stdout, run.stderr)


def test_the_command_line_needs_no_services(replay: Replay) -> None:
    run = as_a_process(str(Path(write("good.json", DAY)).absolute()))
    assert (run.status, run.err) == (0, "")
    assert json.loads(run.out) == json.loads(replay("good.json").out)


def test_the_command_line_refuses_with_status_2(replay: Replay) -> None:
    good, bad = write("good.json", DAY), write("bad.json", DAY | {"rules": {"lunch": 1}})
    assert_refused(as_a_process(*(str(Path(name).absolute()) for name in (good, bad))), "bad.json: ", "lunch")


def test_no_file_at_all_is_refused() -> None:
    """By the option parser, in its own words."""
    run = as_a_process()
    assert (run.status, run.out) == (2, "")
    assert "FILE" in run.err
