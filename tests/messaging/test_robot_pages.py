"""An administrator of the office adds and tries its robots; what is secret goes in and never comes out."""

from uuid import uuid4

import pytest
from django.test import Client

from messaging.models import OutboxMessage, Robot
from messaging.robot_kinds import usual_kinds
from offices.enums import AuditAction
from offices.models import AuditEntry, Member, Office
from tests.messaging.rows import make_robot

ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=tell-nobody-abcd"


def test_an_administrator_says_what_a_robot_says(browser: Client, office: Office) -> None:
    robot = make_robot(office, kind="dingtalk", address=ADDRESS)
    page = f"/harbour/robots/{robot.pk}/"
    assert robot.kinds == usual_kinds()
    browser.post(page, typed(address="", secret="", kinds=["called", "follow_ups_due"]))
    robot.refresh_from_db()
    assert robot.kinds == ["called", "follow_ups_due"]
    assert 'value="follow_ups_due"' in browser.get(page).content.decode()
    assert "kinds" in AuditEntry.objects.get(action=AuditAction.ROBOT_CHANGED).details["changed"]
    assert browser.post(page, typed(kinds=["dance"])).status_code == 422
    robot.refresh_from_db()
    assert robot.kinds == ["called", "follow_ups_due"]


@pytest.fixture
def browser(client: Client, root: Member) -> Client:
    client.force_login(root.user)
    return client


def typed(**changes: str | None) -> dict[str, str | list[str]]:
    fields = {
        "request_key": str(uuid4()),
        "kind": "dingtalk",
        "name": "Sales group",
        "address": ADDRESS,
        "secret": "SECnobody",
        "kinds": usual_kinds(),
        "is_active": "on",
    }
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def test_robot_is_added_and_its_secrets_are_shown_to_nobody(browser: Client, office: Office) -> None:
    form = typed()
    answers = [browser.post("/harbour/robots/new/", form)["Location"] for _click in range(2)]
    assert answers == ["/harbour/robots/"] * 2
    robot = Robot.objects.get()
    assert (robot.office, robot.address, robot.secret) == (office, ADDRESS, "SECnobody")
    for page in ("/harbour/robots/", f"/harbour/robots/{robot.pk}/"):
        text = browser.get(page).content.decode()
        assert "oapi.dingtalk.com/\u2026abcd" in text
        assert "tell-nobody" not in text and "SECnobody" not in text and robot.sealed_address not in text


def test_change_keeps_what_is_left_empty(browser: Client, office: Office, root: Member) -> None:
    robot = make_robot(office, kind="dingtalk", address=ADDRESS, secret="SECnobody")
    browser.post(
        f"/harbour/robots/{robot.pk}/", typed(name="Managers", address="", secret="", is_active=None)
    )
    robot.refresh_from_db()
    assert (robot.name, robot.is_active, robot.address, robot.secret) == (
        "Managers",
        False,
        ADDRESS,
        "SECnobody",
    )
    entry = AuditEntry.objects.get(action=AuditAction.ROBOT_CHANGED)
    assert (entry.by, entry.record) == (root, f"robot:{robot.pk}")
    assert entry.details["changed"] == ["name", "is_active"]


def test_audit_log_never_holds_what_is_secret(browser: Client) -> None:
    browser.post("/harbour/robots/new/", typed())
    entry = AuditEntry.objects.get(action=AuditAction.ROBOT_CHANGED)
    assert entry.details["changed"] == ["kind", "name", "kinds", "is_active", "address", "secret"]
    robot = Robot.objects.get()
    assert not any(word in str(entry.details) for word in ("tell-nobody", "SECnobody", robot.sealed_address))


def test_secret_is_forgotten(browser: Client, office: Office) -> None:
    robot = make_robot(office, kind="dingtalk", address=ADDRESS, secret="SECnobody")
    browser.post(f"/harbour/robots/{robot.pk}/", typed(address="", secret="", forget_secret="on"))
    robot.refresh_from_db()
    assert robot.secret == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": "https://evil.example/robot/send?access_token=tell-nobody"}, "address"),
        ({"address": ""}, "address"),
        ({"kind": "fax"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "Taken"}, "name"),
    ],
)
def test_what_is_wrong_stands_at_its_field(browser, office, changes: dict, field: str) -> None:
    make_robot(office, name="Taken")
    answer = browser.post("/harbour/robots/new/", typed(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "tell-nobody" not in answer.content.decode()
    assert Robot.objects.get().name == "Taken"


def test_test_message_goes_through_the_outbox(browser: Client, office: Office) -> None:
    chosen = make_robot(office, name="Chosen", is_active=False)
    make_robot(office, name="Other")
    key = {"request_key": str(uuid4())}
    for _click in range(2):
        browser.post(f"/harbour/robots/{chosen.pk}/test/", key)
    message = OutboxMessage.objects.get()
    assert (message.robot, message.kind) == (chosen, "test")
    assert list(browser.get("/harbour/robots/").context["said"]) == [message]


def test_robot_of_another_office_is_not_there(browser: Client, other_office: Office) -> None:
    robot = make_robot(other_office, name="Theirs")
    key = typed()
    answers = [
        browser.get(f"/harbour/robots/{robot.pk}/"),
        browser.post(f"/harbour/robots/{robot.pk}/", key),
        browser.post(f"/harbour/robots/{robot.pk}/test/", key),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    robot.refresh_from_db()
    assert robot.name == "Theirs" and not OutboxMessage.objects.exists()
    assert "Theirs" not in browser.get("/harbour/robots/").content.decode()


def test_manager_does_not_meddle_with_robots(client: Client, mei: Member) -> None:
    client.force_login(mei.user)
    assert client.post("/harbour/robots/new/", typed()).status_code == 403
    assert not Robot.objects.exists()
