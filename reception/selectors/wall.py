"""The wall board: plain names, states and numbers of the day. Nothing of a customer can reach the page through it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import pgettext

from offices.models import Member, Office
from reception.enums import AwayReason
from reception.selectors.board import Board, Row, board_of

CALLS_SHOWN = 3
UNITS = 45.0
"""Height of a zone below its title; the page is 56.25 of these units high and 100 wide (see lunxu.css)."""
CALL_HEIGHT = 9.0
NEXT_HEIGHT = 9.0
DECK_HEIGHT = 6.5


@dataclass(frozen=True, slots=True)
class Person:
    """A consultant as the wall names them: board name, disc and first letter."""

    name: str
    disc: int
    initial: str


@dataclass(frozen=True, slots=True)
class WallRow:
    """A consultant and what they do; ``numbers`` are the visitors' numbers of the day, ``since`` when it began."""

    person: Person
    state: str
    label: str
    numbers: tuple[int, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WallCall:
    """A consultant is called to a visitor. ``key`` is another one for another call."""

    key: str
    person: Person
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WallWait:
    """A visitor to whom nobody was found yet."""

    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Fitted:
    """As many rows as fit into a zone, how dense they have to stand, and how many are left out."""

    rows: tuple
    density: str
    more: int


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands on the wall. ``next`` and ``on_deck`` are None where nobody is free."""

    version: str
    is_open: bool
    calls: tuple[WallCall, ...]
    busy: Fitted
    next: Person | None
    on_deck: Person | None
    order: Fitted
    waiting: Fitted
    amber_after: int
    late_after: int


# density -> (height of a row, columns in a wide zone, columns in the narrow one)
DENSITIES = {"wall-roomy": (5.0, 1, 1), "wall-close": (3.9, 2, 1), "wall-tight": (2.9, 3, 2)}
WIDE, NARROW = 1, 2


def fit(rows: list, height: float, zone: int = WIDE) -> Fitted:
    """The rows at the largest size at which all fit in; at the smallest the rest is only counted."""
    room = 0
    for density, columns in DENSITIES.items():
        room = int(height / columns[0]) * columns[zone]
        if len(rows) <= room:
            return Fitted(tuple(rows), density, 0)
    shown = max(room - 1, 0)
    return Fitted(tuple(rows[:shown]), density, len(rows) - shown)


def wall_of(office: Office, *, now: datetime, version: str = "") -> Wall:
    """The office's wall as it is now: the board's queries, and none of its customers."""
    board = board_of(office, now=now, version=version)
    calls = _calls(board)
    large = calls[:CALLS_SHOWN]
    front = [row for row in (board.next, board.on_deck) if row is not None]
    taken = sum(height for _row, height in zip(front, (NEXT_HEIGHT, DECK_HEIGHT), strict=False))
    waiting = [WallWait(visit.number, visit.arrived_at) for visit in board.waiting]
    return Wall(
        version=board.version,
        is_open=board.day is not None,
        calls=tuple(large),
        busy=fit(_busy(board, large), UNITS - CALL_HEIGHT * len(large)),
        next=_person(board.next.member) if board.next else None,
        on_deck=_person(board.on_deck.member) if board.on_deck else None,
        order=fit(_order(board), UNITS - max(taken, NEXT_HEIGHT)),
        waiting=fit(waiting, UNITS, NARROW),
        amber_after=board.amber_after,
        late_after=board.late_after,
    )


def _calls(board: Board) -> list[WallCall]:
    """Who is called and not there yet, the newest call first."""
    called = [visit for visit in board.calls if visit.consultant is not None and visit.called_at is not None]
    called.sort(key=lambda visit: (visit.called_at, visit.number), reverse=True)
    return [
        WallCall(
            key=f"{visit.number}-{int(visit.called_at.timestamp() * 1000)}",
            person=_person(visit.consultant),
            number=visit.number,
            at=visit.called_at,
        )
        for visit in called
    ]


def _busy(board: Board, large: list[WallCall]) -> list[WallRow]:
    """Who is with a visitor; those called whom no large card shows; and those who receive after signing out."""
    shown = {call.person for call in large}
    rows = [_row(row) for row in board.rows if row.visits]
    gone = [
        WallRow(_person(visit.consultant), "receiving", _word("receiving"), (visit.number,), visit.met_at)
        for visit in board.left_over
    ]
    return [*(row for row in rows if row.state != "called" or row.person not in shown), *gone]


def _order(board: Board) -> list[WallRow]:
    """Who comes after the next two: free, or away and where."""
    return [_row(row) for row in board.rows if not (row.visits or row.is_next or row.is_on_deck)]


def _person(member: Member) -> Person:
    return Person(member.name, int(member.disc), member.name[:1])


def _row(row: Row) -> WallRow:
    state = row.reason if row.state == "away" else row.state
    return WallRow(
        person=_person(row.member),
        state=state,
        label=_word(state),
        numbers=tuple(visit.number for visit in row.visits),
        since=row.since,
    )


def _word(state: str) -> str:
    """The state as a short word that is read from far away."""
    words = {
        "free": pgettext("wall", "free"),
        "called": pgettext("wall", "called"),
        "receiving": pgettext("wall", "with a visitor"),
        AwayReason.BUSINESS.value: pgettext("wall", "on business"),
        AwayReason.PERSONAL.value: pgettext("wall", "away"),
    }
    return words[state]
