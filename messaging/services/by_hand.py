"""Texts that a member sends from their own telephone: taken out of the queue, copied, ticked as done.

Some vendors refuse property content, and an office may have no vendor at all. The gates hold here as well.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from messaging.enums import TextState
from messaging.gate_words import REASON_WORDS
from messaging.gates import Facts, Reason, Stop, gate
from messaging.models import TextMessage
from messaging.selectors.text_facts import house_limits, own_facts
from messaging.services.text_sending import lock_number
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep

TAKEABLE = (TextState.QUEUED, TextState.FAILED)


def is_takeable(message: TextMessage) -> bool:
    """Whether it has not left: waiting, not sent, or kept back because the vendor has not approved its wording."""
    is_kept_back = message.state == TextState.DROPPED and message.error == Reason.NOT_APPROVED
    return message.state in TAKEABLE or is_kept_back


@transaction.atomic
def take_by_hand(*, message: TextMessage, by: Member, now: datetime) -> TextMessage:
    """Take the text out of the queue to send it oneself; keeps a line, for the number is shown then. Raises Refusal."""
    held = _locked(message, by)
    if held.copied_by_id == by.pk and held.state == TextState.QUEUED:
        return held
    if held.copied_by_id is not None and held.state == TextState.QUEUED:
        raise Refusal(_("%(name)s has taken this text to send it by hand.") % {"name": held.copied_by.name})
    if not is_takeable(held) or (held.lease_until and held.lease_until > now):
        raise Refusal(_("This text has left or is leaving just now."))
    _ask(held, now)
    held.state, held.is_held, held.copied_by, held.copied_at = TextState.QUEUED, True, by, now
    held.lease_until = None
    held.save(update_fields=["state", "is_held", "copied_by", "copied_at", "lease_until"])
    _note(held, "taken", by, now)
    return held


@transaction.atomic
def done_by_hand(*, message: TextMessage, by: Member, now: datetime) -> None:
    """It was sent. Raises Refusal where somebody else took it or it was ticked before."""
    held = _taken(message, by)
    held.state, held.sent_at, held.called_at, held.is_held = TextState.SENT, now, now, False
    held.error = ""
    held.save(update_fields=["state", "sent_at", "called_at", "is_held", "error"])
    _note(held, "sent", by, now)


@transaction.atomic
def give_back(*, message: TextMessage, by: Member, now: datetime) -> None:
    """It goes back into the queue, and waits there with the others of its batch if that is paused. Raises Refusal."""
    held = _taken(message, by)
    others = TextMessage.objects.of(by.office).in_group(held.group).queued()
    held.is_held = bool(held.group) and others.filter(is_held=True, copied_by=None).exists()
    held.copied_by, held.copied_at = None, None
    held.save(update_fields=["is_held", "copied_by", "copied_at"])
    _note(held, "given_back", by, now)


def _ask(message: TextMessage, now: datetime) -> None:
    """The gates without the vendor's. Raises Refusal with what they say."""
    lock_number(message)
    facts: Facts = own_facts(message, now)
    stop: Stop | None = gate(facts, house_limits(message.office, now))
    if stop is not None:
        raise Refusal(str(REASON_WORDS[stop.reason]))


def _locked(message: TextMessage, by: Member) -> TextMessage:
    texts = TextMessage.objects.of(by.office).select_related("office", "gateway", "template", "copied_by")
    return texts.select_for_update(of=("self",), no_key=True).get(pk=message.pk)


def _taken(message: TextMessage, by: Member) -> TextMessage:
    held = _locked(message, by)
    if held.state != TextState.QUEUED or held.copied_by_id is None:
        raise Refusal(_("Nobody has taken this text to send it by hand."))
    if held.copied_by_id != by.pk:
        raise Refusal(_("%(name)s has taken this text to send it by hand.") % {"name": held.copied_by.name})
    return held


def _note(message: TextMessage, did: str, by: Member, now: datetime) -> None:
    keep(action=AuditAction.TEXT_BY_HAND, record=f"text:{message.pk}", details={"did": did}, by=by, now=now)
