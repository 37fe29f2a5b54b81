"""A draft tried on the office's own log, through the services and on the page."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.house_rules import adopt_rules
from reception.models import Checkpoint, Queue, QueueEvent, Reception
from reception.rotation import PRESETS, State, rules_from
from reception.selectors.trial import trial_of
from reception.services import floor, visits, voids
from reception.services.arrivals import log_arrival
from reception.services.closing import close_day
from reception.services.day import open_day
from reception.services.verify import differences
from tests.reception.conftest import MORNING, refused, walk_in

FLOOR, CHARTER = PRESETS["floor"], PRESETS["charter"]


def same(result) -> bool:
    return (
        not result.differing
        and not result.other_clauses
        and not result.skipped
        and all(not each.more_turns and not each.more_receptions for each in result.accounts)
    )


def a_day(office: Office, people, lin, mei, clock, rng: Random) -> None:
    """Something of everything that a day brings, as the services let it happen."""
    open_day(office=office, present=rng.sample(people, len(people)), by=mei, now=clock())
    for _ in range(25):
        try:
            with transaction.atomic():
                something(office, rng.choice(people), lin, clock(), rng)
        except Refusal:
            continue
    _everybody_goes(office, lin, clock)
    close_day(office=office, by=mei, now=clock())


def something(office: Office, who: Member, lin: Member, now: datetime, rng: Random) -> None:
    """Raises Refusal where it cannot be."""
    here = list(Reception.objects.of(office).filter(status__in=("called", "receiving")))
    acts = [
        "arrive",
        "arrive",
        "return",
        "step_out",
        "step_in",
        *(["finish"] * 3 + ["cancel"] if here else []),
    ]
    match rng.choice(acts):
        case "arrive":
            log_arrival(office=office, arrival=walk_in(), by=lin, now=now)
        case "return":
            log_arrival(office=office, arrival=walk_in(history="visited", named=(who.pk,)), by=lin, now=now)
        case "step_out":
            floor.step_out(consultant=who, reason="business", by=lin, now=now)
        case "step_in":
            floor.step_in(consultant=who, by=lin, now=now)
        case "finish":
            visits.finish(reception=rng.choice(here), outcome=None, by=lin, now=now)
        case "cancel":
            visits.cancel(reception=rng.choice(here), note="typed twice", by=lin, now=now)


def _everybody_goes(office: Office, lin, clock) -> None:
    while under_way := list(
        Reception.objects.of(office).filter(status__in=("waiting", "called", "receiving"))
    ):
        for one in under_way:
            if one.status == "waiting":
                visits.leave(reception=one, by=lin, now=clock())
                continue
            visits.finish(reception=one, outcome=None, by=lin, now=clock())
            break


@pytest.mark.parametrize("seed", [1, 2])
def test_rules_in_force_give_everybody_the_same_visitors(
    office, an, bo, chen, ding, lin, mei, root, clock, seed
) -> None:
    """Days of the real services, tried by the very rules they were decided by, from a checkpoint and from the start."""
    adopt_rules(
        office=office,
        preset="charter",
        switches={"rotation": {"makeup_when_busy": True}},
        effective_from=MORNING.date(),
        note="agreed",
        by=root,
        now=MORNING,
    )
    rules = rules_from({"preset": "charter", "makeup_when_busy": True})
    rng = Random(seed)
    for day in range(3):
        clock.at = MORNING + timedelta(days=day)
        a_day(office, [an, bo, chen, ding], lin, mei, clock, rng)
    for days in (0, 1, 14):
        result = trial_of(office, rules, days=days, now=clock())
        assert result.decisions > 0
        assert same(result)
    assert trial_of(office, rules, days=14, now=clock()).decisions == Reception.objects.of(office).count()
    assert list(differences(office)) == []


def a_week_by_the_floor(arrive, an, bo, chen, lin, clock) -> list[Reception]:
    """As in tests/reception/test_rotation_trial.py, by the services: bo makes up for two turns."""

    def over(reception: Reception) -> None:
        visits.finish(reception=reception, outcome=None, by=lin, now=clock())

    first = arrive("One")
    floor.step_out(consultant=bo, reason="business", by=bo, now=clock())
    second = arrive("Two")
    over(second)
    over(first)
    third, fourth = arrive("Three"), arrive("Four")
    floor.step_in(consultant=bo, by=bo, now=clock())
    over(third)
    over(fourth)
    fifth = arrive("Five")
    over(fifth)
    sixth = arrive("Six")
    over(sixth)
    seventh = arrive("Seven", history="visited", named=(bo.pk,))
    return [first, second, third, fourth, fifth, sixth, seventh]


@pytest.fixture
def week(office, an, bo, chen, lin, mei, clock) -> list[Reception]:
    open_day(office=office, present=[an, bo, chen], by=mei, now=clock())

    def arrive(name: str, **facts) -> Reception:
        return log_arrival(office=office, arrival=walk_in(name, **facts), by=lin, now=clock())

    return a_week_by_the_floor(arrive, an, bo, chen, lin, clock)


@pytest.mark.clause("charter-7", "charter-9", "floor-queue-3", "floor-queue-5.2")
def test_charter_instead_of_the_floor_rules(week, office, an, bo, chen, clock) -> None:
    result = trial_of(office, CHARTER, now=clock())
    assert (result.decisions, result.differing, result.other_clauses, result.left_out) == (7, 2, 1, 0)
    assert [(each.name, each.turns, each.draft_turns, each.more_turns) for each in result.accounts] == [
        ("An", 2, 3, 1),
        ("Bo", 2, 2, 0),
        ("Chen", 2, 2, 0),
    ]
    assert [(each.name, each.receptions, each.more_receptions) for each in result.accounts] == [
        ("An", 2, 1),
        ("Bo", 3, -1),
        ("Chen", 2, 0),
    ]
    sixth, seventh = result.examples
    assert (sixth.reception, sixth.actual.member, sixth.draft.member) == (week[5], bo, an)
    assert (sixth.actual.clause.id, sixth.draft.clause.id) == ("floor-queue-3", "charter-9")
    assert (seventh.actual.counts, seventh.draft.counts) == (False, True)
    assert sixth.at == week[5].arrived_at


def test_trial_writes_nothing(week, office, clock) -> None:
    before = Queue.objects.get(pk=office.pk)
    trial_of(office, CHARTER, now=clock())
    after = Queue.objects.get(pk=office.pk)
    assert (after.seq, after.state, after.last_hash) == (before.seq, before.state, before.last_hash)


def test_void_of_a_visit_from_before_the_stretch(week, office, an, bo, chen, lin, mei, clock) -> None:
    """What had ended before the trial begins is known by its stored record, as it was before the void."""
    visits.finish(reception=week[6], outcome=None, by=lin, now=clock())
    close_day(office=office, by=mei, now=clock())
    clock.at = MORNING + timedelta(days=3)
    open_day(office=office, present=[an, bo, chen], by=mei, now=clock())
    asked = voids.ask_void(reception=week[0], reason="peer", note="", by=an, now=clock())
    voids.answer_void(asked=asked, accept=True, by=mei, now=clock())
    visits.cancel(reception=week[6], note="typed twice", by=lin, now=clock())
    log_arrival(office=office, arrival=walk_in("Eight"), by=lin, now=clock())
    recent = trial_of(office, FLOOR, days=1, now=clock())
    assert recent.decisions == 1
    assert same(recent)
    assert same(trial_of(office, FLOOR, days=14, now=clock()))


def test_trial_reads_the_log_once(week, office, clock, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(5) as captured:
        trial_of(office, CHARTER, now=clock())
    assert sum("reception_queueevent" in query["sql"] for query in captured.captured_queries) == 1


def test_stretch_begins_at_the_checkpoint_before_it(week, office, an, bo, chen, lin, mei, clock) -> None:
    visits.finish(reception=week[6], outcome=None, by=lin, now=clock())
    close_day(office=office, by=mei, now=clock())
    clock.at = MORNING + timedelta(days=30)
    open_day(office=office, present=[an, bo, chen], by=mei, now=clock())
    log_arrival(office=office, arrival=walk_in("Eight"), by=lin, now=clock())
    with_checkpoints = trial_of(office, CHARTER, days=14, now=clock())
    Checkpoint.objects.all().delete()
    assert trial_of(office, CHARTER, days=14, now=clock()) == with_checkpoints
    assert with_checkpoints.decisions == 1


def test_opening_a_day_keeps_the_state_it_begins_with(opened, an, bo, mei, root, clock) -> None:
    [kept] = Checkpoint.objects.of(opened)
    entry = QueueEvent.objects.of(opened).get(kind="open_day")
    assert (kept.seq, kept.at) == (entry.seq, entry.at)
    assert State.from_json(kept.state).order == []
    adopt_rules(
        office=opened,
        preset="charter",
        switches={},
        effective_from=(MORNING + timedelta(days=1)).date(),
        note="agreed",
        by=root,
        now=clock(),
    )
    close_day(office=opened, by=mei, now=clock())
    open_day(office=opened, present=[an, bo], by=mei, now=clock(hours=15))
    assert State.from_json(Checkpoint.objects.of(opened).latest("seq").state).rules == CHARTER
    assert list(differences(opened)) == []


@pytest.mark.parametrize("changed", ["state", "at", "seq", "beyond"])
def test_checkpoint_that_is_not_what_the_replay_gives_is_found(opened, changed: str) -> None:
    kept = Checkpoint.objects.of(opened).get()
    if changed == "state":
        kept.state = {**kept.state, "balance": {kept.state["people"][0] if kept.state["people"] else "m1": 3}}
    elif changed == "at":
        kept.at += timedelta(hours=1)
    else:
        kept.seq += 1 if changed == "seq" else 1000
    kept.save()
    assert ["checkpoint" in found.what for found in differences(opened)] == [True]


def test_day_that_was_refused_leaves_no_checkpoint(opened, an, mei, clock) -> None:
    with refused():
        open_day(office=opened, present=[an, an], by=mei, now=clock())
    assert Checkpoint.objects.of(opened).count() == 1


def test_page_links_to_the_story_of_what_differs(office, an, bo, chen, lin, mei, clock) -> None:
    clock.at = timezone.now() - timedelta(hours=3)
    open_day(office=office, present=[an, bo, chen], by=mei, now=clock())

    def arrive(name: str, **facts) -> Reception:
        return log_arrival(office=office, arrival=walk_in(name, **facts), by=lin, now=clock())

    sixth = a_week_by_the_floor(arrive, an, bo, chen, lin, clock)[5]
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(mei.user)
    address = reverse("reception:rules_draft", args=[office.slug])
    for headers in ({}, {"HX-Request": "true"}):
        shown = client.post(address, {"preset": "charter", "do": "trial"}, headers=headers).content.decode()
        assert "2 of 7 decisions would have been others." in shown
        assert "1 more comes to the same by another clause." in shown
        assert f'href="{sixth.get_absolute_url()}"' in shown
        assert "how long each visit lasted is as it was" in shown
        assert ("<form" in shown) is not headers.get("HX-Request")


def test_other_offices_log_is_not_read(week, other_office, clock) -> None:
    result = trial_of(other_office, CHARTER, now=clock())
    assert (result.decisions, result.accounts) == (0, [])
