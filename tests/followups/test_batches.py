"""A batch from the choice of customers to its end: who is left out and why, a second hand, pause and stop."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import translation

from followups.forms.batch import BatchForm
from followups.models import Appointment, Batch, FollowUp
from followups.selectors.batch_progress import progress_of
from followups.services import batches
from followups.services.batch_feeding import Unfed, feed, feed_batches
from followups.services.own_texts import gather_batches, write_own_texts
from followups.services.refusals import call_off_refused
from followups.text_ways import WAYS, Way
from messaging.enums import ConsentChannel, TextPurpose
from messaging.models import MessageTemplate, TextMessage
from messaging.selectors.consents import consent_digest
from messaging.services.consents import keep_answers
from messaging.services.incoming import opt_out
from messaging.services.templates import start_with_ours
from messaging.services.text_sending import send_texts_due
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Notice
from tests.cast import enrol
from tests.followups.texted import festival, make_batch, people, running_batch
from tests.messaging.texts import NOON, make_gateway, make_template, number_of
from visitors.models import Customer, CustomerPhone
from visitors.services.emails import keep_address

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What is refused is quoted here."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def message_log(settings, tmp_path):
    settings.MESSAGE_LOG = str(tmp_path / "messages.log")
    return tmp_path / "messages.log"


@pytest.fixture
def tao(office):
    """The sales assistant, who makes batches."""
    return enrol(office, "tao", Role.ASSISTANT)


def reasons(batch: Batch) -> Counter:
    return Counter(batch.rows.values_list("state", "reason"))


def run(batch: Batch, now=NOON) -> None:
    """Feed and send until nothing moves any more."""
    for _turn in range(60):
        if not (feed_batches(now) + send_texts_due(now)):
            break
    feed_batches(now)
    batch.refresh_from_db()


@pytest.mark.clause("sms-batch")
def test_the_list_says_who_is_left_out_and_why(tao, an):
    people(an, 3)
    people(an, 1, first=10, agreed=False)
    [without, landline] = people(an, 2, first=20)
    CustomerPhone.objects.filter(customer=without).update(is_active=False)
    CustomerPhone.objects.filter(customer=landline).update(line="landline")
    [stopped, double, unasked] = people(an, 3, first=30)
    phone = CustomerPhone.objects.get(customer=stopped)
    opt_out(office=an.office, digest=phone.digest, channel=ConsentChannel.SMS, now=NOON - SECOND)
    other = CustomerPhone.objects.get(customer=double)
    CustomerPhone.objects.filter(customer=unasked).update(digest=consent_digest("+8613911112222"))
    batch = make_batch(tao)
    assert reasons(batch) == {
        ("in", ""): 4,
        ("left_out", "opted_out"): 2,
        ("left_out", "no_number"): 2,
        ("left_out", "no_consent"): 1,
    }
    assert batch.rows.get(customer=double).number_print == other.digest


def second_number(customer: Customer, index: int) -> CustomerPhone:
    """Another mobile number of theirs, with the same answer."""
    [other] = people(customer.created_by, 1, first=index)
    phone = CustomerPhone.objects.get(customer=other)
    CustomerPhone.objects.filter(pk=phone.pk).update(customer=customer)
    return phone


def stop(customer: Customer, *, now=NOON - SECOND, office=None) -> None:
    """They reply to a message on their first number that they want no more."""
    first = CustomerPhone.objects.filter(customer=customer).earliest("pk")
    opt_out(office=office or customer.office, digest=first.digest, channel=ConsentChannel.SMS, now=now)


@pytest.mark.clause("sms-consent")
def test_who_said_no_on_one_number_gets_nothing_on_another(tao, mei, an, other_office):
    """Neither on the list, nor by a list that was made before, nor of what is queued; whichever office they told."""
    early, later, last, content = people(an, 4)
    for index, customer in enumerate((early, later, last, content)):
        second_number(customer, 50 + index)
    stop(early)
    batch = running_batch(tao, mei)
    stop(later, office=other_office)
    feed(batch.pk, NOON)
    waiting = TextMessage.objects.get(key=f"batch:{batch.pk}:{last.pk}")
    second = CustomerPhone.objects.filter(customer=last).latest("pk")
    TextMessage.objects.filter(pk=waiting.pk).update(number_print=second.digest)
    stop(last)
    assert call_off_refused(NOON) == 1
    assert call_off_refused(NOON) == 0
    found = dict(batch.rows.filter(customer__in=[early, later]).values_list("customer", "reason"))
    assert found == {early.pk: "opted_out", later.pk: "opted_out"}
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("dropped", "opted_out")
    assert TextMessage.objects.get(key=f"batch:{batch.pk}:{content.pk}").state == "queued"


@pytest.mark.clause("sms-consent")
def test_who_agreed_again_gets_messages_again(tao, mei, an):
    [customer] = people(an, 1)
    second_number(customer, 50)
    stop(customer, now=NOON - DAY)
    for phone in CustomerPhone.objects.filter(customer=customer):
        keep_answers(
            office=an.office,
            digest=phone.digest,
            answers={ConsentChannel.SMS: True},
            channel="desk",
            by=an,
            now=NOON - SECOND,
        )
    run(running_batch(tao, mei))
    assert call_off_refused(NOON) == 0
    assert TextMessage.objects.get().state == "sent"


def test_a_batch_that_cannot_go_on_never_stops_the_others(tao, mei, an):
    people(an, 2)
    broken, good = running_batch(tao, mei), running_batch(tao, mei)
    Batch.objects.filter(pk=broken.pk).update(chosen={"plan": {"on": "no day"}})
    with pytest.raises(Unfed):
        feed_batches(NOON)
    assert set(TextMessage.objects.values_list("group", flat=True)) == {good.group}


def test_who_had_one_today_or_four_this_month_is_left_out(tao, mei, an):
    people(an, 2)
    make_gateway(an.office)
    run(running_batch(tao, mei))
    assert reasons(make_batch(tao, now=NOON + SECOND)) == {("left_out", "day_cap"): 2}
    for day in range(1, 4):
        run(running_batch(tao, mei, now=NOON + day * DAY), NOON + day * DAY)
    assert reasons(make_batch(tao, now=NOON + 4 * DAY)) == {("left_out", "month_cap"): 2}


def test_two_files_with_one_number_get_one_message(tao, an, office):
    first, second = people(an, 2)
    CustomerPhone.objects.filter(customer=second).update(is_active=False)
    known = CustomerPhone.objects.get(customer=first)
    # Numbers are unique while active; a file joined later may still bring a second way to the same telephone.
    batch = make_batch(tao)
    assert reasons(batch) == {("in", ""): 1, ("left_out", "no_number"): 1}
    assert batch.rows.get(customer=first).number_print == known.digest


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({}, 4),
        ({"grades": ["A"]}, 3),
        ({"grades": ["B", "C"]}, 1),
        ({"stages": ["open"]}, 4),
        ({"stages": ["signed"]}, 0),
        ({"origin": "call"}, 0),
        ({"origin": "visit", "grades": ["A"]}, 3),
        ({"since": "2026-11-11"}, 4),
        ({"since": "2026-11-12"}, 0),
        ({"until": "2026-11-10"}, 0),
        ({"until": "2026-11-11"}, 4),
        ({"source": "friend"}, 1),
    ],
)
def test_the_choice_narrows(tao, an, chosen, count):
    people(an, 3)
    people(an, 1, first=9, grade="B", source="friend")
    assert make_batch(tao, chosen=chosen).rows.count() == count


def test_a_consultants_customers(tao, an, bo):
    people(an, 2)
    people(bo, 1, first=9)
    assert make_batch(tao, chosen={"owner": bo.pk}).rows.count() == 1


@pytest.mark.clause("sms-batch")
def test_a_second_person_approves(tao, mei, an, office):
    people(an, 1)
    mine = make_batch(mei)
    with pytest.raises(Refusal, match="Somebody else"):
        batches.approve_batch(batch=mine, by=mei, now=NOON)
    boss = enrol(office, "boss", Role.MANAGER)
    batches.list_batch(batch=mine, by=boss, now=NOON)
    with pytest.raises(Refusal):
        batches.approve_batch(batch=mine, by=boss, now=NOON)
    third = enrol(office, "third", Role.SUPERVISOR)
    batches.approve_batch(batch=mine, by=third, now=NOON)
    mine.refresh_from_db()
    assert (mine.state, mine.approved_by) == ("approved", third)
    told = AuditEntry.objects.filter(action=AuditAction.BATCH_MOVED, record=f"batch:{mine.pk}")
    assert [entry.details["did"] for entry in told.order_by("pk")] == ["made", "listed", "listed", "approved"]


def test_nothing_leaves_unapproved(tao, an):
    people(an, 1)
    batch = make_batch(tao)
    for deed in (batches.start_batch, batches.pause_batch, batches.resume_batch):
        with pytest.raises(Refusal):
            deed(batch=batch, by=tao, now=NOON)
    assert feed_batches(NOON) == 0
    assert not TextMessage.objects.exists()


def test_asking_tells_the_other_leaders_once_each(tao, mei, an):
    people(an, 1)
    batch = make_batch(tao)
    batches.ask_approval(batch=batch, by=tao, now=NOON)
    [notice] = Notice.objects.filter(kind=NoticeKind.BATCH_WAITING)
    assert (notice.member, notice.path) == (mei, f"/harbour/batches/{batch.pk}/")


def test_an_empty_batch_goes_nowhere(tao, mei):
    batch = make_batch(tao)
    for deed, by in ((batches.ask_approval, tao), (batches.approve_batch, mei)):
        with pytest.raises(Refusal, match="Nobody"):
            deed(batch=batch, by=by, now=NOON)


def test_a_dropped_customer_stays_dropped_when_the_list_is_made_anew(tao, mei, an):
    people(an, 3)
    batch = make_batch(tao)
    first, second, _third = batch.rows.order_by("pk")
    batches.drop_row(batch=batch, row=first, by=tao, now=NOON)
    batches.drop_row(batch=batch, row=second, by=tao, now=NOON)
    batches.take_back_row(batch=batch, row=second, by=tao, now=NOON)
    batches.list_batch(batch=batch, by=tao, now=NOON)
    assert reasons(batch) == {("in", ""): 2, ("dropped", ""): 1}
    batches.approve_batch(batch=batch, by=mei, now=NOON)
    row = batch.rows.filter(state="in").first()
    with pytest.raises(Refusal, match="moved on"):
        batches.drop_row(batch=batch, row=row, by=tao, now=NOON)


def test_executed_each_gets_it_once_in_their_consultants_name(tao, mei, an, message_log):
    people(an, 230)
    make_gateway(an.office)
    batch = running_batch(tao, mei)
    run(batch)
    assert batch.state == "done"
    lines = message_log.read_text().splitlines()
    assert len(lines) == len({line.split()[4] for line in lines}) == 230
    assert "Dear Ms Wang0, best wishes for New Year." in lines[0]
    assert "Your consultant: An. Reply R to stop." in lines[0]
    progress = progress_of(batch)
    assert (progress.total, progress.sent, progress.percent, progress.waiting) == (230, 230, 100, 0)


def test_paused_nothing_more_leaves_and_resumed_it_goes_on(tao, mei, an):
    people(an, 150)
    make_gateway(an.office)
    batch = running_batch(tao, mei)
    assert feed(batch.pk, NOON) == 100
    send_texts_due(NOON, limit=20)
    batches.pause_batch(batch=batch, by=tao, now=NOON)
    assert feed_batches(NOON) + send_texts_due(NOON) == 0
    assert progress_of(batch).sent == 20
    batches.resume_batch(batch=batch, by=tao, now=NOON)
    run(batch)
    assert (batch.state, progress_of(batch).sent) == ("done", 150)


def test_stopped_it_never_goes_on(tao, mei, an):
    people(an, 150)
    make_gateway(an.office)
    batch = running_batch(tao, mei)
    feed(batch.pk, NOON)
    send_texts_due(NOON, limit=20)
    batches.stop_batch(batch=batch, by=tao, now=NOON)
    run(batch)
    progress = progress_of(batch)
    assert (batch.state, progress.sent, progress.stopped, progress.written) == ("stopped", 20, 80, 100)
    assert (progress.held_back, progress.never_left) == (0, 130)
    with pytest.raises(Refusal):
        batches.resume_batch(batch=batch, by=tao, now=NOON)


def test_who_opts_out_after_the_approval_gets_nothing(tao, mei, an):
    people(an, 3)
    make_gateway(an.office)
    batch = running_batch(tao, mei)
    feed(batch.pk, NOON)
    opt_out(office=an.office, digest=consent_digest(number_of(1)), channel=ConsentChannel.SMS, now=NOON)
    run(batch)
    assert Counter(TextMessage.objects.values_list("state", "error")) == {
        ("sent", ""): 2,
        ("dropped", "opted_out"): 1,
    }
    assert batch.state == "done"


@pytest.mark.django_db(transaction=True)
def test_two_feeders_at_once_write_everybody_once(tao, mei, an):
    people(an, 250)
    make_gateway(an.office)
    batch = running_batch(tao, mei)
    start = threading.Barrier(3)

    def feeder() -> int:
        try:
            start.wait()
            return sum(feed(batch.pk, NOON) for _ in range(6))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        written = sum(future.result() for future in [pool.submit(feeder) for _ in range(3)])
    while fed := feed(batch.pk, NOON):
        written += fed
    assert written == TextMessage.objects.count() == 250


def test_another_offices_customers_are_never_meant(tao, an, stranger):
    people(an, 1)
    people(stranger, 2)
    assert make_batch(tao).rows.count() == 1


# -- what goes by itself, and what is gathered -------------------------------------------------------------------------


def test_every_purpose_has_exactly_one_way():
    assert Counter(row.purpose for row in WAYS) == Counter(TextPurpose)
    assert {row.way for row in WAYS} == set(Way)


def owe_sms(customer: Customer, purpose: str, on: date, name: str = "") -> FollowUp:
    """The plan owes this customer an SMS."""
    return FollowUp.objects.create(
        office=customer.office,
        customer=customer,
        owner=customer.created_by,
        on=on,
        channel="sms",
        purpose=purpose,
        name=name,
        source="plan",
        made_at=NOON,
    )


@pytest.fixture
def wordings(office, mei):
    """Ours, in English."""
    office.hotline = "400-800-8000"
    office.save()
    return start_with_ours(office=office, language="en", by=mei, now=NOON)


@pytest.mark.clause("sms-thanks")
def test_thanks_go_by_themselves_and_once(an, office, wordings):
    [customer] = people(an, 1)
    follow_up = owe_sms(customer, "thanks", office.business_date(NOON))
    assert [write_own_texts(NOON), write_own_texts(NOON + SECOND)] == [1, 0]
    [message] = TextMessage.objects.all()
    assert (message.key, message.purpose, message.category) == (
        f"followup:{follow_up.pk}",
        "thanks",
        "service",
    )
    assert "thank you for calling" in message.text
    follow_up.refresh_from_db()
    assert follow_up.state == "done"
    assert gather_batches(NOON) == 0


def test_thanks_that_are_late_are_not_sent(an, office, wordings):
    [customer] = people(an, 1)
    owe_sms(customer, "thanks", office.business_date(NOON) - 3 * DAY)
    assert write_own_texts(NOON) == 0


def test_a_visit_that_was_agreed_on_is_confirmed(an, office, wordings):
    [customer] = people(an, 1)
    Appointment.objects.create(office=office, customer=customer, at=NOON + 2 * DAY, made_at=NOON, by=an)
    assert [write_own_texts(NOON + SECOND), write_own_texts(NOON + 2 * SECOND)] == [1, 0]
    assert "we meet on 11-22 at 12:00" in TextMessage.objects.get().text


@pytest.mark.clause("sms-gathered")
def test_a_festival_becomes_one_batch_that_waits_and_leaves_on_its_day(an, mei, office, wordings):
    """The same greeting never goes by itself as well."""
    make_gateway(office)
    day = office.business_date(NOON) + 2 * DAY
    for customer in people(an, 3):
        owe_sms(customer, "festival", day, "New Year")
    people(an, 2, first=50)
    assert [gather_batches(NOON), gather_batches(NOON + SECOND)] == [1, 0]
    batch = Batch.objects.get()
    assert (batch.state, batch.made_by, batch.rows.count()) == ("listed", None, 3)
    assert Notice.objects.get(kind=NoticeKind.BATCH_WAITING).member == mei
    assert write_own_texts(NOON) == 0
    batches.approve_batch(batch=batch, by=mei, now=NOON)
    batches.start_batch(batch=batch, by=mei, now=NOON)
    run(batch)
    assert set(TextMessage.objects.values_list("state", flat=True)) == {"queued"}
    assert not FollowUp.objects.due().exists()
    run(batch, NOON + 2 * DAY)
    assert batch.state == "done"
    assert set(TextMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_without_a_template_nothing_is_written_and_nothing_lost(an, office):
    [customer] = people(an, 1)
    owe_sms(customer, "thanks", office.business_date(NOON))
    owe_sms(customer, "festival", office.business_date(NOON) + DAY, "New Year")
    assert write_own_texts(NOON) + gather_batches(NOON) == 0
    assert FollowUp.objects.due().count() == 2


def test_saved_filters_are_replaced_by_name_and_belong_to_the_office(tao, mei, stranger):
    festival(tao.office)
    first = batches.save_filter(office=tao.office, name="Open A", chosen={"grades": ["A"]}, by=tao, now=NOON)
    again = batches.save_filter(office=tao.office, name="Open A", chosen={"grades": ["B"]}, by=mei, now=NOON)
    assert (first.pk, again.chosen) == (again.pk, {"grades": ["B"]})
    batches.forget_filter(saved=again.pk, by=stranger)
    assert type(again).objects.count() == 1
    batches.forget_filter(saved=again.pk, by=mei)
    assert type(again).objects.count() == 0


# -- nobody gets both --------------------------------------------------------------------------------------------------


def test_who_is_greeted_by_a_gathered_batch_is_left_out_of_a_chosen_one(tao, mei, an, office, wordings):
    """And the other way round; whichever is written first."""
    day = office.business_date(NOON) + 2 * DAY
    greeted = people(an, 3)
    for customer in greeted:
        owe_sms(customer, "festival", day, "New Year")
    people(an, 1, first=50)
    gather_batches(NOON)
    template = MessageTemplate.objects.get(code="festival")
    chosen = make_batch(tao, template=template, now=NOON + SECOND)
    assert reasons(chosen) == {("in", ""): 1, ("left_out", "has_it"): 3}
    batches.stop_batch(batch=Batch.objects.exclude(occasion="").get(), by=mei, now=NOON + 2 * SECOND)
    batches.list_batch(batch=chosen, by=tao, now=NOON + 3 * SECOND)
    assert reasons(chosen) == {("in", ""): 4}


def test_of_two_batches_for_one_festival_the_one_written_first_greets(tao, mei, an, office, wordings):
    make_gateway(office)
    template = MessageTemplate.objects.get(code="festival")
    [customer, _other] = people(an, 2)
    chosen = running_batch(tao, mei, template=template)
    owed = owe_sms(customer, "festival", office.business_date(NOON), "New Year")
    Batch.objects.filter(pk=chosen.pk).update(state="approved")
    gather_batches(NOON + SECOND)
    gathered = Batch.objects.exclude(occasion="").get()
    assert reasons(gathered) == {("left_out", "has_it"): 1}
    gathered.rows.update(state="in", reason="")  # as if it had been listed before the other was made
    Batch.objects.filter(pk=chosen.pk).update(state="running")
    run(chosen)
    owed.refresh_from_db()
    assert owed.state == "done"
    batches.approve_batch(batch=gathered, by=mei, now=NOON + SECOND)
    batches.start_batch(batch=gathered, by=mei, now=NOON + SECOND)
    run(gathered, NOON + SECOND)
    assert reasons(gathered) == {("left_out", "has_it"): 1}
    assert TextMessage.objects.count() == 2


def test_whose_plan_has_the_festival_later_is_taken_in_until_the_approval(mei, an, office, wordings):
    day = office.business_date(NOON) + 2 * DAY
    [first, late, too_late] = people(an, 3)
    owe_sms(first, "festival", day, "New Year")
    gather_batches(NOON)
    batch = Batch.objects.get()
    owe_sms(late, "festival", day, "New Year")
    gather_batches(NOON + SECOND)
    assert reasons(batch) == {("in", ""): 2}
    third = enrol(office, "third", Role.SUPERVISOR)
    batches.list_batch(batch=batch, by=mei, now=NOON + 2 * SECOND)
    owe_sms(too_late, "festival", day, "New Year")
    gather_batches(NOON + 3 * SECOND)
    with pytest.raises(Refusal):  # the program's own list does not wash her hands
        batches.approve_batch(batch=batch, by=mei, now=NOON + 4 * SECOND)
    batches.approve_batch(batch=batch, by=third, now=NOON + 4 * SECOND)
    gather_batches(NOON + 5 * SECOND)
    assert reasons(batch) == {("in", ""): 3}


def test_what_goes_by_itself_is_offered_for_no_batch(office, wordings):
    offered = BatchForm(office=office).fields["template"].queryset
    assert {"festival", "milestone", "invitation", "news"} <= set(offered.values_list("purpose", flat=True))
    assert not offered.filter(purpose__in=("thanks", "confirm", "redistribution", "payment_due")).exists()


@pytest.mark.parametrize(
    ("changes", "signature"),
    [({"approval": "waiting"}, "Harbour"), ({"approval": "none", "vendor_code": ""}, "Harbour"), ({}, "")],
)
def test_a_batch_that_the_vendor_would_not_take_is_not_approved(tao, mei, an, office, changes, signature):
    """Found out before, not when everything of it is dropped; also where the gateway changes after the approval."""
    people(an, 1)
    batch = make_batch(tao)
    batches.approve_batch(batch=batch, by=mei, now=NOON)
    again = make_batch(tao)
    MessageTemplate.objects.update(**changes)
    make_gateway(office, "aliyun", signature=signature)
    for deed, of in ((batches.start_batch, batch), (batches.ask_approval, again)):
        with pytest.raises(Refusal, match="registered wordings"):
            deed(batch=of, by=tao, now=NOON)
    with pytest.raises(Refusal, match="registered wordings"):
        batches.approve_batch(batch=again, by=mei, now=NOON)
    assert not TextMessage.objects.exists()


@pytest.mark.clause("sms-batch")
def test_an_e_mail_batch_leaves_through_the_mail_server_to_who_agreed(tao, mei, an, office, settings):
    settings.PUBLIC_URL = "http://testserver"
    make_gateway(office, "smtp", channel="email")
    festival(office)
    template = make_template(office, channel="email", category="marketing", code="mail", purpose="news")
    agreed, refused, unasked, _without = people(an, 4)
    for customer, answer in ((agreed, True), (refused, False), (unasked, None)):
        kept = keep_address(customer=customer, address=f"guest{customer.pk}@example.com", now=NOON - DAY)
        if answer is not None:
            answers = {ConsentChannel.EMAIL: answer}
            keep_answers(
                office=office, digest=kept.digest, answers=answers, channel="desk", by=an, now=NOON - DAY
            )
    batch = running_batch(tao, mei, template=template)
    assert reasons(batch) == {
        ("in", ""): 1,
        ("left_out", "opted_out"): 1,
        ("left_out", "no_consent"): 1,
        ("left_out", "no_number"): 1,
    }
    run(batch)
    [letter] = mail.outbox
    assert (letter.to, batch.state) == ([f"guest{agreed.pk}@example.com"], "done")
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    Client().post(stop)
    again = make_batch(tao, template=template, now=NOON + 2 * DAY)
    assert reasons(again)["left_out", "opted_out"] == 2


def test_a_greeting_that_nobody_approved_in_time_never_leaves(mei, an, office, wordings):
    """Nor on the day after, where the day's cap has put it off."""
    day = office.business_date(NOON) + 2 * DAY
    owe_sms(people(an, 1)[0], "festival", day, "New Year")
    gather_batches(NOON)
    batch = Batch.objects.get()
    with pytest.raises(Refusal, match="is over"):
        batches.approve_batch(batch=batch, by=mei, now=NOON + 3 * DAY)
    batches.approve_batch(batch=batch, by=mei, now=NOON)
    batches.start_batch(batch=batch, by=mei, now=NOON)
    feed_batches(NOON)
    text = TextMessage.objects.get()
    midnight = office.local(NOON).replace(hour=0) + 2 * DAY
    assert (text.not_before, text.good_until) == (midnight, midnight + DAY)


def test_who_had_a_message_today_is_greeted_in_two_days(tao, mei, an, office, wordings):
    make_gateway(office)
    [customer] = people(an, 1)
    invitation = MessageTemplate.objects.get(code="invitation")
    run(running_batch(tao, mei, template=invitation, variables={"event": "open day", "date": "11-22"}))
    owe_sms(customer, "festival", office.business_date(NOON) + 2 * DAY, "New Year")
    gather_batches(NOON + SECOND)
    assert reasons(Batch.objects.exclude(occasion="").get()) == {("in", ""): 1}
