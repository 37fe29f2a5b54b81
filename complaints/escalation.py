"""Who must know of a complaint, by when is a reply due, what comes next, and when does it climb?

Pure: no Django, no database. `verdict` is the whole of it: what happened is gone through deed by deed
(complaints.escalation_course), the clocks are read at a moment, and the tables say who has to do and to know what.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from complaints.escalation_clock import Calendar
from complaints.escalation_course import Complaint, Course, Happened, Span, course_of, last_day
from complaints.escalation_readings import Reading, Standing, point_of, reading_of
from complaints.escalation_rules import Rules
from complaints.escalation_table import (
    AT_ONCE,
    CLOSED,
    LADDERS,
    NEXT,
    OPEN,
    TURNS,
    Clock,
    Deed,
    Kind,
    Person,
    Reason,
    Rung,
    State,
    Step,
)

UNENDED = frozenset({Standing.RUNNING, Standing.STOPPED, Standing.LATE})


@dataclass(frozen=True, slots=True)
class Todo:
    """What has to be done, whose it is, by when at the latest, and by which clause."""

    deed: Deed
    who: Person
    due: datetime | None
    clause: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody is told of it at a moment. ``key`` stays the same however often the verdict is asked for."""

    key: str
    who: Person
    at: datetime
    clause: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer at a moment.

    ``because`` says why it is a major one. ``todo`` begins with the next step and is empty for an archived one;
    ``clocks`` are those that have not come to their end; ``told`` is who should know by now, ``climbs`` who will
    learn of it when unless something happens. ``must_promise``: a reply time is compulsory and missing.
    """

    state: State
    level: int
    because: tuple[Reason, ...]
    in_writing: bool
    waiting: bool
    must_promise: bool
    todo: tuple[Todo, ...]
    reply_due: datetime | None
    clocks: tuple[Reading, ...]
    told: tuple[Telling, ...]
    climbs: tuple[Telling, ...]
    reopens_until: date | None

    @property
    def is_major(self) -> bool:
        return bool(self.because)


def verdict(
    complaint: Complaint, deeds: Sequence[Happened], rules: Rules, calendar: Calendar, *, at: datetime
) -> Verdict:
    """How it stands at that moment; deeds after it are left out.

    Raises DeedError for a deed that could not be done where it was, NoWorkingTime for an impossible calendar.
    """
    course = course_of(complaint, [deed for deed in deeds if deed.at <= at], rules)
    readings = [reading_of(span, course, rules, calendar, at=at) for span in course.spans]
    running = tuple(reading for reading in readings if reading.standing in UNENDED)
    tellings = sorted(_all_tellings(course, rules, calendar), key=lambda each: (each.at, each.key))
    due = {reading.clock: reading.due for reading in running}
    return Verdict(
        state=course.state,
        level=course.level,
        because=course.because,
        in_writing=complaint.kind is Kind.WRITTEN,
        waiting=course.is_waiting,
        must_promise=_must_promise(course),
        todo=tuple(_todo(course, due)),
        reply_due=due.get(Clock.REPLY),
        clocks=running,
        told=tuple(each for each in tellings if each.at <= at),
        climbs=tuple(each for each in tellings if each.at > at),
        reopens_until=reopens_until(course, rules),
    )


def reopens_until(course: Course, rules: Rules) -> date | None:
    """The last day on which a closed one may be opened again."""
    return last_day(course, Deed.REOPENED, rules) if course.state in CLOSED else None


def _must_promise(course: Course) -> bool:
    """Of a major complaint the customer is told by when they have the answer (G-09)."""
    reply = course.running(Clock.REPLY)
    return bool(course.because) and course.state in OPEN and reply is not None and reply.agreed is None


def _todo(course: Course, due: dict[Clock, datetime | None]) -> Iterator[Todo]:
    if _must_promise(course):
        yield Todo(Deed.PROMISED, Person.ANSWERABLE, due.get(Clock.REPLY), "G-09")
    step = _step(course)
    if step is not None:
        yield Todo(step.deed, step.who, due.get(step.clock) if step.clock else None, step.clause)
    if course.running(Clock.VERIFY) is not None:
        yield Todo(Deed.VERIFIED, Person.SUPERVISOR, due.get(Clock.VERIFY), "G-48")


def _step(course: Course) -> Step | None:
    if course.is_waiting:
        return Step(Deed.RESUMED, Person.ANSWERABLE, None, "G-03")
    if course.state is State.CONFIRMED and course.was_called:
        return Step(Deed.ARCHIVED, Person.SERVICE, None, "G-05")
    return NEXT[course.state]


def _all_tellings(course: Course, rules: Rules, calendar: Calendar) -> Iterator[Telling]:
    yield from _at_once(course)
    for span in course.spans:
        yield from _climbing(span, course, rules, calendar)


def _at_once(course: Course) -> Iterator[Telling]:
    """Whom a complaint is told to because of what it is, the moment it is."""
    told = course.complaint
    if course.major_at is not None:
        yield Telling("major.manager", Person.MANAGER, course.major_at, "G-06")
        yield Telling("major.head", Person.HEAD, course.major_at, "G-06")
    if course.about_at is not None:
        yield Telling("about.supervisor", Person.SUPERVISOR, course.about_at, "G-48")
    if told.agitated:
        yield Telling("agitated.supervisor", Person.SUPERVISOR, told.opened, "G-24")
    if told.repeated:
        yield Telling("repeated.service", Person.SERVICE, told.opened, "G-30")
    for at, level in course.levels:
        who = Person.HEAD if level == 2 else Person.GROUP
        yield Telling(f"level.{level}.{who}", who, at, "G-41")
    for number, (at, deed) in enumerate(course.handed, start=1):
        who, clause = TURNS[deed]
        yield Telling(f"{deed}.{number}.{who}", who, at, clause)


def _climbing(span: Span, course: Course, rules: Rules, calendar: Calendar) -> Iterator[Telling]:
    """Who is told as the clock runs on; nobody any more once it has come to its end."""
    major_at = course.major_at if span.clock in AT_ONCE and span.is_major_at(course) else None
    for rung, people in LADDERS[span.clock].items():
        moment = point_of(span, rung, course, rules, calendar)
        if moment is None or (major_at is not None and rung in ABOVE and moment >= major_at):
            continue
        yield from _told_at(span, rung, people, moment)
        if major_at is not None and rung is Rung.DUE:
            yield from _told_at(span, rung, (Person.MANAGER, Person.HEAD), max(moment, major_at))


ABOVE = frozenset({Rung.MANAGER, Rung.HEAD})


def _told_at(span: Span, rung: Rung, people: Iterable[Person], moment: datetime) -> Iterator[Telling]:
    if span.end is None or moment < span.end:
        for who in people:
            yield Telling(f"{span.clock}.{span.number}.{rung}.{who}", who, moment, span.clause)
