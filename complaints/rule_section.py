"""The section of the house rules for complaints: hours and days, and when it climbs."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.escalation_rules import ClockDays, Rules, limits_of, rules_from
from offices.rule_sections import Kind, Option, Section, Switch, Values

AS_PRESET = _("as the preset says")


def _parse(given: dict) -> Mapping[str, object]:
    """Raises RulesError for an unknown switch or value."""
    rules = rules_from(given)
    return {
        each.name: value.value if isinstance(value := getattr(rules, each.name), ClockDays) else value
        for each in fields(Rules)
    }


def _contradictions(values: Values, usual: Values) -> Sequence[tuple[str, Promise]]:
    found = []
    if values["head_after"] < values["manager_after"]:
        found.append(
            ("head_after", _("The head of the centre would hear of it before the manager. Give more hours."))
        )
    if values["major_hours"] > values["reply_hours"]:
        found.append(
            ("major_hours", _("A major complaint would have more time than a general one. Give it less."))
        )
    return found


def _number(name: str, label: Promise, explanation: Promise) -> Switch:
    least, most = limits_of(name)
    return Switch(name, label, explanation, Kind.NUMBER, least=least, most=most, empty=AS_PRESET)


COMPLAINTS = Section(
    "complaints",
    pgettext_lazy("rules", "Complaints"),
    _parse,
    (
        Switch(
            "clock_days",
            _("The clocks of complaints run on"),
            _("Hours are those in which the office is open."),
            Kind.CHOICE,
            (
                Option(ClockDays.WORKING.value, _("Working days, with the make-up days of holidays"), "G-04"),
                Option(ClockDays.OPEN.value, _("Every day: the office opens on weekends and holidays")),
            ),
        ),
        _number(
            "collective_from",
            _("Households that make it a collective complaint"),
            _("So many together make it a major one (G-10)."),
        ),
        _number(
            "assign_hours",
            _("Given to a department within (hours)"),
            _("Working hours from when it was taken (G-07)."),
        ),
        _number("handle_hours", _("Handled by the department within (hours)"), _("Working hours (G-14).")),
        _number(
            "return_hours",
            _("Slip taken back by customer service within (hours)"),
            _("Working hours after the department has handled it (G-14)."),
        ),
        _number(
            "reply_hours",
            _("Reply to a general complaint within (hours)"),
            _("Working hours; a time that the customer was told beats them (G-04)."),
        ),
        _number(
            "written_hours",
            _("Reply to a written complaint within (hours)"),
            _("Working hours; the reply is in writing (G-11)."),
        ),
        _number(
            "major_hours",
            _("Reply to a major complaint within (hours)"),
            _("Working hours; the customer is told a time in any case (G-09)."),
        ),
        _number(
            "verify_hours",
            _("A complaint about a consultant is looked into within (hours)"),
            _("Working hours of the supervisor (G-48)."),
        ),
        _number(
            "remind_hours",
            _("Reminded before it is due (hours)"),
            _("Whose clock it is; 0 reminds nobody."),
        ),
        _number(
            "manager_after",
            _("The manager hears of it after (hours)"),
            _("Working hours after it was due; with a major complaint at once (G-36)."),
        ),
        _number(
            "head_after",
            _("The head of the centre hears of it after (hours)"),
            _("Working hours after it was due; with a major complaint at once (G-36)."),
        ),
        _number(
            "next_reply_days",
            _("The customer is told a time within (days)"),
            _("Calendar days: the farthest time that may be promised (G-03, G-29)."),
        ),
        _number(
            "confirm_days",
            _("The customer's confirmation is waited for (days)"),
            _("Calendar days; after them it may be closed without one (G-05)."),
        ),
        _number(
            "return_call_days",
            _("Return call within (days)"),
            _("Calendar days after it was closed, the last one included (G-31)."),
        ),
        _number("reopen_days", _("Opened again within (days)"), _("Calendar days after it was closed.")),
        _number(
            "repeat_days",
            _("The same matter counts as repeated within (days)"),
            _("Of the same customer, also with other departments (G-30)."),
        ),
        _number("return_call_rate", _("Return calls in time (percent)"), _("The target of a month (G-31).")),
    ),
    _contradictions,
)
