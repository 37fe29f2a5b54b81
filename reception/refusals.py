"""The rotation's refusals in the user's language: what is wrong and what to do."""

from django.utils.translation import gettext_lazy as _

from offices.errors import Refusal
from reception.rotation_refusals import Refused

STALE = _("The queue has changed meanwhile. Look at it again before you go on.")

SENTENCES = {
    "already_in_order": _("This consultant is signed in already."),
    "not_in_order": _("This consultant is not signed in. Sign them in first."),
    "already_away": _("This consultant is away already."),
    "not_away": _("This consultant is here already."),
    "not_here": _("This consultant is not here. Choose somebody who is signed in and not away."),
    "same_consultant": _("This consultant has the visitor already."),
    "refused_by_customer": _("The customer does not want this consultant. Choose another one."),
    "other_consultants": _(
        "The new order must name everybody who is signed in, each once. Load the page again."
    ),
    "first_knows_nobody": _(
        "A first contact cannot name a consultant. Choose “has phoned” or “was here before”."
    ),
    "refuses_nobody": _("Name the consultant whom the customer does not want."),
    "designates_refused": _("The consultant asked for is among those whom the customer does not want."),
    "name_twice": _("A consultant is named twice. Name each once."),
    "unknown_consultant": _("This consultant does not belong to the office. Choose another one."),
    "not_open": _("This reception is over already."),
    "not_waiting": _("This visitor is not waiting any more."),
    "not_counting": _("This reception does not count as a turn, so there is nothing to make void."),
    "has_left": _("This visitor has left."),
    "is_void": _("This reception is void already."),
    "is_cancelled": _("This entry is cancelled already."),
    "no_hand_back": _("Only a turn, a make-up turn or an assistance can be handed back."),
}


def refusal_from(refused: Refused) -> Refusal:
    """The core's refusal as one for the user."""
    return Refusal(SENTENCES.get(refused.code, STALE))
