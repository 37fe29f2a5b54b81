"""A complaint about one of the house is looked into by a leader whom it does not concern; upheld, it bears on deals."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.escalation_table import Deed
from complaints.models import Ticket
from complaints.services.deeds import ready, step
from complaints.services.writing import settle, words_of
from deals.services.circumstances import record_upheld_complaint
from offices.enums import Role
from offices.errors import Refusal
from offices.models import Member


@transaction.atomic
def name(
    *, ticket: Ticket, about: Member, text: str = "", seen: int | None = None, by: Member, now: datetime
) -> Ticket:
    """Say whom it is about, where nobody knew when it was taken: by the web form, by letter (G-48). Raises Refusal.

    From now on that member sees nothing of it. Where they answered for it, whoever says so does.
    """
    row = ready(ticket, Deed.NAMED, seen=seen, by=by, now=now)
    if about.office_id != row.office_id or not about.is_active:
        raise Refusal(_("Choose somebody who works here."), field="about")
    if about.pk == by.pk:
        raise Refusal(
            _("Nobody keeps a complaint about themselves. Ask a leader to write this."), field="about"
        )
    row.about_member = about
    if row.offered_to_id == about.pk:
        row.offered_to = None
    if row.answerable_id == about.pk:
        row.answerable = by
    step(row, Deed.NAMED, text=words_of(text, ""), details={"about": about.pk}, by=by, now=now)
    settle(row, columns=["about_member", "offered_to", "answerable"], but=by, now=now)
    return row


@transaction.atomic
def verify(
    *, ticket: Ticket, is_upheld: bool, text: str, seen: int | None = None, by: Member, now: datetime
) -> Ticket:
    """Say whether the consultant was at fault (G-48). Raises Refusal.

    Upheld, with a customer of ours: a confirmed circumstance of all deals of that customer, which attribution reads
    (floor-3.4). Neither who took the complaint nor whom it is about nor who served the customer decides.
    """
    deed = Deed.VERIFIED if is_upheld else Deed.REFUTED
    row = ready(ticket, deed, seen=seen, by=by, now=now)
    words = words_of(text, _("Write what you found out, and from whom."))
    row.is_upheld = is_upheld
    fact = None
    if is_upheld and bears_on_deals(row):
        reporter = row.opened_by or row.answerable
        if reporter is None:
            raise Refusal(_("Nobody answers for this complaint yet. Let somebody take it first."))
        fact = record_upheld_complaint(
            customer=row.customer.file,
            about=row.about_member,
            reported_by=reporter,
            reported_at=row.opened_at,
            by=by,
            now=now,
        )
    details = {"about": row.about_member_id, "fact": fact.pk if fact else None}
    step(row, deed, text=words, details=details, by=by, now=now)
    settle(row, columns=["is_upheld"], but=by, now=now)
    return row


def bears_on_deals(ticket: Ticket) -> bool:
    """Whether an upheld complaint changes whose deals of this customer are: it is about a consultant, by a customer."""
    about = ticket.about_member
    return about is not None and about.holds(Role.CONSULTANT) and ticket.customer is not None
