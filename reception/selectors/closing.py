"""What a day leaves open: listed before it closes, kept on its sheet, shown again when the next one opens."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from offices.clauses import Clause, clause
from offices.models import BusinessDay, Member, Office
from reception.enums import OPEN, SlipState, Status, VoidState
from reception.models import Queue, QueueEvent, Reception, Slip, VoidRequest
from reception.selectors import register
from reception.selectors.slips import SlipsNow, slips_now, slips_of
from reception.targets import PREVIOUS_ORDER

BY_HAND = ("cancel", "reassign", "hand_back", "reorder")
"""Entries by which somebody puts the rotation's answer aside."""


@dataclass(frozen=True, slots=True)
class Owing:
    """A consultant and the receptions for which something is still to come from them."""

    consultant: Member
    receptions: list[Reception]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a consultant carries into the next day: turns owed, each with its clause, or turns taken ahead."""

    consultant: Member
    owed: list[Clause]
    ahead: int


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Everything about a day that is not done yet, and what carries over."""

    here: list[Reception]
    waiting: list[Reception]
    unsigned: list[Owing]
    outcomes: list[Owing]
    voids: list[VoidRequest]
    standings: list[Standing]
    slips: list[Slip]
    slips_now: SlipsNow
    cancelled: list[Reception]

    @property
    def blocks(self) -> bool:
        """Whether the day cannot be closed yet (A-53)."""
        return bool(self.here or self.waiting)

    @property
    def unsigned_count(self) -> int:
        return sum(len(each.receptions) for each in self.unsigned)

    @property
    def outcomes_count(self) -> int:
        return sum(len(each.receptions) for each in self.outcomes)

    @property
    def late(self) -> list[Slip]:
        """The slips entered late, by number."""
        return [slip for slip in self.slips if slip.state == SlipState.ENTERED]

    @property
    def spoiled(self) -> list[Slip]:
        return [slip for slip in self.slips if slip.state == SlipState.SPOILED]

    @property
    def remains(self) -> bool:
        """Whether something of the day itself is still to be done by somebody."""
        return bool(self.unsigned or self.outcomes or self.voids)


def left_open(office: Office, day: BusinessDay) -> LeftOpen:
    """What this day leaves open now: a fixed number of queries, whatever the day was like."""
    under_way = list(
        Reception.objects.of(office)
        .filter(status__in=(Status.WAITING, *OPEN))
        .with_people()
        .order_by("arrived_at", "pk")
    )
    unsigned = register.unsigned(office, day=day).select_related("customer", "consultant")
    voids = VoidRequest.objects.filter(office=office, state=VoidState.ASKED).select_related(
        "reception__customer", "reception__consultant", "asked_by"
    )
    return LeftOpen(
        here=_at(office, (each for each in under_way if each.status != Status.WAITING)),
        waiting=_at(office, (each for each in under_way if each.status == Status.WAITING)),
        unsigned=_by_consultant(office, unsigned),
        outcomes=_by_consultant(office, _outcomes_owed(office, day)),
        voids=list(voids.order_by("asked_at", "pk")),
        standings=standings(office),
        slips=slips_of(day),
        slips_now=slips_now(office),
        cancelled=_at(office, _of_day(office, day).filter(status=Status.CANCELLED)),
    )


def standings(office: Office) -> list[Standing]:
    """Consultants with turns owed or taken ahead, as the queue stands now."""
    queue = Queue.objects.filter(pk=office.pk).first()
    state = queue.state if queue else {}
    return standings_of(office, state.get("balance", {}), state.get("owed", {}))


def standings_of(office: Office, balances: dict[str, int], owed: dict[str, list[str]]) -> list[Standing]:
    """The same from balances and clauses by code, as snapshots and day sheets have them."""
    members = members_by_code(office, balances)
    return [
        Standing(members[code], [clause(name) for name in owed.get(code, ())], max(-balance, 0))
        for code, balance in sorted(balances.items(), key=lambda item: members_key(members, item[0]))
        if code in members and balance
    ]


def members_by_code(office: Office, codes: Iterable[str]) -> dict[str, Member]:
    """The members behind these codes; whoever is none of the office is left out."""
    pks = [int(code.removeprefix("m")) for code in codes]
    return {member.code: member for member in Member.objects.of(office).filter(pk__in=pks)}


def members_key(members: dict[str, Member], code: str) -> tuple[str, str]:
    """Sorts codes by name."""
    return (members[code].name if code in members else "", code)


def day_before(day: BusinessDay) -> BusinessDay | None:
    """The last day of the office before this one."""
    earlier = BusinessDay.objects.filter(office_id=day.office_id, date__lt=day.date)
    return earlier.exclude(closed_at=None).order_by("-date").first()


def last_closed(office: Office) -> BusinessDay | None:
    return BusinessDay.objects.of(office).exclude(closed_at=None).order_by("-date").first()


def done_by_hand(office: Office, day: BusinessDay) -> list[QueueEvent]:
    """The day's entries by which somebody put the rotation's answer aside, oldest first; who did it and why beside."""
    first = _first_entry(office, day)
    events = (
        QueueEvent.objects.of(office)
        .filter(seq__gte=first, kind__in=BY_HAND)
        .exclude(kind="reorder", payload__why=PREVIOUS_ORDER)
        .select_related("by", "note")
        .order_by("seq")
    )
    last = day.sheet.get("seq") if day.closed_at else None
    return list(events.filter(seq__lte=last) if last else events)


def numbers_of(office: Office, day: BusinessDay) -> dict[str, int]:
    """How many visits of the day stand how, and how many of them were turns."""
    counted = _of_day(office, day).order_by().values_list("status").annotate(n=Count("pk"))
    numbers = dict(counted)
    return {
        "visits": sum(numbers.values()),
        "turns": _of_day(office, day).filter(counts=True).count(),
        **{str(status): numbers.get(status, 0) for status in Status if status not in (Status.WAITING, *OPEN)},
    }


def visits_with_void(office: Office, day: BusinessDay) -> list[VoidRequest]:
    """What was asked to be void of the day's visits, however it was answered."""
    asked = VoidRequest.objects.filter(office=office, reception__day=day)
    return list(
        asked.select_related(
            "reception__customer", "reception__consultant", "asked_by", "answered_by"
        ).order_by("asked_at", "pk")
    )


def sheet_of(office: Office, day: BusinessDay, left: LeftOpen, order: list[str]) -> dict[str, Any]:
    """What the day's sheet keeps: ids, codes, numbers and times only."""
    return {
        "order": order,
        "numbers": numbers_of(office, day),
        "owed": {each.consultant.code: [str(cause) for cause in each.owed] for each in left.standings},
        "balance": {each.consultant.code: len(each.owed) or -each.ahead for each in left.standings},
        "unsigned": {each.consultant.code: _numbers(each) for each in left.unsigned},
        "outcomes": {each.consultant.code: _numbers(each) for each in left.outcomes},
        "voids": [asked.pk for asked in left.voids],
        "late": [
            {"slip": slip.number, "visit": slip.reception.number, "at": slip.happened_at.isoformat()}
            for slip in left.late
        ],
        "spoiled": [slip.number for slip in left.spoiled],
        "unused": [left.slips_now.used + 1, left.slips_now.printed] if left.slips_now.unused else [],
        "cancelled": [reception.number for reception in left.cancelled],
        "by_hand": [event.seq for event in done_by_hand(office, day)],
    }


def _numbers(owing: Owing) -> list[int]:
    return [reception.number for reception in owing.receptions]


def _of_day(office: Office, day: BusinessDay):
    return Reception.objects.of(office).on(day).with_people().order_by("number")


def _outcomes_owed(office: Office, day: BusinessDay):
    """Finished receptions of customers whose outcome nobody has told yet."""
    return _of_day(office, day).filter(
        status=Status.FINISHED, outcome_at=None, contact__isnull=False, consultant__isnull=False
    )


def _at(office: Office, receptions: Iterable[Reception]) -> list[Reception]:
    """With the office at hand, so that their addresses cost no query."""
    found = list(receptions)
    for reception in found:
        reception.office = office
    return found


def _by_consultant(office: Office, receptions: Iterable[Reception]) -> list[Owing]:
    gathered: dict[int, list[Reception]] = defaultdict(list)
    for reception in _at(office, receptions):
        gathered[reception.consultant_id].append(reception)
    owing = [Owing(each[0].consultant, each) for each in gathered.values()]
    return sorted(owing, key=lambda each: (each.consultant.name, each.consultant.pk))


def _first_entry(office: Office, day: BusinessDay) -> int:
    """The number of the first entry of the log that belongs to this day."""
    before = day_before(day)
    if before is not None and "seq" in before.sheet:
        return before.sheet["seq"] + 1
    opened = QueueEvent.objects.of(office).filter(kind="open_day").order_by("-seq")
    return opened.values_list("seq", flat=True).first() or 1
