"""What the phone desk brings to a customer's timeline: what callers wanted, and what letters were about."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices.models import Member
from switchboard.enums import CallTopic
from switchboard.models import IncomingCall, Letter
from switchboard.roles import KEEPERS, READERS
from visitors.models import Customer
from visitors.timeline_slots import ItemKind, TimelineItem

MOST = 200


def phone_slot(customer: Customer, member: Member) -> Iterable[TimelineItem]:
    """Calls and letters stand with the contacts they were; nobody reads of those that complain of them."""
    files = list(Customer.objects.of_person(customer.file_id).values_list("pk", flat=True))
    yield from _calls(files, member)
    yield from _letters(files, member)


def _calls(files: list[int], member: Member) -> Iterable[TimelineItem]:
    rows = IncomingCall.objects.of(member.office).standing().filter(customer__in=files)
    rows = rows.exclude(ticket__about_member=member).select_related("answered_by")
    topics = dict(CallTopic.choices)
    may_open = member.holds(*READERS)
    for call in rows.order_by("-at", "-pk")[:MOST]:
        asked = pgettext("between the items of a list", ", ").join(str(topics[each]) for each in call.topics)
        words = " \u00b7 ".join(each for each in (str(call.get_kind_display()), asked) if each)
        url = reverse("switchboard:call", args=[member.office.slug, call.pk]) if may_open else ""
        by = call.answered_by.name
        yield TimelineItem(call.at, ItemKind.CONTACT, words, url, by, contact=call.contact_id)


def _letters(files: list[int], member: Member) -> Iterable[TimelineItem]:
    letters = Q(customer__in=files) | Q(contact__customer__in=files)
    rows = Letter.objects.of(member.office).filter(letters).not_about(member).select_related("responsible")
    may_open = member.holds(*KEEPERS)
    for letter in rows.order_by("-arrived_on", "-pk")[:MOST]:
        words = _("Letter %(number)s: %(subject)s") % {"number": letter, "subject": letter.subject}
        url = reverse("switchboard:letter", args=[member.office.slug, letter.pk]) if may_open else ""
        by = letter.responsible.name
        yield TimelineItem(letter.recorded_at, ItemKind.CONTACT, words, url, by, contact=letter.contact_id)
        if letter.ended_on:
            at = datetime.combine(letter.ended_on, time(12), member.office.zone)
            told = f"{words} \u00b7 {letter.get_state_display()}"
            yield TimelineItem(at, ItemKind.CONTACT, told, url, by)
