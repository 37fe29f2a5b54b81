"""Files that may be of one person are found by night and around one file, and answered once."""

import pytest

from offices.errors import Refusal
from tests.visitors.rows import NOW, TYPED, WU, file_of, receive
from visitors.enums import DuplicateState, Relation
from visitors.models import Customer, CustomerPhone, Duplicate
from visitors.selectors.duplicates import likeness_of, look_alikes, waiting
from visitors.selectors.effective_contacts import effective_contacts
from visitors.selectors.traits import traits_of
from visitors.services.customer_dates import add_birthday
from visitors.services.duplicates import find_duplicates, set_apart
from visitors.services.emails import keep_address
from visitors.services.households import join_household
from visitors.services.merging import merge, unmerge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def proposed() -> list[tuple[int, int]]:
    find_duplicates(now=NOW)
    return list(Duplicate.objects.open().values_list("low", "high"))


def around(customer: Customer) -> list[int]:
    return [each.high if each.low == customer.pk else each.low for each in look_alikes(customer)]


def test_a_name_with_the_same_plate(lin, stranger) -> None:
    one, two = (file_of(lin, name=WU, licence_plate="B-99") for _ in range(2))
    file_of(lin, name="Chen", licence_plate="B-99")
    file_of(lin, name=WU)
    file_of(stranger, name=WU, licence_plate="B-99")
    assert proposed() == [(one.pk, two.pk)]
    assert around(one) == [two.pk] and around(two) == [one.pk]


def test_a_number_that_was_given_up_and_taken_again(lin) -> None:
    one = file_of(lin, name=WU, phone=TYPED)
    CustomerPhone.objects.update(is_active=False)
    two = file_of(lin, phone=TYPED)
    assert proposed() == [(one.pk, two.pk)]
    assert around(two) == [one.pk]


def test_the_same_address_the_same_birthday_the_same_household(lin) -> None:
    by_mail = [file_of(lin, name=name) for name in (WU, "")]
    for each in by_mail:
        keep_address(customer=each, address="wu@example.com", now=NOW)
    born = [file_of(lin, name="Chen") for _ in range(2)]
    for each in born:
        add_birthday(customer=each, month=3, day=9, year=1980, by=lin, now=NOW)
    home = [file_of(lin, name=name) for name in ("Zhou", "Tang", "Tang")]
    for each in home[1:]:
        join_household(customer=home[0], other=each, relation=Relation.SPOUSE, by=lin, now=NOW)
    wanted = [tuple(each.pk for each in pair) for pair in (by_mail, born, home[1:])]
    assert sorted(proposed()) == sorted(wanted)
    assert [around(first) for first, _ in (by_mail, born, home[1:])] == [[two] for _, two in wanted]


def test_a_crowd_that_shares_a_plate_is_nobodys_sign(lin) -> None:
    for _ in range(9):
        file_of(lin, name=WU, licence_plate="TAXI1")
    assert proposed() == []


def test_two_people_are_not_asked_for_again_and_joined_ones_neither(lin, mei) -> None:
    one, two = (file_of(lin, name=WU, licence_plate="B-99") for _ in range(2))
    proposed()
    set_apart(one=one, other=two, by=mei, now=NOW)
    assert proposed() == [] and around(one) == []
    third = file_of(lin, name=WU, licence_plate="B-99")
    assert sorted(proposed()) == [(one.pk, third.pk), (two.pk, third.pk)]
    merger = merge(keep=one, alias=third, choices={}, by=mei, now=NOW)
    assert not waiting(lin.office).filter(high=third).exists()
    with pytest.raises(Refusal, match="joined already"):
        set_apart(one=one, other=Customer.objects.get(pk=third.pk), by=mei, now=NOW)
    unmerge(merger=merger, by=mei, now=NOW)
    assert Duplicate.objects.get(low=one, high=third).state == DuplicateState.APART


def test_who_would_lose_a_customer_does_not_say_that_they_are_two(lin, an, bo, mei) -> None:
    one, two = (file_of(lin, name=WU, licence_plate="B-99") for _ in range(2))
    receive(one, bo)
    receive(two, an)
    assert proposed()
    for concerned in (an, bo):
        with pytest.raises(Refusal, match="Somebody else"):
            set_apart(one=one, other=two, by=concerned, now=NOW)
    assert waiting(lin.office).count() == 1
    set_apart(one=one, other=two, by=mei, now=NOW)


def test_what_is_not_found_any_more_is_forgotten(lin) -> None:
    _one, two = (file_of(lin, name=WU, licence_plate="B-99") for _ in range(2))
    assert len(proposed()) == 1
    Customer.objects.filter(pk=two.pk).update(licence_plate="A1")
    find_duplicates(now=NOW.replace(hour=7))
    assert not Duplicate.objects.exists()


def test_what_stands_in_an_alias_counts_as_the_persons(lin, mei) -> None:
    one, alias = file_of(lin, name=WU), file_of(lin, name="Wu", licence_plate="B-99")
    two = file_of(lin, name=WU, licence_plate="B-99")
    merge(keep=one, alias=alias, choices={"licence_plate": "keep"}, by=mei, now=NOW)
    assert proposed() == [(one.pk, two.pk)]
    assert traits_of([one.pk])[one.pk].plates == {"b99"}


def test_who_was_joined_while_a_page_was_made_is_still_compared(lin, mei) -> None:
    """The page read both files before somebody else joined them: it is no error, and the service refuses."""
    keep, alias = (file_of(lin, name=WU, licence_plate="B-99") for _ in range(2))
    assert likeness_of(keep, alias).is_proposed
    receive(alias, lin)
    joined = Customer.objects.get(pk=alias.pk)
    merge(keep=Customer.objects.get(pk=keep.pk), alias=joined, choices={}, by=mei, now=NOW)
    assert not likeness_of(keep, alias).signs
    assert [each.file for each in effective_contacts([alias])[keep.pk]] == [keep.pk]
    with pytest.raises(Refusal, match="joined with another meanwhile"):
        merge(keep=keep, alias=alias, choices={}, by=mei, now=NOW)
