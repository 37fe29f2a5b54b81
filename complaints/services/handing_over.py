"""Who answers for a complaint: handed over only to who accepts it (G-21); one of the web form is taken by somebody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.enums import StepKind
from complaints.models import Ticket
from complaints.relations import HANDING
from complaints.roles import TAKERS
from complaints.selectors.people import relations_of
from complaints.services.writing import about_of, held, settle, words_of, write_step
from offices import live
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.notices import tell


@transaction.atomic
def take(*, ticket: Ticket, by: Member, now: datetime) -> Ticket:
    """Nobody answers for it yet: whoever takes it does. Raises Refusal."""
    row = held(ticket)
    if not relations_of(by, row):
        raise Refusal(_("Customer service or a leader takes it."))
    if row.answerable_id is not None:
        raise Refusal(_("%(name)s answers for it already.") % {"name": row.answerable})
    row.answerable = by
    write_step(row, StepKind.TAKEN, details={"to": by.pk}, by=by, now=now)
    settle(row, columns=["answerable"], but=by, now=now)
    return row


@transaction.atomic
def offer(*, ticket: Ticket, to: Member, text: str = "", by: Member, now: datetime) -> Ticket:
    """Ask a colleague to take it over; until they accept, whoever answers for it still does. Raises Refusal."""
    row = held(ticket)
    if HANDING.isdisjoint(relations_of(by, row)):
        raise Refusal(_("Who answers for it hands it over, or a leader does."))
    if row.is_closed:
        raise Refusal(_("The customer has the answer: there is nothing to hand over."))
    if not (to.office_id == row.office_id and to.is_active and to.holds(*TAKERS)):
        raise Refusal(_("Choose somebody who works here."), field="to")
    if to.pk in (row.answerable_id, row.about_member_id):
        raise Refusal(_("Choose somebody else: it is theirs already, or about them."), field="to")
    row.offered_to = to
    row.save(update_fields=["offered_to"])
    write_step(row, StepKind.OFFERED, text=words_of(text, ""), details={"to": to.pk}, by=by, now=now)
    _tell(row, NoticeKind.TICKET_OFFERED, [to.pk], now)
    return row


@transaction.atomic
def accept(*, ticket: Ticket, by: Member, now: datetime) -> Ticket:
    """Whoever was asked answers for it from now on. Raises Refusal."""
    row = _offered(ticket, by)
    before = row.answerable_id
    row.answerable, row.offered_to = by, None
    write_step(row, StepKind.ACCEPTED, details={"from": before, "to": by.pk}, by=by, now=now)
    settle(row, columns=["answerable", "offered_to"], but=by, now=now)
    _tell(row, NoticeKind.TICKET_ANSWERED, [before] if before else [], now)
    return row


@transaction.atomic
def decline(*, ticket: Ticket, text: str = "", by: Member, now: datetime) -> Ticket:
    """They do not: it stays with whom it is. Raises Refusal."""
    row = _offered(ticket, by)
    row.offered_to = None
    row.save(update_fields=["offered_to"])
    write_step(row, StepKind.DECLINED, text=words_of(text, ""), by=by, now=now)
    _tell(row, NoticeKind.TICKET_ANSWERED, [row.answerable_id] if row.answerable_id else [], now)
    return row


def _offered(ticket: Ticket, by: Member) -> Ticket:
    row = held(ticket)
    if row.offered_to_id != by.pk:
        raise Refusal(_("Nobody asks you to take this over any more."))
    return row


def _tell(row: Ticket, kind: NoticeKind, members: list[int], now: datetime) -> None:
    tell(office_id=row.office_id, member_ids=members, kind=kind, about=about_of(row), now=now)
    live.bump(row.office_id)
