"""How long a screen may be left alone, by what its user holds: plain values in, a verdict out.

A poll is no activity. All moments are seconds since 1970; the reasons stand in docs/decisions/0014-idle-screens.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from offices.enums import Role

SHIFT = 12 * 60 * 60  # after which everybody logs in anew, however busy
WRITTEN_EVERY = 60  # the session's row is not written at every click


class Place(StrEnum):
    """Where somebody works, as far as their roles tell."""

    COUNTER = "counter"
    OFFICE = "office"
    POCKET = "pocket"


@dataclass(frozen=True, slots=True)
class Limit:
    """After so many seconds without activity (None: never) the screen is locked, or else the log-in asked again."""

    seconds: int | None
    locks: bool = False


LIMITS: dict[Place, Limit] = {
    Place.COUNTER: Limit(10 * 60, locks=True),
    Place.OFFICE: Limit(30 * 60),
    Place.POCKET: Limit(None),
}
PLACES: dict[Role, Place] = {
    Role.CONSULTANT: Place.POCKET,
    Role.DESK: Place.COUNTER,
    Role.ASSISTANT: Place.OFFICE,
    Role.SUPERVISOR: Place.OFFICE,
    Role.MANAGER: Place.OFFICE,
    Role.SERVICE: Place.OFFICE,
    Role.FINANCE: Place.OFFICE,
    Role.INFORMATION: Place.OFFICE,
    Role.DIRECTOR: Place.OFFICE,
    Role.ADMINISTRATOR: Place.OFFICE,
    Role.GUARD: Place.POCKET,
    Role.DOORMAN: Place.POCKET,
    Role.SHOW_FLAT: Place.POCKET,
}


class Verdict(StrEnum):
    """What becomes of a request: it goes on, or its user first says who they are."""

    STAY = "stay"
    UNLOCK = "unlock"
    LOG_IN = "log_in"


@dataclass(frozen=True, slots=True)
class Watch:
    """What a session knows of its time: when it began, when a hand was last seen, and where."""

    began_at: int
    active_at: int
    place: Place

    def verdict(self, now: int) -> Verdict:
        if now >= self.began_at + SHIFT:
            return Verdict.LOG_IN
        if self.seconds_left(now) > 0:
            return Verdict.STAY
        return Verdict.UNLOCK if LIMITS[self.place].locks else Verdict.LOG_IN

    def seconds_left(self, now: int) -> int:
        """Until the next verdict that is not to stay, where nothing happens; 0 or less: it is here."""
        left = self.began_at + SHIFT - now
        idle = LIMITS[self.place].seconds
        return left if idle is None else min(left, self.active_at + idle - now)


def strictest(roles: Iterable[str]) -> Place:
    """The place with the shortest limit among those of the roles; an office for whoever holds none."""
    places = {PLACES[Role(role)] for role in roles if role in Role.values} or {Place.OFFICE}
    return min(places, key=lambda place: LIMITS[place].seconds or SHIFT)
