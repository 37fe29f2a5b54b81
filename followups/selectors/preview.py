"""What a draft of the house rules would owe sample customers in the next 60 days, beside what holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups import cadence
from followups.cadence import Customer, FollowUp, Grade, Occasion, Origin, Stage
from followups.cadence_rules import rules_from
from followups.enums import DayKind, FollowUpChannel, FollowUpPurpose
from followups.models import CalendarDay
from followups.selectors.calendar import day_marks, milestones
from offices.models import Office
from offices.rule_sections import Values

DAYS = 60
DAY = timedelta(days=1)
HALF_PAST_TWO = time(14, 30)
BIRTHDAY_AFTER = timedelta(days=40)


WEEKDAYS = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)
"""Seven stand side by side on a phone; Django's own Chinese ones do not fit."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented customer to try rules on."""

    code: str
    label: Promise


SAMPLES = (
    Sample("visitor", _("A visitor of grade A, here today")),
    Sample("key", _("A key customer of grade B")),
    Sample("looker", _("A visitor of grade C")),
    Sample("caller", _("A promising caller")),
    Sample("buyer", _("A buyer, the deal is of today")),
    Sample("less", _("A visitor of grade A who asked for fewer calls")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A follow-up of the timeline; ``mark`` is "new" or "gone" against the rules that hold, or empty."""

    follow_up: FollowUp
    mark: str

    @property
    def is_call(self) -> bool:
        return self.follow_up.channel is cadence.Channel.CALL

    @property
    def words(self) -> str:
        """What for, and on which occasion."""
        said = str(FollowUpPurpose(self.follow_up.purpose).label)
        return f"{said}: {self.follow_up.name}" if self.follow_up.name else said

    @property
    def channel(self) -> str:
        return str(FollowUpChannel(self.follow_up.channel).label)

    @property
    def hours(self) -> str:
        return ", ".join(f"{begin:%H:%M}\u2013{end:%H:%M}" for begin, end in self.follow_up.windows)


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """A day of the 60; ``marks`` is what the calendar says of it. Days around them fill up the weeks."""

    on: date
    steps: list[Step]
    marks: list[CalendarDay]
    is_within: bool

    @property
    def weekday(self) -> Promise:
        return WEEKDAYS[self.on.weekday()]


@dataclass(frozen=True, slots=True)
class Shown:
    """The timeline of one sample: weeks of seven days, and the steps one after another."""

    samples: tuple[Sample, ...]
    chosen: str
    weeks: list[list[PreviewDay]]
    steps: list[Step]
    calls: int
    messages: int


def preview_of(office: Office, old: Values, new: Values, day: date, chosen: str = "") -> Shown:
    """The timeline from ``day`` on under the values of a draft, each step marked against those that hold."""
    code = chosen if chosen in {sample.code for sample in SAMPLES} else SAMPLES[0].code
    end = day + (DAYS - 1) * DAY
    marks = day_marks(office, day, end)
    greeted = [
        Occasion(each.on, each.name) for each in chain(*marks.values()) if each.kind == DayKind.FESTIVAL
    ]
    told = milestones(office, day, end)

    def planned(values: Values) -> list[FollowUp]:
        rules = rules_from(dict(values))
        customer = _customer(code, day)
        return cadence.plan(customer, rules, begin=day, end=end, festivals=greeted, milestones=told)

    steps = _marked(planned(old), planned(new))
    standing = [step for step in steps if step.mark != "gone"]
    return Shown(
        samples=SAMPLES,
        chosen=code,
        weeks=_weeks(day, end, steps, marks),
        steps=steps,
        calls=sum(step.is_call for step in standing),
        messages=sum(not step.is_call for step in standing),
    )


def _customer(code: str, day: date) -> Customer:
    origin = Origin.CALL if code == "caller" else Origin.VISIT
    grades = {"key": Grade.B, "looker": Grade.C, "caller": None}
    return Customer(
        origin=origin,
        stage=Stage.SIGNED if code == "buyer" else Stage.OPEN,
        first_contact=datetime.combine(day, HALF_PAST_TWO),
        grade=grades.get(code, Grade.A),
        quality=code == "caller",
        key=code == "key",
        deal_on=day if code == "buyer" else None,
        birthdays=(day + BIRTHDAY_AFTER,) if code == "buyer" else (),
        asked_less=code == "less",
    )


def _marked(before: Iterable[FollowUp], after: Iterable[FollowUp]) -> list[Step]:
    old, new = list(before), list(after)
    steps = [Step(each, "" if each in old else "new") for each in new]
    steps += [Step(each, "gone") for each in old if each not in new]
    return sorted(steps, key=lambda step: (step.follow_up.on, step.follow_up.channel, step.mark == "gone"))


def _weeks(
    begin: date, end: date, steps: Iterable[Step], marks: Mapping[date, list[CalendarDay]]
) -> list[list[PreviewDay]]:
    """Whole weeks from Monday on that hold all the days."""
    by_day: dict[date, list[Step]] = {}
    for step in steps:
        by_day.setdefault(step.follow_up.on, []).append(step)
    monday = begin - begin.weekday() * DAY
    weeks = []
    while monday <= end:
        days = [monday + offset * DAY for offset in range(7)]
        weeks.append(
            [
                PreviewDay(on, by_day.get(on, []), _spoken(marks.get(on, ())), begin <= on <= end)
                for on in days
            ]
        )
        monday += 7 * DAY
    return weeks


def _spoken(marks: Iterable[CalendarDay]) -> list[CalendarDay]:
    """One mark of a name: a festival that is a holiday as well stands there once."""
    return list(
        {mark.name: mark for mark in sorted(marks, key=lambda mark: mark.kind, reverse=True)}.values()
    )
