"""An office's old list comes in: looked through, mended, written once, whatever happens on the way."""

import io
import time
import zipfile
from datetime import datetime, timedelta

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice
from offices.spreadsheets import read_rows, workbook
from tests.visitors.rows import NOW, NUMBER, WU, file_of
from visitors.file_filter import FileFilter
from visitors.import_sheet import LIMITS
from visitors.import_words import finding_words, words_of_problem
from visitors.models import (
    Contact,
    Customer,
    CustomerPhone,
    FileChange,
    FileCounter,
    FileValue,
    GradeChange,
    ImportRow,
    ImportRun,
    SearchKey,
)
from visitors.ownership import ValidityRules
from visitors.selectors.imports import to_mend
from visitors.selectors.search import find_customers
from visitors.services import imports as services
from visitors.services.erasing import erase_person
from visitors.services.exports import ask_export, fetch_export, make_export
from visitors.services.file_settings import write_own_field
from visitors.services.import_progress import settled_of
from visitors.services.import_running import go_on

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
HEAD = "Name,Phone,Grade,Source channel,Native place,Company and its address \u2013 Company,Date of visit,Consultant"


def csv_of(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines]).encode()


def work(now: datetime = LATER) -> None:
    assert not go_on(now=now, ends=time.monotonic() + 60)


def bring(by: Member, data: bytes, **options) -> ImportRun:
    return services.bring_list(office=by.office, data=data, file_name="old.csv", by=by, now=NOW, **options)


def looked_through(by: Member, data: bytes, *, whole: bool = True) -> ImportRun:
    run = bring(by, data)
    services.choose_columns(run=run, mapping=run.mapping, all_or_nothing=whole, by=by, now=NOW)
    work()
    return ImportRun.objects.get(pk=run.pk)


def imported(by: Member, data: bytes, *, whole: bool = True) -> ImportRun:
    run = looked_through(by, data, whole=whole)
    services.start_import(run=run, by=by, now=NOW)
    work()
    return ImportRun.objects.get(pk=run.pk)


def counts(run: ImportRun) -> tuple[int, ...]:
    return (run.new, run.known, run.same, run.wrong)


GOOD = f"{WU},138 0000 1234,A,Internet,Harbour Town,Bolt Works,2019-03-05,An"


@pytest.mark.clause("B-16")
def test_line_becomes_what_the_desk_and_the_form_would_have_written(mei, an, office) -> None:
    run = imported(mei, csv_of(GOOD))
    assert (run.state, run.made, counts(run)) == ("done", 1, (1, 0, 0, 0))
    customer = Customer.objects.get()
    assert (customer.name, customer.grade, customer.source) == (WU, "A", "internet")
    assert (customer.file_number, customer.filled, customer.phone_answer) == ("K-000001", 2, "given")
    assert customer.phones.get().number == NUMBER and NUMBER not in customer.phones.get().sealed
    assert {row.key: row.value for row in FileValue.objects.all()} == {
        "native_place": "Harbour Town",
        "company_name_address": {"company": "Bolt Works"},
    }
    assert FileChange.objects.filter(by=mei).count() == 2
    assert GradeChange.objects.get().reason == "listed"
    contact = Contact.objects.get()
    assert (contact.consultant, contact.role, contact.counted) == (an, "reception", False)
    assert office.business_date(contact.at).isoformat() == "2019-03-05"
    rules = ValidityRules()
    for query in ("wu", "1234", "boltwo"):
        [match] = find_customers(office=office, query=query, now=LATER, rules=rules)
        assert match.customer == customer
    one_by_one = file_of(mei, name=WU)
    theirs = SearchKey.objects.filter(customer=one_by_one).values_list("kind", "key")
    ours = SearchKey.objects.filter(customer=customer).exclude(kind="company").values_list("kind", "key")
    assert set(ours) == set(theirs)


def test_same_list_twice_makes_no_doubles(mei, an) -> None:
    nameless = "Only Name,,,,,,,"
    imported(mei, csv_of(GOOD, nameless))
    before = (Customer.objects.count(), Contact.objects.count(), FileChange.objects.count())
    again = looked_through(mei, csv_of(GOOD, nameless))
    assert counts(again) == (0, 0, 2, 0)
    with pytest.raises(Refusal):
        services.start_import(run=again, by=mei, now=NOW)
    more = imported(mei, csv_of(GOOD, nameless, "Zhao,13900005678,,,,,,"))
    assert more.made == 1
    assert (Customer.objects.count(), Contact.objects.count(), FileChange.objects.count()) == (
        before[0] + 1,
        *before[1:],
    )


def test_old_register_has_a_line_for_each_visit(mei, an, bo) -> None:
    lines = [f"Wu,13800001234,,,,,2019-0{month}-05,{who}" for month, who in ((1, "An"), (2, "Bo"), (3, "An"))]
    run = imported(mei, csv_of(*lines))
    assert (run.made, counts(run)) == (1, (1, 2, 0, 0))
    assert Contact.objects.filter(customer=Customer.objects.get()).count() == 3


def test_known_customer_gets_what_the_file_lacks_and_loses_nothing(mei, lin, an) -> None:
    known = file_of(lin, name="Wu", phone="13800001234", source="referral")
    run = imported(mei, csv_of(GOOD))
    known.refresh_from_db()
    assert (run.made, run.added_to, counts(run)) == (0, 1, (0, 1, 0, 0))
    assert (known.name, known.source, known.grade, known.filled) == ("Wu", "referral", "A", 2)


def test_all_or_nothing_writes_nothing_while_a_line_is_wrong(mei, an) -> None:
    run = looked_through(mei, csv_of(GOOD, "Zhao,123,,,,,,"))
    assert counts(run) == (1, 0, 0, 1)
    with pytest.raises(Refusal):
        services.start_import(run=run, by=mei, now=NOW)
    assert not Customer.objects.exists()


def test_wrong_lines_come_as_a_file_that_is_mended_and_brought_again(mei, an) -> None:
    run = imported(mei, csv_of(GOOD, "=Zhao,123,,,,,,", "Qian,13900005678,,,,,soon,Nobody"), whole=False)
    assert (run.state, run.made, run.wrong) == ("done", 1, 2)
    data = workbook(to_mend(run, "=taken by Mei"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert (
        rows[0][0] == "=taken by Mei"
        and rows[2][0] == "=Zhao"
        and finding_words("phone", "no_phone", {}) == rows[2][-2]
    )
    assert all(cell.data_type == "s" for row in book.active.iter_rows() for cell in row if cell.value)
    for row in book.active.iter_rows(min_row=3):
        row[1].value, row[6].value, row[7].value = f"1390000567{row[0].row}", None, None
    mended = io.BytesIO()
    book.save(mended)
    second = imported(mei, mended.getvalue())
    assert (second.made, second.wrong) == (2, 0)
    assert set(Customer.objects.values_list("name", flat=True)) == {WU, "=Zhao", "Qian"}


def test_columns_that_somebody_named_are_remembered(mei) -> None:
    data = csv_of("Wu,13800001234", head="Who is it,Ring them")
    run = bring(mei, data)
    assert run.mapping == ["", ""]
    with pytest.raises(Refusal):
        services.choose_columns(run=run, mapping=["", ""], all_or_nothing=True, by=mei, now=NOW)
    services.choose_columns(run=run, mapping=["name", "phone"], all_or_nothing=True, by=mei, now=NOW)
    assert bring(mei, data).mapping == ["name", "phone"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_encoding_is_found_out(mei, encoding: str) -> None:
    run = bring(mei, f"\u59d3\u540d,\u7535\u8bdd\n{WU},13800001234".encode(encoding))
    assert (run.mapping, run.encoding) == (["name", "phone"], encoding)


def test_worker_that_dies_leaves_the_rest_to_the_next(mei, monkeypatch) -> None:
    monkeypatch.setattr("visitors.services.import_checking.BATCH", 3)
    monkeypatch.setattr("visitors.services.import_writing.BATCH", 3)
    run = looked_through(mei, csv_of(*(f"N{n},1380000{n:04},,,,,," for n in range(10))), whole=False)
    services.start_import(run=run, by=mei, now=NOW)
    assert go_on(now=LATER, ends=time.monotonic() - 1)
    half = ImportRun.objects.get(pk=run.pk)
    assert (half.state, half.settled, Customer.objects.count()) == ("writing", 3, 3) and half.percent == 30
    work()
    done = ImportRun.objects.get(pk=run.pk)
    assert (done.state, done.made, Customer.objects.count()) == ("done", 10, 10)
    assert len(set(Customer.objects.values_list("file_number", flat=True))) == 10


def test_number_that_the_desk_enters_meanwhile_stays_with_its_customer(mei, lin) -> None:
    run = looked_through(mei, csv_of("Zhao,13800001234,,,,,,", "Qian,13900005678,,,,,,"))
    services.start_import(run=run, by=mei, now=NOW)
    wu = file_of(lin, name="Wu", phone="13800001234")
    work()
    assert CustomerPhone.objects.get(digest=wu.phones.get().digest).customer == wu
    assert set(Customer.objects.values_list("name", flat=True)) == {"Wu", "Qian"}


def test_number_of_an_old_register_is_kept_and_never_drawn_again(mei) -> None:
    imported(mei, csv_of("K-7,Zhao", "OLD-12,Qian", ",Sun", head="File number,Name"))
    numbers = set(Customer.objects.values_list("file_number", flat=True))
    assert {"K-000007", "OLD-12"} < numbers and len(numbers) == 3
    assert FileCounter.objects.get().last >= max(int(each[2:]) for each in numbers if each.startswith("K-"))


def test_what_a_list_said_is_sealed_and_soon_gone(mei, an) -> None:
    run = looked_through(mei, csv_of(GOOD, "Zhao,123,,,,,,"), whole=False)
    assert not ImportRun.objects.get(pk=run.pk).sealed_file
    assert all(WU not in row.sealed and row.sealed for row in ImportRow.objects.all())
    services.start_import(run=run, by=mei, now=NOW)
    work()
    assert [bool(row.sealed) for row in ImportRow.objects.order_by("line")] == [False, True]
    assert services.forget_lists(now=NOW + timedelta(days=8)) == 1
    assert [row.sealed for row in ImportRow.objects.all()] == [""]


def test_end_is_told_and_logged_without_a_name(mei, an) -> None:
    imported(mei, csv_of(GOOD))
    assert Notice.objects.filter(member=mei, kind=NoticeKind.IMPORT_ENDED).count() == 1
    entries = AuditEntry.objects.filter(action=AuditAction.CUSTOMERS_IMPORTED)
    assert [entry.details["what"] for entry in entries.order_by("pk")] == [
        "brought",
        "columns",
        "started",
        "done",
    ]
    assert WU not in str([entry.details for entry in entries])


def test_list_that_changes_while_it_is_written_in_one_piece_is_looked_through_again(mei, monkeypatch) -> None:
    monkeypatch.setattr("visitors.services.import_writing.BATCH", 2)
    said = {"label": "Pet", "group": "habits", "kind": "choice", "purpose": "host", "by": mei, "now": NOW}
    pet = write_own_field(office=mei.office, own=None, answers=["cat", "dog"], **said)
    lines = [f"N{n},1380000{n:04},{'dog' if n == 4 else 'cat'}" for n in range(5)]
    run = looked_through(mei, csv_of(*lines, head="Name,Phone,Pet"))
    services.start_import(run=run, by=mei, now=NOW)
    write_own_field(office=mei.office, own=pet, answers=["cat"], **said)
    work()
    after = ImportRun.objects.get(pk=run.pk)
    assert (after.state, after.problem, counts(after)) == ("checked", "changed", (4, 0, 0, 1))
    assert not Customer.objects.exists(), "the four before it are gone as well"


def test_list_that_takes_too_long_in_one_piece_leaves_nothing(mei, monkeypatch) -> None:
    monkeypatch.setattr("visitors.services.import_writing.BATCH", 2)
    monkeypatch.setattr("visitors.services.import_writing.LONGEST_PIECE", -1)
    run = imported(mei, csv_of(*(f"N{n},1380000{n:04},,,,,," for n in range(5))))
    assert (run.state, run.problem) == ("checked", "slow") and run.can_start
    assert not Customer.objects.exists() and settled_of(run.pk) == 0


def test_how_far_a_list_in_one_piece_is_can_be_seen(mei, monkeypatch) -> None:
    monkeypatch.setattr("visitors.services.import_writing.BATCH", 2)
    seen = []
    monkeypatch.setattr("visitors.services.import_progress.note", lambda run, settled: seen.append(settled))
    imported(mei, csv_of(*(f"N{n},1380000{n:04},,,,,," for n in range(5))))
    assert seen == [2, 4, 5]


def test_whose_data_were_erased_does_not_come_back_by_a_list(mei, an, lin) -> None:
    imported(mei, csv_of(GOOD))
    erase_person(customer=Customer.objects.get(), why="request", by=mei, now=LATER)
    other = looked_through(mei, csv_of(f"{WU},138 0000 1234,B,,,,,", "Qian,13900005678,,,,,,"), whole=False)
    assert counts(other) == (1, 0, 0, 1)
    assert ImportRow.objects.get(run=other, line=2).findings == [["phone", "erased"]]
    assert counts(looked_through(mei, csv_of(GOOD))) == (0, 0, 1, 0), "the very line of then is passed over"
    file_of(lin, name="Wu", phone="13800001234")
    assert counts(looked_through(mei, csv_of("Wu,13800001234,B,,,,,"))) == (0, 1, 0, 0), (
        "who came back is known"
    )


def test_who_is_erased_while_the_list_waits_is_not_written(mei, lin) -> None:
    wu = file_of(lin, name="Wu", phone="13800001234")
    run = looked_through(mei, csv_of("Wu,13800001234,B,,,,,"), whole=False)
    services.start_import(run=run, by=mei, now=NOW)
    erase_person(customer=wu, why="request", by=mei, now=LATER)
    work()
    done = ImportRun.objects.get(pk=run.pk)
    assert (done.state, done.made, done.added_to, done.same) == ("done", 0, 0, 1)
    assert Customer.objects.count() == 1


def test_stopped_list_goes_no_further(mei) -> None:
    run = looked_through(mei, csv_of("Zhao,13900005678,,,,,,"))
    services.stop_import(run=run, by=mei, now=NOW)
    with pytest.raises(Refusal):
        services.start_import(run=run, by=mei, now=NOW)
    assert not ImportRow.objects.exists() and not Customer.objects.exists()


def test_list_of_another_office_is_out_of_reach(mei, stranger: Member) -> None:
    run = looked_through(mei, csv_of("Zhao,13900005678,,,,,,"))
    with pytest.raises(ImportRun.DoesNotExist):
        services.start_import(run=run, by=stranger, now=NOW)


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The workbook with these parts beside its own."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def workbook_of(*rows: list) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


PLAIN = ["Name", "Phone"], ["Wu", "13800001234"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (repacked(workbook_of(*PLAIN), **{"xl__vbaProject.bin": b"Sub Auto_Open()"}), "macros"),
        (
            repacked(workbook_of(*PLAIN), **{"xl__externalLinks__externalLink1.xml": b"<externalLink/>"}),
            "links",
        ),
        (repacked(workbook_of(*PLAIN), **{"xl__media__bomb.bin": bytes(LIMITS.unpacked)}), "too_large"),
        (repacked(workbook_of(*PLAIN), **{"xl__x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>'}), "unreadable"),
        (workbook_of(*PLAIN)[:-40], "unreadable"),
        (workbook_of(["Name", *["x"] * 9_999]), "too_wide"),
        (b"%PDF-1.7 \x00 of another kind", "unreadable"),
        (workbook_of(), "empty"),
    ],
    ids=["macro", "links", "bomb", "entity", "cut off", "wide", "other kind", "empty"],
)
def test_hostile_file_is_told_by_its_fault_and_imports_nothing(mei, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        bring(mei, data)
    assert (caught.value.field, str(caught.value)) == ("file", words_of_problem(code))
    assert not ImportRun.objects.exists()


def test_what_a_file_is_decides_not_what_it_is_called(mei) -> None:
    run = services.bring_list(office=mei.office, data=workbook_of(*PLAIN), file_name="x.csv", by=mei, now=NOW)
    assert run.mapping == ["name", "phone"] and run.encoding == ""


def test_merged_cells_and_days_as_numbers_are_read(mei) -> None:
    book = openpyxl.Workbook()
    for row in (["Our visitors", None, None], ["Name", "Phone", "Date of visit"], ["Wu", 13800001234, 43529]):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    made = io.BytesIO()
    book.save(made)
    imported(mei, made.getvalue())
    assert Customer.objects.get().phones.get().number == NUMBER
    assert mei.office.business_date(Contact.objects.get().at).isoformat() == "2019-03-05"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 nothing",
        b"\xd0\xcf\x11\xe0 old",
        workbook_of(["Name", "Phone"], ["=1+1", "13800001234"]),
        workbook_of(["Name"] * 10_000),
        b"Name,Phone\x00",
        b"\x81\xff\xff",
    ],
    ids=["nothing", "broken", "old", "formula", "wide", "NUL", "bytes"],
)
def test_what_cannot_be_read_is_refused_in_words(mei, data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        bring(mei, data)
    assert caught.value.field == "file" and str(caught.value)
    assert not ImportRun.objects.exists()


def test_file_that_fails_later_says_so_and_imports_nothing(mei, monkeypatch) -> None:
    long = "x" * (LIMITS.cell + 1)
    run = looked_through(mei, csv_of(*["Zhao,,,,,,,"] * 40, f"{long},,,,,,,"))
    assert (run.state, run.problem) == ("failed", "long_cell") and run.problem_words == words_of_problem(
        "long_cell"
    )
    assert not ImportRow.objects.exists()


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.sampled_from(["13800001234", "=1+1", "'=x", "\u202e", "a\nb", "2019-13-40"]),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(CELLS, max_size=9), max_size=6))
def test_whatever_is_brought_ends_in_words_or_in_a_list(mei: Member, table: list[list]) -> None:
    """No sheet breaks the program; lines of which anything is wrong are never imported."""
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone", "Grade", "Date of visit", "Native place"])
    for row in table:
        for place, value in enumerate(row, start=1):
            try:
                book.active.cell(book.active.max_row + (place == 1), place, value)
            except (IllegalCharacterError, ValueError):  # what no file can hold
                continue
    made = io.BytesIO()
    book.save(made)
    try:
        run = imported(mei, made.getvalue(), whole=False)
    except Refusal:
        return
    assert run.state in ("done", "failed")
    assert run.new + run.known + run.same + run.wrong == run.lines


def test_what_was_taken_out_comes_in_again_as_it_was(mei, an) -> None:
    """The titles and words of an export are those that an import knows: a round trip changes nothing."""
    imported(mei, csv_of(GOOD, "Zhao,13900005678,B,,Old Town,,,"))
    asked = ask_export(
        chosen=FileFilter(), purpose="work", reason="moving house", with_form=True, by=mei, now=NOW
    )
    data = fetch_export(request=make_export(request=asked, by=mei, now=NOW), by=mei, now=NOW)
    assert len(read_rows(data)) == 4
    again = looked_through(mei, data)
    assert counts(again) == (0, 2, 0, 0), "known by their file numbers"
    changes = FileChange.objects.count()
    services.start_import(run=again, by=mei, now=NOW)
    work()
    assert ImportRun.objects.get(pk=again.pk).added_to == 0 and FileChange.objects.count() == changes
