"""Leave and leaving: the draw that anyone can repeat, what moves with it, and what it never touches."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from deals.draw import DrawError, draw
from deals.models import AfterSaleTask, Draw
from deals.selectors.lapsing import lapsed
from deals.selectors.leaving import customers_of, repeated
from deals.services.leaving import hand_out_by_lot, hand_out_lapsed
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Notice
from tests.deals.conftest import NOW
from tests.deals.disputed import ruled
from tests.reception.conftest import refused
from tests.visitors.rows import file_of, receive
from visitors.models import Contact, CustomerTransfer
from visitors.selectors.effective_contacts import effective_contacts
from visitors.selectors.ownership import house_validity_rules, ownership_of

LATER = NOW + timedelta(days=10)
NUMBERS = st.lists(st.integers(1, 10**9), unique=True, max_size=60)
PEOPLE = st.lists(st.integers(1, 10**6), unique=True, min_size=1, max_size=9)


# --- the pure core ---------------------------------------------------------------------------------------------


@given(st.text("0123456789abcdef", min_size=1, max_size=32), NUMBERS, PEOPLE, st.randoms())
def test_everybody_is_dealt_once_evenly_whatever_the_order_given(seed, numbers, people, chance) -> None:
    lots = draw(seed, numbers, people)
    assert sorted(lot.customer for lot in lots) == sorted(numbers)
    counts = [sum(lot.receiver == who for lot in lots) for who in people]
    assert max(counts) - min(counts) <= 1
    chance.shuffle(numbers), chance.shuffle(people)
    assert draw(seed, numbers, people) == lots


def test_the_documented_rule_gives_the_same_by_hand() -> None:
    """Nothing but SHA-256 and sorting: the list that the printed page tells everybody to make."""

    def by_hand(which: str, numbers: list[int]) -> list[int]:
        return sorted(numbers, key=lambda n: hashlib.sha256(f"c0ffee:{which}:{n}".encode()).hexdigest())

    customers, receivers = by_hand("customer", [17, 4, 9, 23]), by_hand("receiver", [2, 5])
    expected = [(each, receivers[place % 2]) for place, each in enumerate(customers)]
    assert [(lot.customer, lot.receiver) for lot in draw("c0ffee", [4, 9, 17, 23], [5, 2])] == expected


def test_a_known_draw_stays_as_it_was() -> None:
    """Across versions of Python: computed once with sha256sum, and never since."""
    lots = draw("2026", [1, 2, 3, 4], [7])
    assert [lot.customer for lot in lots] == [3, 1, 4, 2]
    assert draw("2026", [1], [7])[0].digest[:16] == "94f70fad58416794"


@pytest.mark.parametrize(("customers", "receivers"), [([1], []), ([1, 1], [2]), ([1], [2, 2])])
def test_nobody_to_receive_or_somebody_twice_is_no_draw(customers, receivers) -> None:
    with pytest.raises(DrawError):
        draw("seed", customers, receivers)


# --- handing out -----------------------------------------------------------------------------------------------


@pytest.fixture
def three(lin, an):
    """Three customers of an's."""
    found = [file_of(lin, name=name) for name in ("Zhou", "Qian", "Sun")]
    for customer in found:
        receive(customer, an, at=NOW)
    return found


def owner(customer, office, now=LATER):
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    return ownership_of([customer], office=office, day=day, rules=rules)[customer.pk]


def cast(an, receivers, by, **fields) -> Draw:
    expected = fields.pop("expected", [each.pk for each in customers_of(an, now=LATER)])
    return hand_out_by_lot(leaver=an, receivers=receivers, expected=expected, by=by, now=LATER, **fields)


@pytest.mark.django_db
@pytest.mark.clause("floor-3.12", "C-21")
def test_ownership_and_validity_move_but_no_contact_changes(office, three, an, bo, chen, mei) -> None:
    before = owner(three[0], office)
    contacts = list(Contact.objects.values_list("pk", "consultant"))
    stored = cast(an, [bo, chen], mei)
    owners = {each.pk: owner(each, office) for each in three}
    assert {pk: verdict.owner for pk, verdict in owners.items()} == dict(stored.result)
    after = owners[three[0].pk]
    assert (after.registered_on, after.valid_until) == (before.registered_on, before.valid_until)
    assert list(Contact.objects.values_list("pk", "consultant")) == contacts
    assert customers_of(an, now=LATER) == []
    told = Notice.objects.filter(kind=NoticeKind.HANDED_OVER)
    assert set(told.values_list("member", flat=True)) == {to for _customer, to in stored.result}


@pytest.mark.django_db
def test_the_stored_draw_repeats_and_a_forged_one_does_not(three, an, bo, chen, mei) -> None:
    stored = cast(an, [bo, chen], mei)
    assert repeated(stored).agrees and len(stored.seed) == 32
    customer, receiver = stored.result[0]
    other = chen.pk if receiver == bo.pk else bo.pk
    stored.result = [[customer, other], *stored.result[1:]]  # in memory: the database refuses it
    assert not repeated(stored).agrees


@pytest.mark.django_db
def test_a_customer_handed_on_twice_is_with_the_last_one(office, three, an, bo, chen, mei) -> None:
    cast(an, [bo], mei)
    hand_out_by_lot(
        leaver=bo,
        receivers=[chen],
        expected=[each.pk for each in customers_of(bo, now=LATER)],
        by=mei,
        now=LATER + timedelta(hours=1),
    )
    assert {owner(each, office).owner for each in three} == {chen.pk}


@pytest.mark.django_db
def test_who_comes_back_and_receives_again_starts_anew(office, three, an, bo, mei) -> None:
    """What an does after the hand-over is an's own, and comes after what bo took over."""
    cast(an, [bo], mei)
    receive(three[0], an, at=LATER + timedelta(days=1))
    verdict = owner(three[0], office, LATER + timedelta(days=1))
    assert verdict.owner == bo.pk
    lapsed_for_bo = owner(three[0], office, LATER + timedelta(days=59))
    assert (lapsed_for_bo.owner, lapsed_for_bo.previous_owner) == (an.pk, bo.pk)


@pytest.mark.django_db
def test_open_tasks_go_with_the_customer(unit, customer, an, bo, chen, mei) -> None:
    ruling = ruled(unit, customer, bo, mei)
    assert set(ruling.order.tasks.values_list("owner", flat=True)) == {an.pk}
    hand_out_by_lot(
        leaver=an,
        receivers=[chen],
        expected=[each.pk for each in customers_of(an, now=LATER)],
        by=mei,
        now=LATER,
    )
    assert set(AfterSaleTask.objects.values_list("owner", flat=True)) == {chen.pk}


@pytest.mark.django_db
def test_what_is_refused(three, an, bo, chen, mei, stranger) -> None:
    for receivers, by, fields in (
        ([bo], bo, {}),  # no manager
        ([], mei, {}),  # nobody to receive
        ([an, bo], mei, {}),  # the leaver
        ([stranger], mei, {}),  # another office
        ([bo], mei, {"expected": [three[0].pk]}),  # a stale page
    ):
        with refused():
            cast(an, receivers, by, **fields)
    cast(an, [bo], mei)
    with refused():
        cast(an, [chen], mei, expected=[])  # nothing is left
    assert Draw.objects.count() == 1


@pytest.mark.django_db
def test_a_lapsed_customer_is_handed_out_with_a_registration_of_its_own(office, three, an, bo, mei) -> None:
    much_later = NOW + timedelta(days=90)
    assert {each.pk for each, previous in lapsed(office, now=much_later).rows if previous == an} == {
        each.pk for each in three
    }
    hand_out_lapsed(customer=three[0], to=bo, by=mei, now=much_later)
    verdict = owner(three[0], office, much_later)
    assert (verdict.owner, verdict.registered_on) == (bo.pk, office.business_date(much_later))
    assert three[0] not in [each for each, _previous in lapsed(office, now=much_later).rows]
    with refused():
        hand_out_lapsed(customer=three[0], to=an, by=mei, now=much_later)  # somebody's again
    with pytest.raises(Refusal):
        hand_out_lapsed(customer=three[1], to=bo, by=bo, now=much_later)


@pytest.mark.django_db
def test_effective_contacts_carry_the_hand_overs_in_one_query(
    three, an, bo, mei, django_assert_num_queries
) -> None:
    cast(an, [bo], mei)
    with django_assert_num_queries(1):
        found = effective_contacts(three)
    [contact] = found[three[0].pk]
    assert [(each.leaver, each.to, each.at) for each in contact.handed] == [(an.pk, bo.pk, LATER)]
    assert contact.consultant == an.pk
    assert CustomerTransfer.objects.count() == 3


@pytest.mark.django_db
def test_the_page_previews_without_a_lot_casts_once_and_repeats(
    client: Client, english, an, bo, mei, lin, stranger
) -> None:
    receive(file_of(lin, name="Zhou"), an, at=timezone.now() - timedelta(days=1))
    client.force_login(mei.user)
    page = client.get(f"/harbour/leaving/{an.pk}/")
    assert "Zhou" in page.content.decode() and not Draw.objects.exists()
    sent = {
        "receivers": [str(bo.pk)],
        "customers": page.context["form"]["customers"].value(),
        "request_key": "6a0d4f2e-9f0e-4a55-9d0e-111111111111",
    }
    answers = [client.post(f"/harbour/leaving/{an.pk}/", sent)["Location"] for _ in range(2)]
    [stored] = Draw.objects.all()
    assert answers == [f"/harbour/draws/{stored.pk}/"] * 2
    client.force_login(lin.user)
    text = client.get(answers[0]).content.decode()
    assert stored.seed in text and "note-success" in text
    assert stored.seed in client.get(f"{answers[0]}print/").content.decode()
    client.force_login(stranger.user)
    assert client.get(f"/hillside/draws/{stored.pk}/").status_code == 404
    assert client.get(answers[0]).status_code == 404
