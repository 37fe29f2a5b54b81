"""Gateways, templates and the outbox on the screen; secrets go in and never come out."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from messaging.models import Consent, Gateway, MessageTemplate, TextMessage
from messaging.services.text_sending import send_texts_due
from messaging.services.texts import hold_group, release_group, stop_group
from messaging.views.own_answers import CONSENT_SALT
from offices.enums import AuditAction, Role
from offices.models import AuditEntry
from tests.cast import enrol
from tests.messaging.texts import NOON, NUMBER, agree, make_gateway, make_template, queue, text_states

pytestmark = pytest.mark.django_db

ALIYUN = {
    "channel": "sms",
    "kind": "aliyun",
    "name": "Alibaba",
    "signature": "Harbour",
    "key_id": "AKID",
    "key_secret": "tell-nobody",
    "per_second": "20",
    "price": "0.05",
    "is_active": "on",
}
WORDS = {
    "channel": "sms",
    "code": "open-day",
    "name": "Open day",
    "purpose": "invitation",
    "category": "marketing",
    "language": "en",
    "body": "come on {date} to {event}.",
    "approval": "none",
}


def typed(fields: dict, **changes) -> dict:
    return {
        name: value
        for name, value in {"request_key": str(uuid4()), **fields, **changes}.items()
        if value is not None
    }


@pytest.fixture
def admin(root) -> Client:
    browser = Client()
    browser.force_login(root.user)
    return browser


@pytest.fixture
def desk(office) -> Client:
    """The sales assistant's browser."""
    office.hotline = "400-800-8000"
    office.save()
    browser = Client()
    browser.force_login(enrol(office, "tao", Role.ASSISTANT).user)
    return browser


@pytest.fixture
def boss(mei) -> Client:
    mei.office.hotline = "400-800-8000"
    mei.office.save()
    browser = Client()
    browser.force_login(mei.user)
    return browser


def test_a_gateway_is_added_and_its_secrets_are_shown_to_nobody(admin, office):
    form = typed(ALIYUN)
    assert [admin.post("/harbour/gateways/new/", form)["Location"] for _click in range(2)] == [
        "/harbour/gateways/"
    ] * 2
    gateway = Gateway.objects.get()
    assert (gateway.office, gateway.price_fen, gateway.per_second) == (office, 5, 20)
    assert gateway.settings == {"key_id": "AKID", "key_secret": "tell-nobody"}
    for page in ("/harbour/gateways/", f"/harbour/gateways/{gateway.pk}/"):
        text = admin.get(page).content.decode()
        assert "tell-nobody" not in text and gateway.sealed_settings not in text
    hooks = admin.get(f"/harbour/gateways/{gateway.pk}/").content.decode()
    assert f"/hooks/{gateway.hook_secret}/receipts/" in hooks
    kept = AuditEntry.objects.get(action=AuditAction.GATEWAY_CHANGED)
    assert "tell-nobody" not in json.dumps(kept.details)


def test_what_is_left_empty_keeps_the_secret(admin, office):
    admin.post("/harbour/gateways/new/", typed(ALIYUN))
    gateway = Gateway.objects.get()
    admin.post(f"/harbour/gateways/{gateway.pk}/", typed(ALIYUN, key_secret="", name="Renamed"))
    gateway.refresh_from_db()
    assert (gateway.name, gateway.settings["key_secret"]) == ("Renamed", "tell-nobody")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key_secret": ""}, "key_secret"),
        ({"signature": ""}, "signature"),
        ({"kind": "smtp"}, "kind"),
        ({"channel": "email"}, "kind"),
        ({"kind": "tencent"}, "app_id"),
        ({"kind": "http", "secret": "s", "address": "https://169.254.169.254/latest"}, "address"),
        ({"kind": "http", "secret": "s", "address": "file:///etc/passwd"}, "address"),
        ({"kind": "http", "secret": "s", "address": "https://user@127.0.0.1/"}, "address"),
    ],
)
def test_a_gateway_that_cannot_work_is_sent_back(admin, office, changes, field):
    answer = admin.post("/harbour/gateways/new/", typed(ALIYUN, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Gateway.objects.exists()


def test_the_new_gateway_takes_the_place_and_the_waiting_texts_of_the_old(admin, office):
    office.hotline = "1"
    office.save()
    old = make_gateway(office)
    queue(make_template(office))
    admin.post("/harbour/gateways/new/", typed(ALIYUN))
    old.refresh_from_db()
    assert not old.is_active
    assert TextMessage.objects.get().gateway.kind == "aliyun"


def test_our_templates_come_in_the_language_of_the_screen(boss, office):
    boss.post("/language/", {"language": "en"})
    boss.post("/harbour/text-templates/start/", typed({}))
    templates = MessageTemplate.objects.all()
    assert {template.purpose for template in templates} >= {
        "thanks",
        "invitation",
        "festival",
        "milestone",
        "birthday",
        "congratulation",
        "redistribution",
        "survey",
        "payment_due",
    }
    assert {template.language for template in templates} <= {"en", "zh-hans"}
    page = boss.get("/harbour/text-templates/").content.decode()
    assert all(template.name in page for template in templates)


def test_other_words_are_a_new_version_that_nobody_has_approved(boss, office):
    boss.post("/harbour/text-templates/new/", typed(WORDS, vendor_code="SMS_7", approval="approved"))
    first = MessageTemplate.objects.get()
    assert (first.version, first.approval) == (1, "approved")
    boss.post(
        f"/harbour/text-templates/{first.pk}/", typed(WORDS, body="come to {event}.", vendor_code="SMS_7")
    )
    second = MessageTemplate.objects.get(is_active=True)
    assert (second.version, second.replaces, second.approval, second.vendor_code) == (2, first, "none", "")
    boss.post(
        f"/harbour/text-templates/{second.pk}/",
        typed(WORDS, body="come to {event}.", vendor_code="SMS_8", approval="approved"),
    )
    second.refresh_from_db()
    assert (second.version, second.approval, second.vendor_code) == (2, "approved", "SMS_8")
    stale = boss.post(f"/harbour/text-templates/{first.pk}/", typed(WORDS, body="too late {event}."))
    assert stale.status_code == 422
    assert MessageTemplate.objects.count() == 2


@pytest.mark.clause("sms-frame")
def test_all_faults_of_a_wording_stand_in_the_form(boss, office):
    answer = boss.post("/harbour/text-templates/new/", typed(WORDS, body="Dear friend, {phone} {"))
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["body"]) == 3
    assert not MessageTemplate.objects.exists()


def test_what_the_vendor_approved_has_a_code(boss, office):
    answer = boss.post("/harbour/text-templates/new/", typed(WORDS, approval="approved"))
    assert "vendor_code" in answer.context["form"].errors


def test_the_outbox_shows_masked_numbers_only(desk, office):
    queue(make_template(office))
    for page in ("/harbour/texts/", f"/harbour/texts/{TextMessage.objects.get().pk}/"):
        text = desk.get(page).content.decode()
        assert "138****8000" in text
        assert "13800138000" not in text


def test_a_text_is_sent_by_hand_and_ticked(desk, office):
    make_gateway(office, is_active=False)
    message = queue(make_template(office))
    page = f"/harbour/texts/{message.pk}/"
    # The gates ask for the hour; noon on the office's clock is chosen by its zone.
    office.timezone = noon_zone()
    office.save()
    assert desk.post(f"{page}take/", typed({}))["Location"] == page
    shown = desk.get(page).content.decode()
    assert "13800138000" in shown and message.text in shown.replace("&#x27;", "'")
    assert AuditEntry.objects.get(action=AuditAction.TEXT_BY_HAND).details == {"did": "taken"}
    desk.post(f"{page}done/", typed({}))
    message.refresh_from_db()
    assert (message.state, message.copied_by.name) == ("sent", "Tao")
    assert "13800138000" not in desk.get(page).content.decode()
    assert send_texts_due(NOON) == 0


def test_what_somebody_took_no_gateway_sends_and_no_colleague_ticks(desk, boss, office):
    office.timezone = noon_zone()
    office.save()
    make_gateway(office)
    message = queue(make_template(office))
    desk.post(f"/harbour/texts/{message.pk}/take/", typed({}))
    assert send_texts_due(NOON) == 0
    boss.post(f"/harbour/texts/{message.pk}/done/", typed({}))
    boss.post(f"/harbour/texts/{message.pk}/take/", typed({}))
    assert "13800138000" not in boss.get(f"/harbour/texts/{message.pk}/").content.decode()
    assert text_states() == [("queued", "")]
    desk.post(f"/harbour/texts/{message.pk}/back/", typed({}))
    assert send_texts_due(NOON) == 1


def test_what_the_vendor_refuses_is_sent_by_hand(desk, office, sms_vendors):
    """Some take no property content: the wording is never approved, and every text of it can be copied."""
    office.timezone = noon_zone()
    office.save()
    make_gateway(office, "aliyun", root=sms_vendors.root)
    refused = make_template(office, approval="refused", vendor_code="")
    message = queue(refused)
    send_texts_due(NOON)
    assert text_states() == [("dropped", "not_approved")]
    page = f"/harbour/texts/{message.pk}/"
    assert f"{page}take/" in desk.get(page).content.decode()
    desk.post(f"{page}take/", typed({}))
    assert "13800138000" in desk.get(page).content.decode()
    desk.post(f"{page}done/", typed({}))
    assert text_states() == [("sent", "")] and sms_vendors.calls == 0


@pytest.mark.parametrize(
    ("deed", "state", "error"), [("arrived", "delivered", ""), ("never-left", "failed", "never_left")]
)
def test_somebody_who_asked_the_vendor_settles_a_doubtful_text(desk, office, deed, state, error):
    message = queue(make_template(office), now=timezone.now())
    TextMessage.objects.update(state="uncertain", called_at=timezone.now(), error="timeout")
    page = f"/harbour/texts/{message.pk}/"
    assert f"{page}settle/{deed}/" in desk.get(page).content.decode()
    assert desk.post(f"{page}settle/{deed}/", typed({}))["Location"] == page
    assert text_states() == [(state, error)]
    assert AuditEntry.objects.get(action=AuditAction.TEXT_BY_HAND).record == f"text:{message.pk}"
    assert "settle" not in desk.get(page).content.decode()
    desk.post(f"{page}settle/arrived/", typed({}))  # a stale page
    assert text_states() == [(state, error)]
    assert desk.post(f"{page}settle/perhaps/", typed({})).status_code == 404


def test_a_text_for_another_day_is_not_sent_by_hand_today(desk, office):
    office.timezone = noon_zone()
    office.save()
    now = timezone.now()
    message = queue(make_template(office), now=now, not_before=now + timedelta(days=2))
    page = f"/harbour/texts/{message.pk}/"
    assert "take/" not in desk.get(page).content.decode() + desk.get("/harbour/texts/").content.decode()
    desk.post(f"{page}take/", typed({}))
    message.refresh_from_db()
    assert message.copied_by is None


def test_what_is_put_back_is_where_it_was(desk, office):
    """No gateway tries again what it refused, and nothing of a paused batch leaves this way."""
    office.timezone = noon_zone()
    office.save()
    make_gateway(office)
    template, now = make_template(office), timezone.now()
    refused, paused = (queue(template, key=key, group="batch:1", now=now) for key in ("refused", "paused"))
    TextMessage.objects.filter(pk=refused.pk).update(state="failed", error="gateway_unusable")
    for message in (refused, paused):
        desk.post(f"/harbour/texts/{message.pk}/take/", typed({}))
    hold_group(office=office, group="batch:1")
    for message in (refused, paused):
        assert TextMessage.objects.get(pk=message.pk).copied_by is not None
        desk.post(f"/harbour/texts/{message.pk}/back/", typed({}))
    assert send_texts_due(timezone.now()) == 0
    assert text_states() == [("failed", "gateway_unusable"), ("queued", "")]
    release_group(office=office, group="batch:1")
    send_texts_due(timezone.now())
    assert text_states() == [("failed", "gateway_unusable"), ("sent", "")]


def test_a_leader_puts_back_what_a_colleague_left_lying(desk, boss, office):
    office.timezone = noon_zone()
    office.save()
    message = queue(make_template(office), now=timezone.now())
    desk.post(f"/harbour/texts/{message.pk}/take/", typed({}))
    fang = Client()
    fang.force_login(enrol(office, "fang", Role.SERVICE).user)
    for browser, taken in ((fang, True), (boss, False)):
        browser.post(f"/harbour/texts/{message.pk}/back/", typed({}))
        message.refresh_from_db()
        assert (message.copied_by is not None) is taken


def test_who_stops_a_batch_stops_what_was_taken_to_be_sent_by_hand(desk, office):
    office.timezone = noon_zone()
    office.save()
    message = queue(make_template(office), group="batch:1", now=timezone.now())
    TextMessage.objects.update(state="failed", error="gateway_unusable")
    page = f"/harbour/texts/{message.pk}/"
    desk.post(f"{page}take/", typed({}))
    assert "13800138000" in desk.get(page).content.decode()
    stop_group(office=office, group="batch:1")
    desk.post(f"{page}done/", typed({}))
    assert text_states() == [("dropped", "stopped")]
    assert "13800138000" not in desk.get(page).content.decode()


@pytest.mark.clause("sms-caps")
def test_what_somebody_is_about_to_send_by_hand_counts(desk, office):
    """A number gets one marketing text a day, whether a gateway sends it or a telephone."""
    office.timezone = noon_zone()
    office.save()
    make_gateway(office)
    agree(office)
    template = make_template(office, category="marketing")
    now = timezone.now()
    by_hand, other = queue(template, key="by hand", now=now), queue(template, key="other", now=now)
    desk.post(f"/harbour/texts/{by_hand.pk}/take/", typed({}))
    desk.post(f"/harbour/texts/{other.pk}/take/", typed({}))
    other.refresh_from_db()
    assert other.copied_by is None
    send_texts_due(timezone.now())
    assert text_states() == [("queued", ""), ("queued", "day_cap")]


@pytest.mark.clause("sms-consent")
def test_who_opted_out_is_not_written_to_by_hand_either(desk, office):
    office.timezone = noon_zone()
    office.save()
    message = queue(make_template(office))
    agree(office, sms=False)
    desk.post(f"/harbour/texts/{message.pk}/take/", typed({}))
    message.refresh_from_db()
    assert message.copied_by is None
    assert NUMBER[3:] not in desk.get(f"/harbour/texts/{message.pk}/").content.decode()


def test_the_outbox_reads_as_many_queries_for_one_text_as_for_many(desk, office, django_assert_num_queries):
    template = make_template(office)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (1, 25):
        for index in range(many):
            queue(template, key=f"{many}-{index}", number=f"+8613900{index:06d}")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk.get("/harbour/texts/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.clause("sms-consent")
def test_the_customer_answers_on_their_own_telephone(client, office):
    from messaging.selectors.consents import consent_digest

    says = [office.pk, consent_digest(NUMBER), "138****8000", ["call", "sms"]]
    page = f"/consent/{signing.dumps(says, salt=CONSENT_SALT, compress=True)}/"
    shown = client.get(page).content.decode()
    assert "138****8000" in shown
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"sms": "yes", "call": "maybe"}).status_code == 200
    [answer] = Consent.objects.all()
    assert (answer.channel, answer.given, answer.way, answer.by, answer.wording) == (
        "sms",
        True,
        "self",
        None,
        "sms",
    )
    assert client.get("/consent/made-up/").status_code == 404
    assert client.get(page.replace("consent", "stop")).status_code == 404


def noon_zone() -> str:
    """A zone in which it is about noon now."""
    from datetime import UTC, datetime

    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
