"""The log of a day in words: every kind of entry, who did it, what follows, and no query more for a longer day."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from offices.clauses import clause
from reception.models import QueueEvent, Reception
from reception.selectors.log import A_PAGE, Entry, log_of
from reception.selectors.numbers import numbers_of
from reception.services import floor, hand_over, roster, visits, voids
from reception.services.closing import close_day

pytestmark = pytest.mark.usefixtures("english")


def said(entry: Entry) -> list[str]:
    return [each.text for each in entry.told]


def latest(reception: Reception) -> Entry:
    return log_of(reception.day).entries[0]


@pytest.mark.clause("floor-queue-3")
def test_passed_on_business_and_owed_a_turn(arrive, an, clock) -> None:
    """14:05: first in the order, An, is passed: away on business; one turn is owed."""
    floor.step_out(consultant=an, reason="business", by=an, now=clock())
    reception = arrive()
    entry = latest(reception)
    assert entry.head == "Zhou arrives."
    assert said(entry)[:2] == [
        "Bo receives Zhou: turn, counts as a turn.",
        "An, place 1 in the order, is passed: away on business; one turn is owed.",
    ]
    assert [each.clause for each in entry.told[:2]] == [clause("charter-9"), clause("floor-queue-3")]
    assert entry.by == "Lin" and entry.visit == reception


def test_owed_turn_that_is_used_is_told_with_its_clause(arrive, an, clock) -> None:
    floor.step_out(consultant=an, reason="business", by=an, now=clock())
    arrive("While away")
    floor.step_in(consultant=an, by=an, now=clock())
    entry = latest(arrive("Make-up"))
    assert said(entry) == [
        "An receives Make-up: make-up turn, counts as a turn.",
        "An owed turn of An is used.",
    ]
    assert entry.told[1].clause.id == "floor-queue-3"


def test_every_kind_of_entry_has_its_sentence(opened, arrive, an, bo, chen, ding, lin, mei, clock) -> None:
    first, second = arrive("One"), arrive("Two")
    floor.step_out(consultant=ding, reason="personal", by=ding, now=clock())
    floor.step_in(consultant=ding, by=ding, now=clock())
    third = arrive("Three")
    hand_over.give_to_next(reception=third, by=lin, now=clock())
    promised = hand_over.effect_of_hand_back(second, to=an, by=mei).digest
    hand_over.hand_back(reception=second, to=an, reason="met before", promised=promised, by=mei, now=clock())
    promised = hand_over.effect_of_reassign(first, to=chen, owed=True, by=mei).digest
    hand_over.reassign(
        reception=first, to=chen, owed=True, reason="asked", promised=promised, by=mei, now=clock()
    )
    order = [chen, an, bo, ding]
    promised = roster.effect_of_reorder(opened, order, by=mei).digest
    roster.reorder(office=opened, order=order, reason="by lot", promised=promised, by=mei, now=clock())
    asked = voids.ask_void(reception=first, reason="peer", note="", by=chen, now=clock())
    voids.answer_void(asked=asked, accept=True, note="seen", by=mei, now=clock())
    visits.cancel(reception=third, note="typed twice", by=lin, now=clock())
    visits.finish(reception=second, outcome=None, by=lin, now=clock())
    arrive("Way", customer=None, purpose="directions", visitor_name="Wu")
    floor.sign_out(consultant=ding, by=ding, now=clock())
    close_day(office=opened, date=first.day.date, by=mei, now=clock())
    entries = log_of(first.day).entries
    assert {entry.kind for entry in entries} == {*QueueEvent.objects.values_list("kind", flat=True)}
    heads = [entry.head for entry in entries]
    for head in (
        "The day is closed.",
        "Ding signs out.",
        "Wu arrives.",
        "An has finished with Two.",
        "The entry of Three is cancelled.",
        "A void is verified: One was no customer.",
        "The order is set anew.",
        "One is given to Chen.",
        "Two is handed back to An.",
        "The called consultant did not come; Ding takes Three.",
        "Ding steps out for private reasons.",
        "The day is opened with An, Bo, Chen, Ding.",
    ):
        assert head in heads
    assert all("%" not in text for entry in entries for text in (entry.head, *said(entry)))


def test_filters_leave_what_concerns_the_consultant_or_is_of_the_kind(arrive, an, bo, chen, clock) -> None:
    floor.step_out(consultant=an, reason="business", by=an, now=clock())
    first, second = arrive("One"), arrive("Two")
    day = first.day
    of_an = [entry.head for entry in log_of(day, consultant=an).entries]
    assert "One arrives." in of_an and "An steps out on business." in of_an  # passed, and away
    assert "Two arrives." not in of_an
    assert second.consultant == chen
    assert {entry.kind for entry in log_of(day, kind="arrive").entries} == {"arrive"}


def test_day_holds_its_own_entries_only(opened, arrive, an, mei, clock) -> None:
    from reception.services.day import open_day

    first = arrive("One")
    visits.cancel(reception=first, note="typed twice", by=mei, now=clock())
    close_day(office=opened, date=first.day.date, by=mei, now=clock())
    clock(days=1)
    tomorrow = open_day(office=opened, present=[an], by=mei, now=clock())
    today = log_of(first.day).entries
    assert today[0].kind == "close_day" and today[-1].seq == 1
    assert {entry.seq for entry in today} & {entry.seq for entry in log_of(tomorrow).entries} == set()


def test_log_is_paged_the_newest_first(arrive, an, clock) -> None:
    reception = arrive()
    for _ in range(A_PAGE // 2 + 1):
        floor.step_out(consultant=an, reason="personal", by=an, now=clock())
        floor.step_in(consultant=an, by=an, now=clock())
    newest, older = log_of(reception.day), log_of(reception.day, number="2")
    assert len(newest.entries) == A_PAGE and newest.entries[0].seq > newest.entries[-1].seq
    assert newest.entries[-1].seq == older.entries[0].seq + 1


def test_late_entry_shows_when_it_happened(arrive, office, lin, clock) -> None:
    from reception.models import Queue
    from reception.rotation import Away, StepOut
    from reception.services.queue import locked_queue

    reception = arrive()
    happened = clock(seconds=1)
    later = clock(hours=1)
    code = Queue.objects.get(pk=office.pk).state["order"][0]
    with locked_queue(office, by=lin, now=later) as queue:
        queue.apply(StepOut(code, Away.PERSONAL), happened_at=happened)
    entry = latest(reception)
    assert (entry.late_of, entry.at) == (happened, later)


def test_page_reads_with_the_same_number_of_queries(client: Client, arrive, mei, an, clock) -> None:
    client.force_login(mei.user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/harbour/queue/", {"day": f"{reception.day.date:%Y-%m-%d}"})
        assert reception.label in page.content.decode()
        return len(captured)

    reception = arrive("Zhou")
    few = queries()
    for name in ("Wu", "Zheng", "Wang", "Feng"):
        arrive(name)
    assert queries() == few


def test_numbers_and_log_are_not_shown_to_consultants(client: Client, arrive, an) -> None:
    arrive()
    client.force_login(an.user)
    for page in ("queue", "manager", "deputy"):
        answer = client.get(f"/harbour/{page}/")
        assert answer.status_code == 403 and "Zhou" not in answer.content.decode()


def test_numbers_take_three_queries(arrive, django_assert_num_queries) -> None:
    reception = arrive()
    with django_assert_num_queries(3):
        assert numbers_of(reception.day).visits == 1
