"""What may be done with a letter, by where it stands. Pure: codes as in switchboard.enums.

Whoever registered it answers for it until the sender has the answer, whoever it was forwarded to (F-33, G-20).
"""

from collections.abc import Mapping

NEXT: Mapping[str, Mapping[str, str]] = {
    "open": {"forwarded": "forwarded", "answered": "answered", "filed": "filed"},
    "forwarded": {"forwarded": "forwarded", "answered": "answered", "filed": "filed"},
    "answered": {},
    "filed": {},
}
"""From where, by which step, to where."""

WAITING = frozenset(state for state, steps in NEXT.items() if steps)
"""Letters that somebody still has to do something with."""


def after(state: str, step: str) -> str | None:
    """Where the letter stands after the step; None where that cannot be done."""
    return NEXT[state].get(step)
