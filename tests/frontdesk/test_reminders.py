"""What is due at the desk is spoken of in time, once, to whom it concerns."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from frontdesk.enums import WelcomeState
from frontdesk.services import checklists, hall, preparations, welcome
from frontdesk.services.reminders import remind, remind_in
from frontdesk.tasks import remind_desk
from offices.enums import NoticeKind, Role
from offices.models import Notice
from tests.cast import enrol
from tests.frontdesk.guests import booked, in_days, lent, plan_for, room, task_of

FAR = 30


def notices(kind: NoticeKind) -> list[tuple[str, int]]:
    rows = Notice.objects.filter(kind=kind).order_by("pk")
    return [(notice.member.name, notice.about.get("count", 0)) for notice in rows]


def before(plan, **stretch) -> datetime:
    return plan.arrives_at - timedelta(**stretch)


@pytest.mark.clause("H-33", "H-35", "H-36", "H-37", "H-41")
def test_preparations_are_spoken_of_half_an_hour_before_to_whose_duty_they_are(office, lin, mei) -> None:
    guard = enrol(office, "gate", Role.GUARD)
    plan = plan_for(lin, announced=True, arrives_at=in_days(office, FAR))
    remind(now=before(plan, hours=5, minutes=31))
    seen = len(Notice.objects.filter(kind=NoticeKind.WELCOME_DUE, member=lin))
    assert ("Gate", 1) not in notices(NoticeKind.WELCOME_DUE)
    remind(now=before(plan, hours=5, minutes=29))
    assert len(Notice.objects.filter(kind=NoticeKind.WELCOME_DUE, member=lin)) == seen + 1
    remind(now=before(plan, hours=1, minutes=29))
    [ours] = Notice.objects.filter(kind=NoticeKind.WELCOME_DUE, member=guard)
    assert (ours.path, ours.about["count"]) == ("/harbour/gate/", 1)
    # Once more at the same moment nobody hears anything.
    assert remind(now=before(plan, hours=1, minutes=29)) == 0


def test_where_nobody_holds_the_post_the_desk_hears_of_it(office, lin) -> None:
    plan = plan_for(lin, announced=True, arrives_at=in_days(office, FAR))
    remind(now=before(plan, minutes=80))
    codes = set(plan.tasks.exclude(reminded_at=None).values_list("code", flat=True))
    assert "unlocked" in codes
    assert {name for name, _count in notices(NoticeKind.WELCOME_DUE)} == {"Lin"}


def test_leaders_hear_of_what_is_late_but_not_of_what_is_done(office, lin, mei) -> None:
    plan = plan_for(lin, announced=True, arrives_at=in_days(office, FAR))
    preparations.tick(task=task_of(plan, "air_on"), by=lin, now=timezone.now())
    remind(now=before(plan, minutes=45))
    late = plan.tasks.exclude(climbed_at=None)
    assert late.filter(code="unlocked").exists() and not late.filter(code="air_on").exists()
    assert {name for name, _count in notices(NoticeKind.WELCOME_OVERDUE)} == {"Mei"}


def test_plans_that_nobody_knows_of_remind_nobody(office, lin, mei) -> None:
    draft = plan_for(lin, arrives_at=in_days(office, FAR))
    off = plan_for(lin, announced=True, arrives_at=in_days(office, FAR))
    welcome.call_off(plan=off, by=lin, now=timezone.now())
    remind(now=before(draft, minutes=5))
    assert notices(NoticeKind.WELCOME_DUE) == notices(NoticeKind.WELCOME_OVERDUE) == []


def test_moved_plan_is_spoken_of_again(office, lin) -> None:
    plan = plan_for(lin, announced=True, arrives_at=in_days(office, FAR))
    remind(now=before(plan, minutes=80))
    from tests.frontdesk.guests import guests

    later = guests(office, arrives_at=in_days(office, FAR + 1))
    welcome.change_plan(plan=plan, entry=later, by=lin, now=timezone.now())
    assert task_of(plan, "unlocked").reminded_at is None


def test_plan_is_over_by_itself_half_a_day_later(office, lin) -> None:
    plan = plan_for(lin, announced=True, arrives_at=in_days(office, FAR))
    remind_in(office, plan.arrives_at + timedelta(hours=11, minutes=59))
    plan.refresh_from_db()
    assert plan.state == WelcomeState.ANNOUNCED
    remind_in(office, plan.arrives_at + timedelta(hours=12))
    plan.refresh_from_db()
    assert plan.state == WelcomeState.OVER


@pytest.mark.clause("H-02")
def test_desk_is_reminded_of_a_meeting_an_hour_before(office, lin, mei) -> None:
    orchid, at = room(mei), in_days(office, 1)
    booked(orchid, mei, at)
    booked(room(mei, "VIP 2"), mei, at, booked_for="reception", reception_class="a", title="Guests")
    remind(now=at - timedelta(minutes=61))
    assert notices(NoticeKind.MEETING_DUE) == []
    remind(now=at - timedelta(minutes=59))
    remind(now=at - timedelta(minutes=58))
    assert notices(NoticeKind.MEETING_DUE) == [("Lin", 1), ("Mei", 1)]


@pytest.mark.clause("H-01")
def test_overdue_loan_is_spoken_of_once(lin, mei) -> None:
    loan = lent(lin)
    remind(now=loan.due_at - timedelta(minutes=1))
    assert notices(NoticeKind.LOAN_OVERDUE) == []
    for minute in (0, 5):
        remind(now=loan.due_at + timedelta(minutes=minute))
    assert notices(NoticeKind.LOAN_OVERDUE) == [("Lin", 1)]


@pytest.mark.clause("H-07")
def test_self_check_is_asked_for_an_hour_after_opening_unless_it_is_done(office, lin, mei) -> None:
    said = {"by": mei, "now": timezone.now()}
    daily = checklists.add_list(office=office, stage="daily", title="Every morning", **said)
    item = checklists.add_item(checklist=daily, level="must", text="Lights on", **said)
    remind_in(office, in_days(office, 1, 9, 59))
    assert notices(NoticeKind.SELF_CHECK_DUE) == []
    for minute in (0, 5):
        remind_in(office, in_days(office, 1, 10, minute))
    assert notices(NoticeKind.SELF_CHECK_DUE) == [("Lin", 0)]
    hall.answer_check(item=item, state="fine", note="", by=lin, now=in_days(office, 2, 8))
    remind_in(office, in_days(office, 2, 11))
    remind_in(office, in_days(office, 3, 20))
    assert len(notices(NoticeKind.SELF_CHECK_DUE)) == 1


def test_task_does_the_same(office, lin) -> None:
    loan = lent(lin)
    type(loan).objects.filter(pk=loan.pk).update(
        out_at=loan.out_at - timedelta(days=1), due_at=timezone.now() - timedelta(hours=1)
    )
    assert remind_desk() == 1
