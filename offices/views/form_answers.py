"""How a view does what a form asks for: once, with a refusal where it belongs in the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from offices import drafts
from offices.errors import Refusal
from offices.views.answers import once_for


def sent(request: HttpRequest) -> Any:
    """What was posted, or what the session's end left behind; None for a form that was just opened."""
    return request.POST if request.method == "POST" else drafts.take(request)


def is_done(request: HttpRequest, form: forms.Form, work: Callable[[], Any], *, answer: str) -> bool:
    """Whether the work was done, now or by an earlier click; then ``form.answer`` is the address of what came of it. A
    refusal stands in the form, its status in ``form.status``.
    """
    form.status = 422  # type: ignore[attr-defined]
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        form.answer = once_for(request, work, answer=answer)  # type: ignore[attr-defined]
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        if refusal.field is None:
            form.status = refusal.status  # type: ignore[attr-defined]
        return False
    return True


def status_of(request: HttpRequest, form: forms.Form) -> int:
    """200 for a form that is only shown; htmx puts no other refusal into its place than 422."""
    if request.method != "POST":
        return 200
    return 422 if getattr(request, "htmx", False) else form.status  # type: ignore[attr-defined]
