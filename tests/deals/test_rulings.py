"""A deal is ruled from what is stored: contacts, circumstances of the desk, confirmed claims, rules of the day."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from deals.attribution_document import judged
from deals.attribution_words import sentence
from deals.enums import RuledBy
from deals.models import CommissionEntry, CommissionRate, Ruling, Unit
from deals.selectors.rulings import current_ruling
from deals.services.rulings import manager_rules, replace_ruling, rule_again, rule_deal
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice, Office
from tests.deals.ruled import RULED_AT, SIGNED, confirmed, met, on, order_of, rate, ruled, rules, shares
from tests.visitors.rows import correct, file_of, receive
from visitors.models import Customer
from visitors.services.households import join_household

OCTOBER = date(2026, 10, 1)
LATER = date(2026, 11, 10)


@pytest.fixture
def zhou(lin: Member) -> Customer:
    """A customer without any contact yet."""
    return file_of(lin, name="Zhou")


@pytest.fixture(autouse=True)
def one_percent(office: Office, mei: Member) -> None:
    rate(office, mei)


@pytest.mark.clause("floor-first-visit", "C-03")
def test_the_first_who_registered_has_the_deal(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, an, LATER)
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert (ruling.credit, ruling.clause, ruling.source) == (bo, "floor-first-visit", RuledBy.RULES)
    assert shares(ruling) == [(bo.code, "100", "12000.00")]
    assert ruling.commission == Decimal("12000.00")


def test_what_is_stored_is_a_document_of_the_command(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, an, LATER, role="assist")
    ruling = ruled(order_of(unit, zhou, an), lin)
    said = judged(ruling.document, None, sentence)
    assert said["credit"] == ruling.answer["credit"] == bo.code
    assert said["commission"] == ruling.answer["commission"]
    assert [each["found"] for each in ruling.answer["because"]] == ["takeover", "stands", "helped", "helper"]


def test_ruled_once_however_often_it_is_asked(unit: Unit, zhou: Customer, an, lin) -> None:
    met(zhou, an, LATER)
    order = order_of(unit, zhou, an)
    first = ruled(order, lin)
    assert ruled(order, lin, now=RULED_AT + timedelta(hours=1)) == first
    assert (Ruling.objects.count(), CommissionEntry.objects.count()) == (1, 1)


@pytest.mark.clause("floor-3.2")
def test_refused_at_the_desk(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, an, LATER, circumstances={"history": "visited", "named": [bo.pk], "refused": [bo.pk]})
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert (ruling.clause, shares(ruling)) == (
        "floor-3.2",
        [(an.code, "80", "9600.00"), (bo.code, "20", "2400.00")],
    )


@pytest.mark.clause("floor-3.8")
def test_the_latest_wish_of_the_customer_counts(unit: Unit, zhou: Customer, an, bo, chen, lin) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, chen, date(2026, 10, 5), circumstances={"designates": chen.pk})
    met(zhou, an, LATER, circumstances={"designates": an.pk})
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert ruling.document["facts"]["designated"] == an.code
    assert shares(ruling) == [
        (an.code, "50", "6000.00"),
        (bo.code, "25", "3000.00"),
        (chen.code, "25", "3000.00"),
    ]


@pytest.mark.clause("floor-3.7")
def test_forgotten_counts_with_the_one_who_closed(unit, second_unit, zhou, an, bo, chen, lin) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, an, LATER, circumstances={"forgot": True})
    met(zhou, chen, date(2026, 11, 12), circumstances={})
    assert ruled(order_of(unit, zhou, an), lin).clause == "floor-3.7"
    assert "forgot" not in ruled(order_of(second_unit, zhou, chen), lin).document["facts"]


@pytest.mark.clause("floor-3.11")
def test_whoever_received_the_family_first(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    wife = file_of(lin, name="Tang")
    met(wife, bo, OCTOBER)
    met(zhou, an, LATER)
    join_household(customer=zhou, other=wife, relation="spouse", by=lin, now=on(LATER))
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert (ruling.credit, ruling.clause) == (bo, "floor-3.11")
    assert ruling.document["contacts"][0]["customer"] == "family"
    assert ruling.evidence["family"] == [wife.pk]


@pytest.mark.clause("floor-3.10")
def test_brought_by_a_customer_of_another_one(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    old = file_of(lin, name="Shen")
    met(old, bo, date(2026, 3, 1))
    zhou.referred_by = old
    zhou.save()
    met(zhou, an, LATER)
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert (ruling.credit, ruling.clause) == (bo, "floor-3.10")


@pytest.mark.clause("floor-3.4")
def test_only_confirmed_claims_count(unit, second_unit, zhou: Customer, an, bo, lin, mei) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, an, LATER)
    fact = confirmed(zhou, "complaint_upheld", by=an, to=mei, about=bo)
    assert ruled(order_of(unit, zhou, an), lin).clause == "floor-3.4"
    fact.state = "refused"
    fact.save()
    assert ruled(order_of(second_unit, zhou, an), lin).clause == "floor-first-visit"


@pytest.mark.clause("floor-3.6")
def test_a_discount_sought_elsewhere_changes_nothing(unit: Unit, zhou: Customer, an, bo, lin, mei) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, an, LATER)
    confirmed(zhou, "discount_sought_from", by=an, to=mei, about=bo)
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert (ruling.clause, shares(ruling)) == ("floor-3.6", [(an.code, "100", "12000.00")])


def test_a_claim_about_one_deal_leaves_the_other_alone(unit, second_unit, zhou, an, lin, mei) -> None:
    met(zhou, an, LATER)
    first, second = order_of(unit, zhou, an), order_of(second_unit, zhou, an)
    confirmed(zhou, "quarrel", by=an, to=mei, order=first)
    assert (ruled(first, lin).clause, ruled(second, lin).clause) == ("floor-4", "floor-first-visit")


@pytest.mark.clause("floor-4")
def test_quarrelled_over_it_is_the_departments(unit: Unit, zhou: Customer, an, lin, mei) -> None:
    met(zhou, an, LATER)
    confirmed(zhou, "quarrel", by=lin, to=mei)
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert (ruling.to_department, ruling.credit) == (True, None)
    [entry] = CommissionEntry.objects.all()
    assert (entry.consultant, entry.amount) == (None, Decimal("12000.00"))


def test_void_and_late_contacts_do_not_count(unit: Unit, zhou: Customer, an, bo, chen, lin, mei) -> None:
    mistaken = receive(zhou, bo, at=on(OCTOBER))
    correct(mistaken, "cancelled", mei)
    met(zhou, an, LATER)
    met(zhou, chen, date(2026, 11, 21))
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert [each["consultant"] for each in ruling.document["contacts"]] == [an.code]


def test_given_to_another_one_counts_for_them(unit: Unit, zhou: Customer, an, bo, chen, lin, mei) -> None:
    contact = receive(zhou, bo, at=on(OCTOBER))
    correct(contact, "reassigned", mei, to=chen)
    met(zhou, an, LATER)
    assert ruled(order_of(unit, zhou, an), lin).credit == chen


@pytest.mark.clause("floor-validity")
def test_the_rules_of_the_signing_date(
    unit: Unit, second_unit: Unit, zhou: Customer, an, bo, lin, mei
) -> None:
    met(zhou, bo, date(2026, 9, 1))
    met(zhou, an, LATER)
    assert ruled(order_of(unit, zhou, an), lin).clause == "floor-validity"
    version = rules(zhou.office, mei, validity_months=3)
    ruling = ruled(order_of(second_unit, zhou, an), lin)
    assert (ruling.credit, ruling.rules_version) == (bo, version.version)
    assert ruling.document["rules"] == {"preset": "floor", "validity_months": 3}


def test_nobody_closes_whom_they_never_met(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    met(zhou, bo, OCTOBER)
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        ruled(order_of(unit, zhou, an), lin)
    assert refusal.value.field == "closer"
    assert not Ruling.objects.exists()


def test_a_small_deposit_is_no_deal(unit: Unit, zhou: Customer, an, lin) -> None:
    met(zhou, an, LATER)
    with pytest.raises(Refusal):
        ruled(order_of(unit, zhou, an, step="small", large_on=None), lin)


def test_joint_buyers_buy_themselves(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    friend = file_of(lin, name="Pan")
    met(friend, bo, OCTOBER)
    met(zhou, an, LATER)
    order = order_of(unit, zhou, an)
    order.joint_buyers.create(office=order.office, customer=friend)
    assert (ruled(order, lin).credit, current_ruling(order).clause) == (bo, "floor-first-visit")


@pytest.mark.clause("floor-3.13")
def test_a_day_of_special_rules_is_the_managers(unit: Unit, zhou: Customer, an, bo, lin, mei) -> None:
    met(zhou, an, LATER)
    confirmed(zhou, "event", by=an, to=mei, event="Opening day")
    order = order_of(unit, zhou, an)
    ruling = ruled(order, lin)
    assert (ruling.credit, ruling.answer["status"], ruling.entries.count()) == (None, "manager", 0)
    assert Notice.objects.filter(member=mei, kind=NoticeKind.RULING_ASKED).count() == 1
    shared = {an: Fraction(50), bo: Fraction(50)}
    by_hand = manager_rules(
        order=order, shares=shared, credit=bo, clause="floor-3.13", why="Drawn by lot.", by=mei, now=RULED_AT
    )
    assert (by_hand.replaces, by_hand.source, by_hand.credit) == (ruling, RuledBy.MANAGER, bo)
    assert by_hand.words.text == "Drawn by lot."
    assert sum(each.amount for each in by_hand.entries.all()) == Decimal("12000.00")
    with pytest.raises(Refusal):
        manager_rules(order=order, shares=shared, credit=bo, clause="", why="", by=mei, now=RULED_AT)


def test_shares_of_a_new_ruling_add_up(unit: Unit, zhou: Customer, an, bo, lin, mei, stranger) -> None:
    met(zhou, an, LATER)
    order = order_of(unit, zhou, an)
    ruled(order, lin)
    for wrong in ({an: Fraction(99)}, {an: Fraction(120), bo: Fraction(-20)}, {stranger: Fraction(100)}):
        with pytest.raises(Refusal) as refusal, transaction.atomic():
            replace_ruling(order=order, shares=wrong, source=RuledBy.MANAGER, clause="", by=mei, now=RULED_AT)
        assert refusal.value.field == "shares"


def test_thirds_lose_no_fen(unit: Unit, zhou: Customer, an, bo, chen, lin, mei) -> None:
    met(zhou, an, LATER)
    order = order_of(unit, zhou, an, price=Decimal("1000.00"))
    ruled(order, lin)
    third = Fraction(100, 3)
    ruling = replace_ruling(
        order=order,
        shares={an: third, bo: third, chen: third},
        source=RuledBy.SETTLEMENT,
        clause="floor-4",
        by=mei,
        now=RULED_AT,
    )
    assert [amount for _, _, amount in shares(ruling)] == ["3.34", "3.33", "3.33"]


def test_ruled_without_a_rate_is_ruled_again_with_one(unit: Unit, zhou: Customer, an, lin, mei) -> None:
    CommissionRate.objects.update(effective_from=date(2027, 1, 1))
    met(zhou, an, LATER)
    order = order_of(unit, zhou, an)
    assert ruled(order, lin).commission == 0
    with pytest.raises(Refusal), transaction.atomic():
        rule_again(order=order, by=mei, now=RULED_AT)
    rate(unit.office, mei, percent="2.000")
    assert rule_again(order=order, by=mei, now=RULED_AT).commission == Decimal("24000.00")
    with pytest.raises(Refusal):
        rule_again(order=order, by=mei, now=RULED_AT)


def test_those_concerned_are_told_and_the_line_is_kept(unit: Unit, zhou: Customer, an, bo, lin) -> None:
    met(zhou, bo, OCTOBER)
    met(zhou, an, LATER)
    ruling = ruled(order_of(unit, zhou, an), lin)
    told = Notice.objects.filter(kind=NoticeKind.RULED)
    assert {each.member for each in told} == {an, bo}
    entry = AuditEntry.objects.get(action=AuditAction.DEAL_RULED)
    assert (entry.record, entry.details["clause"]) == (f"ruling:{ruling.pk}", "floor-first-visit")


def test_a_ruling_is_never_changed(unit: Unit, zhou: Customer, an, lin) -> None:
    met(zhou, an, LATER)
    ruling = ruled(order_of(unit, zhou, an), lin)
    for change in (lambda: Ruling.objects.update(clause="other"), ruling.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_signed_later_is_the_date_of_the_contract(unit: Unit, zhou: Customer, an, lin) -> None:
    met(zhou, an, LATER)
    order = order_of(unit, zhou, an, contracted_on=SIGNED + timedelta(days=3))
    assert rule_deal(order=order, by=lin, now=RULED_AT).document["deal"]["signed_on"] == "2026-11-23"
