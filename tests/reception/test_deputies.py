"""A supervisor decides while the manager is away: named for a time, told, kept, and never before or after it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from offices.enums import AuditAction, NoticeKind, Role
from offices.models import AuditEntry, Deputy, Member, Notice, Office
from offices.selectors.deputies import may_decide
from offices.services.deputies import end_deputy, name_deputy
from reception.enums import Move
from reception.models import QueueEvent
from reception.selectors.log import log_of
from reception.selectors.story import story_of
from reception.services import hand_over, roster
from reception.services.day import open_day
from tests.cast import enrol
from tests.page_forms import form_with
from tests.reception.conftest import refused

pytestmark = pytest.mark.usefixtures("english")
DECIDING = ("reassign", "hand-back")


@pytest.fixture
def su(office: Office) -> Member:
    """The sales supervisor."""
    return enrol(office, "su", Role.SUPERVISOR)


def named(supervisor: Member, by: Member, now: datetime, *, days: float = 1) -> Deputy:
    return name_deputy(
        supervisor=supervisor, begins_at=now, ends_at=now + timedelta(days=days), by=by, now=now
    )


@pytest.mark.clause("charter-11")
def test_supervisor_decides_only_while_named(su, mei, an, clock) -> None:
    now = clock()
    assert may_decide(mei, now) and not may_decide(su, now) and not may_decide(an, now)
    deputy = named(su, mei, now)
    assert may_decide(su, now) and may_decide(su, now + timedelta(hours=23))
    assert not may_decide(su, now - timedelta(seconds=1))
    assert not may_decide(su, deputy.ends_at)


def test_named_one_is_told_and_it_is_kept(su, mei, clock) -> None:
    deputy = named(su, mei, clock())
    assert Notice.objects.get(member=su).kind == NoticeKind.DEPUTY
    end_deputy(deputy=deputy, by=mei, now=clock())
    actions = [entry.action for entry in AuditEntry.objects.order_by("pk")]
    assert actions == [AuditAction.DEPUTY_NAMED, AuditAction.DEPUTY_ENDED]
    assert not may_decide(su, clock())


def test_only_a_manager_names_and_only_a_supervisor_of_the_house(su, mei, an, other_office, clock) -> None:
    elsewhere = enrol(other_office, "elsewhere", Role.SUPERVISOR)
    gone = enrol(su.office, "gone", Role.SUPERVISOR)
    gone.is_active = False
    for supervisor, by in ((su, su), (an, mei), (elsewhere, mei), (gone, mei)):
        with refused():
            named(supervisor, by, clock())
    assert not Deputy.objects.exists()


def test_time_has_an_end_within_a_month_and_overlaps_no_other(su, mei, clock) -> None:
    now = clock()
    for days in (0, -1, 31.1):
        with refused():
            named(su, mei, now, days=days)
    first = named(su, mei, now, days=31)
    with refused():
        named(su, mei, now + timedelta(days=30))
    named(su, mei, first.ends_at)
    assert Deputy.objects.count() == 2


def test_ended_early_may_be_named_anew(su, mei, clock) -> None:
    deputy = named(su, mei, clock())
    end_deputy(deputy=deputy, by=mei, now=clock())
    with refused():
        end_deputy(deputy=deputy, by=mei, now=clock())
    assert named(su, mei, clock()).pk != deputy.pk


def test_supervisor_does_not_end_it(su, mei, clock) -> None:
    deputy = named(su, mei, clock())
    with refused():
        end_deputy(deputy=deputy, by=su, now=clock())
    assert may_decide(su, clock())


@pytest.fixture
def house(office: Office, an: Member, bo: Member, mei: Member) -> Office:
    """Open today, by the real clock, as pages see it."""
    open_day(office=office, present=[an, bo], by=mei, now=timezone.now())
    return office


def test_pages_send_the_supervisor_to_the_manager_until_named(
    client: Client, house, arrive_now, su, mei
) -> None:
    reception = arrive_now()
    client.force_login(su.user)
    pages = [f"/harbour/visits/{reception.visit}/{page}/" for page in DECIDING] + ["/harbour/order/"]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 403 and "Ask the manager to name you" in answer.content.decode()
    assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED, by=su).count() == len(pages)
    assert "reassign" not in client.get(reception.get_absolute_url()).content.decode()
    named(su, mei, timezone.now())
    for page in pages:
        assert "what it will do to turns" in client.get(page).content.decode()
    assert "reassign" in client.get(reception.get_absolute_url()).content.decode()


def test_post_of_an_unnamed_supervisor_changes_nothing(client: Client, house, arrive_now, su, bo) -> None:
    reception = arrive_now()
    client.force_login(su.user)
    effect = hand_over.effect_of_reassign(reception, to=bo, owed=True, by=su).digest
    sent = {"to": bo.pk, "owed": "yes", "reason": "because", "effect": effect, "do": "yes"}
    assert client.post(f"/harbour/visits/{reception.visit}/reassign/", sent).status_code == 403
    assert not QueueEvent.objects.filter(kind="reassign").exists()


@pytest.fixture
def arrive_now(house, lin):
    from reception.services.arrivals import log_arrival
    from tests.reception.conftest import walk_in

    return lambda: log_arrival(office=house, arrival=walk_in("Zhou"), by=lin, now=timezone.now())


def test_supervisor_reads_what_they_may_not_decide(client: Client, house, arrive_now, su) -> None:
    arrive_now()
    client.force_login(su.user)
    assert "Zhou" in client.get("/harbour/queue/").content.decode()
    assert "Today in numbers" in client.get("/harbour/manager/").content.decode()
    assert "Name a supervisor" not in client.get("/harbour/deputy/").content.decode()


def test_manager_names_on_the_page(client: Client, house, su, mei) -> None:
    client.force_login(mei.user)
    form = form_with(client.get("/harbour/deputy/"), "begins_at")
    answer = client.post("/harbour/deputy/", {**form.fields, "supervisor": su.pk}, follow=True)
    assert "Su stands in for you." in answer.content.decode()
    assert may_decide(su, timezone.now())
    [deputy] = Deputy.objects.all()
    client.force_login(su.user)
    assert client.post(f"/harbour/deputy/{deputy.pk}/end/", form.fields).status_code == 403
    assert may_decide(su, timezone.now())


@pytest.mark.clause("charter-11")
def test_log_and_why_page_say_who_stood_in(opened, arrive, su, mei, lin, bo, clock) -> None:
    reception = arrive()
    deputy = named(su, mei, clock())
    promised = hand_over.effect_of_reassign(reception, to=bo, owed=True, by=su).digest
    hand_over.reassign(
        reception=reception, to=bo, owed=True, reason="asked", promised=promised, by=su, now=clock()
    )
    end_deputy(deputy=deputy, by=mei, now=clock())
    reception.refresh_from_db()
    step = story_of(reception)[-1]
    assert step.by == "Su, standing in for the manager"
    entry = log_of(reception.day).entries[0]
    assert entry.by == "Su, standing in for the manager" and entry.note == "asked"


def test_what_a_supervisor_does_at_the_desk_is_their_own(opened, arrive, su, mei, an, clock) -> None:
    from reception.services import floor

    named(su, mei, clock())
    floor.step_out(consultant=an, reason="business", by=su, now=clock())
    reception = arrive()
    first, second = log_of(reception.day).entries[:2]
    assert (first.by, second.by) == ("Lin", "Su")
    promised = roster.effect_of_move(an, Move.STEP_IN, by=su, now=clock()).digest
    roster.move(consultant=an, move=Move.STEP_IN, reason="seen", promised=promised, by=su, now=clock())
    assert log_of(reception.day).entries[0].by == "Su, standing in for the manager"
