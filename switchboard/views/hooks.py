"""Where the telephone system tells of calls. Whoever is not known is refused, and leaves a line in the log."""

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging.sms_http import SIGNATURE, TIMESTAMP, is_signed
from switchboard.pbx_reading import LONGEST_BODY, NotReadable, read_event
from switchboard.services.pbx import take_event
from switchboard.services.phone_desks import desk_of_hook

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def calls(request: HttpRequest, hook: str) -> HttpResponse:
    """One event (docs/pbx.md). 403 for a stranger and a wrong or old signature, 413 for too much, 400 for no event."""
    if _length(request) > LONGEST_BODY:
        return _refused("too_long", 413)
    try:
        body = request.body
    except (UnreadablePostError, RawPostDataException):
        return _refused("not_read", 400)
    desk, now = desk_of_hook(hook), timezone.now()
    stamp, given = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
    secret = desk.secret if desk else ""
    # A stranger's address and a wrong signature answer alike.
    if (
        desk is None
        or not secret
        or not stamp.isascii()
        or not is_signed(secret, stamp, given, body, now=now)
    ):
        return _refused("signature", 403)
    try:
        told = read_event(body, now=now)
    except NotReadable as wrong:
        return _refused(wrong.code, 400)
    call = take_event(office=desk.office, told=told, now=now)
    return JsonResponse({"ok": True, "state": call.state})


def _length(request: HttpRequest) -> int:
    """What the sender says of the length; what is no number is nothing to trust."""
    said = request.headers.get("content-length") or "0"
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else LONGEST_BODY + 1


def _refused(why: str, status: int) -> HttpResponse:
    log.warning("call of the telephone webhook refused: %s", why)
    return JsonResponse({"error": why}, status=status)


calls.public = True  # type: ignore[attr-defined]
