"""What stands of a person beside their file goes as well: lists in and out, drafts; and facts by their purpose."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection

from messaging.models import Consent
from offices import drafts
from offices.errors import Refusal
from offices.models import Member, Office
from offices.sealing import seal
from tests.visitors.rows import NOW, file_of
from tests.visitors.test_exports import ask, taken
from tests.visitors.test_imports import bring, csv_of, imported, looked_through, work
from visitors.models import Customer, CustomerPhone, Erasure, ExportRequest, FileChange, FileValue, ImportRow
from visitors.selectors.purposes import ended_by_file, ended_purposes
from visitors.services.erasing import erase_person
from visitors.services.file_values import set_value
from visitors.services.subject_requests import answer_done, answer_withdrawn, take_request

pytestmark = pytest.mark.django_db

LINE = "Wu,138 0000 7788"
OTHER = "Zhao,138 0000 9911"
HEAD = "Name,Phone"


@pytest.fixture
def wu(an: Member) -> Customer:
    return file_of(an, name="Wu", phone="138 0000 7788", licence_plate="A12345")


def list_of(*lines: str) -> bytes:
    return csv_of(*lines, head=HEAD)


def erased(customer: Customer, by: Member) -> Erasure:
    return erase_person(customer=customer, why="request", by=by, now=NOW)


def draft(path: str, typed: str) -> str:
    """A session in which somebody's form waits; its key."""
    sealed = seal(json.dumps({"path": path, "fields": [["words", [typed]]]}))
    key = f"draft{Session.objects.count()}".ljust(32, "x")
    Session.objects.create(
        session_key=key,
        session_data=Session.objects.encode(
            {drafts.SESSION_KEY: {"path": path, "sealed": sealed}, "kept": 1}
        ),
        expire_date=NOW + timedelta(hours=9),
    )
    return key


def holds_draft(key: str) -> bool:
    kept = Session.objects.get(session_key=key).get_decoded()
    assert kept["kept"] == 1
    return drafts.SESSION_KEY in kept


def test_drafts_of_them_go_whichever_page_they_were_typed_into(wu: Customer, lin: Member, mei: Member):
    of_file = draft(f"/{lin.office.slug}/customers/{wu.pk}/file/", "nothing")
    elsewhere = draft(f"/{lin.office.slug}/desk/", "138-0000-7788")
    of_other = draft(f"/{lin.office.slug}/customers/{wu.pk + 1}/file/", "nothing")
    erased(wu, mei)
    assert [holds_draft(key) for key in (of_file, elsewhere, of_other)] == [False, False, True]


def test_a_file_that_was_taken_out_goes_where_they_stand_in_it(wu: Customer, mei: Member, bo: Member):
    with_wu = ask(mei)
    taken(with_wu, mei)
    erased(wu, mei)
    with_wu.refresh_from_db()
    assert (with_wu.state, with_wu.sealed_file) == ("gone", "")
    file_of(bo, name="Zhao")
    without = ask(mei)
    taken(without, mei)
    erased(file_of(bo, name="Nobody in it"), mei)
    assert ExportRequest.objects.get(pk=without.pk).state == "ready"


def test_their_line_of_a_list_that_waits_goes_and_the_others_are_imported(wu: Customer, mei: Member):
    run = looked_through(mei, list_of(LINE, OTHER))
    assert (run.new, run.known) == (1, 1)
    erased(wu, mei)
    run.refresh_from_db()
    assert (run.new, run.known, run.same) == (1, 0, 1)
    row = ImportRow.objects.get(run=run, line=2)
    assert (row.sealed, row.state) == ("", "same")


def test_a_list_that_nobody_looked_through_yet_is_forgotten_as_a_whole(wu: Customer, mei: Member, bo: Member):
    run = bring(mei, list_of(LINE))
    erased(file_of(bo, name="Not in it", phone="138 0000 5555"), mei)
    run.refresh_from_db()
    assert run.sealed_file
    erased(wu, mei)
    run.refresh_from_db()
    assert (run.sealed_file, run.sealed_sample, run.state) == ("", "", "stopped")


def test_no_list_brings_back_who_asked_to_be_erased(wu: Customer, mei: Member):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # numbers are drawn at the end of a transaction
    wu.refresh_from_db()
    erased(wu, mei)
    run = looked_through(mei, list_of("Somebody Wu,138 0000 7788", OTHER), whole=False)
    assert (run.new, run.wrong) == (1, 1)
    assert ImportRow.objects.get(run=run, state="wrong").findings == [["phone", "erased"]]
    numbered = looked_through(mei, csv_of(f"Wu,{wu.file_number}", head="Name,File number"), whole=False)
    assert (numbered.new, numbered.known, numbered.wrong) == (0, 0, 1)


def test_whoever_comes_back_by_themselves_is_a_new_customer_whom_lists_know(
    wu: Customer, an: Member, mei: Member
):
    erased(wu, mei)
    again = file_of(an, name="Wu", phone="138 0000 7788")
    assert again.pk != wu.pk
    run = looked_through(mei, list_of(LINE))
    assert (run.known, run.wrong) == (1, 0)


def withdrawn(customer: Customer, by: Member, **ends) -> None:
    request = wish(customer, by, "withdraw")
    answer_withdrawn(request=request, by=by, now=NOW, **ends)


def wish(customer: Customer, by: Member, kind: str):
    return take_request(
        customer=customer,
        kind=kind,
        way="desk",
        words="",
        asked_on=NOW.date(),
        identity="paper",
        by=by,
        now=NOW,
    )


@pytest.fixture
def filled(wu: Customer, an: Member) -> Customer:
    set_value(customer=wu, key="dress_style", raw="canary dress", by=an, now=NOW)
    set_value(customer=wu, key="job_position", raw="teacher", by=an, now=NOW)
    return wu


def test_a_purpose_that_is_taken_back_takes_its_facts_along_and_what_they_were(
    filled: Customer, fang: Member
):
    withdrawn(filled, fang, purposes=["host"])
    assert list(FileValue.objects.filter(customer=filled).values_list("key", flat=True)) == ["job_position"]
    assert "canary" not in str(list(FileChange.objects.filter(customer=filled).values()))
    filled.refresh_from_db()
    assert filled.filled == 1
    assert ended_purposes(filled) == {"host"}
    with pytest.raises(Refusal):
        set_value(customer=filled, key="dress_style", raw="again", by=fang, now=NOW)
    set_value(customer=filled, key="job_position", raw="doctor", by=fang, now=NOW)


def test_a_plate_goes_with_the_gate_and_its_history_too(filled: Customer, fang: Member):
    withdrawn(filled, fang, purposes=["gate"])
    filled.refresh_from_db()
    assert filled.licence_plate == ""
    events = apps.get_model("visitors", "CustomerEvent").objects.filter(pgh_obj=filled)
    assert "A12345" not in str(list(events.values()))
    with pytest.raises(Refusal):
        set_value(customer=filled, key="licence_plate", raw="B1", by=fang, now=NOW)


def test_whoever_is_not_to_be_reached_is_reached_by_no_way(filled: Customer, fang: Member):
    withdrawn(filled, fang, purposes=["reach"])
    digest = CustomerPhone.objects.get(customer=filled).digest
    assert set(Consent.objects.filter(number=digest, given=False).values_list("channel", flat=True)) == {
        "call",
        "sms",
    }


def test_they_may_agree_again(filled: Customer, fang: Member):
    withdrawn(filled, fang, purposes=["host", "care"])
    answer_done(request=wish(filled, fang, "agree"), words="", by=fang, now=NOW + timedelta(days=1))
    assert ended_purposes(filled) == frozenset() and ended_by_file([filled.pk]) == {}
    set_value(customer=filled, key="dress_style", raw="again", by=fang, now=NOW)


def test_the_name_stays_and_what_is_on_no_list_is_refused(filled: Customer, fang: Member):
    for ends in ({"purposes": ["address"]}, {"purposes": ["everything"]}, {"classes": ["reach"]}, {}):
        with pytest.raises(Refusal):
            answer_withdrawn(request=wish_once(filled, fang), by=fang, now=NOW, **ends)
    assert ended_purposes(filled) == frozenset()


def wish_once(customer: Customer, by: Member):
    return customer.subject_requests.filter(state="open").first() or wish(customer, by, "withdraw")


def test_a_list_fills_in_nothing_that_was_taken_back(
    filled: Customer, fang: Member, mei: Member, office: Office
):
    withdrawn(filled, fang, purposes=["host"])
    imported(mei, csv_of("Wu,138 0000 7788,Hunan", head="Name,Phone,Native place"))
    work()
    assert not FileValue.objects.filter(customer=filled, key="native_place").exists()
