"""The doors to follow-ups and calls: loaded only for a member of the office who may see them."""

from django.http import Http404

from followups.enums import DayKind, FollowUpChannel
from followups.models import (
    Appointment,
    Batch,
    BatchRow,
    CalendarDay,
    CallResult,
    FollowUp,
    Milestone,
    Question,
    SavedFilter,
)
from followups.roles import LEADERS
from offices.models import Member
from visitors.models import Customer, CustomerDate


def load_call(member: Member, pk: int) -> FollowUp:
    """A call that the member owes, or that anybody owes for a leader. Raises Http404 for all others alike."""
    calls = FollowUp.objects.of(member.office).filter(channel=FollowUpChannel.CALL)
    rows = calls.select_related("customer__merged_into", "owner", "office")
    found = rows.filter(pk=pk).first()
    if found is None or not (found.owner_id == member.pk or member.holds(*LEADERS)):
        raise Http404
    return found


def load_result(member: Member, pk: int) -> CallResult:
    """A call of the member's office. Raises Http404."""
    rows = CallResult.objects.of(member.office).select_related("customer__merged_into", "by", "office")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_appointment(member: Member, pk: int) -> Appointment:
    """An appointment of the member's office. Raises Http404."""
    rows = Appointment.objects.of(member.office).select_related(
        "customer__merged_into", "plan", "office", "by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_question(member: Member, pk: int) -> Question:
    """A question of the member's office. Raises Http404."""
    found = Question.objects.of(member.office).select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_batch(member: Member, pk: int) -> Batch:
    """A batch of the member's office. Raises Http404."""
    rows = Batch.objects.of(member.office).select_related(
        "office", "template__office", "made_by", "listed_by", "approved_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_batch_row(member: Member, pk: int) -> BatchRow:
    """A customer of a batch of the member's office, with the batch. Raises Http404."""
    rows = BatchRow.objects.filter(office=member.office).select_related("batch", "customer")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_saved_filter(member: Member, pk: int) -> SavedFilter:
    """A saved choice of customers of the member's office. Raises Http404."""
    found = SavedFilter.objects.of(member.office).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_milestone(member: Member, pk: int) -> Milestone:
    """A milestone of the member's office. Raises Http404."""
    found = Milestone.objects.of(member.office).select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_day(member: Member, pk: int) -> CalendarDay:
    """A festival of the country or of the member's office. Raises Http404."""
    rows = CalendarDay.objects.seen_by(member.office).filter(kind=DayKind.FESTIVAL)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_birthday(customer: Customer, pk: int) -> CustomerDate:
    """A birthday on this file, which was loaded for the member. Raises Http404."""
    found = CustomerDate.objects.filter(customer__in=customer.all_files, pk=pk).first()
    if found is None:
        raise Http404
    return found
