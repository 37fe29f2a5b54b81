"""The sections of the house rules: each app registers its own when it is loaded, and one form is built from all.

A section knows its switches with their words; what a set of switches means is read by the section's core alone, so
that no value of a preset is ever written down twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from offices.enums import Preset
from offices.models import Office

Values = Mapping[str, object]
"""Every switch of a section as a JSON value."""

DEFAULT_PRESET = Preset.FLOOR
"""What holds until somebody chooses."""


class Kind(StrEnum):
    """How a switch is set."""

    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"  # or nothing
    HOURS = "hours"  # ["17:00", "20:00"], or a list of these


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a switch may have, in words; ``clause`` is the id of the clause that wants it so."""

    value: object
    label: Promise | str
    clause: str | None = None

    @property
    def code(self) -> str:
        """The value as a form sends it."""
        return {True: "yes", False: "no"}[self.value] if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True, slots=True)
class Switch:
    """A question that the rules answer. A number lies within ``least`` and ``most``; ``empty`` says what none means.

    Hours are one stretch of the day where ``most`` is 1, and a list of up to so many else.
    """

    name: str
    label: Promise | str
    explanation: Promise | str
    kind: Kind
    options: tuple[Option, ...] = ()
    least: int = 0
    most: int = 0
    empty: Promise | str = ""

    def in_words(self, value: object) -> str:
        """The value as the screen says it."""
        if value is None:
            return str(self.empty)
        if self.kind is Kind.HOURS:
            return ", ".join("\u2013".join(stretch) for stretch in self.stretches(value))
        return next((str(option.label) for option in self.options if option.value == value), str(value))

    def stretches(self, value: Any) -> list[list[str]]:
        """Hours as a list of stretches, however many there may be."""
        return [value] if self.most == 1 else list(value)

    def clause_of(self, value: object) -> str | None:
        return next((option.clause for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft of a section would do to an example.

    ``show`` takes the office, all values of the section as they hold and as the draft has them, the day, and the code
    of the example that was chosen (or nothing); what it returns is ``shown`` in the ``template``.
    """

    show: Callable[[Office, Values, Values, date, str], object]
    template: str


@dataclass(frozen=True, slots=True)
class Section:
    """The switches of one core.

    ``parse`` takes ``{"preset": name, SWITCH: value, …}`` and returns every switch's value; it raises ValueError, in
    words, for an unknown switch or a value of another type. ``contradictions`` takes all values and those of the
    preset, and returns (switch, sentence) for each switch set by hand that the other switches make meaningless.
    ``preview`` shows what a draft would do, where the section can show it.
    """

    name: str
    title: Promise | str
    parse: Callable[[dict], Values]
    switches: tuple[Switch, ...]
    contradictions: Callable[[Values, Values], Sequence[tuple[str, Promise | str]]]
    preview: Preview | None = None

    def values(self, preset: str, chosen: Mapping[str, object]) -> Values:
        """Every switch's value under the preset with these on top. Raises ValueError."""
        return self.parse({**chosen, "preset": preset})

    def different(self, preset: str, chosen: Mapping[str, object]) -> dict[str, object]:
        """Those of the switches chosen that are not what the preset says anyway. Raises ValueError."""
        usual, values = self.values(preset, {}), self.values(preset, chosen)
        return {name: values[name] for name in values if name in chosen and values[name] != usual[name]}

    def field(self, switch: str) -> str:
        """The name of the switch's field in a form."""
        return f"{self.name}-{switch}"


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section; the same one again changes nothing."""
    _sections.setdefault(section.name, section)


def sections() -> tuple[Section, ...]:
    """All sections, in the order in which they were registered."""
    return tuple(_sections.values())


def section_of(name: str) -> Section | None:
    return _sections.get(name)


def all_values(preset: str, switches: Mapping[str, Mapping[str, object]]) -> dict[str, Values]:
    """Section by section, every switch's value. Raises ValueError."""
    return {section.name: section.values(preset, switches.get(section.name, {})) for section in sections()}


@dataclass(frozen=True, slots=True)
class Change:
    """A switch that has another value in the newer of two rule sets."""

    section: Section
    switch: Switch
    old: object
    new: object

    @property
    def field(self) -> str:
        return self.section.field(self.switch.name)

    @property
    def old_words(self) -> str:
        return self.switch.in_words(self.old)

    @property
    def new_words(self) -> str:
        return self.switch.in_words(self.new)


def changes(old: Mapping[str, Values], new: Mapping[str, Values]) -> Iterator[Change]:
    """What is different between two rule sets, given section by section."""
    for section in sections():
        before, after = old[section.name], new[section.name]
        for switch in section.switches:
            if before[switch.name] != after[switch.name]:
                yield Change(section, switch, before[switch.name], after[switch.name])


def contradictions(
    preset: str, switches: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[str, Promise | str]]:
    """(field, sentence) for everything in the draft that contradicts itself. Raises ValueError."""
    for section in sections():
        usual = section.values(preset, {})
        values = section.values(preset, switches.get(section.name, {}))
        for switch, sentence in section.contradictions(values, usual):
            yield section.field(switch), sentence
