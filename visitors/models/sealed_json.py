"""Values that are kept encrypted: JSON within a seal of offices.sealing."""

import json
from typing import Any

from offices.sealing import seal, unseal


def closed(value: Any) -> str:
    """The value as a sealed text."""
    return seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def opened(sealed: str) -> Any:
    """The value that was sealed. Raises sealing.SealBroken."""
    return json.loads(unseal(sealed))
