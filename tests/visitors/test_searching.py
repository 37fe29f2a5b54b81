"""Searches by hand are counted: past the minute's cap one waits, past the day's the search is locked and told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice
from tests.cast import enrol
from tests.visitors.rows import NOW, WU, file_of, receive
from visitors.enums import LookIn
from visitors.ownership import ValidityRules
from visitors.search_caps import BY_HAND, DAY, MINUTE, cap_reached
from visitors.search_keys import company_keys, file_numbers
from visitors.selectors.search import find_customers
from visitors.services.file_facts import write_company
from visitors.services.file_values import set_value
from visitors.services.searching import count_search, count_typing, locked_members, unlock_search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def searched(member: Member, times: int, *, now=NOW) -> None:
    """So many searches, spread over the hours before."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            office_id=member.office_id,
            by=member,
            action=AuditAction.CUSTOMERS_SEARCHED,
            record=f"member:{member.pk}",
            at=now - timedelta(minutes=2, seconds=number),
        )
        for number in range(times)
    )


def find(office, query: str, look_in: LookIn = LookIn.ALL) -> list:
    found = find_customers(office=office, query=query, look_in=look_in, now=NOW, rules=ValidityRules())
    return [match.customer for match in found]


@pytest.mark.parametrize(
    ("minute", "day", "reached"),
    [(0, 0, None), (30, 30, MINUTE), (29, 299, None), (0, 300, DAY), (30, 300, DAY)],
)
def test_the_longest_span_that_is_full_counts(minute, day, reached) -> None:
    assert cap_reached(BY_HAND, {MINUTE: minute, DAY: day}.__getitem__) == reached


def test_the_31st_search_of_a_minute_waits(lin) -> None:
    for _ in range(30):
        count_search(member=lin, now=NOW)
    with pytest.raises(Refusal, match="Wait a minute") as refusal:
        count_search(member=lin, now=NOW)
    assert refusal.value.status == 429
    count_search(member=lin, now=NOW + timedelta(seconds=61))
    assert AuditEntry.objects.filter(action=AuditAction.CUSTOMERS_SEARCHED).count() == 31


def test_the_301st_search_of_a_day_locks_and_tells_the_leaders_once(lin, mei) -> None:
    searched(lin, 299)
    count_search(member=lin, now=NOW)
    for _ in range(2):
        with pytest.raises(Refusal, match="Ask your manager"):
            count_search(member=lin, now=NOW)
    [notice] = Notice.objects.filter(kind=NoticeKind.SEARCH_LOCKED)
    assert notice.member == mei and notice.path == "/harbour/customers/search-locks/"
    assert locked_members(by=mei, now=NOW) == [lin]
    with pytest.raises(Refusal, match="Somebody else"):
        unlock_search(member=lin, by=lin, now=NOW)
    unlock_search(member=lin, by=mei, now=NOW)
    assert locked_members(by=mei, now=NOW + timedelta(minutes=2)) == []
    count_search(member=lin, now=NOW + timedelta(minutes=2))


def test_colleagues_are_counted_each_for_themselves(lin, an) -> None:
    searched(lin, 300)
    count_search(member=an, now=NOW)


def test_the_page_refuses_and_keeps_no_word_of_what_was_typed(lin, client: Client) -> None:
    client.force_login(lin.user)
    page = reverse("reception:customers", args=["harbour"])
    assert client.post(page, {"q": WU, "in": "name"}).status_code == 200
    [line] = AuditEntry.objects.filter(action=AuditAction.CUSTOMERS_SEARCHED)
    assert line.details == {"in": "name"}
    searched(lin, 300, now=timezone.now())
    answer = client.post(page, {"q": WU})
    assert answer.status_code == 429 and WU not in answer.content.decode()


def test_trying_whose_a_number_is_counts_as_a_search(an, client: Client) -> None:
    """The field of numbers says of each whether it is another customer's; what was typed stays in the form."""
    client.force_login(an.user)
    customer = file_of(an, name=WU)
    receive(customer, an, timezone.now())
    address = reverse("visitors:file_field", args=["harbour", customer.pk, "mobile_phone"])
    for _ in range(29):
        count_search(member=an, now=timezone.now())
    added = client.post(address, {"value": "13912345678", "request_key": str(uuid4())})
    assert added.status_code == 302 and customer.phones.count() == 1
    refused = client.post(address, {"value": "13912345679", "request_key": str(uuid4())})
    assert refused.status_code == 429 and "Wait a minute" in refused.content.decode()
    assert "13912345679" in refused.content.decode() and customer.phones.count() == 1
    in_place = client.post(
        address, {"value": "13912345679", "request_key": str(uuid4())}, headers={"HX-Request": "true"}
    )
    assert in_place.status_code == 422 and "Wait a minute" in in_place.content.decode()


def test_typing_at_the_desk_has_wider_limits(lin) -> None:
    assert all(count_typing(member=lin, now=NOW) for _ in range(240))
    assert not count_typing(member=lin, now=NOW)
    assert count_typing(member=lin, now=NOW + timedelta(minutes=1))


def test_who_leafs_through_everybody_searches_and_a_consultants_own_list_is_free(
    lin, an, client: Client
) -> None:
    address = reverse("visitors:customer_list", args=["harbour"])
    client.force_login(lin.user)
    for member in (lin, an):
        for _ in range(30):
            count_search(member=member, now=timezone.now())
    refused = client.get(address, {"after": file_of(lin, name=WU).pk})
    assert refused.status_code == 429 and WU not in refused.content.decode()
    client.force_login(an.user)
    assert "No customer of yours" in client.get(address).content.decode()


def test_a_manager_unlocks_on_a_page(lin, mei, client: Client) -> None:
    searched(lin, 300, now=timezone.now())
    with pytest.raises(Refusal):
        count_search(member=lin, now=timezone.now())
    client.force_login(mei.user)
    page = client.get(reverse("visitors:search_locks", args=["harbour"]))
    assert "Lin" in page.content.decode()
    key = "2b1c7c5e-3b0a-4d5e-9a55-0b6a3f6c1d21"
    client.post(reverse("visitors:search_unlock", args=["harbour", lin.pk]), {"request_key": key})
    assert locked_members(by=mei, now=timezone.now()) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("K-000123", {"K-000123"}),
        ("k123", {"K-000123", "K123"}),
        ("0123", {"K-000123", "0123"}),
        ("K\u2013123", {"K-000123", "K\u2013123"}),
        ("A-77", {"A-77"}),
        ("K-1234567", {"K-1234567"}),
        ("", set()),
        ("x" * 13, set()),
    ],
)
def test_a_file_number_is_read_however_it_is_written(typed, found) -> None:
    assert file_numbers(typed) == found


def test_a_company_is_found_from_its_beginning() -> None:
    assert company_keys("Bolt & Nut Works") == {"boltnutworks"}
    assert company_keys("\u534e\u8054\u8d38\u6613") == {"\u534e\u8054\u8d38\u6613", "hualianmaoyi"}
    assert company_keys(" ") == set()


@pytest.mark.clause("archive-6")
def test_somebody_is_found_by_company_number_and_referrer(lin, an) -> None:
    lin.office.refresh_from_db()
    referrer = file_of(lin, name=WU)
    worker = file_of(lin, name="Chen", referred_by=referrer.pk)
    firm = file_of(lin, name="Zhou")
    set_value(customer=worker, key="company_name_address", raw={"company": "Bolt Works"}, by=an, now=NOW)
    write_company(customer=firm, company="Nut Traders", by=an, now=NOW)
    assert find(lin.office, "bolt w") == find(lin.office, "boltworks", LookIn.COMPANY) == [worker]
    assert find(lin.office, "nut") == [firm]
    assert find(lin.office, "bolt", LookIn.NAME) == find(lin.office, "bolt", LookIn.PLATE) == []
    assert find(lin.office, "wu", LookIn.REFERRER) == [worker]
    assert find(lin.office, "wu") == [referrer]
    set_value(customer=worker, key="company_name_address", raw={"company": "Screw Mill"}, by=an, now=NOW)
    assert find(lin.office, "bolt") == [] and find(lin.office, "screw") == [worker]


def test_a_file_is_found_by_its_number(lin, stranger) -> None:
    from visitors.models import Customer

    customer = file_of(lin, name=WU)
    far = file_of(stranger, name=WU)
    Customer.objects.filter(pk__in=[customer.pk, far.pk]).update(file_number="K-000123")
    car = file_of(lin, licence_plate="K123")
    assert find(lin.office, "K-000123") == find(lin.office, "123", LookIn.NUMBER) == [customer]
    assert set(find(lin.office, "k123")) == {customer, car}, "a plate may look like a number"
    assert find(lin.office, "K-000124", LookIn.NUMBER) == []


def test_a_guard_searches_nothing(office, client: Client) -> None:
    from offices.enums import Role

    guard = enrol(office, "guard", Role.GUARD)
    client.force_login(guard.user)
    assert client.post(reverse("reception:customers", args=["harbour"]), {"q": "wu"}).status_code == 403
    assert not AuditEntry.objects.filter(action=AuditAction.CUSTOMERS_SEARCHED).exists()
