"""The pages of calls: today's list, one call, the team, tracking, who is expected, scripts and questions."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from deals.models import AfterSaleTask, Building, Opportunity, Order, Unit
from followups.enums import FollowUpState
from followups.models import (
    Answer,
    Appointment,
    CallReply,
    CallResult,
    FollowUp,
    Question,
    Script,
    TrackingCheck,
)
from followups.selectors.call_page import glance_of, type_of
from followups.services.call_entry import CallEntry
from followups.services.call_wording import start_with_our_questions
from followups.services.calls import record_call
from followups.services.follow_ups import add
from followups.services.plans import refresh_plan
from offices.enums import AuditAction, NoticeKind, Role
from offices.models import AuditEntry, Member, Notice
from tests.cast import enrol
from tests.page_forms import says
from tests.visitors.rows import file_of, receive
from visitors.models import Customer


@pytest.fixture
def english(client: Client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


def known(owner: Member, by: Member, name: str, phone: str = "", grade: str = "A") -> Customer:
    """A customer whom the owner received yesterday, in the morning: what follows hangs on no hour of the test."""
    yesterday = owner.office.business_date(timezone.now()) - timedelta(days=1)
    at = datetime.combine(yesterday, time(10), tzinfo=owner.office.zone)
    customer = file_of(by, name=name, now=at, **({"phone": phone} if phone else {}))
    receive(customer, owner, at=at)
    Customer.objects.filter(pk=customer.pk).update(grade=grade)
    customer.refresh_from_db()
    return customer


def owes(customer: Customer, owner: Member, **fields) -> FollowUp:
    """A call of today."""
    now = timezone.now()
    on = owner.office.business_date(now)
    return add(customer=customer, owner=owner, on=on, by=owner, now=now, **fields)


@pytest.fixture
def zhou(an: Member, lin: Member) -> Customer:
    return known(an, lin, "Zhou", phone="13800001234")


@pytest.fixture
def due(zhou: Customer, an: Member) -> FollowUp:
    return owes(zhou, an)


@pytest.fixture
def hua(office) -> Member:
    """The supervisor."""
    return enrol(office, "hua", Role.SUPERVISOR)


def page(name: str, *args) -> str:
    return reverse(f"followups:{name}", args=["harbour", *args])


def send(client: Client, member: Member, address: str, **fields):
    client.force_login(member.user)
    return client.post(address, {"request_key": str(uuid4()), **fields})


def read(client: Client, member: Member, address: str) -> str:
    client.force_login(member.user)
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def tried(due: FollowUp, by: Member, code: str = "no_answer", **said) -> CallResult:
    return record_call(follow_up=due, entry=CallEntry(code=code, **said), by=by, now=timezone.now())


# ------------------------------------------------------------------------------------------------ today


def test_todays_list_is_ones_own(client, english, due, an, bo, lin) -> None:
    owes(known(bo, lin, "Qian"), bo)
    shown = read(client, an, page("today"))
    assert "Zhou" in shown
    assert "Qian" not in shown


def test_what_was_agreed_comes_first(client, english, an, lin, due) -> None:
    at = timezone.now() + timedelta(minutes=1)
    if an.office.business_date(at) == an.office.business_date(timezone.now()):
        owes(known(an, lin, "Wu"), an, agreed_at=at, source="agreed")
        shown = read(client, an, page("today"))
        assert shown.index("Wu") < shown.index("Zhou")


def test_whom_nobody_answered_stands_below(client, english, an, lin, due) -> None:
    tried(due, an)
    owes(known(an, lin, "Wu"), an)
    shown = read(client, an, page("today"))
    assert shown.index("Wu") < shown.index("Tried today") < shown.index("No answer")


def test_an_empty_list_teaches(client, english, an) -> None:
    assert "Nobody to call now" in read(client, an, page("today"))


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, english, an, lin, count, django_assert_max_num_queries
) -> None:
    for number in range(count):
        owes(known(an, lin, f"Zhou {number}"), an)
    client.force_login(an.user)
    with django_assert_max_num_queries(16):
        client.get(page("today"))


# ------------------------------------------------------------------------------------------------- call


def test_the_call_shows_script_and_file(client, english, due, an) -> None:
    shown = read(client, an, page("call", due.pk))
    assert "this is An of Harbour Gardens" in shown
    assert "Zhou" in shown and "138****1234" in shown
    assert "13800001234" not in shown


def test_a_call_of_somebody_else_is_not_there(client, due, bo, stranger, mei) -> None:
    for member, status in ((bo, 404), (mei, 200)):
        client.force_login(member.user)
        assert client.get(page("call", due.pk)).status_code == status
    client.force_login(stranger.user)
    assert client.get(reverse("followups:call", args=["hillside", due.pk])).status_code == 404
    assert not CallResult.objects.exists()


def test_a_call_is_written_down_once(client, english, due, an) -> None:
    client.force_login(an.user)
    fields = {"request_key": str(uuid4()), "code": "reached", "note": "will think about it"}
    for _ in range(2):
        assert client.post(page("call", due.pk), fields).status_code == 302
    assert CallResult.objects.get().contact.note.text == "will think about it"


def test_what_was_typed_survives_an_error(client, english, due, an) -> None:
    answer = send(
        client, an, page("call", due.pk), code="not_convenient", agreed_time="", note="in a meeting"
    )
    assert answer.status_code == 422
    assert "Say at what time to call again" in answer.content.decode()
    assert "in a meeting" in answer.content.decode()
    due.refresh_from_db()
    assert due.state == FollowUpState.DUE


@pytest.mark.clause("E-44")
def test_not_convenient_half_past_twelve(client, english, office, due, an) -> None:
    day = office.business_date(timezone.now()) + timedelta(days=1)
    answer = send(
        client, an, page("call", due.pk), code="not_convenient", agreed_on=f"{day}", agreed_time="12:30"
    )
    assert answer.status_code == 302
    agreed = FollowUp.objects.due().get(agreed_at__isnull=False)
    assert agreed.agreed_at == datetime.combine(day, time(12, 30), tzinfo=office.zone)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "This field is required"),
        ({"code": "passed_on"}, "name of who passes it on"),
        ({"code": "lost"}, "Choose a reason"),
        ({"code": "never", "never": []}, "no more of"),
        ({"code": "coming", "coming_on": "2020-01-01", "coming_time": "10:00"}, "in the past"),
        ({"code": "reached", "grade": "C"}, "why the grade changes"),
        ({"code": "complains", "note": " "}, "what the customer said"),
    ],
)
def test_some_results_need_one_thing_more(client, english, due, an, fields, said) -> None:
    answer = send(client, an, page("call", due.pk), **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_fields_of_another_result_do_nothing(client, due, an) -> None:
    send(client, an, page("call", due.pk), code="reached", never="calls", passed_on_to="Auntie", people="3")
    result = CallResult.objects.get()
    assert (hasattr(result, "words"), result.appointment) == (False, None)
    assert not Appointment.objects.exists()


def test_a_page_left_open_says_so(client, english, due, an) -> None:
    tried(due, an, "reached")
    answer = send(client, an, page("call", due.pk), code="reached")
    assert answer.status_code == 409
    assert "settled meanwhile" in answer.content.decode()
    assert "This call was settled" in read(client, an, page("call", due.pk))


def test_the_number_is_kept_in_the_log_before_it_is_dialled(client, english, due, zhou, an) -> None:
    phone = zhou.phones.get()
    client.force_login(an.user)
    answer = client.post(
        page("dial", due.pk, phone.pk),
        {"request_key": str(uuid4())},
        headers={"accept": "application/json"},
    )
    assert answer.json()["number"] == "+8613800001234"
    kept = AuditEntry.objects.get(action=AuditAction.PHONE_REVEALED)
    assert (kept.by, kept.details["purpose"]) == (an, "call")
    assert 'href="tel:+8613800001234"' in send(client, an, page("dial", due.pk, phone.pk)).content.decode()


def test_whom_a_leader_asked_sees_the_number_and_nobody_else(client, english, due, zhou, an, bo, mei) -> None:
    phone = zhou.phones.get()
    address = page("dial", due.pk, phone.pk)
    assert send(client, bo, address).status_code == 404
    send(client, mei, page("team_member", an.pk), follow_ups=[due.pk], to=bo.pk)
    assert "tel:+8613800001234" in send(client, bo, address).content.decode()
    other = known(bo, mei, "Qian", phone="13800005678")
    assert send(client, bo, page("dial", due.pk, other.phones.get().pk)).status_code == 404


def test_a_call_beside_the_plan_leads_on_to_it(client, english, zhou, an) -> None:
    day = an.office.business_date(timezone.now())
    answer = send(client, an, page("call_plan", zhou.pk), purpose="regular", on=f"{day}", at="")
    assert answer.url == page("call", FollowUp.objects.due().get(source="manual").pk)


def test_a_call_without_a_named_time_does_not_silence_the_plan_for_long(client, english, zhou, an) -> None:
    far = an.office.business_date(timezone.now()) + timedelta(days=61)
    answer = send(client, an, page("call_plan", zhou.pk), purpose="regular", on=f"{far}", at="")
    assert answer.status_code == 422
    assert "at most 60 days ahead" in answer.content.decode()
    assert send(client, an, page("call_plan", zhou.pk), purpose="regular", on=f"{far}", at="12:30").url
    assert FollowUp.objects.due().get(source="agreed").on == far


def test_what_was_entered_by_mistake_is_taken_off(client, english, due, an, bo, mei) -> None:
    assert "Take it off the list" in read(client, an, page("call", due.pk))
    assert send(client, bo, page("call_take_off", due.pk)).status_code == 404
    send(client, an, page("call_take_off", due.pk))
    due.refresh_from_db()
    assert due.state == FollowUpState.DROPPED
    refresh_plan(due.customer, now=timezone.now())
    planned = FollowUp.objects.due().filter(channel="call", source="plan").first()
    assert "Take it off the list" not in read(client, an, page("call", planned.pk))
    assert "Take it off the list" in read(client, mei, page("call", planned.pk))


# ------------------------------------------------------------------------------------------- whose call


@pytest.fixture
def today(office) -> str:
    return f"{office.business_date(timezone.now())}"


def test_a_colleagues_customer_is_not_called_behind_their_back(client, english, zhou, an, bo, today) -> None:
    client.force_login(bo.user)
    closed = client.get(page("calls_of", zhou.pk))  # nor are the calls read that they had
    assert closed.status_code == 403
    assert "Plan a call" not in closed.content.decode()
    answer = send(client, bo, page("call_plan", zhou.pk), purpose="regular", on=today, at="")
    assert answer.status_code == 403
    assert "colleague" in answer.content.decode()
    assert not FollowUp.objects.owned_by(bo).exists()
    assert "Plan a call" in read(client, an, page("calls_of", zhou.pk))


@pytest.mark.parametrize("who", ["mei", "fang"])
def test_leaders_and_service_call_everybody_and_keep_the_call(request, client, zhou, today, who) -> None:
    member = request.getfixturevalue(who)
    card = f"/harbour/customers/{zhou.pk}/"
    door = "calls_of" if who == "mei" else "call_plan"  # service reads no calls without owing one
    assert page(door, zhou.pk) in read(client, member, card)
    answer = send(client, member, page("call_plan", zhou.pk), purpose="regular", on=today, at="")
    assert answer.status_code == 302
    refresh_plan(zhou, now=timezone.now())
    assert FollowUp.objects.due().get(source="manual").owner == member


def test_ones_own_call_goes_with_the_customer(zhou, an, bo, mei) -> None:
    mine = owes(zhou, an)
    given = add(customer=known(an, mei, "Qian"), owner=bo, on=mine.on, by=mei, now=timezone.now())
    assert (mine.owner_by_hand, given.owner_by_hand) == (False, True)


def test_a_call_that_was_handed_on_shows_its_number_until_it_is_done(
    client, english, due, zhou, an, bo, mei
) -> None:
    address = page("dial", due.pk, zhou.phones.get().pk)
    send(client, mei, page("team_member", an.pk), follow_ups=[due.pk], to=bo.pk)
    assert "tel:+8613800001234" in send(client, bo, address).content.decode()
    due.refresh_from_db()
    tried(due, bo, "reached")
    answer = send(client, bo, address)
    assert answer.status_code == 403
    assert "13800001234" not in answer.content.decode()


@pytest.mark.clause("E-44")
def test_a_promised_time_is_not_swept_away_by_another_call_of_the_day(client, english, zhou, an) -> None:
    at = timezone.now() + timedelta(days=2)
    on = an.office.business_date(at)
    promised = owes(zhou, an)
    FollowUp.objects.filter(pk=promised.pk).update(on=on, agreed_at=at, source="agreed")
    answer = send(client, an, page("call_plan", zhou.pk), purpose="invite", on=f"{on}", at="")
    assert answer.status_code == 422
    assert f"{an.office.local(at):%H:%M}" in answer.content.decode()
    promised.refresh_from_db()
    assert promised.state == FollowUpState.DUE


def test_an_appointment_whose_time_is_over_is_no_promise(zhou, due, an) -> None:
    now = timezone.now()
    tried(due, an, "coming", coming_at=now + timedelta(hours=2))
    assert glance_of(zhou, now=now).appointment == Appointment.objects.get()
    assert glance_of(zhou, now=now + timedelta(hours=3)).appointment is None


# ------------------------------------------------------------------------------------------------- team


def test_the_team_shows_due_overdue_and_reached(client, english, due, an, bo, lin, mei) -> None:
    tried(due, an)
    tried(due, an, "reached", objections=["price"])
    owes(known(bo, lin, "Qian"), bo)
    FollowUp.objects.filter(owner=bo).update(on=bo.office.business_date(timezone.now()) - timedelta(days=2))
    shown = read(client, mei, page("team"))
    assert "1 · <strong>50 %" in shown
    assert "since 2 days" in shown
    assert "Price" in shown


def test_follow_ups_are_handed_on_once(client, english, due, an, bo, mei, hua) -> None:
    answer = send(client, hua, page("team_member", an.pk), follow_ups=[due.pk], to=bo.pk)
    assert answer.status_code == 302
    due.refresh_from_db()
    assert (due.owner, due.owner_by_hand) == (bo, True)
    assert Notice.objects.get(kind=NoticeKind.FOLLOW_UPS_GIVEN).member == bo
    assert send(client, hua, page("team_member", an.pk), follow_ups=[due.pk], to=bo.pk).status_code == 422
    assert AuditEntry.objects.filter(action=AuditAction.FOLLOW_UPS_REASSIGNED).count() == 1


def test_handing_on_asks_for_whom_and_what(client, english, due, an, mei, fang) -> None:
    for fields in ({"to": fang.pk, "follow_ups": [due.pk]}, {"follow_ups": [due.pk]}):
        assert send(client, mei, page("team_member", an.pk), **fields).status_code == 422
    assert "Tick the follow-ups" in send(client, mei, page("team_member", an.pk)).content.decode()
    due.refresh_from_db()
    assert due.owner == an


@pytest.mark.clause("E-17", "E-58")
def test_a_leader_answers_a_complaint_and_the_customer_is_called_back(client, english, due, an, mei) -> None:
    result = tried(due, an, "complains", note="waited for an hour")
    assert "waited for an hour" in read(client, mei, page("team"))
    send(client, mei, page("reply", result.pk), text="apologise, offer tea")
    assert CallReply.objects.get(result=result).text == "apologise, offer tea"
    assert Notice.objects.get(kind=NoticeKind.CALL_ANSWERED).member == an
    back = FollowUp.objects.due().get(purpose="complaint")
    assert (back.owner, back.source) == (an, "complaint")
    assert "apologise, offer tea" in read(client, an, page("calls_of", due.customer_id))
    assert send(client, mei, page("reply", result.pk), text="again").status_code == 409


@pytest.mark.clause("B-18")
def test_tracking_is_read_checked_and_printed(client, english, due, zhou, an, lin, hua) -> None:
    known(an, lin, "Sun", grade="C")
    tried(due, an, "reached", note="likes the garden side")
    shown = read(client, hua, page("tracking"))
    assert says(shown, "Zhou") and not says(shown, "Sun")
    send(client, hua, page("tracking_of", zhou.pk), fine="no", remark="call the wife as well")
    check = TrackingCheck.objects.get()
    assert (check.customer, check.consultant, check.is_fine) == (zhou, an, False)
    assert Notice.objects.get(kind=NoticeKind.TRACKING_REMARK).member == an
    printed = read(client, hua, page("tracking_print"))
    for words in ("Zhou", "138****1234", "likes the garden side", "call the wife as well", "Page 1 of 1"):
        assert words in printed


def test_something_missing_is_said_in_words(client, english, zhou, hua) -> None:
    assert send(client, hua, page("tracking_of", zhou.pk), fine="no").status_code == 422
    assert not TrackingCheck.objects.exists()


# --------------------------------------------------------------------------------------------- expected


@pytest.mark.clause("A-18")
def test_the_gate_knows_who_comes_with_which_car(client, english, office, due, an, lin) -> None:
    comes = timezone.now() + timedelta(hours=20)
    tried(due, an, "coming", coming_at=comes, people=2, plan="quiet table")
    appointment = Appointment.objects.get()
    fields = {"people": "3", "licence_plate": "a-12345", "plan": "quiet table, cake"}
    assert send(client, lin, page("appointment", appointment.pk), **fields).status_code == 302
    shown = read(client, lin, page("expected"))
    for words in ("Zhou", "A12345", "quiet table, cake"):
        assert words in shown


def test_nobody_comes_before_their_time(client, english, due, an, lin) -> None:
    tried(due, an, "coming", coming_at=timezone.now() + timedelta(hours=20))
    appointment = Appointment.objects.get()
    address = page("appointment_end", appointment.pk)
    send(client, lin, address, state="kept")
    appointment.refresh_from_db()
    assert appointment.state == "planned"
    send(client, lin, address, state="cancelled")
    appointment.refresh_from_db()
    assert appointment.state == "cancelled"


# ---------------------------------------------------------------------------------------------- wording


def test_the_office_writes_its_own_script(client, english, due, an, mei) -> None:
    send(client, mei, page("script", "regular"), body="Good day, {customer}!")
    due.refresh_from_db()
    assert "Good day, Zhou!" in read(client, an, page("call", due.pk))
    send(client, mei, page("script", "regular"), body="")
    assert not Script.objects.exists()
    assert "Good day, Zhou!" not in read(client, an, page("call", due.pk))


def test_a_script_names_only_what_is_known(client, english, mei) -> None:
    answer = send(client, mei, page("script", "regular"), body="Good day, {wife}!")
    assert answer.status_code == 422
    assert "{wife}" in answer.content.decode()
    assert client.get(page("script", "thanks")).status_code == 404


@pytest.mark.clause("E-48")
def test_questions_are_asked_by_type_of_customer(client, english, office, due, an, mei) -> None:
    start_with_our_questions(office=office, language="en", by=mei, now=timezone.now())
    shown = read(client, an, page("call", due.pk))
    asked = Question.objects.filter(for_type="open")
    others = Question.objects.exclude(for_type="open")
    assert all(f'name="q_{each.pk}"' in shown for each in asked)
    assert not any(f'name="q_{each.pk}"' in shown for each in others)
    first = asked.order_by("position").first()
    send(client, an, page("call", due.pk), **{"code": "reached", f"q_{first.pk}": "4"})
    assert Answer.objects.get().value == 4
    assert "4.0/5" in read(client, mei, page("questions"))


def test_other_words_are_another_question(client, english, office, an, mei) -> None:
    start_with_our_questions(office=office, language="en", by=mei, now=timezone.now())
    old = Question.objects.order_by("position").first()
    send(client, mei, page("question", old.pk), for_type="open", kind="scale", text="Were we kind?")
    made = Question.objects.get(replaces=old)
    old.refresh_from_db()
    assert old.ended_at is not None
    assert (made.text, made.position) == ("Were we kind?", old.position)
    send(client, mei, page("question_switch", made.pk))
    assert not Question.objects.in_use().filter(pk=made.pk).exists()


def test_a_question_of_another_office_is_not_there(client, office, other_office, mei) -> None:
    boss = enrol(other_office, "boss", Role.MANAGER)
    start_with_our_questions(office=other_office, language="en", by=boss, now=timezone.now())
    pk = Question.objects.first().pk
    assert send(client, mei, page("question_switch", pk)).status_code == 404
    assert Question.objects.in_use().filter(pk=pk).exists()


@pytest.mark.parametrize(
    ("code", "expected"), [(None, "open"), ("lost", "lost"), ("signed", "signed"), ("moved_in", "moved_in")]
)
def test_the_type_of_a_customer_follows_from_the_deal(office, an, mei, zhou, code, expected) -> None:
    now = timezone.now()
    if code == "lost":
        Opportunity.objects.create(
            office=office, customer=zhou, state="lost", opened_at=now, closed_at=now, closed_by=mei
        )
    elif code:
        block = Building.objects.create(office=office, name="Block 1")
        unit = Unit.objects.create(
            office=office, building=block, number="101", floor=1, layout="2B1L", area=80, list_price=1_000_000
        )
        order = Order.objects.create(
            office=office,
            number=1,
            unit=unit,
            customer=zhou,
            closer=an,
            step="large",
            list_price=1_000_000,
            price=1_000_000,
            ordered_at=now,
            large_on=office.business_date(now),
        )
        AfterSaleTask.objects.create(
            office=office,
            order=order,
            kind="handover",
            owner=an,
            due_on=office.business_date(now),
            done_at=now if code == "moved_in" else None,
            done_by=an if code == "moved_in" else None,
        )
    assert type_of(zhou, now=now) == expected
