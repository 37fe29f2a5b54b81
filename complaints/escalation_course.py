"""What happened with a complaint, gone through deed by deed: where it stands, and which clocks ran when.

Pure. A clock's run is a `Span`; when it is due, and how that was counted, is read from it later
(complaints.escalation_readings).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from complaints.escalation_rules import Rules
from complaints.escalation_table import (
    BESIDE,
    CLAUSES,
    ENDED,
    LEADS,
    OPEN,
    RUNS_IN,
    STARTED_ANEW,
    TURNS,
    Clock,
    Deed,
    Kind,
    Reason,
    State,
)

DAY = timedelta(days=1)
TIMED = frozenset({Deed.PROMISED, Deed.EXPLAINED})
"""Deeds that name a time to the customer."""


class DeedError(ValueError):
    """A deed that could not be done; ``number`` counts from 1, 0 is the complaint itself."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number = number
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was known when it was taken. ``opened`` is the office's own clock, no offset.

    ``reply_by``: the time by which an answer was promised right away.
    """

    opened: datetime
    kind: Kind = Kind.GENERAL
    major_category: bool = False
    sensitive: bool = False
    households: int = 1
    agitated: bool = False
    about_consultant: bool = False
    repeated: bool = False
    reply_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """A deed. ``until``: the time named to the customer, for promised and explained; ``households`` for those who
    complain together.
    """

    at: datetime
    deed: Deed
    until: datetime | None = None
    households: int | None = None


@dataclass(slots=True)
class Span:
    """A run of a clock: from ``start`` to ``end``, None while it goes on.

    ``agreed``: by when the customer was promised an answer, and ``agreed_at`` when that was; ``is_next``: it was named
    because a first answer could not solve the matter.
    """

    clock: Clock
    number: int
    start: datetime
    end: datetime | None = None
    agreed: datetime | None = None
    agreed_at: datetime | None = None
    is_next: bool = False
    major_at: datetime | None = None
    is_written: bool = False

    @property
    def clause(self) -> str:
        if self.clock is not Clock.REPLY:
            return CLAUSES[self.clock]
        if self.is_next:
            return "G-03"
        if self.major_at is not None:
            return "G-09"
        if self.agreed is not None:
            return "G-29"
        return "G-11" if self.is_written else CLAUSES[Clock.REPLY]

    def is_major_at(self, course: "Course") -> bool:
        return course.major_at is not None and (self.end is None or course.major_at < self.end)


@dataclass(slots=True)
class Course:
    """Where a complaint stands after its deeds."""

    complaint: Complaint
    state: State = State.RECEIVED
    level: int = 1
    households: int = 1
    is_raised: bool = False
    because: tuple[Reason, ...] = ()
    major_at: datetime | None = None
    about_at: datetime | None = None
    closed_at: datetime | None = None
    replied_at: datetime | None = None
    was_called: bool = False
    spans: list[Span] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    levels: list[tuple[datetime, int]] = field(default_factory=list)
    handed: list[tuple[datetime, Deed]] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Whether the customer has to do something first."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    def running(self, clock: Clock) -> Span | None:
        """The run of this clock that has not ended."""
        return next((each for each in self.spans if each.clock is clock and each.end is None), None)


def course_of(complaint: Complaint, deeds: Sequence[Happened], rules: Rules) -> Course:
    """The course of a complaint. Raises DeedError."""
    course = Course(complaint, households=complaint.households)
    _weigh(course, complaint.opened, rules)
    _enter(course, State.RECEIVED, complaint.opened)
    if complaint.about_consultant:
        _name(course, complaint.opened)
    if complaint.reply_by is not None:
        _promise(course, complaint.opened, complaint.reply_by, rules, 0)
    last = complaint.opened
    for number, deed in enumerate(deeds, start=1):
        if deed.at < last:
            raise DeedError(number, f"'{deed.deed}' was at {_said(deed.at)}, before what came before it")
        last = deed.at
        _do(course, number, deed, rules)
    return course


def reason_against(course: Course, deed: Deed, at: datetime, rules: Rules) -> str:
    """Why this deed cannot be done now, as a word for documents; empty where it can."""
    if deed not in BESIDE and deed not in LEADS[course.state]:
        return f"'{deed}' cannot be done with one that is {course.state}"
    if deed in BESIDE and course.state not in BESIDE[deed]:
        return f"'{deed}' cannot be done with one that is {course.state}"
    if deed is Deed.WAITING and course.is_waiting:
        return "'waiting' though it waits already"
    if deed is Deed.RESUMED and not course.is_waiting:
        return "'resumed' though nobody waits"
    if deed is Deed.NAMED and course.about_at is not None:
        return "'named' though it is about somebody already"
    if deed in (Deed.VERIFIED, Deed.REFUTED) and course.running(Clock.VERIFY) is None:
        return f"'{deed}' though nothing waits to be verified"
    if deed is Deed.CALLED and course.was_called:
        return "'called' though the return call was made already"
    return _too_early_or_late(course, deed, at, rules)


def first_day(course: Course, deed: Deed, rules: Rules) -> date | None:
    """The first day on which a deed may be done that has to wait for others; None where it may be done at once."""
    if deed is Deed.UNANSWERED and course.replied_at is not None:
        return course.replied_at.date() + (rules.confirm_days + 1) * DAY
    if deed is Deed.ARCHIVED and course.closed_at is not None and not course.was_called:
        return course.closed_at.date() + (rules.return_call_days + 1) * DAY
    return None


def last_day(course: Course, deed: Deed, rules: Rules) -> date | None:
    """The last day on which it may be done; None where there is none."""
    if deed is Deed.REOPENED and course.closed_at is not None:
        return course.closed_at.date() + rules.reopen_days * DAY
    return None


def _too_early_or_late(course: Course, deed: Deed, at: datetime, rules: Rules) -> str:
    first, last = first_day(course, deed, rules), last_day(course, deed, rules)
    if first is not None and at.date() < first:
        waits = {
            Deed.UNANSWERED: f"before {first}: the customer may still confirm",
            Deed.ARCHIVED: f"before {first} without a return call",
        }
        return f"'{deed}' {waits[deed]}"
    if last is not None and at.date() > last:
        return f"'{deed}' after {last}: that is a new complaint"
    return ""


def _do(course: Course, number: int, deed: Happened, rules: Rules) -> None:
    _check_fields(deed, number)
    against = reason_against(course, deed.deed, deed.at, rules)
    if against:
        raise DeedError(number, against)
    match deed.deed:
        case Deed.PROMISED:
            _promise(course, deed.at, deed.until, rules, number)
        case Deed.WAITING:
            course.pauses.append((deed.at, None))
        case Deed.RESUMED:
            _resume(course, deed.at)
        case Deed.HOUSEHOLDS:
            course.households = deed.households or course.households
            _weigh(course, deed.at, rules)
        case Deed.RAISED:
            course.is_raised = True
            _weigh(course, deed.at, rules)
        case Deed.NAMED:
            _name(course, deed.at)
        case Deed.VERIFIED | Deed.REFUTED:
            _end(course, Clock.VERIFY, deed.at)
        case _:
            _move(course, deed, rules, number)


def _check_fields(deed: Happened, number: int) -> None:
    if (deed.until is not None) != (deed.deed in TIMED):
        raise DeedError(
            number, f"'{deed.deed}' " + ("needs 'until'" if deed.deed in TIMED else "has no 'until'")
        )
    if (deed.households is not None) != (deed.deed is Deed.HOUSEHOLDS):
        needs = "needs 'households'" if deed.deed is Deed.HOUSEHOLDS else "has no 'households'"
        raise DeedError(number, f"'{deed.deed}' {needs}")


def _move(course: Course, deed: Happened, rules: Rules, number: int) -> None:
    """A deed that leads somewhere. Whatever waited for the customer goes on with it."""
    if deed.deed is Deed.EXPLAINED:
        _check_time(deed.at, deed.until, rules, number)
    _resume(course, deed.at)
    _note(course, deed)
    to = LEADS[course.state][deed.deed]
    if deed.deed in ENDED:
        _end(course, ENDED[deed.deed], deed.at)
    if deed.deed in STARTED_ANEW:
        _end(course, STARTED_ANEW[deed.deed], deed.at)
    if deed.deed is not Deed.CALLED:
        _enter(course, to, deed.at)
    if deed.deed is Deed.EXPLAINED and (reply := course.running(Clock.REPLY)) is not None:
        reply.agreed, reply.agreed_at, reply.is_next = deed.until, deed.at, True


def _note(course: Course, deed: Happened) -> None:
    """What is remembered of a deed beside the state that it leads to."""
    if deed.deed in (Deed.CONFIRMED, Deed.UNANSWERED):
        course.closed_at, course.was_called = deed.at, False
    if deed.deed is Deed.REPLIED:
        course.replied_at = deed.at
    if deed.deed is Deed.CALLED:
        course.was_called = True
    if deed.deed is Deed.DISSATISFIED:
        course.level += 1
        course.levels.append((deed.at, course.level))
    if deed.deed in (Deed.DISSATISFIED, Deed.REOPENED):
        course.closed_at, course.was_called = None, False
    if deed.deed in TURNS:
        course.handed.append((deed.at, deed.deed))


def _enter(course: Course, to: State, at: datetime) -> None:
    """Clocks that do not run there end, those that do begin."""
    course.state = to
    for clock, states in RUNS_IN.items():
        if to not in states:
            _end(course, clock, at)
        elif clock is not Clock.VERIFY and course.running(clock) is None:
            _start(course, clock, at)


def _start(course: Course, clock: Clock, at: datetime) -> None:
    number = sum(each.clock is clock for each in course.spans) + 1
    is_reply = clock is Clock.REPLY
    course.spans.append(
        Span(
            clock,
            number,
            at,
            major_at=course.major_at if is_reply else None,
            is_written=is_reply and course.complaint.kind is Kind.WRITTEN,
        )
    )


def _end(course: Course, clock: Clock, at: datetime) -> None:
    span = course.running(clock)
    if span is not None:
        span.end = at


def _resume(course: Course, at: datetime) -> None:
    if course.is_waiting:
        course.pauses[-1] = (course.pauses[-1][0], at)


def _name(course: Course, at: datetime) -> None:
    """It is about one of the house: somebody whom it does not concern looks into it from now on."""
    course.about_at = at
    _start(course, Clock.VERIFY, at)


def _promise(course: Course, at: datetime, until: datetime | None, rules: Rules, number: int) -> None:
    """The run that had another end is over: whoever heard that it was late hears it again of the new one."""
    _check_time(at, until, rules, number)
    reply = course.running(Clock.REPLY)
    if reply is not None and number:
        is_next = reply.is_next
        _end(course, Clock.REPLY, at)
        _start(course, Clock.REPLY, at)
        reply = course.spans[-1]
        reply.is_next = is_next
    if reply is not None:
        reply.agreed, reply.agreed_at = until, at


def _check_time(at: datetime, until: datetime | None, rules: Rules, number: int) -> None:
    """A time named to the customer lies ahead, and not further than the house allows."""
    if until is None or until <= at:
        raise DeedError(number, f"'until' must be after {_said(at)}")
    last = at.date() + rules.next_reply_days * DAY
    if until.date() > last:
        raise DeedError(number, f"'until' must be no later than {last}")


def _weigh(course: Course, at: datetime, rules: Rules) -> None:
    """Which reasons make it a major one, and since when it is one; once major it stays so."""
    told = replace(course.complaint, households=course.households)
    found = {
        Reason.KIND: told.kind is Kind.MAJOR,
        Reason.CATEGORY: told.major_category,
        Reason.SENSITIVE: told.sensitive or course.is_raised,
        Reason.HOUSEHOLDS: told.households >= rules.collective_from,
    }
    course.because = tuple(reason for reason in Reason if found[reason] or reason in course.because)
    if course.because and course.major_at is None:
        course.major_at = at
        if course.state in OPEN and (reply := course.running(Clock.REPLY)) is not None:
            reply.major_at = at


def _said(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
