"""Orders on the screen, on paper and as a spreadsheet."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from deals.enums import UnitState
from deals.forms.people import signed
from deals.models import Approval, ClubLevel, Order, PaymentPlan, Reason
from deals.services import changes
from deals.services.orders import advance, open_order
from offices.enums import AuditAction
from offices.models import AuditEntry, HouseRules, Member
from tests.cast import PASSWORD
from tests.deals.conftest import NOW, unit_of
from tests.page_forms import form_with
from tests.visitors.rows import file_of, receive
from visitors.models import FileView
from visitors.search_caps import BY_HAND, MINUTE
from visitors.services.searching import count_search

pytestmark = pytest.mark.usefixtures("english")


def page(name: str, *args) -> str:
    return reverse(f"deals:{name}", args=["harbour", *args])


@pytest.fixture
def browser(client: Client):
    def log_in(member: Member) -> Client:
        client.force_login(member.user)
        return client

    return log_in


@pytest.fixture
def order(unit, customer, an) -> Order:
    return open_order(unit=unit, customer=customer, step="small", by=an, now=timezone.now())


def sent(**fields) -> dict:
    return {"request_key": str(uuid4()), **fields}


def ordered(unit, customer, by: Member, **fields) -> dict:
    shown = [signed(customer.pk, by)]
    known = {"unit": unit.pk, "customer": customer.pk, "known": shown, "step": "small", "plan": ""}
    return sent(**known, do="order", **fields)


def words(answer) -> str:
    return answer.content.decode()


# ---- ordering


def test_from_the_unit_a_customer_is_found_and_the_unit_ordered(browser, unit, customer, an) -> None:
    an_ = browser(an)
    first = an_.get(page("order_new"), {"unit": unit.pk})
    assert [line.after for line in first.context["lines"]] == [Decimal("1250000.00")]
    found = an_.post(page("order_new"), sent(unit=unit.pk, q="Zhou", do="find", step="small"))
    assert (found.status_code, [row["person"] for row in found.context["form"].rows()]) == (200, [customer])
    done = an_.post(page("order_new"), ordered(unit, customer, an), follow=True)
    order = Order.objects.get()
    assert done.redirect_chain[-1][0] == page("order", order.pk)
    assert (order.closer, order.customer, order.step) == (an, customer, "small")


def test_from_the_customer_they_stand_there_chosen(browser, customer, an) -> None:
    form = browser(an).get(page("order_new"), {"customer": customer.pk}).context["form"]
    assert form.chosen("customer") == [customer]


def test_the_register_is_not_read_by_the_form(browser, unit, customer, an, bo) -> None:
    """Neither by numbers of files that nobody showed, nor by those shown to a colleague, nor by searching on and on."""
    for known in (customer.pk, signed(customer.pk, bo)):
        asked = sent(unit=unit.pk, known=[known], customer=customer.pk, do="price", step="small")
        assert browser(an).post(page("order_new"), asked).context["form"].people == []
    assert browser(an).get(page("order_new"), {"customer": customer.pk}).status_code == 200
    assert FileView.objects.filter(customer=customer, by=an).count() == 1
    for _ in range(BY_HAND[MINUTE]):
        count_search(member=an, now=timezone.now())
    asked = sent(unit=unit.pk, q="Zhou", do="find", step="small")
    form = browser(an).post(page("order_new"), asked).context["form"]
    assert form.too_often and form.people == []


def test_joint_buyers_and_plan_lower_the_price_before_it_is_ordered(
    browser, office, unit, customer, an, lin
) -> None:
    wife = file_of(lin, name="Qin")
    plan = PaymentPlan.objects.create(office=office, name="At once", percent_off=Decimal(3))
    known = {"unit": unit.pk, "customer": customer.pk, "buyers": [wife.pk]}
    known["known"] = [signed(each.pk, an) for each in (customer, wife)]
    shown = browser(an).post(page("order_new"), sent(**known, plan=plan.pk, step="large", do="price"))
    assert [line.after for line in shown.context["lines"]] == [Decimal("1250000.00"), Decimal("1212500.00")]
    assert not Order.objects.exists()
    browser(an).post(page("order_new"), sent(**known, plan=plan.pk, step="large", do="order"))
    order = Order.objects.get()
    assert ([buyer.customer for buyer in order.joint_buyers.all()], order.plan) == ([wife], plan)


def test_second_click_orders_once(browser, unit, customer, an) -> None:
    form = ordered(unit, customer, an)
    answers = [browser(an).post(page("order_new"), form) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Order.objects.count() == 1


def test_stale_page_says_who_has_the_unit_and_keeps_what_was_typed(
    browser, unit, customer, an, bo, lin
) -> None:
    open_order(unit=unit, customer=customer, step="large", by=an, now=NOW)
    other = file_of(lin, name="Qin")
    receive(other, bo, at=NOW)
    answer = browser(bo).post(page("order_new"), ordered(unit, other, bo))
    assert answer.status_code == 422
    assert "is taken: An has it since" in words(answer)
    assert answer.context["form"].chosen("customer") == [other]


def test_clerk_names_the_consultant(browser, unit, customer, an, lin) -> None:
    answer = browser(lin).post(page("order_new"), ordered(unit, customer, lin))
    assert (answer.status_code, "closer" in answer.context["form"].errors) == (422, True)
    browser(lin).post(page("order_new"), ordered(unit, customer, lin, closer=an.pk))
    assert Order.objects.get().closer == an


def test_customer_of_another_office_cannot_be_chosen(browser, unit, an, stranger) -> None:
    theirs = file_of(stranger, name="Theirs")
    answer = browser(an).post(page("order_new"), ordered(unit, theirs, an))
    assert (answer.status_code, answer.context["form"].people) == (422, [])
    assert not Order.objects.exists()


def test_session_that_ends_in_the_middle_loses_nothing(client, unit, customer, an) -> None:
    answer = client.post(page("order_new"), ordered(unit, customer, an))
    form = form_with(answer, "username")
    back = client.post(form.action, {**form.fields, "username": "an", "password": PASSWORD}, follow=True)
    shown = back.context["form"]
    assert (shown.chosen_unit(), shown.chosen("customer")) == (unit, [customer])
    assert not Order.objects.exists()


# ---- the order's page


def test_order_takes_its_next_step_on_its_day(browser, order, an) -> None:
    shown = browser(an).get(page("order", order.pk))
    assert [step.state for step in shown.context["steps"]] == ["now", "ahead", "ahead", "ahead"]
    day = order.office.business_date(timezone.now())
    done = browser(an).post(page("order_advance", order.pk), sent(step="large", on=day), follow=True)
    assert [step.state for step in done.context["steps"]] == ["done", "now", "ahead", "ahead"]
    stale = browser(an).post(page("order_advance", order.pk), sent(step="large", on=day))
    assert stale.status_code == 409
    order.refresh_from_db()
    assert order.step == "large"


def test_day_that_cannot_be_is_refused_beside_its_field(browser, order, an) -> None:
    day = order.office.business_date(timezone.now()) + timedelta(days=2)
    answer = browser(an).post(page("order_advance", order.pk), sent(step="large", on=day))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["on"])


def test_colleague_sees_the_order_and_can_do_nothing_to_it(browser, order, bo) -> None:
    shown = browser(bo).get(page("order", order.pk))
    assert shown.context["form"] is None
    assert not shown.context["may_ask"]
    browser(bo).post(page("order_end", order.pk), sent())
    order.refresh_from_db()
    assert order.end == ""


def test_withdrawn_order_frees_its_unit(browser, order, unit, an) -> None:
    asks = browser(an).get(page("order_end", order.pk))
    assert "for sale again at once" in words(asks)
    browser(an).post(page("order_end", order.pk), sent())
    unit.refresh_from_db()
    assert unit.state == UnitState.FOR_SALE


def test_another_office_sees_nothing(client, order, stranger) -> None:
    client.force_login(stranger.user)
    for name in ("order", "order_advance", "order_end", "order_swap", "order_refund"):
        assert client.get(reverse(f"deals:{name}", args=["hillside", order.pk])).status_code == 404


def test_consultants_list_is_their_own_first(browser, order, second_unit, customer, an, bo) -> None:
    receive(customer, bo, at=NOW)
    theirs = open_order(unit=second_unit, customer=customer, step="large", by=bo, now=timezone.now())
    mine = browser(an).get(page("orders"))
    assert list(mine.context["page"]) == [order]
    everybodys = browser(an).get(page("orders"), {"whose": "all"})
    assert set(everybodys.context["page"]) == {order, theirs}
    large = browser(an).get(page("orders"), {"whose": "all", "step": "large"})
    assert list(large.context["page"]) == [theirs]


def test_list_costs_the_same_for_one_order_and_for_many(
    browser, building, release, customer, an, mei, django_assert_num_queries
) -> None:
    asked = browser(mei)
    counts = []
    for number in range(1, 7):
        unit = unit_of(building, f"30{number}", release=release)
        open_order(unit=unit, customer=customer, step="large", by=an, now=NOW)
        if number in (1, 6):
            with django_assert_num_queries(5) as queries:
                asked.get(page("orders"))
            counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- changes


def test_discount_is_asked_for_on_its_page_and_approved_by_another(browser, order, an, mei) -> None:
    browser(an).post(page("order_discount", order.pk), sent(percent="1.5", reason="buys today", do="ask"))
    asked = Approval.objects.get()
    assert browser(an).get(page("approvals")).context["waiting"][0][1:] == ("1.5 % off", False)
    waiting = browser(mei).get(page("approvals")).context["waiting"]
    assert [(each, may) for each, _words, may in waiting] == [(asked, True)]
    browser(mei).post(page("approve", asked.pk), sent(do="approve", answer=""))
    order.refresh_from_db()
    assert order.price == Decimal("1231250.00")


def test_refusal_without_words_comes_back_with_the_form(browser, order, an, mei) -> None:
    asked = changes.ask_refund(order=order, reason="moves away", by=an, now=timezone.now())
    answer = browser(mei).post(page("approve", asked.pk), sent(do="refuse", answer=" "))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["answer"])


def test_supervisor_who_was_not_named_does_not_decide(browser, order, an, hua) -> None:
    asked = changes.ask_refund(order=order, reason="moves away", by=an, now=timezone.now())
    answer = browser(hua).post(page("approve", asked.pk), sent(do="approve", answer="yes"))
    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (409, "asked")


def test_names_are_found_and_changed(browser, order, customer, an, lin, mei) -> None:
    qin = file_of(lin, name="Qin")
    receive(qin, an, at=NOW)
    shown = browser(an).get(page("order_rename", order.pk)).context["form"]
    assert shown.chosen("customer") == [customer]
    found = browser(an).post(page("order_rename", order.pk), sent(q="Qin", customer=customer.pk, do="find"))
    assert set(found.context["form"].people) == {customer, qin}
    known = [signed(each.pk, an) for each in (qin, customer)]
    sends = sent(customer=qin.pk, buyers=[customer.pk], known=known, reason="x", do="ask")
    browser(an).post(page("order_rename", order.pk), sends)
    assert Approval.objects.get().details == {"customers": [qin.pk, customer.pk]}


def test_family_discount_asks_for_papers(browser, office, order, an, lin) -> None:
    mother = file_of(lin, name="Mother")
    answer = browser(an).post(
        page("order_family", order.pk),
        sent(relative=mother.pk, known=[signed(mother.pk, an)], reason="x", do="ask"),
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["proofs"])


def test_swap_offers_units_for_sale_only(browser, order, second_unit, building, an) -> None:
    unit_of(building, "1701")
    shown = browser(an).get(page("order_swap", order.pk)).context["form"]
    [_nothing, (block, offered)] = shown.fields["unit"].widget.choices
    assert (block, [value for value, _label in offered]) == ("Block 1", [second_unit.pk])


def test_after_the_contract_a_change_of_name_says_its_fee_and_a_refund_is_offered_to_who_may(
    browser, office, order, an, mei
) -> None:
    before = words(browser(an).get(page("order_rename", order.pk)))
    for step in ("large", "subscribed", "contracted"):
        advance(order=order, step=step, by=an, now=timezone.now())
    HouseRules.objects.create(
        office=office,
        version=1,
        effective_from=order.small_on,
        switches={"orders": {"transfer_fee": 2000}},
        approved_by=mei,
        created_at=timezone.now(),
    )
    after = words(browser(an).get(page("order_rename", order.pk)))
    assert ("is free" in before, "the transfer fee is \u00a5\u00a02,000.00" in after) == (True, True)
    offered = [browser(each).get(page("order", order.pk)).context["may_refund"] for each in (an, mei)]
    assert offered == [False, True]


# ---- registers


@pytest.fixture
def registers(browser, order, second_unit, customer, an, mei) -> Client:
    """One small deposit, and one large deposit of a customer with a name that is a formula elsewhere."""
    customer.name = "=1+1"
    customer.save()
    large = open_order(unit=second_unit, customer=customer, step="large", by=an, now=timezone.now())
    advance(order=large, step="subscribed", by=an, now=timezone.now())
    return browser(mei)


@pytest.mark.clause("D-26", "D-28")
def test_each_register_has_the_orders_that_came_to_its_step(registers) -> None:
    found = {
        name: [row.order.number for row in registers.get(page(f"register_{name}")).context["register"].rows]
        for name in ("small", "large", "contract")
    }
    assert found == {"small": [1], "large": [2], "contract": []}


def test_register_is_filtered_and_a_strange_filter_is_none(registers, an, bo) -> None:
    def rows(**query) -> int:
        return len(registers.get(page("register_small"), query).context["register"].rows)

    tomorrow = timezone.now() + timedelta(days=2)
    assert [rows(), rows(closer=an.pk), rows(closer=bo.pk), rows(state="ended")] == [1, 1, 0, 0]
    assert [rows(since=f"{tomorrow:%Y-%m-%d}"), rows(since="never", closer="nobody")] == [0, 1]


def test_printed_register_has_pages_a_sum_and_no_buttons(registers) -> None:
    paper = words(registers.get(page("register_large"), {"as": "print"}))
    assert "Register of large deposits" in paper
    assert "Page 1 of 1" in paper
    assert "1,250,000.00" in paper
    assert "<button" not in paper
    assert AuditEntry.objects.get(action=AuditAction.ORDERS_EXPORTED).details["as"] == "print"


def test_long_register_goes_over_several_pages(building, release, customer, an, browser, mei) -> None:
    for number in range(1, 23):
        unit = unit_of(building, f"2{number:02}", release=release)
        open_order(unit=unit, customer=customer, step="small", by=an, now=NOW)
    paper = words(browser(mei).get(page("register_small"), {"as": "print"}))
    assert "Page 2 of 2" in paper
    assert paper.count('class="sheet') == 2


def test_spreadsheets_hold_values_and_no_formula(registers) -> None:
    xlsx = registers.get(page("register_large"), {"as": "xlsx"})
    [notice, heads, row] = load_workbook(io.BytesIO(xlsx.content)).active.iter_rows()
    assert "Mei" in notice[0].value and f"{timezone.now():%Y-%m}" in notice[0].value
    assert (heads[0].value, row[0].value, row[8].value) == ("No.", 2, 1250000)
    assert (row[5].value, row[5].data_type) == ("=1+1", "s")
    text = registers.get(page("register_large"), {"as": "csv"}).content.decode("utf-8-sig")
    [[notice], _heads, cells] = csv.reader(io.StringIO(text))
    assert "Mei" in notice
    assert (cells[5], cells[8]) == ("'=1+1", "1250000.00")


# ---- price sheets, reasons, opportunities


def test_price_sheet_shows_price_plan_and_loan(browser, office, unit, an) -> None:
    gold = ClubLevel.objects.create(office=office, name="Gold", position=3, percent=Decimal(2))
    parts = [{"label": "Down", "percent": "30", "days": 7}, {"label": "Rest", "percent": "70", "days": 60}]
    plan = PaymentPlan.objects.create(office=office, name="Two parts", parts=parts, percent_off=Decimal(1))
    chosen = {"unit": unit.pk, "level": gold.pk, "plan": plan.pk, "share": 50, "rate": "3.5", "years": 20}
    shown = browser(an).get(page("price_sheet"), {**chosen, "way": "principal"})
    context = shown.context
    assert context["price"].total == Decimal("1212750.00")
    assert sum(due.amount for _part, due in context["instalments"]) == context["price"].total
    assert (context["amount"], context["own"]) == (Decimal("606000.00"), Decimal("606750.00"))
    assert context["loan"].first > context["loan"].last
    paper = words(browser(an).get(page("price_sheet"), {**chosen, "as": "print"}))
    assert "1,212,750.00" in paper
    assert "<form" not in paper


@pytest.mark.parametrize("query", [{}, {"unit": "x"}, {"unit": "999999"}, {"unit": "9" * 30}])
def test_price_sheet_of_no_unit_is_not_there(browser, an, query) -> None:
    answer = browser(an).get(page("price_sheet"), query)
    assert (answer.status_code, "price" in (answer.context or {})) == (404, False)


def test_price_sheet_survives_what_cannot_be_read(browser, unit, an) -> None:
    strange = {"unit": unit.pk, "share": "1000", "rate": "NaN", "years": "0", "level": "x", "way": "never"}
    shown = browser(an).get(page("price_sheet"), strange)
    assert (shown.context["price"].total, shown.context["loan"]) == (unit.list_price, None)


def test_reasons_are_written_and_switched_off(browser, mei, an) -> None:
    browser(mei).post(page("reasons"), sent(state="lost", words="Too far"))
    reason = Reason.objects.get()
    browser(mei).post(page("reason_switch", reason.pk), sent(do="off"))
    reason.refresh_from_db()
    assert (reason.words, reason.is_active) == ("Too far", False)
    twice = browser(mei).post(page("reasons"), sent(state="lost", words="Too far"))
    assert (twice.status_code, list(twice.context["form"].errors)) == (422, ["words"])


def test_customer_is_given_up_on_a_page_that_says_what_is_missing(browser, office, customer, an, mei) -> None:
    reason = Reason.objects.create(office=office, state="lost", words="Too far")
    shown = browser(an).get(page("opportunity_close", customer.pk))
    assert shown.context["follow_ups"].missing == 3
    answer = browser(an).post(page("opportunity_close", customer.pk), sent(reason=reason.pk, note="hopeless"))
    assert (answer.status_code, "hopeless" in words(answer)) == (409, True)
    browser(mei).post(page("opportunity_close", customer.pk), sent(reason=reason.pk, note="hopeless"))
    assert customer.opportunities.get().reason == reason
