"""What follow-ups bring to a customer's timeline: what came of calls, agreed visits, what was left out."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from followups.enums import DroppedAs, FollowUpState
from followups.models import Appointment, CallResult, FollowUp
from followups.roles import GREETERS
from offices.models import Member
from visitors.models import Customer
from visitors.timeline_slots import ItemKind, TimelineItem

MOST = 200


def follow_ups_slot(customer: Customer, member: Member) -> Iterable[TimelineItem]:
    """Results stand with the calls they are of; greetings with the messages they were. Three queries."""
    files = list(Customer.objects.of_person(customer.file_id).values_list("pk", flat=True))
    results = CallResult.objects.of(customer.office).filter(customer__in=files)
    for result in results.select_related("follow_up", "by")[:MOST]:
        words = f"{result.follow_up.get_purpose_display()} \u00b7 {result.get_code_display()}"
        yield TimelineItem(result.at, ItemKind.CONTACT, words, by=result.by.name, contact=result.contact_id)
    yield from _visits(files, member)
    left_out = FollowUp.objects.of(customer.office).filter(
        customer__in=files, state=FollowUpState.DROPPED, dropped_as=DroppedAs.BY_HAND
    )
    for row in left_out.select_related("ended_by").order_by("-ended_at")[:MOST]:
        words = f"{row.get_purpose_display()} \u00b7 {row.get_dropped_as_display()}"
        by = row.ended_by.name if row.ended_by else ""
        yield TimelineItem(row.ended_at, ItemKind.FOLLOW_UP, words, by=by)  # type: ignore[arg-type]


def _visits(files: list[int], member: Member) -> Iterable[TimelineItem]:
    """When the visit was agreed on, for when, and what became of it."""
    rows = Appointment.objects.of(member.office).filter(customer__in=files).select_related("by", "office")
    for row in rows.order_by("-made_at")[:MOST]:
        at = row.at.astimezone(member.office.zone)
        words = _("Visit agreed for %(at)s: %(state)s") % {
            "at": f"{at:%Y-%m-%d %H:%M}",
            "state": row.get_state_display(),
        }
        may_open = member.holds(*GREETERS)
        url = reverse("followups:appointment", args=[member.office.slug, row.pk]) if may_open else ""
        yield TimelineItem(row.made_at, ItemKind.FOLLOW_UP, words, url, row.by.name)
