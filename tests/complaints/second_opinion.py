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
    begun: datetime
    minutes: int | None = None
    agreed: datetime | None = None
    left_of_agreed: int | None = None
    ticked: int = 0
    over: int = 0
    due: datetime | None = None
    remind_at: datetime | None = None
    was_far: bool = False
    given: int | None = None
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
            self.agree(complaint.reply_by)

    def weigh(self, is_raised: bool, households: int | None) -> None:
        """Found to be major: what is owed has the hours of a major one from now on, where those end sooner."""
        if self.major or not (is_raised or (households or 0) >= self.rules.collective_from):
            return
        self.major = True
        self.told += [("major.manager", self.now), ("major.head", self.now)]
        reply = self.clocks.get("reply")
        if reply is not None and reply.agreed is None and reply.due is None:
            hours = 60 * self.rules.major_hours
            if reply.ticked + hours < reply.minutes or reply.begun == self.now:
                reply.minutes, reply.given = reply.ticked + hours, hours

    def reply_minutes(self) -> int:
        hours = self.rules.written_hours if self.complaint.kind == "written" else self.rules.reply_hours
        return 60 * (self.rules.major_hours if self.major else hours)

    def begin(self, what: str, owner: str, minutes: int | None) -> None:
        self.numbers[what] = self.numbers.get(what, 0) + 1
        self.clocks[what] = Ticking(what, self.numbers[what], owner, self.now, minutes)

    def agree(self, until: datetime) -> None:
        """The customer was told a time; whoever keeps it is reminded some worked minutes before it."""
        ahead = 60 * self.rules.remind_hours
        reply, minute, worked = self.clocks["reply"], until, 0
        while worked < ahead and minute > self.now:
            minute -= MINUTE
            worked += is_worked(minute, self.calendar)
        reply.agreed = until
        reply.remind_at = minute if ahead and worked == ahead and minute > self.now else None

    def begin_days(self, what: str, owner: str, days: int) -> None:
        self.begin(what, owner, None)
        clock = self.clocks[what]
        clock.agreed = datetime.combine(self.now.date() + timedelta(days=days + 1), time())
        opened = [
            datetime.combine(self.now.date() + timedelta(days=day), self.calendar.hours[0][0])
            for day in range(days + 1)
        ]
        worked = [moment for moment in opened if is_worked(moment, self.calendar)]
        clock.remind_at = worked[-1] if worked and worked[-1] > self.now and self.rules.remind_hours else None

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
                    key = f"{clock.what}.{clock.number}.{word.split()[0]}"
                    self.told += [(f"{key}.{who}", self.now) for who in people]

    def find_due(self, clock: Ticking) -> None:
        if clock.due is not None:
            return
        if clock.agreed is None:
            over = clock.ticked >= (clock.minutes or 0)
        elif clock.left_of_agreed is not None:
            over = not self.waiting and clock.left_of_agreed == 0 and self.now >= clock.agreed
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
            if (clock.given or minutes) > ahead and clock.ticked >= minutes - ahead:
                people.append(("before", owner))
        if self.is_reminded(clock, ahead):
            people.append(("before", owner))
        if clock.due is None:
            return people
        also = {"handle": ("answerable",), "reply": ("service",)}.get(clock.what, ())
        at_once = ("manager", "head") if self.major and also else ()
        people.append(("due", owner + also))
        if at_once:
            people.append(("due again", at_once))
        if not at_once and clock.what != "confirm" and clock.over >= 60 * self.rules.manager_after:
            people.append(("manager", ("manager",)))
        if not at_once and also and clock.over >= 60 * self.rules.head_after:
            people.append(("head", ("head",)))
        return people

    def is_reminded(self, clock: Ticking, ahead: int) -> bool:
        """Whether who keeps an agreed time or a day hears now that it is near: in working time, and not too late."""
        if clock.what not in ("reply", "return_call") or clock.agreed is None:
            return False
        if clock.left_of_agreed is None:
            return clock.remind_at is not None and clock.remind_at <= self.now
        near = clock.left_of_agreed <= ahead and is_worked(self.now, self.calendar)
        return clock.was_far and not self.waiting and near

    def go_on(self) -> None:
        """The customer did what we waited for."""
        reply = self.clocks.get("reply")
        if self.waiting and reply is not None and reply.left_of_agreed is not None:
            ahead = 60 * self.rules.remind_hours
            at_work = is_worked(self.now, self.calendar)
            reply.was_far = 0 < ahead < reply.left_of_agreed + (not at_work)
        self.waiting = False

    def wait(self) -> None:
        reply = self.clocks.get("reply")
        if reply is not None and reply.left_of_agreed is not None:
            self.find_due(reply)
        self.waiting = True
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
            self.go_on()
        elif name == "promised":
            self.begin("reply", "answerable", self.reply_minutes())
            self.agree(deed.until)
            if self.waiting:
                self.wait()
        elif name == "named":
            self.told.append(("about.supervisor", self.now))
            self.begin("verify", "supervisor", 60 * self.rules.verify_hours)
        elif name in ("raised", "households"):
            self.weigh(name == "raised", deed.households)
        elif name in ("verified", "refuted"):
            self.stop("verify")
        elif name in LEADS[self.state]:
            self.move(name, deed)
        else:
            raise AssertionError(f"{name} in {self.state}")

    def move(self, name: str, deed: Happened) -> None:
        self.go_on()
        was, self.state = self.state, LEADS[self.state][name]
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
            self.agree(deed.until)
        if self.state == "replied":
            self.stop("reply")
            self.begin_days("confirm", "answerable", self.rules.confirm_days)
        if self.state == "confirmed" and was == "replied":
            self.begin_days("return_call", "service", self.rules.return_call_days)
