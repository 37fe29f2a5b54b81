"""Messages are written with what they tell about, for every robot in use, at one price."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from messaging.enums import MessageKind, MessageState
from messaging.models import OutboxMessage, Robot
from messaging.notice_texts import text_of
from messaging.robot_kinds import REPEATED, SPOKEN, kind_choices, usual_kinds
from messaging.services.outbox import BELL, queue_robot_messages, queue_test_message
from offices.enums import NoticeKind
from offices.services.notices import tell
from tests.messaging.rows import make_robot

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
CALL = {"number": 12, "at": NOW.isoformat()}


def call_to_the_desk(member, params=CALL):
    queue_robot_messages(
        office_id=member.office_id, kind=MessageKind.CALLED, member=member, params=params, now=NOW
    )


@pytest.mark.parametrize("robots", [0, 1, 3])
def test_queueing_is_one_query_however_many_robots(an, robots):
    for number in range(robots):
        make_robot(an.office, name=f"Robot {number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_to_the_desk(an)
    assert len(queries) == 1
    assert OutboxMessage.objects.count() == robots


def test_each_robot_in_use_gets_the_message_and_no_other(an, stranger):
    used = make_robot(an.office)
    make_robot(an.office, name="Off", is_active=False)
    make_robot(stranger.office)
    call_to_the_desk(an)
    message = OutboxMessage.objects.get()
    assert (message.office, message.robot, message.member) == (an.office, used, an)
    assert (message.kind, message.params, message.state) == ("called", CALL, MessageState.QUEUED)
    assert (message.created_at, message.not_before, message.attempts, message.error) == (NOW, NOW, 0, "")
    message.full_clean()


def test_a_member_of_another_office_is_refused(an, stranger):
    with pytest.raises(ValueError, match="another office"):
        queue_robot_messages(
            office_id=an.office_id, kind=MessageKind.CALLED, member=stranger, params=CALL, now=NOW
        )


def test_nothing_personal_gets_into_the_row(an):
    make_robot(an.office)
    with pytest.raises(ValueError, match="customer of called"):
        call_to_the_desk(an, {**CALL, "customer": "13900000001"})
    assert not OutboxMessage.objects.exists()


def test_the_bell_rings_after_commit_and_only_where_there_is_something_to_send(
    an, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        call_to_the_desk(an)
    assert callbacks == []
    make_robot(an.office)
    with django_capture_on_commit_callbacks() as callbacks:
        call_to_the_desk(an)
    assert [callback.args for callback in callbacks] == [(BELL,)]


def test_a_robot_says_what_it_was_asked_to_say(an):
    make_robot(an.office, name="Chatty")
    quiet = make_robot(an.office, name="Quiet")
    quiet.kinds = ["late"]
    quiet.save()
    call_to_the_desk(an)
    assert [message.robot.name for message in OutboxMessage.objects.all()] == ["Chatty"]


def test_a_notice_is_repeated_with_the_names_of_whom_it_is_for(an, mei, stranger, django_assert_num_queries):
    make_robot(an.office)
    make_robot(stranger.office)
    with django_assert_num_queries(2):
        tell(
            office_id=an.office_id,
            member_ids=[mei.pk, an.pk],
            kind=NoticeKind.CALL_COMPLAINT,
            about={"path": "/harbour/team/"},
            now=NOW,
        )
    said = OutboxMessage.objects.order_by("member__user__username")
    assert {message.member for message in said} == {an, mei}
    assert {(message.kind, message.params["notice"]) for message in said} == {("notice", "call_complaint")}
    with override("en"):
        text = text_of(said[0].kind, said[0].params, name="Mei", zone=an.office.zone)
    assert text == "Mei: A customer complained on the telephone."


def test_a_notice_that_no_robot_repeats_costs_what_it_cost(an, django_assert_num_queries):
    make_robot(an.office)
    for kind, queries in ((NoticeKind.CALLED, 1), (NoticeKind.FOLLOW_UPS_DUE, 2)):
        with django_assert_num_queries(queries):
            tell(office_id=an.office_id, member_ids=[an.pk], kind=kind, about={}, now=NOW)
    assert not OutboxMessage.objects.exists()


def test_a_robot_knows_every_kind_that_it_may_be_asked_to_say():
    assert {code for code, _label in kind_choices()} >= set(usual_kinds())
    assert {kind.value for kind in REPEATED} <= set(NoticeKind.values)
    assert set(SPOKEN) == set(MessageKind) - {MessageKind.TEST, MessageKind.NOTICE}


def test_a_test_message_goes_to_its_robot_alone(an):
    robot = make_robot(an.office, is_active=False)
    make_robot(an.office, name="Other")
    message = queue_test_message(robot=robot, now=NOW)
    assert list(OutboxMessage.objects.all()) == [message]
    assert (message.robot, message.kind, message.member) == (robot, MessageKind.TEST, None)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_said(an):
    make_robot(an.office)

    class PowerCut(Exception):
        pass

    def power_cut_after_the_call():
        with transaction.atomic():
            call_to_the_desk(an)
            raise PowerCut

    with pytest.raises(PowerCut):
        power_cut_after_the_call()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "lost"}, "message_state_known"),
        ({"state": MessageState.SENT}, "message_sent_has_its_time"),
        ({"sent_at": NOW}, "message_sent_has_its_time"),
        ({"state": MessageState.SENDING}, "message_sending_is_leased"),
        ({"not_before": datetime(2026, 11, 1, tzinfo=UTC)}, "message_due_after_written"),
    ],
)
def test_the_database_refuses_states_that_cannot_be(an, changes, constraint):
    make_robot(an.office)
    call_to_the_desk(an)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutboxMessage.objects.update(**changes)


def test_a_robots_address_and_secret_are_unreadable_in_the_database(an):
    make_robot(
        an.office, address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=tell-nobody", secret="SECx"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM messaging_robot r")
        row = cursor.fetchone()[0]
    assert "tell-nobody" not in row
    assert "SECx" not in row
    robot = Robot.objects.get()
    assert (robot.address[-11:], robot.secret) == ("tell-nobody", "SECx")
    assert robot.masked_address == "qyapi.weixin.qq.com/\u2026body"
    robot.keep_secret("")
    assert robot.secret == ""
