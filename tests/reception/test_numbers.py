"""A day's numbers, counted by hand beside what the page says."""

from datetime import timedelta

import pytest
from django.test import Client

from reception.selectors.numbers import numbers_of, wishes_of_many
from reception.services import floor, visits, voids
from visitors.services.customers import CustomerEntry
from visitors.services.outcomes import OutcomeEntry

pytestmark = pytest.mark.usefixtures("english")


def ends(reception, clock, **outcome) -> None:
    visits.finish(reception=reception, outcome=OutcomeEntry(**outcome), by=reception.consultant, now=clock())


def test_visits_are_new_returning_or_no_customers(arrive, an, clock) -> None:
    first = arrive("One")
    ends(first, clock, grade="A")
    arrive("Called", history="phoned")
    arrive(customer=CustomerEntry(customer_id=first.customer_id), history="visited", named=(an.pk,))
    arrive(customer=None, purpose="directions", visitor_name="Wu")
    numbers = numbers_of(first.day)
    assert (numbers.visits, numbers.first, numbers.returning, numbers.others) == (4, 2, 1, 1)
    assert (numbers.turns, numbers.own) == (2, 1)


def test_entries_by_mistake_count_nowhere_and_voids_are_named(arrive, an, bo, lin, mei, clock) -> None:
    mistaken, void = arrive("Typed twice"), arrive("Insurance")
    visits.cancel(reception=mistaken, note="typed twice", by=lin, now=clock())
    asked = voids.ask_void(reception=void, reason="unrelated", note="", by=void.consultant, now=clock())
    voids.answer_void(asked=asked, accept=True, by=mei, now=clock())
    numbers = numbers_of(void.day)
    assert (numbers.visits, numbers.turns, numbers.voids) == (1, 0, 1)
    [share] = [each for each in numbers.consultants if each.name == void.consultant.name]
    assert (share.turns, share.others, share.balance) == (0, 0, 1)


@pytest.mark.clause("A-20")
def test_waiting_is_measured_where_the_meeting_was_noted(arrive, clock) -> None:
    waits = (10, 30, 60, 61)
    receptions = [arrive(str(wait)) for wait in waits]
    for wait, reception in zip(waits, receptions, strict=True):
        reception.met_at = reception.arrived_at + timedelta(seconds=wait)
        reception.status = "receiving"
        reception.save(update_fields=["met_at", "status"])
    waiting = numbers_of(receptions[0].day).waiting
    assert (waiting.noted, waiting.in_time, waiting.share) == (4, 3, 75)
    assert (waiting.median, waiting.longest) == (45, 61)


def test_meeting_noted_only_at_the_end_says_nothing_of_the_wait(arrive, lin, clock) -> None:
    reception = arrive()
    visits.finish(reception=reception, outcome=None, by=lin, now=clock(hours=1))
    waiting = numbers_of(reception.day).waiting
    assert (waiting.noted, waiting.share, waiting.longest) == (0, None, None)


def test_latest_outcome_gives_the_grade(arrive, an, bo, lin, clock) -> None:
    first, second = arrive("One"), arrive("Two")
    ends(first, clock, grade="C")
    visits.add_outcome(reception=first, outcome=OutcomeEntry(grade="A"), by=an, now=clock())
    visits.finish(reception=second, outcome=None, by=lin, now=clock())
    numbers = numbers_of(first.day)
    assert {grade: count for grade, _label, count in numbers.grades if count} == {"A": 1}
    assert numbers.without_outcome == 1


def test_each_consultant_has_turns_open_and_balance(arrive, an, bo, clock, opened) -> None:
    floor.step_out(consultant=an, reason="business", by=an, now=clock())
    reception = arrive("One")
    shares = {each.name: each for each in numbers_of(reception.day).consultants}
    assert (shares["Bo"].turns, shares["Bo"].open) == (1, 1)
    assert (shares["An"].turns, shares["An"].balance) == (0, 1)
    assert [each.name for each in numbers_of(reception.day).consultants] == ["Chen", "Ding", "An", "Bo"]


@pytest.mark.clause("A-38")
def test_three_units_stand_before_the_manager_with_who_reported_them(
    client: Client, arrive, mei, clock
) -> None:
    first, second = arrive("One"), arrive("Two")
    ends(first, clock, grade="A", units_wanted=3)
    ends(second, clock, grade="A", units_wanted=5)
    visits.add_outcome(
        reception=second, outcome=OutcomeEntry(grade="A", units_wanted=2), by=second.consultant, now=clock()
    )
    [wish] = wishes_of_many(first.day)
    assert (wish.contact_id, wish.by) == (first.contact_id, first.consultant)
    client.force_login(mei.user)
    page = client.get("/harbour/manager/").content.decode()
    assert f"reported by {first.consultant.name}" in page and "3 units" in page


def test_office_without_a_day_shows_zeros(client: Client, office, mei) -> None:
    assert numbers_of(None).visits == 0 and not wishes_of_many(None)
    client.force_login(mei.user)
    assert "The day is not open" in client.get("/harbour/manager/").content.decode()


def test_another_office_counts_its_own(arrive, other_office, mei, clock) -> None:
    from offices.models import BusinessDay

    arrive()
    other = BusinessDay.objects.create(office=other_office, date=clock().date(), opened_at=clock())
    assert numbers_of(other).visits == 0 and not numbers_of(other).consultants


def test_fragment_is_the_page_and_says_nothing_new_twice(client: Client, arrive, mei, steady_version) -> None:
    arrive()
    client.force_login(mei.user)
    page = client.get("/harbour/manager/")
    token = {"X-Live-Token": page.context["live_token"]}
    fragment = client.get("/harbour/manager/live/", headers=token)
    assert fragment.context["numbers"] == page.context["numbers"]
    version = fragment.context["board"].version
    again = client.get("/harbour/manager/live/", {"v": version}, headers=token)
    assert (again.status_code, again.content) == (204, b"")
