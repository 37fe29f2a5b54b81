"""Many texts of the file gateway at once: each row for itself, and the same gates as for one."""

from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection

from messaging.models import MessageTemplate, TextMessage
from messaging.robots import Answer, Verdict
from messaging.services import many_texts, text_sending
from messaging.services.text_sending import claim_texts, send_texts_due
from tests.conftest import connect_as_owner
from tests.messaging.texts import NOON, agree, make_gateway, make_template, number_of, queue, text_states

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def at_home(office):
    office.hotline = "400-800-8000"
    office.save()
    return office


def test_together_each_row_is_marked_alone_right_before_its_line(at_home, message_log, monkeypatch):
    """A sender that dies while it writes leaves exactly one doubtful row, whatever else it has in hand."""
    make_gateway(at_home)
    template = make_template(at_home)
    for index in range(9):
        queue(template, key=str(index), number=number_of(index))
    seen = []

    def look(*_given) -> Answer:
        seen.append(sorted(TextMessage.objects.values_list("state", flat=True)))
        if len(seen) == 5:
            raise KeyboardInterrupt
        return Answer(Verdict.ACCEPTED)

    monkeypatch.setattr(many_texts, "write_line", look)
    with pytest.raises(KeyboardInterrupt):
        send_texts_due(NOON)
    assert [states.count("sending") for states in seen] == [1] * 5
    assert [states.count("sent") for states in seen] == [0, 1, 2, 3, 4]
    monkeypatch.undo()
    for minute in range(1, 4):
        send_texts_due(NOON + minute * MINUTE)
    assert [state for state, _error in text_states()] == ["sent"] * 4 + ["uncertain"] + ["sent"] * 4


def test_together_the_gates_hold_each_for_itself(at_home, other_office, message_log):
    other_office.hotline = "1"
    other_office.save()
    for place in (at_home, other_office):
        make_gateway(place)
        make_template(place)
        make_template(place, code="news", category="marketing")
    template = {(each.office_id, each.category): each for each in MessageTemplate.objects.all()}
    for index, sms in enumerate((True, True, False, None)):
        if sms is not None:
            agree(at_home, number_of(index), sms=sms)
        for place in (at_home, other_office):
            for category in ("service", "marketing"):
                words = template[place.pk, category]
                queue(words, key=f"{index} {category}", number=number_of(index))
    queue(template[at_home.pk, "marketing"], key="second", number=number_of(0))
    send_texts_due(NOON)
    own = dict(TextMessage.objects.of(at_home).values_list("key", "error"))
    assert own == {
        "0 service": "",
        "1 service": "",
        "2 service": "opted_out",
        "3 service": "",
        "0 marketing": "",
        "1 marketing": "",
        "2 marketing": "opted_out",
        "3 marketing": "no_consent",
        "second": "day_cap",
    }
    assert len(message_log.read_text().splitlines()) == 5 + 4
    assert set(TextMessage.objects.of(other_office).values_list("key", "error")) == {
        *((f"{index} service", "") for index in range(4)),
        *((f"{index} marketing", "no_consent") for index in range(4)),
    }


def test_together_a_number_that_another_sender_counts_for_goes_one_by_one(at_home, message_log):
    make_gateway(at_home)
    template = make_template(at_home, category="marketing")
    for index in range(3):
        agree(at_home, number_of(index))
        queue(template, key=str(index), number=number_of(index))
    messages = claim_texts(NOON)
    with closing(connect_as_owner()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [many_texts.number_key(messages[1])])
        left = many_texts.write_many(
            [(message, True) for message in messages],
            limits_of=lambda _message: text_sending.Limits(),
            clock=lambda: NOON,
        )
    assert left == [messages[1]]
    assert [state for state, _error in text_states()] == ["sent", "queued", "sent"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_together_a_text_that_is_being_paused_is_passed_over(at_home, message_log):
    """The pause holds its row in a transaction that is not over: nobody waits for it, and nothing leaves."""
    make_gateway(at_home)
    template = make_template(at_home)
    first, second, third = (
        queue(template, key=str(index), number=number_of(index), group="batch:1") for index in range(3)
    )
    messages = claim_texts(NOON)
    with closing(connect_as_owner()) as pause, pause.cursor() as cursor:
        pause.autocommit = False
        cursor.execute("UPDATE messaging_textmessage SET is_held = true WHERE id = %s", [second.pk])
        assert [many_texts._step(None, message, lambda: NOON) for message in messages] == [True, False, True]
        pause.commit()
    states = dict(TextMessage.objects.values_list("pk", "state"))
    assert states == {first.pk: "sending", second.pk: "queued", third.pk: "sending"}


def test_a_log_that_cannot_be_written_loses_nothing(at_home, settings, tmp_path):
    make_gateway(at_home)
    queue(make_template(at_home))
    settings.MESSAGE_LOG = str(tmp_path)  # a folder
    send_texts_due(NOON)
    assert text_states() == [("queued", "log_unwritable")]
    settings.MESSAGE_LOG = str(tmp_path / "messages.log")
    send_texts_due(NOON + MINUTE)
    assert text_states() == [("sent", "")]
