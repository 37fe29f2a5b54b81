"""The door to the checklists: loaded only for a member of the office that wrote them."""

from django.http import Http404

from frontdesk.models import Checklist, ChecklistItem
from offices.models import Member


def load_checklist(member: Member, pk: int) -> Checklist:
    """A list of the member's office. Raises Http404."""
    checklist = Checklist.objects.of(member.office).select_related("office").filter(pk=pk).first()
    if checklist is None:
        raise Http404
    return checklist


def load_item(member: Member, pk: int) -> ChecklistItem:
    """An item of a list of the member's office. Raises Http404."""
    item = ChecklistItem.objects.of(member.office).select_related("checklist", "office").filter(pk=pk).first()
    if item is None:
        raise Http404
    return item
