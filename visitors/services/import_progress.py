"""How far a list is that is written in one piece: a hint in the cache, for nothing of it stands before all does."""

from offices import soft_cache

KEPT = 15 * 60
"""Seconds."""


def note(run: int, settled: int) -> None:
    """So many lines are written."""
    soft_cache.write(_key(run), settled, KEPT)


def settled_of(run: int) -> int:
    """How many lines are written; 0 where nobody knows."""
    return (soft_cache.read_many([_key(run)]) or {}).get(_key(run), 0)


def forget(run: int) -> None:
    """It begins anew."""
    soft_cache.write(_key(run), 0, KEPT)


def _key(run: int) -> str:
    return f"import:{run}"
