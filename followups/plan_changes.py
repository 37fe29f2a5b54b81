"""How the follow-ups that stand become those that the plan wants: pure, so that every refresh agrees with every sweep.

The plan changes what it made itself and nothing else. It never makes a follow-up for a day that was over before the
reason for it arose, and of what was missed several times it keeps the oldest, so that its being overdue still counts.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from followups.cadence import Channel, FollowUp, Purpose

EXPIRES_AFTER = timedelta(days=3)
"""So long after its day an occasion may still be spoken of; a message is not sent any later either."""
OCCASIONS = frozenset({Purpose.CONFIRM, Purpose.MILESTONE, Purpose.FESTIVAL, Purpose.BIRTHDAY})

Place = tuple[date, Channel]


@dataclass(frozen=True, slots=True)
class Row:
    """A follow-up of the customer that is due, as it is written. ``planned``: the plan made it."""

    id: int
    on: date
    channel: Channel
    purpose: str
    planned: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """What people said is not to be done that day, so that no plan brings it back."""

    on: date
    channel: Channel
    purpose: str


@dataclass(frozen=True, slots=True)
class Changes:
    """``keep`` maps rows (ids) to what they should say; ``make`` are new; ``drop`` maps rows to why they fall."""

    keep: Mapping[int, FollowUp] = field(default_factory=dict)
    make: Sequence[FollowUp] = ()
    drop: Mapping[int, str] = field(default_factory=dict)


def changes(
    wanted: Iterable[FollowUp],
    rows: Iterable[Row],
    *,
    closed: Collection[Closed] = (),
    today: date,
    since: date,
) -> Changes:
    """What is to be changed so that the rows say what the plan wants.

    ``since``: from which day on missing follow-ups are made, today or the earlier day on which something happened that
    has not been planned yet. Reasons for dropping are the codes of followups.enums.DroppedAs.
    """
    standing = [row for row in rows if not row.planned]
    mine: dict[Place, Row] = {(row.on, row.channel): row for row in rows if row.planned}
    target: dict[Place, FollowUp] = {}
    drop: dict[int, str] = {}
    for step in wanted:
        row = mine.get((step.on, step.channel))
        known = row is not None and (step.on >= today or row.purpose == step.purpose)
        if _stands_in(step, standing) or Closed(step.on, step.channel, step.purpose) in closed:
            continue
        if known or step.on >= since:
            target[step.on, step.channel] = step
    for place, why in _late(target, today):
        del target[place]
        if place in mine:
            drop[mine[place].id] = why
    drop |= {row.id: "plan" for place, row in mine.items() if place not in target and row.id not in drop}
    return Changes(
        keep={mine[place].id: step for place, step in target.items() if place in mine},
        make=[step for place, step in target.items() if place not in mine],
        drop=drop,
    )


def _stands_in(step: FollowUp, standing: Iterable[Row]) -> bool:
    """What was agreed on or entered by hand has the day, and stands in for what it was moved from."""
    return any(
        row.channel is step.channel
        and (row.on == step.on or (row.purpose == step.purpose and step.on <= row.on))
        for row in standing
    )


def _late(target: Mapping[Place, FollowUp], today: date) -> list[tuple[Place, str]]:
    """Which of what is overdue falls, and why: by date, so that the oldest of a kind stays."""
    seen: set[tuple[Channel, Purpose]] = set()
    found: list[tuple[Place, str]] = []
    for place, step in sorted(target.items()):
        if step.on >= today:
            break
        passing = step.purpose in OCCASIONS or step.channel is Channel.SMS
        if passing and step.on + EXPIRES_AFTER < today:
            found.append((place, "expired"))
        elif not passing and (step.channel, step.purpose) in seen:
            found.append((place, "overtaken"))
        else:
            seen.add((step.channel, step.purpose))
    return found
