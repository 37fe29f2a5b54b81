"""One call over a real connection, and what is known after it."""

from datetime import UTC, datetime

import httpx
import pytest

from messaging.enums import RobotKind
from messaging.robots import Answer, Mention, Request, Verdict, build_request
from messaging.services.delivery import deliver, new_client
from tests.messaging.vendors import SECRET, a_port_nobody_listens_on

BO = Mention("Bo", group_id="ou_bo")


@pytest.fixture
def client():
    with new_client() as ours:
        ours.timeout = httpx.Timeout(0.4)
        yield ours


def letter(vendors, kind: str, secret: str = SECRET) -> Request:
    return build_request(
        kind,
        address=vendors.address(kind),
        secret=secret,
        text="Bo: a visitor is waiting.",
        mention=BO,
        at=datetime.now(UTC),
    )


@pytest.mark.parametrize("kind", RobotKind.values)
def test_what_we_send_passes_the_vendors_checks(client, vendors, kind):
    assert deliver(client, kind, letter(vendors, kind)) == Answer(Verdict.ACCEPTED)
    assert vendors.texts()[0].startswith("Bo: a visitor is waiting.")
    assert vendors.accepted[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize(("kind", "code"), [("dingtalk", "310000"), ("feishu", "19021")])
def test_a_wrong_secret_is_refused(client, vendors, kind, code):
    assert deliver(client, kind, letter(vendors, kind, "SECwrong")) == Answer(Verdict.REFUSED, code)


@pytest.mark.parametrize(("kind", "code"), [("wecom", "45009"), ("dingtalk", "130101"), ("feishu", "11232")])
def test_the_twenty_first_in_a_minute_is_told_to_come_later(client, vendors, kind, code):
    answers = [deliver(client, kind, letter(vendors, kind)) for _ in range(21)]
    assert answers == [Answer(Verdict.ACCEPTED)] * 20 + [Answer(Verdict.RATE_LIMITED, code)]


@pytest.mark.parametrize(
    ("way", "answer"),
    [
        ("slow", Answer(Verdict.UNCLEAR, "timeout")),
        ("reset", Answer(Verdict.UNCLEAR, "connection_lost")),
        ("cut", Answer(Verdict.UNCLEAR, "connection_lost")),
        ("garbage", Answer(Verdict.UNCLEAR, "http_200")),
        ("broken", Answer(Verdict.UNCLEAR, "http_502")),
        ("busy", Answer(Verdict.RATE_LIMITED, "-1")),
        ("unknown_key", Answer(Verdict.REFUSED, "93000")),
    ],
)
def test_a_call_that_goes_wrong_is_told_by_its_name(client, vendors, way, answer):
    vendors.misbehave(way)
    assert deliver(client, "wecom", letter(vendors, "wecom")) == answer


def test_a_redirect_is_not_followed(client, vendors):
    vendors.misbehave("redirect")
    assert deliver(client, "wecom", letter(vendors, "wecom")) == Answer(Verdict.REFUSED, "http_307")
    assert [call.path for call in vendors.calls] == ["/cgi-bin/webhook/send"]


def test_where_nobody_listens_nothing_has_left(client):
    address = f"http://127.0.0.1:{a_port_nobody_listens_on()}/cgi-bin/webhook/send?key=1"
    assert deliver(client, "wecom", Request(address, {})) == Answer(Verdict.NOT_LEFT, "unreachable")


def test_a_name_that_leads_nowhere_is_no_connection_either(client):
    answer = deliver(client, "wecom", Request("https://robot.invalid/cgi-bin/webhook/send?key=1", {}))
    assert answer == Answer(Verdict.NOT_LEFT, "unreachable")


def test_a_proxy_of_the_environment_is_not_asked(client, vendors, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{a_port_nobody_listens_on()}")
    with new_client() as ours:
        assert deliver(ours, "wecom", letter(vendors, "wecom")) == Answer(Verdict.ACCEPTED)
