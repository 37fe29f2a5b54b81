"""The board: who stands where, who is with whom, who waits. Five queries, whatever the day was like."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from offices import live
from offices.clauses import Clause, clause
from offices.enums import Role
from offices.models import BusinessDay, Member, Office
from reception.enums import OPEN, AwayReason, Status
from reception.models import Queue, QueueEvent, Reception
from reception.rotation import Arrive, State, apply, preview
from reception.targets import AMBER_AFTER, LATE_AFTER


@dataclass(slots=True)
class Row:
    """A consultant in the order. ``state`` is free, called, receiving or away; ``since`` when that began, if known."""

    member: Member
    place: int
    state: str
    reason: str = ""
    since: datetime | None = None
    visits: list[Reception] = field(default_factory=list)
    balance: int = 0
    owed: list[Clause] = field(default_factory=list)
    turns_today: int = 0
    is_next: bool = False
    is_on_deck: bool = False

    @property
    def reason_label(self) -> str:
        return str(AwayReason(self.reason).label) if self.reason else ""

    @property
    def taken_ahead(self) -> int:
        """Turns already taken ahead of the order."""
        return max(-self.balance, 0)


@dataclass(slots=True)
class Board:
    """What the desk sees at a glance.

    ``waiting``: nobody found yet; ``calls``: called, but not met yet; ``left_over``: with somebody who has signed out.
    """

    version: str
    day: BusinessDay | None
    rows: list[Row]
    off: list[Member]
    waiting: list[Reception]
    calls: list[Reception]
    left_over: list[Reception]
    amber_after: int = int(AMBER_AFTER.total_seconds())
    late_after: int = int(LATE_AFTER.total_seconds())

    @property
    def next(self) -> Row | None:
        """Who would take the next new visitor; None where nobody is free."""
        return next((row for row in self.rows if row.is_next), None)

    @property
    def on_deck(self) -> Row | None:
        """Who would take the one after."""
        return next((row for row in self.rows if row.is_on_deck), None)

    @property
    def has_seen_visitors(self) -> bool:
        """Whether the board itself shows that somebody has come."""
        here = self.waiting or self.calls or self.left_over
        return bool(here or any(row.visits or row.turns_today for row in self.rows))

    def row_of(self, member: Member) -> Row | None:
        return next((row for row in self.rows if row.member.pk == member.pk), None)

    def ahead_of(self, member: Member) -> list[Row]:
        """The consultants who stand before this one in the order."""
        row = self.row_of(member)
        return self.rows[: row.place - 1] if row else []


def board_of(office: Office, *, now: datetime, version: str = "") -> Board:
    """The office's board as it is now. The version is read before the rows, so that no change can slip between."""
    version = version or live.version(office.pk, now)
    queue = Queue.objects.select_related("day").filter(pk=office.pk).first()
    state = queue.state if queue and queue.state else {}
    under_way = list(
        Reception.objects.of(office)
        .filter(status__in=(Status.WAITING, *OPEN))
        .with_people()
        .order_by("arrived_at", "pk")
    )
    for reception in under_way:
        reception.office = office
    members = _members(office, state)
    turns = _turns_today(queue.day) if queue and queue.day else {}
    since = _away_since(office, queue, state)
    rows = _rows(state, members, under_way, turns, since)
    in_order = {row.member.pk for row in rows}
    if rows:
        _mark_next(rows, state)
    return Board(
        version=version,
        day=queue.day if queue else None,
        rows=rows,
        off=sorted(
            (member for member in members.values() if _may_sign_in(member) and member.pk not in in_order),
            key=lambda member: (member.name, member.pk),
        ),
        waiting=[reception for reception in under_way if reception.status == Status.WAITING],
        calls=[reception for reception in under_way if reception.status == Status.CALLED],
        left_over=[
            reception
            for reception in under_way
            if reception.status == Status.RECEIVING and reception.consultant_id not in in_order
        ],
    )


def _members(office: Office, state: dict) -> dict[str, Member]:
    """By code: the consultants, and whoever else stands in the order (a role or account may end in mid-day)."""
    in_order = [int(code.removeprefix("m")) for code in state.get("order", [])]
    wanted = Member.objects.of(office).filter(Q(roles__contains=[Role.CONSULTANT]) | Q(pk__in=in_order))
    return {member.code: member for member in wanted.select_related("user")}


def _may_sign_in(member: Member) -> bool:
    return member.is_active and member.user.is_active and member.holds(Role.CONSULTANT)


def _rows(
    state: dict,
    members: dict[str, Member],
    under_way: list[Reception],
    turns: dict[int, int],
    since: dict[str, datetime],
) -> list[Row]:
    visits: dict[int, list[Reception]] = defaultdict(list)
    for reception in under_way:
        if reception.consultant_id:
            visits[reception.consultant_id].append(reception)
    away = state.get("away", {})
    rows = []
    for code in state.get("order", []):
        member = members.get(code)
        if member is None:
            continue
        mine = visits[member.pk]
        reason = away.get(code, [""])[0]
        row = Row(
            member=member,
            place=len(rows) + 1,
            state=_state_of(reason, mine),
            reason=reason,
            since=since.get(code) if reason else _busy_since(mine),
            visits=mine,
            balance=state.get("balance", {}).get(code, 0),
            owed=[clause(name) for name in state.get("owed", {}).get(code, [])],
            turns_today=turns.get(member.pk, 0),
        )
        rows.append(row)
    return rows


def _state_of(reason: str, mine: list[Reception]) -> str:
    if reason:
        return "away"
    if any(reception.status == Status.RECEIVING for reception in mine):
        return "receiving"
    return "called" if mine else "free"


def _busy_since(mine: list[Reception]) -> datetime | None:
    moments = [reception.with_since for reception in mine]
    return min((moment for moment in moments if moment), default=None)


def _mark_next(rows: list[Row], state: dict) -> None:
    """Who would take the next new visitor, and who the one after (A-23): the core itself is asked."""
    by_code = {row.member.code: row for row in rows}
    live_state = State.from_json(state)
    for mark in ("is_next", "is_on_deck"):
        visit = Arrive(visit=mark)
        row = by_code.get(preview(live_state, visit).consultant or "")
        if row is None:
            return
        setattr(row, mark, True)
        apply(live_state, visit)


def _turns_today(day: BusinessDay) -> dict[int, int]:
    counted = (
        Reception.objects.on(day)
        .filter(counts=True, consultant__isnull=False)
        .order_by()
        .values("consultant")
        .annotate(turns=Count("pk"))
    )
    return {row["consultant"]: row["turns"] for row in counted}


def _away_since(office: Office, queue: Queue | None, state: dict) -> dict[str, datetime]:
    """When those who are away stepped out; read from the log only while somebody is."""
    away = list(state.get("away", {}))
    if not away or queue is None or queue.day is None:
        return {}
    steps = (
        QueueEvent.objects.of(office)
        .filter(kind="step_out", payload__consultant__in=away, at__gte=queue.day.opened_at)
        .order_by("seq")
        .values_list("payload__consultant", "at")
    )
    return dict(steps)
