"""Self check-in: the visitor's own form behind the code at the door, and what the desk does with it."""

from datetime import datetime

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import soft_cache
from offices.errors import Refusal
from offices.guards import office_view
from offices.sealing import fingerprint
from offices.views.answers import act
from reception.enums import LinkKind
from reception.forms.check_in import CheckInForm
from reception.guards import load_check_in, public_view
from reception.models import PublicLink
from reception.roles import DESK
from reception.services.check_ins import dismiss_check_in, enter_check_in, takes_check_ins, was_entered

MOST_OF_ADDRESS = 5
WITHIN_SECONDS = 600


@require_http_methods(["GET", "POST"])
@public_view(LinkKind.CHECK_IN)
def check_in(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """The form; what is sent waits for the desk. A form with errors comes back with everything that was typed."""
    if not takes_check_ins(link.office):
        return _closed(request, link, status=200 if request.method == "GET" else 409)
    if request.method == "GET":
        return _page(request, link, CheckInForm(office=link.office))
    form = CheckInForm(request.POST, office=link.office)
    if not form.is_valid():
        return _page(request, link, form, status=422)
    now = timezone.now()
    earlier = _earlier(request, now)
    if len(earlier) >= MOST_OF_ADDRESS and not was_entered(form.cleaned_data["token"]):
        refusal = Refusal(
            _("Several visitors have just checked in from here. Please come straight to the desk.")
        )
        return _closed(request, link, refusal, status=429)
    try:
        is_new = enter_check_in(link=link, entry=form.entry(translation.get_language()), now=now)
    except Refusal as refusal:
        return _closed(request, link, refusal, status=refusal.status)
    if is_new:
        soft_cache.write(address_key(request), [*earlier, now.timestamp()], WITHIN_SECONDS)
    return redirect(_with_language(request, reverse("check_in_done", args=[_secret(request)])))


@require_GET
@public_view(LinkKind.CHECK_IN)
def check_in_done(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """What happens next; nothing on it, or in its address, says who was here."""
    return render(request, "reception/check_in_done.html", {"place": link.office, **_around(request)})


@office_view(*DESK)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody came to the desk with this entry."""
    found = load_check_in(request.member, pk)
    return act(
        request,
        lambda: dismiss_check_in(check_in=found, by=request.member, now=timezone.now()),
        said=_("The entry is dismissed."),
        back=reverse("reception:desk", args=[request.member.office.slug]),
    )


def _page(request: HttpRequest, link: PublicLink, form: CheckInForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "place": link.office, **_around(request)}
    return render(request, "reception/check_in.html", context, status=status)


def _closed(
    request: HttpRequest, link: PublicLink, refusal: Refusal | None = None, *, status: int
) -> HttpResponse:
    context = {"place": link.office, "refusal": refusal, **_around(request)}
    return render(request, "reception/check_in_closed.html", context, status=status)


def _around(request: HttpRequest) -> dict:
    """What every page of the door has: the way to itself in other languages."""
    return {"start": reverse("check_in", args=[_secret(request)]), "lang": translation.get_language()}


def _secret(request: HttpRequest) -> str:
    return request.resolver_match.kwargs["secret"]


def _with_language(request: HttpRequest, path: str) -> str:
    return f"{path}?lang={translation.get_language()}"


def _earlier(request: HttpRequest, now: datetime) -> list[float]:
    """When this address has sent entries lately; empty while Redis is away: then only the desk's count holds."""
    key = address_key(request)
    found = (soft_cache.read_many([key]) or {}).get(key, [])
    return [moment for moment in found if moment > now.timestamp() - WITHIN_SECONDS]


def address_key(request: HttpRequest) -> str:
    """The address itself is kept nowhere."""
    return f"check-in:{fingerprint('address', get_client_ip_address(request) or '')}"
