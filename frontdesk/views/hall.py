"""The desk's daily self-check, and incidents in the hall."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdesk.forms.services import IncidentEndForm, IncidentForm, IncidentNoteForm
from frontdesk.guards import load_incident, load_item
from frontdesk.models import Incident
from frontdesk.roles import CLOSERS, DESK, EDITORS, GATE, HOSTS
from frontdesk.selectors.services import check_lines, checked_days, has_daily_list
from frontdesk.services import hall as services
from frontdesk.views.form_pages import FormPage, form_page
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import act
from offices.views.form_answers import sent

SHOWN = 60


@office_view(*DESK)
@require_GET
def self_check(request: HttpRequest) -> HttpResponse:
    """Today's list, and the days before."""
    office = request.member.office
    today = office.business_date(timezone.now())
    lines = check_lines(office, today)
    context = {
        "today": today,
        "lines": lines,
        "answered": sum(line.answer is not None for line in lines),
        "has_list": has_daily_list(office),
        "days": checked_days(office, today),
        "may_edit": request.member.holds(*EDITORS),
    }
    return render(request, "frontdesk/self_check.html", context)


@office_view(*DESK)
@require_POST
def self_check_item(request: HttpRequest, pk: int) -> HttpResponse:
    """In order, or what is wrong."""
    item = load_item(request.member, pk)
    back = reverse("frontdesk:self_check", args=[request.member.office.slug])
    return act(
        request,
        lambda: services.answer_check(
            item=item,
            state=request.POST.get("state", ""),
            note=request.POST.get("note", ""),
            by=request.member,
            now=timezone.now(),
        ),
        said=_("Noted."),
        back=f"{back}#item-{pk}",
    )


@office_view(*HOSTS)
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """The open ones first."""
    rows = Incident.objects.of(request.member.office).select_related("reported_by", "closed_by")
    context = {"open": rows.open(), "closed": rows.exclude(closed_at=None)[:SHOWN]}
    return render(request, "frontdesk/incidents.html", context)


@office_view(*HOSTS, *GATE, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def incident_report(request: HttpRequest) -> HttpResponse:
    """Whoever sees it says so, at the gate too."""
    member, now = request.member, timezone.now()
    form = IncidentForm(sent(request), initial={"happened_at": now})
    page = FormPage(
        _("Something happened"),
        _("Report it"),
        _gate(member) if member.is_at_gate else _home(member),
        hint=_("The leaders and the director hear of it at once."),
    )
    return form_page(
        request,
        form,
        lambda: services.report_incident(by=member, now=now, **form.cleaned_data),
        page=page,
        said=_("Reported; the leaders know."),
    )


@office_view(*HOSTS)
@require_GET
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_incident(request.member, pk)
    context = {
        "incident": found,
        "notes": found.notes.select_related("by"),
        "may_close": found.closed_at is None and request.member.holds(*CLOSERS),
    }
    return render(request, "frontdesk/incident.html", context)


@office_view(*HOSTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def incident_note(request: HttpRequest, pk: int) -> HttpResponse:
    member, now = request.member, timezone.now()
    found = load_incident(member, pk)
    form = IncidentNoteForm(sent(request))
    return form_page(
        request,
        form,
        lambda: services.add_note(incident=found, by=member, now=now, **form.cleaned_data),
        page=FormPage(_("What happened since"), _("Save"), _page_of(found), about=str(found)),
        said=_("Saved."),
    )


@office_view(*CLOSERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def incident_close(request: HttpRequest, pk: int) -> HttpResponse:
    member, now = request.member, timezone.now()
    found = load_incident(member, pk)
    form = IncidentEndForm(sent(request))
    return form_page(
        request,
        form,
        lambda: services.close_incident(incident=found, by=member, now=now, **form.cleaned_data),
        page=FormPage(_("Close the incident"), _("Close it"), _page_of(found), about=str(found)),
        said=_("Closed."),
    )


def _page_of(found: Incident) -> str:
    return reverse("frontdesk:incident", args=[found.office.slug, found.pk])


def _home(member: Member) -> str:
    return reverse("frontdesk:incidents", args=[member.office.slug])


def _gate(member: Member) -> str:
    return reverse("frontdesk:gate", args=[member.office.slug])
