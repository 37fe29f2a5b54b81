"""The Chinese words of the demo's calls and texts: they stand in a data file, because code and comments are English."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def texts() -> dict[str, Any]:
    """What ``data/words.json`` holds."""
    found: dict[str, Any] = json.loads((DATA / "words.json").read_text(encoding="utf-8"))
    return found
