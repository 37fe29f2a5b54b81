"""Sessions end in the middle of a form, and passwords are guessed: nothing typed is lost, and nobody slips in."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from offices import drafts, live
from offices.enums import Role
from offices.models import Member, Notice, Office, RequestKey
from offices.services.notices import tell
from offices.tasks import KEYS_LIVE, forget_ended_sessions, forget_request_keys
from reception.models import QueueEvent
from reception.services.day import open_day
from tests.cast import PASSWORD
from tests.page_forms import form_with

ARRIVE = "/harbour/desk/arrive/"


@pytest.fixture
def desk(client: Client, office: Office, an: Member, bo: Member, lin: Member) -> Client:
    """The clerk's browser on an open day."""
    open_day(office=office, present=[an, bo], by=lin, now=timezone.now())
    client.force_login(lin.user)
    return client


def arrival(**typed: str) -> dict:
    return {"request_key": str(uuid4()), "name": "Zhou Mingming", "phone_answer": "later", **typed}


def log_in(browser: Client, page, **typed: str):
    """Fill in the log-in form of that page and send it where the form goes."""
    form = form_with(page, "username")
    return browser.post(
        form.action, {**form.fields, "username": "lin", "password": PASSWORD, **typed}, follow=True
    )


def test_log_in_form_of_an_ended_session_logs_in_and_gives_everything_back(desk: Client) -> None:
    """The page stands at the form's address, but its own form goes to the log-in."""
    desk.logout()
    page = log_in(desk, desk.post(ARRIVE, arrival(licence_plate="A12345", named=["3", "4"])))
    assert page.redirect_chain[-1][0] == ARRIVE
    form = form_with(page, "phone_note")
    assert (form.fields["name"], form.fields["licence_plate"]) == (["Zhou Mingming"], ["A12345"])
    assert form.fields["request_key"] != [""]


def test_wrong_password_does_not_lose_the_draft(desk: Client) -> None:
    desk.logout()
    page = log_in(desk, desk.post(ARRIVE, arrival()), password="wrong")
    assert "Zhou Mingming" in log_in(desk, page).content.decode()


def test_draft_is_given_back_once(desk: Client) -> None:
    desk.logout()
    log_in(desk, desk.post(ARRIVE, arrival()))
    assert "Zhou Mingming" not in desk.get(ARRIVE).content.decode()


def test_draft_waits_sealed(desk: Client) -> None:
    """A session is a row of the database like others: no number stands in it for all to read."""
    desk.logout()
    asked = desk.post(ARRIVE, arrival(phone="13812345678"))
    form = form_with(asked, "username")
    desk.post(form.action, {**form.fields, "username": "lin", "password": PASSWORD})
    kept = desk.session[drafts.SESSION_KEY]
    assert kept["path"] == ARRIVE
    assert "13812345678" not in str(kept) and "Zhou" not in str(kept)
    assert "13812345678" in desk.get(ARRIVE).content.decode()


def test_ticks_that_were_taken_away_stay_away(client: Client, office, an, bo, lin) -> None:
    """Whom the clerk had unticked is not in the order again after the log-in."""
    roster = {"do": "open", f"here_{bo.pk}": "on", f"place_{bo.pk}": "1", f"place_{an.pk}": "2"}
    page = log_in(client, client.post("/harbour/day/", roster))
    fields = form_with(page, f"place_{an.pk}").fields
    assert (f"here_{an.pk}" in fields, f"here_{bo.pk}" in fields) == (False, True)
    assert (fields[f"place_{an.pk}"], fields[f"place_{bo.pk}"]) == (["2"], ["1"])


def test_form_from_before_a_log_out_in_another_tab_asks_to_log_in(office, an, lin) -> None:
    """Its token is void and nobody is logged in; what was typed waits all the same."""
    open_day(office=office, present=[an], by=lin, now=timezone.now())
    desk = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    page = desk.post(ARRIVE, arrival())
    assert page.status_code == 401
    assert "Zhou Mingming" in log_in(desk, page).content.decode()


def test_sealed_draft_says_nothing_and_cannot_be_made_up(desk: Client) -> None:
    desk.logout()
    page = desk.post(ARRIVE, arrival())
    assert "Zhou Mingming" not in page.content.decode()
    made_up = json.dumps({"path": ARRIVE, "fields": [["name", ["Wu"]]]})
    landed = log_in(desk, page, resume=made_up)
    assert landed.redirect_chain[-1][0] == "/harbour/desk/"
    assert drafts.SESSION_KEY not in desk.session


@pytest.mark.parametrize("way", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_log_in_never_leads_out_of_the_house(client: Client, lin: Member, way: str) -> None:
    answer = client.post(f"/login/?next={way}", {"username": "lin", "password": PASSWORD, "next": way})
    assert answer["Location"] == "/"


def test_fragment_hands_on_the_token_of_its_page(desk: Client, lin: Member, monkeypatch) -> None:
    """Else a page would poll for ever, long after its session has ended."""
    token = desk.get("/harbour/desk/").context["live_token"]
    fragment = desk.get("/harbour/desk/live/?v=old", headers={"X-Live-Token": token})
    assert fragment.context["live_token"] == token
    monkeypatch.setattr(live, "TOKEN_SECONDS", -1)
    assert desk.get("/harbour/desk/live/?v=old", headers={"X-Live-Token": token}).status_code == 401


def test_new_password_ends_the_pages_opened_under_the_old_one(desk: Client, lin: Member) -> None:
    token = desk.get("/harbour/desk/").context["live_token"]
    lin.user.set_password("another-lantern-43")
    lin.user.save()
    fragment = desk.get("/harbour/desk/live/?v=old", headers={"X-Live-Token": token})
    assert (fragment.status_code, fragment.content) == (401, b"")


@pytest.mark.parametrize(
    ("username", "spellings"),
    [
        ("lin", ["lin", "LIN", "Lin", "lIn", "liN"]),
        ("an", ["an", "13800000001", "138 0000 0001", "+8613800000001", "AN"]),
    ],
)
def test_every_spelling_of_a_name_shares_its_guesses(client, lin, an, username: str, spellings: list) -> None:
    for spelling in spellings:
        client.post("/login/", {"username": spelling, "password": "guess"})
    answer = client.post("/login/", {"username": username, "password": PASSWORD})
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_colleague_behind_the_same_router_is_not_locked_out(client: Client, lin: Member, an: Member) -> None:
    for _ in range(6):
        client.post("/login/", {"username": "lin", "password": "guess"})
    client.post("/login/", {"username": "an", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(an.user_id)


def test_language_of_the_user_comes_with_the_log_in(client: Client, lin: Member, settings) -> None:
    settings.LANGUAGE_COOKIE_SECURE = True
    lin.user.language = "en"
    lin.user.save(update_fields=["language"])
    answer = client.post("/login/", {"username": "lin", "password": PASSWORD})
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["secure"], cookie["httponly"]) == ("en", True, True)


def test_read_notices_fall_silent_at_once(
    desk, lin, steady_version, django_capture_on_commit_callbacks
) -> None:
    """The bell of the page is polled with the version it shows, so that has to change."""
    tell(office_id=lin.office_id, member_ids=[lin.pk], kind="late", about={}, now=timezone.now())
    page = desk.get("/harbour/desk/")
    shown = page.context["board"].version
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/harbour/notices/seen/", {"request_key": str(uuid4())})
    assert not Notice.objects.unseen().exists()
    bell = desk.get(f"/harbour/notices/live/?v={shown}", headers={"X-Live-Token": page.context["live_token"]})
    assert bell.status_code == 200 and "bell-count" not in bell.content.decode()


def test_only_what_has_ended_is_forgotten(desk: Client, lin: Member) -> None:
    ended = Session.objects.create(
        session_key="ended", session_data="", expire_date=timezone.now() - timedelta(seconds=1)
    )
    for age in (timedelta(), KEYS_LIVE + timedelta(hours=1)):
        RequestKey.objects.create(
            office=lin.office,
            member=lin,
            key=uuid4(),
            fingerprint="x",
            answer="/",
            created_at=timezone.now() - age,
        )
    assert (forget_ended_sessions(), forget_request_keys()) == (1, 1)
    assert not Session.objects.filter(pk=ended.pk).exists()
    assert desk.get("/harbour/desk/").status_code == 200
    assert RequestKey.objects.count() == 1


def test_member_who_is_known_to_the_queue_keeps_office_and_name(client: Client, lin: Member) -> None:
    """The administration can switch a member off, but neither move nor delete the row."""
    lin.user.is_staff = lin.user.is_superuser = True
    lin.user.save(update_fields=["is_staff", "is_superuser"])
    client.force_login(lin.user)
    page = client.get(f"/admin/offices/member/{lin.pk}/change/")
    assert {"user", "office"} <= set(page.context["adminform"].readonly_fields)
    assert client.post(f"/admin/offices/member/{lin.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Member.objects.filter(pk=lin.pk).exists()


@pytest.mark.parametrize("leaves", ["account", "membership", "role"])
def test_who_is_switched_off_in_mid_day_can_be_signed_out(desk: Client, an: Member, leaves: str) -> None:
    """The board shows whoever stands in the order, and the desk can take them out of it."""
    if leaves == "account":
        an.user.is_active = False
        an.user.save(update_fields=["is_active"])
    elif leaves == "membership":
        an.is_active = False
        an.save(update_fields=["is_active"])
    else:
        an.roles = [Role.SERVICE]
        an.save(update_fields=["roles"])
    board = desk.get("/harbour/desk/").context["board"]
    assert board.rows[0].member == an and board.next.member == an
    desk.post(f"/harbour/consultants/{an.pk}/sign-out/", {"request_key": str(uuid4())})
    board = desk.get("/harbour/desk/").context["board"]
    assert an not in [row.member for row in board.rows] and an not in board.off
    desk.post(f"/harbour/consultants/{an.pk}/sign-in/", {"request_key": str(uuid4())})
    assert QueueEvent.objects.filter(kind="sign_in", payload__consultant=an.code).count() == 1
