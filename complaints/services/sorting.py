"""What a complaint is about, whose it is, and with which earlier ones it belongs together (G-20, G-30)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.enums import StepKind
from complaints.escalation_table import Deed, Person
from complaints.models import Ticket, TicketCategory
from complaints.relations import ANSWERING
from complaints.selectors.people import people_for, relations_of
from complaints.selectors.repeats import root_of
from complaints.services.deeds import step
from complaints.services.writing import about_of, held, settle, write_step
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.notices import tell


@transaction.atomic
def sort(*, ticket: Ticket, category: TicketCategory, by: Member, now: datetime) -> Ticket:
    """Another category; one that is always major makes it a major one while it is open. Raises Refusal."""
    row = _answering(ticket, by)
    if category.office_id != row.office_id or not category.is_active:
        raise Refusal(_("Choose a category that is in use."), field="category")
    if row.category_id == category.pk:
        return row
    details = {"from": row.category_id, "category": category.pk}
    row.category = category
    write_step(row, StepKind.SORTED, details=details, by=by, now=now)
    if category.is_major and not row.is_major and not row.is_closed and row.state != "replied":
        step(row, Deed.RAISED, by=by, now=now)
    settle(row, columns=["category"], but=by, now=now)
    return row


@transaction.atomic
def join(*, ticket: Ticket, to: Ticket, by: Member, now: datetime) -> Ticket:
    """The same matter came before: both stay and say so, and customer service hears of it. Raises Refusal.

    The earlier one is held first, so that of two who join at once the second sees what the first has done.
    """
    if to.office_id != ticket.office_id or to.pk >= ticket.pk:
        raise Refusal(_("Choose an earlier complaint."), field="to")
    root = root_of(held(root_of(to)))
    row = _answering(ticket, by)
    if row.repeats_id is not None:
        raise Refusal(_("It is joined with %(number)s already.") % {"number": row.repeats})
    if row.repeated_by.exists():
        raise Refusal(_("Later complaints are joined with this one. Join from those."))
    row.repeats = root
    row.save(update_fields=["repeats"])
    write_step(row, StepKind.JOINED, details={"to": root.pk}, by=by, now=now)
    working = list(Member.objects.of(row.office).working().select_related("user"))
    told = {member.pk for member in people_for(Person.SERVICE, row, working)} - {by.pk}
    tell(
        office_id=row.office_id,
        member_ids=sorted(told),
        kind=NoticeKind.TICKET,
        about=about_of(row),
        now=now,
    )
    return row


def _answering(ticket: Ticket, by: Member) -> Ticket:
    row = held(ticket)
    if ANSWERING.isdisjoint(relations_of(by, row)):
        raise Refusal(_("This is for somebody else to do. The page says whom."))
    return row
