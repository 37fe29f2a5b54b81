"""What a gate or a hand-over means for a text: held, postponed, ended, tried again."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When

from messaging.enums import TextState
from messaging.gates import Reason, Stop
from messaging.gateways import TEXT_VENDORS, is_of_account
from messaging.models import Gateway, TextMessage
from messaging.models.text_message import NOT_WANTED
from messaging.robots import Answer, Verdict
from messaging.services import outbox_machine as machine

REST = timedelta(seconds=30)  # after "too often", doubled with every attempt
MOST_LIMITED = 8  # as often a text is told "too often", then it is given up


def hold(message: TextMessage, stop: Stop) -> None:
    """A gate said no: for good, or until later. Where its gateway is off another one in use takes it over at once."""
    if stop.again is None:
        machine.fail(message, stop.reason, state=TextState.DROPPED)
    elif stop.reason != Reason.GATEWAY_OFF or not _goes_another_way(message):
        machine.postpone(message, stop.again, stop.reason)


def _goes_another_way(message: TextMessage) -> bool:
    """It was in a sender's hands when the office changed its gateway (services.gateways passes over such texts)."""
    way = Gateway.objects.filter(office_id=message.office_id, channel=message.channel).active().first()
    if way is None:
        return False
    TextMessage.objects.queued().filter(pk=message.pk).update(gateway=way, lease_until=None)
    return True


@transaction.atomic
def write_down(message: TextMessage, answer: Answer, now: datetime) -> None:
    """What the hand-over came to. A limit of one number makes that text wait, one of the account the gateway."""
    rest = REST * 2 ** (message.attempts - 1)
    outcome = machine.outcome_of(answer, attempts=message.attempts, now=now, rest=rest)
    changes, limited = dict(outcome.changes), answer.verdict == Verdict.RATE_LIMITED
    if limited and message.attempts >= MOST_LIMITED:
        changes = {"state": TextState.FAILED, "error": answer.code}
    if changes["state"] == TextState.QUEUED:
        changes |= _unless_called_off(changes)
    if answer.vendor_id:
        changes["vendor_id"] = answer.vendor_id
    kind = message.gateway.kind
    is_gateways = not limited or (kind in TEXT_VENDORS and is_of_account(kind, answer.code))
    if outcome.rest_until is not None and is_gateways:
        Gateway.objects.filter(pk=message.gateway_id).update(paused_until=outcome.rest_until)
    machine.write_down(message, changes)


def _unless_called_off(changes: dict[str, Any]) -> dict[str, Any]:
    """Somebody stopped it while it was being handed over: then it does not come again."""
    called_off = When(error__in=NOT_WANTED, then=Value(TextState.DROPPED))
    return {
        "state": Case(called_off, default=Value(changes["state"])),
        "error": Case(When(error__in=NOT_WANTED, then=F("error")), default=Value(changes["error"])),
    }
