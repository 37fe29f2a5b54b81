"""Which texts go by themselves and which are gathered into batches that somebody approves: one table.

A purpose stands in it once, so that no customer gets the same thing both ways.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.enums import TextPurpose


class Way(StrEnum):
    """How a text of a purpose comes about."""

    ITSELF = "itself"  # written as soon as its reason is there
    GATHERED = "gathered"  # all that come due on a day become one batch, which waits for approval
    CHOSEN = "chosen"  # somebody chooses the customers of a batch


@dataclass(frozen=True, slots=True)
class TextWay:
    """A purpose, its way and what brings it about."""

    purpose: TextPurpose
    way: Way
    why: Promise


WAYS: tuple[TextWay, ...] = (
    TextWay(TextPurpose.THANKS, Way.ITSELF, _("On the day of the first call, by the plan of follow-ups.")),
    TextWay(TextPurpose.CONFIRM, Way.ITSELF, _("When a visit was agreed on.")),
    TextWay(TextPurpose.REDISTRIBUTION, Way.ITSELF, _("When a customer was handed to another consultant.")),
    TextWay(
        TextPurpose.PAYMENT_DUE,
        Way.ITSELF,
        _("Three days before an instalment falls due, once, unless it is paid."),
    ),
    TextWay(
        TextPurpose.FESTIVAL,
        Way.GATHERED,
        _("Three days before a festival, for all whose plan has it; it leaves on the day."),
    ),
    TextWay(
        TextPurpose.MILESTONE,
        Way.GATHERED,
        _("Three days before a milestone of the project, for all whose plan has it; it leaves on the day."),
    ),
    TextWay(TextPurpose.INVITATION, Way.CHOSEN, _("For an event that somebody invites to.")),
    TextWay(TextPurpose.NEWS, Way.CHOSEN, _("When there is something to tell.")),
    TextWay(TextPurpose.SURVEY, Way.CHOSEN, _("When customers shall say how content they are.")),
    TextWay(TextPurpose.CONGRATULATION, Way.CHOSEN, _("After deals, beside the call that the plan has.")),
    TextWay(TextPurpose.BIRTHDAY, Way.CHOSEN, _("Beside the call that the plan has.")),
)

ITSELF = frozenset(row.purpose for row in WAYS if row.way is Way.ITSELF)
GATHERED = frozenset(row.purpose for row in WAYS if row.way is Way.GATHERED)
GATHERED_AHEAD = 3
"""Days before its day a gathered batch is laid before the approvers."""
PAYMENT_AHEAD = 3
"""Days before an instalment falls due its text is written; one entered later hears of it on the day at the latest."""
