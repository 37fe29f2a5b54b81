"""The reasons of a ruling in words: one plain sentence each, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from deals.attribution import Reason

SENTENCES = {
    "quarrel": _("They quarrelled over it in public: the deal and its commission are the department's."),
    "event": _("It came of an event with rules of its own: the manager decides."),
    "dropped_complaint": _("A complaint about %(name)s was upheld: none of %(name)s's contacts count."),
    "dropped_discount": _(
        "The customer went to %(name)s for a better discount: none of those contacts count."
    ),
    "takeover": _("%(name)s, who closed the deal, took the customer over on %(on)s."),
    "stands": _("%(name)s registered the customer before, on %(on)s; that holds until %(until)s."),
    "valid_but_refused": _(
        "%(name)s registered on %(on)s, valid until %(until)s, but the customer refused them."
    ),
    "lapsed": _("%(name)s registered on %(on)s; that ended on %(until)s."),
    "helped": _("%(name)s assisted the owner with this customer."),
    "refused": _(
        "The customer did not want the first who has a claim: %(name)s has the deal and leaves a share."
    ),
    "designated": _("The customer asked for %(name)s: they share with those who have a claim."),
    "same_day_helper": _(
        "It was closed by a helper on the day of the assist: %(name)s has the deal, and they share."
    ),
    "helper": _("It was closed by a helper: %(name)s has the deal and leaves a share."),
    "forgot": _(
        "The customer had forgotten by whom they were received: %(name)s has the deal, and they share."
    ),
    "referred": _("A customer of %(name)s brought this one, and nobody else has a claim."),
    "owner_and_helpers": _("%(name)s has the first claim, and whoever assisted has a share."),
    "owner_by_family": _("%(name)s was the first to receive this household."),
    "owner": _("%(name)s was the first to register this customer."),
    "closer_and_helpers": _("%(name)s closed it, nobody else has a claim, and whoever assisted has a share."),
    "closer_after_complaint": _("With the upheld complaint nobody else has a claim: it is all %(name)s's."),
    "closer_after_discount": _("Seeking a discount elsewhere changes nothing: it is all %(name)s's."),
    "closer_after_lapse": _("Every earlier registration had lapsed: it is all %(name)s's."),
    "closer": _("Nobody registered this customer before %(name)s."),
}


def sentence(reason: Reason, name: str | None = None) -> str:
    """The reason in words; ``name`` is what the screen calls the consultant, where that differs."""
    return str(SENTENCES[reason.found]) % {
        "name": name or reason.consultant,
        "on": _day(reason.on),
        "until": _day(reason.until),
    }


def _day(day: date | None) -> str:
    return date_format(day, "Y-m-d") if day else ""
