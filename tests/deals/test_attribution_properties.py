"""What holds of every ruling, whatever the contacts and facts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from deals.attribution import DEPARTMENT, Deal, Facts, Status, rule
from deals.attribution_rules import AssistEarns, DesignatedAmong, Rules
from visitors.ownership import Touch, TouchOf, TouchRole, ValidityAt, ValidityFrom, ValidityRules

PEOPLE = ("an", "bo", "chen", "ding")
SIGNED = date(2026, 11, 20)
names = st.sampled_from((*PEOPLE, "wu"))
percents = st.fractions(0, 100, max_denominator=300)
# Every contact has a minute of its own: among equal times the order given decides.
contacts = st.lists(
    st.builds(
        lambda days, minute, who, role, of: Touch(
            datetime(2026, 6, 1) + timedelta(days=days, minutes=minute), who, role, of
        ),
        st.integers(0, 200),
        st.integers(0, 1439),
        st.sampled_from(PEOPLE),
        st.sampled_from(TouchRole),
        st.sampled_from(TouchOf),
    ),
    max_size=9,
    unique_by=lambda touch: touch.at,
).map(lambda made: [Touch(datetime(2026, 11, 19, 23, 59, 30), "an"), *made])
facts = st.builds(
    Facts,
    refused=st.frozensets(names, max_size=3),
    complaint_upheld=st.frozensets(names, max_size=2),
    designated=st.none() | names,
    forgot=st.booleans(),
    discount_sought_from=st.none() | names,
    referred_by_customer_of=st.none() | names,
    event=st.none() | st.just("Fair"),
    quarrel=st.booleans(),
)
rule_sets = st.builds(
    Rules,
    validity=st.builds(
        ValidityRules,
        validity_months=st.integers(1, 24),
        validity_from=st.sampled_from(ValidityFrom),
        validity_at=st.sampled_from(ValidityAt),
        phone_registers=st.booleans(),
    ),
    refused_share=percents,
    assist_share=percents,
    same_day_assist_share=percents,
    assist_earns=st.sampled_from(AssistEarns),
    designated_share=percents,
    designated_among=st.sampled_from(DesignatedAmong),
    forgotten_share=percents,
)
deals = st.integers(0, 10**9).map(lambda fen: Deal(SIGNED, "an", fen))


@given(deals, contacts, facts, rule_sets)
def test_shares_are_exact_and_add_up_to_the_fen(deal, contacts, facts, rules) -> None:
    ruling = rule(deal, contacts, facts, rules)
    if ruling.status is Status.MANAGER:
        assert (ruling.credit, ruling.commission) == (None, ())
        return
    assert sum(share.percent for share in ruling.commission) == 100
    assert sum(share.fen for share in ruling.commission) == deal.commission_fen
    for share in ruling.commission:
        exact = deal.commission_fen * share.percent / 100
        assert share.percent > 0
        assert abs(share.fen - exact) < 1
    order = [share.percent for share in ruling.commission]
    assert order == sorted(order, reverse=True)


@given(deals, contacts, facts, rule_sets, st.randoms(use_true_random=False))
def test_the_order_in_which_contacts_are_told_does_not_matter(deal, contacts, facts, rules, random) -> None:
    shuffled = random.sample(contacts, len(contacts))
    assert rule(deal, shuffled, facts, rules) == rule(deal, contacts, facts, rules)


@given(deals, contacts, facts, rule_sets)
def test_nobody_is_paid_who_has_nothing_to_do_with_it(deal, contacts, facts, rules) -> None:
    ruling = rule(deal, contacts, facts, rules)
    concerned = {touch.consultant for touch in contacts} | {facts.referred_by_customer_of, DEPARTMENT}
    assert {share.consultant for share in ruling.commission} <= concerned
    assert ruling.credit in concerned | {None}


@given(deals, contacts, facts, rule_sets, st.sampled_from(PEOPLE), st.sampled_from(TouchRole))
def test_a_contact_after_the_signing_changes_nothing(deal, contacts, facts, rules, who, role) -> None:
    later = Touch(datetime(2026, 11, 21, 9, 0), who, role)
    assert rule(deal, [*contacts, later], facts, rules) == rule(deal, contacts, facts, rules)


@given(deals, contacts, facts, rule_sets)
def test_a_second_contact_of_an_owner_who_registered_changes_nothing(deal, contacts, facts, rules) -> None:
    """Where validity runs from the registration, meeting the closer again says nothing new."""
    rules = replace(rules, validity=replace(rules.validity, validity_from=ValidityFrom.REGISTRATION))
    again = Touch(datetime(2026, 11, 19, 23, 59, 45), "an")
    assert rule(deal, [*contacts, again], facts, rules) == rule(deal, contacts, facts, rules)


@given(deals, contacts, facts, rule_sets)
@settings(max_examples=200)
def test_whoever_was_complained_about_gets_nothing(deal, contacts, facts, rules) -> None:
    ruling = rule(deal, contacts, replace(facts, quarrel=False, event=None), rules)
    gone = facts.complaint_upheld - {"an"}
    assert not gone & {share.consultant for share in ruling.commission}


@given(contacts, facts, rule_sets)
def test_a_larger_commission_pays_nobody_less_by_more_than_a_fen(contacts, facts, rules) -> None:
    small = rule(Deal(SIGNED, "an", 100_000), contacts, facts, rules)
    large = rule(Deal(SIGNED, "an", 100_001), contacts, facts, rules)
    paid = {share.consultant: share.fen for share in small.commission}
    assert all(share.fen >= paid[share.consultant] - 1 for share in large.commission)
    assert [share.percent for share in small.commission] == [share.percent for share in large.commission]
    assert all(isinstance(share.percent, Fraction) for share in large.commission)
