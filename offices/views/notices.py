"""What a member should know now."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from offices.guards import live_view, office_view
from offices.models import Notice
from offices.services.notices import mark_seen
from offices.views.answers import act

SHOWN = 20


@live_view(gate_too=True)
@require_GET
def notices_live(request: HttpRequest, *, version: str, now: datetime) -> HttpResponse:
    """The bell and its list; unseen ones first to last."""
    notices = Notice.objects.for_member(request.member).unseen()[:SHOWN]
    return render(request, "offices/_notices.html", {"notices": notices, "version": version})


@office_view(gate_too=True)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The latest notices, seen or not."""
    latest = Notice.objects.for_member(request.member)[:SHOWN]
    return render(request, "offices/notices.html", {"notices": latest})


@office_view(gate_too=True)
@require_POST
def notices_seen(request: HttpRequest) -> HttpResponse:
    return act(
        request,
        lambda: mark_seen(by=request.member, now=timezone.now()),
        said=_("Marked as read."),
        back=reverse("notices", args=[request.member.office.slug]),
    )
