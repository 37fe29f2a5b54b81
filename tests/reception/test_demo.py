"""The demo office: believable, in full swing at any hour, and sound to the last entry of its log."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from frontdesk.models import Checklist
from offices.models import BusinessDay, HouseRules, Member, Notice, Office, User
from reception.demo.people import crew_of, demo_password, demo_pin, found_offices, logins
from reception.demo.plan import Comer, plan_of
from reception.demo.rolling import roll_forward
from reception.enums import AwayReason, EventWord, Status, TurnKind, VisitHistory, VisitPurpose, VoidState
from reception.models import Queue, QueueEvent, Reception, Tick, VoidRequest
from reception.selectors.board import board_of
from reception.selectors.checklists import unticked_musts, worksheets
from reception.selectors.register import register_of, unsigned
from reception.services import visits
from reception.services.closing import close_day
from reception.services.verify import differences
from visitors.enums import Grade, PhoneAnswer, SignedThrough
from visitors.models import Contact, ContactOutcome, Customer, RegisterEntry

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)


def local(clock: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, datetime.strptime(clock, "%H:%M:%S").time(), tzinfo=SHANGHAI)


NOON = local("12:00:00")


@pytest.fixture
def yunjing(db: None) -> Office:
    """The large office with its people, before its first day."""
    found_offices()
    return Office.objects.get(slug="yunjing")


@pytest.fixture
def xishan(yunjing: Office) -> Office:
    """The small one."""
    return Office.objects.get(slug="xishan")


def test_days_of_history_show_everything_and_verify(yunjing: Office) -> None:
    """Four days in a row, a weekend among them, hold every kind of arrival, decision and end."""
    done = roll_forward(yunjing, now=NOON, days=4)
    assert done.days == 4
    assert list(differences(yunjing)) == []
    seen = Reception.objects.of(yunjing)
    assert set(seen.values_list("status", flat=True)) == set(Status.values) - {Status.WAITING}
    assert set(seen.values_list("kind", flat=True)) == set(TurnKind.values)
    assert set(seen.values_list("history", flat=True)) == set(VisitHistory.values)
    assert set(seen.values_list("purpose", flat=True)) == set(VisitPurpose.values)
    said = list(seen.values_list("circumstances", flat=True))
    assert {"named", "designates", "refused", "forgot"} <= {name for each in said for name in each}
    assert any(len(each.get("named", ())) > 1 for each in said)
    assert {"A", "B", "C", "D"} == set(ContactOutcome.objects.values_list("grade", flat=True)) == set(Grade)
    assert ContactOutcome.objects.filter(units_wanted__gte=3).exists()
    assert ContactOutcome.objects.exclude(next_appointment=None).exists()
    assert set(Customer.objects.values_list("phone_answer", flat=True)) == set(PhoneAnswer)
    assert set(VoidRequest.objects.values_list("state", flat=True)) == set(VoidState)
    words = set(QueueEvent.objects.of(yunjing).values_list("kind", flat=True))
    unused = {EventWord.HAND_BACK, EventWord.STAFF, EventWord.REORDER}
    assert words | unused >= set(EventWord.values)
    waited = Reception.objects.of(yunjing).exclude(warned_at=None)
    assert waited.exists() and Contact.objects.filter(kind="call").exists()


@pytest.mark.parametrize("clock", ["00:05:00", "03:00:00", "08:30:00", "12:00:00", "17:20:00", "23:50:00"])
def test_today_is_in_full_swing_at_any_hour(yunjing: Office, clock: str) -> None:
    now = local(clock)
    roll_forward(yunjing, now=now, days=1)
    board = board_of(yunjing, now=now)
    assert board.day.date == MONDAY and board.day.closed_at is None
    states = [row.state for row in board.rows]
    assert len(states) == 8 and states.count("receiving") == 3
    [call] = board.calls
    assert timedelta(seconds=2) < now - call.arrived_at < timedelta(seconds=60)
    away = {row.reason: row for row in board.rows if row.state == "away"}
    assert set(away) == set(AwayReason.values)
    assert away[AwayReason.BUSINESS].balance == 1
    assert any(row.is_next for row in board.rows)
    assert VoidRequest.objects.filter(state=VoidState.ASKED).count() == 1
    assert Reception.objects.on(board.day).filter(status=Status.FINISHED).exists()
    today = QueueEvent.objects.of(yunjing).filter(at__gte=board.day.opened_at)
    assert today.first().at >= local("00:00:00") and today.last().at <= now
    assert list(differences(yunjing)) == []


def test_checklists_are_in_use_and_half_done(yunjing: Office) -> None:
    """Whoever receives somebody has ticked the first boxes; who came before today was asked for none."""
    roll_forward(yunjing, now=NOON, days=1)
    assert Checklist.objects.of(yunjing).in_use().count() == 4
    under_way = Reception.objects.of(yunjing).filter(status=Status.RECEIVING, contact__isnull=False)
    sheets = worksheets(under_way)
    boxes = [
        (sum(each.done for each in sheet.lists), sum(each.of for each in sheet.lists)) for sheet in sheets
    ]
    assert len(sheets) == 3 and any(0 < done < of for done, of in boxes)
    over = Reception.objects.of(yunjing).filter(status=Status.FINISHED, arrived_at__lt=local("00:00:00"))
    assert over.exists() and unticked_musts(over) == {}
    assert Tick.objects.filter(reception__status=Status.FINISHED).exists()


def test_the_register_is_signed_but_for_the_last_visitors_of_today(yunjing: Office) -> None:
    """Past days are signed by those who received, one is corrected, some by PIN; a few of today wait."""
    roll_forward(yunjing, now=NOON, days=6)
    assert {reception.day.closed_at for reception in unsigned(yunjing).select_related("day")} == {None}
    assert 0 < unsigned(yunjing).count() <= 8
    entries = RegisterEntry.objects.of(yunjing)
    assert set(entries.values_list("signed_through", flat=True)) == set(SignedThrough.values)
    assert entries.exclude(corrects=None).exists()
    for day in BusinessDay.objects.of(yunjing):
        book = register_of(yunjing, day)
        assert all(line.is_intact and not line.is_late for line in book.signed)
        assert all(line.entry.signed_by_id == line.reception.consultant_id for line in book.signed)
        assert book.signed or not day.closed_at


def test_small_office_has_somebody_waiting(xishan: Office) -> None:
    roll_forward(xishan, now=NOON, days=1)
    board = board_of(xishan, now=NOON)
    assert [row.state for row in board.rows] == ["receiving"] * 3
    assert [NOON - reception.arrived_at for reception in board.waiting] == [timedelta(seconds=40)]


def test_midnight_itself_leaves_no_room_and_still_works(yunjing: Office) -> None:
    roll_forward(yunjing, now=local("00:00:00"), days=0)
    assert len(board_of(yunjing, now=local("00:00:01")).calls) == 1
    assert list(differences(yunjing)) == []


def test_starting_again_at_once_changes_nothing(yunjing: Office) -> None:
    roll_forward(yunjing, now=NOON, days=0)
    before = Queue.objects.get(pk=yunjing.pk).seq
    found_offices()
    assert not roll_forward(yunjing, now=NOON + timedelta(minutes=1), days=0).staged
    assert Queue.objects.get(pk=yunjing.pk).seq == before
    assert Office.objects.count() == 2


def test_starting_again_later_brings_the_board_to_life(yunjing: Office) -> None:
    roll_forward(yunjing, now=NOON, days=0)
    [old] = board_of(yunjing, now=NOON).calls
    later = NOON + timedelta(hours=2)
    assert roll_forward(yunjing, now=later, days=0).staged
    board = board_of(yunjing, now=later)
    [call] = board.calls
    assert later - call.arrived_at == timedelta(seconds=40)
    old.refresh_from_db()
    assert old.status == Status.RECEIVING
    assert list(differences(yunjing)) == []


def test_starting_again_and_again_leaves_somebody_free(yunjing: Office) -> None:
    for minutes in range(0, 40, 5):
        now = NOON + timedelta(minutes=minutes)
        roll_forward(yunjing, now=now, days=0)
    states = [row.state for row in board_of(yunjing, now=now).rows]
    assert "free" in states and states.count("receiving") <= 5
    assert list(differences(yunjing)) == []


def test_next_start_rolls_forward(yunjing: Office) -> None:
    """What was open ends that evening, the days between are told, today is staged."""
    roll_forward(yunjing, now=NOON, days=0)
    wednesday = NOON + timedelta(days=2)
    done = roll_forward(yunjing, now=wednesday, days=14)
    assert (done.days, done.staged) == (1, True)
    first, second, today = BusinessDay.objects.of(yunjing).order_by("date")
    assert (first.date, second.date, today.date) == (MONDAY, MONDAY + timedelta(days=1), wednesday.date())
    assert first.closed_at == local("20:25:00")
    assert not Reception.objects.on(first).filter(status__in=["waiting", "called", "receiving"]).exists()
    assert not VoidRequest.objects.filter(reception__day=first, state=VoidState.ASKED).exists()
    assert Reception.objects.on(second).count() > 10
    assert list(differences(yunjing)) == []


def test_after_a_long_time_only_the_last_days_are_told(yunjing: Office) -> None:
    roll_forward(yunjing, now=NOON, days=0)
    assert roll_forward(yunjing, now=NOON + timedelta(days=60), days=1).days == 1
    assert BusinessDay.objects.of(yunjing).count() == 3


def test_demo_that_ran_past_midnight(yunjing: Office) -> None:
    """Somebody worked on after midnight in the day of before: today begins after that."""
    late = local("23:40:00", MONDAY - timedelta(days=1))
    roll_forward(yunjing, now=late, days=0)
    [call] = board_of(yunjing, now=late).calls
    visits.meet(reception=call, by=call.consultant, now=local("00:10:00"))
    now = local("00:12:00")
    roll_forward(yunjing, now=now, days=14)
    days = list(BusinessDay.objects.of(yunjing).order_by("date"))
    assert [day.date for day in days] == [MONDAY - timedelta(days=1), MONDAY]
    assert days[0].closed_at == local("00:10:00") and days[1].opened_at >= days[0].closed_at
    assert Queue.objects.get(pk=yunjing.pk).last_at <= now
    assert list(differences(yunjing)) == []


def test_what_users_changed_is_kept(yunjing: Office) -> None:
    roll_forward(yunjing, now=NOON, days=0)
    crew = crew_of(yunjing)
    for reception in Reception.objects.of(yunjing).filter(status__in=["called", "receiving"]):
        visits.finish(reception=reception, outcome=None, by=crew.clerk, now=NOON)
    close_day(office=yunjing, by=crew.manager, now=NOON)
    crew.consultants[0].is_active = False
    crew.consultants[0].save(update_fields=["is_active"])
    assert not roll_forward(yunjing, now=NOON + timedelta(hours=3), days=0).staged
    assert BusinessDay.objects.get(office=yunjing).closed_at == NOON
    roll_forward(yunjing, now=NOON + timedelta(days=1), days=0)
    assert len(board_of(yunjing, now=NOON + timedelta(days=1)).rows) == 7


def test_clock_that_was_put_back_changes_nothing(yunjing: Office) -> None:
    roll_forward(yunjing, now=NOON, days=0)
    before = Queue.objects.get(pk=yunjing.pk).seq
    assert not roll_forward(yunjing, now=NOON - timedelta(days=3), days=14).days
    assert Queue.objects.get(pk=yunjing.pk).seq == before


def test_nobody_logs_in_to_old_notices(yunjing: Office) -> None:
    roll_forward(yunjing, now=NOON, days=1)
    opened = BusinessDay.objects.get(office=yunjing, date=MONDAY).opened_at
    assert not Notice.objects.filter(office=yunjing, seen_at=None, created_at__lt=opened).exists()


def test_office_works_by_floor_rules_from_its_first_day(yunjing: Office) -> None:
    roll_forward(yunjing, now=NOON, days=1)
    [rules] = HouseRules.objects.of(yunjing)
    assert (rules.preset, rules.effective_from, bool(rules.note)) == (
        "floor",
        MONDAY - timedelta(days=1),
        True,
    )


def test_same_seed_tells_the_same_day(yunjing: Office) -> None:
    first, second = (plan_of(yunjing, MONDAY, 8, Random("the same")) for _ in range(2))
    assert first == second
    assert {comer for _, comer in first.comers} <= set(Comer)


def test_command_prints_who_may_log_in_and_they_may(db: None, capsys) -> None:
    call_command("demo", days=0)
    printed = capsys.readouterr().out
    assert printed.isascii()
    for login in logins():
        assert login.username in printed
    assert demo_password() in printed and demo_pin() in printed
    for typed in ("desk", "138 0000 0001"):
        user = User.objects.get_by_natural_key(typed)
        assert user.check_password(demo_password()) and check_password(demo_pin(), user.pin)
    admin = User.objects.get(username="admin")
    assert Member.objects.filter(user=admin).count() == 2


def test_command_can_be_quiet(db: None, capsys) -> None:
    call_command("demo", days=0, quiet=True)
    assert capsys.readouterr().out == ""
    assert Queue.objects.count() == 2


def test_command_is_not_for_production(db: None, settings) -> None:
    settings.PLAIN_HTTP = False
    with pytest.raises(CommandError, match="localhost"):
        call_command("demo", days=0)
    assert not User.objects.exists()
