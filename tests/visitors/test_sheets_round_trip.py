"""What leaves one office as a file comes into another as it was, whatever people are called."""

import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offices.enums import Role
from offices.models import Member, Office
from offices.spreadsheets import Sheet, workbook
from tests.cast import enrol
from tests.visitors.rows import NOW
from visitors.file_filter import FileFilter
from visitors.models import Customer, CustomerPhone, FileValue, ImportRun
from visitors.services import exports, imports
from visitors.services.import_running import go_on

pytestmark = pytest.mark.django_db
HEAD = ["Name", "Form of address", "Phone", "Licence plate", "Source channel", "Grade", "Native place"]
SIGNS = st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x2FFFF)
# A quotation mark before a sign that begins a formula is how a CSV says that it begins none.
WORDS = st.text(SIGNS, min_size=1, max_size=30).filter(lambda text: not text.startswith("'"))
LEADS = st.sampled_from(["", "", "=", "+", "-", "@", "\uff1d", "\uff0b"])
PEOPLE = st.lists(
    st.tuples(
        st.builds(str.__add__, LEADS, WORDS),
        st.sampled_from(["", "Mr", "Ms"]),
        st.from_regex(r"\A1380000[0-9]{4}\Z"),
        st.one_of(st.just(""), st.from_regex(r"\A[A-Z][0-9]{5}\Z")),
        st.sampled_from(["", "Internet"]),
        st.sampled_from(["", "A", "B", "D"]),
        st.one_of(st.just(""), st.builds(str.__add__, LEADS, WORDS)),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda person: person[2],
)


def bring(by: Member, data: bytes) -> None:
    run = imports.bring_list(office=by.office, data=data, by=by, now=NOW)
    imports.choose_columns(run=run, mapping=run.mapping, all_or_nothing=True, by=by, now=NOW)
    work()
    imports.start_import(run=ImportRun.objects.get(pk=run.pk), by=by, now=NOW)
    work()
    assert ImportRun.objects.get(pk=run.pk).state == "done"


def work() -> None:
    assert not go_on(now=NOW + timedelta(hours=1), ends=time.monotonic() + 60)


def known_of(office: Office) -> set[tuple]:
    """All that the lists say of the office's customers."""
    numbers = {row.customer_id: row.number for row in CustomerPhone.objects.of(office)}
    values = dict(FileValue.objects.filter(office=office).values_list("customer", "value"))
    card = ("name", "honorific", "licence_plate", "source", "grade", "file_number")
    rows = Customer.objects.of(office).values_list("pk", *card)
    return {(*row[1:], numbers[row[0]], values.get(row[0])) for row in rows}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(PEOPLE, st.sampled_from(["xlsx", "csv"]))
def test_customers_move_from_office_to_office(db: None, people: list[tuple], format: str) -> None:
    number = Office.objects.count()
    here, there = (Office.objects.create(name=f"House {at}", slug=f"house-{number}-{at}") for at in (1, 2))
    mei, duan, hu = (
        enrol(office, f"{name}-{number}", role)
        for office, name, role in (
            (here, "mei", Role.MANAGER),
            (here, "duan", Role.DIRECTOR),
            (there, "hu", Role.MANAGER),
        )
    )
    bring(mei, workbook(Sheet("Customers", HEAD, people)))
    asked = exports.ask_export(
        chosen=FileFilter(),
        purpose="work",
        reason="a new office",
        format=format,
        with_form=True,
        with_numbers=True,
        by=mei,
        now=NOW,
    )
    exports.answer_export(request=asked, yes=True, reason="", by=duan, now=NOW)
    exports.make_export(request=asked, by=mei, now=NOW)
    bring(hu, exports.fetch_export(request=asked, by=mei, now=NOW))
    assert known_of(there) == known_of(here) and len(known_of(here)) == len(people)
