"""What was typed into a form that could not be taken: kept, and put back.

Where the session ended under it, the posted fields travel sealed in the log-in form and wait, sealed still, in the
session for the form's page. Where the database is away, the page that says so holds them.
"""

import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from offices.sealing import SealBroken, seal, unseal

SESSION_KEY = "draft"
# By these names forms of ours, and of the administration, ask for a password or a PIN.
SECRETS = frozenset(
    {
        "password",
        "password1",
        "password2",
        "old_password",
        "new_password1",
        "new_password2",
        "pin",
        "pin_again",
    }
)
NEVER_KEPT = SECRETS | {"csrfmiddlewaretoken", "request_key"}
LARGEST = 64 * 1024


def seal_posted(request: HttpRequest) -> str:
    """The request's path and fields as a sealed text for a hidden input; empty where there is too much to carry."""
    fields = [[key, values] for key, values in request.POST.lists() if key not in NEVER_KEPT]
    text = json.dumps({"path": request.path, "fields": fields})
    return seal(text) if len(text) <= LARGEST else ""


def keep_sealed(request: HttpRequest, sealed: str) -> str | None:
    """Put the sealed fields into the session; returns the path of their form, or None where nothing was readable."""
    try:
        path = json.loads(unseal(sealed))["path"]
    except (SealBroken, ValueError):
        return None
    request.session[SESSION_KEY] = {"path": path, "sealed": sealed}
    return path


def keep_posted(request: HttpRequest) -> None:
    """Put what was just posted into the session, for the form's page to show again."""
    if sealed := seal_posted(request):
        request.session[SESSION_KEY] = {"path": request.path, "sealed": sealed}


def take(request: HttpRequest) -> QueryDict | None:
    """The fields kept for this page, once; None where there are none."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    try:
        draft = json.loads(unseal(kept["sealed"]))
    except SealBroken:  # the keys were changed meanwhile
        return None
    fields = QueryDict(mutable=True)
    for key, values in draft["fields"]:
        fields.setlist(key, values)
    return fields


def forget(is_gone: Callable[[str, list[str]], bool], now: datetime) -> int:
    """Take out of every session the draft that is to go by its path and what was typed; how many there were."""
    count = 0
    for row in Session.objects.filter(expire_date__gt=now).iterator():
        kept = row.get_decoded()
        draft = kept.get(SESSION_KEY)
        if draft and is_gone(draft.get("path", ""), _typed(draft.get("sealed", ""))):
            del kept[SESSION_KEY]
            row.session_data = Session.objects.encode(kept)
            row.save(update_fields=["session_data"])
            count += 1
    return count


def _typed(sealed: str) -> list[str]:
    try:
        return [value for _name, values in json.loads(unseal(sealed))["fields"] for value in values]
    except (SealBroken, ValueError):
        return []


def fields_to_resend(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of a form that a page of ours posted, its tokens and key included: sent again, it is the same form.

    Empty for everything else: a form with a secret (a log-in, a PIN), a background request, a form from elsewhere,
    one too large to carry.
    """
    if request.method != "POST" or getattr(request, "htmx", False) or not is_from_our_page(request):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        return []
    if SECRETS & request.POST.keys() or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return []
    return fields


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on this very host."""
    origin = request.headers.get("Origin")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
