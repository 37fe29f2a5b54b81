"""The desk in the browser's terms: forms, answers, drafts, polls."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from offices.models import Member, Office
from reception.models import Reception
from tests.cast import PASSWORD

DESK = "/harbour/desk/"
ARRIVE = "/harbour/desk/arrive/"


@pytest.fixture
def desk(client: Client, opened: Office, lin: Member) -> Client:
    """The clerk's browser, logged in, on an open day."""
    client.force_login(lin.user)
    return client


def form(**typed) -> dict:
    return {"request_key": str(uuid4()), "name": "Zhou", "phone_answer": "later", **typed}


def test_walk_in_is_answered_with_consultant_and_clause(desk: Client, an: Member) -> None:
    answer = desk.post(ARRIVE, form(), follow=True)
    [reception] = Reception.objects.all()
    assert reception.consultant == an
    page = answer.content.decode()
    assert "Zhou" in page and an.name in page
    assert f"/harbour/visits/{reception.visit}/" in page


def test_second_click_gets_the_first_clicks_answer(desk: Client) -> None:
    sent = form()
    first, second = desk.post(ARRIVE, sent), desk.post(ARRIVE, sent)
    assert first["Location"] == second["Location"]
    assert Reception.objects.count() == 1


def test_same_key_with_other_content_is_refused(desk: Client) -> None:
    sent = form()
    desk.post(ARRIVE, sent)
    answer = desk.post(ARRIVE, {**sent, "name": "Wu"})
    assert answer.status_code == 422
    assert Reception.objects.count() == 1


def test_form_without_key_is_refused_and_keeps_what_was_typed(desk: Client) -> None:
    answer = desk.post(ARRIVE, {"name": "Zhou Mingming", "phone_answer": "later"})
    assert "Zhou Mingming" in answer.content.decode()
    assert not Reception.objects.exists()


def test_missing_number_is_never_an_accident(desk: Client) -> None:
    answer = desk.post(ARRIVE, form(name="Zhou Mingming", phone_answer="given"))
    assert answer.status_code == 422
    assert "phone" in answer.context["form"].errors
    assert "Zhou Mingming" in answer.content.decode()


@pytest.mark.clause("B-24")
def test_refused_number_needs_its_note(desk: Client) -> None:
    assert desk.post(ARRIVE, form(phone_answer="refused")).status_code == 422
    desk.post(ARRIVE, form(phone_answer="refused", phone_note="prefers not to"))
    assert Reception.objects.get().customer.phone_note == "prefers not to"


def test_day_not_open_says_what_to_do(client: Client, lin: Member) -> None:
    client.force_login(lin.user)
    answer = client.post(ARRIVE, form())
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors()


def test_session_that_ends_in_the_middle_loses_nothing(desk: Client) -> None:
    """The clerk's session is over; what was typed comes back after the log-in."""
    desk.logout()
    asked = desk.post(ARRIVE, form(name="Zhou Mingming", licence_plate="A12345"))
    assert asked.status_code == 401
    resume = asked.context["resume"]
    answer = desk.post("/login/", {"username": "lin", "password": PASSWORD, "resume": resume}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == ARRIVE
    assert "Zhou Mingming" in page and "A12345" in page
    assert not Reception.objects.exists()


def test_form_from_before_the_last_log_in_loses_nothing(opened: Office, lin: Member) -> None:
    """Its CSRF token is of the old session; it comes back filled in, with a fresh one."""
    desk = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    desk.force_login(lin.user)
    answer = desk.post(ARRIVE, form(name="Zhou Mingming"), follow=True)
    assert "Zhou Mingming" in answer.content.decode()
    assert not Reception.objects.exists()


def test_form_from_a_strange_page_is_refused(opened: Office, lin: Member) -> None:
    desk = Client(enforce_csrf_checks=True, headers={"Origin": "http://elsewhere.example"})
    desk.force_login(lin.user)
    answer = desk.post(ARRIVE, form(name="Zhou Mingming"))
    assert answer.status_code == 403
    assert "draft" not in desk.session


def test_poll_costs_no_query_while_nothing_changed(
    desk: Client, steady_version, django_assert_num_queries
) -> None:
    page = desk.get(DESK)
    live = {"X-Live-Token": page.context["live_token"]}
    shown = page.context["board"].version
    with django_assert_num_queries(0):
        assert desk.get(f"{DESK}live/?v={shown}", headers=live).status_code == 204


def test_fragment_is_the_part_of_the_page(desk: Client) -> None:
    desk.post(ARRIVE, form())
    page = desk.get(DESK)
    fragment = desk.get(f"{DESK}live/?v=old", headers={"X-Live-Token": page.context["live_token"]})
    assert "Zhou" in fragment.content.decode()
    assert {part.name for part in fragment.templates} <= {part.name for part in page.templates}


def test_poll_ends_with_the_log_out(desk: Client, django_capture_on_commit_callbacks) -> None:
    page = desk.get(DESK)
    live = {"X-Live-Token": page.context["live_token"]}
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/logout/")
    assert desk.get(f"{DESK}live/?v=old", headers=live).status_code == 401


def test_whole_walk_in_costs_at_most_fifteen_queries(desk: Client) -> None:
    """Session, user, member and key included; the savepoint is the test's own transaction."""
    with CaptureQueriesContext(connection) as captured:
        desk.post(ARRIVE, form())
    queries = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert Reception.objects.count() == 1
    assert len(queries) <= 15


def test_preview_says_who_and_changes_nothing(desk: Client, an: Member) -> None:
    page = desk.post("/harbour/desk/preview/", form())
    assert an.name in page.content.decode()
    assert not Reception.objects.exists()


def test_known_number_opens_the_known_customer(desk: Client) -> None:
    number = {"phone": "13812345678", "phone_answer": "given"}
    desk.post(ARRIVE, form(**number))
    desk.post(ARRIVE, form(name="", **{**number, "phone": "+86 138 1234 5678"}))
    first, second = Reception.objects.order_by("pk")
    assert first.customer == second.customer


def test_number_never_stands_on_the_page(desk: Client) -> None:
    desk.post(ARRIVE, form(phone="13812345678", phone_answer="given"))
    for path in (DESK, "/harbour/customers/", "/harbour/visits/"):
        assert "13812345678" not in desk.get(path).content.decode()
    matches = desk.post("/harbour/desk/match/", {"phone": "5678", "field": "phone"}).content.decode()
    assert "138****5678" in matches and "13812345678" not in matches
