"""What happens to a text while a sender has it in hand: stopped, paused, another gateway, a lock, a receipt."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection

from messaging.hooks import Receipt
from messaging.models import Gateway, TextMessage
from messaging.robots import Answer, Verdict
from messaging.services import handing_over, text_sending
from messaging.services.by_hand import done_by_hand, give_back, take_by_hand
from messaging.services.gateways import keep_gateway
from messaging.services.incoming import take_receipts
from messaging.services.many_texts import number_key
from messaging.services.text_sending import claim_texts, send_texts_due
from messaging.services.texts import call_off_numbers, drop_text, hold_group, release_group, stop_group
from tests.conftest import connect_as_owner
from tests.messaging.texts import NOON, agree, make_gateway, make_template, number_of, queue, text_states

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BATCH = "batch:1"
AGAIN = Answer(Verdict.RATE_LIMITED, "isv.BUSINESS_LIMIT_CONTROL")
TAKEN = Answer(Verdict.ACCEPTED, vendor_id="B1")


@pytest.fixture
def at_home(office):
    office.hotline = "400-800-8000"
    office.save()
    return office


@pytest.fixture
def meanwhile(monkeypatch) -> Callable:
    """Have something happen during the next call of a gateway, which then answers so."""

    def arrange(deed: Callable[[], object], answer: Answer) -> None:
        def called(*_given, **_named) -> Answer:
            deed()
            return answer

        monkeypatch.setattr(text_sending, "hand_over_text", called)

    return arrange


def being_sent(office) -> TextMessage:
    make_gateway(office, "http", root="http://127.0.0.1:1")
    return queue(make_template(office), group=BATCH)


@pytest.mark.parametrize(
    ("answer", "stands"), [(AGAIN, ("dropped", "stopped")), (TAKEN, ("sent", ""))], ids=["again", "taken"]
)
def test_what_is_stopped_while_it_is_sent_never_comes_again(at_home, meanwhile, answer, stands):
    being_sent(at_home)
    meanwhile(lambda: stop_group(office=at_home, group=BATCH), answer)
    for minute in range(5):
        send_texts_due(NOON + minute * MINUTE)
    assert text_states() == [stands]
    assert TextMessage.objects.get().attempts == 1


def test_what_is_not_wanted_any_more_while_it_is_sent_never_comes_again(at_home, meanwhile):
    message = being_sent(at_home)
    meanwhile(lambda: drop_text(office=at_home, key=message.key), AGAIN)
    send_texts_due(NOON)
    assert text_states() == [("dropped", "dropped")]


def test_who_refused_on_another_number_is_not_tried_again(at_home, meanwhile):
    message = being_sent(at_home)
    meanwhile(lambda: call_off_numbers(office=at_home, channel="sms", prints=[message.number_print]), AGAIN)
    send_texts_due(NOON)
    assert text_states() == [("dropped", "opted_out")]


def test_what_is_paused_while_it_is_sent_waits_for_the_others(at_home, meanwhile):
    being_sent(at_home)
    meanwhile(lambda: hold_group(office=at_home, group=BATCH), AGAIN)
    for minute in range(5):
        send_texts_due(NOON + minute * MINUTE)
    assert text_states() == [("queued", AGAIN.code)]
    assert TextMessage.objects.get().attempts == 1
    assert release_group(office=at_home, group=BATCH) == 1
    meanwhile(lambda: None, TAKEN)
    send_texts_due(NOON + 5 * MINUTE)
    assert text_states() == [("sent", "")]


@pytest.mark.parametrize("hands", ["claimed", "called"])
def test_a_new_gateway_takes_over_what_a_sender_had_in_hand(at_home, root, meanwhile, hands):
    """A change of the gateway passes over leased texts; they do not wait for the old one for ever."""
    being_sent(at_home)
    new = Gateway(office=at_home, channel="sms", kind="file", name="new", signature="Harbour")

    def change():
        keep_gateway(gateway=new, by=root, now=NOON)

    if hands == "called":
        meanwhile(change, AGAIN)
        send_texts_due(NOON)
    else:
        claim_texts(NOON)
        change()
    for minute in range(2, 6):
        send_texts_due(NOON + minute * MINUTE)
    message = TextMessage.objects.get()
    assert (message.state, message.gateway) == ("sent", new)


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_cannot_be_had_says_nothing_of_the_text(at_home, message_log):
    """It comes back when its lease runs out, and the others leave at once."""
    make_gateway(at_home, per_second=50)
    template = make_template(at_home, category="marketing")
    for index in range(2):
        agree(at_home, number_of(index))
        queue(template, key=str(index), number=number_of(index))
    first = TextMessage.objects.earliest("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with closing(connect_as_owner()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number_key(first)])
        send_texts_due(NOON)
    assert text_states() == [("queued", ""), ("sent", "")]
    send_texts_due(NOON + 2 * MINUTE)
    assert text_states() == [("sent", "")] * 2
    connection.close()


def test_whatever_goes_wrong_a_text_being_sent_gets_its_end(at_home, monkeypatch):
    being_sent(at_home)
    queue(make_template(at_home, code="other"), key="other", number=number_of(2))

    def broken(message, *_given):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(handing_over, "letter_of", broken)
    send_texts_due(NOON)
    assert text_states() == [("uncertain", "unforeseen")] * 2


def test_what_is_given_back_to_a_paused_batch_waits_with_it(at_home, an):
    make_gateway(at_home)
    template = make_template(at_home)
    taken, _other = (queue(template, key=key, number=number_of(int(key)), group=BATCH) for key in "12")
    take_by_hand(message=taken, by=an, now=NOON)
    hold_group(office=at_home, group=BATCH)
    give_back(message=taken, by=an, now=NOON)
    send_texts_due(NOON)
    assert text_states() == [("queued", "")] * 2
    release_group(office=at_home, group=BATCH)
    send_texts_due(NOON)
    assert text_states() == [("sent", "")] * 2


def test_what_arrived_after_all_is_not_sent_again_by_hand(at_home, an, meanwhile):
    """The vendor said no, somebody took the text to send it by hand, and then the receipt comes."""
    message = being_sent(at_home)
    meanwhile(lambda: None, Answer(Verdict.REFUSED, "blocked"))
    send_texts_due(NOON)
    take_by_hand(message=message, by=an, now=NOON)
    receipt = Receipt("", f"{at_home.pk}-{message.pk}", True, "")
    assert take_receipts(gateway=message.gateway, receipts=[receipt], now=NOON + HOUR) == 1
    assert text_states() == [("delivered", "")]


def test_what_was_sent_by_hand_has_not_failed(at_home, an, meanwhile):
    """The receipt speaks of the vendor's attempt, not of what somebody wrote after it."""
    message = being_sent(at_home)
    meanwhile(lambda: None, Answer(Verdict.REFUSED, "blocked"))
    send_texts_due(NOON)
    take_by_hand(message=message, by=an, now=NOON)
    done_by_hand(message=message, by=an, now=NOON)
    receipt = Receipt("", f"{at_home.pk}-{message.pk}", False, "MK:1")
    take_receipts(gateway=message.gateway, receipts=[receipt], now=NOON + HOUR)
    assert text_states() == [("sent", "")]
