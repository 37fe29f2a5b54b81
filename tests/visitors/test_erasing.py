"""A person's data: told to them as a file, and taken away so that the evidence stays."""

import json
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from openpyxl import load_workbook

from messaging.models import Consent, TextMessage
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice, Office
from tests.messaging.texts import make_gateway, make_template, queue
from tests.visitors.access_cast import asked
from tests.visitors.rows import NOW, file_of, receive
from visitors.models import (
    CallWishes,
    Contact,
    ContactNote,
    Customer,
    CustomerPhone,
    Erasure,
    FileChange,
    FileLoan,
    FileValue,
    RetentionLine,
    RetentionReview,
    SearchKey,
    SubjectRequest,
)
from visitors.ownership import ValidityRules
from visitors.selectors.search import find_customers
from visitors.services.erasing import erase_person
from visitors.services.file_values import set_value
from visitors.services.merging import merge
from visitors.services.own_data import as_json, as_spreadsheet, own_data
from visitors.services.retention import answer_line, decide_review, destroy_decided, list_old_files
from visitors.services.sensitive_consents import give_consent
from visitors.services.subject_requests import (
    answer_done,
    answer_erased,
    answer_withdrawn,
    call_off,
    check_identity,
    mind_requests,
    note_handed,
    refuse_request,
    take_request,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CANARY = "Canaryson"
NUMBER = "138 0000 7788"
WHOLE = "+8613800007788"
WORDS = "canary words about the harbour"


@pytest.fixture
def wu(an: Member) -> Customer:
    """Somebody of whom every table of this floor knows something that only they have."""
    customer = file_of(an, name=CANARY, phone=NUMBER, licence_plate="ACANARY1")
    receive(customer, an)
    contact = Contact.objects.get(customer=customer)
    ContactNote.objects.create(office=an.office, contact=contact, text=WORDS, at=NOW, by=an)
    set_value(customer=customer, key="job_position", raw=WORDS, by=an, now=NOW)
    give_consent(customer=customer, of_class="health", channel="desk", by=an, now=NOW)
    set_value(customer=customer, key="health", raw=WORDS, by=an, now=NOW)
    return customer


@pytest.fixture
def other(bo: Member) -> Customer:
    customer = file_of(bo, name="Neighbour", phone="138 0000 9911")
    receive(customer, bo)
    return customer


def taken(customer: Customer, by: Member, kind: str = "erase", **fields) -> SubjectRequest:
    said = {"way": "desk", "words": WORDS, "asked_on": date(2026, 11, 2), "identity": "paper", **fields}
    return take_request(customer=customer, kind=kind, by=by, now=NOW, **said)


def everything_said() -> str:
    """Every column of every table as one text: what a thief of the database would read."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT row_to_json(whole)::text FROM {model._meta.db_table} whole")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.clause("archive-25")
def test_after_the_erasure_no_table_knows_the_person(wu: Customer, other: Customer, mei: Member):
    digest = CustomerPhone.objects.get(customer=wu).digest
    assert CANARY in everything_said() and WORDS in everything_said()
    answer_erased(request=taken(wu, mei), by=mei, now=NOW)
    said = everything_said()
    for canary in (CANARY, WORDS, WHOLE, "7788", "ACANARY1"):
        assert canary not in said, canary
    # The print alone stands in the record, so that no list brings them back.
    assert said.count(digest) == 1 and Erasure.objects.get().prints == [digest]
    assert "Neighbour" in said
    assert not SearchKey.objects.filter(customer=wu).exists()
    assert not CustomerPhone.objects.filter(customer=wu).exists()
    assert not FileValue.objects.filter(customer=wu).exists()
    assert not FileChange.objects.filter(customer=wu).exists()


def test_who_met_whom_and_when_stays(wu: Customer, an: Member, mei: Member):
    before = list(Contact.objects.filter(customer=wu).values())
    erasure = erase_person(customer=wu, why="request", by=mei, now=NOW)
    assert list(Contact.objects.filter(customer=wu).values()) == before
    assert erasure.counts["visitors.contacts"] == 1
    wu.refresh_from_db()
    assert (wu.name, wu.sort_key, wu.licence_plate) == ("", "", "")
    assert CallWishes.objects.get(customer=wu).no_calls
    line = AuditEntry.objects.get(action="person_erased")
    assert line.record == f"customer:{wu.pk}" and CANARY not in json.dumps(line.details)


def test_the_chains_still_verify(wu: Customer, mei: Member, office: Office):
    erase_person(customer=wu, why="request", by=mei, now=NOW)
    told = StringIO()
    call_command("verify_queue", stdout=told)
    assert "differ" not in told.getvalue()


def test_the_files_that_were_joined_go_as_one(wu: Customer, an: Member, mei: Member):
    twin = file_of(an, name=f"{CANARY} again")
    merge(keep=wu, alias=twin, choices={}, by=mei, now=NOW)
    erase_person(customer=wu, why="request", by=mei, now=NOW)
    assert CANARY not in everything_said()
    assert Erasure.objects.filter(customer__in=[wu, twin]).count() == 2


def test_papers_that_are_out_come_back_first(wu: Customer, an: Member, mei: Member):
    request = asked(an, wu, kind="loan")
    FileLoan.objects.create(
        office=an.office, request=request, customer=wu, what="papers", borrower=an, out_at=NOW, out_by=mei,
        due_on=NOW.date(),
    )  # fmt: skip
    with pytest.raises(Refusal):
        erase_person(customer=wu, why="request", by=mei, now=NOW)
    wu.refresh_from_db()
    assert wu.name == CANARY


def test_a_copy_holds_all_of_theirs_and_nothing_of_others(wu: Customer, other: Customer, office: Office):
    sections = own_data(wu, language="en")
    told = as_json(sections, office, now=NOW).decode()
    for canary in (CANARY, WHOLE, "ACANARY1"):
        assert canary in told, canary
    # The note, an open field and a sealed one.
    assert told.count(WORDS) == 3
    assert "Neighbour" not in told and "00009911" not in told
    book = load_workbook(BytesIO(as_spreadsheet(sections, office, now=NOW, language="en")))
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row]
    assert CANARY in cells and WHOLE in cells
    assert book.sheetnames[:2] == ["About this file", "Card"]
    # A number begins with a plus: it stays a text.
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)


def test_nothing_is_handed_over_before_it_is_known_who_it_is(wu: Customer, fang: Member):
    request = taken(wu, fang, "access", identity="")
    with pytest.raises(Refusal):
        note_handed(request=request, by=fang, now=NOW)
    check_identity(request=request, identity="paper", by=fang, now=NOW)
    with pytest.raises(Refusal):
        answer_done(request=request, words="", by=fang, now=NOW)
    note_handed(request=request, by=fang, now=NOW)
    done = answer_done(request=request, words="", by=fang, now=NOW)
    assert (done.state, done.answered_by) == ("done", fang)
    with pytest.raises(Refusal):
        call_off(request=request, by=fang, now=NOW)


def test_the_same_wish_is_open_once_and_another_persons_is_another(
    wu: Customer, other: Customer, fang: Member
):
    taken(wu, fang)
    with pytest.raises(Refusal):
        taken(wu, fang)
    taken(other, fang)
    taken(wu, fang, "access")
    assert SubjectRequest.objects.open().count() == 3


def test_a_refusal_says_why(wu: Customer, fang: Member):
    request = taken(wu, fang, "correct")
    with pytest.raises(Refusal):
        refuse_request(request=request, refused_as="", words="", by=fang, now=NOW)
    assert refuse_request(request=request, refused_as="right", words="", by=fang, now=NOW).state == "refused"


def test_those_who_answer_are_told_on_day_10_and_the_director_on_day_15(
    wu: Customer,
    fang: Member,
    mei: Member,
    gu: Member,
    an: Member,
    office: Office,
):
    taken(wu, fang)
    assert mind_requests(office=office, now=NOW + 9 * DAY) == 0
    assert mind_requests(office=office, now=NOW + 10 * DAY) == 1
    assert mind_requests(office=office, now=NOW + 10 * DAY) == 0
    told = set(Notice.objects.filter(kind="right_due").values_list("member", flat=True))
    assert told == {fang.pk, mei.pk}
    assert mind_requests(office=office, now=NOW + 15 * DAY) == 1
    late = set(Notice.objects.filter(kind="right_late").values_list("member", flat=True))
    assert late == {fang.pk, mei.pk, gu.pk}
    assert mind_requests(office=office, now=NOW + 20 * DAY) == 0


def test_a_consent_that_is_taken_back_ends_now_and_its_facts_go(wu: Customer, fang: Member):
    request = taken(wu, fang, "withdraw")
    answer_withdrawn(request=request, channels=["sms", "call"], classes=["health"], by=fang, now=NOW)
    digest = CustomerPhone.objects.get(customer=wu).digest
    rows = Consent.objects.filter(number=digest, given=False).values_list("channel", "way", "at")
    assert set(rows) == {("sms", "desk", NOW), ("call", "desk", NOW)}
    assert not FileValue.objects.filter(customer=wu, key="health").exists()
    assert FileValue.objects.filter(customer=wu, key="job_position").exists()


def test_whoever_is_erased_is_found_no_more(wu: Customer, mei: Member, office: Office):
    erase_person(customer=wu, why="request", by=mei, now=NOW)
    for typed in (CANARY, WHOLE, "7788"):
        assert find_customers(office=office, query=typed, now=NOW, rules=ValidityRules()) == []


YEARS = 731 * DAY


@pytest.mark.clause("archive-25")
def test_only_old_files_of_nobody_who_came_back_are_listed_and_only_after_review_destroyed(
    wu: Customer, other: Customer, bo: Member, mei: Member, office: Office
):
    now = NOW + YEARS
    receive(other, bo, now - 30 * DAY)
    review = list_old_files(office=office, now=now)
    assert review is not None
    assert list(review.lines.values_list("customer", flat=True)) == [wu.pk]
    assert list_old_files(office=office, now=now) is None
    assert destroy_decided(now=now) == 0
    assert Customer.objects.get(pk=wu.pk).name == CANARY
    decide_review(review=review, by=mei, now=now)
    assert destroy_decided(now=now) == 1
    assert destroy_decided(now=now) == 0
    review.refresh_from_db()
    assert (review.state, review.destroyed, review.listed, review.decided_by) == ("done", 1, 1, mei)
    assert CANARY not in everything_said()
    assert Customer.objects.get(pk=other.pk).name == "Neighbour"


def test_what_the_manager_keeps_stays_and_is_asked_about_after_a_year(
    wu: Customer, mei: Member, office: Office
):
    now = NOW + YEARS
    review = list_old_files(office=office, now=now)
    answer_line(line=review.lines.get(), answer="keep", by=mei, now=now)
    decide_review(review=review, by=mei, now=now)
    destroy_decided(now=now)
    assert Customer.objects.get(pk=wu.pk).name == CANARY
    assert list_old_files(office=office, now=now + 30 * DAY) is None
    again = list_old_files(office=office, now=now + 365 * DAY)
    assert again is not None and again.lines.count() == 1


def test_whoever_comes_back_before_their_turn_is_spared(
    wu: Customer, an: Member, mei: Member, office: Office
):
    now = NOW + YEARS
    review = list_old_files(office=office, now=now)
    decide_review(review=review, by=mei, now=now)
    receive(wu, an, now)
    assert destroy_decided(now=now + DAY) == 0
    assert RetentionLine.objects.get().spared == "young"
    assert RetentionReview.objects.get().destroyed == 0


def test_a_run_that_was_stopped_goes_on(an: Member, mei: Member, office: Office):
    for number in range(3):
        file_of(an, name=f"{CANARY} {number}")
    now = NOW + YEARS
    decide_review(review=list_old_files(office=office, now=now), by=mei, now=now)
    assert [destroy_decided(now=now, limit=2), destroy_decided(now=now, limit=2)] == [2, 1]
    assert CANARY not in everything_said()
    assert RetentionReview.objects.get().destroyed == 3


def test_only_the_manager_lets_files_go(wu: Customer, fang: Member, office: Office):
    review = list_old_files(office=office, now=NOW + YEARS)
    with pytest.raises(Refusal):
        decide_review(review=review, by=fang, now=NOW + YEARS)
    assert RetentionReview.objects.get().state == "open"


def test_another_offices_files_are_not_listed(wu: Customer, stranger: Member, other_office: Office):
    assert list_old_files(office=other_office, now=NOW + YEARS) is None


def test_texts_lose_their_words_and_numbers_and_are_not_sent_any_more(wu: Customer, mei: Member):
    mei.office.hotline = "400-800-8000"
    mei.office.save(update_fields=["hotline"])
    make_gateway(mei.office)
    text = queue(make_template(mei.office), number=WHOLE)
    erase_person(customer=wu, why="request", by=mei, now=NOW)
    text = TextMessage.objects.get(pk=text.pk)
    assert (text.state, text.text, text.sealed_number, text.masked) == ("dropped", "", "", "")
