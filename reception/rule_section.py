"""The rotation's section of the house rules: its seven switches in words (the values stand in rotation_rules alone)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.rule_sections import Kind, Option, Section, Switch, Values
from reception.rotation import AssistBy, Makeup, Pick, rules_from

MAKE_UP = ("makeup", "makeup_when_busy", "makeup_cap", "uncounted_costs_no_turn")
"""Switches that only speak of owed turns."""


def _parse(given: dict) -> Mapping[str, object]:
    return rules_from(given).as_dict()


def _contradictions(values: Values, usual: Values) -> list[tuple[str, Promise]]:
    """Refused is what was set by hand and would do nothing, or the opposite of what it says."""
    found = []
    by_hand = {name for name in values if values[name] != usual[name]}
    if values["pick"] == Pick.LARGEST_DUE:
        found += [
            (
                name,
                _(
                    "While the ledger decides, nothing is owed, so this would do nothing. Leave it as the preset has "
                    "it, or let the order decide."
                ),
            )
            for name in MAKE_UP
            if name in by_hand
        ]
    elif values["makeup_when_busy"] and not values["uncounted_costs_no_turn"]:
        found.append(
            (
                "uncounted_costs_no_turn",
                _(
                    "Every turn missed while busy is owed, so this one cannot be lost. Change one of the two switches."
                ),
            )
        )
    return found


RETURNING = Switch(
    "returning_visit_counts",
    _("A customer comes again"),
    _(
        "Somebody who was received here before is received by their own consultant again, or by another one because "
        "they do not want theirs. Who names nobody is treated as new, and that is always a turn."
    ),
    Kind.FLAG,
    (
        Option(True, _("It is a turn"), "charter-9"),
        Option(False, _("It is no turn, and the order stays"), "floor-queue-5.2"),
    ),
)
ASSIST = Switch(
    "assist_by",
    _("The customer's own consultant is not here"),
    _("A colleague helps a customer who comes again; that is no turn for whoever helps. Which colleague?"),
    Kind.CHOICE,
    (
        Option(AssistBy.LAST.value, _("The last free one in the order"), "charter-8"),
        Option(AssistBy.NEXT.value, _("The first free one in the order"), "floor-queue-5"),
    ),
)
MAKEUP = Switch(
    "makeup",
    _("Missed while away on business"),
    _(
        "Whoever is passed while away on business is owed a make-up turn, which goes before the order. How many can "
        "one absence earn? An absence for private reasons earns none."
    ),
    Kind.CHOICE,
    (
        Option(Makeup.ONE.value, _("One turn, however often they were passed"), "charter-7"),
        Option(Makeup.EACH.value, _("Every turn that was missed"), "floor-queue-3"),
    ),
)
WHEN_BUSY = Switch(
    "makeup_when_busy",
    _("Missed while busy with a visitor"),
    _(
        "Whoever is passed because they are with another visitor: is that turn owed to them? No clause says so; the "
        "presets pass whoever is busy and leave it at that."
    ),
    Kind.FLAG,
    (
        Option(True, _("It is owed")),
        Option(False, _("It is not owed"), "floor-queue-3"),
    ),
)
UNCOUNTED = Switch(
    "uncounted_costs_no_turn",
    _("Missed while busy with what is no turn"),
    _(
        "Whoever is passed because they help out, or are with somebody else who is no turn for them: is the turn that "
        "they miss owed to them?"
    ),
    Kind.FLAG,
    (
        Option(True, _("It is owed: what is no turn must cost none"), "charter-8"),
        Option(False, _("It is lost")),
    ),
)
CAP = Switch(
    "makeup_cap",
    _("The most turns that being passed can earn"),
    _(
        "Whoever is owed this many turns, or more, earns none by being passed. Turns owed for another reason, such as "
        "a void, come on top. Empty: no limit."
    ),
    Kind.NUMBER,
    least=1,
    most=9,
    empty=_("no limit"),
)
PICK = Switch(
    "pick",
    _("What finds the next consultant"),
    _(
        "The order, with owed turns first; or a ledger of fair shares, under which nothing is ever owed. On the day "
        "on which the ledger takes over, all owed turns and all turns taken ahead lapse."
    ),
    Kind.CHOICE,
    (
        Option(Pick.ORDER.value, _("The order: the first free one from the front"), "A-22"),
        Option(Pick.LARGEST_DUE.value, _("The ledger: the free one who is furthest behind their fair share")),
    ),
)

ROTATION = Section(
    "rotation",
    pgettext_lazy("rules", "Who receives whom"),
    _parse,
    (PICK, RETURNING, ASSIST, MAKEUP, WHEN_BUSY, UNCOUNTED, CAP),
    _contradictions,
)
