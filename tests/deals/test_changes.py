"""What may be changed in an order, who approves it, and that nobody approves their own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from deals.enums import Decision, UnitState
from deals.models import Approval, ClubLevel, ClubMembership, Order
from deals.services import changes
from deals.services.approvals import answer_approval
from deals.services.orders import advance, open_order
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import HouseRules, Notice
from offices.services.deputies import name_deputy
from tests.deals.conftest import NOW, unit_of
from tests.visitors.rows import file_of, receive

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def order(unit, customer, an) -> Order:
    """Zhou's large deposit on 1201, 1.25 million."""
    return open_order(unit=unit, customer=customer, step="large", by=an, now=NOW)


@pytest.fixture
def signed(order, an) -> Order:
    """The same with its contract."""
    for step in ("subscribed", "contracted"):
        order = advance(order=order, step=step, by=an, now=NOW)
    return order


@pytest.fixture
def gold(office) -> ClubLevel:
    return ClubLevel.objects.create(office=office, name="Gold", position=3, percent=Decimal(2))


def joined(customer, level, by):
    ClubMembership.objects.create(
        office_id=customer.office_id, customer=customer, level=level, joined_at=NOW, by=by
    )
    return customer


def approve(asked: Approval, by, answer: str = "agreed") -> Approval:
    return answer_approval(approval=asked, approve=True, answer=answer, by=by, now=LATER)


def refuses(match: str | None, work) -> None:
    with pytest.raises(Refusal, match=match), transaction.atomic():
        work()


def ask_refund(order, by) -> Approval:
    return changes.ask_refund(order=order, reason="moves away", by=by, now=NOW)


# ---- swaps


@pytest.mark.clause("D-29")
def test_swap_to_a_dearer_unit_passes_at_once(order, building, release, customer, an) -> None:
    dearer = unit_of(building, "1501", release=release, list_price=Decimal("1300000.00"))
    asked = changes.ask_swap(order=order, unit=dearer, reason="higher up", by=an, now=LATER)
    old, new = Order.objects.order_by("number")
    assert (asked.state, asked.answered_by) == (Decision.APPROVED, None)
    assert (old.end, old.swapped_to, new.step, new.price) == ("swapped", new, "large", Decimal("1300000.00"))
    assert (new.large_on, new.closer, new.customer) == (order.large_on, an, customer)
    for unit, state in ((old.unit, UnitState.FOR_SALE), (new.unit, UnitState.LARGE_DEPOSIT)):
        unit.refresh_from_db()
        assert unit.state == state
    assert new.opportunity.state == "won"


@pytest.mark.clause("D-29")
@pytest.mark.parametrize("price", ["1250000.00", "900000.00"])
def test_swap_to_a_unit_that_is_not_dearer_waits_for_the_manager(
    order, building, release, an, mei, price
) -> None:
    other = unit_of(building, "501", release=release, list_price=Decimal(price))
    asked = changes.ask_swap(order=order, unit=other, reason="smaller after all", by=an, now=NOW)
    assert (asked.state, Order.objects.count()) == (Decision.ASKED, 1)
    approve(asked, mei)
    assert Order.objects.live().get().unit == other


def test_commission_follows_a_swap(order, building, release, an) -> None:
    dearer = unit_of(building, "1501", release=release, list_price=Decimal("1300000.00"))
    changes.ask_swap(order=order, unit=dearer, reason="higher up", by=an, now=LATER)
    new = Order.objects.live().get()
    assert sum(entry.amount for entry in order.commission_entries.all()) == 0
    assert new.rulings.count() == 1


def test_swap_to_what_is_not_to_be_had_is_refused(
    english, order, building, second_unit, customer, an
) -> None:
    taken = open_order(unit=second_unit, customer=customer, step="small", by=an, now=NOW)
    swap = {"order": order, "reason": "nicer", "by": an, "now": NOW}
    refuses("is taken: An", lambda: changes.ask_swap(unit=taken.unit, **swap))
    refuses("not released", lambda: changes.ask_swap(unit=unit_of(building, "1601"), **swap))
    refuses("another unit", lambda: changes.ask_swap(unit=order.unit, **swap))


def test_unit_that_was_sold_meanwhile_is_not_swapped_for(
    english, order, building, release, customer, an, mei
) -> None:
    other = unit_of(building, "501", release=release, list_price=Decimal(900_000))
    asked = changes.ask_swap(order=order, unit=other, reason="smaller", by=an, now=NOW)
    open_order(unit=other, customer=customer, step="small", by=an, now=NOW)
    refuses("is taken", lambda: approve(asked, mei))
    asked.refresh_from_db()
    order.refresh_from_db()
    assert (asked.state, order.end) == (Decision.ASKED, "")


# ---- names


@pytest.fixture
def qin(lin, an):
    """Another customer, who was here as well."""
    qin = file_of(lin, name="Qin")
    receive(qin, an, at=NOW)
    return qin


def rename(order, customer, by, buyers=()) -> Approval:
    return changes.ask_rename(
        order=order, customer=customer, buyers=buyers, reason="her sister buys", by=by, now=NOW
    )


def test_change_of_name_before_the_contract_is_free_and_prices_anew(order, qin, gold, an, mei) -> None:
    joined(qin, gold, mei)
    asked = rename(order, qin, an)
    assert asked.fee == 0
    approve(asked, mei)
    order.refresh_from_db()
    assert (order.customer, order.price) == (qin, Decimal("1225000.00"))
    assert [event.kind for event in order.events.all()][-2:] == ["renamed", "priced"]


@pytest.mark.clause("D-30")
def test_change_of_name_after_the_contract_costs_the_fee_and_keeps_the_price(
    office, signed, qin, gold, an, mei
) -> None:
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=date(2026, 11, 2),
        switches={"orders": {"transfer_fee": 5000}},
        approved_by=mei,
        created_at=NOW,
    )
    joined(qin, gold, mei)
    asked = rename(signed, qin, an)
    assert asked.fee == Decimal(5000)
    approve(asked, mei)
    signed.refresh_from_db()
    assert (signed.customer, signed.price) == (qin, Decimal("1250000.00"))


def test_same_names_are_no_change(english, order, customer, an) -> None:
    refuses("already", lambda: rename(order, customer, an))


# ---- refunds


@pytest.mark.clause("D-33")
def test_refund_before_the_contract_is_approved_by_the_manager(order, unit, an, mei) -> None:
    approve(ask_refund(order, an), mei)
    order.refresh_from_db()
    unit.refresh_from_db()
    assert (order.end, unit.state) == ("refunded", UnitState.FOR_SALE)


@pytest.mark.clause("D-33")
def test_refund_after_the_contract_is_refused_but_by_the_director_with_a_reason(
    english, signed, an, mei, director
) -> None:
    refuses("nothing is refunded", lambda: ask_refund(signed, an))
    asked = ask_refund(signed, mei)
    refuses("yourself", lambda: approve(asked, mei))
    refuses("Say why", lambda: approve(asked, director, answer=" "))
    approve(asked, director, answer="the court has ruled")
    signed.refresh_from_db()
    assert signed.end == "refunded"


def test_manager_does_not_refund_after_the_contract(english, signed, mei, director) -> None:
    asked = ask_refund(signed, director)
    refuses("only the director", lambda: approve(asked, mei))


# ---- discounts


@pytest.mark.clause("D-15")
def test_approved_discount_lowers_the_price_and_names_its_approver(order, an, mei) -> None:
    asked = changes.ask_discount(order=order, percent=Decimal("1.00"), reason="buys today", by=an, now=NOW)
    order.refresh_from_db()
    assert order.price == Decimal("1250000.00")
    approve(asked, mei)
    order.refresh_from_db()
    assert order.price == Decimal("1237500.00")
    [discount] = order.discounts.all()
    assert (discount.approval.answered_by, discount.by) == (mei, mei)


def test_discounts_in_yuan_and_percent_come_together(order, an, mei) -> None:
    for asked in ({"amount": Decimal("500.50")}, {"percent": Decimal(2)}):
        approve(changes.ask_discount(order=order, reason="bargained", by=an, now=NOW, **asked), mei)
    order.refresh_from_db()
    assert order.price == Decimal("1224499.50")
    assert [line["after"] for line in order.price_lines] == ["1250000.00", "1225000.00", "1224499.50"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"percent": Decimal(1), "amount": Decimal(1)},
        {"percent": Decimal(0)},
        {"percent": Decimal(100)},
        {"percent": Decimal("1.234")},
        {"percent": Decimal(-1)},
        {"amount": Decimal("0.001")},
        {"amount": Decimal(-5)},
        {"amount": Decimal(1_250_000)},
        {"amount": Decimal("NaN")},
    ],
    ids=str,
)
def test_discount_that_is_none_is_refused(order, an, asked) -> None:
    refuses(None, lambda: changes.ask_discount(order=order, reason="why not", by=an, now=NOW, **asked))
    assert not order.approvals.exists()


@pytest.mark.clause("D-14")
def test_family_level_counts_with_papers_and_approval(order, qin, gold, an, mei) -> None:
    joined(qin, gold, mei)
    asked = changes.ask_family(
        order=order, relative=qin, proofs=["register", "birth"], reason="her mother", by=an, now=NOW
    )
    order.refresh_from_db()
    assert order.price == Decimal("1250000.00")
    approve(asked, mei)
    order.refresh_from_db()
    assert order.price == Decimal("1225000.00")
    assert [line["words"] for line in order.price_lines] == ["list", "family"]


@pytest.mark.clause("D-14")
def test_family_without_papers_or_level_is_refused(english, order, qin, gold, an, mei) -> None:
    family = {"order": order, "relative": qin, "reason": "her mother", "by": an, "now": NOW}
    refuses("no club level", lambda: changes.ask_family(proofs=["register"], **family))
    joined(qin, gold, mei)
    refuses("papers", lambda: changes.ask_family(proofs=[], **family))
    refuses("papers", lambda: changes.ask_family(proofs=["her word"], **family))


@pytest.mark.clause("D-11")
def test_family_that_gives_no_more_than_the_buyers_own_level_is_refused(
    english, unit, customer, qin, gold, an, mei
) -> None:
    joined(customer, gold, mei)
    joined(qin, gold, mei)
    order = open_order(unit=unit, customer=customer, step="small", by=an, now=NOW)
    asked = {"order": order, "relative": qin, "proofs": ["birth"], "reason": "x", "by": an, "now": NOW}
    refuses("as much already", lambda: changes.ask_family(**asked))


def test_nothing_but_names_and_refunds_after_the_contract(english, signed, second_unit, qin, an) -> None:
    said = {"order": signed, "reason": "late", "by": an, "now": NOW}
    refuses("contract is signed", lambda: changes.ask_swap(unit=second_unit, **said))
    refuses("contract is signed", lambda: changes.ask_discount(percent=Decimal(1), **said))
    refuses("contract is signed", lambda: changes.ask_family(relative=qin, proofs=["birth"], **said))


# ---- who answers


def test_nobody_approves_their_own(english, order, mei, director) -> None:
    asked = changes.ask_discount(order=order, percent=Decimal(1), reason="friend", by=mei, now=NOW)
    refuses("yourself", lambda: approve(asked, mei))
    assert approve(asked, director).state == Decision.APPROVED


def test_only_deciders_answer(english, order, an, bo, lin, hua, gu, stranger) -> None:
    asked = ask_refund(order, an)
    for member in (bo, lin, hua, gu):
        refuses("Only the manager", lambda member=member: approve(asked, member))
    refuses("another office", lambda: approve(asked, stranger))


def test_named_deputy_answers(order, an, hua, mei) -> None:
    asked = ask_refund(order, an)
    name_deputy(supervisor=hua, begins_at=NOW, ends_at=NOW + timedelta(days=1), by=mei, now=NOW)
    assert approve(asked, hua).answered_by == hua


def test_refusal_says_why_and_changes_nothing(english, order, an, mei) -> None:
    asked = ask_refund(order, an)
    answer = {"approval": asked, "approve": False, "by": mei, "now": LATER}
    refuses("Say why", lambda: answer_approval(answer="  ", **answer))
    answered = answer_approval(answer="talk to them once more", **answer)
    order.refresh_from_db()
    assert (answered.state, order.end) == (Decision.REFUSED, "")
    assert Notice.objects.get(kind=NoticeKind.CHANGE_REFUSED).member == an


def test_answered_once_and_asked_once(english, order, an, mei) -> None:
    asked = changes.ask_discount(order=order, percent=Decimal(1), reason="bargained", by=an, now=NOW)
    refuses(
        "already", lambda: changes.ask_discount(order=order, percent=Decimal(2), reason="x", by=an, now=NOW)
    )
    approve(asked, mei)
    refuses("already", lambda: approve(asked, mei))


def test_order_that_ended_meanwhile_is_not_changed(english, order, an, mei) -> None:
    discount = changes.ask_discount(order=order, percent=Decimal(1), reason="bargained", by=an, now=NOW)
    approve(ask_refund(order, an), mei)
    refuses("answered already", lambda: approve(discount, mei))


def test_manager_is_told_and_so_is_who_asked(order, an, mei, director) -> None:
    asked = ask_refund(order, an)
    told = {notice.member for notice in Notice.objects.filter(kind=NoticeKind.CHANGE_ASKED)}
    assert told == {mei, director}
    approve(asked, mei)
    assert Notice.objects.get(kind=NoticeKind.CHANGE_APPROVED).member == an


def test_colleague_asks_for_nothing(order, bo) -> None:
    refuses(None, lambda: ask_refund(order, bo))
    assert not order.approvals.exists()


def test_what_was_asked_for_falls_with_the_order(order, an, mei) -> None:
    discount = changes.ask_discount(order=order, percent=Decimal(1), reason="today", by=an, now=NOW)
    approve(ask_refund(order, an), mei)
    discount.refresh_from_db()
    assert (discount.state, discount.answered_by, discount.answered_at) == (Decision.REFUSED, None, LATER)
