"""Who rules where the manager is a party; what is frozen of a deal with several people; what came too late for it."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from deals.enums import DisputeState, OrderDeed
from deals.models import Dispute, Order, Ruling
from deals.selectors.disputes import met_customer, present_ruling
from deals.services import dispute_ends
from deals.services.approvals import answer_approval
from deals.services.changes import ask_rename
from deals.services.dispute_evidence import frozen, is_whole
from deals.services.rulings import manager_rules
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Notice
from tests.cast import enrol
from tests.deals.disputed import SIGNED, before_the_manager, disputed, half, ruled
from tests.visitors.rows import correct, file_of, receive
from visitors.services.households import join_household

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LATER = SIGNED + timedelta(hours=4)


def why(deed: Callable[[], object]) -> str:
    """The sentence with which it is refused; the story goes on from before it."""
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        deed()
    return str(refusal.value)


@pytest.fixture
def ruling(unit, customer, bo, mei) -> Ruling:
    return ruled(unit, customer, bo, mei)


@pytest.fixture
def dispute(ruling, bo) -> Dispute:
    return disputed(ruling, bo)


def rules(dispute: Dispute, an: Member, bo: Member, by: Member) -> Dispute:
    return dispute_ends.rule(
        dispute=dispute,
        shares=half(an, bo),
        credit=an.pk,
        clause="floor-first-visit",
        explanation="Both met her.",
        by=by,
        now=LATER,
    )


@pytest.fixture
def managers_own(unit, customer, an, mei, hua, director) -> Dispute:
    """The manager closed it herself, and An disputes the ruling."""
    mei.roles = [Role.MANAGER, Role.CONSULTANT]
    mei.save(update_fields=["roles"])
    dispute = disputed(ruled(unit, customer, mei, hua), an)
    return before_the_manager(dispute, hua, LATER)


def test_the_managers_own_dispute_goes_to_the_director(managers_own, an, mei, hua, director) -> None:
    assert "own matter" in why(lambda: rules(managers_own, an, mei, mei))
    assert "manager rules" in why(lambda: rules(managers_own, an, mei, hua))
    assert Notice.objects.filter(member=director, kind=NoticeKind.DISPUTE).exists()
    assert rules(managers_own, an, mei, director).state == DisputeState.RULED


def test_the_director_does_not_rule_where_another_manager_is_free(
    managers_own, office, an, mei, director
) -> None:
    other = enrol(office, "ning", Role.MANAGER)
    assert "manager rules" in why(lambda: rules(managers_own, an, mei, director))
    assert rules(managers_own, an, mei, other).state == DisputeState.RULED


def test_the_page_offers_the_ruling_to_whoever_may_rule(client: Client, managers_own, mei, director) -> None:
    door = f"/harbour/disputes/{managers_own.pk}/rule/"
    for member, offered in ((mei, False), (director, True)):
        client.force_login(member.user)
        page = client.get(f"/harbour/disputes/{managers_own.pk}/").content.decode()
        form = client.get(door).content.decode()
        assert (door in page, '<textarea name="explanation"' in form) == (offered, offered)


def test_what_is_left_to_the_manager_is_not_ruled_on_ones_own_matter(
    unit, customer, an, mei, director
) -> None:
    mei.roles = [Role.MANAGER, Role.CONSULTANT]
    mei.save(update_fields=["roles"])
    customer.deal_facts.create(
        office=customer.office,
        kind="event",
        event="Opening day",
        state="approved",
        claimed_by=an,
        claimed_at=SIGNED,
        answered_by=director,
        answered_at=SIGNED,
    )
    held = ruled(unit, customer, mei, an)
    given = {
        "order": held.order,
        "shares": {mei: Fraction(100)},
        "credit": mei,
        "clause": "floor-3.13",
        "why": "Mine.",
        "now": LATER,
    }
    assert "own matter" in why(lambda: manager_rules(by=mei, **given))
    assert "own matter" in why(lambda: manager_rules(by=an, **given))
    assert manager_rules(by=director, **given).by == director


@pytest.mark.clause("D-30", "floor-first-visit")
def test_a_change_of_name_leaves_the_ruling_and_takes_nobody_out_of_the_dispute(
    ruling, customer, lin, an, bo, chen, mei
) -> None:
    """An met the first buyer, Chen the new one: the ruling stays as it was, and both may say what they have to say."""
    order = Order.objects.get(pk=ruling.order_id)
    new = file_of(lin, name="Pan")
    receive(new, chen, at=SIGNED - timedelta(days=3))
    asked = ask_rename(order=order, customer=new, buyers=[], reason="her sister buys", by=bo, now=SIGNED)
    if asked.state == "asked":
        answer_approval(approval=asked, approve=True, answer="", by=mei, now=SIGNED)
    order.refresh_from_db()
    assert order.events.filter(kind=OrderDeed.RENAMED).count() == 1 and order.customer == new
    held = present_ruling(order)
    assert held == ruling
    assert {an.pk, bo.pk, chen.pk} <= met_customer(held)
    evidence = frozen(held, now=LATER)
    assert {each["consultant"] for each in evidence["contacts"]} == {an.code, bo.code, chen.code}


def test_the_familys_contacts_are_frozen_too(unit, customer, lin, bo, chen, mei) -> None:
    mother = file_of(lin, name="Qin")
    receive(mother, chen, at=SIGNED - timedelta(days=20))
    join_household(customer=customer, other=mother, relation="parent", by=lin, now=SIGNED)
    evidence = disputed(ruled(unit, customer, bo, mei), bo).evidence
    assert {each["customer"] for each in evidence["contacts"]} == {customer.pk, mother.pk}


def test_what_is_corrected_later_stands_beside_the_evidence_and_not_in_it(
    client: Client, dispute, customer, an, bo, mei, hua
) -> None:
    before = dispute.evidence
    contact = customer.contacts.order_by("at").first()
    correct(contact, "reassigned", mei, to=bo)
    client.force_login(an.user)
    shown = client.get(f"/harbour/disputes/{dispute.pk}/").context["shown"]
    assert [each.by for each in shown.since] == [mei]
    before_the_manager(dispute, hua, LATER)
    rules(dispute, an, bo, mei)
    dispute.refresh_from_db()
    assert dispute.evidence == before and is_whole(dispute.evidence)


def test_who_has_left_confirms_nothing_and_the_dispute_still_ends(
    client: Client, dispute, an, bo, mei, hua
) -> None:
    dispute_ends.propose(dispute=dispute, shares=half(an, bo), credit=an.pk, by=bo, now=LATER)
    an.is_active = False
    an.save(update_fields=["is_active"])
    client.force_login(bo.user)
    page = client.get(f"/harbour/disputes/{dispute.pk}/")
    assert page.context["shown"].gone == [an] and "does not work here any more" in page.content.decode()
    before_the_manager(dispute, hua, LATER)
    assert rules(dispute, an, bo, mei).state == DisputeState.RULED


def test_the_last_day_is_written_as_a_whole_day(client: Client, dispute, an) -> None:
    due = dispute.office.local(dispute.due_at)
    assert (due.hour, due.minute) == (0, 0) and dispute.last_day == (due - timedelta(days=1)).date()
    client.force_login(an.user)
    assert (
        f"Until the end of {dispute.last_day:%Y-%m-%d}."
        in client.get(f"/harbour/disputes/{dispute.pk}/").content.decode()
    )


def test_another_clause_brings_what_was_ruled_on_that(client: Client, dispute, mei, hua) -> None:
    before_the_manager(dispute, hua, timezone.now())
    client.force_login(mei.user)
    address = f"/harbour/disputes/{dispute.pk}/rule/"
    assert (
        "floor-3.8"
        in client.get(address, {"clause": "floor-3.8"}).content.decode().split('id="precedents"')[1]
    )
    for odd in ("not-covered", "no-such-clause", "\x00"):
        assert "no clause covers it" in client.get(address, {"clause": odd}).content.decode()
