"""The page of the desk's services: what waits, and the doors to each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontdesk.roles import DESK, HOSTS
from frontdesk.selectors.services import waiting_in
from offices.guards import office_view


@office_view(*HOSTS)
@require_GET
def services(request: HttpRequest) -> HttpResponse:
    member = request.member
    context = {
        "waiting": waiting_in(member.office, now=timezone.now()),
        "is_desk": member.holds(*DESK),
    }
    return render(request, "frontdesk/services.html", context)
