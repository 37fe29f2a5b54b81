"""The pages about money: who sees what, what stands on paper, and that nothing typed is lost."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from deals.instalments import Part
from deals.models import Agreement, CashDay, Demand, Order, Payment, ReceiptBook, VoidReceipt
from deals.selectors.cash import figures_of
from deals.services.agreements import save_wording, start_with_our_wording
from deals.services.cash_days import close_cash_day
from deals.services.instalments import set_instalments
from deals.services.payments import void_receipt
from offices.enums import AuditAction, Role
from offices.models import AuditEntry
from tests.cast import PASSWORD, enrol
from tests.deals.conftest import unit_of
from tests.deals.money import another, book, order_of, pay, plan_of
from tests.page_forms import form_with
from visitors.models import Customer

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def order(unit, customer, an, hua):
    """Ordered a hundred days ago by the clock on the wall, with receipts in the stock."""
    book(hua)
    return order_of(unit, customer, an, ordered_at=timezone.now() - timedelta(days=100))


@pytest.fixture
def today(office) -> date:
    return office.business_date(timezone.now())


@pytest.fixture
def cashier(client: Client, gu) -> Client:
    client.force_login(gu.user)
    return client


@pytest.fixture
def manager(mei) -> Client:
    return _client(mei)


def _client(member) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(member.user)
    return client


def sent(**fields: str) -> dict[str, str]:
    return {"request_key": str(uuid4()), **fields}


def paying(today: date, **fields: str) -> dict[str, str]:
    return sent(
        **{"amount": "20,000.00", "way": "card", "paid_on": f"{today:%Y-%m-%d}", "receipt": "1", **fields}
    )


def take(order, by, amount: str = "20000") -> Payment:
    now = timezone.now()
    return pay(order, amount, by, paid_on=order.office.business_date(now), now=now)


def page_of(name: str, order) -> str:
    return f"/harbour/orders/{order.pk}/{name}/"


def behind(order, mei) -> None:
    """Everything of the order was due 97 days ago."""
    plan = plan_of(mei, (Part("All", Decimal(100), 3),), name="At once")
    begins = order.office.business_date(order.ordered_at)
    set_instalments(order=order, plan=plan, begins_on=begins, by=mei, now=timezone.now())


# ------------------------------------------------------------------ payments


def test_finance_takes_money_from_the_orders_page(cashier, order, today) -> None:
    address = page_of("pay", order)
    form = cashier.get(address).context["form"]
    assert (form["receipt"].value(), form["paid_on"].value()) == (1, today)
    page = cashier.post(address, paying(today), follow=True)
    [payment] = Payment.objects.all()
    assert (payment.amount, payment.receipt, payment.way) == (Decimal("20000.00"), 1, "card")
    assert page.context["balance"] == Decimal(980_000)
    assert "Receipt 1" in str(next(iter(page.context["messages"])))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("amount", "12.345"),
        ("amount", "-5"),
        ("amount", "NaN"),
        ("amount", "0"),
        ("amount", "2000000"),
        ("paid_on", "2999-01-01"),
        ("paid_on", "1999-01-01"),
        ("receipt", "2"),
        ("way", "shells"),
    ],
)
def test_what_cannot_be_taken_stays_typed_and_says_why(cashier, order, today, field: str, typed: str) -> None:
    page = cashier.post(page_of("pay", order), paying(today, **{field: typed}))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert typed in page.content.decode() or field == "way"
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("\uff11\uff12\uff13", "123"),
        ("\u00a5 1,234.50", "1234.50"),
        ("\uffe51\uff0c234\uff0e5", "1234.50"),
        ("20000\u5143", "20000"),
        ("1 234", "1234"),
        ("1,000,000.00", "1000000"),
        ("+7", "7"),
    ],
)
def test_amounts_are_read_as_people_type_them(cashier, order, today, typed: str, amount: str) -> None:
    cashier.post(page_of("pay", order), paying(today, amount=typed))
    assert Payment.objects.get().amount == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "1e5",
        "12,5",
        "1,23,4",
        ",5",
        "1,0000",
        "0x10",
        "--5",
        "1.2.3",
        "Infinity",
        "1/2",
        "\u0661\u0662",
        "9" * 90,
    ],
)
def test_amounts_that_could_mean_two_things_are_refused(cashier, order, today, typed: str) -> None:
    page = cashier.post(page_of("pay", order), paying(today, amount=typed))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["amount"])
    assert typed in page.content.decode()
    assert not Payment.objects.exists()


def test_void_receipt_is_not_used_again_and_none_outside_the_books(cashier, order, today, gu, office) -> None:
    void_receipt(office=office, number=1, reason="spoiled", by=gu, now=timezone.now())
    for number in ("1", "51", "2147483647", "2147483648", "-1", "\uff12\uff12", "1.5"):
        page = cashier.post(page_of("pay", order), paying(today, receipt=number))
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["receipt"])
    assert not Payment.objects.exists()
    cashier.post(page_of("pay", order), paying(today, receipt="\uff12"))
    assert Payment.objects.get().receipt == 2


def test_closed_day_takes_no_payment_from_the_page(cashier, order, today, gu) -> None:
    take(order, gu)
    figures = figures_of(order.office, today)
    close_cash_day(
        office=order.office, day=today, seen=figures.document()["digest"], by=gu, now=timezone.now()
    )
    page = cashier.post(page_of("pay", order), paying(today, receipt="2"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["paid_on"])
    again = cashier.post(
        "/harbour/cash-day/", sent(day=f"{today:%Y-%m-%d}", seen=figures.document()["digest"])
    )
    assert (again.status_code, CashDay.objects.count(), Payment.objects.count()) == (409, 1, 1)


def test_swapped_order_sends_finance_to_the_new_one(cashier, order, building, an, gu) -> None:
    take(order, gu)
    new = another(order, "1301")
    Order.objects.filter(pk=order.pk).update(end="swapped", ended_at=timezone.now(), swapped_to=new)
    text = cashier.get(page_of("pay", order)).content.decode()
    assert f"counts for order {new.number}" in text
    assert "Take the money" not in text
    page = cashier.get(page_of("pay", new))
    assert page.context["sums"].paid == Decimal(20_000)
    assert f"for order {order.number}" in page.content.decode()


def test_second_click_takes_no_second_payment(cashier, order, today) -> None:
    form = paying(today)
    answers = [cashier.post(page_of("pay", order), form) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Payment.objects.count() == 1


def test_session_that_ends_in_the_middle_loses_no_amount(cashier, order, today) -> None:
    cashier.logout()
    page = cashier.post(page_of("pay", order), paying(today, amount="31415.92"))
    form = form_with(page, "username")
    back = cashier.post(form.action, {**form.fields, "username": "gu", "password": PASSWORD}, follow=True)
    assert "31415.92" in back.content.decode()
    assert not Payment.objects.exists()


@pytest.mark.clause("D-19", "C-29")
def test_consultant_and_finance_in_one_takes_nothing(order, office, today) -> None:
    both = _client(enrol(office, "both", Role.CONSULTANT, Role.FINANCE))
    assert both.post(page_of("pay", order), paying(today)).status_code == 403
    assert not Payment.objects.exists()


def test_consultant_sees_no_payments_and_takes_none(order, an, today) -> None:
    consultant = _client(an)
    for address in ("/harbour/payments/", page_of("pay", order), "/harbour/arrears/", "/harbour/receipts/"):
        assert consultant.get(address).status_code == 403
    assert consultant.post(page_of("pay", order), paying(today)).status_code == 403
    assert not Payment.objects.exists()


def test_finance_finds_the_order_by_number_unit_or_name(cashier, order) -> None:
    other = another(order, "1801")
    other.number = 4711
    other.save(update_fields=["number"])
    for query, found in (("", 2), ("1801", 1), ("4711", 1), ("Zhou", 2), ("9999", 0), ("9" * 50, 0)):
        page = cashier.get("/harbour/payments/", {"q": query})
        assert len(page.context["owing"]) == found, query
    assert cashier.get("/harbour/payments/", {"q": "4711"}).context["owing"][0].order == other


def test_order_that_is_paid_owes_nothing(cashier, order, gu) -> None:
    take(order, gu, "1000000")
    assert cashier.get("/harbour/payments/").context["owing"] == []
    assert "The whole price is paid" in cashier.get(page_of("pay", order)).content.decode()


def test_payments_page_costs_the_same_for_one_order_and_for_many(
    cashier, order, gu, django_assert_max_num_queries
) -> None:
    for number in range(10):
        take(another(order, f"14{number:02}"), gu, "10")
    cashier.get("/harbour/payments/")
    with django_assert_max_num_queries(20):
        assert len(cashier.get("/harbour/payments/").context["owing"]) == 11


def test_payment_is_given_back_from_its_page(cashier, order, gu, today) -> None:
    payment = take(order, gu)
    address = f"/harbour/payments/{payment.pk}/back/"
    assert cashier.get(address).context["left"] == Decimal(20_000)
    form = paying(today, amount="20000", receipt="2", reason="ended")
    refused = cashier.post(address, form)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    cashier.post(address, {**form, **sent(reason="misbooked")})
    assert Payment.objects.get(gives_back=payment).amount == Decimal(-20_000)


# ------------------------------------------------------------------ receipts


def test_supervisor_draws_the_next_book(hua, office) -> None:
    supervisor = _client(hua)
    address = "/harbour/receipts/books/"
    supervisor.post(address, sent(first="1", last="50"))
    assert supervisor.get(address).context["form"]["first"].value() == 51
    page = supervisor.post(address, sent(first="40", last="60"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["first"])
    assert ReceiptBook.objects.count() == 1


def test_every_number_stands_with_its_state(cashier, order, gu, hua) -> None:
    take(order, gu)
    cashier.post("/harbour/receipts/void/", sent(number="2", reason="spoiled"))
    page = cashier.get("/harbour/receipts/")
    states = [each.state for each in page.context["numbers"]]
    assert states == ["used", "void", "next", "free"]
    assert (page.context["numbers"][-1].number, page.context["numbers"][-1].last) == (4, 50)
    assert "spoiled" in page.content.decode()
    for odd in ("x", "-1", "9" * 30, "0", "1"):
        assert cashier.get("/harbour/receipts/", {"book": odd}).context["numbers"][-1].last == 50


def test_page_that_voids_shows_what_the_receipt_was_for(cashier, order, gu) -> None:
    take(order, gu)
    assert "counts no more" in cashier.get("/harbour/receipts/void/?number=1").content.decode()
    cashier.post("/harbour/receipts/void/", sent(number="1", reason="amount"))
    assert VoidReceipt.objects.get().payment == Payment.objects.get()
    page = cashier.post("/harbour/receipts/void/", sent(number="1", reason="amount"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["number"])


# ------------------------------------------------------- plans, instalments, arrears


def test_manager_writes_a_plan_in_lines(manager) -> None:
    lines = "First payment, 30%, 7\nLoan\uff0c60\uff0c37\nRest, 10, 97"
    manager.post("/harbour/payment-plans/add/", sent(name="In three", parts=lines, is_active="on"))
    page = manager.get("/harbour/payment-plans/")
    [plan] = page.context["plans"]
    assert [(part["label"], part["percent"], part["days"]) for part in plan.parts] == [
        ("First payment", "30", 7),
        ("Loan", "60", 37),
        ("Rest", "10", 97),
    ]
    form = manager.get(f"/harbour/payment-plans/{plan.pk}/").context["form"]
    assert form["parts"].value() == "First payment, 30%, 7\nLoan, 60%, 37\nRest, 10%, 97"


@pytest.mark.parametrize(
    "lines",
    ["All, 99, 1", "All 100 1", "All, NaN, 1", "All, 100, -1", "All, 100, \u0661", "A, 100, 1\n" * 30],
)
def test_plan_that_is_none_stays_typed(manager, lines: str) -> None:
    page = manager.post("/harbour/payment-plans/add/", sent(name="Odd", parts=lines))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["parts"])
    assert lines.split("\n")[0] in page.content.decode()


def test_instalments_are_set_from_the_orders_page(manager, order, mei, today) -> None:
    plan = plan_of(mei)
    address = page_of("instalments", order)
    manager.post(f"{address}set/", sent(plan=str(plan.pk), begins_on=f"{today:%Y-%m-%d}"))
    assert [each.due.label for each in manager.get(address).context["standings"]] == [
        "First payment",
        "Loan",
        "Rest",
    ]


def test_consultants_see_what_their_own_customers_owe(order, an, bo, mei) -> None:
    behind(order, mei)
    page = _client(an).get(page_of("instalments", order))
    assert page.context["is_breach"] is True
    assert "/demand/" not in page.content.decode()
    assert _client(bo).get(page_of("instalments", order)).status_code == 403


@pytest.mark.clause("D-31")
def test_demand_is_written_printed_and_kept(manager, order, mei) -> None:
    behind(order, mei)
    [row] = manager.get("/harbour/arrears/").context["behind"]
    assert (row.order, row.total, row.is_breach) == (order, Decimal(1_000_000), True)
    page = manager.post(page_of("demand", order), sent(), follow=True)
    [demand] = page.context["demands"]
    paper = manager.get(f"/harbour/demands/{demand.pk}/print/").content.decode()
    for words in (
        "Payment demand",
        "Zhou",
        "1,000,000.00",
        "Harbour Gardens",
        "breach",
        "Nobody else takes money",
    ):
        assert words in paper
    assert "<form" not in paper and "<button" not in paper
    assert Demand.objects.get().by == mei


def test_demand_for_somebody_who_is_not_behind_is_refused(manager, order) -> None:
    page = manager.post(page_of("demand", order), sent(), follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not Demand.objects.exists()


# ------------------------------------------------------------------ day of finance


def test_day_is_closed_and_printed(cashier, order, gu, today) -> None:
    take(order, gu)
    form = form_with(cashier.get("/harbour/cash-day/"), "seen")
    page = cashier.post(form.action, form.fields, follow=True)
    paper = page.content.decode()
    for words in ("Day of finance", "20,000.00", "card", "Gu", "Check sum", "Zhou"):
        assert words in paper
    assert page.redirect_chain[-1][0] == f"/harbour/cash-days/{today:%Y-%m-%d}/print/"
    assert (CashDay.objects.get().by, page.context["is_intact"]) == (gu, True)
    assert "<form" not in paper
    assert len(cashier.get("/harbour/cash-days/").context["days"]) == 1


def test_stale_figures_close_nothing(cashier, order, gu) -> None:
    take(order, gu)
    form = form_with(cashier.get("/harbour/cash-day/"), "seen")
    take(order, gu, "5")
    page = cashier.post(form.action, form.fields)
    assert (page.status_code, CashDay.objects.count()) == (409, 0)
    assert "entered meanwhile" in page.content.decode()
    again = form_with(page, "seen")
    cashier.post(again.action, again.fields)
    assert CashDay.objects.get().totals["total"]["net"] == "20005.00"


# ------------------------------------------------------------------ agreements


@pytest.fixture
def wording(office, mei):
    return start_with_our_wording(
        office=office, kind="subscription", language="en", by=mei, now=timezone.now()
    )


def particulars(version: int = 0, **fields: str) -> dict[str, str]:
    typed = {
        "buyers": "Zhou Mingming",
        "phone": "138 1234 5678",
        "address": "1 Harbour Road",
        "postcode": "200000",
        "version": str(version),
    }
    return sent(**{**typed, **fields})


@pytest.mark.clause("D-22", "D-23")
def test_agreement_is_written_printed_in_four_copies_and_signed(cashier, order, gu, wording) -> None:
    take(order, gu)
    address = page_of("agreement", order)
    cashier.post(address, particulars())
    agreement = Agreement.objects.get()
    paper = cashier.get(f"/harbour/agreements/{agreement.pk}/print/").content.decode()
    assert paper.count("Zhou Mingming") == paper.count("980,000.00") == 4
    assert [paper.count(f"Copy {number} of 4") for number in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert (paper.count("of 4, for the sales department"), paper.count("Page 1 of 1")) == (2, 4)
    assert "13812345678" in paper
    assert AuditEntry.objects.filter(action=AuditAction.AGREEMENT_PRINTED).count() == 1
    form = form_with(cashier.get(address), "digest")
    cashier.post(form.action, {**form.fields, "keeper": str(order.office.members.get(name="Gu").pk)})
    agreement.refresh_from_db()
    assert (agreement.signed_by, agreement.version) == (gu, 1)
    cashier.post(address, particulars(1, address="2 Garden Road", reason="moved"))
    assert sorted(Agreement.objects.values_list("version", "reason")) == [(1, ""), (2, "moved")]


@pytest.mark.clause("D-23")
@pytest.mark.parametrize(
    ("field", "typed"),
    [("phone", ""), ("phone", "12"), ("address", " "), ("postcode", ""), ("postcode", "?"), ("buyers", "")],
)
def test_address_postcode_and_phone_are_required(cashier, order, wording, field: str, typed: str) -> None:
    page = cashier.post(page_of("agreement", order), particulars(**{field: typed}))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not Agreement.objects.exists()


def test_signed_agreement_asks_why_it_is_changed(cashier, order, wording) -> None:
    address = page_of("agreement", order)
    cashier.post(address, particulars())
    form = form_with(cashier.get(address), "digest")
    cashier.post(form.action, {**form.fields, "keeper": str(order.office.members.get(name="Gu").pk)})
    page = cashier.post(address, particulars(1))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert Agreement.objects.count() == 1


def test_office_without_a_wording_is_told_where_it_is_written(manager, order) -> None:
    assert "/harbour/agreement-templates/" in manager.get(page_of("agreement", order)).content.decode()


def test_leaders_start_with_our_wording_and_change_it(manager, office) -> None:
    home = "/harbour/agreement-templates/"
    manager.post(f"{home}start/", sent(kind="subscription"))
    form = manager.get(f"{home}subscription/").context["form"]
    text = form["text"].value()
    page = manager.post(f"{home}subscription/", sent(text=text.replace("{balance}", "much"), version="1"))
    assert page.status_code == 422
    assert "{balance}" in str(page.context["form"].errors["text"])
    manager.post(f"{home}subscription/", sent(text=text + "\nBye.", version="1"))
    wordings = dict(manager.get(home).context["wordings"])
    assert (wordings["subscription"].version, wordings["queue"]) == (2, None)


def test_markup_in_a_wording_stays_text(manager, order, gu, wording, office, mei) -> None:
    text = wording.text + "\n<script>alert(1)</script>"
    save_wording(office=office, kind="subscription", text=text, version=1, by=mei, now=timezone.now())
    manager.post(page_of("agreement", order), particulars(buyers="{balance}<b>"))
    paper = manager.get(f"/harbour/agreements/{Agreement.objects.get().pk}/print/").content.decode()
    assert "<script>alert" not in paper and "<b>" not in paper
    assert "{balance}&lt;b&gt;" in paper


# ---------------------------------------------------------------- other office


def test_money_of_another_office_is_not_there(order, gu, mei, other_office, wording) -> None:
    payment = take(order, gu)
    behind(order, mei)
    client = _client(gu)
    client.post(page_of("demand", order), sent())
    client.post(page_of("agreement", order), particulars())
    theirs = _client(enrol(other_office, "theirs", Role.FINANCE, Role.MANAGER, Role.SUPERVISOR))
    paths = [
        f"orders/{order.pk}/pay/",
        f"orders/{order.pk}/instalments/",
        f"orders/{order.pk}/instalments/set/",
        f"orders/{order.pk}/agreement/",
        f"payments/{payment.pk}/back/",
        f"demands/{Demand.objects.get().pk}/print/",
        f"agreements/{Agreement.objects.get().pk}/print/",
        f"payment-plans/{order.office.payment_plans.get().pk}/",
    ]
    for path in paths:
        assert theirs.get(f"/hillside/{path}").status_code == 404, path
        assert theirs.get(f"/harbour/{path}").status_code == 404, path
    assert theirs.get("/hillside/payments/").context["owing"] == []
    assert list(theirs.get("/hillside/payments/").context["latest"]) == []
    assert theirs.get("/hillside/receipts/").context["books"] == []
    assert AuditEntry.objects.filter(action=AuditAction.AGREEMENT_PRINTED).count() == 0


def test_customer_without_a_name_has_a_number(cashier, order, customer, building, an) -> None:
    Customer.objects.filter(pk=customer.pk).update(name="")
    order_of(unit_of(building, "1501"), customer, an, ordered_at=order.ordered_at)
    assert f"#{customer.pk}" in cashier.get("/harbour/payments/").content.decode()
