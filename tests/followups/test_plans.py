"""Plans as rows: made when something happened, the same however often, and nobody's word is overwritten."""

from datetime import date, datetime, timedelta

import pytest

from followups.enums import DroppedAs, FollowUpSource, FollowUpState
from followups.models import FollowUp
from followups.services.appointments import make_appointment
from followups.services.calendar import remove_milestone, set_milestone
from followups.services.follow_ups import add, agree, done, take_off
from followups.services.plans import refresh_plan
from followups.services.sweeps import (
    ask_where_answers_changed,
    ask_where_rules_began,
    sweep_asked,
    sweep_day,
)
from followups.services.team import reassign
from messaging.services.consents import record_consents
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Office
from offices.services.house_rules import adopt_rules
from tests.visitors.rows import NOW, NUMBER, file_of, receive
from visitors.models import Customer, PlanDue
from visitors.services.call_wishes import set_wishes
from visitors.services.grades import change_grade

TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)


def due(customer: Customer) -> list[tuple[str, str, str]]:
    """What the customer is owed: day of November (or month-day), channel, purpose."""
    rows = FollowUp.objects.due().filter(customer=customer).order_by("on", "channel")
    return [(f"{row.on:%m-%d}", row.channel, row.purpose) for row in rows]


def calls(customer: Customer, until: date = date(2026, 11, 20)) -> list[str]:
    rows = FollowUp.objects.due().filter(customer=customer, channel="call", on__lte=until).order_by("on")
    return [f"{row.on:%m-%d} {row.purpose}" for row in rows]


def all_rows() -> list[tuple]:
    return list(FollowUp.objects.order_by("pk").values_list())


@pytest.fixture
def visitor(lin: Member, an: Member) -> Customer:
    """Zhou was here at 14:20 on 2 November, graded A, and left a number."""
    customer = file_of(lin, name="Zhou", phone="13800001234")
    receive(customer, an)
    Customer.objects.filter(pk=customer.pk).update(grade="A")
    customer.refresh_from_db()
    return customer


@pytest.mark.clause("marketing-5.3")
def test_a_visit_is_followed_up_the_same_day_and_the_third(visitor: Customer, an: Member) -> None:
    refresh_plan(visitor, now=NOW)
    assert calls(visitor) == ["11-02 same_day", "11-05 regular", "11-12 regular", "11-19 regular"]
    first = FollowUp.objects.get(on=TODAY)
    assert (first.owner, first.clause, first.windows) == (an, "marketing-2.1", [["15:30", "17:00"]])


def test_what_happened_is_swept_once(visitor: Customer) -> None:
    assert PlanDue.objects.get(customer=visitor).since == NOW
    assert sweep_asked(now=NOW) == 1
    rows = all_rows()
    assert sweep_asked(now=NOW) == 0
    assert sweep_day(now=NOW) == 0
    refresh_plan(visitor, now=NOW + timedelta(minutes=5))
    assert all_rows() == rows


def test_the_day_sweep_takes_everybody_once_a_day(visitor: Customer) -> None:
    sweep_day(now=NOW)
    last = FollowUp.objects.latest("on").on
    assert sweep_day(now=NOW + DAY) == 1
    assert sweep_day(now=NOW + DAY) == 0
    sweep_day(now=NOW + 7 * DAY)
    assert FollowUp.objects.latest("on").on > last


def test_a_file_from_before_the_plans_is_found(visitor: Customer) -> None:
    PlanDue.objects.all().delete()
    assert sweep_asked(now=NOW) == 0
    assert sweep_day(now=NOW) == 1


def test_who_was_never_met_is_owed_nothing(lin: Member) -> None:
    refresh_plan(file_of(lin, name="Wu"), now=NOW)
    assert all_rows() == []


def test_what_was_done_settles_what_was_owed_before(visitor: Customer, an: Member) -> None:
    refresh_plan(visitor, now=NOW)
    later = NOW + timedelta(hours=2)
    done(follow_up=FollowUp.objects.get(on=TODAY), contact=None, by=an, now=later)
    refresh_plan(visitor, now=later)
    assert calls(visitor) == ["11-05 regular", "11-12 regular", "11-19 regular"]
    with pytest.raises(Refusal):
        done(follow_up=FollowUp.objects.get(on=TODAY), contact=None, by=an, now=later)


def test_an_undone_call_stays_and_later_ones_of_its_kind_do_not_pile_up(visitor: Customer) -> None:
    refresh_plan(visitor, now=NOW)
    sweep_day(now=NOW + 18 * DAY)
    assert calls(visitor, date(2026, 11, 26)) == ["11-02 same_day", "11-05 regular", "11-26 regular"]
    overtaken = FollowUp.objects.filter(dropped_as=DroppedAs.OVERTAKEN)
    assert [row.on.day for row in overtaken.order_by("on")] == [12, 19]


def test_an_agreed_time_stands_in_for_what_it_was_moved_from(visitor: Customer, an: Member) -> None:
    refresh_plan(visitor, now=NOW)
    first = FollowUp.objects.get(on=TODAY)
    at = datetime.fromisoformat("2026-11-05T12:30+08:00")
    agreed = agree(follow_up=first, at=at, by=an, now=NOW)
    refresh_plan(visitor, now=NOW)
    assert (agreed.on, agreed.purpose, agreed.source) == (date(2026, 11, 5), "same_day", "agreed")
    assert calls(visitor) == ["11-05 same_day", "11-12 regular", "11-19 regular"]
    done(follow_up=agreed, contact=None, by=an, now=at)
    refresh_plan(visitor, now=at)
    assert calls(visitor) == ["11-12 regular", "11-19 regular"]


def test_what_was_left_out_by_hand_does_not_come_back(visitor: Customer, mei: Member) -> None:
    refresh_plan(visitor, now=NOW)
    take_off(follow_up=FollowUp.objects.get(on=date(2026, 11, 5)), by=mei, now=NOW)
    refresh_plan(visitor, now=NOW)
    sweep_day(now=NOW + DAY)
    assert "11-05 regular" not in calls(visitor)


def test_who_entered_a_call_by_mistake_takes_it_off_and_the_plan_goes_on(
    visitor: Customer, an: Member, bo: Member
) -> None:
    refresh_plan(visitor, now=NOW)
    slip = add(customer=visitor, owner=an, on=date(2026, 11, 15), by=an, now=NOW)
    refresh_plan(visitor, now=NOW)
    for planned, somebody in ((FollowUp.objects.get(on=TODAY), an), (slip, bo)):
        with pytest.raises(Refusal):
            take_off(follow_up=planned, by=somebody, now=NOW)
    take_off(follow_up=slip, by=an, now=NOW)
    refresh_plan(visitor, now=NOW)
    assert calls(visitor)[:3] == ["11-02 same_day", "11-05 regular", "11-12 regular"]
    kept = AuditEntry.objects.get(action=AuditAction.FOLLOW_UP_TAKEN_OFF)
    assert (kept.by, kept.details["on"]) == (an, "2026-11-15")


def test_a_call_by_hand_holds_the_plan_off_until_then(visitor: Customer, an: Member) -> None:
    refresh_plan(visitor, now=NOW)
    add(customer=visitor, owner=an, on=date(2026, 11, 15), by=an, now=NOW)
    refresh_plan(visitor, now=NOW)
    assert calls(visitor) == ["11-02 same_day", "11-15 regular", "11-19 regular"]


def test_what_a_leader_gave_away_stays_given(visitor: Customer, bo: Member, mei: Member) -> None:
    refresh_plan(visitor, now=NOW)
    reassign(follow_ups=[FollowUp.objects.get(on=TODAY).pk], to=bo, by=mei, now=NOW)
    refresh_plan(visitor, now=NOW)
    assert FollowUp.objects.get(on=TODAY).owner == bo
    bo.is_active = False
    bo.save(update_fields=["is_active"])
    refresh_plan(visitor, now=NOW)
    assert FollowUp.objects.get(on=TODAY).owner.name == "An"


def test_a_follow_up_is_given_to_consultants_of_the_office_only(
    visitor: Customer, lin: Member, stranger: Member, mei: Member
) -> None:
    refresh_plan(visitor, now=NOW)
    first = FollowUp.objects.get(on=TODAY)
    for nobody in (lin, stranger):
        with pytest.raises(Refusal):
            reassign(follow_ups=[first.pk], to=nobody, by=mei, now=NOW)


def test_grade_and_wishes_change_the_plan(visitor: Customer, an: Member) -> None:
    refresh_plan(visitor, now=NOW)
    change_grade(customer=visitor, grade="C", reason="cooler", by=an, now=NOW)
    sweep_asked(now=NOW)
    assert calls(visitor) == ["11-09 regular", "11-16 regular"]
    set_wishes(customer=visitor, asked_less=True, by=an, now=NOW)
    sweep_asked(now=NOW)
    assert calls(visitor) == ["11-16 regular"]
    set_wishes(customer=visitor, no_calls=True, by=an, now=NOW)
    sweep_asked(now=NOW)
    assert calls(visitor) == []
    dropped = FollowUp.objects.get(on=TODAY)
    assert (dropped.state, dropped.dropped_as) == (FollowUpState.DROPPED, DroppedAs.PLAN)


def test_an_appointment_is_confirmed_the_day_before(visitor: Customer, an: Member) -> None:
    at = datetime.fromisoformat("2026-11-07T10:00+08:00")
    make_appointment(customer=visitor, at=at, by=an, now=NOW)
    sweep_asked(now=NOW)
    assert "11-06 confirm" in calls(visitor)
    make_appointment(customer=visitor, at=at + DAY, by=an, now=NOW)
    sweep_asked(now=NOW)
    assert "11-07 confirm" in calls(visitor) and "11-06 confirm" not in calls(visitor)


def test_a_milestone_reaches_every_customer_of_the_office_and_goes_again(
    visitor: Customer, office: Office, mei: Member
) -> None:
    sweep_asked(now=NOW)
    on = date(2026, 11, 28)
    milestone = set_milestone(
        office=office, milestone=None, on=on, name="Show flat", kind="show_flat", by=mei, now=NOW
    )
    sweep_asked(now=NOW)
    row = FollowUp.objects.get(purpose="milestone")
    assert (row.on, row.channel, row.name, row.clause) == (on, "sms", "Show flat", "marketing-4")
    remove_milestone(milestone=milestone, by=mei, now=NOW)
    sweep_asked(now=NOW)
    assert not FollowUp.objects.filter(purpose="milestone").exists()


def test_who_heard_of_a_milestone_before_its_day_is_not_called_about_it_again(
    visitor: Customer, office: Office, an: Member, mei: Member
) -> None:
    """A week's calls may be opened ahead; one that belongs to a date was then done for that date."""
    set_wishes(customer=visitor, key=True, by=an, now=NOW)
    on = date(2026, 11, 10)
    set_milestone(office=office, milestone=None, on=on, name="Roof", kind="topping_out", by=mei, now=NOW)
    sweep_asked(now=NOW)
    call = FollowUp.objects.get(purpose="milestone")
    assert (call.on, call.channel) == (on, "call")
    done(follow_up=call, contact=None, by=an, now=NOW + 4 * DAY)
    sweep_asked(now=NOW + 4 * DAY)
    assert not FollowUp.objects.due().filter(customer=visitor, purpose="milestone").exists()
    sweep_day(now=NOW + 8 * DAY)
    assert not FollowUp.objects.due().filter(customer=visitor, purpose="milestone").exists()


def test_who_opts_out_is_written_to_no_more(visitor: Customer, office: Office, mei: Member) -> None:
    on = date(2026, 11, 28)
    set_milestone(office=office, milestone=None, on=on, name="Roof", kind="topping_out", by=mei, now=NOW)
    sweep_asked(now=NOW)
    assert FollowUp.objects.due().filter(channel="sms").exists()
    later = NOW + timedelta(minutes=1)
    record_consents(office=office, number=NUMBER, call=None, sms=False, channel="self", by=None, now=later)
    assert ask_where_answers_changed(now=later) == 1
    sweep_asked(now=later)
    assert not FollowUp.objects.due().filter(channel="sms").exists()
    assert ask_where_answers_changed(now=later + timedelta(minutes=1)) == 0


def test_rules_that_hold_from_today_on_change_the_plans_of_today(
    visitor: Customer, office: Office, mei: Member
) -> None:
    """Adopted in the morning, when the night's sweep has planned everybody by the old ones."""
    sweep_day(now=NOW)
    later, tomorrow = NOW + timedelta(minutes=1), TODAY + DAY
    for day, every in ((TODAY, 5), (tomorrow, 4)):
        adopt_rules(
            office=office,
            preset="floor",
            switches={"cadence": {"visitor_every": every}},
            effective_from=day,
            note="We call more often.",
            by=mei,
            now=later,
        )
    assert ask_where_rules_began(now=later) == 1
    sweep_asked(now=later)
    assert calls(visitor)[:3] == ["11-02 same_day", "11-05 regular", "11-10 regular"]
    assert ask_where_rules_began(now=later + timedelta(minutes=1)) == 0


def test_our_own_call_is_no_new_first_contact(visitor: Customer, an: Member) -> None:
    refresh_plan(visitor, now=NOW)
    before = due(visitor)
    receive(
        visitor, an, at=NOW + timedelta(hours=1), kind="call", role="phone", circumstances={"outgoing": True}
    )
    refresh_plan(visitor, now=NOW + timedelta(hours=1))
    assert due(visitor) == before


def test_a_caller_who_comes_is_a_visitor_from_then_on(lin: Member, an: Member) -> None:
    customer = file_of(lin, name="Qian", phone="13800001236")
    receive(customer, an, kind="call", role="phone", counted=False)
    refresh_plan(customer, now=NOW)
    assert due(customer)[:3] == [
        ("11-02", "call", "same_day"),
        ("11-02", "sms", "thanks"),
        ("11-03", "call", "invite"),
    ]
    change_grade(customer=customer, grade="B", reason="needs", by=an, now=NOW + DAY)
    receive(customer, an, at=NOW + DAY)
    refresh_plan(customer, now=NOW + DAY)
    assert calls(customer)[:2] == ["11-03 same_day", "11-06 regular"]


def test_the_source_of_a_planned_row_is_the_plan(visitor: Customer) -> None:
    refresh_plan(visitor, now=NOW)
    assert set(FollowUp.objects.values_list("source", flat=True)) == {FollowUpSource.PLAN}
