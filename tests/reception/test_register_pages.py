"""The register's pages: who signs in whose session, and every way in which somebody else might."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from offices.enums import AuditAction, NoticeKind, Role
from offices.models import AuditEntry, Deputy, Member, Notice, Office, User
from offices.services.pins import set_pin
from reception.models import Reception
from reception.selectors.register import gather, register_of, unsigned
from reception.selectors.register_pages import ROOM, pages_of
from reception.services import register, visits
from reception.services.arrivals import log_arrival
from reception.services.day import open_day
from tests.cast import PASSWORD, enrol
from tests.reception.conftest import walk_in
from visitors.enums import SignedThrough
from visitors.models import RegisterEntry
from visitors.services.outcomes import OutcomeEntry

PIN = "274913"
NAMES = ("Wu", "Bartholomew Featherstonehaugh-Wolfesch")


@pytest.fixture
def today(office: Office, an: Member, bo: Member, mei: Member) -> Office:
    """An open day with An and Bo in order."""
    open_day(office=office, present=[an, bo], by=mei, now=timezone.now() - timedelta(hours=2))
    return office


@pytest.fixture
def over(today: Office, lin: Member) -> Callable[..., Reception]:
    """A reception that is over: An's first, then Bo's, and so on."""

    def over(name: str = "Zhou", **facts) -> Reception:
        now = timezone.now() - timedelta(hours=1)
        visit = log_arrival(office=today, arrival=walk_in(name, **facts), by=lin, now=now)
        outcome = OutcomeEntry(grade="B", area_min=80)
        visits.finish(reception=visit, outcome=outcome, by=visit.consultant, now=now)
        return Reception.objects.select_related("office", "consultant", "day").get(pk=visit.pk)

    return over


def has_pin(member: Member, pin: str = PIN) -> None:
    set_pin(user=member.user, pin=pin, password=PASSWORD, by=member, now=timezone.now())


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def page_of(visit: Reception) -> str:
    return f"/harbour/register/{visit.visit}/"


def sent(visit: Reception, **fields) -> dict[str, str]:
    seen = gather(visit.office, [visit])[visit.pk].seen
    return {"request_key": str(uuid4()), "seen": seen, "remark": "", **fields}


def signatures() -> list[tuple[Member, str, Member | None]]:
    entries = RegisterEntry.objects.order_by("pk").select_related("signed_by", "screen_of")
    return [(entry.signed_by, entry.signed_through, entry.screen_of) for entry in entries]


def in_order(pages: list) -> list[str]:
    return [row.line.tag for page in pages for row in page.rows]


@pytest.mark.clause("B-01")
def test_a_consultant_signs_in_the_own_session(over: Callable, an: Member) -> None:
    visit = over("Zhou")
    client = browser(an)
    shown = client.get(page_of(visit))
    assert "Zhou" in shown.content.decode()
    form = sent(visit, remark="by metro", seen=shown.context["form"].initial["seen"])
    answer = client.post(page_of(visit), form)
    assert (answer.status_code, answer["Location"]) == (302, "/harbour/my-turn/")
    assert signatures() == [(an, SignedThrough.LOGIN, None)]
    assert RegisterEntry.objects.get().words.remark == "by metro"


@pytest.mark.clause("B-01")
def test_another_consultant_cannot_sign_it(over: Callable, bo: Member) -> None:
    visit = over()
    has_pin(bo)
    for fields in ({}, {"pin": PIN}):
        assert browser(bo).post(page_of(visit), sent(visit, **fields)).status_code == 403
    assert signatures() == []


@pytest.mark.clause("B-01")
@pytest.mark.parametrize("who", ["lin", "mei"])
def test_the_clerks_and_the_managers_session_cannot_sign_without_the_pin(
    request, over: Callable, an: Member, who: str
) -> None:
    somebody = request.getfixturevalue(who)
    visit = over()
    has_pin(an)
    has_pin(somebody, "918273")
    for fields in ({}, {"pin": ""}, {"pin": "000000"}, {"pin": "918273"}):
        answer = browser(somebody).post(page_of(visit), sent(visit, **fields))
        assert (answer.status_code, "pin" in answer.context["form"].errors) == (422, True)
    assert signatures() == []


@pytest.mark.clause("B-01")
def test_the_consultants_pin_signs_at_the_desk(over: Callable, an: Member, lin: Member) -> None:
    visit = over()
    has_pin(an)
    answer = browser(lin).post(page_of(visit), sent(visit, pin=PIN))
    assert answer.status_code == 302
    assert signatures() == [(an, SignedThrough.PIN, lin)]


def test_without_a_pin_the_desk_learns_what_to_do(over: Callable, lin: Member) -> None:
    visit = over()
    answer = browser(lin).post(page_of(visit), sent(visit, pin=PIN, remark="by metro"))
    page = answer.content.decode()
    assert (answer.status_code, "by metro" in page, PIN in page) == (422, True, False)
    assert signatures() == []


def test_wrong_pins_count_though_nothing_is_signed(over: Callable, an: Member, lin: Member) -> None:
    visit = over()
    has_pin(an)
    for _ in range(5):
        browser(lin).post(page_of(visit), sent(visit, pin="100200"))
    assert browser(lin).post(page_of(visit), sent(visit, pin=PIN)).status_code == 422
    assert User.objects.get(pk=an.user_id).pin_locked_until is not None
    assert signatures() == []


def test_the_form_sent_again_signs_nothing_more(over: Callable, an: Member, bo: Member, lin: Member) -> None:
    visit, other = over("Zhou"), over("Sun")
    has_pin(an)
    clerk, form = browser(lin), sent(visit, pin=PIN)
    first = clerk.post(page_of(visit), form)
    again = clerk.post(page_of(visit), form)
    assert first["Location"] == again["Location"]
    assert clerk.post(page_of(other), form).status_code == 422
    assert clerk.post(page_of(visit), sent(visit, pin=PIN)).status_code == 409
    assert signatures() == [(an, SignedThrough.PIN, lin)]


def test_what_changed_under_the_page_is_read_again(over: Callable, an: Member) -> None:
    visit = over()
    form = sent(visit, remark="by metro")
    visits.add_outcome(reception=visit, outcome=OutcomeEntry(grade="A"), by=an, now=timezone.now())
    client = browser(an)
    answer = client.post(page_of(visit), form)
    assert (answer.status_code, signatures()) == (409, [])
    fresh = answer.context["form"]["seen"].value()
    assert fresh != form["seen"]
    assert (
        client.post(page_of(visit), {**form, "seen": fresh, "request_key": str(uuid4())}).status_code == 302
    )


def test_a_form_that_saw_nothing_signs_nothing(over: Callable, an: Member) -> None:
    visit = over()
    assert browser(an).post(page_of(visit), sent(visit, seen="")).status_code == 422
    assert signatures() == []


def test_another_offices_member_finds_nothing(over: Callable, stranger: Member, an: Member) -> None:
    visit = over()
    client = browser(stranger)
    assert client.post(page_of(visit), sent(visit)).status_code == 404
    hillside = page_of(visit).replace("harbour", "hillside")
    assert client.post(hillside, sent(visit)).status_code == 404
    entry = register.sign(reception=visit, by=an, now=timezone.now())
    assert client.get(f"/hillside/register/entries/{entry.pk}/correct/").status_code == 404


def test_several_are_signed_at_one_go(over: Callable, an: Member, bo: Member) -> None:
    mine = [over("Zhou"), over("Sun"), over("Li")][::2]
    client = browser(an)
    shown = client.get("/harbour/register/sign/").context["lines"]
    ticked = [f"{line.reception.visit}:{mark}" for line, mark in shown]
    assert [line.number for line, _mark in shown] == [visit.number for visit in mine]
    client.post("/harbour/register/sign/", {"request_key": str(uuid4()), "entry": ticked})
    assert signatures() == [(an, SignedThrough.LOGIN, None)] * 2
    assert [reception.consultant for reception in unsigned(an.office)] == [bo]


def test_nobody_ticks_a_colleagues_entry(over: Callable, an: Member, bo: Member) -> None:
    visit = over()
    mark = gather(visit.office, [visit])[visit.pk].seen
    for ticked in (f"{visit.visit}:{mark}", f"{visit.visit}", "nonsense", ""):
        browser(bo).post("/harbour/register/sign/", {"request_key": str(uuid4()), "entry": ticked})
    assert signatures() == []


def test_my_turn_says_what_waits_for_the_signature(over: Callable, an: Member, bo: Member) -> None:
    over()
    assert "turn-sign" in browser(an).get("/harbour/my-turn/").content.decode()
    assert "turn-sign" not in browser(bo).get("/harbour/my-turn/").content.decode()


def test_the_page_says_who_still_signs(over: Callable, an: Member, bo: Member, lin: Member) -> None:
    first, second = over("Zhou"), over("Sun")
    seen = browser(an).get("/harbour/register/").context
    assert [line.number for line in seen["mine"]] == [first.number]
    assert [line.number for line in seen["others"]] == [second.number]
    desk = browser(lin).get("/harbour/register/").content.decode()
    assert page_of(first) in desk
    assert page_of(second) in desk
    assert page_of(second) not in browser(an).get("/harbour/register/").content.decode()


def test_a_day_that_never_was_is_an_empty_page(over: Callable, lin: Member) -> None:
    over()
    for day in ("2001-01-01", "nonsense"):
        assert browser(lin).get("/harbour/register/", {"day": day}).status_code == 200
    assert browser(lin).get("/harbour/register/", {"day": "2001-01-01"}).context["register"] is None


@pytest.mark.clause("B-02")
def test_only_who_signed_corrects(over: Callable, an: Member, bo: Member, mei: Member, lin: Member) -> None:
    visit = over("Zhou")
    entry = register.sign(reception=visit, by=an, now=timezone.now())
    page = f"/harbour/register/entries/{entry.pk}/correct/"
    form = {"name": "Zhou Ming", "party_size": "2", "source": "", "remark": "", "reason": "misheard"}
    for somebody in (bo, mei, lin):
        answer = browser(somebody).post(page, {**form, "request_key": str(uuid4())})
        assert answer.status_code == 403
    assert browser(an).post(page, {**form, "reason": "", "request_key": str(uuid4())}).status_code == 422
    assert browser(an).post(page, {**form, "request_key": str(uuid4())}).status_code == 302
    old, new = register_of(visit.office, visit.day).lines
    assert (old.name, old.replaced_by, new.name, new.reason) == ("Zhou", "1/1", "Zhou Ming", "misheard")
    shown = browser(mei).get("/harbour/register/").content.decode()
    assert "is-struck" in shown
    assert "Zhou Ming" in shown


def test_the_manager_asks_for_a_correction(over: Callable, an: Member, mei: Member) -> None:
    entry = register.sign(reception=over(), by=an, now=timezone.now())
    client = browser(mei)
    client.post(f"/harbour/register/entries/{entry.pk}/ask/", {"request_key": str(uuid4())})
    notice = Notice.objects.get(kind=NoticeKind.CORRECTION_ASKED, member=an)
    assert notice.path == f"/harbour/register/entries/{entry.pk}/correct/"
    assert notice.path in browser(an).get("/harbour/notices/").content.decode()


@pytest.mark.clause("B-03")
def test_the_manager_keeps_the_book_and_printing_is_kept(over: Callable, an: Member, mei: Member) -> None:
    visit = over("Zhou")
    entry = register.sign(reception=visit, by=an, now=timezone.now())
    page = browser(mei).get("/harbour/register/print/")
    text = page.content.decode()
    assert entry.digest[:8] in text
    assert page.context["register"].checksum in text
    kept = AuditEntry.objects.get(action=AuditAction.REGISTER_PRINTED)
    assert (kept.by, kept.details["checksum"]) == (mei, page.context["register"].checksum)
    assert "Zhou" not in str(kept.details)


@pytest.mark.clause("B-03")
def test_a_supervisor_prints_only_as_deputy(over: Callable, office: Office, an: Member, mei: Member) -> None:
    over()
    gao = enrol(office, "gao", Role.SUPERVISOR)
    assert browser(gao).get("/harbour/register/print/").status_code == 302
    assert browser(an).get("/harbour/register/print/").status_code == 403
    assert not AuditEntry.objects.filter(action=AuditAction.REGISTER_PRINTED).exists()
    now = timezone.now()
    Deputy.objects.create(
        office=office,
        supervisor=gao,
        named_by=mei,
        begins_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        named_at=now,
    )
    assert "sheet" in browser(gao).get("/harbour/register/print/").content.decode()


def test_every_line_stands_on_one_page_and_no_page_is_too_full(over: Callable) -> None:
    visit = None
    for number in range(23):
        visit = over(NAMES[number % 2], party_size=number + 1)
        if number % 2:
            register.sign(reception=visit, remark="x" * 200, by=visit.consultant, now=timezone.now())
    pages = pages_of(register_of(visit.office, visit.day).lines)
    assert in_order(pages) == [str(number) for number in range(1, 24)]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert all(page.used <= ROOM for page in pages)
    assert len(pages) > 1


def test_a_day_without_a_visit_prints_one_ruled_page(today: Office, mei: Member) -> None:
    [page] = browser(mei).get("/harbour/register/print/").context["pages"]
    assert len(page.blanks) > 10


@pytest.mark.django_db(transaction=True)
def test_two_screens_at_once_make_one_signature(over: Callable, an: Member, lin: Member, mei: Member) -> None:
    visit = over()
    has_pin(an)
    forms = [(browser(lin), sent(visit, pin=PIN)), (browser(mei), sent(visit, pin=PIN))]
    start = Barrier(2)

    def send(number: int) -> int:
        client, form = forms[number]
        try:
            start.wait()
            return client.post(page_of(visit), form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [302, 409]
    assert len(signatures()) == 1
