"""Closing a day: what is open is listed and not lost, and the last hash goes to the manager."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import OutboxMessage, Robot
from messaging.notice_texts import text_of
from offices.enums import NoticeKind, Role
from offices.models import BusinessDay, Notice
from reception.models import Queue, QueueEvent, Slip
from reception.selectors.closing import left_open
from reception.services import floor, visits, voids
from reception.services.closing import close_day
from reception.services.day import open_day
from reception.services.slips import SlipEntry, enter_slip, print_slips, spoil_slip
from reception.services.verify import differences
from tests.cast import enrol
from tests.reception.conftest import refused, walk_in


def the_day(office) -> BusinessDay:
    return Queue.objects.select_related("day").get(pk=office.pk).day


def received(arrive, clock, by, name: str = "Zhou"):
    """A visit that is over, whose outcome and signature are still to come."""
    reception = arrive(name)
    visits.finish(reception=reception, outcome=None, by=by, now=clock())
    return reception


@pytest.mark.clause("A-53")
def test_visitors_who_are_here_block_and_nothing_else_does(arrive, opened, an, bo, mei, lin, clock) -> None:
    over = received(arrive, clock, an)
    voids.ask_void(reception=over, reason="peer", note="", by=an, now=clock())
    here = arrive("Wu")
    left = left_open(opened, the_day(opened))
    assert (left.blocks, left.here) == (True, [here])
    with refused():
        close_day(office=opened, by=mei, now=clock())
    assert not QueueEvent.objects.of(opened).filter(kind="close_day").exists()
    visits.finish(reception=here, outcome=None, by=lin, now=clock())
    assert close_day(office=opened, by=mei, now=clock()).closed_at is not None


def test_waiting_visitor_blocks_too(arrive, opened, an, mei, lin, clock) -> None:
    taken = [arrive(str(number)) for number in range(4)]
    waiting = arrive("Wang")
    for each in taken:
        visits.finish(reception=each, outcome=None, by=lin, now=clock())
    waiting.refresh_from_db()
    assert left_open(opened, the_day(opened)).here == [waiting]


def test_everything_open_is_listed_by_consultant(arrive, opened, an, bo, lin, clock) -> None:
    first, second, third = (received(arrive, clock, lin, name) for name in ("Zhou", "Wu", "Zheng"))
    voids.ask_void(reception=second, reason="peer", note="", by=bo, now=clock())
    visits.cancel(reception=third, note="typed twice", by=lin, now=clock())
    left = left_open(opened, the_day(opened))
    assert [(each.consultant, each.receptions) for each in left.outcomes] == [(an, [first]), (bo, [second])]
    assert (an, [first]) in [(each.consultant, each.receptions) for each in left.unsigned]
    assert ([asked.reception for asked in left.voids], left.cancelled) == ([second], [third])
    assert left.remains and not left.blocks


def test_turns_that_carry_over_are_listed_with_their_clauses(arrive, opened, an, bo, lin, clock) -> None:
    floor.step_out(consultant=an, reason="business", by=lin, now=clock())
    received(arrive, clock, bo)
    [standing] = left_open(opened, the_day(opened)).standings
    assert (standing.consultant, [str(cause) for cause in standing.owed], standing.ahead) == (
        an,
        ["floor-queue-3"],
        0,
    )


def test_slips_are_listed_with_their_times(opened, an, lin, clock) -> None:
    print_slips(office=opened, count=4, by=lin, now=clock())
    came, now = clock(), clock(hours=1)
    entry = SlipEntry(number=1, happened_at=came, arrival=walk_in(), ended_at=came + timedelta(minutes=5))
    enter_slip(office=opened, entry=entry, by=lin, now=now)
    spoil_slip(office=opened, number=2, by=lin, now=clock())
    day = close_day(office=opened, by=lin, now=clock())
    assert day.sheet["late"] == [{"slip": 1, "visit": 1, "at": came.isoformat()}]
    assert (day.sheet["spoiled"], day.sheet["unused"]) == ([2], [3, 4])


def test_sheet_holds_ids_codes_and_numbers_only(arrive, opened, an, mei, clock) -> None:
    received(arrive, clock, an, "Zhou Mingming")
    day = close_day(office=opened, by=mei, now=clock())
    assert (day.sheet["outcomes"], day.sheet["numbers"]["visits"]) == ({an.code: [1]}, 1)
    assert "Zhou" not in str(day.sheet)


def test_anchor_is_the_entry_that_closes_the_day(arrive, opened, mei, clock) -> None:
    day = close_day(office=opened, by=mei, now=clock())
    entry = QueueEvent.objects.of(opened).get(seq=day.sheet["seq"])
    assert (entry.kind, entry.hash) == ("close_day", day.sheet["hash"])
    assert entry.payload == {
        "date": f"{day.date}",
        "order": day.closing_order,
        "register": day.sheet["register"],
    }
    assert list(differences(opened)) == []


def test_every_manager_is_told_the_anchor(opened, mei, lin, clock) -> None:
    supervisor = enrol(opened, "supervisor", Role.SUPERVISOR)
    robot = Robot(office=opened, kind="wecom", name="Group", is_active=True)
    robot.keep_address("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0")
    robot.save()
    day = close_day(office=opened, by=lin, now=clock())
    [notice] = Notice.objects.filter(kind=NoticeKind.DAY_ANCHOR)
    assert (notice.member, notice.path) == (mei, f"/harbour/day/{day.date}/sheet/")
    assert not Notice.objects.filter(member=supervisor).exists()
    [message] = OutboxMessage.objects.filter(kind="day_anchor")
    text = text_of(message.kind, message.params, name="Mei", zone=opened.zone)
    assert f"{day.sheet['seq']}:{day.sheet['hash']}" in text and f"{day.date}" in text


def test_refused_close_sends_nothing(arrive, opened, lin, clock) -> None:
    arrive()
    with refused():
        close_day(office=opened, by=lin, now=clock())
    assert not Notice.objects.filter(kind=NoticeKind.DAY_ANCHOR).exists()
    assert BusinessDay.objects.get(office=opened).sheet == {}


# The page


@pytest.fixture
def desk(client: Client, lin, english) -> Client:
    client.force_login(lin.user)
    return client


def close(desk: Client, day: BusinessDay):
    sent = {"request_key": str(uuid4()), "day": f"{day.date}"}
    return desk.post("/harbour/day/close/", sent)


def test_page_says_what_remains_open_and_leads_to_the_sheet(arrive, opened, an, lin, clock, desk) -> None:
    received(arrive, clock, an)
    page = desk.get("/harbour/day/close/")
    assert "Close the day with 1 unsigned entry" in page.content.decode()
    day = the_day(opened)
    answer = close(desk, day)
    assert answer["Location"] == f"/harbour/day/{day.date}/sheet/"
    assert the_day(opened) is None


def test_page_offers_to_finish_who_is_still_here_and_comes_back(arrive, opened, clock, desk) -> None:
    reception = arrive()
    page = desk.get("/harbour/day/close/").content.decode()
    assert f"/harbour/visits/{reception.visit}/done/" in page
    assert 'name="day"' not in page
    sent = {"request_key": str(uuid4()), "next": "/harbour/day/close/"}
    answer = desk.post(f"/harbour/visits/{reception.visit}/done/", sent)
    assert answer["Location"] == "/harbour/day/close/"


def test_stale_page_never_closes_another_day(opened, mei, lin, an, clock, desk) -> None:
    yesterday = the_day(opened)
    close_day(office=opened, by=mei, now=clock(hours=8))
    open_day(office=opened, present=[an], by=mei, now=clock(hours=15))
    assert close(desk, yesterday)["Location"] == "/harbour/day/close/"
    assert the_day(opened) != yesterday


def test_two_clicks_close_once(opened, lin, desk) -> None:
    sent = {"request_key": str(uuid4()), "day": f"{the_day(opened).date}"}
    answers = {desk.post("/harbour/day/close/", sent)["Location"] for _ in range(2)}
    assert len(answers) == 1
    assert QueueEvent.objects.of(opened).filter(kind="close_day").count() == 1


def test_what_was_left_open_stands_before_the_next_day(arrive, opened, an, mei, clock, desk) -> None:
    over = received(arrive, clock, an)
    voids.ask_void(reception=over, reason="peer", note="", by=an, now=clock())
    close_day(office=opened, by=mei, now=clock(hours=8))
    page = desk.get("/harbour/day/")
    assert page.context["left"].remains
    assert over.get_absolute_url() in page.content.decode()


def test_nothing_left_open_shows_no_panel(opened, mei, clock, desk) -> None:
    close_day(office=opened, by=mei, now=clock(hours=8))
    assert "Left open" not in desk.get("/harbour/day/").content.decode()


def test_without_an_open_day_the_page_says_so(office, desk) -> None:
    assert "No day is open" in desk.get("/harbour/day/close/").content.decode()


def test_other_office_keeps_its_own(arrive, opened, other_office, stranger, an, clock) -> None:
    received(arrive, clock, an)
    open_day(office=other_office, present=[stranger], by=stranger, now=clock())
    left = left_open(other_office, the_day(other_office))
    assert not left.remains and not left.blocks
    assert Slip.objects.count() == 0 and timezone.is_aware(clock())
