"""Who answers the telephone next: a rotation of its own beside that of visitors, and a simple one. Pure.

Of those on the phones and free, whose last turn is longest ago; a caller whom we know goes to their own consultant and
costs no turn; what rings too long, or finds nobody free, goes to the backup. An answered call is never handed on
(F-05), so nothing here speaks of a call that somebody has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from switchboard.phone_rules import Counted, PhoneRules


class Reason(StrEnum):
    """Why it is this one."""

    OWNER = "owner"
    NEXT = "next"
    RANG_LONG = "rang_long"
    ALL_BUSY = "all_busy"
    NOBODY = "nobody"


CLAUSES: dict[Reason, str] = {
    Reason.OWNER: "phone-owner",
    Reason.NEXT: "phone-turns",
    Reason.RANG_LONG: "F-03",
    Reason.ALL_BUSY: "F-03",
    Reason.NOBODY: "F-03",
}


class Busy(StrEnum):
    """Why somebody is passed over; they keep their place."""

    ON_LINE = "on_line"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Answerer:
    """Somebody on the phones, as the list has them.

    ``last_turn`` is the number of their last call that counted, 0 for none; numbers grow by one from call to call.
    """

    id: int
    last_turn: int = 0
    on_line: bool = False
    away: bool = False
    is_backup: bool = False

    @property
    def busy(self) -> Busy | None:
        if self.on_line:
            return Busy.ON_LINE
        return Busy.AWAY if self.away else None


class Passed(NamedTuple):
    """Who would have been before the one chosen, and why not."""

    id: int
    why: Busy


@dataclass(frozen=True, slots=True)
class Turn:
    """The answer: whose call it is (None: nobody can take it), by which clause, and whether it costs a turn."""

    member: int | None
    reason: Reason
    counts: bool = False
    passed: tuple[Passed, ...] = ()

    @property
    def clause(self) -> str:
        return CLAUSES[self.reason]


class Rank(NamedTuple):
    """Longest without a turn first, then by the order of the list."""

    last_turn: int
    place: int


def who_answers(
    people: Sequence[Answerer],
    *,
    rules: PhoneRules,
    owner: int | None = None,
    rings: int = 0,
    is_first: bool = True,
) -> Turn:
    """Whose call this is, before anybody has answered it.

    ``people`` in the order of the list. ``owner`` is whose customer the caller is, ``rings`` how often it has rung,
    ``is_first`` whether they never called before.
    """
    in_turn = [each for each in people if not each.is_backup]
    ranked = sorted(in_turn, key=lambda each: Rank(each.last_turn, people.index(each)))
    backup = next((each for each in people if each.is_backup and each.busy is None), None)
    if rings > rules.backup_after and backup is not None:
        return Turn(backup.id, Reason.RANG_LONG, passed=_passed(ranked))
    own = next((each for each in people if each.id == owner and each.busy is None), None)
    if own is not None and rules.known_to_owner:
        return Turn(own.id, Reason.OWNER)
    free = next((each for each in ranked if each.busy is None), None)
    if free is not None:
        before = ranked[: ranked.index(free)]
        counts = rules.counted is Counted.EVERY or is_first
        return Turn(free.id, Reason.NEXT, counts=counts, passed=_passed(before))
    if backup is not None:
        return Turn(backup.id, Reason.ALL_BUSY, passed=_passed(ranked))
    return Turn(None, Reason.NOBODY, passed=_passed(ranked))


def costs_turn(
    member: int,
    people: Sequence[Answerer],
    *,
    rules: PhoneRules,
    owner: int | None = None,
    is_first: bool = True,
) -> bool:
    """Whether this call costs whoever answered it a turn, whoever it was offered to.

    The backup helps out, and one's own customer is no turn.
    """
    if (member == owner and rules.known_to_owner) or (rules.counted is Counted.FIRST and not is_first):
        return False
    return any(each.id == member and not each.is_backup for each in people)


def next_turn(people: Sequence[Answerer]) -> int:
    """The number of the call that counts next; also what somebody who joins late begins with: they join at the end."""
    return max((each.last_turn for each in people), default=0) + 1


def _passed(people: Sequence[Answerer]) -> tuple[Passed, ...]:
    return tuple(Passed(each.id, each.busy) for each in people if each.busy is not None)
