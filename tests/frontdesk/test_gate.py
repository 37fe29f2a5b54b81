"""The gate: who comes today, with which car; each post ticks its own, and sees nothing else of the office."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from followups.services.appointments import end_appointment, make_appointment
from frontdesk.enums import GateMark
from frontdesk.models import GateTick
from frontdesk.services import gate, welcome
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Notice
from tests.cast import enrol
from tests.frontdesk.guests import in_days, plan_for, task_of
from tests.visitors.rows import file_of

SOON = timedelta(seconds=5)


@pytest.fixture
def guard(office) -> Member:
    return enrol(office, "gate", Role.GUARD)


@pytest.fixture
def doorman(office) -> Member:
    return enrol(office, "door", Role.DOORMAN)


def coming(by: Member, name: str = "Zhou", plate: str = "A12345", **facts: str):
    """A customer with a car who comes in a moment."""
    customer = file_of(by, name=name, licence_plate=plate, **facts)
    now = timezone.now()
    return make_appointment(customer=customer, at=now + SOON, by=by, now=now)


def post(client: Client, path: str, **fields: str):
    return client.post(path, {"request_key": str(uuid4()), **fields}, follow=True)


def enter(client: Client, member: Member) -> Client:
    client.cookies["lunxu_language"] = "en"
    client.force_login(member.user)
    return client


@pytest.mark.clause("A-18")
def test_gate_sees_time_name_and_car_but_no_file_and_no_number(client, an, lin, guard) -> None:
    coming(an, phone="13800001234")
    plan = plan_for(lin, announced=True, arrives_at=timezone.now() + SOON, plates="b67890, c13579")
    plan_for(lin, arrives_at=timezone.now() + SOON, guests="Not announced yet")
    page = enter(client, guard).get("/harbour/gate/")
    text = page.content.decode()
    for seen in ("Zhou", "A12345", "Harbour guests", "B67890", "C13579"):
        assert seen in text
    for hidden in ("1234\u2022", "\u20221234", "/customers/", "Not announced yet", f"/welcome/{plan.pk}/"):
        assert hidden not in text
    assert [len(each) for each in (page.context["gate"].ahead, page.context["gate"].here)] == [2, 0]


def test_gate_opens_on_its_own_page_and_no_other(client, guard, lin) -> None:
    enter(client, guard)
    assert client.get("/harbour/")["Location"] == "/harbour/gate/"
    plan = plan_for(lin, announced=True)
    for page in ("customers/", "visits/", "services/", "units/", f"welcome/{plan.pk}/", "checklists/"):
        assert client.get(f"/harbour/{page}").status_code == 403, page


def test_only_today_is_shown(client, office, an, lin, guard) -> None:
    plan_for(lin, announced=True, arrives_at=in_days(office, 1))
    called_off = coming(an)
    end_appointment(appointment=called_off, state="cancelled", by=an, now=timezone.now())
    assert enter(client, guard).get("/harbour/gate/").context["gate"].ahead == []


@pytest.mark.clause("A-18")
def test_guard_ticks_and_whoever_expects_them_hears_of_it_once(client, an, lin, guard, doorman) -> None:
    appointment = coming(an)
    enter(client, guard)
    [guest] = client.get("/harbour/gate/").context["gate"].ahead
    assert [mark for mark, _label in guest.buttons] == ["drove_in"]  # who has not come does not leave
    page = post(client, f"/harbour/gate/visits/{appointment.pk}/", mark="drove_in")
    [guest] = page.context["gate"].here
    assert [mark for mark, _label in guest.buttons] == ["left"]
    assert [tick.mark for tick, _mine in guest.ticks] == ["drove_in"]
    gate.tick_appointment(appointment=appointment, mark="at_door", by=doorman, now=timezone.now())
    [notice] = Notice.objects.filter(kind=NoticeKind.GUESTS_ARRIVED)
    assert (notice.member, notice.path) == (an, "/harbour/expected/")


def test_each_post_has_its_own_marks(an, lin, guard, doorman, office) -> None:
    flat = enrol(office, "flat", Role.SHOW_FLAT)
    marks = {member.name: set(gate.marks_for(member)) for member in (guard, doorman, flat, lin, an)}
    assert marks == {
        "Gate": {GateMark.DROVE_IN, GateMark.LEFT},
        "Door": {GateMark.AT_DOOR, GateMark.LEFT},
        "Flat": {GateMark.IN_FLAT},
        "Lin": set(GateMark),
        "An": set(),
    }
    appointment = coming(an)
    with pytest.raises(Refusal):
        gate.tick_appointment(appointment=appointment, mark="in_flat", by=guard, now=timezone.now())


def test_slip_is_taken_back_by_whoever_made_it_or_the_desk(an, lin, guard, doorman) -> None:
    appointment, now = coming(an), timezone.now()
    tick = gate.tick_appointment(appointment=appointment, mark="drove_in", by=guard, now=now)
    with pytest.raises(Refusal):
        gate.tick_appointment(appointment=appointment, mark="drove_in", by=guard, now=now)
    with pytest.raises(Refusal):
        gate.take_back(tick=tick, by=doorman, now=now)
    gate.take_back(tick=tick, by=guard, now=now)
    with pytest.raises(Refusal):
        gate.take_back(tick=tick, by=guard, now=now)
    again = gate.tick_appointment(appointment=appointment, mark="drove_in", by=guard, now=now)
    gate.take_back(tick=again, by=lin, now=now)
    assert GateTick.objects.count() == 2
    assert not GateTick.objects.standing().exists()


def test_guests_of_another_day_or_called_off_are_not_ticked(office, lin, guard) -> None:
    tomorrow = plan_for(lin, announced=True, arrives_at=in_days(office, 1))
    gone = plan_for(lin, announced=True, arrives_at=timezone.now() + SOON)
    welcome.call_off(plan=gone, by=lin, now=timezone.now())
    for plan in (tomorrow, gone):
        with pytest.raises(Refusal):
            gate.tick_plan(plan=plan, mark="drove_in", by=guard, now=timezone.now())


def test_post_ticks_its_preparations_on_the_gates_page(client, lin, guard) -> None:
    plan = plan_for(lin, announced=True, arrives_at=timezone.now() + SOON)
    page = enter(client, guard).get("/harbour/gate/")
    mine = {line.task.code for line in page.context["gate"].tasks}
    assert mine == {"unlocked", "guard_line_first", "see_off_first"}
    page = post(client, f"/harbour/welcome/tasks/{task_of(plan, 'unlocked').pk}/done/")
    assert page.redirect_chain[-1][0] == "/harbour/gate/"
    assert task_of(plan, "unlocked").done_by == guard
    # What is not theirs is not there.
    assert post(client, f"/harbour/welcome/tasks/{task_of(plan, 'air_on').pk}/done/").status_code == 404
    verify = post(client, f"/harbour/welcome/tasks/{task_of(plan, 'unlocked').pk}/verify/")
    assert verify.status_code == 200 and task_of(plan, "unlocked").verified_by is None


def test_another_offices_guests_are_not_there(client, other_office, lin, guard) -> None:
    theirs = plan_for(
        enrol(other_office, "theirs", Role.DESK), announced=True, arrives_at=timezone.now() + SOON
    )
    enter(client, guard)
    assert client.get("/harbour/gate/").context["gate"].ahead == []
    assert post(client, f"/harbour/gate/guests/{theirs.pk}/", mark="drove_in").status_code == 404
    assert not GateTick.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_gate_costs_the_same_for_one_and_for_many(
    client, an, guard, count: int, django_assert_max_num_queries
) -> None:
    for number in range(count):
        coming(an, f"Zhou {number}", f"A1234{number}")
    enter(client, guard)
    with django_assert_max_num_queries(12):
        client.get("/harbour/gate/")
