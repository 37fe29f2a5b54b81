"""Two sections of the house rules: when customers are followed up, and who hears of what is overdue."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.cadence_rules import LONGEST, Rules, rules_from
from followups.climbing import LONGEST as LONGEST_OVERDUE
from followups.climbing import CountedDays, climbing_rules_from
from offices.rule_sections import Kind, Option, Section, Switch, Values

AS_PRESET = _("as the preset says")
MOST_WINDOWS = 4


def _parse(given: dict) -> Mapping[str, object]:
    """Raises RulesError for an unknown switch or value."""
    rules = rules_from(given)
    return {each.name: _as_json(getattr(rules, each.name)) for each in fields(Rules)}


def _as_json(value: object) -> object:
    """A switch as the rules store it: hours as texts, several stretches as a list of them."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    return value


def _contradictions(values: Values, usual: Values) -> Sequence[tuple[str, Promise]]:
    """Refused is what was set by hand and would do nothing, or the opposite of what it says."""
    found = []
    if values["key_every"] > values["visitor_every"] and _differs("key_every", values, usual):
        found.append(
            (
                "key_every",
                _(
                    "Key customers would be called less often than the others. Give them the shorter interval."
                ),
            )
        )
    if values["late_call_window"][1] <= values["call_windows"][-1][1] and _differs(
        "late_call_window", values, usual
    ):
        found.append(
            (
                "late_call_window",
                _("These hours are for whoever comes after the usual ones. Let them end later than those."),
            )
        )
    return found


def _differs(name: str, values: Values, usual: Values) -> bool:
    return values[name] != usual[name]


def _parse_climbing(given: dict) -> Mapping[str, object]:
    """Raises ClimbingError for an unknown switch or value."""
    return climbing_rules_from(given).as_dict()


def _climbing_contradictions(values: Values, usual: Values) -> Sequence[tuple[str, Promise]]:
    if values["manager_after"] < values["supervisor_after"]:
        return [
            (
                "manager_after",
                _("The manager would hear of it before the supervisor. Give the manager more days."),
            )
        ]
    return []


def _days(name: str, label: Promise, explanation: Promise, least: int = 0) -> Switch:
    return Switch(name, label, explanation, Kind.NUMBER, least=least, most=LONGEST, empty=AS_PRESET)


def _hours(name: str, label: Promise, explanation: Promise, most: int = 1) -> Switch:
    return Switch(name, label, explanation, Kind.HOURS, most=most, empty=AS_PRESET)


CALLERS = (
    _days(
        "invite_day",
        _("Callers are invited again after (days)"),
        _("They meant to come and named no time (vanke-call-2)."),
    ),
    _days(
        "quality_day",
        _("Promising callers are called again after (days)"),
        _("Counted from the day on which they called (marketing-1.2)."),
    ),
    _days(
        "invite_every",
        _("and then every (days), until they come"),
        _("The same promising callers, from then on (marketing-1.3)."),
        least=1,
    ),
)
VISITORS = (
    _days(
        "second_call_day",
        _("Visitors of grade A and B are called again after (days)"),
        _("The first call is on the day of the visit (marketing-2.2)."),
    ),
    _days(
        "visitor_every",
        _("and then every (days)"),
        _("Visitors of grade A and B, also those with objections (marketing-2.3)."),
        least=1,
    ),
    _days(
        "key_every",
        _("Key customers every (days)"),
        _("Of grade A and B, without objections that take time (marketing-2.3)."),
        least=1,
    ),
    _days(
        "looker_every",
        _("Visitors of grade C every (days)"),
        _("Visitors whom nobody has graded yet are called as often (marketing-2.4)."),
        least=1,
    ),
)
BUYERS = (
    _days(
        "buyer_every",
        _("Buyers are called every (days)"),
        _("From the day of the deal on (marketing-3.2)."),
        least=1,
    ),
    _days(
        "buyer_months",
        _("for so many months"),
        _("Festivals, milestones and birthdays go on after that (marketing-3.2)."),
    ),
    _days(
        "win_back_after",
        _("Who was given up is asked once more after (days)"),
        _("Why they decided otherwise, and whether it is final (survey-lost)."),
    ),
    _days(
        "asked_less_factor",
        _("Who asked for fewer calls is called at intervals longer by the factor"),
        _("2 means half as often (E-34)."),
        least=1,
    ),
)
HOURS = (
    _hours(
        "call_windows",
        _("Hours for calls"),
        _("When customers like to be called (marketing-5.3). A time that they named themselves beats these."),
        most=MOST_WINDOWS,
    ),
    _hours(
        "late_call_window",
        _("Hours for calls to whoever came late"),
        _("For the call on the same day, where none of the usual hours is left (marketing-5.3)."),
    ),
    _hours("sms_window", _("Hours for SMS"), _("Outside of these nobody is written to (sms-quiet).")),
)

CADENCE = Section(
    "cadence",
    pgettext_lazy("rules", "Following up customers"),
    _parse,
    (*CALLERS, *VISITORS, *BUYERS, *HOURS),
    _contradictions,
)

CLIMBING = Section(
    "climbing",
    pgettext_lazy("rules", "Overdue calls"),
    _parse_climbing,
    (
        Switch(
            "morning_notice",
            _("In the morning"),
            _("Is every consultant told of the calls of the day?"),
            Kind.FLAG,
            (
                Option(True, _("Everybody is told of what is due and overdue"), "E-62"),
                Option(False, _("Nobody is told: the list is there")),
            ),
        ),
        Switch(
            "supervisor_after",
            _("The supervisor hears of an overdue call after (days)"),
            _("An office without a supervisor has its managers told."),
            Kind.NUMBER,
            least=1,
            most=LONGEST_OVERDUE,
            empty=AS_PRESET,
        ),
        Switch(
            "manager_after",
            _("The manager hears of it after (days)"),
            _("Whatever nobody has done by then."),
            Kind.NUMBER,
            least=1,
            most=LONGEST_OVERDUE,
            empty=AS_PRESET,
        ),
        Switch(
            "overdue_days",
            _("These days are"),
            _("Do days count on which the country does not work?"),
            Kind.CHOICE,
            (
                Option(CountedDays.CALENDAR.value, _("Calendar days: sales offices work on holidays")),
                Option(CountedDays.WORKING.value, _("Working days, with the make-up days of holidays")),
            ),
        ),
    ),
    _climbing_contradictions,
)
