"""What was typed into a form whose session ended under it: kept through the log-in, then put back.

The posted fields travel sealed in the log-in form; after the log-in they wait in the session for the form's page.
"""

import json

from django.http import HttpRequest, QueryDict

from offices.sealing import SealBroken, seal, unseal

SESSION_KEY = "draft"
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "request_key"}
LARGEST = 64 * 1024


def seal_posted(request: HttpRequest) -> str:
    """The request's path and fields as a sealed text for a hidden input; empty where there is too much to carry."""
    fields = [[key, values] for key, values in request.POST.lists() if key not in NEVER_KEPT]
    text = json.dumps({"path": request.path, "fields": fields})
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
    fields = [[key, values] for key, values in request.POST.lists() if key not in NEVER_KEPT]
    request.session[SESSION_KEY] = {"path": request.path, "fields": fields}


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
