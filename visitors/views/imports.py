"""An office's old list comes in: the template, the file, its columns, what it would do, how far it is."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import drafts
from offices.errors import Refusal
from offices.guards import live_view, office_view
from offices.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_file, workbook
from offices.views.answers import act, once_for
from visitors.file_enums import ImportState
from visitors.forms.sheets import BringForm
from visitors.guards import load_import
from visitors.models import ImportRun
from visitors.roles import IMPORTERS
from visitors.selectors.import_book import column_choices
from visitors.selectors.imports import (
    column_lines,
    otherwise_written,
    template_sheets,
    to_mend,
    wrong_kinds,
    wrong_lines,
)
from visitors.services import imports as services
from visitors.services.import_progress import settled_of

LISTED = 10
LONGEST_BOOK = 3000
"""Lines. A workbook takes a second for so many, and whoever fetches it waits."""


@office_view(*IMPORTERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is kept and its columns are guessed, nothing else."""
    if request.method == "GET":
        return _page(request, BringForm(drafts.take(request)))
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, 422)
    name, data = form.content()
    pk = services.next_id()
    try:
        where = once_for(
            request,
            lambda: services.bring_list(
                office=request.member.office,
                data=data,
                file_name=name,
                encoding=form.cleaned_data["encoding"],
                pk=pk,
                by=request.member,
                now=timezone.now(),
            ),
            answer=_run_page(request, pk),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, 422 if refusal.field else refusal.status)
    return redirect(where)


@office_view(*IMPORTERS)
@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    """An empty list with every column that can be brought, and what stands in each."""
    data = workbook(*template_sheets(request.member.office))
    return _download(data, "customers-template.xlsx")


@office_view(*IMPORTERS)
@require_GET
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """A list, as far as it is: its columns, what it would do, or what came of it."""
    return _run(request, _as_far_as_it_is(load_import(request.member, pk)))


@office_view(*IMPORTERS)
@require_POST
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column is; the list is then looked through."""
    run = load_import(request.member, pk)
    mapping = [request.POST.get(f"column-{place}", "")[:100] for place in range(len(run.head))]
    try:
        once_for(
            request,
            lambda: services.choose_columns(
                run=run,
                mapping=mapping,
                all_or_nothing=request.POST.get("whole") != "no",
                by=request.member,
                now=timezone.now(),
            ),
            answer=_run_page(request, pk),
        )
    except Refusal as refusal:
        run.mapping = mapping
        return _run(request, run, str(refusal), 422 if refusal.field else refusal.status)
    return redirect(_run_page(request, pk))


@office_view(*IMPORTERS)
@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    run = load_import(request.member, pk)
    return act(
        request,
        lambda: services.start_import(run=run, by=request.member, now=timezone.now()),
        said=_("The list is being written. You may leave this page."),
        back=_run_page(request, pk),
    )


@office_view(*IMPORTERS)
@require_POST
def import_stop(request: HttpRequest, pk: int) -> HttpResponse:
    run = load_import(request.member, pk)
    return act(
        request,
        lambda: services.stop_import(run=run, by=request.member, now=timezone.now()),
        said=_("Stopped. What was written stays; the rest is forgotten."),
        back=_home(request),
    )


@office_view(*IMPORTERS)
@require_GET
def import_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that need mending, as a file that is brought again when they are mended; very many as a CSV."""
    run = load_import(request.member, pk)
    office, now = request.member.office, timezone.now()
    notice = _("%(office)s, confidential: lines to be mended, fetched by %(name)s on %(when)s.") % {
        "office": office.name,
        "name": request.member.name,
        "when": f"{office.local(now):%Y-%m-%d %H:%M}",
    }
    services.note_mend(run=run, by=request.member, now=now)
    sheet = to_mend(run, notice)
    if run.wrong > LONGEST_BOOK:
        return _download(csv_file(sheet), f"to-mend-{run.pk}.csv", CSV_TYPE)
    return _download(workbook(sheet), f"to-mend-{run.pk}.xlsx")


@live_view(*IMPORTERS)
@require_GET
def import_live(request: HttpRequest, pk: int, *, version: str, now: datetime) -> HttpResponse:
    """The bar, where it has moved since the page last looked; at the end the page is asked to load again."""
    run = _as_far_as_it_is(load_import(request.member, pk))
    if request.GET.get("m") == _mark(run):
        return HttpResponse(status=204)
    if not run.is_going:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(
        request,
        "visitors/_import_bar.html",
        {"run": run, "mark": _mark(run), "office": request.member.office},
    )


def _as_far_as_it_is(run: ImportRun) -> ImportRun:
    """With what the worker has written of a list whose counts nobody sees before all of it stands."""
    if run.state == ImportState.WRITING and run.all_or_nothing:
        run.settled = settled_of(run.pk)
    return run


def _mark(run: ImportRun) -> str:
    return f"{run.state}.{run.looked}.{run.settled}"


def _run(request: HttpRequest, run: ImportRun, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"run": run, "problem": problem, "mark": _mark(run)}
    if run.state == ImportState.BROUGHT or (run.state == ImportState.CHECKED and request.GET.get("columns")):
        context |= {"columns": column_lines(run), "choices": column_choices(run.office)}
    elif run.wrong and run.cleared_at is None:
        context |= {"wrong": wrong_lines(run), "kinds": wrong_kinds(run)}
    if run.state in (ImportState.DONE, ImportState.STOPPED):
        context["otherwise"], context["otherwise_lines"] = otherwise_written(run)
    return render(request, "visitors/import_run.html", context, status=status)


def _page(request: HttpRequest, form: BringForm, status: int = 200) -> HttpResponse:
    office = request.member.office
    context = {"form": form, "earlier": ImportRun.objects.of(office).light().select_related("by")[:LISTED]}
    return render(request, "visitors/imports.html", context, status=status)


def _download(data: bytes, name: str, kind: str = XLSX_TYPE) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _home(request: HttpRequest) -> str:
    return reverse("visitors:imports", args=[request.member.office.slug])


def _run_page(request: HttpRequest, pk: int) -> str:
    return reverse("visitors:import_run", args=[request.member.office.slug, pk])
