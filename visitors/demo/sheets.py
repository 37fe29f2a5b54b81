"""Lists in and out of a demo office, told once: one that was imported, one with lines to mend, two exports.

Everybody in them is invented.
"""

import csv
import io
import json
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from offices.enums import Role
from offices.models import Member, Office
from visitors.access_words import AskPurpose
from visitors.enums import Grade, Source
from visitors.file_enums import ExportState
from visitors.file_filter import FileFilter
from visitors.models import ImportRun
from visitors.services import exports, imports
from visitors.services.import_running import go_on

TEXTS = Path(__file__).parent / "data" / "sheets.json"
PATIENCE = 60.0
"""Seconds."""


@transaction.atomic
def tell_sheets(office: Office, *, language: str, now: datetime) -> int:
    """How many lists were told: none where nobody leads the office, or it brought some already."""
    manager = Member.objects.of(office).working().holding(Role.MANAGER).order_by("pk").first()
    if manager is None or ImportRun.objects.of(office).exists():
        return 0
    read = json.loads(TEXTS.read_text(encoding="utf-8"))
    said = read.get(language) or read["en"]
    done = _looked_through(said["done"], manager, now - timedelta(days=6))
    imports.start_import(run=done, by=manager, now=now - timedelta(days=6))
    _work(now - timedelta(days=6))
    _looked_through(said["wrong"], manager, now - timedelta(hours=3))
    _take_out(said, manager, now)
    return 2


def _looked_through(said: Mapping[str, Any], by: Member, now: datetime) -> ImportRun:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([said["head"], *said["lines"]])
    data = written.getvalue().encode("gb18030")
    run = imports.bring_list(office=by.office, data=data, file_name=said["name"], by=by, now=now)
    run = imports.choose_columns(run=run, mapping=run.mapping, all_or_nothing=False, by=by, now=now)
    _work(now)
    return run


def _work(now: datetime) -> None:
    go_on(now=now, ends=time.monotonic() + PATIENCE)


def _take_out(said: Mapping[str, Any], by: Member, now: datetime) -> None:
    """One is made and waits to be fetched; one with whole numbers waits for somebody's word."""
    asked = {"purpose": AskPurpose.WORK, "by": by}
    graded = exports.ask_export(
        chosen=FileFilter(grade=Grade.A), reason=said["made"], now=now - timedelta(hours=5), **asked
    )
    if graded.state == ExportState.APPROVED:
        exports.make_export(request=graded, by=by, now=now - timedelta(hours=5))
    exports.ask_export(
        chosen=FileFilter(source=Source.INTERNET),
        reason=said["asked"],
        with_numbers=True,
        now=now - timedelta(hours=2),
        **asked,
    )
