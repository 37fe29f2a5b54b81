"""An office's house rules as people read them: every version in words, and what each changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from offices import rule_sections
from offices.models import HouseRules, Office
from offices.rule_sections import DEFAULT_PRESET, Change, Section, Switch, Values

SHOWN = 20


class Standing(StrEnum):
    """Where a version stands on a business date."""

    COMING = "coming"
    IN_FORCE = "in_force"
    PAST = "past"
    OVERTAKEN = "overtaken"  # a newer version for the same day took its place


@dataclass(frozen=True, slots=True)
class Said:
    """One switch of a version in words."""

    section: Section
    switch: Switch
    value: object

    @property
    def words(self) -> str:
        return self.switch.in_words(self.value)

    @property
    def clause(self) -> str | None:
        return self.switch.clause_of(self.value)


@dataclass(frozen=True, slots=True)
class Version:
    """A version, every switch of it, and what it changed against the version that it took over from."""

    rules: HouseRules
    standing: Standing
    said: list[Said]
    changes: list[Change]
    is_first: bool


def values_of(rules: HouseRules | None) -> dict[str, Values]:
    """Section by section, what holds under this version; under none, what holds until somebody chooses."""
    if rules is None:
        return rule_sections.all_values(DEFAULT_PRESET, {})
    return rule_sections.all_values(rules.preset, rules.switches)


def said_of(values: Mapping[str, Values]) -> list[Said]:
    return [
        Said(section, switch, values[section.name][switch.name])
        for section in rule_sections.sections()
        for switch in section.switches
    ]


def held_on(office: Office, day: date) -> HouseRules | None:
    """The version that holds on that business day; None where nobody has chosen."""
    return HouseRules.objects.of(office).in_force_on(day).first()


def versions_of(office: Office, today: date) -> list[Version]:
    """The newest versions, the latest made first: one query.

    A version is compared with the one that held, when it was made, on the day it begins.
    """
    known = list(HouseRules.objects.of(office).select_related("approved_by").order_by("-version"))
    return [_version(rules, known[place + 1 :], known, today) for place, rules in enumerate(known[:SHOWN])]


def _version(
    rules: HouseRules, older: Iterable[HouseRules], known: Iterable[HouseRules], today: date
) -> Version:
    before = _holding(older, rules.effective_from)
    values = values_of(rules)
    return Version(
        rules=rules,
        standing=_standing(rules, known, today),
        said=said_of(values),
        changes=list(rule_sections.changes(values_of(before), values)),
        is_first=before is None,
    )


def _standing(rules: HouseRules, known: Iterable[HouseRules], today: date) -> Standing:
    if _holding(known, rules.effective_from) is not rules:
        return Standing.OVERTAKEN
    if rules.effective_from > today:
        return Standing.COMING
    return Standing.IN_FORCE if _holding(known, today) is rules else Standing.PAST


def _holding(versions: Iterable[HouseRules], day: date) -> HouseRules | None:
    """The version among these that holds on that day."""
    begun = [rules for rules in versions if rules.effective_from <= day]
    return max(begun, key=lambda rules: (rules.effective_from, rules.version), default=None)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a draft would change on that day. ``held`` would hold there otherwise; ``next`` takes over from it later."""

    day: date
    held: HouseRules | None
    said: list[Said]
    changes: list[Change]
    next: HouseRules | None

    @property
    def is_idle(self) -> bool:
        return not self.changes


def drafted(
    *, office: Office, preset: str, switches: Mapping[str, Mapping[str, object]], day: date
) -> Drafted:
    """The draft against the version that holds on that business day otherwise. Raises ValueError."""
    held = held_on(office, day)
    values = rule_sections.all_values(preset, switches)
    later = HouseRules.objects.of(office).filter(effective_from__gt=day)
    return Drafted(
        day=day,
        held=held,
        said=said_of(values),
        changes=list(rule_sections.changes(values_of(held), values)),
        next=later.order_by("effective_from", "-version").first(),
    )
