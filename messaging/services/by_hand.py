"""What people do about single texts: send one by hand, and say what the vendor knows of a doubtful one.

Some vendors refuse property content, and an office may have no vendor at all. The gates hold here as well.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.enums import TextState
from messaging.gate_words import REASON_WORDS
from messaging.gates import Facts, Reason, Stop, gate
from messaging.models import TextMessage
from messaging.selectors.text_facts import house_limits, own_facts
from messaging.services.text_sending import lock_number
from messaging.services.texts import BELL
from offices.doorbell import ring
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

# What only delays a text leaves by itself later; what somebody sends by hand they must send themselves.
WAITING_WORDS = {
    Reason.QUIET: gettext_lazy(
        "Quiet hours: no SMS to customers now, by hand neither. Send it in the morning."
    ),
    Reason.DAY_CAP: gettext_lazy("Has had a marketing message today. Send it tomorrow."),
}
TAKEABLE = (TextState.QUEUED, TextState.FAILED)
RELEASERS = (Role.SUPERVISOR, Role.MANAGER)
"""Put back what a colleague took and left lying."""


def is_takeable(message: TextMessage) -> bool:
    """Whether it has not left: waiting, not sent, or kept back because the vendor has not approved its wording."""
    is_kept_back = message.state == TextState.DROPPED and message.error == Reason.NOT_APPROVED
    return message.state in TAKEABLE or is_kept_back


def is_early(message: TextMessage, office: Office, now: datetime) -> bool:
    """Whether it is for another day: a greeting is not sent the day before, by hand neither."""
    is_waiting = message.state == TextState.QUEUED
    return is_waiting and office.business_date(message.not_before) > office.business_date(now)


def is_taken(message: TextMessage) -> bool:
    """Whether somebody has taken it to send it by hand, and has not ticked it yet."""
    return message.copied_by_id is not None and is_takeable(message)


def may_put_back(message: TextMessage, by: Member) -> bool:
    """Who took it, and the leaders for them."""
    return is_taken(message) and (message.copied_by_id == by.pk or by.holds(*RELEASERS))


@transaction.atomic
def take_by_hand(*, message: TextMessage, by: Member, now: datetime) -> TextMessage:
    """Take the text to send it oneself; keeps a line, for the number is shown then. Raises Refusal.

    Its state stays what it was, so that one put back is where it came from: no gateway tries again what it refused.
    """
    held = _locked(message, by)
    if is_taken(held):
        if held.copied_by_id == by.pk:
            return held
        raise Refusal(_("%(name)s has taken this text to send it by hand.") % {"name": held.copied_by.name})
    if not is_takeable(held) or (held.lease_until and held.lease_until > now):
        raise Refusal(_("This text has left or is leaving just now."))
    if is_early(held, held.office, now):
        raise Refusal(_("This text is for another day."))
    _ask(held, now)
    held.copied_by, held.copied_at, held.lease_until = by, now, None
    held.save(update_fields=["copied_by", "copied_at", "lease_until"])
    _note(held, "taken", by, now)
    return held


@transaction.atomic
def done_by_hand(*, message: TextMessage, by: Member, now: datetime) -> None:
    """It was sent. Raises Refusal where somebody else took it or it was ticked before."""
    held = _taken(message, by)
    if held.copied_by_id != by.pk:
        raise Refusal(_("%(name)s has taken this text to send it by hand.") % {"name": held.copied_by.name})
    held.state, held.sent_at, held.called_at, held.is_held = TextState.SENT, now, now, False
    held.error = ""
    held.save(update_fields=["state", "sent_at", "called_at", "is_held", "error"])
    _note(held, "sent", by, now)


@transaction.atomic
def give_back(*, message: TextMessage, by: Member, now: datetime) -> None:
    """It is where it was before: in the queue, or among what was not sent. Raises Refusal as above."""
    held = _taken(message, by)
    if not may_put_back(held, by):
        raise Refusal(_("%(name)s has taken this text to send it by hand.") % {"name": held.copied_by.name})
    held.copied_by = held.copied_at = None
    held.save(update_fields=["copied_by", "copied_at"])
    _note(held, "given_back", by, now)
    ring(BELL)


@transaction.atomic
def settle(*, message: TextMessage, arrived: bool, by: Member, now: datetime) -> None:
    """What somebody learned at the vendor's of a text that may have left. Raises Refusal where it is known already.

    What never left may be sent by hand.
    """
    held = _locked(message, by)
    if held.state != TextState.UNCERTAIN:
        raise Refusal(_("It is known by now what became of this text."))
    if arrived:
        held.state, held.sent_at, held.delivered_at, held.error = TextState.DELIVERED, held.called_at, now, ""
    else:
        held.state, held.error = TextState.FAILED, "never_left"
    held.save(update_fields=["state", "sent_at", "delivered_at", "error"])
    _note(held, "arrived" if arrived else "never_left", by, now)


def _ask(message: TextMessage, now: datetime) -> None:
    """The gates without the vendor's. Raises Refusal with what they say."""
    lock_number(message)
    facts: Facts = own_facts(message, now)
    stop: Stop | None = gate(facts, house_limits(message.office, now))
    if stop is not None:
        raise Refusal(str(WAITING_WORDS.get(stop.reason) or REASON_WORDS[stop.reason]))


def _locked(message: TextMessage, by: Member) -> TextMessage:
    texts = TextMessage.objects.of(by.office).select_related("office", "gateway", "template", "copied_by")
    return texts.select_for_update(of=("self",), no_key=True).get(pk=message.pk)


def _taken(message: TextMessage, by: Member) -> TextMessage:
    held = _locked(message, by)
    if not is_taken(held):
        raise Refusal(_("Nobody has taken this text to send it by hand."))
    return held


def _note(message: TextMessage, did: str, by: Member, now: datetime) -> None:
    keep(action=AuditAction.TEXT_BY_HAND, record=f"text:{message.pk}", details={"did": did}, by=by, now=now)
