"""PostgreSQL is gone: a plain page says so, comes back by itself, and loses nothing that was typed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.utils import timezone

from offices.models import Member, Office
from reception.models import Reception
from reception.services.day import open_day
from tests.conftest import connect_as_owner
from tests.page_forms import form_with

pytestmark = pytest.mark.django_db(transaction=True)

ARRIVE = "/harbour/desk/arrive/"
ENGLISH = {"Accept-Language": "en", "Origin": "http://testserver"}
REFRESH = '<meta http-equiv="refresh"'


@pytest.fixture
def desk(office: Office, an: Member, bo: Member, lin: Member) -> Client:
    """The clerk's browser on an open day."""
    open_day(office=office, present=[an, bo], by=lin, now=timezone.now())
    client = Client(raise_request_exception=False, headers=ENGLISH)
    client.force_login(lin.user)
    return client


@contextmanager
def no_database() -> Iterator[None]:
    """Nobody listens where PostgreSQL was."""
    there = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    connection.close()
    connection.settings_dict.update({"HOST": "127.0.0.1", "PORT": "1"})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(there)


@contextmanager
def held_elsewhere(statement: str, *values: Any) -> Iterator[None]:
    """Another connection has done this and does not end its transaction."""
    with closing(connect_as_owner()) as other:
        other.autocommit = False
        with other.cursor() as cursor:
            cursor.execute(statement, values)
        yield
        other.rollback()


def arrival(**typed: str) -> dict:
    return {"request_key": str(uuid4()), "name": "Zhou Mingming", "phone_answer": "later", **typed}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The database does not answer"), ("zh-hans", "\u6570\u636e\u5e93")]
)
def test_page_says_so_in_the_users_language_and_comes_back(desk: Client, language: str, words: str) -> None:
    with no_database():
        answer = desk.get("/harbour/desk/", headers={"Accept-Language": language})
        assert answer.status_code == 503
        assert words in answer.content.decode() and REFRESH in answer.content.decode()
        assert answer["Retry-After"] and "no-store" in answer["Cache-Control"]
    assert "desk" in desk.get("/harbour/desk/").content.decode()


def test_no_page_breaks_without_saying_why(desk: Client) -> None:
    """Whether its address needs the database or not."""
    for path in ("/", "/login/", "/offices/", "/harbour/", "/harbour/visits/", "/admin/login/"):
        with no_database():
            answer = desk.get(path)
        assert answer.status_code in (200, 503), path
        assert "Something broke" not in answer.content.decode()


def test_process_is_healthy_but_not_ready(desk: Client) -> None:
    with no_database():
        assert desk.get("/healthz").json() == {"status": "ok"}
        answer = desk.get("/readyz")
        assert (answer.status_code, answer.json()["database"]) == (503, "away")
    assert desk.get("/readyz").json()["database"] == "ok"


def test_form_that_met_the_outage_is_sent_again_as_it_was(desk: Client) -> None:
    """The page holds all of it, its key too: however often it is sent again, it is one visit."""
    with no_database():
        answer = desk.post(ARRIVE, arrival(licence_plate="A12345", named=["", ""]))
        page = answer.content.decode()
        assert answer.status_code == 503 and "Send it again" in page and REFRESH not in page
        held = form_with(answer, "request_key")
        assert desk.post(held.action, held.fields).status_code == 503
    first, second = desk.post(held.action, held.fields), desk.post(held.action, held.fields)
    assert first["Location"] == second["Location"]
    [reception] = Reception.objects.all()
    assert (reception.customer.name, reception.customer.licence_plate) == ("Zhou Mingming", "A12345")


def test_token_of_the_form_is_still_good_after_the_outage(office: Office, an, bo, lin: Member) -> None:
    open_day(office=office, present=[an, bo], by=lin, now=timezone.now())
    desk = Client(raise_request_exception=False, enforce_csrf_checks=True, headers=ENGLISH)
    desk.force_login(lin.user)
    token = form_with(desk.get("/harbour/desk/"), "phone_note").fields["csrfmiddlewaretoken"][0]
    with no_database():
        held = form_with(desk.post(ARRIVE, arrival(csrfmiddlewaretoken=token)), "request_key")
    assert desk.post(held.action, held.fields)["Location"].startswith("/harbour/desk/?visit=")


def test_nothing_is_held_for_a_foreign_page_or_a_background_request(desk: Client) -> None:
    for headers in ({"Origin": "http://elsewhere.example"}, {"Origin": ""}, {"HX-Request": "true"}):
        with no_database():
            answer = desk.post(ARRIVE, arrival(), headers=headers)
        assert answer.status_code == 503
        assert "Zhou Mingming" not in answer.content.decode()


def test_password_is_never_held(desk: Client) -> None:
    with no_database():
        answer = desk.post("/login/", {"username": "lin", "password": "orange-lantern-42"})
    assert answer.status_code == 503
    assert "orange-lantern-42" not in answer.content.decode() and REFRESH in answer.content.decode()


def test_connection_that_was_cut_is_made_anew(desk: Client, owner_cursor: Any) -> None:
    """At worst one request finds out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    owner_cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    assert desk.get("/harbour/desk/").status_code in (200, 503)
    close_old_connections()  # as at the start of each request that does not come from a test's client
    assert desk.post(ARRIVE, arrival())["Location"].startswith("/harbour/desk/?visit=")


def test_form_whose_twin_is_under_way_too_long_is_asked_to_be_sent_again(desk: Client, lin: Member) -> None:
    """The first click holds the key; the second one is told so and keeps what was typed."""
    sent = arrival()
    with held_elsewhere(
        "INSERT INTO offices_requestkey (office_id, member_id, key, fingerprint, answer, created_at)"
        " VALUES (%s, %s, %s, '', '', now())",
        lin.office_id,
        lin.pk,
        sent["request_key"],
    ):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 100")
        answer = desk.post(ARRIVE, sent)
        assert answer.status_code == 503
        assert answer.context["form"].non_field_errors() and "Zhou Mingming" in answer.content.decode()
    assert desk.post(ARRIVE, sent).status_code == 302


@pytest.mark.parametrize("limit", ["lock_timeout", "statement_timeout"])
def test_time_out_is_a_page_that_holds_the_form(desk: Client, limit: str) -> None:
    """Somewhere nobody foresaw: a table that is being rebuilt, say."""
    sent = arrival()
    with held_elsewhere("LOCK TABLE visitors_customer IN ACCESS EXCLUSIVE MODE"):
        with connection.cursor() as cursor:
            cursor.execute(f"SET {limit} = 200")
        held = form_with(desk.post(ARRIVE, sent), "request_key")
    assert not Reception.objects.exists()
    connection.close()  # and the limit with it
    assert desk.post(held.action, held.fields)["Location"].startswith("/harbour/desk/?visit=")
