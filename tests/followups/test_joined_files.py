"""Two files turn out to be one person: one plan, which belongs to the file that holds, until they part again."""

from datetime import date, datetime, timedelta

import pytest

from followups.enums import FollowUpState
from followups.models import Appointment, FollowUp
from followups.services.appointments import make_appointment
from followups.services.call_entry import CallEntry
from followups.services.calls import record_call
from followups.services.follow_ups import agree, done, take_off
from followups.services.plans import refresh_plan
from followups.services.sweeps import ask_where_answers_changed, sweep_asked, sweep_day
from messaging.models import Consent
from messaging.services.consents import record_consents
from offices.models import Member, Office
from tests.visitors.rows import NOW, NUMBER, file_of, receive
from visitors.models import Customer, Merger
from visitors.models.customer_phone import digest_of
from visitors.services.call_wishes import count_refusal, set_wishes, wishes_of
from visitors.services.merging import merge, unmerge

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def zhou(lin: Member, an: Member) -> Customer:
    """Was here today at 14:20, graded A."""
    return _met(lin, an, "Zhou")


@pytest.fixture
def alias(lin: Member, an: Member) -> Customer:
    """The same person once more, with a number: entered twice, and planned twice."""
    return _met(lin, an, "Zhou", phone="13800001234")


def _met(lin: Member, an: Member, name: str, **fields) -> Customer:
    customer = file_of(lin, name=name, **fields)
    receive(customer, an)
    Customer.objects.filter(pk=customer.pk).update(grade="A")
    customer.refresh_from_db()
    refresh_plan(customer, now=NOW)
    return customer


def join(alias: Customer, kept: Customer | None) -> None:
    if kept is None:
        merger = Merger.objects.standing().get(alias=alias)
        unmerge(merger=merger, by=alias.created_by, now=LATER)
    else:
        merge(keep=kept, alias=alias, choices={}, by=alias.created_by, now=LATER)
        kept.refresh_from_db()
    alias.refresh_from_db()


def calls(*customers: Customer) -> list[str]:
    rows = FollowUp.objects.due().filter(customer__in=customers, channel="call", on__lte=date(2026, 11, 12))
    return [f"{row.on:%m-%d} {row.purpose}" for row in rows.order_by("on", "pk")]


def first_of(customer: Customer) -> FollowUp:
    return FollowUp.objects.due().filter(customer=customer).earliest("on")


def test_joined_they_are_owed_one_plan_and_parted_two(zhou: Customer, alias: Customer) -> None:
    plan = ["11-02 same_day", "11-05 regular", "11-12 regular"]
    assert (calls(zhou), calls(alias)) == (plan, plan)
    join(alias, zhou)
    assert sweep_asked(now=LATER) == 2
    assert (calls(zhou), calls(alias)) == (plan, [])
    before = list(FollowUp.objects.order_by("pk").values_list())
    refresh_plan(alias, now=LATER)
    sweep_day(now=LATER)
    assert list(FollowUp.objects.order_by("pk").values_list()) == before
    join(alias, None)
    sweep_asked(now=LATER + DAY)
    assert (calls(zhou), calls(alias)[-2:]) == (plan, plan[-2:])


def test_refreshing_at_once_takes_the_aliases_plan_back_as_well(zhou: Customer, alias: Customer) -> None:
    join(alias, zhou)
    refresh_plan(zhou, now=LATER)
    assert calls(alias) == []


def test_what_was_promised_to_the_alias_is_kept_once(zhou: Customer, alias: Customer, an: Member) -> None:
    at = datetime.fromisoformat("2026-11-05T12:30+08:00")
    agreed = agree(follow_up=first_of(alias), at=at, by=an, now=NOW)
    join(alias, zhou)
    sweep_asked(now=LATER)
    assert calls(zhou, alias) == ["11-05 same_day", "11-12 regular"]
    done(follow_up=agreed, contact=None, by=an, now=at)
    sweep_asked(now=at)
    assert calls(zhou, alias) == ["11-12 regular"]


def test_a_call_to_an_alias_moves_and_settles_the_files_plan(
    zhou: Customer, alias: Customer, an: Member
) -> None:
    """A page that was open when the files were joined is sent afterwards."""
    stale = first_of(alias)
    agreed = agree(follow_up=stale, at=LATER + DAY, by=an, now=NOW)
    join(alias, zhou)
    result = record_call(follow_up=agreed, entry=CallEntry(code="reached"), by=an, now=LATER)
    assert result.customer == zhou
    agreed.refresh_from_db()
    assert agreed.state == FollowUpState.DONE
    assert calls(zhou, alias) == ["11-05 regular", "11-12 regular"]
    again = agree(follow_up=first_of(zhou), at=LATER + DAY, by=an, now=LATER)
    assert again.customer == zhou


def test_what_was_left_out_for_the_alias_stays_out(zhou: Customer, alias: Customer, mei: Member) -> None:
    take_off(follow_up=FollowUp.objects.get(customer=alias, on=date(2026, 11, 5)), by=mei, now=NOW)
    join(alias, zhou)
    sweep_asked(now=LATER)
    assert calls(zhou, alias) == ["11-02 same_day", "11-12 regular"]


def test_what_was_done_with_the_alias_settles_the_files_plan(
    zhou: Customer, alias: Customer, an: Member
) -> None:
    done(follow_up=first_of(alias), contact=None, by=an, now=LATER)
    join(alias, zhou)
    sweep_asked(now=LATER)
    assert calls(zhou, alias) == ["11-05 regular", "11-12 regular"]


def test_who_wants_no_calls_is_not_called_under_another_name(
    zhou: Customer, alias: Customer, office: Office, an: Member
) -> None:
    set_wishes(customer=zhou, key=True, by=an, now=NOW)
    set_wishes(customer=alias, no_calls=True, by=an, now=NOW)
    record_consents(office=office, number=NUMBER, call=None, sms=False, channel="self", by=None, now=NOW)
    join(alias, zhou)
    sweep_asked(now=LATER)
    assert not FollowUp.objects.due().exists()
    join(alias, None)
    sweep_asked(now=LATER)
    assert calls(alias) == []
    assert calls(zhou)[:1] == ["11-02 same_day"]


def test_a_wish_of_either_file_stands_and_can_be_taken_back(zhou, alias, an: Member) -> None:
    set_wishes(customer=zhou, key=True, by=an, now=NOW)
    set_wishes(customer=alias, no_calls=True, by=an, now=NOW)
    count_refusal(customer=alias, by=an, now=NOW)
    count_refusal(customer=zhou, by=an, now=NOW)
    join(alias, zhou)
    found = wishes_of(zhou)
    assert (found.key, found.no_calls, found.refusals) == (True, True, 2)
    set_wishes(customer=zhou, no_calls=False, by=an, now=LATER)
    sweep_asked(now=LATER)
    assert not wishes_of(zhou).no_calls and calls(zhou)
    join(alias, None)
    assert (wishes_of(alias).no_calls, wishes_of(zhou).no_calls) == (True, False)


def test_an_appointment_of_the_alias_is_confirmed_and_replaced(
    zhou: Customer, alias: Customer, an: Member
) -> None:
    make_appointment(customer=alias, at=NOW + 4 * DAY, by=an, now=NOW)
    join(alias, zhou)
    sweep_asked(now=LATER)
    assert "11-05 confirm" in calls(zhou)
    make_appointment(customer=zhou, at=NOW + 5 * DAY, by=an, now=LATER)
    assert [each.customer for each in Appointment.objects.planned()] == [zhou]


def test_who_wants_no_more_texts_gets_none_under_the_number_of_the_alias(
    zhou: Customer, alias: Customer, an: Member
) -> None:
    join(alias, zhou)
    refresh_plan(zhou, now=NOW)
    record_call(follow_up=first_of(zhou), entry=CallEntry(code="never", no_sms=True), by=an, now=LATER)
    answer = Consent.objects.get()
    assert (answer.number, answer.channel, answer.given) == (digest_of(NUMBER), "sms", False)
    assert not FollowUp.objects.due().filter(customer=zhou, channel="sms").exists()


def test_an_answer_about_the_number_of_an_alias_is_asked_about_once(
    zhou: Customer, alias: Customer, office: Office
) -> None:
    join(alias, zhou)
    sweep_asked(now=LATER)
    later = LATER + timedelta(minutes=1)
    record_consents(office=office, number=NUMBER, call=None, sms=False, channel="self", by=None, now=later)
    assert ask_where_answers_changed(now=later) == 1
    sweep_asked(now=later)
    assert ask_where_answers_changed(now=later + timedelta(seconds=10)) == 0
