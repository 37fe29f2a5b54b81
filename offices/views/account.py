"""The own account: who the house takes me for, my language, my password, my PIN, my other devices."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.errors import Refusal
from offices.forms.account import LanguageForm, PasswordForm, PinForm
from offices.guards import office_view
from offices.services import sessions
from offices.services.languages import choose_language
from offices.services.passwords import change_password
from offices.services.pins import set_pin
from offices.views.answers import act, once_for, say
from offices.views.identity import prove_by_password, refuse_if_locked_out
from offices.views.session import speak


@office_view(gate_too=True)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What the house knows of the member, and what they may change themself."""
    form = LanguageForm(initial={"language": request.user.language})
    return render(request, "offices/account.html", {"form": form})


@office_view(gate_too=True)
@require_http_methods(["GET", "POST"])
def account_password(request: HttpRequest) -> HttpResponse:
    """A new password: this session goes on, all others of the user end."""
    form = PasswordForm(request.POST or None)

    def work() -> None:
        change_password(
            user=request.user,
            password=form.cleaned_data["password"],
            new=form.cleaned_data["new_password1"],
            by=request.member,
            now=timezone.now(),
        )
        _go_on_with(request)

    if form.is_valid() and _done(request, form, work):
        _go_on_with(request)
        return _back(request, _("Your password is changed. All other devices are logged out."))
    return _form_page(request, form, "offices/account_password.html")


@office_view(gate_too=True)
@require_http_methods(["GET", "POST"])
def account_pin(request: HttpRequest) -> HttpResponse:
    """A new PIN, against the password."""
    form = PinForm(request.POST or None)

    def work() -> None:
        set_pin(
            user=request.user,
            pin=form.cleaned_data["pin"],
            password=form.cleaned_data["password"],
            by=request.member,
            now=timezone.now(),
        )

    if form.is_valid() and _done(request, form, work):
        return _back(request, _("Your PIN is set."))
    return _form_page(request, form, "offices/account_pin.html")


@office_view(gate_too=True)
@require_POST
def account_language(request: HttpRequest) -> HttpResponse:
    """The language in which the pages come after the next log-in, and from now on."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return render(request, "offices/account.html", {"form": form}, status=422)
    language = form.cleaned_data["language"]
    with override(language or get_language()):
        answer = act(
            request,
            lambda: choose_language(user=request.user, language=language),
            said=_("Your language is kept."),
            back=_account(request),
        )
    if language:
        speak(answer, language)
    return answer


@office_view(gate_too=True)
@require_POST
def account_others(request: HttpRequest) -> HttpResponse:
    """A phone was lost, or a session forgotten at another desk: all sessions but this one end."""
    return act(
        request,
        lambda: _end_others(request),
        said=_("All other devices are logged out."),
        back=_account(request),
    )


def _done(request: Any, form: Any, work: Callable[[], None]) -> bool:
    """Do the work once for the form's key; whether it was done. What is wrong is put into the form.

    The work looks at the password itself, so that a second click gets the first one's answer, though the password is
    another by then. A wrong one is counted afterwards, outside the transaction that a refusal takes back.
    """
    try:
        refuse_if_locked_out(request)
        try:
            once_for(request, work, answer=_account(request))
        except Refusal as refusal:
            if refusal.field == "password":
                prove_by_password(request, form.cleaned_data["password"])
            raise
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True


def _go_on_with(request: Any) -> None:
    """Let the session go on under the new password.

    Saved with the password itself, and under the key it has: a second click of the same form that is on its way
    finds the session as it left it.
    """
    request.user.refresh_from_db()
    request.session[HASH_SESSION_KEY] = request.user.get_session_auth_hash()
    request.session.save()


def _end_others(request: Any) -> None:
    sessions.end_others(user=request.user, but=request.session.session_key, now=timezone.now())


def _form_page(request: Any, form: Any, template: str) -> HttpResponse:
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def _back(request: Any, said: str) -> HttpResponse:
    return say(request, said, back=_account(request))


def _account(request: Any) -> str:
    return reverse("account", args=[request.member.office.slug])
