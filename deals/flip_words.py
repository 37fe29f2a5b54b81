"""What would have to be otherwise, in words: one plain sentence for each flip of a fact or contact."""

from django.utils.translation import gettext_lazy as _

IF_IT_WERE = {
    "forgot": _("If the customer had forgotten by whom they were received"),
    "quarrel": _("If the consultants had quarrelled over it"),
    "refused": _("If the customer had not wanted %(name)s"),
    "complaint_upheld": _("If a complaint about %(name)s had been upheld"),
    "designated": _("If the customer had asked for %(name)s"),
    "discount_sought_from": _("If the customer had gone to %(name)s for a better discount"),
    "referred_by_customer_of": _("If a customer of %(name)s had brought this one"),
}
IF_IT_WERE_NOT = {
    "forgot": _("If the customer had remembered by whom they were received"),
    "quarrel": _("If nobody had quarrelled"),
    "event": _("If it were no deal of an event"),
    "refused": _("If the customer had not refused %(name)s"),
    "complaint_upheld": _("If no complaint about %(name)s had been upheld"),
    "designated": _("If the customer had not asked for %(name)s"),
    "discount_sought_from": _("If the customer had not gone to %(name)s for a better discount"),
    "referred_by_customer_of": _("If no customer of %(name)s had brought this one"),
    "contact": _("Without the contact of %(name)s on %(at)s"),
}


def said_of(flip, name: str, at: str) -> str:
    """The flip (deals.selectors.what_if.Flip) in words; ``at`` is the time of its contact."""
    words = IF_IT_WERE_NOT if flip.now_holds else IF_IT_WERE
    return str(words[flip.fact]) % {"name": name, "at": at}
