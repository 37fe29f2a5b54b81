"""Lists and drafts in which a person may stand beside their file: brought to us, taken out, typed and not sent."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices import drafts
from offices.sealing import SealBroken, unseal_bytes
from offices.spreadsheets import SheetProblem
from visitors.access import Action
from visitors.file_enums import ExportState, ImportRowState, ImportState
from visitors.import_sheet import whole
from visitors.models import ExportRequest, FileView, ImportRow, ImportRun
from visitors.models.sealed_json import opened
from visitors.personal_data import Holder, Person
from visitors.services.exports import FETCHABLE
from visitors.services.imports import forget_list

PAGE_OF_FILE = re.compile(r"/customers/(\d+)/")
NO_DIGIT = re.compile(r"\D")
COUNTED = {
    ImportRowState.NEW: "new",
    ImportRowState.KNOWN: "known",
    ImportRowState.WRONG: "wrong",
    ImportRowState.SAME: "same",
}


def speaks_of(person: Person, texts: Iterable[str]) -> bool:
    """Whether one of their numbers stands there, however it is written; where we hold none, their name alone."""
    for text in texts:
        digits = NO_DIGIT.sub("", text)
        if any(number in digits for number in person.numbers):
            return True
        if not person.numbers and text.strip() in person.names:
            return True
    return False


def _erase_exports(person: Person, now: datetime) -> int:
    """Files in which they stand are gone before their day is over; whoever asked for one asks again."""
    count = 0
    ready = ExportRequest.objects.of(person.customer.office).filter(state=ExportState.READY)
    for request in ready.exclude(until=None):
        made_at = request.until - FETCHABLE
        looks = FileView.objects.filter(
            customer__in=person.files, action=Action.EXPORT.value, by=request.asked_by_id, at=made_at
        )
        if looks.exists():
            request.state, request.sealed_file = ExportState.GONE, ""
            request.save(update_fields=["state", "sealed_file"])
            count += 1
    return count


def _erase_lists(person: Person, now: datetime) -> int:
    """Their lines of lists go; a list that was not looked through yet goes as a whole, for it is one sealed file.

    The print of a line that was written stays: the same list brought again shall not bring the person back.
    """
    count = ImportRow.objects.filter(customer__in=person.files).exclude(sealed="").count()
    kept = ImportRun.objects.of(person.customer.office).filter(cleared_at=None).order_by("pk")
    for run in kept.select_for_update(of=("self",), no_key=True):
        if run.sealed_file and speaks_of(person, _cells(run)):
            run.state, run.ended_at = ImportState.STOPPED, now
            forget_list(run, now)
            count += 1
        for row in run.rows.exclude(sealed=""):
            if row.customer_id in person.files or speaks_of(person, _line(row)):
                _pass_by(run, row)
                count += 1
        run.save()
    ImportRow.objects.filter(customer__in=person.files).update(sealed="", findings=[])
    return count


def _pass_by(run: ImportRun, row: ImportRow) -> None:
    """The line counts as one that was imported before: nothing is written of it."""
    for state, step in ((row.state, -1), (ImportRowState.SAME, 1)):
        if name := COUNTED.get(ImportRowState(state)):
            setattr(run, name, max(getattr(run, name) + step, 0))
    row.state, row.sealed, row.findings = ImportRowState.SAME, "", []
    row.save(update_fields=["state", "sealed", "findings"])


def _cells(run: ImportRun) -> list[str]:
    """Every cell of the file; none where it cannot be read, and then nobody else reads it either."""
    try:
        return [cell for line in whole(unseal_bytes(run.sealed_file), run.encoding) for cell in line]
    except (SheetProblem, SealBroken):
        return []


def _line(row: ImportRow) -> list[str]:
    try:
        return opened(row.sealed)
    except SealBroken:
        return []


def _erase_drafts(person: Person, now: datetime) -> int:
    """What colleagues had typed when their session ended: into forms of these files, or of them in any other."""
    wanted = set(person.files)

    def is_gone(path: str, typed: list[str]) -> bool:
        found = PAGE_OF_FILE.search(path)
        return (found is not None and int(found[1]) in wanted) or speaks_of(person, typed)

    return drafts.forget(is_gone, now)


LIST_HOLDERS = (
    Holder(
        "visitors.exports",
        _("Lists that were taken out"),
        ("visitors.ExportRequest: sealed_file",),
        _erase_exports,
    ),
    Holder(
        "visitors.lists",
        _("Lists that were brought"),
        ("visitors.ImportRun: sealed_file sealed_sample", "visitors.ImportRow: sealed findings"),
        _erase_lists,
    ),
    Holder(
        "visitors.drafts",
        _("What was typed and not sent"),
        ("sessions.Session: session_data",),
        _erase_drafts,
    ),
)
