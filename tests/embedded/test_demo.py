"""The whole demo, from an empty folder: it comes up, survives the death of its parent, and leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from embedded.home import PROJECT, Home

# As `make demo` does, but elsewhere, and with one day of history instead of two weeks.
PARENT = """
import sys
from pathlib import Path
from embedded.demo import Demo
from embedded.home import Home
sys.exit(Demo(Home(Path(sys.argv[1])), office=("demo", "--days", "1")).run())
"""
NOT_OURS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "LOOKUP_KEY",
    "LOG_LEVEL",
)


class Running:
    """A demo's parent, and what it has said so far."""

    def __init__(self, home: Home) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        self.program = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(home.base)],
            cwd=PROJECT,
            env={**environment, "PORT": "18400"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        for line in self.program.stdout:
            self.said += line
            if "is running at" in line:
                break
        found = re.search(r"is running at (\S+)", self.said)
        assert found, self.said
        self.address = found[1]

    def end(self, number: signal.Signals) -> int:
        self.program.send_signal(number)
        self.said += self.program.stdout.read()
        self.program.stdout.close()
        return self.program.wait()


@contextmanager
def started(home: Home) -> Iterator[Running]:
    demo = Running(home)
    try:
        yield demo
    finally:
        if demo.program.poll() is None:
            demo.end(signal.SIGTERM)


def processes_of(home: Home) -> list[str]:
    """Command lines of living processes that know the folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ", "status", "pid"]):
        facts = process.info
        words = [*(facts["cmdline"] or []), *(facts["environ"] or {}).values()]
        if facts["status"] != psutil.STATUS_ZOMBIE and any(str(home.base) in word for word in words):
            found.append(" ".join(facts["cmdline"] or []))
    return found


def page(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address) as response:
        return response.status, response.read().decode()


def test_the_demo_comes_up_survives_its_parents_death_and_leaves_nothing_behind(home):
    careful = Home(home.base)
    with started(careful) as demo:
        assert demo.address.startswith("http://127.0.0.1:")
        status, text = page(demo.address)
        assert status == 200
        assert "csrfmiddlewaretoken" in text
        assert demo.end(signal.SIGKILL) == -signal.SIGKILL
    assert any("granian" in line for line in processes_of(careful))

    with started(careful) as demo:
        assert "Ended what a killed demo had left behind." in demo.said
        assert "Preparing tables" not in demo.said
        assert page(demo.address)[0] == 200
        assert demo.end(signal.SIGINT) == 0
        assert "password" in demo.said
    assert processes_of(careful) == []
    assert not careful.services_file.exists()
