"""Each visit knows its entries in the log; rules and days wait for each other."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from offices.models import Member, Office
from offices.services.house_rules import adopt_rules
from reception.models import QueueEvent, Reception
from reception.selectors.story import story_of
from reception.services import floor, hand_over, visits, voids
from reception.services.day import open_day
from visitors.services.outcomes import OutcomeEntry


def entries_in_the_log(reception: Reception) -> list[int]:
    """The long way: every entry of the log that decided on the visit."""
    return [
        event.seq
        for event in QueueEvent.objects.of(reception.office).order_by("seq")
        for said in event.decision.get("decisions", [])
        if said["visit"] == str(reception.visit)
    ]


def test_visit_remembers_every_entry_that_decided_on_it(
    arrive, opened, an, bo, chen, ding, mei, lin, clock
) -> None:
    first, second, third, fourth = (arrive(name) for name in ("One", "Two", "Three", "Four"))
    waiting, impatient, later = arrive("Five"), arrive("Six"), arrive("Seven")
    visits.leave(reception=impatient, by=lin, now=clock())
    visits.finish(reception=first, outcome=OutcomeEntry(grade="B"), by=an, now=clock())
    visits.cancel(reception=second, note="typed twice", by=lin, now=clock())
    asked = voids.ask_void(reception=third, reason="peer", note="", by=chen, now=clock())
    voids.answer_void(asked=asked, accept=True, by=mei, now=clock())
    hand_over.give_to_next(reception=fourth, by=lin, now=clock())
    floor.sign_out(consultant=ding, by=lin, now=clock())
    receptions = list(Reception.objects.of(opened))
    assert {each.pk: each.entries for each in receptions} == {
        each.pk: entries_in_the_log(each) for each in receptions
    }
    told = {each.pk: [step.kind for step in story_of(each)] for each in receptions}
    assert told[waiting.pk] == ["waiting", "turn"]
    assert told[impatient.pk] == ["waiting", "left"]
    assert told[second.pk] == ["turn", "cancel"]
    assert told[third.pk] == ["turn", "void"]
    assert told[fourth.pk] == ["turn", "reassign"]
    assert len(told[later.pk]) == 2


@pytest.mark.django_db(transaction=True)
def test_day_that_opens_waits_for_rules_that_are_being_chosen_for_it(
    office: Office, an: Member, mei: Member, root: Member
) -> None:
    """Else the day would run under the old ones, and the table would say that the new ones held."""
    now = timezone.now()

    def opens() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '60s'")  # a machine busy with tests is slow
            open_day(office=office, present=[an], by=mei, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            adopt_rules(
                office=office,
                preset="charter",
                switches={},
                note="agreed",
                effective_from=office.business_date(now),
                by=root,
                now=now,
            )
            opening = pool.submit(opens)
            while not (opening.done() or _somebody_waits()):
                time.sleep(0.01)
        opening.result(timeout=30)
    [rules] = QueueEvent.objects.of(office).filter(kind="rules")
    assert rules.rules_version == 1


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0
