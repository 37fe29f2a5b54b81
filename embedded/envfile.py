"""Files of NAME=value lines, as the services and the demo leave them for the settings."""

import os
from pathlib import Path


def read(path: Path) -> dict[str, str]:
    """The pairs of the file; empty where there is no file. Blank lines and lines with # are passed over."""
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition("=") for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def write(path: Path, values: dict[str, str], mode: int = 0o644) -> None:
    """Replace the file in one step, never readable by more people than ``mode`` says."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    draft.replace(path)
