"""How robots, gateways, templates and texts are loaded: only through the member's office."""

from django.http import Http404

from messaging.models import Gateway, MessageTemplate, Robot, TextMessage, TextReply
from offices.models import Member


def load_robot(member: Member, pk: int) -> Robot:
    """A robot of the member's office. Raises Http404."""
    return _load(Robot.objects.of(member.office), member, pk)


def load_gateway(member: Member, pk: int) -> Gateway:
    """A gateway of the member's office. Raises Http404."""
    return _load(Gateway.objects.of(member.office), member, pk)


def load_template(member: Member, pk: int) -> MessageTemplate:
    """A version of a template of the member's office. Raises Http404."""
    return _load(MessageTemplate.objects.of(member.office), member, pk)


def load_text(member: Member, pk: int) -> TextMessage:
    """A text of the member's office. Raises Http404."""
    texts = TextMessage.objects.of(member.office).select_related("gateway", "template", "copied_by")
    return _load(texts, member, pk)


def load_reply(member: Member, pk: int) -> TextReply:
    """A reply to the member's office. Raises Http404."""
    return _load(TextReply.objects.of(member.office), member, pk)


def _load(rows, member: Member, pk: int):
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.office = member.office
    return found
