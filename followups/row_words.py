"""Why a customer of a batch is left out, or what became of their text, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followups.enums import RowState
from followups.models import BatchRow
from messaging.gate_words import words_of

OWN: dict[str, Promise] = {
    "no_number": _("There is no number or address that takes the message."),
    "double_number": _("Another customer of this batch has the same number."),
    "has_it": _("Gets a message for the same occasion by another batch."),
    "no_words": _("Something is missing that the wording says."),
}


def row_words(row: BatchRow) -> str:
    """Empty where there is nothing to say."""
    if row.state == RowState.QUEUED and row.text is not None:
        return words_of(row.text.error) if row.text.error else ""
    return reason_words(row.reason)


def reason_words(reason: str) -> str:
    """Why somebody is left out."""
    return str(OWN[reason]) if reason in OWN else words_of(reason)
