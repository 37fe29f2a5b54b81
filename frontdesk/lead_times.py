"""What is prepared before guests come, by whom and by when: one table, and the tasks that follow from it.

Pure: plain values in, tasks with their clause out. Moments are datetimes with a zone; the office's clock decides
what is night and which months are warm.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from frontdesk.hospitality_rules import HospitalityRules


class WelcomeKind(StrEnum):
    """For whom a plan is made."""

    FIRST = "vip1"
    SECOND = "vip2"
    GROUP = "group"


class Duty(StrEnum):
    """Who sees to a task."""

    BUSINESS = "business"
    CATERING = "catering"
    TECHNICAL = "technical"
    CLEANING = "cleaning"
    DESK = "desk"
    GUARD = "guard"
    DOORMAN = "doorman"
    SHOW_FLAT = "show_flat"


class Need(StrEnum):
    """What guests want that is not always so; night and warmth follow from the time."""

    MEAL = "meal"
    SOUND = "sound"
    SHOW_FLAT = "show_flat"
    VEHICLES = "vehicles"
    NIGHT = "night"
    WARM = "warm"
    COOL = "cool"


class Lead(StrEnum):
    """By when a task is done, counted from the arrival or the meal."""

    DAY = "day"  # the documents name no time: our own choice
    INSPECT = "inspect"
    READY = "ready"
    ARRIVAL = "arrival"
    LEAVING = "leaving"


class Counted(StrEnum):
    """From which moment a lead counts."""

    ARRIVAL = "arrival"
    MEAL = "meal"


ALL = frozenset(WelcomeKind)
VIP = frozenset({WelcomeKind.FIRST, WelcomeKind.SECOND})
A_DAY = timedelta(days=1)
WARM_MONTHS = range(5, 11)
"""May to October: water is served chilled (H-26). Our own choice; the documents say summer."""
NIGHT_HOURS = frozenset({*range(18, 24), *range(6)})


@dataclass(frozen=True, slots=True)
class Preparation:
    """A row of the table: for which plans and needs a task is made, who does it and by when."""

    code: str
    duty: Duty
    lead: Lead
    clause: str
    kinds: frozenset[WelcomeKind] = ALL
    needs: Need | None = None
    counted: Counted = Counted.ARRIVAL


@dataclass(frozen=True, slots=True)
class Visit:
    """What the tasks follow from. Local times of the office; ``meal_at`` and ``leaves_at`` where they are known."""

    kind: WelcomeKind
    arrives_at: datetime
    needs: frozenset[Need] = frozenset()
    meal_at: datetime | None = None
    leaves_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done by ``due_at``."""

    code: str
    duty: Duty
    due_at: datetime
    clause: str


PREPARATIONS: tuple[Preparation, ...] = (
    Preparation("confirm_sender", Duty.BUSINESS, Lead.DAY, "H-32"),
    Preparation("vehicles", Duty.BUSINESS, Lead.DAY, "H-32", needs=Need.VEHICLES),
    Preparation("menu", Duty.CATERING, Lead.DAY, "H-32", needs=Need.MEAL),
    Preparation("show_flat_told", Duty.DESK, Lead.DAY, "H-27", needs=Need.SHOW_FLAT),
    Preparation("lights_checked", Duty.TECHNICAL, Lead.INSPECT, "H-35"),
    Preparation("microphones", Duty.TECHNICAL, Lead.INSPECT, "H-38", needs=Need.SOUND),
    Preparation("site_clean", Duty.CLEANING, Lead.READY, "H-33"),
    Preparation("unlocked", Duty.GUARD, Lead.READY, "H-41"),
    Preparation("air_on", Duty.TECHNICAL, Lead.READY, "H-36"),
    Preparation("dining_air_on", Duty.TECHNICAL, Lead.READY, "H-36", needs=Need.MEAL, counted=Counted.MEAL),
    Preparation("dining_lights", Duty.TECHNICAL, Lead.READY, "H-37", needs=Need.MEAL, counted=Counted.MEAL),
    Preparation("street_lights", Duty.TECHNICAL, Lead.READY, "H-39", needs=Need.NIGHT),
    Preparation("show_flat_ready", Duty.SHOW_FLAT, Lead.READY, "H-27", needs=Need.SHOW_FLAT),
    Preparation("show_flat_guards", Duty.GUARD, Lead.READY, "H-28", kinds=VIP, needs=Need.SHOW_FLAT),
    Preparation("water_chilled", Duty.DESK, Lead.READY, "H-26", kinds=VIP, needs=Need.WARM),
    Preparation("water", Duty.DESK, Lead.READY, "H-26", kinds=VIP, needs=Need.COOL),
    Preparation("all_managers", Duty.BUSINESS, Lead.ARRIVAL, "H-24", kinds=frozenset({WelcomeKind.FIRST})),
    Preparation("guard_line_first", Duty.GUARD, Lead.ARRIVAL, "H-25", kinds=frozenset({WelcomeKind.FIRST})),
    Preparation("managers", Duty.BUSINESS, Lead.ARRIVAL, "H-29", kinds=frozenset({WelcomeKind.SECOND})),
    Preparation("guard_line", Duty.GUARD, Lead.ARRIVAL, "H-30", kinds=frozenset({WelcomeKind.SECOND})),
    Preparation("door", Duty.DOORMAN, Lead.ARRIVAL, "A-18"),
    Preparation("see_off_first", Duty.GUARD, Lead.LEAVING, "H-25", kinds=frozenset({WelcomeKind.FIRST})),
    Preparation("see_off", Duty.BUSINESS, Lead.LEAVING, "H-24", kinds=VIP),
)
"""Every preparation, in the order in which a plan lists what is due at the same time."""


def needs_of(asked: Collection[Need], arrives_at: datetime) -> frozenset[Need]:
    """What was asked for, and what follows from the local time of the arrival."""
    night = {Need.NIGHT} if arrives_at.hour in NIGHT_HOURS else set()
    return frozenset({*asked} | night | {Need.WARM if arrives_at.month in WARM_MONTHS else Need.COOL})


def tasks_for(visit: Visit, *, asked_at: datetime, rules: HospitalityRules) -> tuple[Task, ...]:
    """The tasks of a plan, by time and then as the table has them.

    What should have been done before the plan was made is due at once.
    """
    needs = needs_of(visit.needs, visit.arrives_at)
    places = {row.code: place for place, row in enumerate(PREPARATIONS)}
    found = [
        Task(row.code, row.duty, max(asked_at, _due(row, visit, rules)), row.clause)
        for row in PREPARATIONS
        if visit.kind in row.kinds and (row.needs is None or row.needs in needs)
    ]
    return tuple(sorted(found, key=lambda task: (task.due_at, places[task.code])))


def _due(row: Preparation, visit: Visit, rules: HospitalityRules) -> datetime:
    begins = visit.arrives_at
    if row.counted is Counted.MEAL and visit.meal_at is not None:
        begins = visit.meal_at
    if row.lead is Lead.LEAVING:
        return visit.leaves_at or begins
    before = {
        Lead.DAY: A_DAY,
        Lead.INSPECT: rules.inspect,
        Lead.READY: rules.ready,
        Lead.ARRIVAL: timedelta(0),
    }
    return begins - before[row.lead]
