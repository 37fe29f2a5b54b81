"""Bringing the demo up to now: the days that passed are told, today is staged; what users did stays as it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import Max

from frontdesk.models import Checklist
from frontdesk.services.checklists import start_with_ours
from offices.enums import Preset
from offices.models import BusinessDay, HouseRules, Office
from offices.services.house_rules import adopt_rules
from reception.demo.entries import Entries
from reception.demo.floor import Floor
from reception.demo.people import Crew, administrator_of, crew_of, specs
from reception.demo.plan import DayPlan, plan_of
from reception.demo.story import Story
from reception.demo.today import SCENE, Scene, Stretch, is_fresh
from reception.models import Queue, Reception
from reception.services.day import expected_order

ONE_DAY = timedelta(days=1)
CALM = timedelta(minutes=8)  # in which what is still open comes to its end
WORTH_TELLING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done at an office: days told to their end, and whether today was staged anew."""

    days: int = 0
    staged: bool = False


def roll_forward(office: Office, *, now: datetime, days: int) -> Done:
    """Bring the office up to now: ``days`` are those before today for a new office, and the most that are told.

    Each day is one transaction, so that whoever is interrupted goes on with the next. Raises Refusal where users have
    left the office in a state that no day can be told in; nothing of that day is written then.
    """
    crew = crew_of(office)
    if crew is None:
        return Done()
    today = office.business_date(now)
    last = BusinessDay.objects.of(office).first()
    last_at = _last_moment(office)
    if last is not None and (last.date >= today or last_at > now):
        return Done(staged=last.closed_at is None and _go_on(crew, last_at, now))
    if last is None:
        _first_rules(crew, today - days * ONE_DAY)
        _first_lists(crew, today)
    elif last.closed_at is None:
        _end_old_day(crew, last.date, last_at, now)
    first = max(last.date + ONE_DAY, today - days * ONE_DAY) if last else today - days * ONE_DAY
    missing = [first + number * ONE_DAY for number in range((today - first).days)]
    for day in missing:
        _whole_day(crew, day)
    _stage(crew, today, now)
    return Done(days=len(missing), staged=True)


def _last_moment(office: Office) -> datetime | None:
    """When something happened there last: in the log, or a meeting, which the log does not hold."""
    queue = Queue.objects.filter(pk=office.pk).first()
    if queue is None:
        return None
    met_at = Reception.objects.on(queue.day).of(office).aggregate(last=Max("met_at"))["last"]
    return max(filter(None, (queue.last_at, met_at)), default=None)


def _first_rules(crew: Crew, first: date) -> None:
    """The office works by the sales-floor rules from its first day on."""
    if HouseRules.objects.of(crew.office).exists():
        return
    note = next(spec["rules_note"] for spec in specs() if spec["slug"] == crew.office.slug)
    adopt_rules(
        office=crew.office,
        preset=Preset.FLOOR,
        switches={},
        effective_from=first,
        note=note,
        by=administrator_of(crew),
        now=datetime.combine(first, time(8), tzinfo=crew.office.zone).astimezone(UTC),
    )


def _first_lists(crew: Crew, today: date) -> None:
    """The manager put our checklists into use this very morning, before anybody came in."""
    if not Checklist.objects.of(crew.office).exists():
        midnight = datetime.combine(today, time(), tzinfo=crew.office.zone).astimezone(UTC)
        start_with_ours(office=crew.office, language="zh-hans", by=crew.manager, now=midnight)


def _floor(crew: Crew, day: date, at: datetime) -> Floor:
    """The floor on that day. The seed is the office, the day and how long the log is: the same every time."""
    seq = Queue.objects.filter(pk=crew.office.pk).values_list("seq", flat=True).first() or 0
    rng = Random(f"{crew.office.slug} {day} {seq}")  # noqa: S311 (a story, not a secret)
    return Floor(crew, Entries(crew.office, rng), at)


def _plan(crew: Crew, day: date, rng: Random) -> DayPlan:
    return plan_of(crew.office, day, len(crew.consultants), rng)


@transaction.atomic
def _whole_day(crew: Crew, day: date) -> None:
    midnight = datetime.combine(day, time(), tzinfo=crew.office.zone)
    floor = _floor(crew, day, midnight)
    plan = _plan(crew, day, floor.rng)
    floor.wait_until(plan.opens)
    story = Story(floor)
    story.follow(plan)
    story.run(until=plan.locked_up - CALM)
    floor.wind_down(until=plan.locked_up)
    floor.signing.rest()
    floor.signing.correct_one()
    floor.close_day()
    floor.read_notices()


@transaction.atomic
def _end_old_day(crew: Crew, day: date, last_at: datetime, now: datetime) -> None:
    """Whatever was still open when the demo was last stopped comes to its end that evening."""
    floor = _floor(crew, day, last_at)
    evening = _plan(crew, day, floor.rng).locked_up
    floor.wind_down(until=min(max(evening, last_at), now))
    floor.signing.rest()
    floor.close_day()
    floor.read_notices()


@transaction.atomic
def _stage(crew: Crew, today: date, now: datetime) -> None:
    """Today from its opening to this moment; in the small hours all of it within what the day is old."""
    midnight = datetime.combine(today, time(), tzinfo=crew.office.zone)
    last_at = _last_moment(crew.office)
    earliest = min(max(midnight, last_at or midnight), now)
    floor = _floor(crew, today, earliest)
    plan = _plan(crew, today, floor.rng)
    scene_starts = max(now - SCENE, earliest)
    opening = max(min(plan.opens, scene_starts), earliest)
    floor.wait_until(opening)
    if scene_starts - opening < WORTH_TELLING:
        floor.open_day([crew.members[member.pk] for member in expected_order(crew.office)])
    else:
        story = Story(floor)
        story.follow(plan, everybody=True)
        calm = min(scene_starts, plan.locked_up)
        story.run(until=calm - CALM)
        _everybody_here(floor)
        floor.wind_down(until=calm)
        floor.signing.rest()
        floor.wait_until(scene_starts)
    floor.read_notices()
    Scene(floor, Stretch(floor.now, now)).play()
    floor.wait_until(now)
    floor.tick_so_far()


def _everybody_here(floor: Floor) -> None:
    people = floor.state().people
    for member in floor.crew.consultants:
        person = people.get(member.code)
        if person is None or not person.on_duty:
            floor.sign_in(member)
        elif person.away:
            floor.step_in(member)


@transaction.atomic
def _go_on(crew: Crew, last_at: datetime, now: datetime) -> bool:
    """The demo is started again on the same day: some time went by, unless it was only a moment."""
    if is_fresh(last_at, now):
        return False
    floor = _floor(crew, crew.office.business_date(now), last_at)
    Scene(floor, Stretch(max(last_at, now - SCENE), now)).go_on()
    floor.wait_until(now)
    floor.tick_so_far()
    return True
