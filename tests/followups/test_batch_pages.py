"""Batches and consents on the screen: the right person, the second person, and nobody else's office."""

from datetime import UTC
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from followups.models import Batch
from followups.services import batches
from messaging.hooks import Reply
from messaging.models import Consent, MessageTemplate, TextMessage, TextReply
from messaging.services.incoming import take_replies
from messaging.services.templates import keep_template
from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.followups.texted import festival, make_batch, people, running_batch
from tests.messaging.texts import NOON, make_gateway, queue
from visitors.models import CustomerEmail

pytestmark = pytest.mark.django_db

EN = {"accept-language": "en"}


@pytest.fixture
def tao(office) -> Member:
    return enrol(office, "tao", Role.ASSISTANT)


def browser(member: Member, headers: dict[str, str] | None = None) -> Client:
    made = Client(headers=headers)
    made.force_login(member.user)
    return made


def key() -> dict[str, str]:
    return {"request_key": str(uuid4())}


def test_from_the_choice_of_customers_to_the_second_person(tao, mei, an, office):
    people(an, 3)
    template = festival(office)
    form = {
        **key(),
        "name": "New Year",
        "template": str(template.pk),
        "event": "New Year",
        "grades": ["A"],
        "filter_name": "Grade A",
    }
    maker, leader = browser(tao), browser(mei)
    for _twice in range(2):
        where = maker.post("/harbour/batches/new/", form)["Location"]
    batch = Batch.objects.get()
    assert where == f"/harbour/batches/{batch.pk}/"
    assert (batch.chosen, batch.variables, batch.rows.count()) == (
        {"grades": ["A"]},
        {"event": "New Year"},
        3,
    )
    saved = maker.get("/harbour/batches/").content.decode()
    assert "Grade A" in saved
    deed = f"/harbour/batches/{batch.pk}"
    assert maker.post(f"{deed}/approve/", key()).status_code == 403
    maker.post(f"{deed}/ask/", key())
    assert "New Year" in leader.get("/harbour/batches/").content.decode()
    leader.post(f"{deed}/approve/", key())
    maker.post(f"{deed}/start/", key())
    batch.refresh_from_db()
    assert (batch.state, batch.made_by, batch.approved_by) == ("running", tao, mei)


@pytest.mark.clause("sms-batch")
def test_a_leader_cannot_approve_their_own_batch(mei, an):
    people(an, 1)
    batch = make_batch(mei)
    page = browser(mei)
    assert "approve/" not in page.get(f"/harbour/batches/{batch.pk}/").content.decode()
    page.post(f"/harbour/batches/{batch.pk}/approve/", key())
    batch.refresh_from_db()
    assert batch.state == "listed"


def test_what_the_template_says_must_be_filled_in(tao, office):
    template = festival(office)
    answer = browser(tao).post("/harbour/batches/new/", {**key(), "name": "x", "template": str(template.pk)})
    assert answer.status_code == 422
    assert "event" in answer.context["form"].errors
    assert not Batch.objects.exists()


def test_who_is_left_out_is_said_with_the_reason(tao, an, office):
    people(an, 1)
    people(an, 1, first=5, agreed=False)
    batch = make_batch(tao)
    page = browser(tao).get(f"/harbour/batches/{batch.pk}/?rows=out")
    assert [row.customer.name for row in page.context["page"]] == ["Guest Wang5"]
    assert "Wang5" in page.content.decode()
    assert batch.rows.get(state="left_out").reason == "opted_out"


def test_the_second_person_reads_whom_the_batch_means(tao, an, mei):
    people(an, 1)
    batch = make_batch(
        tao, chosen={"grades": ["A", "B"], "origin": "visit", "owner": an.pk, "since": "2026-11-01"}
    )
    page = browser(mei, EN).get(f"/harbour/batches/{batch.pk}/")
    said = dict(page.context["chosen"])
    assert said == {
        "Grades": "A: ready to order, B: compares",
        "How we met": "Were here",
        "Customers of": "An",
        "Entered from": "2026-11-01",
    }
    assert all(words in page.content.decode() for words in said.values())
    plan = {"plan": {"on": "2027-02-06", "purpose": "festival", "name": "New Year"}}
    gathered = make_batch(tao, chosen=plan)
    assert "New Year 2027-02-06" in browser(mei, EN).get(f"/harbour/batches/{gathered.pk}/").content.decode()
    everybody = make_batch(tao)
    assert (
        "Everybody whom we ever met"
        in browser(mei, EN).get(f"/harbour/batches/{everybody.pk}/").content.decode()
    )


def test_the_second_person_reads_what_a_customer_reads(tao, an, mei, office):
    make_gateway(office, price_fen=5)
    people(an, 2)
    batch = make_batch(tao)
    page = browser(mei, EN).get(f"/harbour/batches/{batch.pk}/").content.decode()
    assert "As Guest Wang0 reads it" in page and "best wishes for New Year." in page
    assert "{salutation}" not in page and "Event, festival or news" in page
    MessageTemplate.objects.update(body="{unit} is yours.")  # nothing stands for it
    assert "{unit} is yours." in browser(mei, EN).get(f"/harbour/batches/{batch.pk}/").content.decode()


def test_why_customers_are_left_out_is_counted(tao, an):
    people(an, 1)
    people(an, 2, first=5, agreed=False)
    batch = make_batch(tao)
    page = browser(tao, EN).get(f"/harbour/batches/{batch.pk}/?rows=out")
    assert page.context["reasons"] == [("Wants no messages.", 2)]


def test_a_stopped_batch_says_how_many_it_spared(tao, mei, an, office):
    from followups.services.batch_feeding import feed
    from messaging.services.text_sending import send_texts_due

    make_gateway(office)
    people(an, 5)
    batch = running_batch(tao, mei)
    shown = browser(tao, EN).get(f"/harbour/batches/{batch.pk}/").context["progress"]
    assert (shown.left, shown.waiting) == (5, 0)  # not written yet, and waiting all the same
    feed(batch.pk, NOON)
    send_texts_due(NOON, limit=2)
    batches.stop_batch(batch=batch, by=mei, now=NOON)
    page = browser(tao, EN).get(f"/harbour/batches/{batch.pk}/")
    progress = page.context["progress"]
    assert (progress.sent, progress.held_back, progress.never_left) == (2, 0, 3)
    assert "never left" in page.content.decode()


def test_a_text_and_a_reply_lead_to_the_customers_file(tao, an, office, other_office):
    gateway = make_gateway(office)
    [customer] = people(an, 1)
    phone = customer.phones.get()
    text = queue(festival(office), number=phone.number)
    take_replies(gateway=gateway, replies=[Reply(phone.number, "When do you open?")], now=NOON)
    reply = TextReply.objects.get()
    pages = [f"/harbour/texts/{text.pk}/customer/", f"/harbour/texts/replies/{reply.pk}/customer/"]
    page = browser(tao, EN)
    assert all(path in page.get("/harbour/texts/").content.decode() for path in pages)
    for path in pages:
        assert page.get(path)["Location"] == f"/harbour/customers/{customer.pk}/"
        faraway = browser(enrol(other_office, f"far{len(path)}", Role.ASSISTANT))
        assert faraway.get(path.replace("harbour", "hillside")).status_code == 404
    type(phone).objects.filter(pk=phone.pk).update(is_active=False)
    assert "No customer of this office" in page.get(pages[0], follow=True).content.decode()


def test_a_list_made_anew_takes_the_newer_wording(tao, mei, an, office):
    """Who mends a slip of the pen in a template finds the batch that waits mended too, with one press."""
    people(an, 1)
    batch = make_batch(tao)
    for body in ("all the best for {event}.", "come on {date}."):
        newest = MessageTemplate.objects.active().get(code="festival")
        newest.body = body
        keep_template(template=newest, by=mei, now=NOON)
    page = browser(mei, EN)
    assert (
        "newer version" not in page.get(f"/harbour/batches/{batch.pk}/").content.decode()
    )  # nobody said which date
    MessageTemplate.objects.filter(version=3).update(body="once more: {event}.")
    assert "newer version" in page.get(f"/harbour/batches/{batch.pk}/").content.decode()
    page.post(f"/harbour/batches/{batch.pk}/list/", key())
    batch.refresh_from_db()
    assert (batch.template.version, batch.listed_by) == (3, mei)
    assert "newer version" not in page.get(f"/harbour/batches/{batch.pk}/").content.decode()


def test_at_night_the_page_says_when_it_goes_on(tao, mei, an, office):
    people(an, 2)
    here = timezone.now()
    for hour, is_night in ((23, True), (12, False)):
        ahead = (hour - here.astimezone(UTC).hour + 11) % 24 - 11
        office.timezone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
        office.save()
        tao.office = mei.office = office
        batch = running_batch(tao, mei)
        shown = browser(tao, EN).get(f"/harbour/batches/{batch.pk}/")
        assert shown.context["is_night"] is is_night
        assert ("No SMS leaves at this hour" in shown.content.decode()) is is_night


def test_stopping_for_good_takes_two_steps(tao, mei, an):
    people(an, 1)
    batch = running_batch(tao, mei)
    page = browser(tao, EN).get(f"/harbour/batches/{batch.pk}/").content.decode()
    menu = page[page.index(f'<details class="menu push" id="stop-{batch.pk}"') :]
    assert "/stop/" not in page[: page.index(menu)] and "what still waits never leaves" in menu


def test_the_bar_survives_a_reload_and_moves_only_when_something_did(tao, mei, an, office):
    from followups.services.batch_feeding import feed
    from messaging.services.text_sending import send_texts_due

    make_gateway(office)
    people(an, 4)
    batch = running_batch(tao, mei)
    page = browser(tao)
    first = page.get(f"/harbour/batches/{batch.pk}/")
    token, mark = first.context["live_token"], first.context["mark"]
    live = f"/harbour/batches/{batch.pk}/live/"
    headers = {"X-Live-Token": token}
    assert page.get(live, {"m": mark}, headers=headers).status_code == 204
    feed(batch.pk, NOON)
    send_texts_due(NOON, limit=2)
    moved = page.get(live, {"m": mark}, headers=headers)
    assert 'value="50"' in moved.content.decode()
    assert 'value="50"' in page.get(f"/harbour/batches/{batch.pk}/").content.decode()


def test_the_page_and_its_fragment_agree(tao, mei, an, office):
    make_gateway(office)
    people(an, 2)
    batch = running_batch(tao, mei)
    page = browser(tao)
    whole = page.get(f"/harbour/batches/{batch.pk}/")
    part = page.get(
        f"/harbour/batches/{batch.pk}/live/", headers={"X-Live-Token": whole.context["live_token"]}
    )
    assert whole.context["progress"] == part.context["progress"]
    assert part.content.decode().count("batch-bar") == whole.content.decode().count("batch-bar") == 1


def test_a_batch_page_costs_the_same_for_few_and_many(tao, an):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page, counts = browser(tao), []
    for first, many in ((0, 1), (10, 30)):
        people(an, many, first=first)
        batch = make_batch(tao)
        with CaptureQueriesContext(connection) as captured:
            page.get(f"/harbour/batches/{batch.pk}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["", "list/", "ask/", "approve/", "start/", "pause/", "stop/"])
def test_another_offices_batch_is_not_there(tao, an, other_office, page):
    people(an, 1)
    batch = make_batch(tao)
    foreign = browser(enrol(other_office, "faraway", Role.ASSISTANT, Role.MANAGER))
    path = f"/hillside/batches/{batch.pk}/{page}"
    assert (foreign.post(path, key()) if page else foreign.get(path)).status_code == 404
    row = batch.rows.get()
    foreign.post(f"/hillside/batches/rows/{row.pk}/drop/", key())
    batch.refresh_from_db()
    assert (batch.state, batch.rows.get().state) == ("listed", "in")


def test_a_stale_page_is_told_that_the_batch_has_moved_on(tao, mei, an):
    people(an, 2)
    batch = make_batch(tao)
    row = batch.rows.first()
    batches.approve_batch(batch=batch, by=mei, now=NOON)
    answer = browser(tao).post(f"/harbour/batches/rows/{row.pk}/drop/", key(), follow=True)
    assert "moved on" in answer.content.decode() or answer.redirect_chain
    row.refresh_from_db()
    assert row.state == "in"


def test_a_template_is_tried_with_a_real_customer(tao, an, office):
    make_gateway(office, price_fen=5)
    [customer] = people(an, 1)
    template = festival(office)
    page = browser(tao).get(
        f"/harbour/text-templates/{template.pk}/preview/", {"customer": customer.pk, "event": "New Year"}
    )
    words = page.context["words"]
    assert words.text.startswith("Dear Ms Wang0, best wishes for New Year.")
    assert (words.parts, page.context["yuan"], page.context["kept_back"]) == (3, "0.15", "")
    assert not TextMessage.objects.exists()
    empty = browser(tao).get(f"/harbour/text-templates/{template.pk}/preview/", {"customer": customer.pk})
    assert "{event}" in empty.content.decode()


def test_every_purpose_stands_in_the_table_of_ways(tao):
    page = browser(tao).get("/harbour/batches/ways/")
    assert sum(len(rows) for _way, rows in page.context["groups"]) == 11


@pytest.mark.clause("sms-consent")
def test_answers_are_kept_with_their_question(an):
    [customer] = people(an, 1, agreed=False)
    page, path = browser(an), f"/harbour/customers/{customer.pk}/consents/"
    form = {
        **key(),
        "call": "no",
        "sms": "yes",
        "address": "wang@example.com",
        "email": "yes",
        "way": "phone",
    }
    page.post(path, form)
    kept = Consent.objects.filter(at__gt=NOON).values_list("channel", "given", "way", "wording")
    assert set(kept) == {
        ("call", False, "phone", "call"),
        ("sms", True, "phone", "sms"),
        ("email", True, "phone", "email"),
    }
    assert CustomerEmail.objects.get().masked == "w***@example.com"
    shown = page.get(path).content.decode()
    assert "wang@example.com" not in shown
    code = page.get(f"{path}code/").content.decode()
    assert "data:image/svg" in code


def test_an_answer_about_e_mail_needs_an_address(an):
    [customer] = people(an, 1)
    answer = browser(an).post(
        f"/harbour/customers/{customer.pk}/consents/", {**key(), "email": "yes", "way": "desk"}
    )
    assert answer.status_code == 422
    assert "address" in answer.context["form"].errors
