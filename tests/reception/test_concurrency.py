"""Many desks at once, on real connections: no turn is lost, none is given twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import Error, connection

from offices.enums import Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.request_keys import once
from reception.enums import Status
from reception.models import Queue, QueueEvent, Reception
from reception.services import queue as queue_module
from reception.services import visits
from reception.services.arrivals import log_arrival
from reception.services.day import open_day
from reception.services.verify import differences
from tests.cast import enrol
from tests.reception.conftest import MORNING, walk_in

pytestmark = pytest.mark.django_db(transaction=True)

DESKS = 8
ARRIVALS = 25
"""Each desk's: without the lock so many are already enough to go wrong."""
CONSULTANTS = 8


@pytest.fixture
def busy_office(office: Office) -> Office:
    """Eight consultants in order and a clerk at each of eight desks."""
    people = [enrol(office, f"c{number}", Role.CONSULTANT) for number in range(CONSULTANTS)]
    for number in range(DESKS):
        enrol(office, f"d{number}", Role.DESK)
    open_day(office=office, present=people, by=people[0], now=MORNING)
    return office


def at_every_desk(office: Office, work: Callable[[Member], int]) -> Counter:
    """Run the work at all desks at the same time; counts what came of it by desk, and errors by their kind."""
    clerks = list(Member.objects.of(office).holding(Role.DESK).select_related("office", "user"))
    start = Barrier(len(clerks))

    def at_desk(clerk: Member) -> Counter:
        try:
            start.wait()
            return Counter({"done": work(clerk)})
        except (Error, Refusal, ValueError, LookupError) as error:
            return Counter({type(error).__name__: 1})
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clerks)) as pool:
        return sum(pool.map(at_desk, clerks), Counter())


def a_morning(count: int) -> Callable[[Member], int]:
    """A clerk logs so many walk-ins, and finishes each reception that began."""

    def work(clerk: Member) -> int:
        now = MORNING + timedelta(minutes=1)
        for number in range(count):
            reception = log_arrival(office=clerk.office, arrival=walk_in(f"V{number}"), by=clerk, now=now)
            if reception.status == Status.CALLED:
                visits.finish(reception=reception, outcome=None, by=clerk, now=now)
        return count

    return work


def faults(office: Office, expected: int) -> list[str]:
    """What is wrong after the morning; nothing where every turn was given exactly once."""
    found = [difference.what for difference in differences(office)]
    sequence = list(QueueEvent.objects.of(office).order_by("seq").values_list("seq", flat=True))
    if sequence != list(range(1, len(sequence) + 1)):
        found.append("the log has gaps")
    visits_logged = Reception.objects.of(office).count()
    if visits_logged != expected:
        found.append(f"{visits_logged} of {expected} visits")
    arrivals = QueueEvent.objects.of(office).filter(kind="arrive").count()
    if arrivals != expected:
        found.append(f"{arrivals} of {expected} arrivals in the log")
    numbers = set(Reception.objects.of(office).values_list("number", flat=True))
    if numbers != set(range(1, expected + 1)):
        found.append("the day's numbers have gaps")
    turns = Counter(Reception.objects.of(office).filter(counts=True).values_list("consultant", flat=True))
    undone = Reception.objects.of(office).filter(status__in=(Status.WAITING, Status.CALLED)).count()
    if sum(turns.values()) + undone < expected:
        found.append("turns were lost")
    return found


def test_eight_desks_with_two_hundred_arrivals(busy_office: Office) -> None:
    done = at_every_desk(busy_office, a_morning(ARRIVALS))
    assert done == Counter({"done": DESKS * ARRIVALS})
    assert faults(busy_office, DESKS * ARRIVALS) == []


def test_without_the_lock_the_same_morning_fails(busy_office: Office, monkeypatch) -> None:
    """The negative control: the check above can fail, and does once the lock is left out."""

    def no_lock(office: Office) -> Queue:
        return Queue.objects.select_related("day").get(pk=office.pk)

    monkeypatch.setattr(queue_module, "_lock", no_lock)
    at_every_desk(busy_office, a_morning(ARRIVALS))
    assert faults(busy_office, DESKS * ARRIVALS) != []


def test_double_click_makes_one_visit(busy_office: Office) -> None:
    """Eight simultaneous sends of one form: one visit, and all get the same answer."""
    clerk = Member.objects.of(busy_office).holding(Role.DESK).select_related("office", "user").first()
    key, start, now = uuid4(), Barrier(8), MORNING + timedelta(minutes=1)

    def click(number: int) -> str:
        start.wait()
        arrival = walk_in("Once")
        try:
            return once(
                key=key,
                content={"name": "Once"},
                answer=str(arrival.visit),
                work=lambda: log_arrival(office=clerk.office, arrival=arrival, by=clerk, now=now),
                by=clerk,
                now=now,
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(click, range(8)))
    [reception] = Reception.objects.of(busy_office)
    assert answers == {str(reception.visit)}


def test_offices_do_not_wait_for_each_other(
    busy_office: Office, other_office: Office, stranger: Member
) -> None:
    """While one office's queue is locked, another office goes on."""
    from django.db import transaction

    with transaction.atomic(), queue_module.locked_queue(busy_office, by=None, now=MORNING):

        def elsewhere() -> bool:
            try:
                open_day(office=other_office, present=[stranger], by=stranger, now=MORNING)
                return True
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(elsewhere).result(timeout=20)


def test_a_lock_held_too_long_is_a_refusal_that_says_so(busy_office: Office) -> None:
    from django.db import transaction

    from offices.errors import Busy

    clerk = Member.objects.of(busy_office).holding(Role.DESK).select_related("office", "user").first()
    with transaction.atomic(), queue_module.locked_queue(busy_office, by=None, now=MORNING):

        def late() -> str:
            try:
                log_arrival(office=clerk.office, arrival=walk_in(), by=clerk, now=MORNING)
            except Busy as refusal:
                return str(refusal)
            finally:
                connection.close()
            return "no refusal"

        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(late).result(timeout=20)
    assert answer != "no refusal"
    assert not Reception.objects.of(busy_office).exists()
