"""What a gate or a hand-over means for a text: held, postponed, ended, tried again."""

from datetime import datetime, timedelta

from django.db import transaction

from messaging.enums import TextState
from messaging.gates import Stop
from messaging.gateways import TEXT_VENDORS, is_of_account
from messaging.models import Gateway, TextMessage
from messaging.robots import Answer, Verdict
from messaging.services import outbox_machine as machine

REST = timedelta(seconds=30)  # after "too often", doubled with every attempt
MOST_LIMITED = 8  # as often a text is told "too often", then it is given up


def hold(message: TextMessage, stop: Stop) -> None:
    """A gate said no: for good, or until later."""
    if stop.again is None:
        machine.fail(message, stop.reason, state=TextState.DROPPED)
    else:
        machine.postpone(message, stop.again, stop.reason)


@transaction.atomic
def write_down(message: TextMessage, answer: Answer, now: datetime) -> None:
    """What the hand-over came to. A limit of one number makes that text wait, one of the account the gateway."""
    rest = REST * 2 ** (message.attempts - 1)
    outcome = machine.outcome_of(answer, attempts=message.attempts, now=now, rest=rest)
    changes, limited = dict(outcome.changes), answer.verdict == Verdict.RATE_LIMITED
    if limited and message.attempts >= MOST_LIMITED:
        changes = {"state": TextState.FAILED, "error": answer.code}
    if answer.vendor_id:
        changes["vendor_id"] = answer.vendor_id
    kind = message.gateway.kind
    is_gateways = not limited or (kind in TEXT_VENDORS and is_of_account(kind, answer.code))
    if outcome.rest_until is not None and is_gateways:
        Gateway.objects.filter(pk=message.gateway_id).update(paused_until=outcome.rest_until)
    machine.write_down(message, changes)
