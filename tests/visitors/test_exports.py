"""Customers leave as a file: allowed by a second person, marked, logged, without a formula, then gone."""

import io
import time
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import translation

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, HouseRules, Member, Notice
from tests.cast import enrol
from tests.visitors.rows import NOW, file_of
from visitors.file_filter import FileFilter
from visitors.import_words import COLUMN_WORDS
from visitors.models import ExportRequest, FileView
from visitors.services import exports as services
from visitors.services.file_marks import mark_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def gu(office) -> Member:
    """Keeps customers' information, and allows what leaves the house."""
    return enrol(office, "gu", Role.INFORMATION)


def rules_say(by: Member, **files: int) -> None:
    HouseRules.objects.create(
        office=by.office,
        version=1,
        effective_from=date(2026, 1, 1),
        switches={"files": files},
        approved_by=by,
        created_at=NOW,
    )


def ask(by: Member, **options) -> ExportRequest:
    values = {"chosen": FileFilter(), "purpose": "work", "reason": "monthly report", **options}
    return services.ask_export(by=by, now=NOW, **values)


def taken(request: ExportRequest, by: Member) -> bytes:
    made = services.make_export(request=request, by=by, now=NOW)
    return services.fetch_export(request=made, by=by, now=NOW)


def test_few_customers_leave_with_a_watermark_and_a_line_at_each(mei, lin) -> None:
    wu = file_of(lin, name="=Wu", phone="13800001234")
    data = taken(ask(mei), mei)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for page in book.worksheets:
        assert "Mei" in page["A1"].value and "2026-11-02" in page["A1"].value
        assert all(cell.data_type == "s" for row in page.iter_rows() for cell in row if cell.value)
    texts = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "=Wu" in texts and "138****1234" in texts and "13800001234" not in str(texts)
    look = FileView.objects.get(customer=wu, action="export")
    assert (look.by, look.purpose) == (mei, "work")
    kept = AuditEntry.objects.filter(action=AuditAction.EXPORT_FETCHED).order_by("pk")
    assert [entry.details["what"] for entry in kept] == ["made", "fetched"]


def test_csv_carries_no_formula(mei, lin) -> None:
    file_of(lin, name="=Wu")
    lines = taken(ask(mei, format="csv"), mei).decode("utf-8-sig").splitlines()
    assert ",'=Wu," in lines[2] and "Mei" in lines[0]


@pytest.mark.clause("archive-23.1")
def test_whole_numbers_take_a_second_person(mei, gu, lin) -> None:
    file_of(lin, name="Wu", phone="13800001234")
    asked = ask(mei, with_numbers=True)
    assert asked.state == "asked"
    assert Notice.objects.filter(member=gu, kind=NoticeKind.EXPORT_ASKED).count() == 1
    with pytest.raises(Refusal):
        services.make_export(request=asked, by=mei, now=NOW)
    for nobody in (mei, lin):
        with pytest.raises(Refusal):
            services.answer_export(request=asked, yes=True, reason="", by=nobody, now=NOW)
    services.answer_export(request=asked, yes=True, reason="", by=gu, now=NOW)
    with pytest.raises(Refusal):
        services.make_export(request=asked, by=gu, now=NOW)
    book = openpyxl.load_workbook(io.BytesIO(taken(asked, mei)))
    assert "13800001234" in [cell.value for row in book.active.iter_rows() for cell in row]


def test_nobody_allows_their_own_and_a_no_says_why(gu, mei, lin) -> None:
    file_of(lin, name="Wu")
    asked = ask(gu, with_numbers=True)
    with pytest.raises(Refusal):
        services.answer_export(request=asked, yes=True, reason="", by=gu, now=NOW)
    other = enrol(gu.office, "duan", Role.DIRECTOR)
    with pytest.raises(Refusal) as caught:
        services.answer_export(request=asked, yes=False, reason="", by=other, now=NOW)
    assert caught.value.field == "reason"
    assert (
        services.answer_export(request=asked, yes=False, reason="no need", by=other, now=NOW).state
        == "refused"
    )


def test_many_customers_take_a_second_person(mei, gu, lin) -> None:
    for number in range(51):
        file_of(lin, name=f"N{number}")
    assert ask(mei).state == "asked"
    rules_say(mei, export_most=50)
    with pytest.raises(Refusal):
        ask(mei)


def test_long_file_is_made_by_the_worker_in_the_language_of_who_asked(mei, gu, lin, monkeypatch) -> None:
    monkeypatch.setattr("visitors.services.exports.AT_ONCE", 2)
    for number in range(3):
        file_of(lin, name=f"N{number}")
    asked = ask(mei)
    with translation.override("zh-hans"):
        waiting = services.make_export(request=asked, by=mei, now=NOW)
    assert (waiting.state, waiting.sealed_file) == ("making", "")
    with pytest.raises(Refusal):
        services.make_export(request=asked, by=mei, now=NOW)
    with pytest.raises(Refusal):
        services.fetch_export(request=asked, by=mei, now=NOW)
    assert services.make_waiting(now=NOW, ends=time.monotonic() - 1), "what was not begun is left"
    assert not services.make_waiting(now=NOW, ends=time.monotonic() + 60)
    assert Notice.objects.filter(member=mei, kind=NoticeKind.EXPORT_ANSWERED).count() == 1
    book = openpyxl.load_workbook(
        io.BytesIO(services.fetch_export(request=ExportRequest.objects.get(), by=mei, now=NOW))
    )
    with translation.override("zh-hans"):
        assert book.active["B2"].value == str(COLUMN_WORDS["name"])
    assert FileView.objects.filter(action="export").count() == 3


def test_nothing_is_made_for_who_left_meanwhile(mei, lin, monkeypatch) -> None:
    monkeypatch.setattr("visitors.services.exports.AT_ONCE", 0)
    file_of(lin, name="Wu")
    services.make_export(request=ask(mei), by=mei, now=NOW)
    mei.is_active = False
    mei.save()
    assert not services.make_waiting(now=NOW, ends=time.monotonic() + 60)
    assert (
        ExportRequest.objects.get().state == "gone" and not FileView.objects.filter(action="export").exists()
    )


def test_marked_files_stay_in_the_house(mei, gu, lin) -> None:
    wu, zhao = file_of(lin, name="Wu"), file_of(lin, name="Zhao")
    mark_file(customer=wu, mark="confidential", custodian=gu, reason="wish", by=mei, now=NOW)
    mark_file(customer=zhao, mark="secret", custodian=gu, reason="wish", by=gu, now=NOW)
    with pytest.raises(Refusal):
        ask(mei)
    assert ask(gu).counted == 1, "confidential ones by whoever keeps information, top secret ones by nobody"


def test_consultants_and_strangers_take_nothing_out(an, lin, stranger, mei) -> None:
    file_of(lin, name="Wu")
    for nobody in (an, lin, stranger):
        with pytest.raises(Refusal):
            ask(nobody)
    asked = ask(mei)
    with pytest.raises(ExportRequest.DoesNotExist):
        services.make_export(request=asked, by=stranger, now=NOW)


def test_file_is_sealed_and_soon_gone(mei, lin) -> None:
    file_of(lin, name="Wu")
    made = services.make_export(request=ask(mei), by=mei, now=NOW)
    assert made.sealed_file.startswith("gAAAA") and "Wu, " not in made.sealed_file
    late = NOW + timedelta(hours=25)
    with pytest.raises(Refusal):
        services.fetch_export(request=made, by=mei, now=late)
    assert services.forget_exports(now=late) == 1
    kept = ExportRequest.objects.get()
    assert (kept.state, kept.sealed_file, kept.made_rows) == ("gone", "", 1)
