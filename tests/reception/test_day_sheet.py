"""The day's sheet: on paper what the closing kept, with the anchor in full."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from offices.enums import Role
from offices.models import BusinessDay
from reception.selectors.day_sheet import sheet_page
from reception.services import floor, visits, voids
from reception.services.closing import close_day
from reception.services.day import open_day
from reception.services.slips import SlipEntry, enter_slip, print_slips
from tests.cast import enrol
from tests.reception.conftest import walk_in


@pytest.fixture
def closed(arrive, opened, an, bo, lin, mei, clock) -> BusinessDay:
    """A day with a void asked for, an entry taken back, a slip entered late, and a turn owed."""
    over = arrive("Zhou Mingming")
    visits.finish(reception=over, outcome=None, by=an, now=clock())
    voids.ask_void(reception=over, reason="peer", note="", by=an, now=clock())
    visits.cancel(reception=arrive("Wu"), note="typed twice", by=lin, now=clock())
    print_slips(office=opened, count=2, by=lin, now=clock())
    floor.step_out(consultant=bo, reason="business", by=lin, now=clock())
    came = clock()
    entry = SlipEntry(number=1, happened_at=came, arrival=walk_in(), ended_at=came + timedelta(minutes=2))
    enter_slip(office=opened, entry=entry, by=lin, now=clock(minutes=20))
    return close_day(office=opened, by=mei, now=clock(hours=6))


def test_sheet_shows_what_the_closing_kept(closed, opened, an, bo, lin) -> None:
    page = sheet_page(opened, closed)
    assert page.numbers["visits"] == 3
    assert [member.name for member in page.order] and page.numbers["cancelled"] == 1
    assert [(each.consultant, each.visits) for each in page.outcomes if each.consultant == an] == [(an, [1])]
    assert [(each.slip, each.visit) for each in page.late] == [(1, 3)]
    assert (page.unused, page.unused_count) == ([2, 2], 1)
    assert [standing.consultant for standing in page.standings] == [bo]
    assert [(each.by, each.note) for each in page.by_hand] == [(lin, "typed twice")]
    assert [asked.asked_by for asked in page.voids] == [an]


def test_paper_has_the_whole_hash_in_groups_of_eight_and_a_code(closed, client: Client, lin) -> None:
    client.force_login(lin.user)
    text = client.get(f"/harbour/day/{closed.date}/sheet/").content.decode()
    shown = "".join(re.findall(r"<span>([0-9a-f]{8})</span>", text))
    assert shown == closed.sheet["hash"]
    assert "data:image/svg+xml" in text
    assert f"--anchor {closed.sheet['seq']}:" in text
    assert "Zhou" not in text


def test_director_reads_it_and_a_consultant_does_not(closed, opened, client: Client, an) -> None:
    address = f"/harbour/day/{closed.date}/sheet/"
    client.force_login(enrol(opened, "director", Role.DIRECTOR).user)
    assert client.get(address).context["page"].anchor.seq == closed.sheet["seq"]
    client.force_login(an.user)
    assert client.get(address).status_code == 403


def test_there_is_no_sheet_of_an_open_day_or_another_offices(
    closed, opened, other_office, stranger, an, mei, client: Client, lin, clock
) -> None:
    open_day(office=other_office, present=[stranger], by=stranger, now=clock(hours=48))
    elsewhere = close_day(office=other_office, by=stranger, now=clock())
    open_day(office=opened, present=[an], by=mei, now=clock())
    client.force_login(lin.user)
    today = BusinessDay.objects.of(opened).get(closed_at=None)
    for date in (today.date, elsewhere.date, "2026-11-31", "never"):
        assert client.get(f"/harbour/day/{date}/sheet/").status_code == 404


def test_sheet_stays_as_it_was_closed(closed, opened, an, mei, clock) -> None:
    """What is signed, told or decided later does not change the paper."""
    before = sheet_page(opened, closed)
    asked = before.voids[0]
    voids.answer_void(asked=asked, accept=True, by=mei, now=clock())
    after = sheet_page(opened, BusinessDay.objects.get(pk=closed.pk))
    assert (after.standings, after.outcomes, after.numbers) == (
        before.standings,
        before.outcomes,
        before.numbers,
    )


def test_what_was_done_by_hand_on_another_day_is_not_on_it(
    closed, opened, arrive, an, mei, lin, clock
) -> None:
    open_day(office=opened, present=[an], by=mei, now=clock(hours=16))
    visits.cancel(reception=arrive("Next"), note="next day", by=lin, now=clock())
    tomorrow = close_day(office=opened, by=mei, now=clock(hours=8))
    assert [each.note for each in sheet_page(opened, tomorrow).by_hand] == ["next day"]
    assert [each.note for each in sheet_page(opened, closed).by_hand] == ["typed twice"]
