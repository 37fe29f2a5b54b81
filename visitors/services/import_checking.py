"""The worker looks through a list: its lines are kept, then read a batch at a time, and what they say is compared.

Each batch is one transaction that holds the list's row, so that a worker that dies leaves the rest to the next.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from offices.models import Office
from offices.sealing import fingerprint, unseal_bytes
from offices.spreadsheets import SheetProblem
from visitors.file_enums import ImportRowState, ImportState
from visitors.import_rows import Book, ImportedRow, is_empty, read_row
from visitors.import_sheet import MOST_LINES, whole
from visitors.import_words import ERASED, TWO_PEOPLE
from visitors.models import Customer, CustomerPhone, Erasure, ImportRow, ImportRun
from visitors.models.customer_phone import digest_of
from visitors.models.sealed_json import closed, opened

BATCH = 500
WRITTEN_AT_ONCE = 2000
SETTLE = """
    UPDATE visitors_importrow AS row
       SET state = told.state, findings = told.findings::jsonb, fingerprint = told.fingerprint, person = told.person,
           customer_id = told.customer, sealed = CASE told.state WHEN 'done' THEN '' ELSE row.sealed END
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
           AS told(id, state, findings, fingerprint, person, customer)
     WHERE row.id = told.id
"""


@dataclass(slots=True)
class Read:
    """A line with what it says, and the files it may speak of."""

    row: ImportRow
    said: ImportedRow
    digests: list[str] = field(default_factory=list)
    fingerprint: str = ""


@dataclass(slots=True)
class Files:
    """What the office has of these lines: files by number (digest), by file number, by a line imported before.

    ``erased``: numbers (digests) of people whose data were erased, which nobody has today; ``gone``: their files (ids).
    """

    by_digest: dict[str, int]
    by_number: dict[str, int]
    by_line: dict[str, int]
    erased: frozenset[str]
    gone: frozenset[int]

    def are_gone(self, read: Read) -> bool:
        """Whether the line speaks of somebody whose data were erased. Who came back since is a customer as any."""
        return not self.gone.isdisjoint(self.of(read)) or not self.erased.isdisjoint(read.digests)

    def of(self, read: Read) -> set[int]:
        """The files that the line may speak of: one where all is well."""
        found = {self.by_digest[each] for each in read.digests if each in self.by_digest}
        if read.said.file_number in self.by_number:
            found.add(self.by_number[read.said.file_number])
        return found


def check_more(run: ImportRun, book: Book, now: datetime) -> bool:
    """Another batch of the list, inside the caller's transaction, which holds it; False where none is left."""
    if run.sealed_file:
        _keep_lines(run, now)
        return True
    rows = list(run.rows.filter(state=ImportRowState.WAITING).order_by("line")[:BATCH])
    if not rows:
        run.state = ImportState.CHECKED
        run.save()
        return False
    _judge(run, read_all(rows, run, book))
    run.save()
    return True


def look_again(run: ImportRun) -> None:
    """Its lines wait once more; the caller saves the list."""
    run.state = ImportState.CHECKING
    run.looked = run.new = run.known = run.same = run.wrong = run.highest_number = 0
    run.rows.update(state=ImportRowState.WAITING, findings=[], fingerprint="", person="", customer=None)


def read_all(rows: Iterable[ImportRow], run: ImportRun, book: Book) -> list[Read]:
    """The lines read, with what they are told by."""
    found = []
    for row in rows:
        said = read_row(opened(row.sealed), run.mapping, book)
        print_ = "" if said.findings else fingerprint("import", str(run.office_id), _canonical(said))
        found.append(Read(row, said, [digest_of(number) for number, _place in said.numbers], print_))
    return found


def files_for(reads: Sequence[Read], office: Office | int) -> Files:
    """What there is already: five queries."""
    digests = {digest for read in reads for digest in read.digests}
    numbers = {read.said.file_number for read in reads} - {""}
    prints = {read.fingerprint for read in reads} - {""}
    phones = CustomerPhone.objects.active().filter(office=office, digest__in=digests)
    files = Customer.objects.filter(office=office, file_number__in=numbers)
    lines = ImportRow.objects.filter(office=office, fingerprint__in=prints, customer__isnull=False)
    by_digest = {
        digest: merged or pk
        for digest, pk, merged in phones.values_list("digest", "customer", "customer__merged_into")
    }
    by_number = {
        number: merged or pk for number, pk, merged in files.values_list("file_number", "pk", "merged_into")
    }
    gone = (
        Erasure.objects.filter(customer__in=by_number.values()).order_by().values_list("customer", flat=True)
    )
    return Files(
        by_digest,
        by_number,
        {
            told: merged or pk
            for told, pk, merged in lines.values_list("fingerprint", "customer", "customer__merged_into")
        },
        _erased(digests - by_digest.keys(), office),
        frozenset(gone),
    )


def _erased(digests: set[str], office: Office | int) -> frozenset[str]:
    gone = Erasure.objects.filter(office=office, prints__has_any_keys=sorted(digests)).order_by()
    return frozenset(
        each for prints in gone.values_list("prints", flat=True) for each in prints if each in digests
    )


def person_of(read: Read, office: int) -> str:
    """By what lines of one list speak of the same one."""
    said = read.said
    if said.file_number:
        return fingerprint("import-file", str(office), said.file_number)
    if read.digests:
        return min(read.digests)
    return read.fingerprint


def _keep_lines(run: ImportRun, now: datetime) -> None:
    """The lines of the file instead of the file. Where it cannot be read the list ends here, with the reason."""
    try:
        table = whole(unseal_bytes(run.sealed_file), run.encoding)
        lines = [
            (place, cells)
            for place, cells in enumerate(table[run.head_line + 1 :], start=run.head_line + 2)
            if not is_empty(cells)
        ]
        if not lines or len(lines) > MOST_LINES:
            raise SheetProblem("too_long" if lines else "empty")
    except SheetProblem as problem:
        run.state, run.problem, run.ended_at, run.cleared_at = ImportState.FAILED, problem.code, now, now
        run.sealed_file = run.sealed_sample = ""
        run.save()
        return
    for start in range(0, len(lines), WRITTEN_AT_ONCE):
        ImportRow.objects.bulk_create(
            ImportRow(office_id=run.office_id, run=run, line=place, sealed=closed(cells))
            for place, cells in lines[start : start + WRITTEN_AT_ONCE]
        )
    run.lines, run.sealed_file = len(lines), ""
    run.save()


def _judge(run: ImportRun, reads: Sequence[Read]) -> None:
    files = files_for(reads, run.office_id)
    persons = {read.row.pk: person_of(read, run.office_id) for read in reads if not read.said.findings}
    seen = set(
        run.rows.filter(state=ImportRowState.NEW, person__in=set(persons.values())).values_list(
            "person", flat=True
        )
    )
    for read in reads:
        row, said = read.row, read.said
        row.customer_id = files.by_line.get(read.fingerprint)
        row.person, row.fingerprint = persons.get(row.pk, ""), read.fingerprint
        found = files.of(read)
        if len(found) > 1 and said.file_number in files.by_number:
            row.findings = [["file_number", TWO_PEOPLE]]
        elif row.customer_id is None and files.are_gone(read):
            row.findings = [["phone", ERASED]]
        else:
            row.findings = [[each.column, str(each.code)] for each in said.findings]
        row.state = _state(row, found, row.person in seen)
        if row.state == ImportRowState.NEW:
            seen.add(row.person)
            drawn = said.file_number.removeprefix("K-")
            if drawn != said.file_number:
                run.highest_number = max(run.highest_number, int(drawn))
        counter = str(row.state)
        setattr(run, counter, getattr(run, counter) + 1)
    run.looked += len(reads)
    settle([read.row for read in reads])


def _state(row: ImportRow, found: set[int], again: bool) -> ImportRowState:
    if row.findings:
        row.customer_id = None
        row.person = ""
        return ImportRowState.WRONG
    if row.customer_id is not None:
        return ImportRowState.SAME
    return ImportRowState.KNOWN if found or again else ImportRowState.NEW


def settle(rows: Sequence[ImportRow]) -> None:
    """Write what became of these lines; what is written says nothing any more: one query."""
    if not rows:
        return
    values: list[list[Any]] = [
        [row.pk for row in rows],
        [str(row.state) for row in rows],
        [json.dumps(row.findings) for row in rows],
        [row.fingerprint for row in rows],
        [row.person for row in rows],
        [row.customer_id for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, values)


def _canonical(said: ImportedRow) -> str:
    return json.dumps(said.content, ensure_ascii=False, sort_keys=True)
