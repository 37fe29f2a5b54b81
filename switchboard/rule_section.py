"""The section of the house rules about the telephone."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.rule_sections import Kind, Option, Section, Switch, Values
from switchboard.phone_rules import RANGES, Counted, phone_rules_from

AS_PRESET = _("as the preset says")


def _parse(given: dict) -> Mapping[str, object]:
    """Raises PhoneRulesError for an unknown switch or value."""
    return phone_rules_from(given).as_dict()


def _contradictions(values: Values, usual: Values) -> Sequence[tuple[str, Promise]]:
    if values["backup_after"] < values["rings_target"]:
        return [
            ("backup_after", _("The backup would be called before the target is missed. Give it more rings."))
        ]
    return []


def _number(name: str, label: Promise, explanation: Promise) -> Switch:
    least, most = RANGES[name]
    return Switch(name, label, explanation, Kind.NUMBER, least=least, most=most, empty=AS_PRESET)


PHONE = Section(
    "phone",
    pgettext_lazy("rules", "Telephone and letters"),
    _parse,
    (
        _number(
            "rings_target",
            _("Answered within (rings)"),
            _("The target that the figures are held against (F-01)."),
        ),
        _number(
            "backup_after",
            _("The backup is called after (rings)"),
            _(
                "Whoever is marked as backup on the list (F-03). Once answered, a call is never handed on (F-05)."
            ),
        ),
        _number(
            "longest_minutes",
            _("A call lasts at most (minutes)"),
            _("What is longer belongs into a visit (F-04)."),
        ),
        _number(
            "ring_seconds",
            _("From ring to ring (seconds)"),
            _("For telephone systems that tell the time and not the rings."),
        ),
        _number(
            "call_back_minutes",
            _("Called back within (minutes)"),
            _("Whoever asked what nobody knew, and whom nobody answered (F-06)."),
        ),
        _number(
            "letter_days",
            _("Letters are answered within (days)"),
            _("Counted from the day of their entry (F-33)."),
        ),
        Switch(
            "known_to_owner",
            _("Callers whom we know"),
            _("Who answers a customer of somebody who is on the phones and free?"),
            Kind.FLAG,
            (
                Option(True, _("Their own consultant, and it costs no turn"), "phone-owner"),
                Option(False, _("Whoever is next, as with everybody")),
            ),
        ),
        Switch(
            "counted",
            _("Calls that cost a turn"),
            _("Which answered calls count in the rotation of the telephone?"),
            Kind.CHOICE,
            (
                Option(Counted.FIRST.value, _("First calls"), "phone-turns"),
                Option(Counted.EVERY.value, _("Every call")),
            ),
        ),
    ),
    _contradictions,
)
