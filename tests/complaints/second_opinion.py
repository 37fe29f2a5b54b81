"""A second opinion on complaints: the office's life minute by minute, written without looking at the core's tables.

It knows nothing of counting backwards or of adding up stretches: a minute passes, clocks tick if it is worked and
nobody waits for the customer, and whoever has to be told is told when the clock says so.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from complaints.escalation_clock import Calendar
from complaints.escalation_course import Complaint, Happened
from complaints.escalation_rules import Rules

MINUTE = timedelta(minutes=1)
LEADS = {
    "received": {"assigned": "assigned", "explained": "explained", "replied": "replied"},
    "assigned": {"assigned": "assigned", "handled": "handled", "explained": "explained"},
    "handled": {"assigned": "assigned", "returned": "returned"},
    "returned": {"assigned": "assigned", "explained": "explained", "replied": "replied"},
    "explained": {"assigned": "assigned", "explained": "explained", "replied": "replied"},
    "replied": {"confirmed": "confirmed", "unanswered": "confirmed", "dissatisfied": "received"},
    "confirmed": {"called": "confirmed", "archived": "archived"}
    | dict.fromkeys(("dissatisfied", "reopened"), "received"),
    "archived": {"reopened": "received"},
}
UNANSWERED = ("received", "assigned", "handled", "returned", "explained")


def is_worked(moment: datetime, calendar: Calendar) -> bool:
    """Whether the minute that begins then is working time."""
    on = moment.date()
    works = on.weekday() < 5
    if on in calendar.holidays:
        works = False
    if on in calendar.workdays or calendar.every_day:
        works = True
    return works and any(begin <= moment.time() < end for begin, end in calendar.hours)


@dataclass
class Ticking:
    """A clock: how many minutes it may take, or the time that ends it, and what has ticked since."""

    what: str
    number: int
    owner: str
    minutes: int | None = None
    agreed: datetime | None = None
    left_of_agreed: int | None = None
    ticked: int = 0
    over: int = 0
    due: datetime | None = None
    said: set[str] = field(default_factory=set)


class Office:
    """One complaint in an office whose clock is turned on by hand."""

    def __init__(self, complaint: Complaint, rules: Rules, calendar: Calendar) -> None:
        self.rules, self.calendar, self.complaint = rules, calendar, complaint
        self.state, self.level, self.waiting = "received", 1, False
        self.now = complaint.opened
        self.told: list[tuple[str, datetime]] = []
        self.clocks: dict[str, Ticking] = {}
        self.numbers: dict[str, int] = {}
        self.handed = 0
        self.major = (
            complaint.kind == "major"
            or complaint.major_category
            or complaint.sensitive
            or complaint.households >= rules.collective_from
        )
        for holds, words in (
            (self.major, ("major.manager", "major.head")),
            (complaint.about_consultant, ("about.supervisor",)),
            (complaint.agitated, ("agitated.supervisor",)),
            (complaint.repeated, ("repeated.service",)),
        ):
            if holds:
                self.told += [(word, self.now) for word in words]
        self.begin("assign", "answerable", 60 * rules.assign_hours)
        self.begin("reply", "answerable", self.reply_minutes())
        if complaint.about_consultant:
            self.begin("verify", "supervisor", 60 * rules.verify_hours)
        if complaint.reply_by is not None:
            self.clocks["reply"].agreed = complaint.reply_by

    def reply_minutes(self) -> int:
        hours = self.rules.written_hours if self.complaint.kind == "written" else self.rules.reply_hours
        return 60 * (self.rules.major_hours if self.major else hours)

    def begin(self, what: str, owner: str, minutes: int | None) -> None:
        self.numbers[what] = self.numbers.get(what, 0) + 1
        self.clocks[what] = Ticking(what, self.numbers[what], owner, minutes)

    def begin_days(self, what: str, owner: str, days: int) -> None:
        self.begin(what, owner, None)
        self.clocks[what].agreed = datetime.combine(self.now.date() + timedelta(days=days + 1), time())

    def stop(self, *names: str) -> None:
        for name in names:
            self.clocks.pop(name, None)

    def until(self, moment: datetime) -> None:
        """Let the minutes pass."""
        while self.now < moment:
            self.look()
            worked = is_worked(self.now, self.calendar) and not self.waiting
            for clock in self.clocks.values():
                if worked and clock.due is None:
                    clock.ticked += 1
                elif worked:
                    clock.over += 1
                if worked and clock.left_of_agreed:
                    clock.left_of_agreed -= 1
            self.now += MINUTE

    def look(self) -> None:
        """Read every clock, and tell whoever has to be told by now."""
        for clock in list(self.clocks.values()):
            self.find_due(clock)
            for word, people in self.whom(clock):
                if word not in clock.said:
                    clock.said.add(word)
                    self.told += [(f"{clock.what}.{clock.number}.{word}.{who}", self.now) for who in people]

    def find_due(self, clock: Ticking) -> None:
        if clock.due is not None:
            return
        if clock.agreed is None:
            over = clock.ticked >= (clock.minutes or 0)
        elif clock.left_of_agreed is not None:
            over = not self.waiting and clock.left_of_agreed == 0
        else:
            over = self.now >= clock.agreed
        if over:
            clock.due = self.now

    def whom(self, clock: Ticking) -> list[tuple[str, tuple[str, ...]]]:
        """Who has to know by now of this clock."""
        people = []
        ahead = 60 * self.rules.remind_hours
        owner = (clock.owner,)
        if clock.what in ("handle", "reply", "return_call") and ahead and clock.agreed is None:
            minutes = clock.minutes or 0
            if minutes > ahead and clock.ticked >= minutes - ahead:
                people.append(("before", owner))
        if clock.due is None:
            return people
        also = {"handle": ("answerable",), "reply": ("service",)}.get(clock.what, ())
        at_once = ("manager", "head") if self.major and also else ()
        people.append(("due", owner + also + at_once))
        if not at_once and clock.what != "confirm" and clock.over >= 60 * self.rules.manager_after:
            people.append(("manager", ("manager",)))
        if not at_once and also and clock.over >= 60 * self.rules.head_after:
            people.append(("head", ("head",)))
        return people

    def wait(self) -> None:
        self.waiting = True
        reply = self.clocks.get("reply")
        if reply is not None and reply.agreed is not None and reply.due is None:
            end = reply.agreed
            if reply.left_of_agreed is None:
                minutes = int((end - self.now) / MINUTE)
                steps = (self.now + minute * MINUTE for minute in range(max(minutes, 0)))
                reply.left_of_agreed = sum(is_worked(step, self.calendar) for step in steps)

    def do(self, deed: Happened) -> None:
        """Something is done, this very minute; who was to be told a minute before was told."""
        name = str(deed.deed)
        if name == "waiting":
            self.wait()
        elif name == "resumed":
            self.waiting = False
        elif name in ("verified", "refuted"):
            self.stop("verify")
        elif name in LEADS[self.state]:
            self.move(name, deed)
        else:
            raise AssertionError(f"{name} in {self.state}")

    def move(self, name: str, deed: Happened) -> None:
        was, self.state, self.waiting = self.state, LEADS[self.state][name], False
        whose = {
            "assigned": "department",
            "handled": "service",
            "returned": "answerable",
            "confirmed": "service",
            "unanswered": "service",
            "reopened": "answerable",
            "dissatisfied": "answerable",
        }.get(name)
        if name == "dissatisfied":
            self.level += 1
            who = "head" if self.level == 2 else "group"
            self.told.append((f"level.{self.level}.{who}", self.now))
        if whose is not None:
            self.handed += 1
            self.told.append((f"{name}.{self.handed}.{whose}", self.now))
        self.stop("assign", "handle", "return", "confirm")
        if name in ("called", "archived", "dissatisfied", "reopened"):
            self.stop("return_call")
        if self.state == "received":
            self.begin("assign", "answerable", 60 * self.rules.assign_hours)
            self.begin("reply", "answerable", self.reply_minutes())
        if self.state == "assigned":
            self.begin("handle", "department", 60 * self.rules.handle_hours)
        if self.state == "handled":
            self.begin("return", "service", 60 * self.rules.return_hours)
        if self.state == "explained":
            self.begin("reply", "answerable", self.reply_minutes())
            self.clocks["reply"].agreed = deed.until
        if self.state == "replied":
            self.stop("reply")
            self.begin_days("confirm", "answerable", self.rules.confirm_days)
        if self.state == "confirmed" and was == "replied":
            self.begin_days("return_call", "service", self.rules.return_call_days)
