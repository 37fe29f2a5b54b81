"""Several hands and the telephone system at once: numbers without a gap, one line a call, one task a number."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from offices.errors import Refusal
from switchboard.models import CallBack, Caller, IncomingCall, OnPhones, PbxCall, PhoneDesk
from switchboard.services.calls import log_call
from tests.switchboard.rows import NOON, NUMBER, on_the_phones, said, tells

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


def at_once(work) -> list:
    """Run it for each hand on a connection of its own; what it returns, or the refusal."""

    def run(hand: int):
        try:
            return work(hand)
        except Refusal as refusal:
            return refusal
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(run, range(HANDS)))


def test_lines_written_at_once_are_numbered_without_a_gap(an) -> None:
    now = timezone.now()

    def write(hand: int):
        entry = said(customer={"phone": f"1380000300{hand}"}, visit_at=now + timedelta(days=1))
        return log_call(office=an.office, entry=entry, by=an, now=now)

    at_once(write)
    assert sorted(IncomingCall.objects.values_list("number", flat=True)) == list(range(1, HANDS + 1))


def test_a_call_is_written_down_by_one_of_them(office, an) -> None:
    line = tells(office, "ringing", begin=timezone.now())
    now = timezone.now()

    def write(hand: int):
        entry = said(line=line.pk, customer={"phone": ""}, visit_at=now + timedelta(days=1))
        return log_call(office=office, entry=entry, by=an, now=now)

    found = at_once(write)
    assert sum(isinstance(each, Refusal) for each in found) == HANDS - 1
    assert IncomingCall.objects.count() == 1


def test_the_same_events_at_once_have_their_effects_once(office, lin, an, bo) -> None:
    on_the_phones(an, bo, by=lin)
    events = [("ringing", 0, ""), ("answered", 8, "201"), ("ended", 60, "")] * 2
    at_once(lambda hand: tells(office, events[hand][0], events[hand][1], extension=events[hand][2]))
    call = PbxCall.objects.get()
    assert (call.state, call.answered_by, call.turn_of) == ("ended", an, an)
    assert OnPhones.objects.get(member=an).last_turn == 1
    assert not CallBack.objects.open().exists()


def test_missed_calls_of_one_number_at_once_are_one_task(office, lin, an) -> None:
    on_the_phones(an, by=lin)
    at_once(lambda hand: tells(office, "missed", call=f"c{hand}"))
    assert [(back.times, back.caller.number) for back in CallBack.objects.all()] == [(HANDS, NUMBER)]
    assert Caller.objects.count() == 1


def test_without_the_lock_numbers_would_collide(office, an) -> None:
    """The counter-proof: who reads the number without holding the desk reads what others read."""
    PhoneDesk.objects.create(office=office, numbered_on=NOON.date(), last_number=3)
    read = at_once(lambda hand: PhoneDesk.objects.get(pk=office.pk).last_number + 1)
    assert set(read) == {4}
