"""An office is set up, and its page: what it is, and the doors to everything that is set up in it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from offices import drafts, hub
from offices.enums import Role
from offices.errors import Refusal
from offices.forms.office import NewOfficeForm, OfficeForm
from offices.guards import logged_in, office_view
from offices.models import Member, Office
from offices.services.offices import change_office, may_set_up, set_up_office, use_again
from offices.services.request_keys import once_for_founder
from offices.views.answers import act, content_of, key_of, once_for, say


@logged_in
@require_http_methods(["GET", "POST"])
def office_new(request: HttpRequest) -> HttpResponse:
    """A new office; whoever sets it up becomes its administrator."""
    if not may_set_up(request.user):
        raise PermissionDenied
    is_sent = request.method == "POST"
    draft = None if is_sent else drafts.take(request)
    form = NewOfficeForm(
        request.POST if is_sent else None, instance=Office(), initial=_first_words(request, draft)
    )
    if is_sent and form.is_valid():
        try:
            where = once_for_founder(
                key=key_of(request),
                content=content_of(request),
                work=lambda: _founded(request, form),
                by=request.user,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect(where)
    return render(request, "offices/office_new.html", {"form": form}, status=422 if form.errors else 200)


office_new.keeps_draft = True  # type: ignore[attr-defined]


def _founded(request: HttpRequest, form: NewOfficeForm) -> tuple[Member, str]:
    data = form.cleaned_data
    member = set_up_office(
        facts=form.facts(),
        slug=data["slug"],
        member_name=data["member_name"],
        also=[Role(role) for role in data["also"]],
        by=request.user,
        now=timezone.now(),
    )
    return member, reverse("office_settings", args=[member.office.slug])


def _first_words(request: HttpRequest, draft) -> dict:
    if draft is not None:
        return {**draft.dict(), "also": draft.getlist("also")}
    return {"member_name": request.user.get_short_name()[:20]}


@office_view(Role.ADMINISTRATOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def office_settings(request: HttpRequest) -> HttpResponse:
    """What the office is, with the doors to its members, robots, rules and the rest."""
    office, here = request.member.office, request.path
    is_sent = request.method == "POST"
    form = OfficeForm(
        request.POST if is_sent else None,
        instance=office,
        initial=None if is_sent else drafts.take(request),
    )
    if is_sent and form.is_valid():
        facts = form.facts()
        answer = here if facts.is_active else reverse("choose")
        try:
            once_for(
                request,
                lambda: change_office(office=office, facts=facts, by=request.member, now=timezone.now()),
                answer=answer,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return say(request, _("The office is changed."), back=answer)
    context = {"form": form, "doors": hub.doors_for(request.member)}
    return render(request, "offices/office.html", context, status=422 if form.errors else 200)


@logged_in
@require_POST
def office_use(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an office back into use: for its administrators, whom its own pages do not let in meanwhile."""
    mine = Member.objects.filter(user=request.user, office__slug=slug).working().holding(Role.ADMINISTRATOR)
    member = mine.select_related("office", "user").first()
    if member is None:
        raise Http404
    request.member = member
    return act(
        request,
        lambda: use_again(office=member.office, by=member, now=timezone.now()),
        said=_("The office is in use again."),
        back=reverse("choose"),
    )
