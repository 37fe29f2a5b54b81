"""A draft of the house rules: a preset, and from each registered section the switches that shall differ from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from offices import rule_sections
from offices.clauses import Clause, clause_for
from offices.enums import Preset
from offices.forms.hours import HoursField
from offices.models import HouseRules, Office
from offices.rule_sections import DEFAULT_PRESET, Change, Kind, Option, Section, Switch

AS_PRESET = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a switch as the form shows it; ``presets`` are the names of those that have it so."""

    code: str
    label: str
    presets: list[str]
    clause: Clause | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A switch with its field. ``change`` is how the draft differs there from the version that holds."""

    section: Section
    switch: Switch
    field: forms.BoundField
    choices: list[Choice]
    presets: list[tuple[str, str]]
    change: Change | None

    @property
    def are_hours(self) -> bool:
        return self.switch.kind is Kind.HOURS

    @property
    def mark_id(self) -> str:
        return f"mark-{self.field.name}"


class RulesForm(forms.Form):
    """Every switch may be left to the preset. Who may not adopt rules is not asked from when on, nor why."""

    preset = forms.ChoiceField(label=_("Preset"), choices=Preset, widget=forms.RadioSelect)
    effective_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    note = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args, office: Office, first_day: date, may_adopt: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.may_adopt = may_adopt
        for section, switch in _switches():
            self.fields[section.field(switch.name)] = _field(switch)
        if may_adopt:
            self.fields["effective_from"].initial = first_day
            self.fields["effective_from"].widget.attrs["min"] = first_day.isoformat()
        else:
            del self.fields["effective_from"], self.fields["note"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.is_readable:
            return cleaned
        for field, sentence in rule_sections.contradictions(cleaned["preset"], self.switches()):
            self.add_error(field, sentence)
        return cleaned

    @property
    def is_readable(self) -> bool:
        """Whether the draft itself, without the day and the note, can be read."""
        return not self.errors.keys() - {"effective_from", "note"}

    def switches(self) -> dict[str, dict[str, object]]:
        """By section, what was set by hand."""
        chosen: dict[str, dict[str, object]] = {}
        for section, switch in _switches():
            value = self.cleaned_data.get(section.field(switch.name))
            if value not in (None, AS_PRESET):
                chosen.setdefault(section.name, {})[switch.name] = _value(switch, value)
        return chosen

    def sections(self, changes: Iterable[Change] = ()) -> list[tuple[Section, list[Row]]]:
        """The sections with their rows, each marked with what the draft changes there."""
        marks = {change.field: change for change in changes}
        clauses = clause_for(
            self.office,
            {option.clause for _, each in _switches() for option in each.options if option.clause},
        )
        return [
            (section, [self._row(section, switch, clauses, marks) for switch in section.switches])
            for section in rule_sections.sections()
        ]

    def _row(
        self,
        section: Section,
        switch: Switch,
        clauses: Mapping[str, Clause],
        marks: Mapping[str, Change],
    ) -> Row:
        name = section.field(switch.name)
        usual = {preset: section.values(preset, {})[switch.name] for preset in Preset.values}
        value = str(self[name].value() or AS_PRESET)
        return Row(
            section=section,
            switch=switch,
            field=self[name],
            choices=[_choice(option, usual, clauses, value) for option in switch.options],
            presets=[(Preset(preset).label, switch.in_words(usual[preset])) for preset in usual],
            change=marks.get(name),
        )


def initial_of(held: HouseRules | None) -> dict[str, object]:
    """The form's fields as this version has them; as nobody has chosen where there is none."""
    if held is None:
        return {"preset": DEFAULT_PRESET.value}
    fields: dict[str, object] = {"preset": held.preset}
    for section, switch in _switches():
        value = held.switches.get(section.name, {}).get(switch.name)
        if value is not None:
            fields[section.field(switch.name)] = _typed(switch, value)
    return fields


def _switches() -> list[tuple[Section, Switch]]:
    return [(section, switch) for section in rule_sections.sections() for switch in section.switches]


def _field(switch: Switch) -> forms.Field:
    if switch.kind is Kind.NUMBER:
        return forms.IntegerField(
            label=switch.label, min_value=switch.least, max_value=switch.most, required=False
        )
    if switch.kind is Kind.HOURS:
        return HoursField(label=switch.label, most=switch.most, required=False)
    choices = [(AS_PRESET, _("As the preset says")), *((each.code, each.label) for each in switch.options)]
    return forms.ChoiceField(
        label=switch.label, choices=choices, required=False, widget=forms.RadioSelect, initial=AS_PRESET
    )


def _typed(switch: Switch, value: object) -> str:
    """A value as somebody would have sent it."""
    return switch.in_words(value) if switch.kind is Kind.HOURS else Option(value, "").code


def _value(switch: Switch, sent: object) -> object:
    """The JSON value of what was sent, which the field has found to be one of the options, or a number."""
    return next((option.value for option in switch.options if option.code == sent), sent)


def _choice(option: Option, usual: Mapping[str, object], clauses: Mapping[str, Clause], value: str) -> Choice:
    return Choice(
        code=option.code,
        label=str(option.label),
        presets=[str(Preset(preset).label) for preset, says in usual.items() if says == option.value],
        clause=clauses.get(option.clause or ""),
        checked=value == option.code,
    )
