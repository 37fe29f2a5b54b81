"""Who decides while the manager is away."""

from datetime import timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from offices import drafts
from offices.enums import Role
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Deputy, Member, Office
from offices.selectors.deputies import deputies_of, is_standing_in
from offices.services.deputies import end_deputy as end
from offices.services.deputies import name_deputy
from offices.views.answers import act, once_for, say
from reception.forms.decide import DeputyForm
from reception.forms.finish import LOCAL_FORMAT
from reception.guards import load_deputy
from reception.roles import LEADERS, MANAGERS

SHOWN = 20


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def deputy(request: HttpRequest) -> HttpResponse:
    """Who stands in and who did; a manager names somebody for a time."""
    office, by = request.member.office, request.member
    supervisors = _supervisors(office)
    make = partial(DeputyForm, supervisors=supervisors)
    if request.method == "GET":
        draft = drafts.take(request)
        return _page(request, make(initial=draft.dict() if draft else _tomorrow(office)))
    form = make(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    back = reverse("reception:deputy", args=[office.slug])
    named = next(each for each in supervisors if str(each.pk) == data["supervisor"])
    try:
        once_for(
            request,
            lambda: name_deputy(
                supervisor=named,
                begins_at=data["begins_at"],
                ends_at=data["ends_at"],
                path=reverse("reception:manager", args=[office.slug]),
                by=by,
                now=timezone.now(),
            ),
            answer=back,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, status=422 if refusal.field else refusal.status)
    return say(request, _("%(name)s stands in for you.") % {"name": named.name}, back=back)


@office_view(*MANAGERS)
@require_POST
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager is back."""
    named = load_deputy(request.member, pk)
    return act(
        request,
        lambda: end(deputy=named, by=request.member, now=timezone.now()),
        said=_("%(name)s stands in no longer.") % {"name": named.supervisor.name},
        back=reverse("reception:deputy", args=[request.member.office.slug]),
    )


def _page(request: HttpRequest, form: DeputyForm, status: int = 200) -> HttpResponse:
    office, now = request.member.office, timezone.now()
    everybody = deputies_of(office)
    current = [each for each in everybody if each.ended_at is None and each.ends_at > now]
    context = {
        "form": form if request.member.holds(Role.MANAGER) else None,
        "has_supervisors": bool(form.fields["supervisor"].choices),
        "current": [(each, is_standing_in(each, now)) for each in current],
        "former": _former(everybody, current)[:SHOWN],
        "may_end": request.member.holds(Role.MANAGER),
    }
    return render(request, "reception/deputy.html", context, status=status)


def _former(everybody: list[Deputy], current: list[Deputy]) -> list[Deputy]:
    return [each for each in everybody if each not in current]


def _supervisors(office: Office) -> list[Member]:
    return list(Member.objects.of(office).working().holding(Role.SUPERVISOR).select_related("user"))


def _tomorrow(office: Office) -> dict:
    """From now until tomorrow evening: what is asked for most."""
    now = office.local(timezone.now())
    until = (now + timedelta(days=1)).replace(
        hour=office.closes_at.hour, minute=office.closes_at.minute, second=0, microsecond=0
    )
    return {"begins_at": f"{now:{LOCAL_FORMAT}}", "ends_at": f"{until:{LOCAL_FORMAT}}"}
