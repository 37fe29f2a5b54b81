"""Bringing a list of units: the template, the upload, and what it would change before anything is written."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.enums import Facing
from deals.figures import metres, yuan
from deals.forms.units import ImportForm
from deals.guards import load_import
from deals.models import UnitImport
from deals.roles import CONTROLLERS
from deals.selectors.unit_import import Change, Plan, cells_of, plan_of
from deals.services.unit_imports import bring_list, write_list
from deals.unit_sheet_columns import COLUMNS, facing_word, header
from deals.unit_sheet_words import COLUMN_WORDS, words_of
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.spreadsheets import XLSX_TYPE, Sheet, workbook
from offices.views.answers import once_for, say

SHOWN = 200
FACING = COLUMNS.index("facing")


@office_view(*CONTROLLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is read and shown, nothing else."""
    office = request.member.office
    if request.method == "GET":
        return _page(request, ImportForm(drafts.take(request)))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    key = uuid4()
    name, data = form.content()
    try:
        where = once_for(
            request,
            lambda: bring_list(
                office=office, key=key, data=data, file_name=name, by=request.member, now=timezone.now()
            ),
            answer=reverse("deals:unit_import_seen", args=[office.slug, key]),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, status=422 if refusal.field else refusal.status)
    return redirect(where)


@office_view(*CONTROLLERS)
@require_http_methods(["GET", "POST"])
def seen(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the list would change; a post writes it as a whole."""
    brought = load_import(request.member, key)
    if request.method == "GET":
        return _seen_page(request, brought)
    office = request.member.office
    back = reverse("deals:units", args=[office.slug])
    try:
        once_for(
            request,
            lambda: write_list(brought=brought, by=request.member, now=timezone.now()),
            answer=back,
        )
    except Refusal as refusal:
        return _seen_page(request, load_import(request.member, key), str(refusal), refusal.status)
    count = len(brought.rows)
    said = ngettext("%(n)s unit is as the list has it.", "%(n)s units are as the list has them.", count)
    return say(request, said % {"n": count}, back=back)


@office_view(*CONTROLLERS)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list, or with ``?units=all`` the units as they are: to be changed and brought again."""
    office, language = request.member.office, get_language() or "en"
    is_filled = request.GET.get("units") == "all"
    rows = cells_of(office) if is_filled else []
    for row in rows:
        row[FACING] = facing_word(str(row[FACING]), language) if row[FACING] else ""
    example = [
        _("Block 1"),
        "1201",
        12,
        1,
        _("3 rooms"),
        "98.50",
        facing_word("s", language),
        "1250000.00",
        "",
    ]
    packed = workbook(
        Sheet(_("Units"), header(language), rows),
        Sheet(
            _("How to fill it in"),
            [_("Column"), _("Example"), _("What stands there")],
            [
                [name, str(cell), str(text)]
                for name, cell, text in zip(header(language), example, _explained(), strict=True)
            ],
        ),
    )
    name = "units.xlsx" if is_filled else "units-template.xlsx"
    return HttpResponse(
        packed,
        content_type=XLSX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _explained() -> list[str]:
    """What each column wants, in the order of the columns."""
    return [
        _("Needed. A building that is not there yet is added."),
        _("Needed. Building and number together name a unit: a list that is brought again changes it."),
        _("Needed. A whole number; basements are below zero."),
        _("From the left, 1 first. Left empty: the last two digits of the number."),
        _("Needed. As your office calls it."),
        _("Needed. Square metres, two decimals at most."),
        _("South, south-east, south-west, east, west, north, or north and south. May be empty."),
        _("Needed. Yuan for the whole unit, two decimals at most."),
        _("The release's name, which is added beforehand. Left empty: not for sale yet, or as it was."),
    ]


def _page(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    office = request.member.office
    context = {
        "form": form,
        "columns": COLUMN_WORDS.values(),
        "earlier": UnitImport.objects.filter(office=office)
        .exclude(applied_at=None)
        .select_related("by")
        .defer("rows")[:10],
    }
    return render(request, "deals/unit_import.html", context, status=status)


def _seen_page(
    request: HttpRequest, brought: UnitImport, problem: str = "", status: int = 200
) -> HttpResponse:
    plan = Plan() if brought.applied_at else plan_of(request.member.office, brought.rows)
    context = {
        "brought": brought,
        "plan": plan,
        "problem": problem,
        "lines": len(brought.rows),
        "findings": [(each.row, COLUMN_WORDS[each.column], words_of(each)) for each in plan.findings[:SHOWN]],
        "wrong_lines": len({each.row for each in plan.findings}),
        "new": plan.new[:SHOWN],
        "changed": [(each, _differences(each)) for each in plan.changed[:SHOWN]],
        "shown": SHOWN,
    }
    return render(request, "deals/unit_import_seen.html", context, status=status)


def _differences(change: Change) -> list[tuple[str, str, str]]:
    return [
        (str(COLUMN_WORDS[name]), _shown(name, now), _shown(name, then))
        for name, (now, then) in change.differs.items()
    ]


def _shown(name: str, value: Any) -> str:
    """As the unit's own page shows it."""
    if name == "facing":
        return str(Facing(value).label) if value else ""
    written = {"list_price": yuan, "area": metres}.get(name, str)
    return written(value)
