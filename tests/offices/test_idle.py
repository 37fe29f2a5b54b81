"""A screen that is left alone locks or asks for the log-in, by who works at it; nothing that was typed is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from offices import drafts, live
from offices.enums import Role
from offices.idle import LIMITS, PLACES, SHIFT, Place, Verdict, Watch, strictest
from offices.models import Member, Office
from offices.sealing import unseal
from offices.services.pins import TRIES, set_pin
from offices.services.sessions import WATCH_KEY
from reception.models import Reception
from reception.services.day import open_day
from tests.cast import PASSWORD, enrol
from tests.left_alone import leave_alone, log_in_was
from tests.page_forms import form_with

DESK, ARRIVE = "/harbour/desk/", "/harbour/desk/arrive/"
PIN, WRONG = "407195", "407196"


@pytest.fixture
def desk(client: Client, office: Office, an: Member, bo: Member, lin: Member) -> Client:
    """The clerk's browser on an open day; the clerk has a PIN."""
    set_pin(user=lin.user, pin=PIN, password=PASSWORD, by=lin, now=timezone.now())
    open_day(office=office, present=[an, bo], by=lin, now=timezone.now())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(lin.user)
    return client


def enter(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def idle(client: Client, minutes: float) -> Client:
    leave_alone(client.session.session_key, minutes=minutes)
    return client


def arrival(**typed: str) -> dict:
    return {"request_key": str(uuid4()), "name": "Zhou Mingming", "phone_answer": "later", **typed}


def poll(client: Client, page, version: str = "old"):
    return client.get(f"{DESK}live/?v={version}", headers={"X-Live-Token": page.context["live_token"]})


# The policy


def test_every_role_has_its_place_and_every_place_its_limit() -> None:
    assert set(PLACES) == set(Role)
    assert set(LIMITS) == set(Place)


@pytest.mark.parametrize(
    ("roles", "place"),
    [
        ([Role.DESK], Place.COUNTER),
        ([Role.CONSULTANT], Place.POCKET),
        ([Role.CONSULTANT, Role.SUPERVISOR], Place.OFFICE),
        ([Role.MANAGER, Role.DESK, Role.CONSULTANT], Place.COUNTER),
        ([], Place.OFFICE),
        (["a role of former days"], Place.OFFICE),
    ],
)
def test_the_strictest_role_decides(roles: list, place: Place) -> None:
    assert strictest(roles) == place


@pytest.mark.parametrize(
    ("place", "idle_for", "since_log_in", "verdict"),
    [
        (Place.COUNTER, 599, 600, Verdict.STAY),
        (Place.COUNTER, 600, 600, Verdict.UNLOCK),
        (Place.COUNTER, 0, SHIFT, Verdict.LOG_IN),
        (Place.OFFICE, 1799, 1800, Verdict.STAY),
        (Place.OFFICE, 1800, 1800, Verdict.LOG_IN),
        (Place.POCKET, SHIFT - 1, SHIFT - 1, Verdict.STAY),
        (Place.POCKET, 0, SHIFT, Verdict.LOG_IN),
    ],
)
def test_what_becomes_of_a_request(place: Place, idle_for: int, since_log_in: int, verdict: Verdict) -> None:
    now = 1_000_000_000
    watch = Watch(now - since_log_in, now - idle_for, place)
    assert watch.verdict(now) == verdict
    assert (watch.seconds_left(now) > 0) == (verdict is Verdict.STAY)


# The desk


def test_the_desk_locks_after_ten_minutes_and_leads_back_after_the_pin(desk: Client) -> None:
    assert idle(desk, 9).get(DESK).status_code == 200
    answer = idle(desk, 10).get(f"{DESK}?visit=x")
    assert (answer.status_code, answer["Location"]) == (303, "/unlock/?next=%2Fharbour%2Fdesk%2F%3Fvisit%3Dx")
    page = desk.get(answer["Location"])
    assert "Lin" in page.content.decode()
    form = form_with(page, "pin")
    back = desk.post(form.action, {**form.fields, "pin": PIN})
    assert back["Location"] == f"{DESK}?visit=x"
    assert desk.get(DESK).status_code == 200


@pytest.mark.parametrize("path", ["/harbour/visits/", "/harbour/account/", "/offices/", "/", "/harbour/"])
def test_while_locked_every_page_leads_to_the_lock(desk: Client, path: str) -> None:
    assert idle(desk, 11).get(path)["Location"].startswith("/unlock/")


def test_the_administration_is_behind_the_lock_too(client: Client, lin: Member) -> None:
    lin.user.is_staff = lin.user.is_superuser = True
    lin.user.save(update_fields=["is_staff", "is_superuser"])
    client.force_login(lin.user)
    assert idle(client, 11).get("/admin/")["Location"].startswith("/unlock/")


def test_language_and_log_out_work_on_the_lock_screen(desk: Client) -> None:
    idle(desk, 11)
    assert desk.post("/i18n/setlang/", {"language": "en", "next": "/unlock/"})["Location"] == "/unlock/"
    desk.post("/logout/")
    assert "_auth_user_id" not in desk.session


def test_waiting_on_the_lock_screen_opens_nothing(desk: Client) -> None:
    idle(desk, 11)
    for _ in range(3):
        desk.get("/unlock/")
        desk.get("/unlock/state/", headers={"HX-Request": "true"})
    assert desk.get(DESK).status_code == 303


def test_a_form_sent_to_a_locked_desk_is_kept_and_not_done(desk: Client) -> None:
    answer = idle(desk, 11).post(ARRIVE, arrival(phone="13812345678", phone_answer="given"))
    assert answer["Location"] == "/unlock/?next=%2Fharbour%2Fdesk%2Farrive%2F"
    assert not Reception.objects.exists()
    kept = desk.session[drafts.SESSION_KEY]
    assert "13812345678" not in str(kept)
    back = desk.post("/unlock/", {"pin": PIN, "next": ARRIVE}, follow=True)
    assert form_with(back, "phone_note").fields["name"] == ["Zhou Mingming"]


def test_a_button_pressed_at_a_locked_desk_is_not_done_and_says_so(desk: Client, an: Member) -> None:
    pressed = {"request_key": str(uuid4()), "reason": "business"}
    answer = idle(desk, 11).post(f"/harbour/consultants/{an.pk}/step-out/", pressed)
    assert "was not done" in desk.get(answer["Location"]).content.decode()
    desk.post("/unlock/", {"pin": PIN})
    assert desk.get(DESK).context["board"].next.member == an


def test_a_background_request_hears_only_the_word(desk: Client) -> None:
    answer = idle(desk, 11).post("/harbour/desk/match/", {"name": "Zh"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (401, "locked", b"")


def test_a_wrong_pin_opens_nothing_and_says_how_many_are_left(desk: Client) -> None:
    idle(desk, 11)
    page = desk.post("/unlock/", {"pin": WRONG})
    assert page.status_code == 422
    assert "4 tries remain" in page.content.decode()
    assert desk.get(DESK).status_code == 303


def test_after_five_wrong_pins_the_password_is_asked_for(desk: Client, lin: Member) -> None:
    idle(desk, 11)
    for _ in range(TRIES):
        page = desk.post("/unlock/", {"pin": WRONG})
    assert "pin" not in page.context["lock_form"].fields
    assert "locked until" in page.content.decode()
    assert desk.post("/unlock/", {"pin": PIN}).status_code == 422
    assert desk.post("/unlock/", {"password": "guess"}).status_code == 422
    assert desk.get(DESK).status_code == 303
    assert desk.post("/unlock/", {"password": PASSWORD}).status_code == 302
    assert desk.get(DESK).status_code == 200


def test_guessed_passwords_at_the_lock_count_like_those_of_the_log_in(
    client: Client, office, lin: Member
) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(lin.user)
    idle(client, 11)
    for _ in range(5):
        page = client.post("/unlock/", {"password": "guess"})
    assert "Too many wrong passwords" in page.content.decode()
    assert client.post("/unlock/", {"password": PASSWORD}).status_code == 422
    assert Client().post("/login/", {"username": "lin", "password": PASSWORD}).status_code == 429


def test_the_pin_of_a_colleague_does_not_unlock(desk: Client, an: Member) -> None:
    set_pin(user=an.user, pin="580412", password=PASSWORD, by=an, now=timezone.now())
    idle(desk, 11)
    assert desk.post("/unlock/", {"pin": "580412"}).status_code == 422


def test_the_lock_never_leads_out_of_the_house(desk: Client) -> None:
    idle(desk, 11)
    assert desk.post("/unlock/", {"pin": PIN, "next": "//elsewhere.example"})["Location"] == "/"


def test_the_dialog_is_told_in_events(desk: Client) -> None:
    idle(desk, 11)
    background = {"HX-Request": "true"}
    wrong = desk.post("/unlock/", {"pin": WRONG}, headers=background)
    assert wrong.status_code == 422 and b"<html" not in wrong.content
    right = desk.post("/unlock/", {"pin": PIN}, headers=background)
    assert (right.status_code, right["HX-Trigger"]) == (204, "unlocked")


def test_the_page_of_the_desk_brings_its_lock_and_a_phone_has_none(desk: Client, an: Member) -> None:
    assert b'id="lock"' in desk.get(DESK).content and b'data-idle="600"' in desk.get(DESK).content
    phone = enter(an).get("/harbour/my-turn/").content
    assert b'id="lock"' not in phone and b'data-idle=""' in phone


# The others


def test_an_office_machine_asks_for_the_log_in_after_half_an_hour(office, mei: Member) -> None:
    browser = enter(mei)
    assert idle(browser, 29).get("/harbour/manager/").status_code == 200
    assert idle(browser, 30).get("/harbour/manager/")["Location"].startswith("/login/?next=/harbour/manager/")
    assert "_auth_user_id" not in browser.session


def test_a_draft_survives_that_log_in(office, an: Member, lin: Member) -> None:
    clerk = enrol(office, "ren", Role.ASSISTANT)
    open_day(office=office, present=[an], by=lin, now=timezone.now())
    browser = idle(enter(clerk), 31)
    page = browser.post(ARRIVE, arrival())
    assert page.status_code == 401
    form = form_with(page, "username")
    back = browser.post(form.action, {**form.fields, "username": "ren", "password": PASSWORD}, follow=True)
    assert "Zhou Mingming" in back.content.decode()


def test_a_phone_stays_in_for_the_shift_and_no_longer(office, an: Member) -> None:
    phone = enter(an)
    assert idle(phone, 11 * 60).get("/harbour/my-turn/").status_code == 200
    log_in_was(phone.session.session_key, minutes=12 * 60)
    assert phone.get("/harbour/my-turn/")["Location"].startswith("/login/")


def test_nobody_stays_longer_than_a_shift_however_busy(desk: Client) -> None:
    log_in_was(desk.session.session_key, minutes=12 * 60)
    assert desk.get(DESK)["Location"].startswith("/login/")


def test_the_sessions_row_ends_with_the_shift_whatever_is_written_meanwhile(desk: Client) -> None:
    idle(desk, 5).get(DESK)
    row = Session.objects.get(pk=desk.session.session_key)
    assert row.expire_date <= timezone.now() + timedelta(seconds=SHIFT)
    assert row.get_decoded()["_session_expiry"]


def test_a_second_log_in_begins_a_shift_anew(desk: Client) -> None:
    log_in_was(desk.session.session_key, minutes=11 * 60)
    desk.post("/login/", {"username": "lin", "password": PASSWORD})
    watch = desk.session[WATCH_KEY]
    assert watch["began_at"] == watch["active_at"]


def test_the_strictest_of_several_offices_holds_in_all(office, other_office, an: Member) -> None:
    Member.objects.create(user=an.user, office=other_office, name="An", roles=[Role.DESK])
    assert idle(enter(an), 11).get("/harbour/my-turn/")["Location"].startswith("/unlock/")


def test_new_roles_change_the_limit_of_a_session_under_way(office, an: Member) -> None:
    phone = enter(an)
    an.roles = [Role.CONSULTANT, Role.DESK]
    an.save(update_fields=["roles"])
    live.revoke(an.user)
    assert idle(phone, 11).get("/harbour/my-turn/")["Location"].startswith("/unlock/")


# Activity


def test_activity_is_written_once_a_minute_at_most(desk: Client) -> None:
    def written() -> int:
        return desk.session[WATCH_KEY]["active_at"]

    idle(desk, 0.9)
    before = written()
    desk.get(DESK)
    assert written() == before
    idle(desk, 0.2)
    desk.get(DESK)
    assert written() > before


def test_a_hand_on_the_page_counts_and_asking_does_not(desk: Client) -> None:
    page = idle(desk, 5)
    before = page.session[WATCH_KEY]["active_at"]
    assert desk.get("/unlock/state/").status_code == 204
    assert desk.session[WATCH_KEY]["active_at"] == before
    assert desk.post("/unlock/state/").status_code == 204
    assert desk.session[WATCH_KEY]["active_at"] > before


def test_polls_are_no_activity(desk: Client) -> None:
    page = desk.get(DESK)
    before = idle(desk, 5).session[WATCH_KEY]["active_at"]
    live.mark_attended(desk.session.session_key, 60)
    assert poll(desk, page).status_code == 200
    assert desk.session[WATCH_KEY]["active_at"] == before


# Polls


def test_polls_of_a_screen_left_alone_give_no_data(desk: Client) -> None:
    page = desk.get(DESK)
    assert poll(desk, page).status_code == 200
    idle(desk, 11)
    for version in ("old", page.context["board"].version):
        answer = poll(desk, page, version)
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer["HX-Trigger"] == '{"locked": {"ask": true}}'
    state = desk.get("/unlock/state/", headers={"HX-Request": "true"})
    assert (state.status_code, state["HX-Trigger"]) == (401, "locked")
    assert poll(desk, page).status_code == 401
    desk.post("/unlock/", {"pin": PIN})
    assert poll(desk, page).status_code == 200


def test_a_mark_that_the_cache_lost_comes_back_when_the_page_asks(desk: Client) -> None:
    page = desk.get(DESK)
    cache.delete(live.attended_key(desk.session.session_key))
    assert poll(desk, page).status_code == 401
    assert desk.get("/unlock/state/", headers={"HX-Request": "true"}).status_code == 204
    assert poll(desk, page).status_code == 200


def test_the_mark_ends_when_the_screen_locks(desk: Client) -> None:
    idle(desk, 4).get("/unlock/state/")
    key = cache.make_and_validate_key(live.attended_key(desk.session.session_key))
    left = cache._cache.get_client(key).ttl(key)
    until = desk.session[WATCH_KEY]["active_at"] + LIMITS[Place.COUNTER].seconds
    assert 0 < left <= until - int(timezone.now().timestamp()) + 1


def test_a_form_that_waits_never_holds_a_pin_or_password(desk: Client) -> None:
    idle(desk, 11).post(ARRIVE, arrival(pin=PIN, password=PASSWORD, new_password1="another-lantern-43"))
    kept = unseal(desk.session[drafts.SESSION_KEY]["sealed"])
    assert "Zhou Mingming" in kept
    assert not any(secret in kept for secret in (PIN, PASSWORD, "another-lantern-43"))
