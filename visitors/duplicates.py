"""Whether two files may be of one person, and why one thinks so (no Django, no database).

A table of weights: what speaks for it and what against, added up. A name alone is nobody's proof, nor is a car.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations


class Sign(StrEnum):
    """What speaks for one person, or against."""

    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    NAME = "name"
    SOUND = "sound"
    BIRTHDAY = "birthday"
    COMPANY = "company"
    HOUSEHOLD = "household"
    OTHER_NAME = "other_name"
    OTHER_HONORIFIC = "other_honorific"
    OTHER_BIRTHDAY = "other_birthday"


WEIGHTS: dict[Sign, int] = {
    Sign.PHONE: 60,
    Sign.EMAIL: 60,
    Sign.PLATE: 35,
    Sign.NAME: 30,
    Sign.SOUND: 25,
    Sign.BIRTHDAY: 35,
    Sign.COMPANY: 30,
    Sign.HOUSEHOLD: 35,
    Sign.OTHER_NAME: -35,
    Sign.OTHER_HONORIFIC: -35,
    Sign.OTHER_BIRTHDAY: -35,
}
"""Of a hundred. Two signs that do not hang together make a proposal; a shared number alone makes one, too."""

PROPOSED = 60
LIKELY = 85


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a file; empty where it is not known.

    ``names`` and ``sounds`` are of the file and its aliases, folded (see visitors.search_keys); ``phones`` and
    ``emails`` fingerprints, ``households`` ids, ``birthdays`` (calendar, month, day, year or 0), ``honorifics`` codes.
    """

    file: int
    names: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    plates: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()
    households: frozenset[int] = frozenset()
    birthdays: frozenset[tuple[str, int, int, int]] = frozenset()
    honorifics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two files look like one person; ``low`` and ``high`` are their ids, ``signs`` by weight."""

    low: int
    high: int
    score: int
    signs: tuple[Sign, ...]

    @property
    def is_proposed(self) -> bool:
        return self.score >= PROPOSED


def likeness(one: Traits, other: Traits) -> Likeness:
    """The verdict, the same whichever is named first; a score from 0 to 100. Raises ValueError for one file twice."""
    if one.file == other.file:
        raise ValueError("a file is not compared with itself")
    signs = tuple(sorted(_signs(one, other), key=lambda sign: (-WEIGHTS[sign], sign)))
    score = min(max(sum(WEIGHTS[sign] for sign in signs), 0), 100)
    low, high = sorted((one.file, other.file))
    return Likeness(low, high, score, signs)


def proposals(group: Iterable[Traits]) -> list[Likeness]:
    """Every pair of these that is proposed, the likeliest first."""
    found = (
        likeness(one, other) for one, other in combinations(sorted(group, key=lambda each: each.file), 2)
    )
    return sorted(
        (each for each in found if each.is_proposed), key=lambda each: (-each.score, each.low, each.high)
    )


def _signs(one: Traits, other: Traits) -> set[Sign]:
    shared = {
        Sign.PHONE: one.phones & other.phones,
        Sign.EMAIL: one.emails & other.emails,
        Sign.PLATE: one.plates & other.plates,
        Sign.COMPANY: one.companies & other.companies,
        Sign.HOUSEHOLD: one.households & other.households,
        Sign.BIRTHDAY: one.birthdays & other.birthdays,
    }
    signs = {sign for sign, both in shared.items() if both}
    signs |= _of_name(one, other)
    if one.honorifics and other.honorifics and not one.honorifics & other.honorifics:
        signs.add(Sign.OTHER_HONORIFIC)
    if Sign.BIRTHDAY not in signs and one.birthdays and other.birthdays:
        signs.add(Sign.OTHER_BIRTHDAY)
    return signs


def _of_name(one: Traits, other: Traits) -> set[Sign]:
    if not one.names or not other.names:
        return set()
    if one.names & other.names:
        return {Sign.NAME}
    if one.sounds & other.sounds:
        return {Sign.SOUND}
    return set() if _is_part(one, other) or _is_part(other, one) else {Sign.OTHER_NAME}


def _is_part(one: Traits, other: Traits) -> bool:
    """Whether one file has but the beginning of the other's name, such as the surname: it says neither yes nor no."""
    shorter, longer = one.names | one.sounds, other.names | other.sounds
    return any(name.startswith(part) for name in longer for part in shorter)
