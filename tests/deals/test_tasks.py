"""After the deal: tasks with dates, who sees to them, and that overdue ones are told once."""

from datetime import date, timedelta

import pytest
from django.test import Client

from deals.enums import OrderEnd, TaskKind
from deals.models import AfterSaleTask, DealDays
from deals.services.after_sale import finish_task, hand_tasks, plan_tasks, tell_of_overdue
from deals.services.deal_days import set_days
from deals.services.orders import end_order
from offices.enums import NoticeKind
from offices.models import Notice
from tests.deals.disputed import SIGNED, ruled
from tests.reception.conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def order(unit, customer, an, bo, mei):
    return ruled(unit, customer, bo, mei).order


@pytest.mark.clause("D-34", "floor-3.9")
def test_the_ruling_plans_them_for_the_credit_owner_with_their_days(order, an) -> None:
    tasks = {task.kind: task for task in order.tasks.all()}
    assert set(tasks) == set(TaskKind)
    assert {task.owner for task in tasks.values()} == {an}
    signed = order.office.business_date(SIGNED)
    assert tasks[TaskKind.DOWN_PAYMENT].due_on == signed + timedelta(days=7)
    assert tasks[TaskKind.TITLE].due_on == signed + timedelta(days=365)


def test_planned_twice_they_are_there_once(order, an) -> None:
    plan_tasks(order=order, owner=an, now=SIGNED)
    assert order.tasks.count() == len(TaskKind)


def test_the_offices_own_days_hold_for_what_comes_after(office, unit, customer, bo, mei) -> None:
    set_days(days=DealDays(office=office, down_payment=3), by=mei, now=SIGNED)
    order = ruled(unit, customer, bo, mei).order
    due = order.tasks.get(kind=TaskKind.DOWN_PAYMENT).due_on
    assert due == office.business_date(SIGNED) + timedelta(days=3)


def test_done_by_its_owner_or_a_leader_and_once(order, an, bo, hua) -> None:
    first, second = order.tasks.all()[:2]
    with refused():
        finish_task(task=first, by=bo, now=SIGNED)
    finish_task(task=first, note=" paid ", by=an, now=SIGNED)
    first.refresh_from_db()
    assert (first.done_by, first.note) == (an, "paid")
    with refused():
        finish_task(task=first, by=an, now=SIGNED)
    assert finish_task(task=second, by=hua, now=SIGNED).done_by == hua
    assert hand_tasks(order=order, owner=bo) == len(TaskKind) - 2  # what is done stays whose it was


def test_overdue_is_told_once_to_the_owner_and_the_leaders(order, an, hua, mei) -> None:
    assert tell_of_overdue(now=SIGNED + timedelta(days=7)) == 0  # the last day counts
    assert tell_of_overdue(now=SIGNED + timedelta(days=8)) == 1
    assert tell_of_overdue(now=SIGNED + timedelta(days=8)) == 0
    told = Notice.objects.filter(kind=NoticeKind.TASK_OVERDUE)
    assert set(told.values_list("member", flat=True)) == {an.pk, hua.pk, mei.pk}


def test_what_an_ended_order_needed_needs_nobody_any_more(client: Client, order, mei) -> None:
    end_order(order=order, end=OrderEnd.REFUNDED, by=mei, now=SIGNED)
    assert not AfterSaleTask.objects.open().exists()
    assert tell_of_overdue(now=SIGNED + timedelta(days=400)) == 0
    client.force_login(mei.user)
    assert "Nothing to be done" in client.get("/harbour/tasks/").content.decode()


def test_my_tasks_are_mine_and_a_leader_sees_all(client: Client, order, an, bo, hua, stranger) -> None:
    AfterSaleTask.objects.filter(kind=TaskKind.TITLE).update(due_on=date(2020, 1, 1))
    client.force_login(an.user)
    page = client.get("/harbour/tasks/")
    assert TaskKind.TITLE in {task.kind for task in page.context["late"]}
    client.force_login(bo.user)
    assert "Zhou" not in client.get("/harbour/tasks/").content.decode()
    task = order.tasks.first()
    assert client.post(f"/harbour/tasks/{task.pk}/done/").status_code == 403
    client.force_login(hua.user)
    assert "Zhou" in client.get("/harbour/tasks/").content.decode()
    client.force_login(stranger.user)
    assert client.post(f"/hillside/tasks/{task.pk}/done/").status_code == 404
    task.refresh_from_db()
    assert task.done_at is None


def test_a_double_click_is_one_done_task(client: Client, order, an) -> None:
    task = order.tasks.first()
    client.force_login(an.user)
    sent = {"note": "sent by post", "request_key": "6a0d4f2e-9f0e-4a55-9d0e-333333333333"}
    for _ in range(2):
        assert client.post(f"/harbour/tasks/{task.pk}/done/", sent).status_code == 302
    task.refresh_from_db()
    assert (task.done_by, task.note) == (an, "sent by post")
