"""Two sections of the house rules: what a deal is, and whose it is (the values stand in the cores alone)."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.attribution_rules import AssistEarns, DesignatedAmong, rules_from
from deals.counting import CountsFrom, counts_from
from offices.rule_sections import Kind, Option, Section, Switch, Values
from visitors.ownership import MONTHS, ValidityAt, ValidityFrom

AS_PRESET = _("as the preset says")


def _parse_counting(given: dict) -> Mapping[str, object]:
    """Raises RulesError for an unknown switch or value."""
    return {"deal_counts_from": counts_from(given).value}


def _nothing(values: Values, usual: Values) -> list[tuple[str, Promise]]:
    return []


def _parse(given: dict) -> Mapping[str, object]:
    rules = rules_from(given)
    shares = {each.name: getattr(rules, each.name) for each in fields(rules) if each.name != "validity"}
    validity = {each.name: getattr(rules.validity, each.name) for each in fields(rules.validity)}
    return {name: _as_json(value) for name, value in {**validity, **shares}.items()}


def _as_json(value: object) -> object:
    """A switch as the rules store it: a whole percent as a number, another one as a decimal text."""
    if isinstance(value, Fraction):
        return (
            int(value)
            if value.denominator == 1
            else f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
        )
    return getattr(value, "value", value)


def _contradictions(values: Values, usual: Values) -> list[tuple[str, Promise]]:
    """Refused is what was set by hand and would do nothing."""
    found = []
    if values["designated_share"] == 100 and values["designated_among"] != usual["designated_among"]:
        found.append(
            (
                "designated_among",
                _(
                    "The one who was asked for has everything, so nothing is left to share. Change one of them."
                ),
            )
        )
    if values["assist_share"] == 0 and values["assist_earns"] != usual["assist_earns"]:
        found.append(
            (
                "assist_earns",
                _("Whoever assists has no share, so this would do nothing. Give them one first."),
            )
        )
    return found


def _percent(name: str, label: Promise, explanation: Promise) -> Switch:
    return Switch(name, label, explanation, Kind.NUMBER, least=0, most=100, empty=AS_PRESET)


COUNTING = Section(
    "deal",
    pgettext_lazy("rules", "What a deal is"),
    _parse_counting,
    (
        Switch(
            "deal_counts_from",
            _("An order is a deal"),
            _("From this step on a sale counts: whose it is gets ruled, and commission is due for it."),
            Kind.CHOICE,
            (
                Option(CountsFrom.LARGE_DEPOSIT.value, _("From the large deposit on"), "C-03"),
                Option(CountsFrom.CONTRACT.value, _("From the contract on")),
            ),
        ),
    ),
    _nothing,
)

ATTRIBUTION = Section(
    "attribution",
    pgettext_lazy("rules", "Whose deal it is"),
    _parse,
    (
        Switch(
            "validity_months",
            _("A registration is valid for (months)"),
            _(
                "Whoever registered a customer has the first claim for so many calendar months (floor-validity)."
            ),
            Kind.NUMBER,
            least=MONTHS[0],
            most=MONTHS[-1],
            empty=AS_PRESET,
        ),
        Switch(
            "validity_from",
            _("The months begin with"),
            _("From which day on is the validity counted?"),
            Kind.CHOICE,
            (
                Option(ValidityFrom.REGISTRATION.value, _("The registration"), "floor-validity"),
                Option(ValidityFrom.LAST_CONTACT.value, _("The latest contact: every contact prolongs it")),
            ),
        ),
        Switch(
            "validity_at",
            _("The registration must be valid"),
            _("On which day is it asked whether an earlier registration still holds?"),
            Kind.CHOICE,
            (
                Option(ValidityAt.TAKEOVER.value, _("When the one who closes took the customer over")),
                Option(ValidityAt.DEAL.value, _("When the deal is signed")),
            ),
        ),
        Switch(
            "phone_registers",
            _("A telephone contact"),
            _("Does a conversation by telephone make the customer the consultant's?"),
            Kind.FLAG,
            (
                Option(True, _("It registers the customer"), "floor-first-visit"),
                Option(False, _("Only a reception registers")),
            ),
        ),
        _percent(
            "refused_share",
            _("For the one whom the customer did not want (percent)"),
            _("The earlier consultant is refused, their registration is still valid (floor-3.2)."),
        ),
        _percent(
            "assist_share",
            _("For whoever assisted (percent)"),
            _("They received the customer while the owner was away; several share it equally (floor-3.3)."),
        ),
        _percent(
            "same_day_assist_share",
            _("For whoever assisted and closed on the same day (percent)"),
            _("The deal is signed on the very day on which they assisted (floor-queue-5)."),
        ),
        Switch(
            "assist_earns",
            _("Whoever assisted has a share"),
            _("Also where somebody else closes the deal?"),
            Kind.CHOICE,
            (
                Option(AssistEarns.ALWAYS.value, _("Always"), "floor-3.3"),
                Option(AssistEarns.CLOSING.value, _("Only where they close it themselves")),
            ),
        ),
        _percent(
            "designated_share",
            _("For the one whom the customer asked for (percent)"),
            _("The rest is for those who registered the customer before (floor-3.8)."),
        ),
        Switch(
            "designated_among",
            _("The rest is shared by"),
            _("Several registered the customer before the one who was asked for. Who of them has the rest?"),
            Kind.CHOICE,
            (
                Option(DesignatedAmong.ALL.value, _("All of them equally"), "floor-3.8"),
                Option(DesignatedAmong.FIRST.value, _("The first of them")),
                Option(DesignatedAmong.LAST.value, _("The last of them")),
            ),
        ),
        _percent(
            "forgotten_share",
            _("For the one whom the customer had forgotten (percent)"),
            _("They were found in the files afterwards, and their registration is still valid (floor-3.7)."),
        ),
    ),
    _contradictions,
)
