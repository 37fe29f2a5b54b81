"""The doors: every view that shows or changes an office's data stands behind one of these.

The office comes from the address, never from the session alone (two tabs, two offices); a stranger's office answers
exactly like one that does not exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from offices import drafts, live
from offices.enums import AuditAction, Role
from offices.models import Member
from offices.request_id import note_member
from offices.selectors.deputies import may_decide
from offices.services.audit import keep

View = Callable[..., HttpResponse]
LOCKED = {"HX-Trigger": "locked"}
# A poll knows only that the mark is missing: the page asks (views.unlock.session_state) before it hides anything.
ASK_WHETHER_LOCKED = {"HX-Trigger": '{"locked": {"ask": true}}'}


class MemberRequest(HttpRequest):
    """A request that came through a guard."""

    member: Member


def office_view(*roles: Role, keeps_draft: bool = False, gate_too: bool = False) -> Callable[[View], View]:
    """Let members of the office in the address pass, and of these only holders of one of the roles.

    No roles named: all but those who stand at the gate alone; ``gate_too``: these as well.

    The view is called as ``view(request, **rest)`` with ``request.member`` set. Nobody logged in: the log-in page,
    which keeps what was posted. ``keeps_draft`` marks views whose GET shows a form that takes such a draft back.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, slug: str, **rest: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return ask_to_log_in(request)
            admit(request, slug, roles, gate_too=gate_too)
            with timezone.override(request.member.office.zone):
                return view(request, **rest)

        guarded.keeps_draft = keeps_draft  # type: ignore[attr-defined]
        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def decides(view: View) -> View:
    """Below office_view: let managers pass, and supervisors only while the manager has named them (A-39).

    Other supervisors are told whom to ask; the attempt is kept.
    """

    @wraps(view)
    def guarded(request: Any, **rest: Any) -> HttpResponse:
        if may_decide(request.member, timezone.now()):
            return view(request, **rest)
        _keep_denial(request)
        return render(request, "offices/not_named.html", status=403)

    return guarded


def live_view(*roles: Role, gate_too: bool = False) -> Callable[[View], View]:
    """The guard of polled fragments: 204 without reading the database where the page shows the latest version.

    The token of the page names the member; once something changed the member is loaded and checked like anywhere.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, slug: str, **rest: Any) -> HttpResponse:
            token = request.headers.get("X-Live-Token", "")
            bearer = live.read_token(token)
            if bearer is None:
                return HttpResponse(status=401)
            now = timezone.now()
            try:
                version = live.version_for(bearer, now)
            except live.PollEnded as ended:
                return HttpResponse(status=401, headers=ASK_WHETHER_LOCKED if ended.unattended else {})
            if request.GET.get("v") == version:
                return HttpResponse(status=204)
            member = _members().filter(pk=bearer.member_id, user__revocation=bearer.revocation).first()
            if member is None or member.office.slug != slug:
                return HttpResponse(status=401)
            if not _may_pass(member, roles, gate_too=gate_too):
                return HttpResponse(status=403)
            request.member, request.live_token = member, token
            note_member(member)
            with timezone.override(member.office.zone):
                return view(request, version=version, now=now, **rest)

        guarded.live = True  # type: ignore[attr-defined]
        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def logged_in(view: View) -> View:
    """The guard of pages that belong to no office: somebody is logged in. Idle rules hold for them as well."""

    @wraps(view)
    def guarded(request: Any, **rest: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_log_in(request)
        return view(request, **rest)

    guarded.roles = ()  # type: ignore[attr-defined]
    return guarded


def admit(request: Any, slug: str, roles: tuple[Role, ...], *, gate_too: bool = False) -> None:
    """Set ``request.member``. Raises Http404 for a stranger, PermissionDenied (and keeps a line) for the wrong role."""
    member = _members().filter(user_id=request.user.pk, office__slug=slug).first()
    if member is None:
        raise Http404
    request.member = member
    note_member(member)
    if not _may_pass(member, roles, gate_too=gate_too):
        _keep_denial(request)
        raise PermissionDenied


def _may_pass(member: Member, roles: tuple[Role, ...], *, gate_too: bool) -> bool:
    return member.holds(*roles) if roles else gate_too or not member.is_at_gate


def _keep_denial(request: Any) -> None:
    keep(
        action=AuditAction.ACCESS_DENIED,
        record=request.resolver_match.view_name[:60],
        details={"method": request.method},
        by=request.member,
        now=timezone.now(),
    )


def ask_to_log_in(request: Any) -> HttpResponse:
    """The log-in page; for a post one that keeps the fields, for a background request only the word that it is over."""
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
    if request.method == "POST":
        from offices.forms.login import LoginForm

        context = {"form": LoginForm(request), "resume": drafts.seal_posted(request), "session_ended": True}
        return render(request, "offices/login.html", context, status=401)
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def ask_to_unlock(request: Any) -> HttpResponse:
    """To the lock screen. A form waits in the session for its page; a background request hears the word only."""
    if request.htmx:
        return HttpResponse(status=401, headers=LOCKED)
    back = request.get_full_path()
    if request.method == "POST" and getattr(request.resolver_match.func, "keeps_draft", False):
        drafts.keep_posted(request)
        back = request.path
    elif request.method == "POST":
        messages.warning(
            request, _("What you sent last was not done: the screen was locked. Do it once more.")
        )
        back = reverse("home")
    return HttpResponseRedirect(f"{reverse('unlock')}?{urlencode({'next': back})}", status=303)


def _members() -> Any:
    return Member.objects.working().filter(office__is_active=True).select_related("office", "user")
