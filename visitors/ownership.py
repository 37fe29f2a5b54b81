"""Whose customer is this on that day: registration and its validity (no Django, no database).

A consultant's *registration* is the first contact of theirs that registers: a reception or, with
``phone_registers``, a telephone contact. It is valid for ``validity_months`` calendar months; its last day counts, and
a day that the month lacks becomes the month's last. The attribution of deals builds on the same registrations,
valid_until and rules.

The order of registration never changes: a consultant who receives the customer again keeps the first date, so that a
lapsed registration is not renewed by it (with ``validity_from`` = last_contact the contact itself prolongs it).
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime
from enum import StrEnum
from typing import Any

FIRST_VISIT = "floor-first-visit"
VALIDITY = "floor-validity"

Consultant = str | int
"""A name in a document, or the id of a member."""


class TouchRole(StrEnum):
    """What the consultant was in the contact."""

    RECEPTION = "reception"
    ASSIST = "assist"
    PHONE = "phone"


class TouchOf(StrEnum):
    """Whether the customer came, or somebody of the same household."""

    SELF = "self"
    FAMILY = "family"


class ValidityFrom(StrEnum):
    REGISTRATION = "registration"
    LAST_CONTACT = "last_contact"


class ValidityAt(StrEnum):
    TAKEOVER = "takeover"
    DEAL = "deal"


class RulesError(ValueError):
    """A switch is unknown or has a value that it cannot have; the message names it."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A contact that stands: when (the office's own clock, no offset), with whom, in which role, with whose person."""

    at: datetime
    consultant: Consultant
    role: TouchRole = TouchRole.RECEPTION
    of: TouchOf = TouchOf.SELF


@dataclass(frozen=True, slots=True)
class ValidityRules:
    """The switches of the section "attribution" that say who is registered, and for how long."""

    validity_months: int = 2
    validity_from: ValidityFrom = ValidityFrom.REGISTRATION
    validity_at: ValidityAt = ValidityAt.TAKEOVER
    phone_registers: bool = True


@dataclass(frozen=True, slots=True)
class Registration:
    """The first registering contact of a consultant."""

    consultant: Consultant
    at: datetime
    of: TouchOf = TouchOf.SELF


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose customer it is, and by which clause.

    ``registered_on`` and ``valid_until`` (the last valid day) are the owner's; where all registrations have lapsed
    they are those of ``previous_owner``. ``days_left`` is 0 on the last day and None without an owner.
    ``previous_owner`` is the one whose validity ran out before the owner's turn came.
    """

    owner: Consultant | None = None
    registered_on: date | None = None
    valid_until: date | None = None
    days_left: int | None = None
    lapsed: bool = False
    previous_owner: Consultant | None = None
    clause: str = FIRST_VISIT


PRESETS = ("floor", "charter", "fair")
MONTHS = range(1, 25)
OTHER_SWITCHES = frozenset(
    {
        "refused_share",
        "assist_share",
        "same_day_assist_share",
        "assist_earns",
        "designated_share",
        "designated_among",
        "forgotten_share",
    }
)
"""Switches of the same section that only the attribution of deals reads."""


def validity_rules_from(switches: Mapping[str, Any]) -> ValidityRules:
    """The rules of a section such as ``{"preset": "floor", "validity_months": 3}``; the presets are equal here.

    A switch that is null counts as left out. Raises RulesError for an unknown preset or switch and for a value that
    the switch cannot have.
    """
    given = {name: value for name, value in switches.items() if value is not None}
    preset = given.pop("preset", "floor")
    if preset not in PRESETS:
        raise RulesError(f"preset: {preset!r} is unknown")
    checks: dict[str, Callable[[str, Any], Any]] = {
        "validity_months": _months,
        "validity_from": lambda name, value: ValidityFrom(_one_of(name, value, ValidityFrom)),
        "validity_at": lambda name, value: ValidityAt(_one_of(name, value, ValidityAt)),
        "phone_registers": _flag,
    }
    unknown = sorted(given.keys() - checks.keys() - OTHER_SWITCHES)
    if unknown:
        raise RulesError(f"unknown switch: {', '.join(unknown)}")
    return ValidityRules(
        **{name: check(name, given[name]) for name, check in checks.items() if name in given}
    )


def registrations(touches: Iterable[Touch], rules: ValidityRules) -> list[Registration]:
    """Everybody's registration, earliest first; of equal times the one given first."""
    found: dict[Consultant, Registration] = {}
    for touch in sorted(touches, key=lambda touch: touch.at):
        if touch.consultant not in found and registers(touch, rules):
            found[touch.consultant] = Registration(touch.consultant, touch.at, touch.of)
    return list(found.values())


def registers(touch: Touch, rules: ValidityRules) -> bool:
    """Whether a contact of this kind makes the customer its consultant's."""
    return touch.role == TouchRole.RECEPTION or (touch.role == TouchRole.PHONE and rules.phone_registers)


def valid_until(registration: Registration, touches: Iterable[Touch], rules: ValidityRules) -> date:
    """The last day on which the registration is valid, given the contacts that count (the caller cuts them off).

    With ``validity_from`` = last_contact every contact of that consultant prolongs it, whatever its role.
    """
    start = registration.at
    if rules.validity_from == ValidityFrom.LAST_CONTACT:
        start = max(
            (touch.at for touch in touches if touch.consultant == registration.consultant), default=start
        )
    return months_after(start.date(), rules.validity_months)


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of a month that lacks it, or of the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def owner_on(touches: Iterable[Touch], rules: ValidityRules, day: date) -> Ownership:
    """Whose customer it is at the end of that day; contacts after it are ignored.

    The registrations are walked in their order, and the first that still runs on the day owns. This is the ruling that
    somebody new would meet who took the customer over on that very day: takeover and signing date are then the same,
    so ``validity_at`` makes no difference here. A later registration made while an earlier one was valid is not lost:
    it waits behind it, and owns from the day after the earlier one ran out, for as long as it runs itself.
    """
    known = [touch for touch in touches if touch.at.date() <= day]
    ordered = [(entry, valid_until(entry, known, rules)) for entry in registrations(known, rules)]
    standing = next((place for place, (_, until) in enumerate(ordered) if until >= day), None)
    previous = _last_to_lapse(ordered[:standing])
    if standing is not None:
        entry, until = ordered[standing]
        return Ownership(
            owner=entry.consultant,
            registered_on=entry.at.date(),
            valid_until=until,
            days_left=(until - day).days,
            previous_owner=previous[0].consultant if previous else None,
            clause=VALIDITY if previous else FIRST_VISIT,
        )
    if previous is not None:
        entry, until = previous
        return Ownership(
            registered_on=entry.at.date(),
            valid_until=until,
            lapsed=True,
            previous_owner=entry.consultant,
            clause=VALIDITY,
        )
    return Ownership()


def _last_to_lapse(ordered: Sequence[tuple[Registration, date]]) -> tuple[Registration, date] | None:
    # max keeps the first of equals: of two that ran out on one day the earlier registered one owned it.
    return max(ordered, key=lambda pair: pair[1], default=None)


def _months(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in MONTHS:
        raise RulesError(f"{name}: a whole number from {MONTHS[0]} to {MONTHS[-1]}, not {value!r}")
    return value


def _one_of(name: str, value: Any, choices: type[StrEnum]) -> str:
    words = [choice.value for choice in choices]
    if not isinstance(value, str) or value not in words:
        raise RulesError(f"{name}: one of {', '.join(words)}, not {value!r}")
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise RulesError(f"{name}: true or false, not {value!r}")
    return value
