"""The administrator's page of a robot: what is secret goes in and never comes out."""

import pytest
from django.urls import reverse

from messaging.forms.robot import RobotForm
from messaging.models import OutboxMessage, Robot
from offices.models import User
from tests.messaging.rows import make_robot

ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=tell-nobody-abcd"


@pytest.fixture
def administrator(client, db) -> None:
    client.force_login(
        User.objects.create_superuser("root", "correct horse battery", name="Root"),
        backend="django.contrib.auth.backends.ModelBackend",
    )


def typed(office, **changes) -> dict:
    return {
        "office": office.pk,
        "kind": "dingtalk",
        "name": "Sales group",
        "address": ADDRESS,
        "secret": "SECnobody",
        "is_active": "on",
    } | changes


def test_a_robot_is_added_and_its_secrets_are_shown_to_nobody(client, administrator, office):
    client.post(reverse("admin:messaging_robot_add"), typed(office))
    robot = Robot.objects.get()
    assert (robot.address, robot.secret, robot.office) == (ADDRESS, "SECnobody", office)
    for page in (
        reverse("admin:messaging_robot_change", args=[robot.pk]),
        reverse("admin:messaging_robot_changelist"),
    ):
        text = client.get(page).content.decode()
        assert "oapi.dingtalk.com/\u2026abcd" in text
        assert "tell-nobody" not in text
        assert "SECnobody" not in text
        assert robot.sealed_address not in text


def test_a_wrong_address_is_refused_at_its_field_and_not_sent_back(client, administrator, office):
    wrong = typed(office, address="https://evil.example/robot/send?access_token=tell-nobody")
    answer = client.post(reverse("admin:messaging_robot_add"), wrong)
    assert not Robot.objects.exists()
    assert "address" in answer.context["adminform"].form.errors
    assert "tell-nobody" not in answer.content.decode()


def test_what_is_left_empty_is_kept(office):
    robot = make_robot(office, kind="dingtalk", address=ADDRESS, secret="SECnobody")
    form = RobotForm(typed(office, name="Renamed", address="", secret=""), instance=robot)
    assert form.is_valid(), form.errors
    form.save()
    kept = Robot.objects.get()
    assert (kept.name, kept.address, kept.secret) == ("Renamed", ADDRESS, "SECnobody")


def test_a_secret_can_be_forgotten(office):
    robot = make_robot(office, kind="dingtalk", address=ADDRESS, secret="SECnobody")
    form = RobotForm(typed(office, address="", secret="", forget_secret="on"), instance=robot)
    form.save()
    assert Robot.objects.get().secret == ""


def test_another_group_chat_needs_another_address(office):
    robot = make_robot(office, kind="dingtalk", address=ADDRESS)
    form = RobotForm(typed(office, kind="wecom", address=""), instance=robot)
    assert list(form.errors) == ["address"]


@pytest.mark.parametrize("changes", [{"address": ""}, {"kind": "fax"}, {"name": ""}, {"address": "x" * 600}])
def test_an_incomplete_robot_is_refused(office, changes):
    assert not RobotForm(typed(office, **changes)).is_valid()


def test_a_second_robot_of_the_same_name_is_refused_with_a_sentence(office):
    make_robot(office)
    form = RobotForm(typed(office))
    assert not form.is_valid()
    assert len(str(form.non_field_errors())) > 30


def test_the_test_message_is_queued_for_the_chosen_robots(client, administrator, office, vendors):
    chosen = make_robot(office, name="Chosen", address=vendors.address("wecom"))
    make_robot(office, name="Other")
    client.post(
        reverse("admin:messaging_robot_changelist"),
        {"action": "send_test_message", "_selected_action": [chosen.pk]},
    )
    message = OutboxMessage.objects.get()
    assert (message.robot, message.kind) == (chosen, "test")


def test_the_outbox_is_read_and_never_written_by_hand(client, administrator, office):
    robot = make_robot(office)
    message = OutboxMessage.objects.create(
        office=office,
        robot=robot,
        kind="test",
        created_at=robot.office.created_at,
        not_before=robot.office.created_at,
    )
    assert client.get(reverse("admin:messaging_outboxmessage_change", args=[message.pk])).status_code == 200
    client.post(reverse("admin:messaging_outboxmessage_change", args=[message.pk]), {"state": "sent"})
    client.post(reverse("admin:messaging_outboxmessage_delete", args=[message.pk]), {"post": "yes"})
    message.refresh_from_db()
    assert message.state == "queued"
