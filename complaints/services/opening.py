"""A complaint is taken: numbered without a gap, found among earlier ones, and told to whom it has to be told."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from complaints.enums import Channel, StepKind, TicketKind
from complaints.escalation_rules import Rules
from complaints.models import Ticket, TicketCategory
from complaints.models.ticket import TicketYear
from complaints.selectors.repeats import root_of, same_matter
from complaints.selectors.standing import house_rules, local
from complaints.services.writing import settle, words_of, write_step
from offices import phones
from offices.errors import Refusal
from offices.models import Member, Office
from offices.sealing import fingerprint, seal
from visitors.enums import ContactKind
from visitors.models import Customer
from visitors.services.contacts import record_contact
from visitors.services.customers import clean_text
from visitors.services.phones import holder_of, read_number

NAME_LENGTH = 40
SUMMARY_LENGTH = 80
MOST_HOUSEHOLDS = 10_000
NUMBER = """
    INSERT INTO {table} (office_id, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (office_id, year) DO UPDATE SET last = {table}.last + 1 RETURNING last
"""
MET = {
    Channel.CALL: ContactKind.CALL,
    Channel.LETTER: ContactKind.LETTER,
    Channel.EMAIL: ContactKind.MESSAGE,
    Channel.SMS: ContactKind.MESSAGE,
}
"""Which channels are a contact of their own; a visit has one from the reception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEntry:
    """What whoever was asked first wrote down. ``phone`` as typed, ``reply_by`` what the customer was told.

    ``has_contact``: the call or letter stands among the customer's contacts already.
    """

    channel: str
    text: str
    kind: str = TicketKind.GENERAL
    category: TicketCategory | None = None
    households: int = 1
    agitated: bool = False
    sensitive: bool = False
    about: Member | None = None
    customer: Customer | None = None
    caller: str = ""
    phone: str = ""
    reply_by: datetime | None = None
    has_contact: bool = False


@transaction.atomic
def open_ticket(*, office: Office, entry: TicketEntry, by: Member | None, now: datetime) -> Ticket:
    """Take a complaint (G-13): who takes it answers for it until the customer has the answer (G-21). Raises Refusal.

    ``by`` is None for the web form: then nobody answers for it until somebody takes it. The same matter of the same
    customer within some months is joined with the earlier complaint (G-30).
    """
    now = now.replace(microsecond=0)
    text = words_of(entry.text, _("Write down what the customer complains about."))
    number = read_number(entry.phone)
    entry = _with_file(office, entry, number)
    rules = house_rules(office, office.business_date(now))
    _check(office, entry, rules, by, now)
    earlier = same_matter(
        office=office,
        customer=entry.customer,
        phone_print=phone_print(number),
        category=entry.category,
        days=rules.repeat_days,
        now=now,
    )
    year = office.business_date(now).year
    ticket = Ticket.objects.create(
        office=office,
        year=year,
        number=next_number(office, year),
        channel=entry.channel,
        category=entry.category,
        kind=entry.kind,
        households=entry.households,
        is_agitated=entry.agitated,
        about_member=entry.about,
        customer=entry.customer,
        caller=clean_text(entry.caller, "caller", NAME_LENGTH),
        sealed_phone=seal(number) if number else "",
        phone_print=phone_print(number),
        masked=phones.masked(number) if number else "",
        summary=summary_of(text),
        opened_at=now,
        opened_by=by,
        answerable=by,
        repeats=root_of(earlier) if earlier else None,
    )
    write_step(ticket, StepKind.OPENED, text=text, details=_said(ticket, entry), by=by, now=now)
    kind = None if entry.has_contact else MET.get(Channel(entry.channel))
    if entry.customer is not None and by is not None and kind is not None:
        record_contact(office=office, customer=entry.customer, kind=kind, at=now, by=by, now=now)
    settle(ticket, but=by, now=now)
    return ticket


def next_number(office: Office, year: int) -> int:
    """The next number of the year; who waits for it gets the one after, a transaction that fails gives it back."""
    table = connection.ops.quote_name(TicketYear._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(NUMBER.format(table=table), [office.pk, year])
        return cursor.fetchone()[0]


def phone_print(number: str) -> str:
    """By what a number is found among complaints; empty for none."""
    return fingerprint("ticket-phone", number) if number else ""


def summary_of(text: str) -> str:
    """The first line, for lists."""
    line = " ".join(text.strip().splitlines()[0].split())
    return line if len(line) <= SUMMARY_LENGTH else line[: SUMMARY_LENGTH - 1] + "\u2026"


def _with_file(office: Office, entry: TicketEntry, number: str) -> TicketEntry:
    """The customer whom the number belongs to, where none was chosen."""
    if entry.customer is not None:
        if entry.customer.office_id != office.pk:
            raise Refusal(_("Choose a customer of this office."), field="customer")
        return replace(entry, customer=entry.customer.file)
    return replace(entry, customer=holder_of(office, number)) if number else entry


def _check(office: Office, entry: TicketEntry, rules: Rules, by: Member | None, now: datetime) -> None:
    """Raise Refusal for what does not fit together."""
    if entry.channel not in Channel.values or entry.kind not in TicketKind.values:
        raise Refusal(_("Choose how the complaint came, and its kind."), field="channel")
    if not 1 <= entry.households <= MOST_HOUSEHOLDS:
        raise Refusal(_("At least one household complained."), field="households")
    if entry.about is not None and by is not None and entry.about.pk == by.pk:
        raise Refusal(
            _("Nobody takes a complaint about themselves. Ask a colleague to take it."), field="about"
        )
    if entry.reply_by is not None:
        check_time(entry.reply_by, rules, office=office, field="reply_by", now=now)
    elif by is not None and is_major(entry, rules):
        raise Refusal(
            _("Tell the customer by when they have an answer: with a major complaint this is a must."),
            field="reply_by",
        )


def is_major(entry: TicketEntry, rules: Rules) -> bool:
    """Whether the core will take it for a major one; said here to ask for what is compulsory then."""
    return (
        entry.kind == TicketKind.MAJOR
        or (entry.category is not None and entry.category.is_major)
        or entry.sensitive
        or entry.households >= rules.collective_from
    )


def check_time(moment: datetime, rules: Rules, *, office: Office, field: str, now: datetime) -> None:
    """A time that is named to the customer lies ahead, and not too far. Raises Refusal."""
    if local(office, moment) <= local(office, now):
        raise Refusal(_("Name a time that is still to come."), field=field)
    if (office.business_date(moment) - office.business_date(now)).days > rules.next_reply_days:
        raise Refusal(
            _("Name a time within the next %(days)s days.") % {"days": rules.next_reply_days}, field=field
        )


def _said(ticket: Ticket, entry: TicketEntry) -> dict:
    """What the core is told of it, and what it was about: for ever, in codes and ids."""
    until = local(ticket.office, entry.reply_by).isoformat() if entry.reply_by else None
    return {
        "channel": str(entry.channel),
        "kind": str(entry.kind),
        "category": entry.category.pk if entry.category else None,
        "major_category": bool(entry.category and entry.category.is_major),
        "sensitive": entry.sensitive,
        "households": entry.households,
        "agitated": entry.agitated,
        "about": entry.about.pk if entry.about else None,
        "repeats": ticket.repeats_id,
        "customer": ticket.customer_id,
        "until": until,
    }
