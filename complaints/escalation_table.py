"""The tables of the escalation: states and what leads from one to another, clocks, who answers, who is told.

Every table has a row for each member of its enum; a test proves them total.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a complaint was entered."""

    GENERAL = "general"
    MAJOR = "major"
    WRITTEN = "written"


class State(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    HANDLED = "handled"
    RETURNED = "returned"
    EXPLAINED = "explained"
    REPLIED = "replied"
    CONFIRMED = "confirmed"
    ARCHIVED = "archived"


class Deed(StrEnum):
    """What somebody does about it."""

    ASSIGNED = "assigned"
    HANDLED = "handled"
    RETURNED = "returned"
    EXPLAINED = "explained"
    REPLIED = "replied"
    CONFIRMED = "confirmed"
    UNANSWERED = "unanswered"
    DISSATISFIED = "dissatisfied"
    CALLED = "called"
    ARCHIVED = "archived"
    REOPENED = "reopened"
    PROMISED = "promised"
    WAITING = "waiting"
    RESUMED = "resumed"
    HOUSEHOLDS = "households"
    RAISED = "raised"  # found to be a major one after all
    NAMED = "named"  # found to be about one of the house
    VERIFIED = "verified"
    REFUTED = "refuted"


class Person(StrEnum):
    """Who has to do or to know something."""

    ANSWERABLE = "answerable"  # the first one asked, until somebody accepted it
    DEPARTMENT = "department"  # the head of the department that handles it
    SERVICE = "service"  # customer service
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    HEAD = "head"  # the head of the centre
    GROUP = "group"  # the group's customer centre


class Clock(StrEnum):
    """What has to be done in time."""

    ASSIGN = "assign"
    HANDLE = "handle"
    RETURN = "return"
    REPLY = "reply"
    VERIFY = "verify"
    CONFIRM = "confirm"
    RETURN_CALL = "return_call"


class Basis(StrEnum):
    """What sets the end of a clock: working hours, a time agreed with the customer, or calendar days."""

    HOURS = "hours"
    AGREED = "agreed"
    DAYS = "days"


class Reason(StrEnum):
    """Why a complaint is a major one."""

    KIND = "kind"
    CATEGORY = "category"
    SENSITIVE = "sensitive"
    HOUSEHOLDS = "households"


OPEN = frozenset({State.RECEIVED, State.ASSIGNED, State.HANDLED, State.RETURNED, State.EXPLAINED})
"""The customer has no answer yet, or one that names the time of the next."""
CLOSED = frozenset({State.CONFIRMED, State.ARCHIVED})

LEADS: dict[State, dict[Deed, State]] = {
    State.RECEIVED: {
        Deed.ASSIGNED: State.ASSIGNED,
        Deed.EXPLAINED: State.EXPLAINED,
        Deed.REPLIED: State.REPLIED,
    },
    State.ASSIGNED: {
        Deed.ASSIGNED: State.ASSIGNED,
        Deed.HANDLED: State.HANDLED,
        Deed.EXPLAINED: State.EXPLAINED,
    },
    State.HANDLED: {Deed.ASSIGNED: State.ASSIGNED, Deed.RETURNED: State.RETURNED},
    State.RETURNED: {
        Deed.ASSIGNED: State.ASSIGNED,
        Deed.EXPLAINED: State.EXPLAINED,
        Deed.REPLIED: State.REPLIED,
    },
    State.EXPLAINED: {
        Deed.ASSIGNED: State.ASSIGNED,
        Deed.EXPLAINED: State.EXPLAINED,
        Deed.REPLIED: State.REPLIED,
    },
    State.REPLIED: {
        Deed.CONFIRMED: State.CONFIRMED,
        Deed.UNANSWERED: State.CONFIRMED,
        Deed.DISSATISFIED: State.RECEIVED,
    },
    State.CONFIRMED: {
        Deed.CALLED: State.CONFIRMED,
        Deed.ARCHIVED: State.ARCHIVED,
        Deed.DISSATISFIED: State.RECEIVED,
        Deed.REOPENED: State.RECEIVED,
    },
    State.ARCHIVED: {Deed.REOPENED: State.RECEIVED},
}
"""Which deed leads where. What is not named here cannot be done there, but for the deeds beside."""

BESIDE: dict[Deed, frozenset[State]] = {
    Deed.PROMISED: OPEN,
    Deed.WAITING: OPEN,
    Deed.RESUMED: OPEN,
    Deed.HOUSEHOLDS: OPEN,
    Deed.RAISED: OPEN,
    Deed.NAMED: frozenset(State) - {State.ARCHIVED},
    Deed.VERIFIED: frozenset(State),
    Deed.REFUTED: frozenset(State),
}
"""Deeds that leave it where it stands, and where they may be done."""

RUNS_IN: dict[Clock, frozenset[State]] = {
    Clock.ASSIGN: frozenset({State.RECEIVED}),
    Clock.HANDLE: frozenset({State.ASSIGNED}),
    Clock.RETURN: frozenset({State.HANDLED}),
    Clock.REPLY: OPEN,
    Clock.VERIFY: frozenset(State),
    Clock.CONFIRM: frozenset({State.REPLIED}),
    Clock.RETURN_CALL: frozenset({State.CONFIRMED}),
}
"""In which states a clock runs: entering one of them from outside starts it, leaving them ends it.

The one of a verification starts when it is said whom it is about, and runs wherever the complaint stands.
"""

STARTED_ANEW: dict[Deed, Clock] = {
    Deed.ASSIGNED: Clock.HANDLE,
    Deed.EXPLAINED: Clock.REPLY,
}
"""Deeds after which a clock begins anew although its states were not left."""

ENDED: dict[Deed, Clock] = {
    Deed.CALLED: Clock.RETURN_CALL,
    Deed.VERIFIED: Clock.VERIFY,
    Deed.REFUTED: Clock.VERIFY,
}
"""Deeds that are what a clock was for, wherever they leave the complaint."""

OWNERS: dict[Clock, Person] = {
    Clock.ASSIGN: Person.ANSWERABLE,
    Clock.HANDLE: Person.DEPARTMENT,
    Clock.RETURN: Person.SERVICE,
    Clock.REPLY: Person.ANSWERABLE,
    Clock.VERIFY: Person.SUPERVISOR,
    Clock.CONFIRM: Person.ANSWERABLE,
    Clock.RETURN_CALL: Person.SERVICE,
}
"""Whose clock it is."""

CLAUSES: dict[Clock, str] = {
    Clock.ASSIGN: "G-07",
    Clock.HANDLE: "G-14",
    Clock.RETURN: "G-14",
    Clock.REPLY: "G-04",
    Clock.VERIFY: "G-48",
    Clock.CONFIRM: "G-05",
    Clock.RETURN_CALL: "G-31",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be done next: the deed, whose it is, for which clock, by which clause."""

    deed: Deed
    who: Person
    clock: Clock | None
    clause: str


NEXT: dict[State, Step | None] = {
    State.RECEIVED: Step(Deed.ASSIGNED, Person.ANSWERABLE, Clock.ASSIGN, "G-07"),
    State.ASSIGNED: Step(Deed.HANDLED, Person.DEPARTMENT, Clock.HANDLE, "G-14"),
    State.HANDLED: Step(Deed.RETURNED, Person.SERVICE, Clock.RETURN, "G-14"),
    State.RETURNED: Step(Deed.REPLIED, Person.ANSWERABLE, Clock.REPLY, "G-04"),
    State.EXPLAINED: Step(Deed.REPLIED, Person.ANSWERABLE, Clock.REPLY, "G-03"),
    State.REPLIED: Step(Deed.CONFIRMED, Person.ANSWERABLE, Clock.CONFIRM, "G-05"),
    State.CONFIRMED: Step(Deed.CALLED, Person.SERVICE, Clock.RETURN_CALL, "G-31"),
    State.ARCHIVED: None,
}
"""The one next step in each state; what comes before it stands in escalation.todo_of."""


TURNS: dict[Deed, tuple[Person, str]] = {
    Deed.ASSIGNED: (Person.DEPARTMENT, "G-14"),
    Deed.HANDLED: (Person.SERVICE, "G-14"),
    Deed.RETURNED: (Person.ANSWERABLE, "G-21"),
    Deed.CONFIRMED: (Person.SERVICE, "G-14"),
    Deed.UNANSWERED: (Person.SERVICE, "G-14"),
    Deed.REOPENED: (Person.ANSWERABLE, "G-03"),
    Deed.DISSATISFIED: (Person.ANSWERABLE, "G-41"),
}
"""Whose turn it is after a deed, who is told of it at once, and by which clause."""


class Rung(StrEnum):
    """A point of time of a clock at which somebody is told."""

    BEFORE = "before"
    DUE = "due"
    MANAGER = "manager"
    HEAD = "head"


LADDERS: dict[Clock, dict[Rung, tuple[Person, ...]]] = {
    Clock.ASSIGN: {Rung.DUE: (Person.ANSWERABLE,), Rung.MANAGER: (Person.MANAGER,)},
    Clock.HANDLE: {
        Rung.BEFORE: (Person.DEPARTMENT,),
        Rung.DUE: (Person.DEPARTMENT, Person.ANSWERABLE),
        Rung.MANAGER: (Person.MANAGER,),
        Rung.HEAD: (Person.HEAD,),
    },
    Clock.RETURN: {Rung.DUE: (Person.SERVICE,), Rung.MANAGER: (Person.MANAGER,)},
    Clock.REPLY: {
        Rung.BEFORE: (Person.ANSWERABLE,),
        Rung.DUE: (Person.ANSWERABLE, Person.SERVICE),
        Rung.MANAGER: (Person.MANAGER,),
        Rung.HEAD: (Person.HEAD,),
    },
    Clock.VERIFY: {Rung.DUE: (Person.SUPERVISOR,), Rung.MANAGER: (Person.MANAGER,)},
    Clock.CONFIRM: {Rung.DUE: (Person.ANSWERABLE,)},
    Clock.RETURN_CALL: {
        Rung.BEFORE: (Person.SERVICE,),
        Rung.DUE: (Person.SERVICE,),
        Rung.MANAGER: (Person.MANAGER,),
    },
}
"""Who is told at which point of which clock."""

AT_ONCE = frozenset({Clock.HANDLE, Clock.REPLY})
"""Clocks of which, with a major complaint, the manager and the head of the centre are told as soon as they are due."""
