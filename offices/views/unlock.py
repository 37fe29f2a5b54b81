"""The lock before a screen that was left alone: shown over the page, or as a page of its own without JavaScript."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from offices.enums import Role
from offices.errors import Refusal
from offices.forms.account import UnlockForm
from offices.guards import ask_to_log_in, logged_in
from offices.idle import Verdict
from offices.models import Member
from offices.services import sessions
from offices.services.pins import check_pin, is_locked, while_locked
from offices.views.answers import address_within
from offices.views.identity import prove_by_password


@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Whose session it is, and a field for their PIN; the password where there is none or it is locked.

    Not behind a guard: it is what the guards lead to.
    """
    if not request.user.is_authenticated:
        return ask_to_log_in(request)
    now = timezone.now()
    watch = sessions.watch_of(request.session, request.user, now)
    verdict = watch.verdict(int(now.timestamp()))
    member = _own_member(request.user)
    if verdict is Verdict.LOG_IN or member is None:
        logout(request)
        return ask_to_log_in(request)
    sent = request.POST if request.method == "POST" else request.GET
    back = address_within(request, sent.get("next", "")) or reverse("home")
    if request.method == "GET" and verdict is Verdict.STAY:
        return redirect(back)
    with timezone.override(member.office.zone):
        form = _form(request, request.POST if request.method == "POST" else None)
        try:
            if _is_proven(request, member, form):
                sessions.note_activity(request.session, watch, now, at_once=True)
                return _opened(request, back)
        except Refusal as refusal:
            form = _refused(request, refusal)
        return _locked_page(request, form, member, back)


@logged_in
@require_http_methods(["GET", "POST"])
def session_state(request: HttpRequest) -> HttpResponse:
    """204 while the session goes on, else what the guards say. GET only asks; POST says that a hand was seen."""
    now = timezone.now()
    if request.method == "POST":
        sessions.note_activity(request.session, sessions.watch_of(request.session, request.user, now), now)
    else:
        sessions.let_polls_go_on(request.session, now)
    return HttpResponse(status=204)


session_state.only_asks = True  # type: ignore[attr-defined]


def _own_member(user: Any) -> Member | None:
    """In whose name the PIN is typed: at the desk of the office where they have one."""
    memberships = Member.objects.working().filter(user_id=user.pk, office__is_active=True)
    own = list(memberships.select_related("office", "user").order_by("pk"))
    return next((member for member in own if member.holds(Role.DESK)), own[0] if own else None)


def _form(request: Any, data: Any) -> UnlockForm:
    return UnlockForm(data, user=request.user, by_pin=not is_locked(request.user, timezone.now()))


def _is_proven(request: Any, member: Member, form: UnlockForm) -> bool:
    """Whether the one before the screen is who they were; False where too little was sent. Raises Refusal."""
    if "pin" in request.POST and is_locked(request.user, timezone.now()):
        raise while_locked(request.user, member)
    if not form.is_valid():
        return False
    if form.by_pin:
        check_pin(member=member, pin=form.cleaned_data["pin"], by=member, now=timezone.now())
    else:
        prove_by_password(request, form.cleaned_data["password"])
    return True


def _refused(request: Any, refusal: Refusal) -> UnlockForm:
    """The empty form with the reason; after the fifth wrong PIN it asks for the password instead."""
    request.user.refresh_from_db()
    form = _form(request, {})
    form.errors.clear()
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return form


def _opened(request: Any, back: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": "unlocked"})
    return redirect(back)


def _locked_page(request: Any, form: UnlockForm, member: Member, back: str) -> HttpResponse:
    template = "offices/_unlock_form.html" if request.htmx else "offices/unlock.html"
    context = {"lock_form": form, "holder": member, "back": back}
    return render(request, template, context, status=422 if form.errors else 200)
