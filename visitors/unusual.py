"""Unusual looking: who opened very many files in a short time, or other people's customers at night (no Django).

An assertion about nobody: a finding says what was looked at, a manager asks why. Looks are those of an office, on its
own clock.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Unusual(StrEnum):
    MANY = "many"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Look:
    """A member (id) opened a customer's file (id). ``at``: the office's clock, no offset. ``own``: as their work."""

    by: int
    customer: int
    at: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """More than ``many`` different files within ``minutes``; ``night_files`` of others' customers in one night.

    A night lasts from the hour ``night_from`` until before ``night_to``, which may lie after midnight.
    """

    many: int = 30
    minutes: int = 10
    night_files: int = 3
    night_from: int = 21
    night_to: int = 7

    def is_night(self, clock: time) -> bool:
        if self.night_from == self.night_to:
            return False
        if self.night_from < self.night_to:
            return self.night_from <= clock.hour < self.night_to
        return clock.hour >= self.night_from or clock.hour < self.night_to

    def night_of(self, at: datetime) -> date:
        """The day on which the night began that this moment lies in."""
        spans_midnight = self.night_from > self.night_to
        return at.date() - timedelta(days=spans_midnight and at.hour < self.night_to)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What was unusual: whose looking, of which kind, on which day (a night's is its evening), how many files."""

    on: date
    by: int
    kind: Unusual
    count: int
    last_at: datetime


def findings(looks: Iterable[Look], limits: Limits) -> list[Finding]:
    """At most one a member, kind and day, with the most that was reached, in a total order; the looks in any order."""
    by_member: dict[int, list[Look]] = defaultdict(list)
    for look in sorted(looks, key=lambda look: (look.at, look.customer)):
        by_member[look.by].append(look)
    found = [finding for member, seen in by_member.items() for finding in _many(member, seen, limits)]
    found += [finding for member, seen in by_member.items() for finding in _at_night(member, seen, limits)]
    return sorted(found)


def _many(member: int, looks: list[Look], limits: Limits) -> Iterable[Finding]:
    span = timedelta(minutes=limits.minutes)
    worst: dict[date, Finding] = {}
    begin = 0
    within: dict[int, int] = defaultdict(int)  # how often each file was looked at in the span
    for look in looks:
        within[look.customer] += 1
        while looks[begin].at <= look.at - span:
            within[looks[begin].customer] -= 1
            if not within[looks[begin].customer]:
                del within[looks[begin].customer]
            begin += 1
        day = look.at.date()
        if len(within) > limits.many and (day not in worst or len(within) > worst[day].count):
            worst[day] = Finding(day, member, Unusual.MANY, len(within), look.at)
    return worst.values()


def _at_night(member: int, looks: list[Look], limits: Limits) -> Iterable[Finding]:
    nights: dict[date, dict[int, datetime]] = defaultdict(dict)
    for look in looks:
        if not look.own and limits.is_night(look.at.time()):
            nights[limits.night_of(look.at)][look.customer] = look.at
    for night, files in nights.items():
        if len(files) >= limits.night_files:
            yield Finding(night, member, Unusual.NIGHT, len(files), max(files.values()))
