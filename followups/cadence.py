"""Which follow-ups does this customer owe us, when, on which channel, and by which clause?

Pure: no Django, no database. `plan` is the whole of it: the rows propose steps, what is settled falls out, hours are
set, and of several for one channel on one day the first in rank stays.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from followups.cadence_rules import Rules, Window
from visitors.ownership import months_after

DAY = timedelta(days=1)
SETTLED_FOR = timedelta(days=3)
"""So long after its date may a dated step (confirm, milestone, festival, birthday) have been done."""
JOIN = "\u3001"


class Origin(StrEnum):
    """How the customer first came to us."""

    CALL = "call"
    VISIT = "visit"


class Stage(StrEnum):
    """Where the customer stands."""

    OPEN = "open"
    SIGNED = "signed"
    LOST = "lost"


class Grade(StrEnum):
    """How likely the customer is to buy."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Special(StrEnum):
    """Customers with a plan of their own."""

    LEADER = "leader"
    VIP = "vip"


class Channel(StrEnum):
    """In which way; calls stand before messages on a list."""

    CALL = "call"
    SMS = "sms"


class Purpose(StrEnum):
    """What for, in the rank in which one of several on a day stays."""

    CONFIRM = "confirm"
    CONGRATULATE = "congratulate"
    BIRTHDAY = "birthday"
    MILESTONE = "milestone"
    FESTIVAL = "festival"
    SAME_DAY = "same_day"
    INVITE = "invite"
    REGULAR = "regular"
    THANKS = "thanks"
    WIN_BACK = "win_back"


RANK = {purpose: rank for rank, purpose in enumerate(Purpose)}


@dataclass(frozen=True, slots=True)
class Customer:
    """What the plan depends on. ``first_contact`` is the office's own clock, no offset."""

    origin: Origin
    stage: Stage
    first_contact: datetime
    grade: Grade | None = None
    quality: bool = False
    key: bool = False
    objection: bool = False
    special: Special | None = None
    appointment: datetime | None = None
    deal_on: date | None = None
    lost_on: date | None = None
    birthdays: tuple[date, ...] = ()
    opted_out: bool = False
    no_calls: bool = False
    asked_less: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A follow-up that took place."""

    on: date
    purpose: Purpose
    channel: Channel = Channel.CALL


@dataclass(frozen=True, slots=True)
class Occasion:
    """A festival, or a milestone of the project."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up that is due: the day, the hours, what for, by which clause; ``name`` is the occasion's."""

    on: date
    channel: Channel
    purpose: Purpose
    clause: str
    name: str = ""
    windows: tuple[Window, ...] = ()


class _Kind(StrEnum):
    """By what a step is settled."""

    DAY = "day"
    SERIES = "series"
    DATED = "dated"


@dataclass(frozen=True, slots=True)
class _Step:
    """A follow-up that a row proposes."""

    kind: _Kind
    follow_up: FollowUp


@dataclass(frozen=True)
class _Case:
    """What a plan is made from; ``begin`` and ``last`` are the days that it is asked for."""

    customer: Customer
    rules: Rules
    done: Sequence[Done]
    festivals: Mapping[date, str]
    milestones: Mapping[date, str]
    begin: date
    last: date

    @property
    def start(self) -> date:
        """From which day steps are counted."""
        if self.customer.stage is Stage.SIGNED and self.customer.deal_on:
            return self.customer.deal_on
        return self.customer.first_contact.date()


def plan(
    customer: Customer,
    rules: Rules,
    *,
    begin: date,
    end: date,
    done: Sequence[Done] = (),
    festivals: Iterable[Occasion] = (),
    milestones: Iterable[Occasion] = (),
) -> list[FollowUp]:
    """The follow-ups due from ``begin`` to ``end``, both included: by date, calls before messages."""
    case = _Case(customer, rules, done, _by_day(festivals), _by_day(milestones), begin, end)
    proposed = (step for step in _proposed(case) if _arises(step, case) and not _settled(step, case))
    best: dict[tuple[date, Channel], FollowUp] = {}
    for step in proposed:
        found = _with_hours(step.follow_up, customer.first_contact, rules)
        if found.channel is (Channel.SMS if customer.opted_out else None):
            continue
        if found.channel is (Channel.CALL if customer.no_calls else None):
            continue
        place = (found.on, found.channel)
        if place not in best or RANK[found.purpose] < RANK[best[place].purpose]:
            best[place] = found
    due = (each for each in best.values() if begin <= each.on <= end)
    return sorted(due, key=lambda each: (each.on, each.channel))


def _by_day(occasions: Iterable[Occasion]) -> dict[date, str]:
    """Several on one day are one, their names joined as given; the days in order, however they were listed."""
    days: dict[date, str] = {}
    for each in sorted(occasions, key=lambda each: each.on):
        days[each.on] = days[each.on] + JOIN + each.name if each.on in days else each.name
    return days


def _proposed(case: _Case) -> Iterator[_Step]:
    """The rows that concern this customer, in their order."""
    customer = case.customer
    if customer.stage is Stage.LOST:
        yield from _lost(case)
        return
    yield from _appointment(case)
    if customer.stage is Stage.SIGNED:
        yield from _signed(case)
    elif customer.special is Special.LEADER:
        yield from _occasions(case, Purpose.MILESTONE, Channel.SMS, "marketing-special-1")
        yield from _occasions(case, Purpose.FESTIVAL, Channel.SMS, "marketing-special-1")
    elif customer.special is Special.VIP:
        yield from _occasions(case, Purpose.FESTIVAL, Channel.SMS, "marketing-special-2")
    else:
        yield from _caller(case) if customer.origin is Origin.CALL else _visitor(case)
        yield from _open_occasions(case)


def _appointment(case: _Case) -> Iterator[_Step]:
    """Row 1: the day before an appointment it is confirmed."""
    if case.customer.appointment is not None:
        on = _days_on(case.customer.appointment.date(), -1)
        yield _Step(_Kind.DATED, FollowUp(on, Channel.CALL, Purpose.CONFIRM, "vanke-call-3"))


def _caller(case: _Case) -> Iterator[_Step]:
    """Rows 2 to 6."""
    customer, rules = case.customer, case.rules
    yield _on_day(case, 0, Channel.SMS, Purpose.THANKS, "vanke-call-1")
    yield _on_day(case, 0, Channel.CALL, Purpose.SAME_DAY, "marketing-1.1")
    if customer.appointment is None:
        yield _on_day(case, rules.invite_day, Channel.CALL, Purpose.INVITE, "vanke-call-2")
    if customer.quality:
        yield _on_day(case, rules.quality_day, Channel.CALL, Purpose.INVITE, "marketing-1.2")
        every = _interval(case, rules.invite_every)
        yield from _series(case, rules.quality_day, every, Purpose.INVITE, "marketing-1.3")


def _visitor(case: _Case) -> Iterator[_Step]:
    """Rows 7 to 10."""
    customer, rules = case.customer, case.rules
    if customer.grade in (Grade.A, Grade.B):
        yield _on_day(case, 0, Channel.CALL, Purpose.SAME_DAY, "marketing-2.1")
        yield _on_day(case, rules.second_call_day, Channel.CALL, Purpose.REGULAR, "marketing-2.2")
        often = customer.key and not customer.objection and not customer.asked_less
        every = rules.key_every if often else _interval(case, rules.visitor_every)
        yield from _series(case, rules.second_call_day, every, Purpose.REGULAR, "marketing-2.3")
    elif customer.grade is Grade.C:
        every = _interval(case, rules.looker_every)
        yield from _series(case, 0, every, Purpose.REGULAR, "marketing-2.4")


def _open_occasions(case: _Case) -> Iterator[_Step]:
    """Rows 11 and 12."""
    customer = case.customer
    if customer.grade is Grade.D and customer.origin is Origin.VISIT:
        channel, clause = Channel.SMS, "marketing-2.5"
    elif customer.grade in (Grade.A, Grade.B, Grade.C):
        channel, clause = (Channel.CALL if customer.key else Channel.SMS), "marketing-4"
    else:
        return
    yield from _occasions(case, Purpose.MILESTONE, channel, clause)
    yield from _occasions(case, Purpose.FESTIVAL, channel, clause)


def _signed(case: _Case) -> Iterator[_Step]:
    """Rows 15 to 19."""
    rules = case.rules
    yield _on_day(case, 0, Channel.CALL, Purpose.CONGRATULATE, "marketing-3.1")
    every, until = _interval(case, rules.buyer_every), months_after(case.start, rules.buyer_months)
    for step in _series(case, 0, every, Purpose.REGULAR, "marketing-3.2"):
        if step.follow_up.on > until:
            break
        yield step
    yield from _occasions(case, Purpose.MILESTONE, Channel.SMS, "marketing-3.3")
    yield from _occasions(case, Purpose.FESTIVAL, Channel.SMS, "marketing-3.4")
    for on in sorted({day for birthday in case.customer.birthdays for day in _every_year(birthday, case)}):
        yield _Step(_Kind.DATED, FollowUp(on, Channel.CALL, Purpose.BIRTHDAY, "care-9.1"))


def _lost(case: _Case) -> Iterator[_Step]:
    """Row 20."""
    if case.customer.lost_on is not None:
        on = _days_on(case.customer.lost_on, case.rules.win_back_after)
        yield _Step(_Kind.DAY, FollowUp(on, Channel.CALL, Purpose.WIN_BACK, "survey-lost"))


def _on_day(case: _Case, day: int, channel: Channel, purpose: Purpose, clause: str) -> _Step:
    return _Step(_Kind.DAY, FollowUp(_days_on(case.start, day), channel, purpose, clause))


def _days_on(day: date, days: int) -> date:
    """So many days later, or earlier; the last or first of all dates where there is none so far off."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _series(case: _Case, day: int, every: int, purpose: Purpose, clause: str) -> Iterator[_Step]:
    """One interval after the day named or the last one done, whichever is later; then one after another."""
    done = [each.on for each in case.done if each.purpose is purpose]
    base = max([_days_on(case.start, day), *done]).toordinal()
    # What lies further back than the one day by which a step may move is of no interest.
    skipped = max(0, (case.begin.toordinal() - 2 - base) // every) * every
    for number in range(base + skipped + every, case.last.toordinal() + 1, every):
        yield _Step(_Kind.SERIES, FollowUp(date.fromordinal(number), Channel.CALL, purpose, clause))


def _interval(case: _Case, ordinary: int) -> int:
    """Who asked for fewer calls is called at longer intervals."""
    return ordinary * case.rules.asked_less_factor if case.customer.asked_less else ordinary


def _occasions(case: _Case, purpose: Purpose, channel: Channel, clause: str) -> Iterator[_Step]:
    days = case.milestones if purpose is Purpose.MILESTONE else case.festivals
    for on, name in days.items():
        yield _Step(_Kind.DATED, FollowUp(on, channel, purpose, clause, name))


def _every_year(birthday: date, case: _Case) -> Iterator[date]:
    """The birthday in each year of the plan; 29 February is the 28th in other years."""
    for year in range(case.start.year, case.last.year + 1):
        try:
            yield birthday.replace(year=year)
        except ValueError:
            yield date(year, 2, 28)


def _arises(step: _Step, case: _Case) -> bool:
    """Dated steps before the start do not arise, nor a confirmation before the first contact."""
    if step.kind is not _Kind.DATED:
        return True
    on, first = step.follow_up.on, case.customer.first_contact.date()
    return on >= case.start and (step.follow_up.purpose is not Purpose.CONFIRM or on >= first)


def _settled(step: _Step, case: _Case) -> bool:
    """Whether it was done already, by the date before it is moved to other hours."""
    asked = step.follow_up
    if any(each.on == asked.on and each.channel is asked.channel for each in case.done):
        return True
    same = [each.on for each in case.done if each.purpose is asked.purpose]
    if step.kind is _Kind.DAY:
        return any(on >= case.start and asked.on - on <= DAY for on in same)
    if step.kind is _Kind.DATED:
        return any(timedelta(0) <= on - asked.on <= SETTLED_FOR for on in same)
    return False


def _with_hours(asked: FollowUp, first_contact: datetime, rules: Rules) -> FollowUp:
    """With the hours in which to do it; moved to the next day where none are left on that of the first contact."""
    usual = rules.call_windows if asked.channel is Channel.CALL else (rules.sms_window,)
    on, windows = asked.on, usual
    if on == first_contact.date():
        windows = _cut(usual, first_contact)
        if not windows and asked.channel is Channel.CALL:
            windows = _cut((rules.late_call_window,), first_contact)
        if not windows:
            on, windows = _days_on(on, 1), usual
    # Written out, for every step of every customer passes here and dataclasses.replace is slow.
    return FollowUp(on, asked.channel, asked.purpose, asked.clause, asked.name, windows)


def _cut(windows: Sequence[Window], moment: datetime) -> tuple[Window, ...]:
    """What of the hours lies after the moment."""
    now = moment.time()
    return tuple((max(begin, now), end) for begin, end in windows if end > now)
