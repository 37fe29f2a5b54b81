"""The timeline of a customer holds what every floor of the house knows: one entry for a contact, however many tell."""

from datetime import timedelta

import pytest

from followups.enums import FollowUpChannel
from followups.models import FollowUp
from followups.services.call_entry import CallEntry
from followups.services.calls import record_call
from followups.services.plans import refresh_plan
from switchboard.services.letters import end_letter, register_letter
from tests.switchboard.rows import logged
from tests.visitors.rows import NOW, TYPED, file_of, receive
from visitors.models import CustomerTransfer
from visitors.services.file_facts import note_company, write_company
from visitors.timeline_slots import ItemKind, TimelineItem, items_of

LATER = NOW + timedelta(hours=2)
pytestmark = pytest.mark.usefixtures("english")


def told(customer, member) -> list[str]:
    return [item.words for item in items_of(customer, member)]


@pytest.fixture
def visitor(lin, an):
    customer = file_of(lin, name="Zhou", phone=TYPED)
    receive(customer, an)
    return customer


@pytest.mark.clause("B-53")
def test_a_letter_is_one_entry_with_what_it_was_about_and_leads_to_its_page(visitor, lin, an):
    letter = register_letter(
        office=lin.office,
        mailbox=None,
        arrived_on=lin.office.business_date(LATER),
        sender="Zhou",
        subject="The fence",
        topic="suggestion",
        customer=visitor,
        by=lin,
        now=LATER,
    )
    [of_desk] = [item for item in items_of(visitor, lin) if "The fence" in item.words]
    assert of_desk.kind is ItemKind.CONTACT and of_desk.words.startswith("Letter")
    assert of_desk.url == f"/harbour/letters/{letter.pk}/"
    [of_owner] = [item for item in items_of(visitor, an) if "The fence" in item.words]
    assert of_owner.url == ""
    end_letter(letter=letter, answered=True, note="It is mended.", by=lin, now=LATER)
    assert sum("The fence" in words for words in told(visitor, lin)) == 2


def test_a_call_of_ours_says_what_came_of_it_in_the_same_entry(visitor, an):
    refresh_plan(visitor, now=NOW)
    due = FollowUp.objects.due().filter(customer=visitor, channel=FollowUpChannel.CALL).first()
    record_call(
        follow_up=due,
        entry=CallEntry(code="coming", coming_at=LATER + timedelta(days=1)),
        by=an,
        now=LATER,
    )
    [call] = [words for words in told(visitor, an) if words.startswith("Our call")]
    assert "Comes on a day" in call
    [visit] = [item for item in items_of(visitor, an) if item.kind is ItemKind.FOLLOW_UP]
    assert visit.words.startswith("Visit agreed for 2026-11-03") and visit.url


def test_who_calls_the_desk_is_one_entry_with_what_they_asked(lin, an):
    call = logged(an, topics=["price"])
    [entry] = [item for item in items_of(call.customer, an) if item.kind is ItemKind.CONTACT]
    assert "Wants a home" in entry.words and "Price" in entry.words
    assert entry.url == f"/harbour/phone/calls/{call.pk}/"


def test_a_handing_over_and_what_happened_at_a_company_stand_there(visitor, an, bo, mei):
    write_company(customer=visitor, company="Harbour Ropes", by=an, now=NOW)
    day = an.office.business_date(NOW)
    note_company(customer=visitor, kind="change", on=day, text="New owners", by=an, now=NOW)
    CustomerTransfer.objects.create(
        office=an.office, customer=visitor, kind="left", leaver=an, to=bo, at=LATER, by=mei
    )
    words = told(visitor, mei)
    assert words[0] == "Handed to Bo."
    assert any("New owners" in each for each in words)


def test_other_offices_and_other_customers_stay_out(visitor, an, stranger):
    logged(an, topics=["price"], customer={"name": "Sun", "phone": "139 0000 1234"})
    assert len([item for item in items_of(visitor, an) if item.kind is ItemKind.CONTACT]) == 1
    assert isinstance(items_of(visitor, an)[0], TimelineItem)
