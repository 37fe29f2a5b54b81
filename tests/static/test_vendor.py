"""What we ship of others is what their packages held."""

import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path("static/vendor")
SUMS = json.loads((VENDOR / "SHA256SUMS.json").read_text())


@pytest.mark.parametrize("name", sorted(SUMS))
def test_a_vendored_file_is_unchanged(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == SUMS[name]


def test_every_vendored_file_has_a_checksum():
    shipped = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert shipped - {"SHA256SUMS.json"} == set(SUMS)


def test_every_package_brings_its_licence():
    for folder in VENDOR.iterdir():
        assert folder.is_file() or (folder / "LICENSE").is_file(), f"{folder} has no LICENSE"


def test_no_vendored_file_asks_for_one_that_is_not_shipped():
    for path in VENDOR.rglob("*"):
        if path.suffix in {".css", ".js"}:
            assert "sourceMappingURL" not in path.read_text(), f"{path} names a source map"
