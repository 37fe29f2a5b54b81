"""The worker writes a list that was looked through: batch by batch, or all of it in one transaction.

A list that is imported as a whole is written in one piece: whatever goes wrong, nothing of it stands.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from offices.enums import AuditAction, NoticeKind
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.file_enums import ImportRowState, ImportState
from visitors.import_rows import Book
from visitors.import_words import ERASED
from visitors.models import Customer, ImportRun
from visitors.services import import_progress
from visitors.services.import_checking import BATCH, Files, Read, files_for, look_again, read_all, settle
from visitors.services.import_filling import Change, fill_in
from visitors.services.import_making import make_files

CHANGED, SLOW = "changed", "slow"
LONGEST_PIECE = 14 * 60
"""Seconds that a list written in one piece may take, so that nobody waits for its locks for ever."""


class Aborted(Exception):
    """A list is imported as a whole, and it is not to be: a line is fine no longer, or it takes too long (``slow``)."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def write_more(run: ImportRun, book: Book, now: datetime) -> bool:
    """Another batch of the list (or all of it), inside the caller's transaction, which holds it; False at the end."""
    if not run.all_or_nothing:
        return _batch(run, book, now) or _end(run, now)
    try:
        with transaction.atomic():
            _in_one_piece(run, book, now)
    except Aborted as aborted:
        fresh = ImportRun.objects.get(pk=run.pk)
        if aborted.problem == CHANGED:
            look_again(fresh)
        else:
            fresh.state = ImportState.CHECKED
        fresh.problem = aborted.problem
        fresh.save()
        import_progress.forget(run.pk)
        return aborted.problem == CHANGED
    return _end(run, now)


def _in_one_piece(run: ImportRun, book: Book, now: datetime) -> None:
    """Nobody sees the counts of an open transaction: how far it is stands in the cache. Raises Aborted."""
    ends = time.monotonic() + LONGEST_PIECE
    while _batch(run, book, now):
        import_progress.note(run.pk, run.settled)
        if time.monotonic() > ends:
            raise Aborted(SLOW)


def _batch(run: ImportRun, book: Book, now: datetime) -> bool:
    """New customers first, so that all other lines speak of somebody who is there."""
    for state in (ImportRowState.NEW, ImportRowState.KNOWN):
        rows = list(run.rows.filter(state=state).order_by("line")[:BATCH])
        if rows:
            break
    else:
        return False
    reads = read_all(rows, run, book)
    files = files_for(reads, run.office_id)
    if state == ImportRowState.KNOWN:
        files = _held(reads, files, run.office_id)
    good = _still_good(run, reads, files)
    if state == ImportRowState.NEW:
        _write_new(run, good, files, now)
    else:
        _write_known(run, good, files, now)
    run.save()
    return True


def _held(reads: Sequence[Read], files: Files, office: int) -> Files:
    """What there is once these files are held: whoever was erasing or joining one of them has come to an end."""
    wanted = {*files.by_digest.values(), *files.by_number.values()}
    rows = Customer.objects.filter(office=office, pk__in=wanted).order_by("pk")
    list(rows.select_for_update(no_key=True))
    return files_for(reads, office)


def _still_good(run: ImportRun, reads: Sequence[Read], files: Files) -> list[Read]:
    """Lines that may still be written: since they were looked through a field may have gone out of use, or a person's
    data may have been erased. Raises Aborted."""
    for read in reads:
        read.row.findings = [[each.column, str(each.code)] for each in read.said.findings]
        if files.are_gone(read):
            read.row.findings.append(["phone", ERASED])
    wrong = [read for read in reads if read.row.findings]
    if wrong and run.all_or_nothing:
        raise Aborted(CHANGED)
    for read in wrong:
        read.row.state = ImportRowState.WRONG
        run.wrong += 1
    settle([read.row for read in wrong])
    return [read for read in reads if not read.row.findings]


def _write_new(run: ImportRun, reads: Sequence[Read], files: Files, now: datetime) -> None:
    """Those of whom nobody entered a file meanwhile get one; the others are known now."""
    fresh, taken = [], set()
    for read in reads:
        if files.of(read) or taken & {*read.digests}:
            read.row.state = ImportRowState.KNOWN
            continue
        taken |= {*read.digests}
        fresh.append(read)
    made = make_files(run, fresh, now)
    for read in fresh:
        if read.row.pk in made:
            read.row.state, read.row.customer_id = ImportRowState.DONE, made[read.row.pk]
        else:
            read.row.state = ImportRowState.KNOWN
    run.made += len(made)
    run.settled += len(made)
    settle([read.row for read in reads])


def _write_known(run: ImportRun, reads: Sequence[Read], files: Files, now: datetime) -> None:
    """What the files lack is added. A line whose file is gone again (its number was taken off) makes a new one."""
    changes = []
    for read in reads:
        of = files.of(read) or _earlier(run, read)
        if of:
            changes.append(Change(read, min(of)))
        else:
            read.row.state = ImportRowState.NEW
    run.added_to += fill_in(run, changes, now)
    for change in changes:
        change.read.row.state, change.read.row.customer_id = ImportRowState.DONE, change.customer
    run.settled += len(changes)
    settle([read.row for read in reads])


def _earlier(run: ImportRun, read: Read) -> set[int]:
    """The file of another line of this list that speaks of the same one."""
    rows = run.rows.filter(person=read.row.person, customer__isnull=False)
    return set(rows.values_list("customer", flat=True)[:1])


def _end(run: ImportRun, now: datetime) -> bool:
    run.state, run.ended_at, run.sealed_sample = ImportState.DONE, now, ""
    if not run.wrong:
        run.cleared_at = now
    run.save()
    run.rows.filter(state=ImportRowState.SAME).update(sealed="")
    by = Member.objects.get(pk=run.by_id)
    keep(
        action=AuditAction.CUSTOMERS_IMPORTED,
        record=f"import:{run.pk}",
        details={
            "what": "done",
            "made": run.made,
            "added": run.added_to,
            "same": run.same,
            "wrong": run.wrong,
        },
        by=by,
        now=now,
    )
    tell_of(run, NoticeKind.IMPORT_ENDED, now)
    return False


def tell_of(run: ImportRun, kind: NoticeKind, now: datetime) -> None:
    """Tell whoever brought it."""
    about: dict[str, Any] = {"import": run.pk}
    tell(office_id=run.office_id, member_ids=[run.by_id], kind=kind, about=about, now=now)
