"""What the demo's desk says, in the office's language: plainly made-up guests, letters and loans."""

import json
from pathlib import Path

DATA = Path(__file__).parent / "data" / "desk_services.json"


def texts_in(language: str) -> dict:
    """The texts of that language (zh-hans, zh-hant, en); English where there are none."""
    told = json.loads(DATA.read_text(encoding="utf-8"))
    return told.get(language, told["en"])
