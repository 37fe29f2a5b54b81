"""The files of the repository, as the tests of the repository read them."""

import os
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venv", ".data", "__pycache__", "node_modules", "staticfiles", "test-results"}
VENDOR = PROJECT / "static" / "vendor"


def repository_files(*suffixes: str) -> Iterator[Path]:
    """Every file of ours with one of these endings (any, where none is given), in order; nothing that was made."""
    for folder, folders, names in os.walk(PROJECT):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_made(here / name))
        for name in sorted(names):
            path = here / name
            if (not suffixes or path.suffix in suffixes) and path.suffix not in {".pyc", ".mo"}:
                yield path


def text_of(path: Path) -> str | None:
    """None for pictures, fonts and sounds."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def shown(path: Path, line: int | None = None) -> str:
    """A place as editors open it."""
    place = str(path.relative_to(PROJECT))
    return place if line is None else f"{place}:{line}"


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _is_made(folder: Path) -> bool:
    name = folder.name
    return (
        name in MADE or folder == VENDOR or (name.startswith(".") and name.endswith(("cache", "hypothesis")))
    )
