"""The demo's complaints: some months that are over and one open of each sort, in both languages, told once."""

from datetime import date

import pytest
from django.utils import timezone

from complaints.demo.telling import tell_complaints
from complaints.models import Analysis, ComplaintLink, Department, Ticket
from complaints.selectors.figures import figures_of
from complaints.selectors.tickets import GROUPS, daily
from offices.enums import Role
from tests.cast import enrol
from tests.complaints import taken
from tests.visitors.rows import file_of

STATES = {
    "second_level": "received",
    "late": "received",
    "call_owed": "confirmed",
    "waiting": "received",
    "explained": "explained",
    "replied": "replied",
    "about": "received",
    "handled": "handled",
    "offered": "received",
    "major": "assigned",
    "again": "received",
    "web": "received",
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_of_each_sort(language: str, office, lin, fang, an, bo, mei) -> None:
    enrol(office, "wang", Role.DIRECTOR)
    customers = [file_of(lin, name=f"Demo {number}") for number in range(12)]
    now = taken.at(22, 15)
    told = tell_complaints(office, customers=customers, language=language, now=now)
    rows = {name: taken.fresh(each) for name, each in told.items()}
    assert {name: row.state for name, row in rows.items()} == STATES
    assert {name for name, row in rows.items() if row.is_major} == {"major", "web"}
    assert rows["waiting"].is_waiting and rows["second_level"].level == 2
    assert rows["again"].repeats == rows["late"]
    assert rows["about"].about_member == bo
    assert rows["offered"].offered_to == an
    assert rows["web"].answerable is None
    opened = list(Ticket.objects.of(office).order_by("number").values_list("opened_at", flat=True))
    assert opened == sorted(opened)
    assert {group.code for group in daily(mei, now)} >= GROUPS.keys() - {"today", "file"}
    assert [row.state for row in Analysis.objects.order_by("pk")] == ["approved", "review"]
    quarter = figures_of(office, date(2026, 7, 1), date(2026, 9, 30), today=date(2026, 11, 22))
    assert quarter["closed"] > 5 and 90 <= quarter["rate"] < 100
    assert ComplaintLink.objects.of(office).live().count() == 1
    assert not Department.objects.of(office).filter(head=None).exists()


def test_what_an_office_wrote_itself_stays(office, lin, an, mei) -> None:
    own = taken.category(mei)
    assert not tell_complaints(office, customers=[], language="en", now=timezone.now())
    assert [row.category for row in Ticket.objects.all()] == [] and own.office == office
