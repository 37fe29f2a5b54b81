"""The locks install the same everywhere, from wherever the machine's owner gets packages."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; [^\\]+)? \\$", re.M)


def versions(lock: Path) -> dict[str, str]:
    return dict(PINNED.findall(lock.read_text()))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_everything_by_hash_and_names_no_address(lock):
    text = lock.read_text()
    requirements = [line for line in text.splitlines() if re.match(r"[a-zA-Z]", line)]
    assert len(versions(lock)) == len(requirements) > 0
    assert text.count("--hash=sha256:") >= len(requirements)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^-", text, flags=re.M)


def test_production_and_development_run_the_same_versions():
    production = versions(PROJECT / "requirements" / "production.txt")
    assert production.items() <= versions(PROJECT / "requirements" / "dev.txt").items()


def test_every_dependency_says_what_it_is_for():
    text = (PROJECT / "pyproject.toml").read_text()
    lists = re.findall(r"^(?:dependencies|embedded|test|browser|dev) = \[\n(.*?)^\]", text, flags=re.M | re.S)
    named = [line for part in lists for line in part.splitlines() if line.strip().startswith('"')]
    assert len(named) > 25
    assert [line for line in named if not re.search(r'",\s+# \S', line)] == []
