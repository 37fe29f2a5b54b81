"""What customers write by the web form becomes a complaint that somebody takes; a second sending changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.enums import Channel
from complaints.escalation_table import Person
from complaints.models import ComplaintLink, Ticket, TicketCategory, WebEntry
from complaints.selectors.people import people_for
from complaints.services.opening import TicketEntry, open_ticket
from complaints.services.writing import about_of
from offices import live
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.notices import tell

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 40
"""Of one office; whoever writes more than that is no customer."""


class TooMany(Refusal):
    """More came by the form than customers write."""

    status = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What the customer typed; ``phone`` is E.164 or empty."""

    token: UUID
    text: str
    category: int | None = None
    name: str = ""
    phone: str = ""


def was_sent(token: UUID) -> bool:
    """Whether the form with this token was taken before."""
    return WebEntry.objects.filter(token=token).exists()


@transaction.atomic
def take_words(*, link: ComplaintLink, words: OwnWords, now: datetime) -> bool:
    """Open a complaint of it; the same token again changes nothing. Returns whether it is new. Raises TooMany, Refusal.

    The customer is told the same whether we know the number or not, and no number of the complaint.
    """
    office = link.office
    row = WebEntry(office=office, link=link, token=words.token, at=now)
    WebEntry.objects.bulk_create([row], ignore_conflicts=True)  # of two sendings at once one goes on
    held = WebEntry.objects.select_for_update(of=("self",), no_key=True).get(token=words.token)
    if held.ticket_id is not None or held.link_id != link.pk:
        return False
    if WebEntry.objects.filter(office=office, at__gt=now - HOUR).count() > MOST_AN_HOUR:
        raise TooMany(_("Very many have written to us just now. Please call us, or try again in an hour."))
    category = TicketCategory.objects.of(office).in_use().filter(pk=words.category).first()
    entry = TicketEntry(
        channel=Channel.WEB, text=words.text, category=category, caller=words.name, phone=words.phone
    )
    held.ticket = open_ticket(office=office, entry=entry, by=None, now=now)
    held.save(update_fields=["ticket"])
    _tell_service(held.ticket, now)
    return True


def _tell_service(ticket: Ticket, now: datetime) -> None:
    """Somebody has to take it: nobody was asked."""
    working = list(Member.objects.of(ticket.office).working().select_related("user"))
    told = sorted(member.pk for member in people_for(Person.SERVICE, ticket, working))
    about = about_of(ticket)
    tell(office_id=ticket.office_id, member_ids=told, kind=NoticeKind.TICKET, about=about, now=now)
    live.bump(ticket.office_id)
