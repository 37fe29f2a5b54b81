"""Days open and close by events; what is owed carries over."""

from datetime import date, timedelta

import pytest

from offices.enums import Preset
from offices.services.house_rules import adopt_rules
from reception.models import Queue, QueueEvent
from reception.selectors.board import board_of
from reception.services import floor, visits
from reception.services.closing import close_day
from reception.services.day import expected_order, open_day
from reception.services.floor import by_last_order
from reception.services.verify import differences
from tests.reception.conftest import MORNING, refused


def names(office, clock) -> list[str]:
    return [row.member.name for row in board_of(office, now=clock()).rows]


@pytest.mark.clause("A-22")
def test_manager_arranges_the_order_and_latecomers_join_at_the_end(office, an, bo, chen, mei, clock) -> None:
    open_day(office=office, present=[chen, an], by=mei, now=clock(hours=1))
    floor.sign_in(consultant=bo, by=bo, now=clock())
    assert names(office, clock) == ["Chen", "An", "Bo"]


@pytest.mark.clause("A-22")
def test_before_opening_hours_everybody_takes_the_last_days_place(
    opened, an, bo, chen, ding, mei, clock
) -> None:
    close_day(office=opened, by=mei, now=clock(hours=9))
    early = MORNING + timedelta(hours=23)  # 08:00 the next morning
    open_day(office=opened, present=[], by=mei, now=early)
    for late, consultant in enumerate((ding, bo, an), start=1):
        floor.sign_in(consultant=consultant, by=consultant, now=early + timedelta(minutes=late))
    assert names(opened, clock) == ["An", "Bo", "Ding"]
    floor.sign_in(consultant=chen, by=chen, now=early + timedelta(hours=2))
    assert names(opened, clock) == ["An", "Bo", "Ding", "Chen"]


def test_owed_turns_carry_over(arrive, opened, an, bo, mei, lin, clock) -> None:
    floor.step_out(consultant=an, reason="business", by=lin, now=clock())
    reception = arrive()
    visits.finish(reception=reception, outcome=None, by=bo, now=clock())
    close_day(office=opened, by=mei, now=clock(hours=8))
    assert [member.name for member in expected_order(opened)] == ["Chen", "Ding", "An", "Bo"]
    open_day(office=opened, present=expected_order(opened), by=mei, now=clock(hours=15))
    assert board_of(opened, now=clock()).row_of(an).balance == 1
    assert arrive("Next day").consultant == an
    assert list(differences(opened)) == []


@pytest.mark.clause("A-53")
def test_day_with_visitors_in_it_does_not_close(arrive, opened, mei, clock) -> None:
    arrive()
    with refused():
        close_day(office=opened, by=mei, now=clock())
    assert Queue.objects.get(pk=opened.pk).day is not None


def test_day_closed_too_early_opens_again_and_numbers_go_on(arrive, opened, an, mei, clock) -> None:
    visits.finish(reception=arrive(), outcome=None, by=an, now=clock())
    close_day(office=opened, by=mei, now=clock())
    open_day(office=opened, present=[an], by=mei, now=clock())
    assert arrive().number == 2


def test_two_days_are_never_open(opened, mei, clock) -> None:
    with refused():
        open_day(office=opened, present=[], by=mei, now=clock())


def test_new_rules_hold_from_the_day_on_and_stand_in_the_log(
    opened, arrive, an, bo, mei, root, clock
) -> None:
    adopt_rules(
        office=opened,
        preset=Preset.CHARTER,
        switches={},
        note="agreed",
        effective_from=date(2026, 11, 3),
        by=root,
        now=clock(),
    )
    visits.finish(reception=arrive(), outcome=None, by=an, now=clock())
    close_day(office=opened, by=mei, now=clock(hours=8))
    open_day(office=opened, present=[an, bo], by=mei, now=clock(hours=15))
    event = QueueEvent.objects.of(opened).filter(kind="rules").last()
    assert event.rules_version == 1
    assert event.payload["rules"]["makeup"] == "one"
    assert list(differences(opened)) == []


def test_rules_never_change_a_day_that_has_begun(opened, root, clock) -> None:
    with refused():
        adopt_rules(
            office=opened,
            preset="charter",
            switches={},
            note="agreed",
            effective_from=date(2026, 11, 2),
            by=root,
            now=clock(),
        )


def test_stranger_cannot_sign_in(opened, lin, clock) -> None:
    with refused():
        floor.sign_in(consultant=lin, by=lin, now=clock())


def test_order_of_the_last_day_keeps_newcomers_behind() -> None:
    assert by_last_order(["d", "x", "a"], ["a", "b", "d"]) == ["a", "d", "x"]
