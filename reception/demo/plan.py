"""What one day will bring: pure, from a seeded random number generator; who it meets is decided by the story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from offices.models import Office
from reception.enums import AwayReason

SATURDAY, WEDNESDAY = 5, 2
VISITS_PER_CONSULTANT = 2.5
WEEKEND_VISITS_PER_CONSULTANT = 2.8
PEAKS = {9: 5, 10: 15, 11: 12, 12: 5, 13: 6, 14: 14, 15: 15, 16: 13, 17: 8, 18: 4, 19: 2}
BEFORE_OPENING = timedelta(minutes=12)
LAST_ARRIVAL = timedelta(minutes=45)  # before the office closes
LOCKED_UP = timedelta(minutes=25)  # after it


class Comer(StrEnum):
    """Who comes in, as the rotation tells them apart."""

    FIRST = "first"
    PHONED = "phoned"
    PHONED_NAMED = "phoned_named"
    KNOWN = "known"
    KNOWN_BUSY = "known_busy"
    KNOWN_ABSENT = "known_absent"
    DESIGNATES = "designates"
    SEVERAL = "several"
    REFUSES = "refuses"
    FORGOT = "forgot"
    PEER = "peer"
    FIND_PERSON = "find_person"
    DIRECTIONS = "directions"


OFTEN = {
    Comer.FIRST: 55,
    Comer.PHONED: 5,
    Comer.PHONED_NAMED: 6,
    Comer.KNOWN: 14,
    Comer.KNOWN_BUSY: 3,
    Comer.KNOWN_ABSENT: 5,
    Comer.DESIGNATES: 4,
    Comer.SEVERAL: 2,
    Comer.REFUSES: 2,
    Comer.FORGOT: 3,
    Comer.PEER: 2,
    Comer.FIND_PERSON: 2,
    Comer.DIRECTIONS: 2,
}


class Incident(StrEnum):
    """What goes otherwise than planned; it befalls the first visit that it can."""

    NO_SHOW = "no_show"
    CANCEL_AT_ONCE = "cancel_at_once"
    CANCEL_LATER = "cancel_later"
    VOID_VERIFIED = "void_verified"
    VOID_REFUSED = "void_refused"
    MANY_UNITS = "many_units"


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody steps out at that moment, for so long."""

    at: datetime
    length: timedelta
    reason: AwayReason


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day of one office. ``late`` are minutes after the opening, one for each consultant who comes late."""

    opens: datetime
    last_arrival: datetime
    locked_up: datetime
    off: int
    late: Sequence[timedelta]
    comers: Sequence[tuple[datetime, Comer]]
    calls: Sequence[datetime]
    absences: Sequence[Absence]
    incidents: Sequence[Incident]


def plan_of(office: Office, day: date, consultants: int, rng: Random) -> DayPlan:
    """The plan of that business day, in the office's own time."""

    def at(clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=office.zone)

    opens, closes = at(office.opens_at), at(office.closes_at)
    weekend = day.weekday() >= SATURDAY
    moments = _moments(opens, closes - LAST_ARRIVAL, consultants, weekend=weekend, rng=rng)
    comers = list(zip(moments, _deck(len(moments), rng), strict=True))
    if weekend or day.weekday() == WEDNESDAY:
        comers += _crowd(opens, closes, consultants, rng)
    minute = timedelta(minutes=1)
    return DayPlan(
        opens=opens - BEFORE_OPENING,
        last_arrival=closes - LAST_ARRIVAL,
        locked_up=closes + LOCKED_UP,
        off=consultants // (8 if weekend else 4),
        late=[rng.randint(3, 50) * minute for _ in range(consultants // 4)],
        comers=sorted(comers),
        calls=[opens + rng.randint(30, 480) * minute for _ in range(max(consultants // 3, 1))],
        absences=list(_absences(opens, closes, consultants, rng)),
        incidents=_incidents(day, consultants),
    )


def _moments(
    first: datetime, last: datetime, consultants: int, *, weekend: bool, rng: Random
) -> list[datetime]:
    """When people come: as many as fit the number of consultants, most of them late morning and afternoon."""
    rate = WEEKEND_VISITS_PER_CONSULTANT if weekend else VISITS_PER_CONSULTANT
    wanted = round(consultants * rate) + rng.randint(-1, 2)
    found: list[datetime] = []
    while first < last and len(found) < wanted:
        moment = (first + (last - first) * rng.random()).replace(microsecond=0)
        if rng.random() * max(PEAKS.values()) < PEAKS.get(moment.hour, 3):
            found.append(moment)
    return sorted(found)


def _deck(size: int, rng: Random) -> list[Comer]:
    """Half of the comers are new ones; of every other kind there is one a day where there is room for all."""
    once = rng.sample(list(Comer), len(Comer))[: size // 2]
    cards = [*once, *rng.choices(list(OFTEN), list(OFTEN.values()), k=size - len(once))]
    rng.shuffle(cards)
    return cards


def _crowd(opens: datetime, closes: datetime, consultants: int, rng: Random) -> list[tuple[datetime, Comer]]:
    """An hour at which everybody comes at once, so that some have to wait."""
    start = opens + (closes - opens) * 0.58
    return [
        (start + timedelta(seconds=rng.randint(0, 480)), rng.choice([Comer.FIRST, Comer.FIRST, Comer.PHONED]))
        for _ in range(consultants)
    ]


def _absences(opens: datetime, closes: datetime, consultants: int, rng: Random) -> list[Absence]:
    spans = [
        (0.15, AwayReason.BUSINESS, (40, 80)),
        (0.30, AwayReason.PERSONAL, (20, 40)),
        (0.50, AwayReason.BUSINESS, (35, 70)),
        (0.75, AwayReason.PERSONAL, (15, 30)),
    ]
    chosen = spans if consultants > 4 else spans[1:3]
    return [
        Absence(
            opens + (closes - opens) * (share + rng.random() * 0.08),
            timedelta(minutes=rng.randint(*minutes)),
            reason,
        )
        for share, reason, minutes in chosen
    ]


def _incidents(day: date, consultants: int) -> list[Incident]:
    """Each has days of its own, so that four days in a row show them all; a small office sees less of them."""
    number = day.toordinal()
    if consultants < 5 and number % 3:
        return []
    found = [Incident.VOID_REFUSED if number % 3 == 0 else Incident.VOID_VERIFIED]
    found.append(
        [Incident.NO_SHOW, Incident.CANCEL_AT_ONCE, Incident.MANY_UNITS, Incident.CANCEL_LATER][number % 4]
    )
    if number % 4 == 3:
        found.append(Incident.NO_SHOW)
    return found
