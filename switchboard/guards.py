"""The doors to the phone desk's rows: loaded only for a member of the office who may see them."""

from django.http import Http404

from offices.models import Member
from switchboard.models import CallBack, IncomingCall, Letter, LibraryText, Mailbox, PhoneMessage
from switchboard.roles import ANSWERERS, KEEPERS


def load_call(member: Member, pk: int) -> IncomingCall:
    """A line of the register of the member's office; not of a call that complained of them. Raises Http404."""
    found = (
        IncomingCall.objects.of(member.office).with_people().select_related("office").filter(pk=pk).first()
    )
    if found is None or (found.ticket is not None and found.ticket.about_member_id == member.pk):
        raise Http404
    return found


def load_call_back(member: Member, pk: int) -> CallBack:
    """A call-back that the member owes, or that anybody owes for who keeps the desk. Raises Http404."""
    found = CallBack.objects.of(member.office).with_people().filter(pk=pk).first()
    if found is None or not may_open(member, found):
        raise Http404
    return found


def may_open(member: Member, back: CallBack) -> bool:
    """Whether the call-back has a page for this member."""
    return member.holds(*KEEPERS) or (member.holds(*ANSWERERS) and back.owner_id == member.pk)


def load_message(member: Member, pk: int) -> PhoneMessage:
    """A message for the member, or one that they took; at the desk anybody's. Raises Http404."""
    rows = PhoneMessage.objects.of(member.office).select_related("to", "taken_by", "office", "caller")
    found = rows.filter(pk=pk).first()
    if found is None or not (member.pk in (found.to_id, found.taken_by_id) or member.holds(*KEEPERS)):
        raise Http404
    return found


def load_text(member: Member, pk: int) -> LibraryText:
    """A text of the library of the member's office. Raises Http404."""
    found = LibraryText.objects.of(member.office).select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_mailbox(member: Member, pk: int) -> Mailbox:
    """A mailbox of the member's office. Raises Http404."""
    found = Mailbox.objects.of(member.office).select_related("office").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def load_letter(member: Member, pk: int) -> Letter:
    """A letter of the member's office, for who keeps the desk and who was given it; not one that complains of them.

    Raises Http404.
    """
    found = Letter.objects.of(member.office).not_about(member).with_people().filter(pk=pk).first()
    if found is None or not (member.holds(*KEEPERS) or found.steps.filter(to=member).exists()):
        raise Http404
    return found
