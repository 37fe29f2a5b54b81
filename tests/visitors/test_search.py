"""Customers are found while somebody types; a number only whole or by its last four digits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from tests.visitors.rows import NOW, NUMBER, TYPED, WU, correct, file_of, receive
from visitors.guards import load_customer, load_phone
from visitors.models import Customer, SearchKey
from visitors.ownership import ValidityRules
from visitors.selectors.search import find_customers

pytestmark = pytest.mark.django_db
PLATE = "\u8c6bA12345"
ZENG = "\u66fe\u660e"


def find(office, query: str, **options) -> list[Customer]:
    return [match.customer for match in search(office, query, **options)]


def search(office, query: str, **options):
    return find_customers(office=office, query=query, now=NOW, rules=ValidityRules(), **options)


@pytest.mark.parametrize(
    "query", [TYPED, NUMBER, "13800001234", "138-0000-1234", "+86 (138) 0000 1234", "1234"]
)
def test_a_number_is_found_whole_or_by_its_last_four_digits(lin, query) -> None:
    customer = file_of(lin, phone=TYPED)
    file_of(lin, phone="138 0000 5678")
    assert find(lin.office, query) == [customer]


@pytest.mark.parametrize(
    "query",
    ["138", "1380", "13800", "138000", "1380000", "13800001", "138000012", "1380000123", "00001234", "01234"],
)
def test_nothing_between_finds_anybody(lin, query) -> None:
    file_of(lin, phone=TYPED)
    assert find(lin.office, query) == []


def test_a_number_from_elsewhere_is_found_as_it_is_dialled_there(lin) -> None:
    customer = file_of(lin, phone="+852 9123 4567")
    assert find(lin.office, "9123 4567") == find(lin.office, "+85291234567") == [customer]


@pytest.mark.parametrize(
    "query",
    [
        *(WU, WU[:1], WU[1:], WU[2:], "wu", "WuXiaoRu", "wu xiao", "xiaoru", "wxr", "xr", "WX"),
        *(PLATE, "a12345", "A\u00b7123", "12345", "123"),
    ],
)
def test_a_name_or_plate_is_found_by_its_beginnings(lin, query) -> None:
    customer = file_of(lin, name=WU, licence_plate=PLATE)
    file_of(lin, name="Chen", licence_plate="B-99")
    assert find(lin.office, query) == [customer]


@pytest.mark.parametrize(
    "query", ["", "  ", "%", "_", "%%", "u", "iao", "*", "\x00", "\ud800", "'", "\u00b7", "x" * 500]
)
def test_the_middle_of_a_word_and_signs_find_nobody(lin, query) -> None:
    file_of(lin, name=WU, licence_plate=PLATE)
    assert find(lin.office, query) == []


@pytest.mark.parametrize("query", ["zeng", "ceng", "zm", "cm", "zengm"])
def test_every_reading_of_a_surname_finds(lin, query) -> None:
    customer = file_of(lin, name=ZENG)
    assert find(lin.office, query) == [customer]


def test_another_offices_customers_are_not_there(lin, stranger) -> None:
    file_of(stranger, name=WU, phone=TYPED, licence_plate=PLATE)
    for query in (TYPED, "1234", WU, "wu", PLATE):
        assert find(lin.office, query) == []


def test_an_alias_is_shown_as_the_file_it_was_joined_with(lin, an, bo) -> None:
    kept, alias = file_of(lin, name=WU), file_of(lin, name=ZENG, phone=TYPED)
    receive(alias, bo, NOW - timedelta(days=1))
    Customer.objects.filter(pk=alias.pk).update(merged_into=kept)
    for query in (TYPED, "1234", "zeng", "wu"):
        (match,) = search(lin.office, query)
        assert (match.customer, match.owner, match.last_visit) == (kept, bo, NOW - timedelta(days=1))
        assert [phone.masked for phone in match.phones] == ["138****1234"]


def test_a_match_says_whose_it_is_and_when_it_lapses(lin, an) -> None:
    customer = file_of(lin, name=WU, phone=TYPED)
    receive(customer, an, NOW - timedelta(days=10))
    void = receive(customer, an, NOW - timedelta(days=1))
    correct(void, "void", lin)
    (match,) = search(lin.office, "wu")
    assert (match.owner, match.last_visit) == (an, NOW - timedelta(days=10))
    assert match.days_left == match.ownership.days_left == 51
    assert str(match.phones[0]) == "138****1234"
    assert match.phones[0].id == customer.phones.get().pk


def test_a_call_is_no_visit_and_nobody_owns_without_contacts(lin, an) -> None:
    called, unknown = file_of(lin, name=WU), file_of(lin, name=WU)
    receive(called, an, kind="call", role="phone")
    matches = {match.customer: match for match in search(lin.office, "wu")}
    assert (matches[called].owner, matches[called].last_visit) == (an, None)
    assert (matches[unknown].owner, matches[unknown].days_left) == (None, None)


def test_whole_names_come_first_then_who_was_here_last(lin, an) -> None:
    longer = file_of(lin, name="Anna")
    early, late, never = (file_of(lin, name="Ann") for _ in range(3))
    receive(longer, an, NOW)
    receive(early, an, NOW - timedelta(days=5))
    receive(late, an, NOW - timedelta(days=2))
    assert find(lin.office, "ann") == [late, early, never, longer]


def test_only_so_many_are_shown_and_always_the_same(lin) -> None:
    for _ in range(12):
        file_of(lin, name=WU, licence_plate=PLATE)
    assert len(find(lin.office, "wu")) == 8
    assert find(lin.office, "wu", limit=3) == find(lin.office, "wu", limit=3)


def test_thirty_matches_cost_what_one_costs(lin, an, bo) -> None:
    def cost(query: str, count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(search(lin.office, query, limit=50)) == count
        return len(queries)

    for number in range(30):
        customer = file_of(lin, name=ZENG if number else WU, phone=f"139 0000 {number:04}")
        correct(receive(customer, an), "reassigned", lin, to=bo)
    assert cost("wu", 1) == cost("zeng", 29) <= 5
    assert cost("0007", 1) <= 5
    assert cost("nobody", 0) == 1


def test_a_number_given_up_finds_nobody(lin) -> None:
    file_of(lin, phone=TYPED).phones.update(is_active=False)
    assert find(lin.office, "1234") == find(lin.office, TYPED) == []


def test_a_prefix_is_read_from_the_index_in_its_order(lin) -> None:
    """No sort and no scan, so that the first page costs a page among millions of keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        # A sort of no rows costs nothing: only where the index has the order can the planner do without one.
        cursor.execute("SET LOCAL enable_sort = off")
    plan = SearchKey.objects.of(lin.office).beginning_with("zh")[:8].explain()
    assert "search_key_prefix" in plan
    assert "Sort" not in plan
    assert "key >= 'zh'" in plan.replace("::text", "").replace("(", "").replace(")", "")


class TestTheDoorToAFile:
    def test_opens_for_a_member_of_the_office_and_follows_an_alias(self, lin) -> None:
        kept, alias = file_of(lin), file_of(lin)
        Customer.objects.filter(pk=alias.pk).update(merged_into=kept)
        assert load_customer(lin, kept.pk) == load_customer(lin, alias.pk) == kept

    @pytest.mark.parametrize("pk", [0, -1, 10**9, 10**30])
    def test_what_is_not_there_and_what_is_elsewhere_are_the_same(self, lin, stranger, pk) -> None:
        for missing in (pk, file_of(stranger).pk):
            with pytest.raises(Http404):
                load_customer(lin, missing)

    def test_a_number_is_loaded_only_while_it_is_in_use_and_ours(self, lin, stranger) -> None:
        phone = file_of(lin, phone=TYPED).phones.get()
        assert load_phone(lin, phone.pk) == phone
        with pytest.raises(Http404):
            load_phone(stranger, phone.pk)
        phone.customer.phones.update(is_active=False)
        with pytest.raises(Http404):
            load_phone(lin, phone.pk)
