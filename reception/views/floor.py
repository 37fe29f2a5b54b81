"""Sign in, sign out, step out, step in: by the consultant, or by the desk for somebody without a phone at hand."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from offices.guards import office_view
from offices.views.answers import act, refuse
from reception.enums import AwayReason
from reception.guards import load_consultant
from reception.roles import DESK, FLOOR
from reception.services import floor


@office_view(*FLOOR)
@require_POST
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    consultant = load_consultant(request.member, pk)
    return act(
        request,
        lambda: floor.sign_in(consultant=consultant, by=request.member, now=timezone.now()),
        said=_("%(name)s is signed in.") % {"name": consultant.name},
        back=_back(request),
    )


@office_view(*FLOOR)
@require_POST
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    consultant = load_consultant(request.member, pk)
    return act(
        request,
        lambda: floor.sign_out(consultant=consultant, by=request.member, now=timezone.now()),
        said=_("%(name)s is signed out.") % {"name": consultant.name},
        back=_back(request),
    )


@office_view(*FLOOR)
@require_POST
def step_out(request: HttpRequest, pk: int) -> HttpResponse:
    consultant = load_consultant(request.member, pk)
    given = request.POST.get("reason", "")
    if given not in AwayReason.values:  # it decides about turns, so it is never guessed
        return refuse(
            request, _("Say whether it is on business or for private reasons."), back=_back(request)
        )
    reason = AwayReason(given)
    return act(
        request,
        lambda: floor.step_out(consultant=consultant, reason=reason, by=request.member, now=timezone.now()),
        said=_("%(name)s is away %(reason)s.") % {"name": consultant.name, "reason": reason.label},
        back=_back(request),
    )


@office_view(*FLOOR)
@require_POST
def step_in(request: HttpRequest, pk: int) -> HttpResponse:
    consultant = load_consultant(request.member, pk)
    return act(
        request,
        lambda: floor.step_in(consultant=consultant, by=request.member, now=timezone.now()),
        said=_("%(name)s is back.") % {"name": consultant.name},
        back=_back(request),
    )


def _back(request: HttpRequest) -> str:
    page = "reception:desk" if request.member.holds(*DESK) else "reception:my_turn"
    return reverse(page, args=[request.member.office.slug])
