"""The register of calls: read, printed, corrected."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offices.enums import AuditAction
from offices.guards import office_view
from offices.models import Member
from offices.services.audit import keep
from offices.views.answers import say
from offices.views.form_answers import is_done, sent, status_of
from switchboard.enums import CallKind
from switchboard.forms.call import CorrectionForm
from switchboard.guards import load_call, may_open
from switchboard.models import IncomingCall
from switchboard.roles import ANSWERERS, CORRECTORS, COUNTERS, READERS
from switchboard.selectors.register import checksum, history_of, lines_of, register_page, sheets
from switchboard.services.calls import correct_call

LONGEST = timedelta(days=366)


@office_view(*READERS)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The lines of some days, the newest first."""
    office = request.member.office
    first, last = days_asked(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in CallKind.values else ""
    page = register_page(office, first=first, last=last, kind=kind, page=request.GET.get("page", "1"))
    context = {
        "page": page,
        "first": first,
        "last": last,
        "kind": kind,
        "kinds": CallKind.choices,
        "query": f"first={first:%Y-%m-%d}&last={last:%Y-%m-%d}&kind={kind}",
        "may_print": request.member.holds(*COUNTERS),
        "may_answer": request.member.holds(*ANSWERERS),
    }
    return render(request, "switchboard/register.html", context)


@office_view(*COUNTERS)
@require_GET
def register_print(request: HttpRequest) -> HttpResponse:
    """The register on A4; who printed it is kept."""
    member, now = request.member, timezone.now()
    first, last = days_asked(request)
    pages = sheets(member, first=first, last=last)
    total = checksum(pages)
    details = {"first": f"{first}", "last": f"{last}", "checksum": total}
    keep(action=AuditAction.CALLS_PRINTED, record="calls", details=details, by=member, now=now)
    context = {
        "pages": pages or [[]],
        "first": first,
        "last": last,
        "total": sum(len(page) for page in pages),
        "checksum": total,
        "printed_at": now,
    }
    return render(request, "switchboard/register_print.html", context)


@office_view(*READERS)
@require_GET
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """A line, the lines that it corrects, and what came of the call."""
    found = load_call(request.member, pk)
    lines = history_of(found)
    context = {
        "line": lines_of([lines[-1]])[0],
        "history": list(reversed(lines[:-1])),
        "backs": [(back, may_open(request.member, back)) for back in lines[0].call_backs.with_people()],
        "taken": list(lines[0].messages.select_related("to", "passed_by")),
        "may_correct": _may_correct(request.member, lines[-1]),
    }
    return render(request, "switchboard/call.html", context)


@office_view(*ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Another line that stands for this one; who wrote it, or a leader."""
    found = load_call(request.member, pk)
    if not _may_correct(request.member, found):
        return render(request, "switchboard/not_yours.html", {"call": found}, status=403)
    form = CorrectionForm(sent(request), call=found)
    back = reverse("switchboard:call", args=[request.member.office.slug, pk])
    if is_done(
        request,
        form,
        lambda: correct_call(call=found, by=request.member, now=timezone.now(), **form.said()),
        answer=back,
    ):
        return say(request, _("Corrected. The first line stays readable."), back=back)
    context = {"form": form, "call": found}
    return render(request, "switchboard/correct.html", context, status=status_of(request, form))


def days_asked(request: HttpRequest) -> tuple[date, date]:
    """The days in the address; today where there are none, and never more than a year."""
    today = request.member.office.business_date(timezone.now())
    first, last = _day(request, "first") or today, _day(request, "last") or today
    last = max(first, last)
    return max(first, last - LONGEST), last


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _may_correct(member: Member, call: IncomingCall) -> bool:
    return member.holds(*ANSWERERS) and (call.by_id == member.pk or member.holds(*CORRECTORS))
