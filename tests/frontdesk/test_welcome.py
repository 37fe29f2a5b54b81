"""Welcome plans: what follows from who comes, who approves, who is told, and that two people see to everything."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from frontdesk.enums import WelcomeState
from frontdesk.hospitality import VENUES_OF, Bringer, GuestKind, HostRank, ReceptionClass, VenueKind, VipLevel
from frontdesk.lead_times import PREPARATIONS, Duty, Need, WelcomeKind
from frontdesk.models import WelcomePlan, WelcomeTask
from frontdesk.preparation_words import WORDS
from frontdesk.services import preparations, welcome
from offices.clauses import BY_ID
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Notice
from tests.cast import enrol
from tests.frontdesk.guests import booked, guests, in_days, plan_for, room, task_of


@pytest.fixture
def boss(office):
    return enrol(office, "boss", Role.DIRECTOR)


def refused(field: str | None, work, **facts) -> str:
    with pytest.raises(Refusal) as caught:
        work(**facts)
    assert caught.value.field == field
    return str(caught.value)


def told(kind: NoticeKind) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("member__name", flat=True))


def test_tables_and_lists_know_the_same_codes() -> None:
    from frontdesk import enums

    for core, words in (
        (ReceptionClass, enums.ReceptionClass),
        (GuestKind, enums.GuestKind),
        (HostRank, enums.HostRank),
        (VenueKind, enums.VenueKind),
        (Bringer, enums.Bringer),
        (WelcomeKind, enums.WelcomeKind),
        (Duty, enums.Duty),
    ):
        assert [each.value for each in core] == words.values
    assert {level.value for level in VipLevel} < set(enums.WelcomeKind.values)
    assert set(enums.WelcomeNeed.values) == {need.value for need in Need} - {"night", "warm", "cool"}
    assert set(WORDS) == {row.code for row in PREPARATIONS}
    assert {row.clause for row in PREPARATIONS} <= set(BY_ID)
    assert set(VENUES_OF) == set(ReceptionClass)


@pytest.mark.clause("A-62", "A-69")
def test_class_level_and_tasks_follow_from_who_comes(lin) -> None:
    first = plan_for(lin)
    assert (first.reception_class, first.kind) == ("a", "vip1")
    assert {"all_managers", "guard_line_first"} <= set(first.tasks.values_list("code", flat=True))
    second = plan_for(lin, guest_kind="business", accompanies=False, host_rank=3)
    assert (second.reception_class, second.kind) == ("c", "vip2")
    by_themselves = plan_for(lin, guest_kind="ordinary", bringer="nobody", host_rank=1)
    assert (by_themselves.reception_class, by_themselves.kind) == ("d", "group")


@pytest.mark.clause("A-63")
def test_host_has_the_rank_that_the_class_asks_for(office, lin) -> None:
    entry = guests(office, host_rank=4)
    refused("host_rank", welcome.make_plan, entry=entry, by=lin, now=timezone.now())
    assert not WelcomePlan.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"guests": " "}, "guests"),
        ({"party_size": 0}, "party_size"),
        ({"guest_kind": "ghosts"}, "guest_kind"),
        ({"host": ""}, "host"),
        ({"needs": ("wings",)}, "needs"),
        ({"plates": "A" * 30}, "plates"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_its_field(office, lin, facts, field) -> None:
    refused(field, welcome.make_plan, entry=guests(office, **facts), by=lin, now=timezone.now())


def test_plates_are_typed_with_any_comma(office, lin) -> None:
    typed = "A12345\uff0cB-67890\u3001C13579"
    plan = welcome.make_plan(entry=guests(office, plates=typed), by=lin, now=timezone.now())
    assert plan.plate_list == ["A12345", "B67890", "C13579"]


def test_times_make_sense(office, lin) -> None:
    arrives = in_days(office, 3)
    for facts, field in (
        ({"arrives_at": in_days(office, -1)}, "arrives_at"),
        ({"arrives_at": in_days(office, 400)}, "arrives_at"),
        ({"leaves_at": arrives}, "leaves_at"),
        ({"leaves_at": arrives + timedelta(days=3)}, "leaves_at"),
        ({"meal_at": arrives - timedelta(hours=1)}, "meal_at"),
    ):
        refused(field, welcome.make_plan, entry=guests(office, **facts), by=lin, now=timezone.now())


@pytest.mark.clause("H-11")
def test_above_the_cap_somebody_else_approves_before_guests_are_announced(lin, mei, boss) -> None:
    own = {"cost": 3001, "cost_reason": "a banquet"}
    refused("cost_reason", plan_for, by=mei, cost=3001)
    plan, now = plan_for(mei, **own), timezone.now()
    assert told(NoticeKind.COST_ASKED) == {"Boss"}
    refused(None, welcome.announce, plan=plan, by=mei, now=now)
    refused(None, welcome.approve_cost, plan=plan, by=mei, now=now)
    refused(None, welcome.approve_cost, plan=plan, by=lin, now=now)
    welcome.approve_cost(plan=plan, by=boss, now=now)
    refused(None, welcome.approve_cost, plan=plan, by=boss, now=now)
    welcome.announce(plan=plan, by=mei, now=now)
    plan.refresh_from_db()
    assert (plan.state, plan.cost_approved_by) == (WelcomeState.ANNOUNCED, boss)


def test_another_cost_is_approved_anew_and_the_cap_itself_needs_nobody(office, mei, boss) -> None:
    plan, now = plan_for(mei, cost=4000, cost_reason="a banquet"), timezone.now()
    welcome.approve_cost(plan=plan, by=boss, now=now)
    changed = guests(office, cost=4500, cost_reason="a banquet")
    assert welcome.change_plan(plan=plan, entry=changed, by=mei, now=now).cost_approved_by is None
    within = guests(office, cost=3000)
    plan = welcome.change_plan(plan=plan, entry=within, by=mei, now=now)
    assert welcome.cost_of(plan).over == 0
    welcome.announce(plan=plan, by=mei, now=now)


@pytest.mark.clause("H-11")
def test_whoever_changes_the_cost_does_not_approve_it(office, lin, mei, boss) -> None:
    plan, now = plan_for(lin, cost=3000), timezone.now()
    dearer = guests(office, cost=9000, cost_reason="a banquet")
    welcome.change_plan(plan=plan, entry=dearer, by=mei, now=now)
    assert told(NoticeKind.COST_ASKED) == {"Boss"}
    refused(None, welcome.approve_cost, plan=plan, by=mei, now=now)
    welcome.approve_cost(plan=plan, by=boss, now=now)


@pytest.mark.django_db
@pytest.mark.clause("H-16")
def test_a_room_says_the_class_that_its_guests_have_now(office, mei) -> None:
    plan, now = plan_for(mei), timezone.now()
    day = in_days(office, 3)
    held = booked(room(mei, kind="vip"), mei, day, booked_for="reception", reception_class="a", plan=plan)
    welcome.change_plan(plan=plan, entry=guests(office, guest_kind="important", host_rank=4), by=mei, now=now)
    held.refresh_from_db()
    assert held.reception_class == "b"


@pytest.mark.django_db
def test_nobody_approves_their_own_cost_not_even_past_the_service(mei) -> None:
    plan = plan_for(mei, cost=4000, cost_reason="a banquet")
    plan.cost_approved_by, plan.cost_approved_at = mei, timezone.now()
    with pytest.raises(IntegrityError, match="welcome_cost_by_somebody_else"), transaction.atomic():
        plan.save(update_fields=["cost_approved_by", "cost_approved_at"])


@pytest.mark.clause("H-32")
def test_announced_everybody_concerned_is_told_and_led_to_a_page_of_theirs(
    office, lin, mei, an, boss
) -> None:
    enrol(office, "gate", Role.GUARD)
    plan = plan_for(lin)
    assert not Notice.objects.exists()
    welcome.announce(plan=plan, by=lin, now=timezone.now())
    assert told(NoticeKind.GUESTS_COME) == {"Mei", "Boss", "Gate"}
    paths = dict(Notice.objects.values_list("member__name", "about__path"))
    assert paths == {
        "Mei": f"/harbour/welcome/{plan.pk}/",
        "Boss": f"/harbour/welcome/{plan.pk}/",
        "Gate": "/harbour/gate/",
    }
    refused(None, welcome.announce, plan=plan, by=lin, now=timezone.now())


def test_called_off_the_rooms_are_free_and_whoever_knew_is_told(office, lin, mei) -> None:
    plan = plan_for(lin, announced=True)
    orchid = room(mei)
    booked(
        orchid, lin, plan.arrives_at, booked_for="reception", reception_class="a", title="Guests", plan=plan
    )
    welcome.call_off(plan=plan, by=lin, now=timezone.now())
    assert told(NoticeKind.GUESTS_CHANGED) == {"Mei"}
    booked(orchid, lin, plan.arrives_at)
    refused(None, welcome.call_off, plan=plan, by=lin, now=timezone.now())
    refused(None, preparations.tick, task=task_of(plan, "unlocked"), by=lin, now=timezone.now())


def test_plan_ends_once_the_guests_have_come(office, lin) -> None:
    plan = plan_for(lin, announced=True)
    refused(None, welcome.end_plan, plan=plan, by=lin, now=timezone.now())
    welcome.end_plan(plan=plan, by=lin, now=plan.arrives_at + timedelta(hours=1))
    plan.refresh_from_db()
    assert plan.state == WelcomeState.OVER


@pytest.mark.clause("H-33", "H-35")
def test_other_times_move_what_is_open_and_leave_what_is_done(office, lin, mei) -> None:
    plan, now = plan_for(lin, needs=("show_flat",)), timezone.now()
    done, open_ = task_of(plan, "lights_checked"), task_of(plan, "unlocked")
    preparations.tick(task=done, by=lin, now=now)
    later = plan.arrives_at + timedelta(days=1)
    welcome.change_plan(plan=plan, entry=guests(office, arrives_at=later, needs=("sound",)), by=lin, now=now)
    old = done.due_at
    done.refresh_from_db()
    open_.refresh_from_db()
    assert (done.due_at, done.done_by) == (old, lin)
    assert later - open_.due_at == timedelta(hours=1)
    codes = set(plan.tasks.values_list("code", flat=True))
    assert "microphones" in codes and "show_flat_ready" not in codes


@pytest.mark.clause("H-40")
def test_second_person_verifies(lin, mei) -> None:
    task, now = task_of(plan_for(lin), "unlocked"), timezone.now()
    refused(None, preparations.verify, task=task, by=mei, now=now)
    preparations.tick(task=task, by=lin, now=now)
    refused(None, preparations.tick, task=task, by=mei, now=now)
    refused(None, preparations.verify, task=task, by=lin, now=now)
    preparations.verify(task=task, by=mei, now=now)
    refused(None, preparations.verify, task=task, by=mei, now=now)
    task.refresh_from_db()
    assert (task.done_by, task.verified_by) == (lin, mei)
    preparations.untick(task=task, by=mei, now=now)
    task.refresh_from_db()
    assert (task.done_by, task.verified_by) == (None, None)


@pytest.mark.clause("H-40")
def test_database_holds_the_second_person(lin) -> None:
    task = task_of(plan_for(lin), "unlocked")
    rows = WelcomeTask.objects.filter(pk=task.pk)
    now = timezone.now()
    for name, change in (
        (
            "welcome_task_second_person",
            {"done_at": now, "done_by": lin, "verified_at": now, "verified_by": lin},
        ),
        ("welcome_task_verified_when_done", {"verified_at": now, "verified_by": lin}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**change)


@pytest.mark.clause("H-41")
def test_posts_tick_their_own_and_the_house_everything(office, lin) -> None:
    guard, flat = enrol(office, "gate", Role.GUARD), enrol(office, "flat", Role.SHOW_FLAT)
    plan, now = plan_for(lin, announced=True, needs=("show_flat",)), timezone.now()
    refused(None, preparations.tick, task=task_of(plan, "unlocked"), by=flat, now=now)
    refused(None, preparations.tick, task=task_of(plan, "air_on"), by=guard, now=now)
    preparations.tick(task=task_of(plan, "unlocked"), by=guard, now=now)
    preparations.tick(task=task_of(plan, "show_flat_ready"), by=flat, now=now)
    preparations.tick(task=task_of(plan, "air_on"), by=lin, now=now)
    assert plan.tasks.exclude(done_at=None).count() == 3


def test_own_tasks_are_added_and_usual_ones_left_out(lin, mei) -> None:
    plan, now = plan_for(lin), timezone.now()
    ramp = preparations.add_task(
        plan=plan, text="A ramp", duty="desk", due_at=now + timedelta(hours=1), by=lin, now=now
    )
    assert str(ramp) == "A ramp"
    refused("due_at", preparations.add_task, plan=plan, text="Late", duty="desk", due_at=now, by=lin, now=now)
    water = plan.tasks.filter(code__startswith="water").get()
    preparations.leave_out(task=water, by=lin, now=now)
    refused(None, preparations.tick, task=water, by=lin, now=now)
    preparations.leave_out(task=water, by=lin, now=now)
    preparations.tick(task=water, by=lin, now=now)
    refused(None, preparations.leave_out, task=water, by=lin, now=now)
