"""The outbox is sent: each message at most once, a bad robot holds nobody up, and nothing is kept silent about."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from messaging.enums import MessageKind, MessageState
from messaging.models import OutboxMessage
from messaging.robots import Answer, Verdict
from messaging.services import delivery, sending
from messaging.services.outbox import queue_robot_messages, queue_test_message
from messaging.services.sending import claim_due, send_due
from messaging.tasks import send_due as send_due_task
from tests.messaging.rows import NOW, local_time, make_robot, queue, states

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def in_english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_a_consultant_is_called_in_the_group_and_mentioned(an, vendors, kind):
    an.group_id = "ou_an"
    an.save(update_fields=["group_id"])
    make_robot(an.office, kind=kind, address=vendors.address(kind))
    queue(an)
    assert send_due(NOW) == 1
    [text] = vendors.texts()
    assert text.startswith(f"An: a visitor is waiting for you at the desk (visit 12, {local_time(NOW)}).")
    assert "ou_an" in str(vendors.accepted[0].body)
    message = OutboxMessage.objects.get()
    assert (message.state, message.error, message.attempts, message.lease_until) == ("sent", "", 1, None)
    assert NOW <= message.called_at <= message.sent_at < NOW + MINUTE


def test_without_an_id_in_the_group_the_mobile_number_is_mentioned(an, vendors):
    make_robot(an.office, kind="dingtalk", address=vendors.address("dingtalk"))
    queue(an)
    send_due(NOW)
    number = an.user.mobile.removeprefix("+86")
    assert vendors.accepted[0].body["at"]["atMobiles"] == [number]
    assert f"@{number}" in vendors.texts()[0]


def test_what_the_manager_is_told(mei, vendors):
    make_robot(mei.office, address=vendors.address("wecom"))
    queue(mei, kind=MessageKind.LATE)
    queue(mei, kind=MessageKind.MANY_UNITS, units=4)
    queue_robot_messages(
        office_id=mei.office_id, kind=MessageKind.VOID_ASKED, member=None, params={"number": 3}, now=NOW
    )
    send_due(NOW)
    assert vendors.texts() == [
        f"Mei: visit 12 has been waiting since {local_time(NOW)} and nobody has come.",
        "Mei: the customer of visit 12 wants 4 units.",
        "Sales manager: visit 3 is to be verified as void.",
    ]
    assert "mentioned_mobile_list" not in vendors.accepted[2].body["text"]


def test_sent_once_is_sent(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    assert [send_due(NOW), send_due(NOW), send_due(NOW + MINUTE)] == [1, 0, 0]
    assert len(vendors.calls) == 1


def test_two_senders_at_once_say_everything_exactly_once(an, vendors):
    """Forty messages of four robots, ten for each, which is within every vendor's pace."""
    for number in range(4):
        make_robot(an.office, name=f"Robot {number}", address=vendors.address("wecom", f"key{number}"))
    for number in range(10):
        queue(an, number=number)
    start = threading.Barrier(2)

    def sender() -> int:
        try:
            start.wait()
            return sum(send_due(NOW) for _ in range(10))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        claimed = sum(future.result() for future in [pool.submit(sender), pool.submit(sender)])
    assert claimed == 40
    assert states() == [("sent", "")] * 40
    assert sorted(
        (letter.query["key"], text) for letter, text in zip(vendors.calls, vendors.texts(), strict=True)
    ) == sorted(
        (f"key{robot}", f"An: a visitor is waiting for you at the desk (visit {number}, {local_time(NOW)}).")
        for robot in range(4)
        for number in range(10)
    )


def test_the_check_of_two_senders_can_fail(an, vendors, monkeypatch):
    """Negative control: senders that read without claiming say things twice."""
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    monkeypatch.setattr(
        sending,
        "claim_due",
        lambda now: list(OutboxMessage.objects.select_related("office", "robot", "member__user")),
    )
    monkeypatch.setattr(sending, "_mark_sending", lambda message, now: True)
    send_due(NOW)
    send_due(NOW)
    assert len(vendors.calls) == 2


def test_what_a_sender_holds_no_other_takes(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    assert len(claim_due(NOW)) == 1
    assert claim_due(NOW + MINUTE) == []
    assert send_due(NOW + 2 * MINUTE) == 1
    assert len(vendors.calls) == 1


def test_a_sender_that_slept_over_its_lease_finds_the_work_done(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    [held] = claim_due(NOW)
    send_due(NOW + 2 * MINUTE)
    with delivery.new_client() as client:
        sending._send(client, held, lambda: NOW + 2 * MINUTE)
    assert len(vendors.calls) == 1
    assert states() == [("sent", "")]


def test_killed_while_sending_is_uncertain_and_never_sent_again(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    [message] = claim_due(NOW)
    assert sending._mark_sending(message, NOW)
    send_due(NOW + 10 * SECOND)
    assert states() == [("sending", "")]
    for later in range(1, 15):
        send_due(NOW + later * MINUTE)
    assert states() == [("uncertain", "sender_lost")]
    assert vendors.calls == []


def test_an_answer_that_comes_after_all_is_believed(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    [message] = claim_due(NOW)
    sending._mark_sending(message, NOW)
    sending.settle_expired(NOW + MINUTE)
    sending._write_down(message, Answer(Verdict.ACCEPTED), NOW + MINUTE)
    assert states() == [("sent", "")]


def test_a_robot_switched_off_says_nothing_but_its_test_message(an, vendors):
    robot = make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    robot.is_active = False
    robot.save(update_fields=["is_active"])
    queue_test_message(robot=robot, now=NOW)
    send_due(NOW)
    assert states() == [("failed", "robot_off"), ("sent", "")]
    assert vendors.texts() == [f"Lunxu test message of {local_time(NOW)}: this robot works."]


def test_the_vendor_is_never_called_inside_a_transaction(an, vendors, monkeypatch):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    seen = []
    deliver = sending.deliver

    def watched(*args):
        seen.append((connection.in_atomic_block, OutboxMessage.objects.get().state))
        return deliver(*args)

    monkeypatch.setattr(sending, "deliver", watched)
    send_due(NOW)
    assert seen == [(False, MessageState.SENDING)]


def test_the_task_may_run_twice(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an, now=datetime.now(UTC) - SECOND)
    send_due_task()
    send_due_task()
    assert len(vendors.calls) == 1


def test_the_texts_follow_the_language_of_the_house(an, vendors, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    send_due(NOW)
    assert vendors.texts()[0].startswith("An")
