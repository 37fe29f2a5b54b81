"""Texts for customers leave once each, only through open gates, and whatever goes wrong is told apart."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from messaging.enums import ConsentChannel
from messaging.hooks import Receipt
from messaging.models import Gateway, TextMessage
from messaging.robots import Answer, Verdict
from messaging.selectors.consents import consent_digest
from messaging.services import delivery, many_texts, text_sending
from messaging.services.incoming import opt_out, take_receipts
from messaging.services.text_ends import write_down
from messaging.services.text_sending import claim_texts, send_texts_due
from messaging.services.texts import Recipient, hold_group, queue_text, release_group, stop_group
from offices.errors import Refusal
from tests.messaging.texts import (
    ADDRESS,
    NOON,
    NUMBER,
    agree,
    make_gateway,
    make_template,
    number_of,
    queue,
    text_states,
)
from tests.messaging.vendors import a_port_nobody_listens_on

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def at_home(office):
    office.hotline = "400-800-8000"
    office.save()
    return office


def test_the_file_gateway_writes_what_would_have_left(at_home, an, message_log):
    make_gateway(at_home)
    message = queue(make_template(at_home), by=an)
    assert send_texts_due(NOON) == 1
    message.refresh_from_db()
    assert (message.state, message.error, message.attempts) == ("sent", "", 1)
    [line] = message_log.read_text().splitlines()
    assert line.endswith(
        f"#{message.pk} sms 138****8000 \u3010Harbour\u3011Dear Ms Wang, come and see the show flat. "
        "[Harbour Gardens, phase 1] Bookings: 400-800-8000. Your consultant: An"
    )
    assert NUMBER not in message_log.read_text()


@pytest.mark.parametrize("kind", ["aliyun", "tencent"])
def test_a_vendor_takes_the_registered_wording_with_its_values(at_home, sms_vendors, kind):
    make_gateway(at_home, kind, root=sms_vendors.root)
    message = queue(make_template(at_home))
    send_texts_due(NOON)
    [handed] = sms_vendors.accepted
    number = {"aliyun": "13800138000", "tencent": NUMBER}[kind]
    assert (handed.number, handed.signature, handed.template) == (number, "Harbour", "SMS_1")
    assert handed.params == [
        "Dear Ms Wang, ",
        "the show flat",
        "Harbour Gardens, phase 1",
        "400-800-8000",
        "An",
    ]
    assert handed.key == f"{at_home.pk}-{message.pk}"
    message.refresh_from_db()
    assert message.state == "sent" and message.vendor_id[0] in "BT"


def test_the_own_gateway_is_given_the_whole_text(at_home, sms_vendors):
    make_gateway(at_home, "http", root=sms_vendors.root)
    queue(make_template(at_home))
    send_texts_due(NOON)
    [handed] = sms_vendors.accepted
    assert handed.text.startswith("\u3010Harbour\u3011Dear Ms Wang, come and see the show flat.")


@pytest.mark.parametrize(
    ("kind", "wrong", "code"),
    [
        ("aliyun", {"key_secret": "WRONG"}, "SignatureDoesNotMatch"),
        ("aliyun", {"key_id": "NOBODY"}, "InvalidAccessKeyId.NotFound"),
        ("tencent", {"key_secret": "WRONG"}, "AuthFailure.SignatureFailure"),
        ("http", {"secret": "WRONG"}, "signature"),
        ("tencent", {"app_id": ""}, "gateway_unusable"),
        ("http", {"address": "https://elsewhere.example.com/"}, "gateway_unusable"),
    ],
)
def test_with_the_wrong_keys_nothing_is_taken(at_home, sms_vendors, kind, wrong, code):
    gateway = make_gateway(at_home, kind, root=sms_vendors.root)
    gateway.keep_settings({**gateway.settings, **wrong})
    gateway.save()
    queue(make_template(at_home))
    send_texts_due(NOON)
    assert text_states() == [("failed", code)]
    assert sms_vendors.accepted == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("aliyun", "isv.MOBILE_NUMBER_ILLEGAL"),
        ("aliyun", "isv.AMOUNT_NOT_ENOUGH"),
        ("aliyun", "isv.SMS_TEMPLATE_ILLEGAL"),
        ("tencent", "InvalidParameterValue.IncorrectPhoneNumber"),
        ("tencent", "FailedOperation.InsufficientBalanceInSmsPackage"),
        ("tencent", "UnauthorizedOperation.SmsSdkAppIdVerifyFail"),
        ("http", "blocked"),
    ],
)
def test_what_a_vendor_refuses_has_failed(at_home, sms_vendors, kind, code):
    make_gateway(at_home, kind, root=sms_vendors.root)
    sms_vendors.misbehave(code)
    queue(make_template(at_home))
    for minute in range(5):
        send_texts_due(NOON + minute * MINUTE)
    assert text_states() == [("failed", code[:40])]
    assert sms_vendors.calls == 1


@pytest.mark.parametrize(
    ("kind", "code", "rests"),
    [
        ("aliyun", "isv.BUSINESS_LIMIT_CONTROL", False),
        ("aliyun", "Throttling.User", True),
        ("tencent", "LimitExceeded.DeliveryFrequencyLimit", False),
        ("tencent", "RequestLimitExceeded", True),
        ("http", "later", False),
        ("http", "http_429", True),
    ],
)
def test_too_often_is_tried_again_later(at_home, sms_vendors, kind, code, rests):
    """A limit of one number makes that text wait; one of the account lets the whole gateway rest."""
    gateway = make_gateway(at_home, kind, root=sms_vendors.root)
    sms_vendors.misbehave(code)
    template = make_template(at_home)
    queue(template)
    send_texts_due(NOON)
    assert text_states() == [("queued", code)]
    gateway.refresh_from_db()
    assert (gateway.paused_until is not None) == rests
    queue(template, key="two", number="+8613900139000")
    send_texts_due(NOON + SECOND)
    assert len(sms_vendors.accepted) == (0 if rests else 1)
    send_texts_due(NOON + MINUTE)
    assert text_states() == [("sent", "")] * 2


def test_too_often_for_ever_is_given_up(at_home, sms_vendors):
    make_gateway(at_home, "aliyun", root=sms_vendors.root)
    sms_vendors.misbehave(*["isv.BUSINESS_LIMIT_CONTROL"] * 20)
    queue(make_template(at_home))
    moment, pauses = NOON, []
    while TextMessage.objects.queued().exists() and len(pauses) < 15:
        again = TextMessage.objects.get().not_before
        pauses.append(again - moment)
        moment = max(moment, again)
        send_texts_due(moment)
    assert text_states() == [("failed", "isv.BUSINESS_LIMIT_CONTROL")]
    assert sms_vendors.calls == 8
    assert pauses[1:] == sorted(pauses[1:])


@pytest.mark.parametrize("kind", ["aliyun", "tencent", "http"])
@pytest.mark.parametrize(
    ("way", "code"), [("slow", "timeout"), ("broken", "http_502"), ("garbage", "http_200")]
)
def test_what_may_have_left_is_uncertain_and_never_sent_again(
    at_home, sms_vendors, impatient, kind, way, code
):
    make_gateway(at_home, kind, root=sms_vendors.root)
    sms_vendors.misbehave(way)
    queue(make_template(at_home))
    for minute in range(0, 600, 40):
        send_texts_due(NOON + minute * MINUTE)
    assert text_states() == [("uncertain", code)]
    assert sms_vendors.calls == 1


def test_in_a_storm_nothing_is_said_twice_and_receipts_settle_the_doubt(at_home, sms_vendors, monkeypatch):
    """A fifth of the calls time out after the vendor took the text; others break, or answer nonsense, or come late."""
    monkeypatch.setattr(delivery, "PATIENCE", 0.5)
    gateway = make_gateway(at_home, "http", root=sms_vendors.root)
    template = make_template(at_home)
    texts = {f"{at_home.pk}-{queue(template, key=str(one), number=number_of(one)).pk}" for one in range(40)}
    storm = ["slow"] * 6 + ["broken"] * 4 + ["reset"] * 2 + ["garbage"] * 2 + ["later"] * 4 + [""] * 22
    random.Random(14).shuffle(storm)
    sms_vendors.misbehave(*storm)
    for turn in range(40):
        if not TextMessage.objects.queued().exists():
            break
        send_texts_due(NOON + turn * 11 * SECOND)
    taken = [handed.key for handed in sms_vendors.accepted]
    assert len(taken) == len(set(taken)) > 20
    states = Counter(TextMessage.objects.values_list("state", flat=True))
    assert states.keys() == {"sent", "uncertain"} and states["uncertain"] >= 14
    receipts = [Receipt("", key, key in taken, "" if key in taken else "UNKNOWN") for key in sorted(texts)]
    take_receipts(gateway=gateway, receipts=receipts, now=NOON + HOUR)
    settled = Counter(TextMessage.objects.values_list("state", flat=True))
    assert settled == {"delivered": len(taken), "failed": 40 - len(taken)}


def test_where_nobody_listens_it_is_tried_five_times(at_home):
    make_gateway(at_home, "http", root=f"http://127.0.0.1:{a_port_nobody_listens_on()}")
    queue(make_template(at_home))
    for minute in range(10):
        send_texts_due(NOON + minute * MINUTE)
    assert text_states() == [("failed", "unreachable")]
    assert TextMessage.objects.get().attempts == 5


def test_the_same_key_again_changes_nothing(at_home):
    make_gateway(at_home)
    template = make_template(at_home)
    first, again = queue(template, key="followup:12"), queue(template, key="followup:12", number=number_of(5))
    assert first.pk == again.pk and TextMessage.objects.count() == 1


def test_what_nothing_stands_for_is_refused_by_name(at_home):
    template = make_template(at_home, body="on {date} at {time}")
    with pytest.raises(Refusal, match=r"\{date\}, \{time\}"):
        queue(template)
    assert not TextMessage.objects.exists()


@pytest.mark.parametrize("number", ["+861012345678", "12345", "", "wang@example.com"])
def test_a_number_that_takes_no_sms_is_refused(at_home, number):
    with pytest.raises(Refusal):
        queue(make_template(at_home), number=number)


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_say_everything_exactly_once(at_home, message_log):
    make_gateway(at_home)
    template = make_template(at_home)
    for index in range(60):
        queue(template, key=str(index), number=number_of(index))
    start = threading.Barrier(2)

    def sender() -> int:
        try:
            start.wait()
            return sum(send_texts_due(NOON, limit=7) for _ in range(12))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        claimed = sum(future.result() for future in [pool.submit(sender), pool.submit(sender)])
    assert claimed == 60
    lines = message_log.read_text().splitlines()
    assert len(lines) == len({line.split()[2] for line in lines}) == 60
    assert text_states() == [("sent", "")] * 60


@pytest.mark.django_db(transaction=True)
def test_two_senders_with_two_texts_for_one_number_keep_the_days_cap(at_home, message_log):
    """Each knows nothing of the other's uncommitted row: the number is locked before it is counted."""
    make_gateway(at_home)
    template = make_template(at_home, category="marketing")
    for round_ in range(10):
        number = number_of(round_)
        agree(at_home, number)
        pair = [queue(template, key=f"{round_}/{each}", number=number) for each in "ab"]
        claim_texts(NOON)
        rows = list(TextMessage.objects.filter(pk__in=[one.pk for one in pair]).select_related())
        start = threading.Barrier(2)

        def hand_over(row, start=start):
            try:
                start.wait()
                with text_sending.new_client() as client:
                    text_sending._send(client, row, {}, lambda: NOON)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(hand_over, rows))
    assert len(message_log.read_text().splitlines()) == 10
    assert sorted(text_states()) == [("queued", "day_cap")] * 10 + [("sent", "")] * 10


def test_killed_while_handing_over_is_uncertain(at_home, message_log):
    make_gateway(at_home)
    queue(make_template(at_home))
    [message] = claim_texts(NOON)
    assert text_sending._mark_sending(message, text_sending.Limits(), NOON, is_good=True)
    for minute in range(6):
        send_texts_due(NOON + minute * MINUTE)
    assert text_states() == [("uncertain", "sender_lost")]
    assert not message_log.exists()


def test_killed_before_handing_over_it_comes_back(at_home):
    make_gateway(at_home)
    queue(make_template(at_home))
    assert len(claim_texts(NOON)) == 1
    assert send_texts_due(NOON + MINUTE) == 0
    assert send_texts_due(NOON + 2 * MINUTE) == 1
    assert text_states() == [("sent", "")]


def test_a_late_answer_is_believed(at_home):
    make_gateway(at_home)
    queue(make_template(at_home))
    [message] = claim_texts(NOON)
    text_sending._mark_sending(message, text_sending.Limits(), NOON, is_good=True)
    send_texts_due(NOON + MINUTE)
    write_down(message, Answer(Verdict.ACCEPTED, vendor_id="B1"), NOON + MINUTE)
    assert text_states() == [("sent", "")]
    assert TextMessage.objects.get().vendor_id == "B1"


@pytest.mark.clause("sms-consent")
def test_marketing_needs_consent_and_service_only_no_refusal(at_home):
    make_gateway(at_home)
    marketing = make_template(at_home, category="marketing", code="m")
    service = make_template(at_home, code="s")
    agree(at_home, number_of(1))
    agree(at_home, number_of(2), sms=False)
    for index in range(3):
        queue(marketing, key=f"m{index}", number=number_of(index))
        queue(service, key=f"s{index}", number=number_of(index))
    send_texts_due(NOON)
    states = dict(TextMessage.objects.values_list("key", "error"))
    assert states == {"m0": "no_consent", "s0": "", "m1": "", "s1": "", "m2": "opted_out", "s2": "opted_out"}


@pytest.mark.clause("sms-consent")
def test_who_opts_out_gets_nothing_of_what_is_queued_in_any_office(at_home, other_office):
    other_office.hotline = "1"
    other_office.save()
    for place in (at_home, other_office):
        make_gateway(place)
        agree(place)
        queue(make_template(place, category="marketing"))
    assert (
        opt_out(office=other_office, digest=consent_digest(NUMBER), channel=ConsentChannel.SMS, now=NOON) == 2
    )
    queue(make_template(at_home, category="marketing", code="later"), key="later")
    send_texts_due(NOON + SECOND)
    assert text_states() == [("dropped", "opted_out")] * 3
    agree(at_home, now=NOON + HOUR)
    for place in (at_home, other_office):
        queue(make_template(place, code="again", category="marketing"), key="again", now=NOON + HOUR)
    send_texts_due(NOON + HOUR)
    assert [state for state, _error in text_states()][3:] == ["sent", "dropped"]


@pytest.mark.clause("sms-quiet")
def test_at_night_it_waits_for_nine_o_clock(at_home):
    make_gateway(at_home)
    evening = NOON + 8 * HOUR
    queue(make_template(at_home), now=evening)
    send_texts_due(evening)
    message = TextMessage.objects.get()
    assert (message.state, message.error) == ("queued", "quiet")
    assert at_home.local(message.not_before).strftime("%m-%d %H:%M") == "11-21 09:00"
    assert send_texts_due(NOON + 20 * HOUR) == 0
    assert send_texts_due(NOON + 21 * HOUR) == 1
    assert text_states() == [("sent", "")]


@pytest.mark.clause("sms-caps")
def test_one_marketing_text_a_day_and_four_a_month(at_home):
    make_gateway(at_home)
    template = make_template(at_home, category="marketing")
    agree(at_home, now=NOON - 60 * DAY)
    for day in range(6):
        for each in "ab":
            now = NOON - 19 * DAY + day * DAY
            queue(template, key=f"{day}{each}", now=now, good_for=HOUR)
            send_texts_due(now)
    sent = TextMessage.objects.filter(state="sent").count()
    errors = set(TextMessage.objects.exclude(state="sent").values_list("error", flat=True))
    assert sent == 4
    assert errors == {"day_cap", "too_late", "month_cap"} or errors == {"too_late", "month_cap"}
    queue(template, key="next month", now=NOON + 11 * DAY)
    send_texts_due(NOON + 11 * DAY)
    assert TextMessage.objects.get(key="next month").state == "sent"


@pytest.mark.parametrize(
    "changes", [{"approval": "waiting"}, {"approval": "none", "vendor_code": ""}, {"longest_value": 5}]
)
def test_a_vendor_is_given_approved_wordings_only(at_home, sms_vendors, changes):
    make_gateway(at_home, "aliyun", root=sms_vendors.root)
    queue(make_template(at_home, **changes))
    send_texts_due(NOON)
    assert text_states() == [("dropped", "not_approved")]
    assert sms_vendors.calls == 0


def test_a_gateway_switched_off_sends_nothing_and_forgets_nothing(at_home):
    gateway = make_gateway(at_home)
    queue(make_template(at_home))
    Gateway.objects.update(is_active=False)
    send_texts_due(NOON)
    assert text_states() == [("queued", "gateway_off")]
    gateway.is_active = True
    gateway.save()
    send_texts_due(NOON + HOUR)
    assert text_states() == [("sent", "")]


def test_no_more_a_second_and_a_day_than_the_gateway_allows(at_home, message_log):
    make_gateway(at_home, per_second=3, per_day=5)
    template = make_template(at_home)
    for index in range(8):
        queue(template, key=str(index), number=number_of(index))
    sent = []
    for tenth in range(0, 40, 5):
        send_texts_due(NOON + tenth * SECOND / 10)
        sent.append(TextMessage.objects.filter(state="sent").count())
    assert sent[0] == 3
    assert sent[-1] == 5
    send_texts_due(NOON + DAY)
    assert TextMessage.objects.filter(state="sent").count() == 8


def test_a_group_is_held_released_and_stopped(at_home):
    make_gateway(at_home)
    template = make_template(at_home)
    for index in range(6):
        queue(template, key=str(index), number=number_of(index), group="batch:1" if index % 2 else "")
    assert hold_group(office=at_home, group="batch:1") == 3
    send_texts_due(NOON)
    assert [state for state, _error in text_states()] == ["sent", "queued"] * 3
    assert release_group(office=at_home, group="batch:1") == 3
    [message, *_rest] = claim_texts(NOON, limit=1)
    assert stop_group(office=at_home, group="batch:1") == 3
    assert not text_sending._mark_sending(message, text_sending.Limits(), NOON, is_good=True)
    send_texts_due(NOON + 3 * MINUTE)
    assert [text_states()[index] for index in (1, 3, 5)] == [("dropped", "stopped")] * 3


def test_an_e_mail_leaves_through_the_mail_server_and_can_be_stopped_by_its_link(at_home, client, settings):
    settings.PUBLIC_URL = "http://testserver"
    make_gateway(at_home, "smtp", channel="email")
    template = make_template(at_home, channel="email", category="marketing")
    from messaging.selectors.consents import address_digest
    from messaging.services.consents import keep_answers

    keep_answers(
        office=at_home,
        digest=address_digest(ADDRESS),
        answers={ConsentChannel.EMAIL: True},
        channel="desk",
        by=None,
        now=NOON - DAY,
    )
    queue(template, number=ADDRESS)
    send_texts_due(NOON + 10 * HOUR)
    assert text_states() == [("sent", "")]
    [letter] = mail.outbox
    assert (letter.to, letter.from_email, letter.subject) == (
        [ADDRESS],
        "Harbour <desk@example.com>",
        "Hello from Harbour Gardens, phase 1",
    )
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in letter.body
    assert client.get(stop).status_code == 200
    assert client.post(stop).status_code == 200
    queue(template, number=ADDRESS, key="two", now=NOON + 2 * DAY)
    send_texts_due(NOON + 2 * DAY)
    assert text_states()[-1] == ("dropped", "opted_out")


def test_an_office_without_gateway_begins_with_the_file(at_home, message_log):
    queue(make_template(at_home))
    send_texts_due(NOON)
    assert Gateway.objects.get().kind == "file"
    assert len(message_log.read_text().splitlines()) == 1


def test_with_all_gateways_off_a_text_waits_to_be_sent_by_hand(at_home):
    make_gateway(at_home, is_active=False)
    queue(make_template(at_home))
    assert send_texts_due(NOON) == 0
    assert text_states() == [("queued", "")]


def test_one_bad_row_never_stops_the_others(at_home):
    make_gateway(at_home)
    template = make_template(at_home)
    queue(template, key="bad")
    TextMessage.objects.update(sealed_number="nonsense")
    queue(template, key="good", number=number_of(2))
    send_texts_due(NOON)
    assert text_states() == [("dropped", "bad_number"), ("sent", "")]


@pytest.mark.django_db(transaction=True)
def test_no_gateway_is_called_inside_a_transaction(at_home, sms_vendors, monkeypatch):
    """One by one or together: the row says that it is being sent, committed, when the call begins."""
    seen = []

    def watched(hand_over):
        def watching(*args, **rest):
            seen.append((connection.in_atomic_block, TextMessage.objects.order_by("pk").last().state))
            return hand_over(*args, **rest)

        return watching

    monkeypatch.setattr(text_sending, "hand_over_text", watched(text_sending.hand_over_text))
    monkeypatch.setattr(many_texts, "write_line", watched(many_texts.write_line))
    template = make_template(at_home)
    queue(template, key="file")
    send_texts_due(NOON)
    make_gateway(at_home, "http", root=sms_vendors.root, is_active=False)
    Gateway.objects.filter(kind="file").update(is_active=False)
    Gateway.objects.filter(kind="http").update(is_active=True)
    queue(template, key="http")
    send_texts_due(NOON)
    assert seen == [(False, "sending")] * 2
    assert text_states() == [("sent", "")] * 2


def test_two_offices_never_share_a_key_or_a_gateway(at_home, other_office):
    other_office.hotline = "2"
    other_office.save()
    gateway = make_gateway(at_home)
    ours, theirs = queue(make_template(at_home)), queue(make_template(other_office))
    assert ours.pk != theirs.pk and (ours.gateway, theirs.gateway.office) == (gateway, other_office)


def test_a_recipient_without_name_is_the_honoured_guest(at_home):
    make_gateway(at_home)
    message = queue_text(
        template=make_template(at_home, body="welcome."),
        recipient=Recipient(NUMBER),
        variables={},
        key="x",
        by=None,
        now=NOON,
    )
    assert message.text.startswith("Dear guest, welcome.")


def test_marketing_leaves_an_own_gateway_under_a_name_only(at_home, sms_vendors):
    make_gateway(at_home, "http", root=sms_vendors.root, signature="")
    agree(at_home)
    queue(make_template(at_home, category="marketing"))
    send_texts_due(NOON)
    assert text_states() == [("dropped", "not_approved")]
    assert sms_vendors.calls == 0
