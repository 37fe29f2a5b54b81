"""What goes on in the background, for administrators: what waits, what ran, what failed; running a job now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from offices.doorbell import ring
from offices.enums import Role
from offices.guards import office_view
from offices.selectors import background as selectors
from offices.services.runs import ask_run
from offices.views.answers import act


@office_view(Role.ADMINISTRATOR)
@require_GET
def background(request: HttpRequest) -> HttpResponse:
    """The page; the database is asked, for it knows what is due, and the broker only how many bells it holds."""
    now = timezone.now()
    context = {
        "gauges": selectors.gauge_lines(request.member.office, now),
        "jobs": selectors.job_lines(now),
        "failures": selectors.failures(now),
        "beat": selectors.heartbeat(),
        "bells": selectors.bells_waiting(),
        "now": now,
    }
    return render(request, "offices/background.html", context)


@office_view(Role.ADMINISTRATOR)
@require_POST
def background_run(request: HttpRequest, job: str) -> HttpResponse:
    """The job runs as soon as a worker hears the bell, or at the next tick of the clock."""
    if job not in selectors.job_names():
        raise Http404

    def work() -> None:
        ask_run(job=job, by=request.member, now=timezone.now())
        ring(job)

    return act(
        request,
        work,
        said=_("A worker runs it now. Load the page again in a moment."),
        back=reverse("background", args=[request.member.office.slug]),
    )
