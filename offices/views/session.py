"""Coming in, choosing an office, going out."""

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_GET

from offices import drafts, first_steps, live
from offices.enums import Role
from offices.forms.login import LoginForm
from offices.guards import logged_in, office_view
from offices.models import Office
from offices.navigation import entries_for
from offices.services.offices import may_set_up


class Login(LoginView):
    """Log in; what was typed into a form before the session ended is put back afterwards."""

    template_name = "offices/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = False

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "resume": self.request.POST.get("resume", "")}

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = super().form_valid(form)
        if self.request.user.language:
            speak(response, self.request.user.language)
        path = drafts.keep_sealed(self.request, self.request.POST.get("resume", ""))
        if path is not None:
            response["Location"] = path if _takes_draft(path) else reverse("home")
        return response


def speak(response: HttpResponse, language: str) -> None:
    """Let this browser's pages come in the language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


class Logout(LogoutView):
    """Log out everywhere: the pages of this user that still poll get 401."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            live.revoke(request.user)
        return super().post(request, *args, **kwargs)


@logged_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the office of somebody who has one; to the first use where there is none; a choice for the others."""
    offices = list(_offices_of(request)[:2])
    if len(offices) == 1:
        return redirect("office_home", offices[0].slug)
    if not offices and not _out_of_use(request).exists() and may_set_up(request.user):
        return redirect("office_new")
    return redirect("choose")


@logged_in
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The offices one may enter; for administrators those out of use as well, and the way to a new one."""
    context = {
        "offices": _offices_of(request),
        "out_of_use": _out_of_use(request),
        "may_set_up": may_set_up(request.user),
    }
    return render(request, "offices/choose.html", context)


def _offices_of(request: HttpRequest):
    return Office.objects.filter(
        members__user_id=request.user.pk, members__is_active=True, is_active=True
    ).order_by("name", "pk")


def _out_of_use(request: HttpRequest):
    """Offices that their administrator may put back into use."""
    return Office.objects.filter(
        members__user_id=request.user.pk,
        members__is_active=True,
        members__roles__contains=[Role.ADMINISTRATOR],
        is_active=False,
    ).order_by("name", "pk")


def _takes_draft(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "keeps_draft", False)
    except Resolver404:
        return False


@office_view(gate_too=True)
@require_GET
def office_home(request: HttpRequest) -> HttpResponse:
    """The first page of the bar that the member may open: where their work is; in a new office, what to do first."""
    if request.member.holds(Role.ADMINISTRATOR) and not first_steps.is_over(request.member.office):
        return redirect("office_settings", request.member.office.slug)
    entries = entries_for(request.member)
    if not entries:
        raise PermissionDenied
    return redirect(entries[0].url_name, request.member.office.slug)
