"""What a unit costs, how that came about, and what a loan for it costs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.loan import FEN, LoanError, Repayment, loan_of
from deals.order_rules import OrderRules, OrderRulesError, order_rules_from
from deals.pricing import Level, Plan, PricingError, Reduction, Words, price_of, share_of

MILLION = Decimal("1000000.00")
GOLD, SILVER = Level("Gold", Decimal("2.00")), Level("Silver", Decimal("1.00"))

prices = st.decimals(min_value=100_000, max_value=99_000_000, places=2)
percents = st.decimals(min_value=0, max_value=15, places=2)
levels = st.lists(st.builds(Level, st.sampled_from("ABC"), percents, st.booleans()), max_size=4)
reductions = st.one_of(
    st.builds(lambda value: Reduction(percent=value), percents),
    st.builds(
        lambda value: Reduction(amount=value), st.decimals(min_value="0.01", max_value=10_000, places=2)
    ),
)
others = st.lists(reductions, max_size=3)
plans = st.one_of(st.none(), st.builds(Plan, st.just("At once"), percents))


def words(price) -> list[tuple[str, str]]:
    return [(line.words.value, str(line.after)) for line in price.lines]


def test_without_reasons_it_costs_the_list_price() -> None:
    price = price_of(MILLION)
    assert (price.total, words(price)) == (MILLION, [("list", "1000000.00")])


def test_reasons_are_applied_in_one_order_whatever_the_order_of_asking() -> None:
    asked = [Reduction(amount=Decimal("5000.00")), Reduction(percent=Decimal("1"))]
    plan = Plan("All at once", Decimal("3.00"))
    price = price_of(MILLION, levels=[SILVER, GOLD], others=asked, plan=plan)
    assert words(price) == [
        ("list", "1000000.00"),
        ("club", "980000.00"),
        ("other", "970200.00"),
        ("other", "965200.00"),
        ("plan", "936244.00"),
    ]
    assert price == price_of(MILLION, levels=[GOLD, SILVER], others=asked[::-1], plan=plan)


@pytest.mark.clause("D-13")
def test_the_highest_level_of_joint_buyers_counts_and_only_that() -> None:
    price = price_of(MILLION, levels=[SILVER, GOLD, SILVER])
    assert [(line.name, line.percent) for line in price.lines[1:]] == [("Gold", Decimal("2.00"))]


@pytest.mark.clause("D-12")
def test_who_is_in_no_club_has_no_club_discount_but_the_ordinary_ones() -> None:
    price = price_of(MILLION, others=[Reduction(percent=Decimal("1"))])
    assert [line.words for line in price.lines] == [Words.LIST, Words.OTHER]


def test_family_counts_only_where_it_gives_more() -> None:
    family = Level("Gold", Decimal("2.00"), is_family=True)
    assert price_of(MILLION, levels=[SILVER, family]).lines[1].words == Words.FAMILY
    assert price_of(MILLION, levels=[GOLD, family]).lines[1].words == Words.CLUB


def test_lines_are_stored_as_texts() -> None:
    assert price_of(MILLION, levels=[GOLD]).as_json() == [
        {"words": "list", "amount": "1000000.00", "after": "1000000.00"},
        {"words": "club", "amount": "-20000.00", "after": "980000.00", "percent": "2.00", "name": "Gold"},
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"list_price": Decimal("0")},
        {"list_price": Decimal("-5.00")},
        {"list_price": Decimal("10.005")},
        {"list_price": Decimal("NaN")},
        {"others": [Reduction()]},
        {"others": [Reduction(Decimal(1), Decimal(1))]},
        {"others": [Reduction(percent=Decimal(100))]},
        {"others": [Reduction(percent=Decimal(-1))]},
        {"others": [Reduction(amount=Decimal("-0.01"))]},
        {"others": [Reduction(amount=Decimal("0.001"))]},
        {"others": [Reduction(amount=MILLION)]},
        {"plan": Plan("", Decimal(100))},
        {"levels": [Level("", Decimal("Infinity"))]},
    ],
    ids=str,
)
def test_what_gives_no_price_is_refused(asked: dict) -> None:
    with pytest.raises(PricingError):
        price_of(**{"list_price": MILLION, **asked})


@given(prices, levels, others, plans)
def test_lines_add_up_to_the_fen(list_price, levels, others, plan) -> None:
    price = price_of(list_price, levels=levels, others=others, plan=plan)
    assert sum(line.amount for line in price.lines) == price.total == price.lines[-1].after
    assert price.total == price.total.quantize(FEN)
    assert 0 < price.total <= list_price


@given(prices, levels, others, plans, st.randoms(use_true_random=False))
def test_the_order_of_asking_never_matters(list_price, levels, others, plan, random) -> None:
    mixed_levels, mixed_others = levels[:], others[:]
    random.shuffle(mixed_levels)
    random.shuffle(mixed_others)
    asked = price_of(list_price, levels=levels, others=others, plan=plan)
    assert asked == price_of(list_price, levels=mixed_levels, others=mixed_others, plan=plan)


@given(prices, levels, others, reductions)
def test_one_more_discount_never_makes_it_dearer(list_price, levels, others, more) -> None:
    less = price_of(list_price, levels=levels, others=[*others, more])
    assert less.total <= price_of(list_price, levels=levels, others=others).total


@given(prices, percents)
def test_half_a_fen_goes_up(list_price, percent) -> None:
    exact = list_price * percent / 100
    assert abs(share_of(list_price, percent) - exact) <= Decimal("0.005")
    assert share_of(Decimal("0.10"), Decimal(5)) == Decimal("0.01")


# ---- loans


def test_an_annuity_is_the_same_every_month_but_the_last() -> None:
    loan = loan_of(MILLION, percent_a_year=Decimal("4.2"), months=360, way=Repayment.ANNUITY)
    assert {month.payment for month in loan.months[:-1]} == {Decimal("4890.17")}
    assert abs(loan.last - loan.first) < 5
    assert loan.paid == MILLION + loan.interest
    assert Decimal("760000") < loan.interest < Decimal("761000")


def test_equal_principal_falls_by_the_same_every_month() -> None:
    loan = loan_of(Decimal("1200000"), percent_a_year=Decimal("6"), months=120, way=Repayment.PRINCIPAL)
    assert [month.payment for month in loan.months[:3]] == [Decimal(16000), Decimal(15950), Decimal(15900)]
    assert (loan.last, loan.interest) == (Decimal("10050.00"), Decimal("363000.00"))


def test_without_interest_the_principal_is_shared_out() -> None:
    loan = loan_of(Decimal(100), percent_a_year=Decimal(0), months=3, way=Repayment.ANNUITY)
    assert [month.payment for month in loan.months] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


@given(
    st.decimals(min_value=1000, max_value=90_000_000, places=2),
    st.decimals(min_value=0, max_value=36, places=3),
    st.integers(min_value=1, max_value=480),
    st.sampled_from(Repayment),
)
def test_every_loan_is_paid_back_to_the_fen(principal, percent, months, way) -> None:
    loan = loan_of(principal, percent_a_year=percent, months=months, way=way)
    assert len(loan.months) == months
    assert sum(month.principal for month in loan.months) == principal
    assert loan.months[-1].owed == 0
    assert all(month.principal >= 0 and month.interest >= 0 for month in loan.months)
    assert all(month.payment == month.principal + month.interest for month in loan.months)


@given(st.decimals(min_value=100_000, max_value=9_000_000, places=2), st.integers(24, 360))
def test_equal_principal_costs_less_interest(principal, months) -> None:
    costs = {
        way: loan_of(principal, percent_a_year=Decimal("4.9"), months=months, way=way).interest
        for way in Repayment
    }
    assert costs[Repayment.PRINCIPAL] < costs[Repayment.ANNUITY]


@pytest.mark.parametrize(
    ("principal", "percent", "months"),
    [
        ("0", "4", 12),
        ("-1", "4", 12),
        ("1000.001", "4", 12),
        ("1000", "37", 12),
        ("1000", "-1", 12),
        ("1000", "4", 0),
        ("1000", "4", 481),
        ("NaN", "4", 12),
        ("1000", "NaN", 12),
    ],
)
def test_what_is_no_loan_is_refused(principal: str, percent: str, months: int) -> None:
    with pytest.raises(LoanError):
        loan_of(Decimal(principal), percent_a_year=Decimal(percent), months=months, way=Repayment.ANNUITY)


# ---- the switches


def test_presets_say_the_same() -> None:
    assert {order_rules_from({"preset": preset}) for preset in ("floor", "charter", "fair")} == {OrderRules()}
    assert order_rules_from({"hold_days": None, "transfer_fee": 500}) == OrderRules(transfer_fee=500)


@pytest.mark.parametrize(
    "given",
    [
        {"preset": "other"},
        {"hold_hours": 3},
        {"hold_days": 0},
        {"hold_days": "3"},
        {"hold_days": True},
        {"transfer_fee": -1},
        {"caller_follow_ups": -1},
        {"visitor_follow_ups": 21},
    ],
    ids=str,
)
def test_a_switch_takes_only_what_it_can_have(given: dict) -> None:
    with pytest.raises(OrderRulesError):
        order_rules_from(given)
