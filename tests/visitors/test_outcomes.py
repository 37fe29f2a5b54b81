"""What came of a visit: into the evidence as codes, onto the file as what holds now."""

from datetime import timedelta

import pytest

from messaging.models import Consent
from offices.errors import Refusal
from tests.visitors.rows import NOW, NUMBER, TYPED, file_of, receive
from visitors.models import ContactNote, ContactOutcome
from visitors.services.outcomes import OutcomeEntry, record_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(lin, an):
    return receive(file_of(lin), an)


def test_everything_is_kept(contact, an) -> None:
    entry = OutcomeEntry(
        grade="A",
        area_min=90,
        area_max=120,
        layout="3br",
        floor="middle",
        budget_min=1_500_000,
        budget_max=2_000_000,
        purpose="school",
        objections=["price", "handover", "price"],
        units_wanted=3,
        phone_answer="later",
        next_appointment=NOW + timedelta(days=2),
        note="comes back with her mother",
    )
    outcome = record_outcome(contact=contact, entry=entry, by=an, now=NOW)
    outcome.refresh_from_db()
    kept = {field: getattr(outcome, field) for field in ("grade", "area_min", "area_max", "layout", "floor")}
    assert kept == {"grade": "A", "area_min": 90, "area_max": 120, "layout": "3br", "floor": "middle"}
    assert (outcome.budget_min, outcome.budget_max, outcome.purpose) == (1_500_000, 2_000_000, "school")
    assert (outcome.objections, outcome.units_wanted) == (["price", "handover"], 3)
    assert outcome.next_appointment == NOW + timedelta(days=2)
    assert contact.note.text == "comes back with her mother"


def test_the_words_stand_beside_the_evidence_not_in_it(contact, an) -> None:
    record_outcome(contact=contact, entry=OutcomeEntry(note="canary-in-words"), by=an, now=NOW)
    assert ContactNote.objects.filter(text="canary-in-words").exists()
    assert "canary" not in str(ContactOutcome.objects.values().get())


def test_the_grade_goes_onto_the_file_and_stays_where_none_is_given(contact, an) -> None:
    for grade, expected in (("B", "B"), ("", "B"), ("A", "A")):
        record_outcome(contact=contact, entry=OutcomeEntry(grade=grade), by=an, now=NOW)
        contact.customer.refresh_from_db()
        assert contact.customer.grade == expected
    assert list(contact.customer.events.order_by("pgh_id").values_list("grade", flat=True)) == ["", "B", "A"]


def test_a_number_left_at_last_is_added_with_its_consents(contact, an) -> None:
    entry = OutcomeEntry(phone=TYPED, phone_answer="refused", consent_call=True, consent_sms=False)
    outcome = record_outcome(contact=contact, entry=entry, by=an, now=NOW)
    contact.customer.refresh_from_db()
    assert outcome.phone_answer == contact.customer.phone_answer == "given"
    assert contact.customer.phones.get().number == NUMBER
    assert Consent.objects.count() == 2


def test_a_refusal_is_kept_with_its_note(contact, an) -> None:
    entry = OutcomeEntry(phone_answer="refused", phone_note="only looks around")
    record_outcome(contact=contact, entry=entry, by=an, now=NOW)
    contact.customer.refresh_from_db()
    assert (contact.customer.phone_answer, contact.customer.phone_note) == ("refused", "only looks around")


def test_a_refusal_takes_no_number_away(lin, an) -> None:
    contact = receive(file_of(lin, phone=TYPED), an)
    entry = OutcomeEntry(phone_answer="refused", phone_note="no second number")
    record_outcome(contact=contact, entry=entry, by=an, now=NOW)
    contact.customer.refresh_from_db()
    assert (contact.customer.phone_answer, contact.customer.phone_note) == ("given", "")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"area_min": 120, "area_max": 90}, "area_max"),
        ({"budget_min": 2, "budget_max": 1}, "budget_max"),
        ({"next_appointment": NOW}, "next_appointment"),
        ({"note": "x" * 2001}, "note"),
        ({"phone": "123"}, "phone"),
        ({"phone_answer": "refused"}, "phone"),
        ({"phone_answer": "refused", "phone_note": "x" * 201}, "phone_note"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(contact, an, fields, field) -> None:
    with pytest.raises(Refusal) as refused:
        record_outcome(contact=contact, entry=OutcomeEntry(**fields), by=an, now=NOW)
    assert refused.value.field == field
    assert not ContactOutcome.objects.exists()


def test_somebody_elses_number_is_refused(contact, lin, an) -> None:
    file_of(lin, phone=TYPED)
    with pytest.raises(Refusal) as refused:
        record_outcome(contact=contact, entry=OutcomeEntry(phone=TYPED), by=an, now=NOW)
    assert refused.value.field == "phone"
