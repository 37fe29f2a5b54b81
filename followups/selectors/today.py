"""A consultant's calls of the day, in the order in which they are best worked through."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import pgettext

from followups.cadence_rules import Window
from followups.enums import CallCode, FollowUpChannel
from followups.models import CallResult, FollowUp
from followups.models.follow_up import FollowUpQuerySet
from followups.worklist import Item, hours_now, place_of
from offices.models import Member, Office
from visitors.models import Customer

SHOWN = 200
"""Nobody calls more in a day; who owes more sees the oldest ones after these are done."""
DONE_SHOWN = 30
SOON = timedelta(minutes=5)
"""So long before the agreed time a call is got ready."""


@dataclass(slots=True)
class Row:
    """A call that is due. ``hours``: 0 may be called now, 1 later today, 2 the hours are over. Times are local.

    ``waits``: the time that the customer named has not come yet. ``also`` are other calls that the same customer is
    owed: one conversation is enough.
    """

    follow_up: FollowUp
    windows: tuple[Window, ...]
    hours: int
    days_over: int
    is_late: bool = False
    waits: bool = False
    tries: list[CallResult] = field(default_factory=list)
    also: list[FollowUp] = field(default_factory=list)

    def join(self, other: "Row") -> None:
        """The other call goes with this one."""
        self.also.append(other.follow_up)
        self.days_over = max(self.days_over, other.days_over)
        self.tries = sorted([*self.tries, *other.tries], key=lambda each: (each.at, each.pk))

    @property
    def last_try(self) -> CallResult | None:
        return self.tries[-1] if self.tries else None


@dataclass(slots=True)
class Today:
    """The next call first. ``tried`` were called today and not reached; ``done`` are today's effective calls."""

    day: date
    rows: list[Row] = field(default_factory=list)
    tried: list[Row] = field(default_factory=list)
    done: list[CallResult] = field(default_factory=list)
    tomorrow: int = 0

    @property
    def next(self) -> Row | None:
        """Who named a time is not called before it; it comes first once it has come, or where nobody else is due."""
        return next((row for row in self.rows if not row.waits), self.rows[0] if self.rows else None)

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """What comes after the next call, by headings: agreed, now, later today, hours over, tried; no empty ones."""
        rest = [row for row in self.rows if row is not self.next]
        agreed = [row for row in rest if row.follow_up.agreed_at]
        others = [row for row in rest if not row.follow_up.agreed_at]
        named = [
            (pgettext("calls", "At the agreed time"), agreed),
            (pgettext("calls", "Now"), [row for row in others if row.hours == 0]),
            (pgettext("calls", "Later today"), [row for row in others if row.hours == 1]),
            (pgettext("calls", "The usual hours are over"), [row for row in others if row.hours == 2]),
            (pgettext("calls", "Tried today, not reached"), self.tried),
        ]
        return [(title, rows) for title, rows in named if rows]

    @property
    def overdue(self) -> int:
        return sum(1 for row in [*self.rows, *self.tried] if row.days_over)

    @property
    def left(self) -> int:
        return len(self.rows) + len(self.tried)


def today_of(member: Member, *, now: datetime) -> Today:
    """What the member owes by the end of the day, agreed times first: four queries, however much it is."""
    office = member.office
    day = office.business_date(now)
    calls = FollowUp.objects.owned_by(member).due().filter(channel=FollowUpChannel.CALL)
    due = list(calls.by(day).select_related("customer", "owner", "office").order_by("on", "pk")[:SHOWN])
    begin = datetime.combine(day, time.min, tzinfo=office.zone)
    made = CallResult.objects.of(office).filter(at__gte=begin).select_related("by")
    tries: dict[int, list[CallResult]] = {}
    for each in made.filter(follow_up__in=due).order_by("at", "pk"):
        tries.setdefault(each.follow_up_id, []).append(each)
    found = Today(day=day, tomorrow=calls.filter(on=day + timedelta(days=1)).count())
    people: dict[int, Row] = {}
    for row in in_order(due, office=office, now=now):
        row.tries = tries.get(row.follow_up.pk, [])
        first = people.setdefault(row.follow_up.customer_id, row)
        if first is not row:
            first.join(row)
    for row in people.values():
        (found.tried if row.tries else found.rows).append(row)
    found.done = list(
        made.filter(by=member, code__in=CallCode.effective())
        .select_related("customer", "follow_up")
        .order_by("-at", "-pk")[:DONE_SHOWN]
    )
    return found


def along_with(follow_up: FollowUp, *, day: date) -> FollowUpQuerySet:
    """What else the plan wants said to this person by that day: one conversation settles it as well.

    What was agreed on, entered by hand or promised after a complaint is a matter of its own.
    """
    whole = Customer.objects.of_person(follow_up.customer.file_id).order_by().values("pk")
    rows = FollowUp.objects.due().planned().by(day).filter(customer__in=whole)
    return rows.filter(channel=FollowUpChannel.CALL).exclude(pk=follow_up.pk).order_by("on", "pk")


def in_order(follow_ups: Iterable[FollowUp], *, office: Office, now: datetime) -> list[Row]:
    """As they are best worked through (followups.worklist); ``customer`` is loaded."""
    here = office.local(now).replace(tzinfo=None)
    keyed = sorted(
        ((place_of(_item(each, office), here), each) for each in follow_ups), key=lambda pair: pair[0]
    )
    return [_row(each, here, now) for _place, each in keyed]


def windows_of(follow_up: FollowUp) -> tuple[Window, ...]:
    return tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in follow_up.windows)


def _item(follow_up: FollowUp, office: Office) -> Item:
    agreed = follow_up.agreed_at
    return Item(
        on=follow_up.on,
        purpose=follow_up.purpose,
        number=follow_up.pk,
        agreed_at=office.local(agreed).replace(tzinfo=None) if agreed else None,
        windows=windows_of(follow_up),
        grade=follow_up.customer.grade,
    )


def _row(follow_up: FollowUp, here: datetime, now: datetime) -> Row:
    windows = windows_of(follow_up)
    agreed = follow_up.agreed_at
    return Row(
        follow_up=follow_up,
        windows=windows,
        hours=hours_now(windows, here.time()) if agreed is None else 0,
        days_over=max(0, (here.date() - follow_up.on).days),
        is_late=agreed is not None and agreed < now,
        waits=agreed is not None and agreed > now + SOON,
    )
