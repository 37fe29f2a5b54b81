"""Which file holds whom, and what joining two files and parting them again does (no Django, no database).

Files of one person form a tree: each joined file (the *alias*) hangs on the one that it was joined with (the *keep*),
and the root of the tree is the file that holds. Nothing of an alias is changed. What the keep took over from it is
remembered field by field, before and after, so that mergers may be taken back in any order: see part().
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Value = Any
"""A value of a field as JSON: text, number, true or false, null, a list of these. Equal means the same."""


class Side(StrEnum):
    """Whose value a field has after the files are joined."""

    KEEP = "keep"
    ALIAS = "alias"


class JoinError(ValueError):
    """Files cannot be joined like this; the message says why."""


@dataclass(frozen=True, slots=True)
class Take:
    """A field that the keep took over from the alias."""

    before: Value
    after: Value


Takes = Mapping[str, Take]


@dataclass(frozen=True, slots=True)
class Parting:
    """What taking a merger back does.

    ``write``: fields of the keep and their values. ``rebased``: by the id of each later merger whose memory changes,
    all that it took. ``stays``: fields that somebody changed since, which keep what they have.
    """

    write: dict[str, Value]
    rebased: dict[int, dict[str, Take]]
    stays: tuple[str, ...]


def holders(edges: Iterable[tuple[int, int]]) -> dict[int, int]:
    """By each alias the file that holds it, from (alias, keep) of all mergers that stand.

    Raises JoinError where an alias hangs on two files or on itself, by whatever way.
    """
    parent: dict[int, int] = {}
    for alias, keep in edges:
        if parent.setdefault(alias, keep) != keep:
            raise JoinError(f"file {alias} is joined with two files")
    return {alias: _root(alias, parent) for alias in parent}


def usual_choice(mine: Value, other: Value) -> Side:
    """Whose value is proposed: the keep's, or the alias's where the keep has none."""
    return Side.ALIAS if _is_empty(mine) and not _is_empty(other) else Side.KEEP


def join(
    mine: Mapping[str, Value], other: Mapping[str, Value], choices: Mapping[str, Side]
) -> dict[str, Take]:
    """What the keep takes over. A field that nobody chose for is left as usual_choice proposes.

    Raises JoinError for a choice of a field that neither has.
    """
    names = [*mine, *(name for name in other if name not in mine)]
    unknown = sorted(choices.keys() - set(names))
    if unknown:
        raise JoinError(f"no such fields: {', '.join(unknown)}")
    taken = {}
    for name in names:
        before, after = mine.get(name), other.get(name)
        if before != after and choices.get(name, usual_choice(before, after)) is Side.ALIAS:
            taken[name] = Take(before, after)
    return taken


def part(taken: Takes, later: Sequence[tuple[int, Takes]], now: Mapping[str, Value]) -> Parting:
    """Take a merger back: what it took, what later mergers into the same keep took (oldest first), what stands now.

    A field goes back to what it was, if nobody changed it since. Where a later merger took the field over, it is that
    one's memory which goes back, so that taking it back as well finds what was there before both. What somebody wrote
    since is newer knowledge of the one who keeps the file, and stays.
    """
    write: dict[str, Value] = {}
    rebased: dict[int, dict[str, Take]] = {}
    stays = []
    for name, take in taken.items():
        heir = next(((pk, others[name]) for pk, others in later if name in others), None)
        if heir is not None and heir[1].before == take.after:
            memory = rebased.setdefault(heir[0], dict(next(all_of for pk, all_of in later if pk == heir[0])))
            memory[name] = Take(take.before, heir[1].after)
        elif heir is not None or now.get(name) != take.after:
            stays.append(name)
        else:
            write[name] = take.before
    return Parting(write, rebased, tuple(stays))


def _root(file: int, parent: Mapping[int, int]) -> int:
    seen = {file}
    while file in parent:
        file = parent[file]
        if file in seen:
            raise JoinError(f"file {file} is joined with itself")
        seen.add(file)
    return file


def _is_empty(value: Value) -> bool:
    return value is None or value == "" or value == []
