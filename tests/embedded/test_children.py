import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from embedded import process
from embedded.children import FIRST_PAUSE, Child
from embedded.home import PROJECT, Home
from embedded.process import Leader
from embedded.running import RunningDemo

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# Starts another process in its group, says its number and goes on.
FAMILY = [
    sys.executable,
    "-c",
    "import subprocess, sys, time;"
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True);"
    "time.sleep(600)",
]


def wait_for(happened: Callable[[], object]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen")


@pytest.fixture
def child(tmp_path: Path):
    made = Child("sleeper", SLEEP, tmp_path, tmp_path / "sleeper.log", dict(os.environ))
    yield made
    if made.leader:
        process.end([made.leader], grace=0)
        made.program.wait()


def test_a_program_that_dies_is_started_again_after_a_pause_that_doubles(child):
    child.start()
    first = child.leader
    os.kill(first.pid, signal.SIGKILL)
    wait_for(lambda: child.exit_status() is not None)
    assert "ended (-9)" in child.tend()
    assert child.pause == 2 * FIRST_PAUSE
    assert child.tend() is None
    child.due = time.monotonic()
    assert child.tend() == "sleeper is started again"
    assert child.leader != first
    assert child.exit_status() is None


def test_a_program_that_had_run_long_starts_again_at_the_first_pause(child):
    child.start()
    child.pause = 16.0
    child.started -= 3600
    os.kill(child.leader.pid, signal.SIGKILL)
    wait_for(lambda: child.exit_status() is not None)
    child.tend()
    assert child.pause == FIRST_PAUSE


def test_what_a_dead_leader_left_in_its_group_is_ended():
    leader_program = subprocess.Popen(FAMILY, stdout=subprocess.PIPE, start_new_session=True, text=True)
    relative = int(leader_program.stdout.readline())
    leader = Leader.of(leader_program.pid)
    leader_program.kill()
    leader_program.wait()
    leader_program.stdout.close()
    assert not process.is_zombie_or_gone(relative)
    process.end([leader], grace=0)
    wait_for(lambda: process.is_zombie_or_gone(relative))


def test_a_stranger_who_got_the_number_of_a_dead_leader_is_left_alone():
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    try:
        process.end([Leader(stranger.pid, psutil.Process(stranger.pid).create_time() - 3600)], grace=0)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


PARENT = """
import subprocess, sys, time
from pathlib import Path
from embedded.home import Home
from embedded.process import Leader
from embedded.running import RunningDemo
running = RunningDemo(Home(Path(sys.argv[1])))
assert running.claim()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
running.note("http://somewhere/", [Leader.of(child.pid)])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def parent(tmp_path: Path):
    program = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "data")], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    program.child = int(program.stdout.readline())
    child = Leader.of(program.child)
    yield program
    program.kill()
    program.wait()
    program.stdout.close()
    process.end([child], grace=0)


@pytest.fixture
def running(tmp_path: Path):
    found = RunningDemo(Home(tmp_path / "data"))
    yield found
    found.release()


def test_a_second_demo_learns_where_the_first_one_is(parent, running):
    assert not running.claim()
    assert running.address() == "http://somewhere/"


def test_the_next_demo_ends_what_a_killed_parent_left(parent, running):
    parent.kill()
    parent.wait()
    assert not process.is_zombie_or_gone(parent.child)
    assert running.claim()
    assert running.end_left_overs()
    wait_for(lambda: process.is_zombie_or_gone(parent.child))


def test_a_demo_is_stopped_from_outside(parent, running):
    assert running.stop()
    assert process.is_zombie_or_gone(parent.pid)
    wait_for(lambda: process.is_zombie_or_gone(parent.child))
