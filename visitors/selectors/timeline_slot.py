"""What this floor brings to a customer's timeline: contacts, texts to their numbers, and the grades they had."""

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from messaging.models import TextMessage
from offices.models import Member
from visitors.models import (
    CompanyNote,
    Customer,
    CustomerEmail,
    CustomerPhone,
    CustomerTransfer,
    GradeChange,
)
from visitors.selectors.timeline import TimelineEntry, timeline
from visitors.timeline_slots import ItemKind, TimelineItem

MOST = 200
TEXT_LENGTH = 120


def contacts_slot(customer: Customer, member: Member) -> Iterable[TimelineItem]:
    """Every contact as it stands, with its note."""
    for entry in timeline(customer, MOST):
        who = entry.contact.consultant or entry.contact.by
        words = _contact_words(entry)
        yield TimelineItem(entry.contact.at, ItemKind.CONTACT, words, by=who.name, contact=entry.contact.pk)


def messages_slot(customer: Customer, member: Member) -> Iterable[TimelineItem]:
    """What was written to one of the customer's numbers or addresses."""
    files = Customer.objects.of_person(customer.file_id)
    prints = {*CustomerPhone.objects.filter(customer__in=files).values_list("digest", flat=True)}
    prints |= {*CustomerEmail.objects.filter(customer__in=files).values_list("digest", flat=True)}
    if not prints:
        return
    rows = (
        TextMessage.objects.of(customer.office).filter(number_print__in=prints).order_by("-created_at", "-pk")
    )
    for row in rows.select_related("created_by")[:MOST]:
        words = f"{row.get_channel_display()} · {row.get_state_display()} · {_short(row.text)}"
        yield TimelineItem(row.sent_at or row.created_at, ItemKind.MESSAGE, words)


def file_slot(customer: Customer, member: Member) -> Iterable[TimelineItem]:
    """The file was opened; its grade changed, and why; to whom it was handed; what happened at the company."""
    url = reverse("visitors:file", args=[member.office.slug, customer.file_id])
    yield TimelineItem(
        customer.created_at, ItemKind.FILE, _("The file was opened."), url, customer.created_by.name
    )
    files = Customer.objects.of_person(customer.file_id)
    for change in GradeChange.objects.filter(customer__in=files).select_related("by")[:MOST]:
        words = _("Grade %(new)s instead of %(old)s: %(why)s") % {
            "old": change.old or pgettext("grade", "none"),
            "new": change.new,
            "why": change.get_reason_display(),
        }
        yield TimelineItem(change.at, ItemKind.FILE, words, by=change.by.name)
    for handed in CustomerTransfer.objects.filter(customer__in=files).select_related("to", "by")[:MOST]:
        words = _("Handed to %(name)s.") % {"name": handed.to.name}
        yield TimelineItem(handed.at, ItemKind.FILE, words, by=handed.by.name)
    for note in CompanyNote.objects.filter(customer__in=files).select_related("by")[:MOST]:
        at = datetime.combine(note.on, time(12), member.office.zone)
        words = f"{note.get_kind_display()} \u00b7 {note.text}"
        yield TimelineItem(at, ItemKind.FILE, words, by=note.by.name)


def _contact_words(entry: TimelineEntry) -> str:
    outgoing = entry.contact.circumstances.get("outgoing")
    kind = pgettext("contact", "Our call") if outgoing else entry.contact.get_kind_display()
    role = "" if outgoing else entry.contact.get_role_display()
    struck = "" if entry.effective.stands else _("does not stand")
    note = _short(entry.note.text) if entry.note else ""
    return " · ".join(each for each in (str(kind), str(role), *entry.said, str(struck), note) if each)


def _short(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else f"{text[: TEXT_LENGTH - 1]}…"
