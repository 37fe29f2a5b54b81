"""What goes wrong while sending: it is tried again where nothing has left, and never where something may have."""

from datetime import timedelta
from itertools import pairwise

import pytest

from messaging.enums import MessageState
from messaging.models import OutboxMessage, Robot
from messaging.services import delivery, sending
from messaging.services.sending import claim_due, send_due
from tests.messaging.rows import NOW, make_robot, queue, states
from tests.messaging.vendors import a_port_nobody_listens_on

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("way", "error"),
    [("slow", "timeout"), ("reset", "connection_lost"), ("cut", "connection_lost"), ("broken", "http_502")],
)
def test_what_may_have_left_is_uncertain_and_never_sent_again(an, vendors, impatient, way, error):
    make_robot(an.office, address=vendors.address("wecom"))
    vendors.misbehave(way)
    queue(an)
    for later in range(15):
        send_due(NOW + later * MINUTE)
    assert states() == [("uncertain", error)]
    assert len(vendors.calls) == 1


def test_where_nobody_listens_it_is_tried_five_times_ever_more_slowly(an):
    make_robot(an.office, address=f"http://127.0.0.1:{a_port_nobody_listens_on()}/cgi-bin/webhook/send?key=1")
    queue(an)
    tried = []
    for seconds in range(60):
        before = OutboxMessage.objects.get().attempts
        send_due(NOW + seconds * SECOND)
        if OutboxMessage.objects.get().attempts > before:
            tried.append(seconds)
    assert len(tried) == 5
    pauses = [after - before for before, after in pairwise(tried)]
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    assert states() == [("failed", "unreachable")]


@pytest.mark.parametrize(("kind", "code"), [("wecom", "45009"), ("dingtalk", "130101"), ("feishu", "11232")])
def test_refused_for_its_pace_it_is_sent_later(an, vendors, kind, code):
    make_robot(an.office, kind=kind, address=vendors.address(kind))
    vendors.misbehave("too_often")
    queue(an)
    send_due(NOW)
    assert states() == [("queued", code)]
    send_due(NOW + SECOND)
    assert len(vendors.calls) == 1
    send_due(NOW + 3 * MINUTE)
    assert states() == [("sent", "")]
    assert len(vendors.calls) == 2


def test_a_robot_says_no_more_in_a_minute_than_its_vendor_allows(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    for number in range(25):
        queue(an, number=number)
    while send_due(NOW):
        pass
    assert len(vendors.accepted) == len(vendors.calls) == 20
    vendors.accepted.clear()
    while send_due(NOW + MINUTE + 5 * SECOND):
        pass
    assert len(vendors.accepted) == 5
    assert states() == [("sent", "")] * 25


@pytest.mark.parametrize("way", ["slow", "reset", "unknown_key", "too_often", "garbage"])
def test_a_bad_robot_never_blocks_the_rest(an, bo, vendors, impatient, way):
    """The bad one stands first and has a heap of messages; the good one's only message still goes out at once."""
    bad = make_robot(an.office, name="A bad one", address=vendors.address("wecom", "bad"))
    for number in range(12):
        queue(an, number=number)
    bad.is_active = False
    bad.save(update_fields=["is_active"])
    make_robot(an.office, name="Good one", address=vendors.address("wecom", "good"))
    queue(bo, number=99)
    bad.is_active = True
    bad.save(update_fields=["is_active"])
    vendors.misbehave(way)
    while send_due(NOW):
        pass
    assert "good" in vendors.speakers()
    assert OutboxMessage.objects.get(robot__name="Good one").state == MessageState.SENT


def test_a_robot_whose_keys_were_lost_fails_alone(an, bo, vendors, settings):
    broken = make_robot(an.office, name="A broken one")
    Robot.objects.filter(pk=broken.pk).update(sealed_address="not sealed by us")
    make_robot(an.office, name="Good one", address=vendors.address("wecom"))
    queue(an)
    send_due(NOW)
    assert states() == [("failed", "robot_unusable"), ("sent", "")]


def test_an_address_that_the_settings_no_longer_allow_is_not_called(an, vendors, settings):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    settings.ROBOT_HOSTS = ["qyapi.weixin.qq.com"]
    send_due(NOW)
    assert states() == [("failed", "robot_unusable")]
    assert vendors.calls == []


def test_a_row_without_words_fails_alone(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    OutboxMessage.objects.update(params={"at": 5})
    queue(an)
    send_due(NOW)
    assert states() == [("failed", "not_sayable"), ("sent", "")]


def test_after_ten_minutes_a_call_is_worth_nothing(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    send_due(NOW + 10 * MINUTE + SECOND)
    assert states() == [("failed", "too_late")]
    assert vendors.calls == []


def test_one_that_grows_too_old_in_the_hands_of_its_sender_is_not_sent(an, vendors):
    make_robot(an.office, address=vendors.address("wecom"))
    queue(an)
    [held] = claim_due(NOW)
    with delivery.new_client() as client:
        sending._send(client, held, lambda: NOW + 11 * MINUTE)
    assert states() == [("failed", "too_late")]
    assert vendors.calls == []
