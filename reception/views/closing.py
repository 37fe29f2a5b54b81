"""Closing the day: what is still open, the close itself, and the day's printed sheet."""

from datetime import date as date_type

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import once_for, refuse, say
from reception.guards import load_day
from reception.models import Queue
from reception.roles import DAY_SHEET_READERS, DESK
from reception.selectors.closing import left_open
from reception.selectors.day_sheet import sheet_page
from reception.services.closing import close_day as close


@office_view(*DESK)
@require_http_methods(["GET", "POST"])
def close_day(request: HttpRequest) -> HttpResponse:
    """What the day leaves open, each with what to do about it; then the close."""
    office = request.member.office
    if request.method == "POST":
        return _close(request, request.POST.get("day", ""))
    queue = Queue.objects.select_related("day").filter(pk=office.pk).first()
    day = queue.day if queue else None
    context = {"day": day, "left": left_open(office, day) if day else None}
    return render(request, "reception/close_day.html", context)


def _close(request: HttpRequest, text: str) -> HttpResponse:
    office = request.member.office
    try:
        day = date_type.fromisoformat(text)
        sheet = reverse("reception:day_sheet", args=[office.slug, day])
        once_for(
            request,
            lambda: close(office=office, date=day, by=request.member, now=timezone.now()),
            answer=sheet,
        )
    except ValueError:
        return refuse(request, _("Which day? Load the page again."), back=request.path)
    except Refusal as refusal:
        return refuse(request, str(refusal), back=request.path, status=refusal.status)
    return say(request, _("The day is closed. Print its sheet and keep it."), back=sheet)


@office_view(*DAY_SHEET_READERS)
@require_GET
def day_sheet(request: HttpRequest, date: str) -> HttpResponse:
    """The closed day on paper, with the hash by which its log can be checked."""
    day = load_day(request.member, date)
    page = sheet_page(request.member.office, day)
    code = segno.make(str(page.anchor), error="m", micro=False).svg_data_uri(scale=4, border=4)
    return render(request, "reception/day_sheet.html", {"day": day, "page": page, "code": code})
