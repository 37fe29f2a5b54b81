"""After an outage: slips with numbers, entered in their order with the times that stand on them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice, Office
from reception.enums import SlipState, Status
from reception.models import EventNote, QueueEvent, Reception, Slip, SlipSheet
from reception.selectors.board import board_of
from reception.selectors.slips import slips_now
from reception.services import floor, visits
from reception.services.day import open_day
from reception.services.slips import SlipEntry, enter_slip, print_slips, spoil_slip
from reception.services.verify import differences
from reception.services.warnings import warn_of_waiting
from tests.reception.conftest import refused, walk_in
from visitors.models import Contact


@contextmanager
def saying(words: str | None = None) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """A service says no in these words; the story's transaction goes on from before it."""
    with pytest.raises(Refusal, match=words) as caught, transaction.atomic():
        yield caught


Enter = Callable[..., Slip]


@pytest.fixture
def printed(opened: Office, lin: Member, clock) -> SlipSheet:
    """Twenty slips lie ready; four hours without the system go by."""
    sheet = print_slips(office=opened, count=20, by=lin, now=clock())
    clock(hours=4)
    return sheet


@pytest.fixture
def enter(opened: Office, printed: SlipSheet, lin: Member, clock) -> Enter:
    """Enter the slip of that number: somebody who came so many minutes ago and stayed for ten, where not said else."""

    def enter(number: int, *, ago: int = 60, stayed: int | None = 10, name: str = "Zhou", **facts) -> Slip:
        now = clock()
        came = now - timedelta(minutes=ago)
        about = {key: facts.pop(key) for key in ("received_by", "left") if key in facts}
        entry = SlipEntry(
            number=number,
            happened_at=came,
            arrival=walk_in(name, **facts),
            ended_at=None if stayed is None else came + timedelta(minutes=stayed),
            **about,
        )
        return enter_slip(office=opened, entry=entry, by=lin, now=now)

    return enter


def balances(office: Office, clock) -> dict[str, int]:
    return {row.member.name: row.balance for row in board_of(office, now=clock()).rows if row.balance}


def test_sheets_are_numbered_without_gap(opened, other_office, lin, stranger, clock) -> None:
    first = print_slips(office=opened, count=8, by=lin, now=clock())
    second = print_slips(office=opened, count=16, by=lin, now=clock())
    elsewhere = print_slips(office=other_office, count=1, by=stranger, now=clock())
    assert [(each.first, each.last) for each in (first, second, elsewhere)] == [(1, 8), (9, 24), (1, 1)]
    kept = AuditEntry.objects.filter(office=opened, action=AuditAction.SLIPS_PRINTED).order_by("pk")
    assert [each.details for each in kept] == [{"first": 1, "last": 8}, {"first": 9, "last": 24}]


@pytest.mark.parametrize("count", [0, -3, 201])
def test_how_many_slips_has_a_limit(opened, lin, clock, count: int) -> None:
    with refused():
        print_slips(office=opened, count=count, by=lin, now=clock())
    assert not SlipSheet.objects.exists()


@pytest.mark.clause("charter-9")
def test_slip_takes_the_turn_and_keeps_the_time_of_the_visit(opened, enter, an, clock) -> None:
    slip = enter(1, ago=90)
    visit = slip.reception
    assert (visit.consultant, visit.status, visit.counts) == (an, Status.FINISHED, True)
    assert (visit.arrived_at, visit.ended_at) == (slip.happened_at, slip.happened_at + timedelta(minutes=10))
    arrive, finish = QueueEvent.objects.of(opened).order_by("-seq")[:2][::-1]
    assert (arrive.happened_at, finish.happened_at) == (visit.arrived_at, visit.ended_at)
    assert arrive.at == slip.entered_at > arrive.happened_at
    assert list(differences(opened)) == []


def test_evidence_of_first_contact_is_the_time_on_the_slip(enter, an) -> None:
    slip = enter(1, ago=200)
    contact = Contact.objects.get(visit=slip.reception.visit)
    assert (contact.at, contact.consultant, contact.recorded_at) == (
        slip.happened_at,
        an,
        slip.entered_at,
    )


def test_time_of_the_visit_is_part_of_the_hash(enter, opened, owner_cursor) -> None:
    enter(1)
    owner_cursor.execute("ALTER TABLE reception_queueevent DISABLE TRIGGER USER")
    owner_cursor.execute(
        "UPDATE reception_queueevent SET happened_at = happened_at - interval '1 hour' WHERE kind = 'arrive'"
    )
    owner_cursor.execute("ALTER TABLE reception_queueevent ENABLE TRIGGER USER")
    assert [found.what for found in differences(opened)] == ["the entry is not what was hashed"]


@pytest.mark.clause("charter-11")
def test_who_received_by_the_paper_is_charged_and_whom_the_rotation_names_is_owed(
    opened, enter, an, bo, clock
) -> None:
    slip = enter(1, received_by=bo.code)
    visit = slip.reception
    assert (visit.consultant, visit.counts, visit.contact.consultant) == (bo, True, bo)
    assert balances(opened, clock) == {"An": 1, "Bo": -1}
    given = QueueEvent.objects.of(opened).get(kind="reassign")
    assert (given.payload["why"], given.payload.get("owed", True)) == (
        "slip",
        True,
    )
    assert EventNote.objects.get(event=given).text == "slip 1"
    assert list(differences(opened)) == []
    assert enter(2).reception.consultant == an


def test_paper_and_rotation_that_agree_leave_no_trace(opened, enter, an, bo, clock) -> None:
    enter(1, received_by=an.code)
    enter(2, received_by=bo.code)
    assert balances(opened, clock) == {}
    assert not QueueEvent.objects.of(opened).filter(kind="reassign").exists()


@pytest.mark.usefixtures("english")
def test_slips_come_in_their_order(opened, enter, lin, clock) -> None:
    with saying("Slip 1 comes first"):
        enter(2)
    enter(1)
    with saying("entered already"):
        enter(1)
    with saying("last printed slip is number 20"):
        enter(21)
    spoil_slip(office=opened, number=2, by=lin, now=clock())
    with saying("Slip 3 comes first"):
        spoil_slip(office=opened, number=4, by=lin, now=clock())
    assert enter(3).number == 3
    assert list(Slip.objects.of(opened).values_list("number", "state")) == [
        (1, SlipState.ENTERED),
        (2, SlipState.SPOILED),
        (3, SlipState.ENTERED),
    ]
    assert (slips_now(opened).next, slips_now(opened).unused) == (4, 17)


def test_without_printed_slips_nothing_is_entered(opened, lin, clock) -> None:
    entry = SlipEntry(number=1, happened_at=clock(), arrival=walk_in())
    with refused():
        enter_slip(office=opened, entry=entry, by=lin, now=clock())
    assert not Reception.objects.exists()


@pytest.mark.usefixtures("english")
def test_times_must_be_possible(enter, clock) -> None:
    wrong = {
        "yet to come": {"ago": -5},
        "within 7 days": {"ago": 8 * 24 * 60},
        "after it began": {"ago": 5, "stayed": 10},
    }
    for words, facts in wrong.items():
        with saying(words):
            enter(1, **facts)
    enter(1, ago=60)
    with saying("later time"):
        enter(2, ago=90)


def test_refused_slip_changes_nothing(opened, enter) -> None:
    before = QueueEvent.objects.of(opened).count()
    with refused():
        enter(1, ago=-5)
    assert (QueueEvent.objects.of(opened).count(), Slip.objects.count(), Reception.objects.count()) == (
        before,
        0,
        0,
    )


def test_visit_that_goes_on_is_received_and_alarms_nobody(opened, enter, arrive, bo, mei, clock) -> None:
    visit = enter(1, ago=45, stayed=None, received_by=bo.code).reception
    assert (visit.status, visit.consultant, visit.met_at) == (Status.RECEIVING, bo, visit.arrived_at)
    assert board_of(opened, now=clock()).calls == []
    assert warn_of_waiting(now=clock()) == 0
    assert not Notice.objects.filter(member__in=[bo, mei]).exists()


def test_consultant_whom_only_the_rotation_named_is_told(enter, an) -> None:
    visit = enter(1, stayed=None).reception
    assert (visit.consultant, visit.status) == (an, Status.RECEIVING)
    assert [notice.about["number"] for notice in Notice.objects.filter(member=an)] == [visit.number]


def test_where_nobody_is_free_the_receptions_that_are_over_come_first(
    opened, enter, arrive, an, clock
) -> None:
    taken = [arrive(str(number)) for number in range(4)]
    with refused():
        enter(1, received_by=an.code)
    visits.finish(reception=taken[0], outcome=None, by=an, now=clock())
    assert enter(1, received_by=an.code).reception.consultant == an


def test_who_is_not_here_cannot_have_received(opened, enter, bo, lin, clock) -> None:
    floor.sign_out(consultant=bo, by=lin, now=clock())
    with saying() as caught:
        enter(1, received_by=bo.code)
    assert caught.value.field == "received_by"


def test_who_left_unreceived_costs_nobody_a_turn(opened, enter, clock) -> None:
    order = [row.member.name for row in board_of(opened, now=clock()).rows]
    visit = enter(1, left=True, stayed=20).reception
    assert (visit.status, visit.counts, visit.contact) == (Status.LEFT, False, None)
    board = board_of(opened, now=clock())
    assert [row.member.name for row in board.rows] == order
    assert balances(opened, clock) == {}
    assert list(differences(opened)) == []


def test_who_still_waits_is_called_when_somebody_is_free(opened, enter, arrive, an, clock) -> None:
    taken = [arrive(str(number)) for number in range(4)]
    waiting = enter(1, stayed=None).reception
    assert waiting.status == Status.WAITING
    assert warn_of_waiting(now=clock()) == 4  # those called at the desk, not the slip
    done = visits.finish(reception=taken[0], outcome=None, by=an, now=clock())
    assert [each.pk for each in done.called] == [waiting.pk]
    assert list(differences(opened)) == []


def test_who_asks_the_way_needs_nobody(enter) -> None:
    visit = enter(1, purpose="directions", customer=None, stayed=None).reception
    assert (visit.status, visit.consultant) == (Status.UNAIDED, None)


class Page:
    """The desk's page for late entries."""

    def __init__(self, office: Office, by: Member) -> None:
        self.office = office
        self.client = Client()
        self.client.force_login(by.user)
        self.address = f"/{office.slug}/late/"

    def send(self, number: int, came: datetime, **other: str):
        local = self.office.local(came)
        fields = {
            "request_key": str(uuid4()),
            "name": "Zhou",
            "phone_answer": "later",
            "number": str(number),
            "happened_at": f"{local:%Y-%m-%dT%H:%M}",
            "ending": "over",
            "ended_at": f"{local + timedelta(minutes=10):%Y-%m-%dT%H:%M}",
        }
        return self.client.post(self.address, {**fields, **other})


@pytest.fixture
def desk_page(office: Office, lin: Member, an: Member, bo: Member, mei: Member) -> Page:
    """The desk on a day that was opened some hours ago, with slips printed; by the real clock."""
    began = timezone.now() - timedelta(hours=5)
    open_day(office=office, present=[an, bo], by=mei, now=began)
    print_slips(office=office, count=10, by=lin, now=began)
    made = Page(office, lin)
    made.began = began
    return made


def test_page_asks_for_the_next_slip_and_offers_the_one_after_at_once(desk_page: Page, an, bo) -> None:
    first = desk_page.client.get(desk_page.address)
    assert first.context["form"].initial["number"] == 1
    came = desk_page.began + timedelta(hours=1)
    answer = desk_page.send(1, came, received_by=str(an.pk))
    assert answer["Location"] == f"{desk_page.address}?entered=1"
    shown = desk_page.client.get(answer["Location"])
    assert shown.context["entered"].reception.consultant == an
    assert shown.context["form"].initial["number"] == 2
    assert shown.context["form"].initial["happened_at"] == f"{desk_page.office.local(came):%Y-%m-%dT%H:%M}"


def test_page_keeps_what_was_typed_and_says_what_is_wrong(desk_page: Page) -> None:
    answer = desk_page.send(2, desk_page.began, name="Wu Xiaoming")
    assert answer.status_code == 422
    assert "number" in answer.context["form"].errors
    assert "Wu Xiaoming" in answer.content.decode()
    missing = desk_page.send(1, desk_page.began, ended_at="")
    assert "ended_at" in missing.context["form"].errors
    assert not Slip.objects.exists()


def test_slip_sent_twice_is_one_visit(desk_page: Page) -> None:
    key = str(uuid4())
    answers = [desk_page.send(1, desk_page.began + timedelta(minutes=5), request_key=key) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"{desk_page.address}?entered=1"] * 2
    assert Reception.objects.count() == 1


def test_stale_page_cannot_spoil_the_wrong_slip(desk_page: Page) -> None:
    sent = {"do": "spoil", "number": "1"}
    desk_page.client.post(desk_page.address, {**sent, "request_key": str(uuid4())})
    desk_page.client.post(desk_page.address, {**sent, "request_key": str(uuid4())})
    assert list(Slip.objects.values_list("number", "state")) == [(1, "spoiled")]


def test_printed_sheet_holds_each_number_once_eight_on_a_page(desk_page: Page) -> None:
    answer = desk_page.client.get(f"/{desk_page.office.slug}/slips/1/print/")
    assert [len(numbers) for numbers in answer.context["pages"]] == [8, 2]
    assert answer.content.decode().count('class="slip"') == 10
    assert desk_page.client.get(f"/{desk_page.office.slug}/slips/2/print/").status_code == 404


def test_other_offices_slips_are_not_there(desk_page: Page, other_office, stranger) -> None:
    print_slips(office=other_office, count=30, by=stranger, now=desk_page.began)
    shown = desk_page.client.get(f"/{desk_page.office.slug}/slips/")
    assert (shown.context["slips"].printed, len(shown.context["sheets"])) == (10, 1)


def test_more_slips_are_numbered_from_the_page(desk_page: Page) -> None:
    address = f"/{desk_page.office.slug}/slips/"
    desk_page.client.post(address, {"count": "8", "request_key": str(uuid4())})
    assert SlipSheet.objects.latest("first").last == 18
    wrong = desk_page.client.post(address, {"count": "999", "request_key": str(uuid4())})
    assert wrong.status_code == 422 and SlipSheet.objects.count() == 2
