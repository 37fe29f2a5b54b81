"""What was typed into a form that could not be taken: kept, and put back.

Where the session ended under it, the posted fields travel sealed in the log-in form and wait in the session for the
form's page. Where the database is away, the page that says so holds them.
"""

import json
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from offices.sealing import SealBroken, seal, unseal

SESSION_KEY = "draft"
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "request_key"}
LARGEST = 64 * 1024


def seal_posted(request: HttpRequest) -> str:
    """The request's path and fields as a sealed text for a hidden input; empty where there is too much to carry."""
    text = json.dumps(_draft_of(request))
    return seal(text) if len(text) <= LARGEST else ""


def keep_sealed(request: HttpRequest, sealed: str) -> str | None:
    """Put the unsealed fields into the session; returns the path of their form, or None where nothing was readable."""
    try:
        draft = json.loads(unseal(sealed))
    except (SealBroken, ValueError):
        return None
    request.session[SESSION_KEY] = draft
    return draft["path"]


def keep_posted(request: HttpRequest) -> None:
    """Put what was just posted into the session, for the form's page to show again."""
    request.session[SESSION_KEY] = _draft_of(request)


def take(request: HttpRequest) -> QueryDict | None:
    """The fields kept for this page, once; None where there are none."""
    draft = request.session.get(SESSION_KEY)
    if not draft or draft["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    fields = QueryDict(mutable=True)
    for key, values in draft["fields"]:
        fields.setlist(key, values)
    return fields


def fields_to_resend(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of a form that a page of ours posted, its tokens and key included: sent again, it is the same form.

    Empty for everything else: a log-in, a background request, a form from elsewhere, one too large to carry.
    """
    if request.method != "POST" or getattr(request, "htmx", False) or not is_from_our_page(request):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        return []
    if "password" in request.POST or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return []
    return fields


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on this very host."""
    origin = request.headers.get("Origin")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def _draft_of(request: HttpRequest) -> dict:
    fields = [[key, values] for key, values in request.POST.lists() if key not in NEVER_KEPT]
    return {"path": request.path, "fields": fields}
