"""How a complaint ends: confirmed by the customer, called back, archived; or opened again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.drawn import is_path, is_sheet
from complaints.enums import ConfirmedHow, Satisfaction, VisitWay
from complaints.escalation_table import Deed
from complaints.models import Signature, Ticket, TicketStep
from complaints.services.deeds import ready, step
from complaints.services.writing import settle, words_of
from offices.errors import Refusal
from offices.models import Member
from offices.sealing import seal
from visitors.enums import ContactKind
from visitors.services.contacts import record_contact
from visitors.services.customers import clean_text

NAME_LENGTH = 40
MET = {
    VisitWay.PHONE: ContactKind.CALL,
    VisitWay.LETTER: ContactKind.LETTER,
}


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as it came from the page: a drawing on a sheet of so many pixels, or the name as it was typed."""

    path: str = ""
    width: int = 0
    height: int = 0
    name: str = ""

    @property
    def is_drawn(self) -> bool:
        return bool(self.path)


@transaction.atomic
def confirm(
    *,
    ticket: Ticket,
    how: str,
    signed: Signed | None = None,
    text: str = "",
    seen: int | None = None,
    by: Member,
    now: datetime,
) -> Ticket:
    """The customer says that it is settled (G-05): signed on a visit, or by telephone, where the step names the clerk
    (G-28), or in writing. Raises Refusal.
    """
    row = ready(ticket, Deed.CONFIRMED, seen=seen, by=by, now=now)
    if how not in ConfirmedHow.values:
        raise Refusal(_("Say how the customer confirmed it."), field="how")
    is_signed = how == ConfirmedHow.SIGNED
    if is_signed:
        check_signature(signed)
    row.confirmed_how, row.closed_at, row.offered_to = how, now, None
    done = step(row, Deed.CONFIRMED, text=words_of(text, ""), details={"how": str(how)}, by=by, now=now)
    if is_signed and signed is not None:
        keep_signature(done, signed)
    settle(row, columns=["confirmed_how", "closed_at", "offered_to"], but=by, now=now)
    return row


@transaction.atomic
def close_unanswered(
    *, ticket: Ticket, text: str, seen: int | None = None, by: Member, now: datetime
) -> Ticket:
    """The customer has the answer and says nothing: closed after some days, by a leader or customer service.

    Raises Refusal.
    """
    row = ready(ticket, Deed.UNANSWERED, seen=seen, by=by, now=now)
    words = words_of(text, _("Write how often and how you tried to reach the customer."))
    row.closed_at, row.offered_to = now, None
    step(row, Deed.UNANSWERED, text=words, by=by, now=now)
    settle(row, columns=["closed_at", "offered_to"], but=by, now=now)
    return row


@transaction.atomic
def not_content(*, ticket: Ticket, text: str, seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """The customer is not content: the second level takes it up, with clocks of its own (G-41). Raises Refusal."""
    row = ready(ticket, Deed.DISSATISFIED, seen=seen, by=by, now=now)
    words = words_of(text, _("Write what the customer is not content with."))
    _open_again(row)
    step(row, Deed.DISSATISFIED, text=words, by=by, now=now)
    settle(row, columns=OPENED_AGAIN, but=by, now=now)
    return row


@transaction.atomic
def call_back(
    *,
    ticket: Ticket,
    way: str,
    satisfaction: str,
    text: str = "",
    signed: Signed | None = None,
    seen: int | None = None,
    by: Member,
    now: datetime,
) -> Ticket:
    """The return visit (G-14, G-25): on site with the customer's signature, else naming who made it. Raises Refusal.

    A customer who is not content is the second level's from now on.
    """
    row = ready(ticket, Deed.CALLED, seen=seen, by=by, now=now)
    if way not in VisitWay.values:
        raise Refusal(_("Say how you spoke with the customer."), field="way")
    if satisfaction not in Satisfaction.values:
        raise Refusal(_("Say whether the customer is content."), field="satisfaction")
    unhappy = satisfaction == Satisfaction.DISSATISFIED
    words = words_of(text, _("Write what the customer is not content with.") if unhappy else "")
    on_site = way == VisitWay.VISIT
    if on_site:
        check_signature(signed)
    row.called_at, row.satisfaction = now, satisfaction
    details = {"way": str(way), "satisfaction": str(satisfaction)}
    done = step(row, Deed.CALLED, text=words, details=details, by=by, now=now)
    if on_site and signed is not None:
        keep_signature(done, signed)
    if row.customer is not None and (kind := MET.get(VisitWay(way))):
        outgoing = {"outgoing": True}
        record_contact(
            office=row.office,
            customer=row.customer,
            kind=kind,
            at=now,
            circumstances=outgoing,
            by=by,
            now=now,
        )
    settle(row, columns=["called_at", "satisfaction"], but=by, now=now)
    if unhappy:
        return not_content(ticket=row, text=words, by=by, now=now)
    return row


@transaction.atomic
def archive(*, ticket: Ticket, text: str = "", seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """Put away; it stays readable, and can be opened again for some weeks. Raises Refusal."""
    row = ready(ticket, Deed.ARCHIVED, seen=seen, by=by, now=now)
    row.archived_at = now
    step(row, Deed.ARCHIVED, text=words_of(text, ""), by=by, now=now)
    settle(row, columns=["archived_at"], but=by, now=now)
    return row


@transaction.atomic
def reopen(*, ticket: Ticket, text: str, seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """It was not settled after all: it goes on, with its whole history. Raises Refusal."""
    row = ready(ticket, Deed.REOPENED, seen=seen, by=by, now=now)
    words = words_of(text, _("Write why it is opened again."))
    _open_again(row)
    step(row, Deed.REOPENED, text=words, by=by, now=now)
    settle(row, columns=OPENED_AGAIN, but=by, now=now)
    return row


OPENED_AGAIN = ["closed_at", "archived_at", "called_at", "satisfaction", "confirmed_how"]


def _open_again(row: Ticket) -> None:
    """What was said at its end holds no longer; the steps keep it."""
    row.closed_at = row.archived_at = row.called_at = None
    row.satisfaction = row.confirmed_how = ""


def check_signature(signed: Signed | None) -> None:
    """Raise Refusal for a signature that is none."""
    if signed is None or not (signed.path or signed.name.strip()):
        raise Refusal(
            _("The customer signs on the sheet, or writes their name below it."), field="signature_name"
        )
    if signed.path and not (is_path(signed.path) and is_sheet(signed.width, signed.height)):
        raise Refusal(
            _("This drawing cannot be kept. Let the customer sign once more."), field="signature_name"
        )


def keep_signature(done: TicketStep, signed: Signed) -> None:
    name = clean_text(signed.name, "signature_name", NAME_LENGTH)
    Signature.objects.create(
        office_id=done.office_id,
        step=done,
        sealed=seal(signed.path or name),
        is_drawn=signed.is_drawn,
        width=signed.width if signed.is_drawn else 0,
        height=signed.height if signed.is_drawn else 0,
    )
