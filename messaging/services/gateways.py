"""A gateway joins an office and changes; what is secret of it never enters the audit log."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from messaging.gateways import TEXT_VENDORS
from messaging.models import Gateway, TextMessage
from offices.doorbell import ring
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.sealing import fingerprint, seal
from offices.services.audit import keep

FIELDS = (
    "channel",
    "kind",
    "name",
    "signature",
    "per_second",
    "per_day",
    "price_fen",
    "is_active",
    "sealed_settings",
)
BELL = "messaging.tasks.send_texts_due"


@transaction.atomic
def keep_gateway(*, gateway: Gateway, by: Member, now: datetime) -> Gateway:
    """Write a gateway that its form has filled in: a new one, or one that was changed. Raises Refusal.

    One in use puts the one before it out of use; texts that wait for a way of its channel take the new one.
    """
    before = Gateway.objects.select_for_update(of=("self",), no_key=True).filter(pk=gateway.pk).first()
    changed = [name for name in FIELDS if before is None or getattr(before, name) != getattr(gateway, name)]
    if gateway.kind in TEXT_VENDORS and not gateway.sealed_hook:
        _give_hook(gateway)
    if gateway.is_active:
        others = Gateway.objects.filter(office_id=by.office_id, channel=gateway.channel).active()
        others.exclude(pk=gateway.pk).update(is_active=False)
    if "kind" in changed or "sealed_settings" in changed:
        gateway.paused_until = None
    try:
        with transaction.atomic():
            gateway.save()
    except IntegrityError as error:
        namesakes = Gateway.objects.filter(office_id=by.office_id, name=gateway.name).exclude(pk=gateway.pk)
        if not namesakes.exists():
            raise
        raise Refusal(
            _("This office has a gateway of that name already; choose another name."), field="name"
        ) from error
    if gateway.is_active:
        _take_over(gateway)
    keep(
        action=AuditAction.GATEWAY_CHANGED,
        record=f"gateway:{gateway.pk}",
        details={
            "added": before is None,
            "changed": [name.removeprefix("sealed_") for name in changed],
            "kind": [before.kind if before else "", gateway.kind],
            "is_active": [before.is_active if before else False, gateway.is_active],
        },
        by=by,
        now=now,
    )
    return gateway


def _take_over(gateway: Gateway) -> None:
    waiting = TextMessage.objects.filter(office_id=gateway.office_id, channel=gateway.channel).queued()
    waiting.exclude(gateway=gateway).filter(lease_until=None).update(gateway=gateway)
    ring(BELL)


def gateway_of_hook(secret: str) -> Gateway | None:
    """The gateway whose webhooks have this secret in their address; None for a stranger."""
    found = Gateway.objects.select_related("office").filter(hook_print=_print(secret)).exclude(hook_print="")
    return found.first()


def _give_hook(gateway: Gateway) -> None:
    secret = secrets.token_urlsafe(24)
    gateway.sealed_hook, gateway.hook_print = seal(secret), _print(secret)


def _print(secret: str) -> str:
    return fingerprint("gateway-hook", secret)
