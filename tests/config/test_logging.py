"""Log lines say what happened where, and never what somebody typed."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.addresses import client_address
from config.logging import AccessLogMiddleware, JsonLines
from offices.request_id import RequestIdMiddleware

NUMBER = "13800138000"


def line_of(record: logging.LogRecord) -> dict:
    return json.loads(JsonLines().format(record))


@pytest.fixture
def access_lines(caplog):
    caplog.set_level(logging.INFO, logger="lunxu.access")
    return caplog


def served(request, status: int = 200) -> HttpResponse:
    inner = AccessLogMiddleware(lambda _: HttpResponse(status=status))
    return RequestIdMiddleware(inner)(request)


def test_a_request_leaves_a_line_without_its_query_and_body(access_lines):
    served(RequestFactory().post(f"/harbour/desk/?phone={NUMBER}", {"phone": NUMBER}), status=302)
    line = line_of(access_lines.records[0])
    assert (line["method"], line["path"], line["status"]) == ("POST", "/harbour/desk/", 302)
    assert NUMBER not in json.dumps(line)


@pytest.mark.parametrize("door", ["wall", "check-in", "hooks", "consent", "stop"])
def test_addresses_that_are_secrets_are_blotted_out(access_lines, door):
    served(RequestFactory().get(f"/{door}/s3cret-token:of/a-link/"))
    line = line_of(access_lines.records[0])
    assert line["path"].startswith(f"/{door}/\u2026/") and "s3cret" not in json.dumps(line)


def test_the_line_and_the_answer_carry_the_id_that_was_given():
    seen = []

    def inner(request):
        seen.append(line_of(logging.makeLogRecord({"msg": "inside"})))
        return HttpResponse()

    response = RequestIdMiddleware(inner)(
        RequestFactory().get("/", headers={"X-Request-ID": "abcdef-123456"})
    )
    assert response["X-Request-ID"] == seen[0]["request_id"] == "abcdef-123456"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "line\nbreak-12", "<script>alert(1)</script>"])
def test_an_id_that_is_none_is_replaced(given):
    response = served(RequestFactory().get("/", HTTP_X_REQUEST_ID=given))
    assert response["X-Request-ID"] != given
    assert response["X-Request-ID"].isalnum()


def test_facts_nobody_listed_are_left_out():
    record = logging.makeLogRecord({"msg": "said", "count": 3, "phone": NUMBER})
    line = line_of(record)
    assert line["count"] == 3
    assert NUMBER not in json.dumps(line)


@pytest.mark.django_db
def test_what_the_database_quotes_is_left_out_but_its_constraint_is_named():
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE numbers (number text CONSTRAINT number_once UNIQUE)")
            cursor.execute("INSERT INTO numbers VALUES (%s), (%s)", [NUMBER, NUMBER])
    except IntegrityError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    line = line_of(record)
    assert line["exception"]["constraint"] == "number_once"
    assert line["exception"]["code"] == "23505"
    assert any("test_logging.py" in place for place in line["exception"]["at"])
    assert NUMBER not in json.dumps(line)


@pytest.mark.django_db
def test_watching_the_machine_fills_no_log(client: Client, access_lines):
    client.get("/healthz")
    client.get("/readyz")
    assert [record for record in access_lines.records if record.name == "lunxu.access"] == []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == expected
