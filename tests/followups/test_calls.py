"""Calls are written down: what counts, what is due next, who is told. One story each, at 14:20 on 2 November 2026."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from deals.models import Opportunity
from deals.selectors.opportunities import follow_ups_of
from deals.services.opportunities import add_reason
from followups.enums import CallCode, FollowUpState
from followups.models import Appointment, CallResult, FollowUp
from followups.selectors.today import today_of
from followups.services.call_effects import EFFECTS
from followups.services.call_entry import CallEntry
from followups.services.calls import record_call
from followups.services.follow_ups import add
from followups.services.plans import refresh_plan
from messaging.models import Consent
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member, Notice
from tests.visitors.rows import NOW, file_of, receive
from visitors.models import CallWishes, Contact, Customer, GradeChange
from visitors.selectors.ownership import house_validity_rules, ownership_of

TOMORROW = NOW + timedelta(days=1)
HALF_PAST_TWELVE = datetime(2026, 11, 3, 4, 30, tzinfo=UTC)
"""12:30 of the next day on the harbour's clock."""


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def visitor(lin: Member, an: Member) -> Customer:
    """Zhou was here at 14:20, graded A, and left a number."""
    customer = file_of(lin, name="Zhou", phone="13800001234")
    receive(customer, an)
    Customer.objects.filter(pk=customer.pk).update(grade="A")
    customer.refresh_from_db()
    refresh_plan(customer, now=NOW)
    return customer


@pytest.fixture
def due(visitor: Customer) -> FollowUp:
    """The call of the same day."""
    return FollowUp.objects.due().get(customer=visitor, on=date(2026, 11, 2))


def call(due: FollowUp, code: str, by: Member, at: datetime = NOW + timedelta(hours=2), **said) -> CallResult:
    return record_call(follow_up=due, entry=CallEntry(code=code, **said), by=by, now=at)


def days(customer: Customer) -> list[str]:
    rows = FollowUp.objects.due().filter(customer=customer, channel="call", on__lte=date(2026, 11, 20))
    return [f"{each.on:%m-%d} {each.purpose}" for each in rows.order_by("on")]


def test_every_result_has_its_effect() -> None:
    assert set(EFFECTS) == set(CallCode)
    assert set(CallCode.effective()) < set(CallCode)


def test_who_was_reached_is_settled_and_the_plan_goes_on(visitor, due, an) -> None:
    result = call(due, "reached", an, note="likes the garden side", objections=["price"])
    due.refresh_from_db()
    assert (due.state, due.done_contact, due.ended_by) == (FollowUpState.DONE, result.contact, an)
    assert result.is_effective
    assert result.contact.circumstances == {"outgoing": True, "result": "reached"}
    assert result.contact.note.text == "likes the garden side"
    assert result.contact.outcomes.get().objections == ["price"]
    assert days(visitor) == ["11-05 regular", "11-12 regular", "11-19 regular"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("no_answer", {}),
        ("passed_on", {"passed_on_to": "Auntie Sun"}),
        ("not_convenient", {"agreed_at": HALF_PAST_TWELVE}),
    ],
)
def test_only_an_effective_contact_counts_as_one(visitor, due, an, code, said) -> None:
    before = follow_ups_of(visitor, now=NOW).done
    result = call(due, code, an, **said)
    assert not result.is_effective
    assert result.contact.consultant is None
    assert follow_ups_of(visitor, now=NOW).done == before
    call(FollowUp.objects.due().order_by("on").first(), "reached", an, at=HALF_PAST_TWELVE)
    assert follow_ups_of(visitor, now=NOW).done == before + 1


def test_who_was_not_reached_stays_due(visitor, due, an) -> None:
    for minute in (1, 30):
        call(due, "no_answer", an, at=NOW + timedelta(hours=2, minutes=minute))
    due.refresh_from_db()
    assert due.state == FollowUpState.DUE
    assert due.results.count() == 2


@pytest.mark.clause("E-33")
def test_one_conversation_settles_what_else_the_plan_wants_said(visitor, due, an, lin) -> None:
    """Overdue is the call of the same day; on the third day the next one is due: Zhou is called once."""
    third = NOW + timedelta(days=3)
    refresh_plan(visitor, now=third)
    back = add(customer=file_of(lin, name="Qian"), owner=an, on=date(2026, 11, 5), by=an, now=NOW)
    [first] = [row for row in today_of(an, now=third).rows if row.follow_up != back]
    assert [each.purpose for each in (first.follow_up, *first.also)] == ["same_day", "regular"]
    assert (first.days_over, today_of(an, now=third).left) == (3, 2)
    result = call(first.follow_up, "reached", an, at=third)
    assert set(FollowUp.objects.filter(done_contact=result.contact)) == {first.follow_up, *first.also}
    assert today_of(an, now=third).left == 1
    assert days(visitor) == ["11-12 regular", "11-19 regular"]


def test_no_answer_settles_nothing_and_an_agreed_call_stays(visitor, due, an) -> None:
    third = NOW + timedelta(days=3)
    refresh_plan(visitor, now=third)
    agreed = add(
        customer=visitor,
        owner=an,
        on=date(2026, 11, 5),
        source="agreed",
        agreed_at=third + timedelta(hours=4),
        by=an,
        now=third,
    )
    due.refresh_from_db()
    call(due, "no_answer", an, at=third)
    assert FollowUp.objects.due().filter(customer=visitor, on__lte=date(2026, 11, 5)).count() == 2
    [row] = today_of(an, now=third).tried
    assert (row.follow_up, row.also) == (agreed, [due])
    call(due, "reached", an, at=third + timedelta(minutes=5))
    agreed.refresh_from_db()
    assert agreed.state == FollowUpState.DUE


@pytest.mark.clause("E-42")
def test_who_passes_it_on_is_known_by_name(english, visitor, due, an) -> None:
    with pytest.raises(Refusal, match="name of who passes it on"), transaction.atomic():
        call(due, "passed_on", an)
    assert call(due, "passed_on", an, passed_on_to="Auntie Sun").words.passed_on_to == "Auntie Sun"


@pytest.mark.clause("E-44")
def test_an_agreed_time_is_kept_to_the_minute(visitor, due, an) -> None:
    call(due, "not_convenient", an, agreed_at=HALF_PAST_TWELVE)
    due.refresh_from_db()
    assert (due.state, due.dropped_as) == (FollowUpState.DROPPED, "moved")
    agreed = FollowUp.objects.due().get(agreed_at__isnull=False)
    assert (agreed.on, agreed.agreed_at, agreed.purpose) == (date(2026, 11, 3), HALF_PAST_TWELVE, "same_day")
    assert (agreed.owner, agreed.windows) == (an, [])
    refresh_plan(visitor, now=TOMORROW)
    agreed.refresh_from_db()
    assert agreed.agreed_at == HALF_PAST_TWELVE
    call(agreed, "reached", an, at=HALF_PAST_TWELVE)
    assert days(visitor) == ["11-05 regular", "11-12 regular", "11-19 regular"]


def test_a_time_that_is_over_is_not_agreed(english, due, an) -> None:
    with pytest.raises(Refusal, match="a time to come"), transaction.atomic():
        call(due, "not_convenient", an, agreed_at=NOW)
    due.refresh_from_db()
    assert due.state == FollowUpState.DUE
    assert not CallResult.objects.exists()


@pytest.mark.clause("E-34")
def test_who_asks_for_fewer_calls_waits_twice_as_long(visitor, due, an) -> None:
    call(due, "fewer", an)
    assert CallWishes.objects.get(customer=visitor).asked_less
    assert days(visitor) == ["11-05 regular", "11-19 regular"]


def test_never_again_ends_calls_and_messages(visitor, due, an) -> None:
    call(due, "never", an, no_calls=True, no_sms=True)
    assert CallWishes.objects.get(customer=visitor).no_calls
    assert not FollowUp.objects.due().filter(customer=visitor).exists()
    answers = Consent.objects.filter(given=False).values_list("channel", "way")
    assert set(answers) == {("call", "phone"), ("sms", "phone")}


def test_no_messages_leaves_the_calls(visitor, due, an) -> None:
    call(due, "never", an, no_sms=True)
    assert days(visitor) == ["11-05 regular", "11-12 regular", "11-19 regular"]
    assert Consent.objects.get(given=False).channel == "sms"


@pytest.mark.clause("E-33")
def test_a_no_is_counted_and_three_propose_fewer_calls(visitor, due, an) -> None:
    from followups.selectors.call_page import glance_of

    for day in range(3):
        at = NOW + timedelta(days=day, hours=2)
        again = FollowUp.objects.due().order_by("on").first()
        call(again, "reached", an, at=at, declined=True)
        assert glance_of(visitor, now=at).proposes_fewer is (day == 2)
    assert not CallWishes.objects.get(customer=visitor).asked_less


@pytest.mark.clause("E-58")
def test_a_complaint_reaches_the_leaders(visitor, due, an, mei) -> None:
    call(due, "complains", an, note="waited for an hour")
    told = Notice.objects.get(kind=NoticeKind.CALL_COMPLAINT)
    assert told.member == mei
    assert "waited" not in str(told.about)


@pytest.mark.clause("E-17")
def test_a_consultant_asks_for_help(visitor, due, an, mei) -> None:
    call(due, "reached", an, wants_help=True)
    assert Notice.objects.get(kind=NoticeKind.CALL_HELP).member == mei


def test_who_comes_is_confirmed_the_day_before(visitor, due, an) -> None:
    comes = datetime(2026, 11, 10, 6, 0, tzinfo=UTC)
    result = call(due, "coming", an, coming_at=comes, people=3, plan="show flat 2")
    assert result.appointment == Appointment.objects.planned().get(customer=visitor)
    assert (result.appointment.at, result.appointment.plan.people) == (comes, 3)
    assert "11-09 confirm" in days(visitor)
    confirm = FollowUp.objects.due().get(purpose="confirm")
    call(confirm, "coming", an, at=comes - timedelta(days=1), coming_at=comes, plan="show flat 2, cake")
    assert Appointment.objects.planned().get(customer=visitor) == result.appointment
    result.appointment.refresh_from_db()
    assert result.appointment.plan.text == "show flat 2, cake"


def test_another_time_to_come_replaces_the_first(visitor, due, an) -> None:
    first = datetime(2026, 11, 10, 6, 0, tzinfo=UTC)
    call(due, "coming", an, coming_at=first)
    later = FollowUp.objects.due().order_by("on").first()
    call(later, "coming", an, at=TOMORROW, coming_at=first + timedelta(days=1))
    assert [each.state for each in Appointment.objects.order_by("pk")] == ["cancelled", "planned"]


@pytest.mark.clause("E-08")
def test_lost_needs_the_minimum_and_a_reason(english, office, visitor, due, an, mei) -> None:
    reason = add_reason(office=office, state="lost", words="Too dear", by=mei, now=NOW)
    with pytest.raises(Refusal, match="still missing"), transaction.atomic():
        call(due, "lost", an, reason=reason.pk)
    assert not CallResult.objects.exists()
    call(due, "reached", an)
    for day in (3, 5):
        row = FollowUp.objects.due().order_by("on").first()
        code, said = ("lost", {"reason": reason.pk}) if day == 5 else ("reached", {})
        call(row, code, an, at=NOW + timedelta(days=day), **said)
    assert Opportunity.objects.get(customer=visitor).reason == reason
    [left] = FollowUp.objects.due().filter(customer=visitor)
    assert (left.purpose, left.on) == ("win_back", date(2026, 12, 7))


def test_the_grade_changes_with_its_reason(english, visitor, due, an) -> None:
    with pytest.raises(Refusal, match="why the grade"), transaction.atomic():
        call(due, "reached", an, grade="C")
    call(due, "reached", an, grade="C", grade_reason="cooler")
    visitor.refresh_from_db()
    assert visitor.grade == "C"
    assert GradeChange.objects.get(customer=visitor).reason == "cooler"


def test_a_call_is_settled_once(english, due, an) -> None:
    call(due, "reached", an)
    with pytest.raises(Refusal, match="settled meanwhile"), transaction.atomic():
        call(due, "reached", an)
    assert Contact.objects.filter(kind="call").count() == 1


def test_who_calls_in_the_owners_place_is_registered_for_nothing(office, visitor, due, an, bo) -> None:
    result = call(due, "reached", bo)
    assert (result.contact.consultant, result.contact.role) == (bo, "none")
    rules = house_validity_rules(office, date(2026, 11, 2))
    owned = ownership_of([visitor], office=office, day=date(2026, 11, 2), rules=rules)[visitor.pk]
    assert owned.owner == an.pk


def test_the_owners_own_call_is_a_contact_of_theirs(due, an) -> None:
    assert call(due, "reached", an).contact.role == "phone"


def test_answers_are_kept_with_their_question(office, visitor, due, an, mei) -> None:
    from followups.services.call_wording import add_question

    scale = add_question(office=office, for_type="open", kind="scale", text="How was it?", by=mei, now=NOW)
    words = add_question(office=office, for_type="open", kind="text", text="Anything else?", by=mei, now=NOW)
    result = call(due, "reached", an, answers={scale.pk: 4, words.pk: "a warmer hall"})
    assert [each.shown for each in result.answers.all()] == ["4/5", "a warmer hall"]


def test_a_call_by_hand_is_due_at_its_minute(office, visitor, an) -> None:
    made = add(
        customer=visitor,
        owner=an,
        on=date(2026, 11, 3),
        source="agreed",
        agreed_at=HALF_PAST_TWELVE,
        by=an,
        now=NOW,
    )
    refresh_plan(visitor, now=NOW)
    made.refresh_from_db()
    assert (made.state, made.agreed_at) == (FollowUpState.DUE, HALF_PAST_TWELVE)


def test_an_agreed_call_is_next_at_its_minute_and_not_before(visitor, due, lin, an) -> None:
    other = file_of(lin, name="Qian")
    call(due, "not_convenient", an, at=NOW, agreed_at=NOW + timedelta(hours=4))
    add(customer=other, owner=an, on=date(2026, 11, 2), by=an, now=NOW)

    def following(minutes: int) -> str:
        return today_of(an, now=NOW + timedelta(minutes=minutes)).next.follow_up.customer.name

    assert [following(minutes) for minutes in (1, 234, 235, 241, 300)] == [
        "Qian",
        "Qian",
        "Zhou",
        "Zhou",
        "Zhou",
    ]
    early = today_of(an, now=NOW)
    assert [[row.follow_up.customer.name for row in rows] for _title, rows in early.groups] == [["Zhou"]]
    call(FollowUp.objects.due().get(customer=other), "reached", an, at=NOW + timedelta(minutes=2))
    assert following(3) == "Zhou", "where nobody else is due, the page says when to call"
