"""The pages of rulings and commission: who reads them, what they say, what they change."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from deals.models import CommissionEntry, CommissionRate, Order, Ruling
from deals.selectors.what_if import flips, others
from tests.deals.ruled import confirmed, met, order_of, rate, ruled
from tests.visitors.rows import file_of

OCTOBER, LATER = date(2026, 10, 1), date(2026, 11, 10)


@pytest.fixture
def ruling(unit, an, bo, lin, mei) -> Ruling:
    """Zhou was first received by bo; an closed."""
    customer = file_of(lin, name="Zhou")
    met(customer, bo, OCTOBER)
    met(customer, an, LATER)
    rate(unit.office, mei)
    return ruled(order_of(unit, customer, an), lin)


def page(client, member, address: str) -> str:
    client.force_login(member.user)
    answer = client.get(f"/harbour/{address}")
    assert answer.status_code == 200, address
    return answer.content.decode()


def status(client, member, address: str) -> int:
    client.force_login(member.user)
    return client.get(f"/harbour/{address}").status_code


def test_the_page_says_whose_deal_and_why(client, english, ruling: Ruling, an) -> None:
    said = page(client, an, f"rulings/{ruling.pk}/")
    assert "floor-first-visit" in said
    assert "\u00a5\u00a012,000.00" in said
    assert "Bo was the first to register this customer." in said
    assert "If the customer had not wanted Bo" in said
    assert "2026-10-01 10:00" in said


def test_those_concerned_read_it_and_nobody_else(
    client, english, ruling: Ruling, an, bo, chen, hua, mei, gu, director, lin, fang, stranger
) -> None:
    address = f"rulings/{ruling.pk}/"
    readers = {
        each.name: status(client, each, address) for each in (an, bo, chen, hua, mei, gu, director, lin, fang)
    }
    assert readers == {
        "An": 200,
        "Bo": 200,
        "Chen": 403,
        "Hua": 200,
        "Mei": 200,
        "Gu": 200,
        "Director": 200,
        "Lin": 403,
        "Fang": 403,
    }
    client.force_login(stranger.user)
    assert client.get(f"/hillside/{address}").status_code == 404
    assert "Order 1" in page(client, bo, "rulings/") and "Order 1" not in page(client, chen, "rulings/")


def test_on_paper(client, english, ruling: Ruling, bo, chen) -> None:
    said = page(client, bo, f"rulings/{ruling.pk}/print/")
    assert "Bo was the first to register this customer." in said and ruling.digest[:16] in said
    assert status(client, chen, f"rulings/{ruling.pk}/print/") == 403


def test_what_would_change_it_is_never_stored(client, english, ruling: Ruling, an, bo) -> None:
    before = (Ruling.objects.count(), CommissionEntry.objects.count())
    page(client, an, f"rulings/{ruling.pk}/")
    assert (Ruling.objects.count(), CommissionEntry.objects.count()) == before


def test_each_flip_changes_one_thing(ruling: Ruling, an, bo) -> None:
    found = {(each.flip.fact, each.flip.consultant): each.ruling.clause for each in others(ruling.document)}
    assert found == {
        ("quarrel", ""): "floor-4",
        ("forgot", ""): "floor-3.7",
        ("refused", bo.code): "floor-3.2",
        ("complaint_upheld", bo.code): "floor-3.4",
        ("designated", an.code): "floor-3.8",
        ("discount_sought_from", bo.code): "floor-3.6",
        ("contact", bo.code): "floor-first-visit",
    }
    for flip, changed in flips(ruling.document):
        same_facts = changed.get("facts") == ruling.document["facts"]
        same_contacts = changed["contacts"] == ruling.document["contacts"]
        assert same_facts != same_contacts, flip


def test_the_manager_decides_what_the_rules_leave(client, english, unit, an, bo, lin, mei) -> None:
    customer = file_of(lin, name="Zhou")
    met(customer, an, LATER)
    rate(unit.office, mei)
    confirmed(customer, "event", by=lin, to=mei, event="Opening day")
    found = ruled(order_of(unit, customer, an), lin)
    assert "Decide it" in page(client, mei, f"rulings/{found.pk}/")
    sent = {
        f"share_{an.pk}": "70",
        f"share_{bo.pk}": "20",
        "credit": an.pk,
        "why": "Drawn.",
        "request_key": uuid4(),
    }
    wrong = client.post(f"/harbour/rulings/{found.pk}/decide/", sent)
    assert (wrong.status_code, "these make 90" in wrong.content.decode()) == (422, True)
    right = {**sent, f"share_{bo.pk}": "30", "request_key": uuid4()}
    for _click in range(2):
        assert client.post(f"/harbour/rulings/{found.pk}/decide/", right).status_code == 302
    by_hand = Ruling.objects.get(replaces=found)
    assert (by_hand.credit, by_hand.words.text, by_hand.clause) == (an, "Drawn.", "floor-3.13")
    stale = client.post(
        f"/harbour/rulings/{found.pk}/decide/", {**right, "request_key": uuid4()}, follow=True
    )
    assert "it was ruled already" in stale.content.decode()
    assert Ruling.objects.count() == 2
    assert "A later ruling" in page(client, an, f"rulings/{found.pk}/")


def test_finance_enters_what_it_paid(client, english, ruling: Ruling, bo, gu, mei) -> None:
    assert "Enter as paid" in page(client, gu, "commission/")
    assert "Enter as paid" not in page(client, mei, "commission/")
    client.force_login(gu.user)
    address = f"/harbour/commission/{bo.pk}/pay/"
    client.post(address, {"amount": "11999.99", "request_key": uuid4()})
    assert not CommissionEntry.objects.filter(kind="paid").exists()
    sent = {"amount": "12000.00", "request_key": uuid4()}
    client.post(address, sent)
    client.post(address, sent)
    [entry] = CommissionEntry.objects.filter(kind="paid")
    assert (entry.consultant, entry.amount, entry.by) == (bo, Decimal("-12000.00"), gu)


def test_a_statement_on_screen_on_paper_and_as_a_spreadsheet(
    client, english, ruling: Ruling, an, bo, gu
) -> None:
    for address in (f"commission/{bo.pk}/?month=2026-11", f"commission/{bo.pk}/print/?month=2026-11"):
        assert "\u00a5\u00a012,000.00" in page(client, bo, address)
    assert status(client, an, f"commission/{bo.pk}/") == 403
    client.force_login(gu.user)
    answer = client.get(f"/harbour/commission/{bo.pk}/xlsx/?month=2026-11")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][-1] == "Amount (yuan)"
    assert sum(row[-1] for row in rows[1:-1]) == rows[-1][-1] == 12000
    assert "Nothing in this month" in page(client, bo, f"commission/{bo.pk}/?month=2025-01")


def test_rates_are_set_by_the_manager(client, english, unit, mei, an) -> None:
    assert status(client, an, "commission/rates/") == 403
    client.force_login(mei.user)
    sent = {
        "release": "",
        "layout": unit.layout,
        "percent": "1.2",
        "fixed": "",
        "effective_from": "2026-11-01",
    }
    for wrong in (
        {"percent": ""},
        {"fixed": "100"},
        {"percent": "0"},
        {"layout": "none such"},
        {"percent": "-1"},
    ):
        answer = client.post("/harbour/commission/rates/", {**sent, **wrong, "request_key": uuid4()})
        assert answer.status_code == 422, wrong
    assert not CommissionRate.objects.exists()
    client.post("/harbour/commission/rates/", {**sent, "request_key": uuid4()})
    [found] = CommissionRate.objects.all()
    assert (found.percent, found.layout, found.by) == (Decimal("1.200"), unit.layout, mei)
    assert "1.2 %" in page(client, mei, "commission/rates/")


def test_ruled_again_from_the_page(client, english, unit, an, lin, mei) -> None:
    customer = file_of(lin, name="Zhou")
    met(customer, an, LATER)
    found = ruled(order_of(unit, customer, an), lin)
    assert "No commission rate held" in page(client, mei, f"rulings/{found.pk}/")
    assert "Rule it again" not in page(client, an, f"rulings/{found.pk}/")
    rate(unit.office, mei)
    client.force_login(mei.user)
    client.post(f"/harbour/rulings/{found.pk}/again/", {"request_key": uuid4()})
    assert Ruling.objects.get(replaces=found).commission == Decimal("12000.00")


def test_a_long_list_costs_no_more_queries(client, ruling: Ruling, building, an, lin, mei) -> None:
    from tests.deals.conftest import unit_of

    client.force_login(mei.user)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get("/harbour/rulings/")
        return len(caught)

    queries()
    few = queries()
    for place in range(1, 6):
        ruled(order_of(unit_of(building, f"80{place}"), Order.objects.first().customer, an), lin)
    assert queries() == few
