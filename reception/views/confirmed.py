"""Pages that say what they will do to turns before they do it.

A GET shows the form with the effect of what is chosen so far. A post without ``do`` only looks again (the page sends
one whenever a choice changes); with it the deed is done once, if it still does what was shown: else the page comes back
with the new effect and everything typed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from offices import drafts
from offices.errors import Refusal
from offices.models import Member
from offices.views.answers import earlier_answer, once_for, say
from reception.services.effect_words import Told, told
from reception.services.effects import Effect, EffectChanged


@dataclass(frozen=True, slots=True)
class Deed:
    """``make`` the form; the ``effect`` of the chosen fields, None where too little is chosen; the ``work`` itself.

    ``work`` takes the form's cleaned data and the digest of the effect that was shown. ``about`` is the consultant who
    is signed in or out.
    """

    template: str
    make: Callable[..., Form]
    effect: Callable[[dict], Effect | None]
    work: Callable[[dict, str], Any]
    said: str
    back: str
    initial: dict = field(default_factory=dict)
    context: dict = field(default_factory=dict)
    about: Member | None = None


def confirmed(request: HttpRequest, deed: Deed) -> HttpResponse:
    """Show, look again, or do it."""
    if request.method == "GET":
        draft = drafts.take(request)
        chosen = {**deed.initial, **(draft.dict() if draft else {})}
        return _page(request, deed, deed.make(initial=chosen), deed.effect(chosen))
    form = deed.make(request.POST)
    is_valid = form.is_valid()
    if "do" not in request.POST:
        looked = deed.make(initial={**deed.initial, **request.POST.dict()})
        return _page(request, deed, looked, deed.effect(form.cleaned_data))
    if not is_valid and earlier_answer(request):
        return _done(request, deed)
    if not is_valid:
        return _page(request, deed, form, deed.effect(form.cleaned_data), status=422)
    try:
        promised = request.POST.get("effect", "")
        once_for(request, lambda: deed.work(form.cleaned_data, promised), answer=deed.back)
    except EffectChanged as changed:
        form.add_error(None, str(changed))
        return _page(request, deed, form, changed.effect, status=changed.status)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        status = 422 if refusal.field else refusal.status
        return _page(request, deed, form, deed.effect(form.cleaned_data), status=status)
    return _done(request, deed)


def _done(request: HttpRequest, deed: Deed) -> HttpResponse:
    return redirect(deed.back) if request.htmx else say(request, deed.said, back=deed.back)


def _page(
    request: HttpRequest, deed: Deed, form: Form, effect: Effect | None, status: int = 200
) -> HttpResponse:
    shown: Told | None = told(request.member.office, effect, deed.about) if effect else None
    return render(request, deed.template, {"form": form, "told": shown, **deed.context}, status=status)
