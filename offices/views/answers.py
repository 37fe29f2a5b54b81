"""How a view answers after a change: once, in words, whichever way it was asked."""

import hashlib
import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from offices.drafts import SECRETS
from offices.errors import Refusal
from offices.services.request_keys import answer_of, once

NOT_CONTENT = {"csrfmiddlewaretoken", "request_key", "next"}


def key_of(request: HttpRequest) -> UUID:
    """The form's idempotency key. Raises Refusal where the form has none."""
    try:
        return UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise Refusal(_("This form has lost its key. Load the page again and send it once more.")) from None


def content_of(request: HttpRequest) -> dict[str, str]:
    """What the key stands for: the address and every field that means something.

    A password or PIN enters only through the slow hash, salted with the key: what is kept of a form shall not be
    guessed any quicker than what the account keeps.
    """
    fields = {name: "\x1f".join(values) for name, values in request.POST.lists() if name not in NOT_CONTENT}
    secrets = {name: fields.pop(name) for name in sorted(SECRETS & fields.keys())}
    if secrets:
        told = "\x1e".join(f"{name}={text}" for name, text in secrets.items())
        fields["secrets"] = make_password(told, salt=str(key_of(request)))
    return {"": request.path, **fields, **_files_of(request)}


def _files_of(request: HttpRequest) -> dict[str, str]:
    """What the form's files hold, as digests: another file is another content."""
    digests = {}
    for name, file in request.FILES.items():
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        digests[f"file:{name}"] = digest.hexdigest()
    return digests


def once_for(request, work: Callable[[], None], answer: str) -> str:
    """Run the work once for the form's key; returns where its answer is. Raises what the work raises."""
    return once(
        key=key_of(request),
        content=content_of(request),
        answer=answer,
        work=work,
        by=request.member,
        now=timezone.now(),
    )


def earlier_answer(request) -> str:
    """Where an earlier click on this very form was led, if it has done its work: what is chosen may be gone by it."""
    try:
        return answer_of(key=key_of(request), content=content_of(request), by=request.member)
    except Refusal:
        return ""


def act(request, work: Callable[[], None], *, said: str, back: str) -> HttpResponse:
    """Do one small thing (step out, meet, finish …) and answer: a toast for htmx, a redirect with a message else.

    A Refusal is shown the same way, with nothing changed.
    """
    try:
        once_for(request, work, answer=back)
    except Refusal as refusal:
        return refuse(request, str(refusal), back=back, status=refusal.status)
    return say(request, said, back=back)


def refuse(request: HttpRequest, text: str, *, back: str, status: int = 422) -> HttpResponse:
    """Tell the user why nothing was done."""
    return say(request, text, back=back, level="danger", status=status)


def say(
    request: HttpRequest, text: str, *, back: str, level: str = "success", status: int = 204
) -> HttpResponse:
    """Tell the user something: htmx gets events (``said``, ``refresh``), a plain form a message on the next page."""
    if getattr(request, "htmx", False):
        events = {"said": {"text": text, "level": level}, "refresh": {}}
        return HttpResponse(status=status, headers={"HX-Trigger": json.dumps(events)})
    messages.add_message(request, messages.ERROR if level == "danger" else messages.SUCCESS, text)
    return redirect(address_within(request, request.POST.get("next", "")) or back)


def address_within(request: HttpRequest, target: str) -> str | None:
    """The target where it is an address of this house, else None."""
    # Without the slash Django would take it for the name of a page.
    if target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return None
