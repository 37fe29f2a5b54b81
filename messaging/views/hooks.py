"""Where vendors bring receipts and replies. Whoever is not known is refused, and leaves a line in the log."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging.enums import GatewayKind
from messaging.hooks import NotReadable, read_receipts, read_replies, thanks
from messaging.models import Gateway
from messaging.services.gateways import gateway_of_hook
from messaging.services.incoming import take_receipts, take_replies
from messaging.sms_http import SIGNATURE, TIMESTAMP, is_signed
from offices.sealing import SealBroken

log = logging.getLogger(__name__)

LONGEST = 256 * 1024


@csrf_exempt
@require_POST
def receipts(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of texts."""
    return _taken(request, secret, read_receipts, take_receipts, "receipts")


@csrf_exempt
@require_POST
def replies(request: HttpRequest, secret: str) -> HttpResponse:
    """What customers wrote back."""
    return _taken(request, secret, read_replies, take_replies, "replies")


def _taken(request: HttpRequest, secret: str, read: Callable, take: Callable, what: str) -> HttpResponse:
    """403 for a stranger or a wrong signature, 400 for what cannot be read; else what the vendor wants to hear."""
    gateway = gateway_of_hook(secret)
    if gateway is None:
        return _refused("unknown", 403)
    length = request.headers.get("content-length") or "0"
    if not (length.isascii() and length.isdecimal()):
        return _refused("not_readable", 400)
    if int(length[:12]) > LONGEST:
        return _refused("too_long", 413)
    if gateway.kind == GatewayKind.HTTP and not _is_signed(request, gateway):
        return _refused("signature", 403)
    try:
        items = read(gateway.kind, request.body)
    except NotReadable:
        return _refused("not_readable", 400)
    take(gateway=gateway, now=timezone.now(), **{what: items})
    return JsonResponse(thanks(gateway.kind))


def _is_signed(request: HttpRequest, gateway: Gateway) -> bool:
    try:
        secret = gateway.settings.get("secret", "")
    except SealBroken:
        return False
    stamp, given = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
    return bool(secret) and is_signed(secret, stamp, given, request.body, now=timezone.now())


def _refused(why: str, status: int) -> HttpResponse:
    log.warning("call of a webhook refused", extra={"error": why})
    return JsonResponse({"error": why}, status=status)


receipts.public = replies.public = True  # type: ignore[attr-defined]
