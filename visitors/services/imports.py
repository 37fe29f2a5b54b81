"""An office's old list comes in: brought, its columns named, looked through, written, and forgotten again.

What takes time is done by the worker (import_checking, import_writing); here are the steps that somebody takes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offices.doorbell import ring
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.sealing import seal_bytes
from offices.services.audit import keep
from offices.spreadsheets import SheetProblem
from visitors.file_enums import ImportState
from visitors.import_mapping import NoColumns, checked, guess, head_of
from visitors.import_sheet import ENCODINGS, opened
from visitors.import_words import columns_problem, words_of_problem
from visitors.models import FileCounter, ImportRun
from visitors.models.sealed_json import closed
from visitors.selectors.file_fields import fields_of
from visitors.selectors.import_book import columns_of
from visitors.services.import_checking import look_again

BELL = "visitors.tasks.import_lists"
KEPT = timedelta(days=7)
"""So long what is still to be mended can be fetched; then the contents of the lines are gone."""
REMEMBERED = 20
DRAW = """
    INSERT INTO visitors_filecounter (office_id, last) VALUES (%(office)s, %(least)s + %(count)s)
    ON CONFLICT (office_id)
    DO UPDATE SET last = GREATEST(visitors_filecounter.last, %(least)s) + %(count)s
    RETURNING last
"""
CHOOSABLE = (ImportState.BROUGHT, ImportState.CHECKED)


@transaction.atomic
def bring_list(
    *,
    office: Office,
    data: bytes,
    file_name: str = "",
    encoding: str = "",
    pk: int | None = None,
    by: Member,
    now: datetime,
) -> ImportRun:
    """Keep the file, sealed, and guess what its columns are; nothing is imported. Raises Refusal.

    ``pk``: its id, drawn beforehand (next_id). What this member brought before and took no further is forgotten.
    """
    if encoding not in ("", *ENCODINGS):
        raise Refusal(_("Choose from the list."), field="encoding")
    try:
        first = opened(data, encoding)
    except SheetProblem as problem:
        raise Refusal(words_of_problem(problem), field="file") from None
    columns = columns_of(office)
    place = head_of(first.lines, columns)
    head = [text[:100] for text in first.lines[place]]
    ImportRun.objects.filter(office=office, by=by, state=ImportState.BROUGHT).delete()
    run = ImportRun.objects.create(
        pk=pk,
        office=office,
        by=by,
        at=now,
        file_name="".join(each for each in file_name if each.isprintable())[:100],
        encoding=first.encoding,
        sealed_file=seal_bytes(data),
        sealed_sample=closed([list(line) for line in first.lines[place + 1 : place + 6]]),
        head_line=place,
        head=head,
        mapping=_remembered(office, head, guess(head, columns)),
    )
    _keep(run, "brought", {"bytes": len(data)}, by, now)
    return run


@transaction.atomic
def choose_columns(
    *, run: ImportRun, mapping: Sequence[str], all_or_nothing: bool, by: Member, now: datetime
) -> ImportRun:
    """Say what each column is, and have the whole list looked through. Raises Refusal."""
    held = _held(run, by, *CHOOSABLE)
    columns = columns_of(held.office)
    wanted = [*mapping, *[""] * len(held.head)][: len(held.head)]
    try:
        held.mapping = list(checked(wanted, columns))
    except NoColumns as error:
        fields = {field.key: field for field in fields_of(held.office)}
        raise Refusal(columns_problem(error.code, error.key, fields), field="columns") from None
    held.all_or_nothing = all_or_nothing
    held.problem = ""
    look_again(held)
    held.save()
    _keep(held, "columns", {"named": sum(map(bool, held.mapping)), "whole": all_or_nothing}, by, now)
    ring(BELL)
    return held


@transaction.atomic
def start_import(*, run: ImportRun, by: Member, now: datetime) -> ImportRun:
    """Have it written: as a whole, or without the lines that are to be mended. Raises Refusal.

    The file numbers of new customers are drawn here, so that no desk waits for a long import to end.
    """
    held = _held(run, by, ImportState.CHECKED)
    if held.all_or_nothing and held.wrong:
        raise Refusal(
            ngettext(
                "%(n)s line needs mending, and this list is imported as a whole. Nothing was imported.",
                "%(n)s lines need mending, and this list is imported as a whole. Nothing was imported.",
                held.wrong,
            )
            % {"n": held.wrong}
        )
    if not held.new + held.known:
        raise Refusal(_("There is nothing in it to import."))
    held.first_number, held.used_numbers = _drawn(held), 0
    held.state, held.started_at, held.problem = ImportState.WRITING, now, ""
    held.save()
    _keep(held, "started", {"new": held.new, "known": held.known, "whole": held.all_or_nothing}, by, now)
    ring(BELL)
    return held


@transaction.atomic
def stop_import(*, run: ImportRun, by: Member, now: datetime) -> ImportRun:
    """No further; what was written stays, the rest is forgotten. Raises Refusal once it is over."""
    held = _held(run, by, *CHOOSABLE, ImportState.CHECKING, ImportState.WRITING)
    held.state, held.ended_at = ImportState.STOPPED, now
    forget_list(held, now)
    held.save()
    _keep(held, "stopped", {"made": held.made, "added": held.added_to}, by, now)
    return held


def note_mend(*, run: ImportRun, by: Member, now: datetime) -> None:
    """The lines to be mended leave the house as a file: a line of the log, before they do."""
    _keep(run, "mend", {"lines": run.wrong}, by, now)


def next_id() -> int:
    """The id of a list that is about to be brought, so that its address is known beforehand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('visitors_importrun', 'id'))")
        return cursor.fetchone()[0]


def forget_lists(*, now: datetime) -> int:
    """The contents of lists that nobody went on with, or mended, for a week; how many lists."""
    old = ImportRun.objects.filter(cleared_at=None, at__lte=now - KEPT)
    count = 0
    for pk in old.exclude(state=ImportState.WRITING).values_list("pk", flat=True):
        with transaction.atomic():
            held = ImportRun.objects.select_for_update(no_key=True).get(pk=pk)
            if held.state not in (ImportState.DONE, ImportState.FAILED):
                held.state, held.ended_at = ImportState.STOPPED, held.ended_at or now
            forget_list(held, now)
            held.save()
        count += 1
    return count


def forget_list(run: ImportRun, now: datetime) -> None:
    """What it said goes; of lines that were written it stays known that they were."""
    run.sealed_file = run.sealed_sample = ""
    run.cleared_at = now
    run.rows.filter(customer=None).delete()
    run.rows.update(sealed="", findings=[])


def _drawn(run: ImportRun) -> int:
    """The first of as many file numbers as there are new customers, beyond any that the list brings along."""
    with connection.cursor() as cursor:
        cursor.execute(
            DRAW, {"office": run.office_id, "least": _least(run.highest_number, run), "count": run.new}
        )
        return cursor.fetchone()[0] - run.new + 1


def _least(highest: int, run: ImportRun) -> int:
    counter = FileCounter.objects.filter(office=run.office_id).first()
    return max(highest, counter.last if counter else 0)


def _remembered(office: Office, head: Sequence[str], guessed: Sequence[str]) -> list[str]:
    """The guess, with what somebody said of the same titles before."""
    known: dict[str, str] = {}
    lists = ImportRun.objects.of(office).exclude(state=ImportState.BROUGHT).order_by("-at")
    for titles, mapping in lists.values_list("head", "mapping")[:REMEMBERED]:
        for title, key in zip(titles, mapping, strict=False):
            known.setdefault(title, key)
    found: list[str] = []
    for title, key in zip(head, guessed, strict=True):
        said = known.get(title, key) if title else ""
        found.append("" if said in found else said)
    return found


def _held(run: ImportRun, by: Member, *states: ImportState) -> ImportRun:
    held = ImportRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk, office=by.office_id)
    if held.state not in states:
        raise Refusal(_("This list has moved on meanwhile. Load the page again."))
    held.office = by.office
    return held


def _keep(run: ImportRun, what: str, details: dict, by: Member, now: datetime) -> None:
    keep(
        action=AuditAction.CUSTOMERS_IMPORTED,
        record=f"import:{run.pk}",
        details={"what": what, **details},
        by=by,
        now=now,
    )
