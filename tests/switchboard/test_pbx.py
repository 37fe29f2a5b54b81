"""What follows from events of the telephone system, each effect once, in whatever order they come."""

from datetime import timedelta
from itertools import permutations

import pytest

from offices.enums import NoticeKind
from offices.models import Notice
from switchboard.models import CallBack, Caller, OnPhones, PbxCall, PbxEvent
from switchboard.services.pbx import mind_lines
from switchboard.services.phone_desks import step
from tests.switchboard.rows import NOON, NUMBER, logged, on_the_phones, said, tells
from tests.visitors.rows import file_of, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_duty(lin, an, bo, chen):
    """An and Bo answer, Chen is the backup."""
    on_the_phones(an, bo, backup=chen, by=lin)


def turns() -> dict[str, int]:
    return {row.member.name: row.last_turn for row in OnPhones.objects.select_related("member")}


@pytest.mark.clause("F-22")
def test_a_ringing_call_keeps_its_number_sealed(office, on_duty, an) -> None:
    call = tells(office, "ringing")
    assert (call.caller.masked, call.caller.number) == ("138****1234", NUMBER)
    assert NUMBER[3:] not in call.caller.sealed
    assert (call.offered_to, call.offered_as) == (an, "next")


def test_the_same_number_is_one_caller(office, on_duty) -> None:
    for typed in (NUMBER, "13800001234", "013800001234"):
        tells(office, "ringing", call=typed, number=typed)
    assert Caller.objects.count() == 1


@pytest.mark.parametrize("number", ["", "anonymous", "0", "12", "\u5317\u4eac"])
def test_a_withheld_number_is_no_caller(office, on_duty, number) -> None:
    assert tells(office, "ringing", number=number).caller is None


@pytest.mark.clause("phone-turns")
def test_who_answers_a_first_call_spends_a_turn_once(office, on_duty, bo) -> None:
    tells(office, "ringing")
    for _ in range(3):
        call = tells(office, "answered", 8, extension="202")
    tells(office, "ended", 90)
    assert (call.answered_by, call.turn_of) == (bo, bo)
    assert turns() == {"An": 0, "Bo": 1, "Chen": 0}


@pytest.mark.clause("phone-owner")
def test_a_known_caller_is_offered_to_the_owner_and_costs_no_turn(office, on_duty, lin, bo) -> None:
    receive(file_of(lin, name="Zhou", phone=NUMBER), bo, at=NOON - timedelta(days=2))
    call = tells(office, "ringing")
    assert (call.offered_to, call.offered_as) == (bo, "owner")
    tells(office, "answered", 5, extension="202")
    assert turns()["Bo"] == 0


def test_who_is_on_the_line_or_away_is_passed_over(office, on_duty, an, bo, chen) -> None:
    tells(office, "ringing", call="first")
    tells(office, "answered", 5, call="first", extension="201")
    assert tells(office, "ringing", 10, call="second", number="13800000002").offered_to == bo
    step(member=bo, is_away=True, by=bo, now=NOON)
    third = tells(office, "ringing", 20, call="third", number="13800000003")
    assert (third.offered_to, third.offered_as) == (chen, "all_busy")


@pytest.mark.clause("F-03")
def test_after_six_rings_the_backup_is_called_once(office, on_duty, chen) -> None:
    tells(office, "ringing")
    assert mind_lines(now=NOON + timedelta(seconds=29)) == 0
    assert mind_lines(now=NOON + timedelta(seconds=30)) == 1
    assert mind_lines(now=NOON + timedelta(seconds=40)) == 0
    assert list(Notice.objects.values_list("kind", "member")) == [(NoticeKind.BACKUP_CALLED, chen.pk)]


def test_an_answered_call_is_not_the_backups_any_more(office, on_duty) -> None:
    tells(office, "ringing")
    tells(office, "answered", 25, extension="201")
    assert mind_lines(now=NOON + timedelta(seconds=60)) == 0


@pytest.mark.clause("F-06")
def test_a_missed_call_is_called_back_by_whose_turn_it_was(office, on_duty, an) -> None:
    tells(office, "ringing")
    tells(office, "missed", 40)
    back = CallBack.objects.get()
    assert (back.reason, back.owner, back.state) == ("missed", an, "open")
    assert back.due_at == NOON + timedelta(seconds=40, minutes=60)
    assert Notice.objects.get().kind == NoticeKind.CALL_BACK


def test_a_number_missed_three_times_is_called_back_once(office, on_duty) -> None:
    for call in ("a", "b", "c"):
        tells(office, "ringing", call=call)
        for _ in range(2):
            tells(office, "missed", 40, call=call)
    assert list(CallBack.objects.values_list("times", "state")) == [(3, "open")]


def test_who_calls_again_and_is_answered_is_not_called_back(office, on_duty) -> None:
    tells(office, "missed", call="a")
    tells(office, "answered", 300, call="b", extension="201")
    assert CallBack.objects.get().state == "dropped"


def test_a_missed_call_without_a_number_leaves_nothing_to_do(office, on_duty) -> None:
    tells(office, "missed", number="anonymous")
    assert not CallBack.objects.exists()


EVENTS = [("ringing", 0, ""), ("answered", 8, "201"), ("ended", 120, "")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_every_order_ends_the_same(office, on_duty, an, order) -> None:
    for at in [*order, *order]:
        kind, seconds, extension = EVENTS[at]
        tells(office, kind, seconds, extension=extension)
    call = PbxCall.objects.get()
    assert (call.state, call.answered_by, call.turn_of) == ("ended", an, an)
    assert (call.rang_at, call.ended_at) == (NOON, NOON + timedelta(seconds=120))
    assert turns()["An"] == 1
    assert PbxEvent.objects.count() == 3
    assert not CallBack.objects.open().exists()


def test_of_what_nothing_more_is_heard_is_over(office, on_duty, an) -> None:
    tells(office, "ringing", call="rang")
    tells(office, "ringing", call="talked", number="13800000002")
    tells(office, "answered", 5, call="talked", extension="201")
    mind_lines(now=NOON + timedelta(seconds=31))
    assert mind_lines(now=NOON + timedelta(minutes=4)) == 1
    assert CallBack.objects.get().line.key == "rang"
    assert mind_lines(now=NOON + timedelta(hours=4)) == 1
    assert not PbxCall.objects.open().exists()


def test_a_late_answer_makes_good_what_was_given_up(office, on_duty) -> None:
    tells(office, "ringing")
    mind_lines(now=NOON + timedelta(minutes=4))
    tells(office, "answered", 8, extension="201")
    assert CallBack.objects.get().state == "dropped"


def test_offices_know_nothing_of_each_other(office, other_office, on_duty, stranger) -> None:
    tells(office, "ringing")
    theirs = tells(other_office, "ringing")
    assert theirs.offered_to is None
    assert PbxCall.objects.count() == 2 == Caller.objects.count()


def test_a_line_that_was_written_down_spends_no_second_turn(office, on_duty, an) -> None:
    tells(office, "ringing")
    line = tells(office, "answered", 12, extension="201")
    tells(office, "ended", 132)
    entry = logged(an, now=NOON + timedelta(minutes=3), line=line.pk, customer={"phone": ""})
    assert (entry.rings, entry.minutes, entry.answered_by) == (3, 2, an)
    assert entry.customer.phones.get().number == NUMBER
    assert turns()["An"] == 1


def test_without_events_the_entry_spends_the_turn(office, on_duty, an) -> None:
    logged(an)
    assert turns()["An"] == 1
    logged(an, customer={"phone": "13800009999"}, is_first=False)
    assert turns()["An"] == 1
    assert said().kind == "customer"
