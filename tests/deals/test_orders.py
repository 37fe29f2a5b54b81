"""Orders step by step: what they do to the unit, when they count, how they end, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from deals.enums import OrderEnd, OrderStep, UnitState
from deals.models import (
    ClubLevel,
    ClubMembership,
    CommissionRate,
    Hold,
    Opportunity,
    Order,
    OrderEvent,
    PaymentPlan,
)
from deals.services.holds import withhold
from deals.services.lapses import end_lapsed, warn_of_lapsing
from deals.services.orders import advance, end_order, open_order
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import HouseRules, Member, Notice
from tests.deals.conftest import NOW, unit_of
from tests.visitors.rows import file_of, receive

TODAY = date(2026, 11, 2)


@pytest.fixture
def order(unit, customer, an) -> Order:
    """Zhou holds 1201 with a small deposit."""
    return open_order(unit=unit, customer=customer, step="small", by=an, now=NOW)


def state(unit) -> str:
    unit.refresh_from_db()
    return unit.state


def says(refusal) -> str:
    return str(refusal.value)


def refuses(match: str | None = None, **asked) -> None:
    with pytest.raises(Refusal, match=match), transaction.atomic():
        open_order(**asked)


# ---- opening


@pytest.mark.clause("D-28")
def test_small_deposit_holds_the_unit_for_three_days(order, unit) -> None:
    assert (order.number, order.step, order.small_on) == (1, OrderStep.SMALL_DEPOSIT, TODAY)
    assert order.lapses_at == NOW + timedelta(days=3)
    assert state(unit) == UnitState.SMALL_DEPOSIT


def test_the_office_sets_how_long_it_holds(office, mei, unit, customer, an) -> None:
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=TODAY,
        switches={"orders": {"hold_days": 7}},
        approved_by=mei,
        created_at=NOW,
    )
    order = open_order(unit=unit, customer=customer, step="small", by=an, now=NOW)
    assert order.lapses_at == NOW + timedelta(days=7)


def test_numbers_have_no_gap_after_a_refusal(unit, second_unit, customer, an, order) -> None:
    refuses(unit=unit, customer=customer, step="small", by=an, now=NOW)
    second = open_order(unit=second_unit, customer=customer, step="large", by=an, now=NOW)
    assert [order.number, second.number] == [1, 2]


@pytest.mark.clause("D-17")
def test_second_one_reads_who_has_it(english, order, unit, customer, bo) -> None:
    with pytest.raises(Refusal) as refusal:
        open_order(unit=unit, customer=customer, step="large", by=bo, now=NOW)
    assert "Block 1 1201 is taken: An has it since 11-02 14:20" in says(refusal)
    assert Order.objects.count() == 1


def test_the_database_refuses_a_second_live_order(order, customer, an) -> None:
    with pytest.raises(IntegrityError, match="order_one_live_per_unit"), transaction.atomic():
        Order.objects.create(
            office_id=order.office_id,
            number=2,
            unit=order.unit,
            customer=customer,
            closer=an,
            step="small",
            list_price=1,
            price=1,
            ordered_at=NOW,
        )


@pytest.mark.clause("D-18")
def test_master_unit_control_hears_at_once(unit, customer, an, mei, hua) -> None:
    order = open_order(unit=unit, customer=customer, step="small", by=an, now=NOW)
    told = Notice.objects.filter(kind=NoticeKind.ORDER_OPENED)
    assert {notice.member for notice in told} == {mei, hua}
    assert {notice.about["number"] for notice in told} == {order.number}


def test_history_says_who_did_what(order, an) -> None:
    advance(order=order, step="large", by=an, now=NOW + timedelta(hours=1))
    events = OrderEvent.objects.filter(order=order)
    assert [(event.kind, event.by) for event in events] == [("opened", an), ("advanced", an)]


def test_price_follows_from_the_buyers_and_the_plan(office, unit, customer, an, lin) -> None:
    gold = ClubLevel.objects.create(office=office, name="Gold", position=3, percent=Decimal(2))
    wife = file_of(lin, name="Qin")
    ClubMembership.objects.create(office=office, customer=wife, level=gold, joined_at=NOW, by=lin)
    plan = PaymentPlan.objects.create(office=office, name="At once", percent_off=Decimal(3))
    order = open_order(
        unit=unit, customer=customer, buyers=[wife, wife], step="large", plan=plan, by=an, now=NOW
    )
    assert [line["after"] for line in order.price_lines] == ["1250000.00", "1225000.00", "1188250.00"]
    assert order.price == Decimal("1188250.00")
    assert [buyer.customer for buyer in order.joint_buyers.all()] == [wife]
    assert [(each.kind, each.level) for each in order.discounts.all()] == [("club", gold)]


# ---- what is refused


def test_withheld_unit_is_refused_with_the_name(english, unit, customer, an, hua) -> None:
    withhold(unit=unit, reason="for a relative", until=None, by=hua, now=NOW)
    refuses("withheld from sale .Hua.", unit=unit, customer=customer, step="small", by=an, now=NOW)


def test_unit_that_is_not_released_is_refused(english, building, unit, customer, an) -> None:
    asked = {"customer": customer, "step": "small", "by": an, "now": NOW}
    refuses("not released", unit=unit_of(building, "1301"), **asked)
    unit.release.opens_on = TODAY + timedelta(days=1)
    unit.release.save()
    refuses("not released", unit=unit, **asked)


def test_closed_office_sells_nothing(english, office, unit, customer, an) -> None:
    office.is_active = False
    office.save()
    refuses("closed", unit=unit, customer=customer, step="small", by=an, now=NOW)


def test_consultant_who_left_closes_nothing(english, unit, customer, an, lin) -> None:
    an.is_active = False
    an.save()
    refuses("who works here", unit=unit, customer=customer, step="small", closer=an, by=lin, now=NOW)


def test_customer_of_another_office_is_refused(english, unit, an, stranger) -> None:
    theirs = file_of(stranger, name="Theirs")
    refuses("another office", unit=unit, customer=theirs, step="small", by=an, now=NOW)


def test_member_of_another_office_is_refused(english, unit, customer, stranger) -> None:
    refuses("another office", unit=unit, customer=customer, step="small", by=stranger, now=NOW)


def test_customer_whom_nobody_received_is_refused(english, unit, an, lin) -> None:
    refuses("Nobody has received", unit=unit, customer=file_of(lin, name="Wei"), step="small", by=an, now=NOW)


def test_consultant_orders_in_their_own_name_only(english, unit, customer, an, bo, lin) -> None:
    refuses("own name", unit=unit, customer=customer, step="small", closer=bo, by=an, now=NOW)
    order = open_order(unit=unit, customer=customer, step="small", closer=bo, by=lin, now=NOW)
    assert order.closer == bo


def test_clerk_makes_no_sale(english, unit, customer, lin) -> None:
    refuses("Name a consultant", unit=unit, customer=customer, step="small", by=lin, now=NOW)


@pytest.mark.parametrize("step", ["contracted", "", "sold"])
def test_order_begins_with_a_deposit_or_a_subscription(unit, customer, an, step) -> None:
    refuses(None, unit=unit, customer=customer, step=step, by=an, now=NOW)


# ---- going on


def test_step_follows_step_and_the_board_with_it(order, unit, an) -> None:
    seen = []
    for step in ("large", "subscribed", "contracted"):
        order = advance(order=order, step=step, on=TODAY, by=an, now=NOW)
        seen.append(state(unit))
    assert seen == [UnitState.LARGE_DEPOSIT, UnitState.SUBSCRIBED, UnitState.CONTRACTED]
    assert (order.lapses_at, order.contracted_on) == (None, TODAY)


def test_no_step_is_left_out_or_done_twice(order, an) -> None:
    for step in ("contracted", "subscribed", "small", "nothing"):
        with pytest.raises(Refusal), transaction.atomic():
            advance(order=order, step=step, by=an, now=NOW)
    advance(order=order, step="large", by=an, now=NOW)
    with pytest.raises(Refusal):
        advance(order=order, step="large", by=an, now=NOW)


def test_day_of_a_step_is_neither_to_come_nor_before_the_last(order, an) -> None:
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Refusal) as refusal, transaction.atomic():
            advance(order=order, step="large", on=day, by=an, now=NOW)
        assert refusal.value.field == "on"


def test_colleague_does_not_go_on_with_it(order, bo, lin) -> None:
    with pytest.raises(Refusal), transaction.atomic():
        advance(order=order, step="large", by=bo, now=NOW)
    assert advance(order=order, step="large", by=lin, now=NOW).step == "large"


# ---- counting


def test_deal_is_ruled_with_the_large_deposit(order, an) -> None:
    assert not order.rulings.exists()
    order = advance(order=order, step="large", by=an, now=NOW)
    assert [ruling.credit for ruling in order.rulings.all()] == [an]
    order = advance(order=order, step="subscribed", by=an, now=NOW)
    assert order.rulings.count() == 1


def test_deal_is_ruled_with_the_contract_where_the_house_says_so(office, mei, order, an) -> None:
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=TODAY,
        switches={"deal": {"deal_counts_from": "contract"}},
        approved_by=mei,
        created_at=NOW,
    )
    for step, rulings in (("large", 0), ("subscribed", 0), ("contracted", 1)):
        order = advance(order=order, step=step, by=an, now=NOW)
        assert order.rulings.count() == rulings


def test_order_that_begins_with_a_subscription_counts_at_once(unit, customer, an) -> None:
    order = open_order(unit=unit, customer=customer, step="subscribed", by=an, now=NOW)
    assert order.rulings.count() == 1


def test_deal_that_cannot_be_ruled_is_not_made(order, unit, bo, lin) -> None:
    """bo never met the customer, so that nothing can be ruled: the step is not taken either."""
    Order.objects.filter(pk=order.pk).update(closer=bo)
    with pytest.raises(Refusal), transaction.atomic():
        advance(order=order, step="large", by=lin, now=NOW)
    order.refresh_from_db()
    assert (order.step, state(unit)) == ("small", UnitState.SMALL_DEPOSIT)


# ---- ending


def test_withdrawn_unit_is_free_again(order, unit, second_unit, customer, an) -> None:
    end_order(order=order, end=OrderEnd.WITHDRAWN, by=an, now=NOW)
    assert state(unit) == UnitState.FOR_SALE
    again = open_order(unit=unit, customer=customer, step="large", by=an, now=NOW)
    assert again.number == 2


def test_only_a_small_deposit_is_withdrawn(order, an) -> None:
    advance(order=order, step="large", by=an, now=NOW)
    for end in ("withdrawn", "lapsed", "forgotten"):
        with pytest.raises(Refusal), transaction.atomic():
            end_order(order=order, end=end, by=an, now=NOW)


def test_order_ends_once(order, an) -> None:
    end_order(order=order, end="withdrawn", by=an, now=NOW)
    with pytest.raises(Refusal):
        end_order(order=order, end="withdrawn", by=an, now=NOW)
    with pytest.raises(Refusal):
        advance(order=order, step="large", by=an, now=NOW)


def test_unit_that_is_held_meanwhile_does_not_come_back_on_sale(order, unit, hua, an) -> None:
    Hold.objects.create(office=unit.office, unit=unit, reason="model flat", by=hua, at=NOW)
    end_order(order=order, end="withdrawn", by=an, now=NOW)
    assert state(unit) == UnitState.WITHHELD


def test_refund_of_a_deal_that_counted_reverses_its_commission(unit, customer, an, mei) -> None:
    CommissionRate.objects.create(
        office=unit.office, percent=Decimal(1), effective_from=TODAY, by=mei, at=NOW
    )
    order = open_order(unit=unit, customer=customer, step="large", by=an, now=NOW)
    end_order(order=order, end="refunded", by=mei, now=NOW)
    amounts = [entry.amount for entry in order.commission_entries.all()]
    assert sorted(amounts) == [Decimal("-12500.00"), Decimal("12500.00")]


# ---- lapsing


def test_small_deposit_is_announced_twice_and_lapses(order, unit, an, mei) -> None:
    def told(member: Member) -> list[str]:
        kinds = (NoticeKind.ORDER_LAPSES, NoticeKind.ORDER_LAPSED)
        return list(
            Notice.objects.filter(member=member, kind__in=kinds).order_by("pk").values_list("kind", flat=True)
        )

    end = order.lapses_at
    for before in (30, 23, 22, 5, 3, 2, 1):
        warn_of_lapsing(now=end - timedelta(hours=before))
        end_lapsed(now=end - timedelta(hours=before))
    assert told(an) == ["order_lapses", "order_lapses"]
    assert state(unit) == UnitState.SMALL_DEPOSIT
    assert [end_lapsed(now=end), end_lapsed(now=end)] == [1, 0]
    order.refresh_from_db()
    assert (order.end, state(unit)) == (OrderEnd.LAPSED, UnitState.FOR_SALE)
    assert told(an)[2:] == told(mei) == ["order_lapsed"]


def test_late_run_warns_once_and_not_of_what_is_over(order) -> None:
    assert warn_of_lapsing(now=order.lapses_at - timedelta(hours=1)) == 1
    assert warn_of_lapsing(now=order.lapses_at + timedelta(hours=1)) == 0


def test_order_that_went_on_does_not_lapse(order, an) -> None:
    end = order.lapses_at
    advance(order=order, step="large", by=an, now=NOW)
    assert warn_of_lapsing(now=end - timedelta(hours=1)) == end_lapsed(now=end) == 0


# ---- the opportunity


def test_order_wins_the_opportunity_and_its_end_brings_it_back(order, customer, an) -> None:
    won = Opportunity.objects.get(customer=customer)
    assert (won.state, won.order, won.opened_at) == ("won", order, NOW)
    end_order(order=order, end="withdrawn", by=an, now=NOW + timedelta(days=1))
    assert sorted(Opportunity.objects.values_list("state", flat=True)) == ["open", "won"]


def test_second_contact_before_the_order_belongs_to_it(unit, customer, an) -> None:
    receive(customer, an, at=NOW + timedelta(hours=2))
    open_order(unit=unit, customer=customer, step="small", by=an, now=NOW + timedelta(hours=3))
    assert Opportunity.objects.get().opened_at == NOW
