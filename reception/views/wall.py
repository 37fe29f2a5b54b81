"""The wall board: a screen in the hall that shows names, states and numbers to whoever has its secret address."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offices import live
from reception.enums import LinkKind
from reception.guards import public_view
from reception.models import PublicLink
from reception.selectors.wall import wall_of

VERSION = "X-Wall-Version"
ASSETS = "X-Wall-Assets"


@require_GET
@public_view(LinkKind.WALL)
def wall(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """The page; it polls its fragment with the same secret."""
    shown = wall_of(link.office, now=timezone.now())
    secret = request.resolver_match.kwargs["secret"]
    context = {"wall": shown, "place": link.office, "secret": secret, "assets": assets()}
    return render(request, "reception/wall.html", context)


@require_GET
@public_view(LinkKind.WALL)
def wall_live(request: HttpRequest, link: PublicLink) -> HttpResponse:
    """The fragment, or 204 where the screen shows the latest; the link alone is read then."""
    now = timezone.now()
    version = live.version(link.office_id, now)
    if request.GET.get("v") == version:
        response = HttpResponse(status=204)
    else:
        context = {"wall": wall_of(link.office, now=now, version=version), "place": link.office}
        response = render(request, "reception/_wall.html", context)
    response[VERSION], response[ASSETS] = version, assets()
    return response


def assets() -> str:
    """Changes when any style or script does: a page that stands open for weeks loads itself anew by it."""
    return getattr(staticfiles_storage, "manifest_hash", "") or "unhashed"
