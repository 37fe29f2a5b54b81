"""The check of the archive, every quarter: the list, the form, the record on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.guards import office_view
from offices.views.answers import act
from offices.views.form_answers import sent
from visitors.forms.access import CheckForm
from visitors.guards import load_archive_check
from visitors.models import ArchiveCheck
from visitors.roles import ARCHIVISTS, KEEPERS
from visitors.services import archive_checks as services
from visitors.views.form_pages import FormPage, form_page

SHOWN = 60


@office_view(*KEEPERS)
@require_GET
def archive_checks(request: HttpRequest) -> HttpResponse:
    """The one that is open, when the next is due, and the records."""
    office, now = request.member.office, timezone.now()
    rows = ArchiveCheck.objects.of(office)
    today = office.business_date(now)
    context = {
        "open": rows.open().first(),
        "next_due": services.next_due(office, today),
        "rows": rows.done().select_related("done_by").prefetch_related("lines").order_by("-done_at")[:SHOWN],
        "checks": request.member.holds(*ARCHIVISTS),
        "today": today,
    }
    return render(request, "visitors/archive_checks.html", context)


@office_view(*ARCHIVISTS)
@require_POST
def archive_check_begin(request: HttpRequest) -> HttpResponse:
    """A check before its time."""
    return act(
        request,
        lambda: services.begin_check(by=request.member, now=timezone.now()),
        said=_("The check is open."),
        back=_home(request),
    )


@office_view(*ARCHIVISTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def archive_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of everything how it was found; a check that was made is shown as its record."""
    member, now = request.member, timezone.now()
    check = load_archive_check(member, pk)
    if check.done_at is not None and request.method == "GET":
        return archive_record(request, check)
    form = CheckForm(sent(request))
    page = FormPage(
        _("Check the archive"),
        _("The check is made"),
        _home(request),
        hint=_("The record stands among the checks and can be printed; it cannot be changed afterwards."),
        about=_("due by %(day)s") % {"day": f"{check.due_on:%Y-%m-%d}"},
    )
    return form_page(
        request,
        form,
        lambda: services.finish_check(
            check=check, answers=form.answers(), note=form.cleaned_data["note"], by=member, now=now
        ),
        page=page,
        said=_("The check is made."),
    )


@office_view(*KEEPERS)
@require_GET
def archive_check_print(request: HttpRequest, pk: int) -> HttpResponse:
    return archive_record(request, load_archive_check(request.member, pk))


def archive_record(request: HttpRequest, check: ArchiveCheck) -> HttpResponse:
    """The record of a check as the paper form was."""
    context = {"check": check, "lines": check.lines.all(), "printed_at": timezone.now()}
    return render(request, "visitors/archive_check_print.html", context)


def _home(request: HttpRequest) -> str:
    return reverse("visitors:archive_checks", args=[request.member.office.slug])
