"""The section of the house rules on texts, in words (the values stand in messaging.text_rules alone)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.text_rules import BOUNDS, TextRules, text_rules_from
from offices.rule_sections import Kind, Section, Switch, Values

USUAL = TextRules()


def _parse(given: dict) -> Mapping[str, object]:
    """Raises TextRulesError for an unknown switch or value."""
    return text_rules_from(given).as_dict()


def _nothing(values: Values, usual: Values) -> list[tuple[str, Promise]]:
    return []


def _number(name: str, label: Promise, explanation: Promise) -> Switch:
    least, most = BOUNDS[name]
    usual = str(getattr(USUAL, name))
    return Switch(name, label, explanation, Kind.NUMBER, least=least, most=most, empty=usual)


TEXTS = Section(
    "texts",
    pgettext_lazy("rules", "Text messages"),
    _parse,
    (
        _number(
            "quiet_from",
            _("No SMS from (hour)"),
            _("In the quiet hours no SMS leaves; it waits for the morning, whenever it was written."),
        ),
        _number("quiet_until", _("No SMS before (hour)"), _("What waited leaves from this hour on.")),
        _number(
            "a_day",
            _("Marketing SMS for one number in a day"),
            _("What is more waits for the next day. Service messages are not counted."),
        ),
        _number(
            "a_month",
            _("Marketing SMS for one number in a month"),
            _("What is more is dropped. Messages of all offices of the house are counted together."),
        ),
    ),
    _nothing,
)
