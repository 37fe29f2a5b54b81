"""The demo's Chinese words: they stand in data files, because code and comments are English."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def texts(name: str) -> dict[str, Any]:
    """What ``data/<name>.json`` holds."""
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found
