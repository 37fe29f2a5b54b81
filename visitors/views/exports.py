"""Customers leave as a file: asked for, allowed by somebody else, made, fetched."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.enums import Role
from offices.guards import office_view
from offices.spreadsheets import CSV_TYPE, XLSX_TYPE
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access_words import role_words
from visitors.file_enums import ExportFormat, ExportState
from visitors.file_filter import read_filter
from visitors.forms.sheets import ExportAnswerForm, ExportForm
from visitors.guards import load_export
from visitors.models import ExportRequest
from visitors.roles import EXPORTERS
from visitors.selectors.exports import approving_roles, exportable
from visitors.selectors.file_rules import house_file_rules
from visitors.services import exports as services

LISTED = 30


@office_view(*EXPORTERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Ask for the customers of a filter; below, what left the house lately and what waits."""
    member, now = request.member, timezone.now()
    office = member.office
    chosen = read_filter(request.GET)
    form = ExportForm(sent(request))
    back = reverse("visitors:exports", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: services.ask_export(chosen=chosen, by=member, now=now, **form.cleaned_data),
        answer=back,
    ):
        return say(request, _("Asked. Below stands how far it is."), back=back)
    rules = house_file_rules(office, office.business_date(now))
    most = rules.export_most
    count = exportable(office, chosen, member, now).order_by()[: most + 1].count()
    context = {
        "form": form,
        "count": min(count, most),
        "too_many": count > most,
        "most": most,
        "free": services.free_rows(member, now),
        "query": urlencode(chosen.codes),
        "approvers": role_words(approving_roles()),
        "earlier": ExportRequest.objects.of(office)
        .defer("sealed_file")
        .select_related("asked_by", "decided_by")[:LISTED],
    }
    return render(request, "visitors/exports.html", context, status=status_of(request, form))


@office_view(*EXPORTERS)
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """One export, for who asked and for those who answer."""
    return _page(request, load_export(request.member, pk), ExportAnswerForm(), 200)


@office_view(*EXPORTERS)
@require_POST
def export_answer(request: HttpRequest, pk: int) -> HttpResponse:
    member = request.member
    found = load_export(member, pk)
    form = ExportAnswerForm(request.POST)
    back = reverse("visitors:exports", args=[member.office.slug])
    if is_done(
        request,
        form,
        lambda: services.answer_export(
            request=found,
            yes=form.cleaned_data["yes"] == "yes",
            reason=form.cleaned_data["reason"],
            by=member,
            now=timezone.now(),
        ),
        answer=back,
    ):
        return say(request, _("Answered."), back=back)
    return _page(request, found, form, status_of(request, form))


@office_view(*EXPORTERS)
@require_POST
def export_make(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is made; it can be fetched for a day."""
    found = load_export(request.member, pk)
    return act(
        request,
        lambda: services.make_export(request=found, by=request.member, now=timezone.now()),
        said=_("Each time the file is fetched is written down."),
        back=reverse("visitors:export", args=[request.member.office.slug, pk]),
    )


@office_view(*EXPORTERS)
@require_GET
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, for who asked for it."""
    found = load_export(request.member, pk)
    data = services.fetch_export(request=found, by=request.member, now=timezone.now())
    return HttpResponse(
        data,
        content_type=CSV_TYPE if found.format == ExportFormat.CSV else XLSX_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="customers-{found.pk}.{found.format}"',
            "Cache-Control": "no-store",
        },
    )


def _page(request: HttpRequest, found: ExportRequest, form: ExportAnswerForm, status: int) -> HttpResponse:
    member = request.member
    own = found.asked_by_id == member.pk
    context = {
        "found": found,
        "form": form,
        "own": own,
        "answers": found.state == ExportState.ASKED
        and not own
        and member.holds(*(Role(role) for role in approving_roles())),
        "approvers": role_words(approving_roles()),
        "filter": urlencode(read_filter(found.chosen).codes),
        "is_ready": found.state == ExportState.READY
        and found.until is not None
        and found.until > timezone.now(),
    }
    return render(request, "visitors/export.html", context, status=status)
