"""The forms of imports and exports, ready to be sent (tests/reception/sent_forms.py)."""

import time
from collections.abc import Callable

from django.utils import timezone

from offices.enums import Role
from tests.cast import enrol
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of
from visitors.file_filter import FileFilter
from visitors.models import ExportRequest, ImportRun
from visitors.services import exports, imports
from visitors.services.import_running import go_on

LIST = b"Name,Phone\nWu,13800001234\n"


def _brought(house: House) -> ImportRun:
    return imports.bring_list(
        office=house.office, data=LIST, file_name="old.csv", by=house.chief, now=timezone.now()
    )


def _looked_through(house: House) -> ImportRun:
    run = _brought(house)
    imports.choose_columns(
        run=run, mapping=run.mapping, all_or_nothing=True, by=house.chief, now=timezone.now()
    )
    go_on(now=timezone.now(), ends=time.monotonic() + 60)
    return run


def _page_of(name: str, make: Callable[[House], ImportRun | ExportRequest]) -> Callable[[House], str]:
    return lambda house: house.page(name, make(house).pk)


def _asked(house: House, *, numbers: bool = False) -> ExportRequest:
    file_of(house.chief, name="Wu", now=timezone.now())
    by = house.chief
    if numbers:
        by = enrol(house.office, f"{house.office.slug}-asker", Role.MANAGER)
        house.chief.roles = [*house.chief.roles, Role.INFORMATION]
        house.chief.save()
    return exports.ask_export(
        chosen=FileFilter(), purpose="work", reason="report", with_numbers=numbers, by=by, now=timezone.now()
    )


def _customers(house: House) -> str:
    file_of(house.chief, name="Wu", now=timezone.now())
    return house.page("visitors:exports")


SHEET_FORMS: dict[str, SentForm] = {
    "visitors:imports": SentForm(
        lambda house: house.page("visitors:imports"),
        {"pasted": LIST.decode()},
        words=("pasted",),
    ),
    "visitors:import_columns": SentForm(
        _page_of("visitors:import_columns", _brought),
        {"column-0": "name", "column-1": "phone", "whole": "yes"},
    ),
    "visitors:import_start": SentForm(_page_of("visitors:import_start", _looked_through)),
    "visitors:import_stop": SentForm(_page_of("visitors:import_stop", _looked_through)),
    "visitors:exports": SentForm(
        _customers, {"purpose": "work", "reason": "Report", "format": "xlsx"}, words=("reason",)
    ),
    "visitors:export_answer": SentForm(
        _page_of("visitors:export_answer", lambda house: _asked(house, numbers=True)),
        {"yes": "yes"},
    ),
    "visitors:export_make": SentForm(_page_of("visitors:export_make", _asked)),
}
