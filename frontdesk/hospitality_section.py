"""The section of hospitality in the house rules, in words (the values stand in frontdesk.hospitality_rules alone)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.hospitality_rules import LIMITS, HospitalityRules, hospitality_rules_from
from offices.rule_sections import Kind, Section, Switch, Values

USUAL = HospitalityRules()
CAP = _("Above so many yuan for each guest, somebody who did not make the plan approves the cost (H-11).")


def _parse(given: dict) -> Mapping[str, object]:
    """Raises HospitalityRulesError for an unknown switch or value."""
    return hospitality_rules_from(given).as_dict()


def _contradictions(values: Values, usual: Values) -> list[tuple[str, Promise]]:
    if values["ready_hours"] > values["inspect_hours"]:
        return [
            (
                "ready_hours",
                _("All would be ready before the technicians have checked it. Give them the longer time."),
            )
        ]
    return []


def _number(name: str, label: Promise, explanation: Promise) -> Switch:
    least, most = LIMITS[name]
    return Switch(
        name, label, explanation, Kind.NUMBER, least=least, most=most, empty=str(getattr(USUAL, name))
    )


HOSPITALITY = Section(
    "hospitality",
    pgettext_lazy("rules", "Receiving guests"),
    _parse,
    (
        _number("cap_a", _("Class A may cost (yuan a head)"), CAP),
        _number("cap_b", _("Class B may cost (yuan a head)"), CAP),
        _number("cap_c", _("Class C may cost (yuan a head)"), CAP),
        _number("cap_d", _("Class D may cost (yuan a head)"), CAP),
        _number(
            "important_gift",
            _("A gift is important from (yuan)"),
            _("The director approves important gifts, the manager all others (H-14)."),
        ),
        _number(
            "inspect_hours",
            _("Technicians have checked everything (hours before guests come)"),
            _("Lights, sound and air conditioning along the route and in the rooms (H-35)."),
        ),
        _number(
            "ready_hours",
            _("All is ready (hours before guests come)"),
            _("Doors, lights, air conditioning, cleanliness; the dining room counts from the meal (H-33)."),
        ),
    ),
    _contradictions,
)
