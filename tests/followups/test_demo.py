"""The demo's calls and texts: everybody has a lively day, and batches stand at every state that shows something."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from followups.demo.cast import cast_of
from followups.demo.telling import tell_follow_ups
from followups.enums import AppointmentState, BatchState, CallCode, FollowUpPurpose, RowState
from followups.models import (
    Appointment,
    Batch,
    BatchRow,
    CallReply,
    CallResult,
    FollowUp,
    Milestone,
    Question,
    SavedFilter,
    Script,
    TrackingCheck,
)
from followups.selectors.today import today_of
from followups.services.batch_feeding import feed
from followups.services.batches import start_batch
from messaging.models import Gateway, MessageTemplate, TextMessage, TextReply
from messaging.services.text_sending import send_texts_due
from offices.enums import Role
from offices.models import Member, Office
from reception.demo.calls import calls_of
from reception.demo.people import found_offices
from reception.demo.rolling import roll_forward
from visitors.models import CallWishes

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 15, 20, tzinfo=SHANGHAI)
LATE = datetime(2026, 11, 23, 23, 40, tzinfo=SHANGHAI)
EARLY = datetime(2026, 11, 23, 0, 5, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def log(settings, tmp_path) -> None:
    settings.MESSAGE_LOG = str(tmp_path / "messages.log")


def office_of(slug: str, now: datetime, days: int) -> Office:
    """The office with its days at the desk, before anybody called anybody."""
    found_offices()
    office = Office.objects.get(slug=slug)
    roll_forward(office, now=now, days=days)
    return office


def test_an_office_that_calls_and_writes(db: None) -> None:
    """Told once: its days take long enough."""
    office = office_of("yunjing", NOW, 5)
    assert calls_of(office, now=NOW)
    everybody_has_calls(office)
    calls_ended_everywhere(office)
    house_is_settled(office)
    greeting_was_sent(office)
    another_waits(office)
    mails_leave_on_demand(office)
    assert not calls_of(office, now=NOW + timedelta(hours=1))
    assert not calls_of(office, now=NOW + timedelta(days=1))


def everybody_has_calls(office: Office) -> None:
    """Five days are few, the demo has more behind it: each has something due and done; all together have every kind."""
    purposes, late, tried, agreed = set(), 0, 0, 0
    consultants = Member.objects.of(office).working().holding(Role.CONSULTANT)
    for consultant in consultants:
        today = today_of(consultant, now=NOW)
        due = [row.follow_up for row in (*today.rows, *today.tried)]
        assert 2 <= len(due) <= 40 and today.done, consultant
        purposes |= {each.purpose for each in due}
        late += bool(today.overdue)
        tried += bool(today.tried)
        agreed += any(each.agreed_at for each in due)
    assert {FollowUpPurpose.REGULAR, FollowUpPurpose.SAME_DAY, FollowUpPurpose.CONFIRM} <= purposes
    assert late > 1 and tried > len(consultants) / 2 and agreed > len(consultants) / 2


def calls_ended_everywhere(office: Office) -> None:
    """With every result but a loss, which the deals tell; leaders have answered one thing and owe others."""
    results = CallResult.objects.of(office)
    assert set(results.values_list("code", flat=True)) == set(CallCode) - {CallCode.LOST}
    assert results.for_leaders().exists() and CallReply.objects.filter(office=office).exists()
    assert results.exclude(answers=None).exists()
    checks = TrackingCheck.objects.filter(office=office)
    assert set(checks.values_list("is_fine", flat=True)) == {True, False}
    ahead = Appointment.objects.of(office).filter(state=AppointmentState.PLANNED, at__gt=NOW)
    assert {office.business_date(each.at) for each in ahead} >= {
        office.business_date(NOW),
        office.business_date(NOW + timedelta(days=1)),
    }


def house_is_settled(office: Office) -> None:
    assert Milestone.objects.of(office).count() == 6
    assert Script.objects.filter(office=office).exists() and Question.objects.of(office).in_use().exists()
    assert MessageTemplate.objects.of(office).active().count() == 11
    assert set(Gateway.objects.of(office).values_list("channel", "kind")) == {
        ("sms", "file"),
        ("email", "file"),
    }
    assert set(CallWishes.objects.filter(office=office).values_list("special", flat=True)) == {
        "",
        "vip",
        "leader",
    }
    assert SavedFilter.objects.of(office).exists()


def greeting_was_sent(office: Office) -> None:
    """Most have it, some could not be reached, some are left out and why; people wrote back, one wants no more."""
    [batch] = Batch.objects.of(office).filter(state=BatchState.DONE)
    texts = TextMessage.objects.of(office).in_group(batch.group)
    states = list(texts.values_list("state", flat=True))
    assert set(states) == {"delivered", "failed"} and states.count("delivered") >= 10
    assert BatchRow.objects.filter(batch=batch, state=RowState.LEFT_OUT).exclude(reason="").exists()
    assert TextReply.objects.filter(office=office).count() == 3
    [stop] = TextReply.objects.filter(office=office, is_opt_out=True)
    assert texts.filter(number_print=stop.number_print).count() == 1


def another_waits(office: Office) -> None:
    """News of the project were gathered from the plan; nobody has approved them."""
    [batch] = Batch.objects.of(office).filter(state=BatchState.LISTED)
    assert batch.occasion.startswith("milestone:") and batch.approved_by is None
    assert batch.rows.going().exists() and FollowUp.objects.of(office).due().filter(channel="sms").exists()


def mails_leave_on_demand(office: Office) -> None:
    """Whoever presses the button sees them leave one a second, at any hour."""
    [batch] = Batch.objects.of(office).filter(state=BatchState.APPROVED)
    assert 35 <= batch.rows.going().count() <= 60
    start_batch(batch=batch, by=batch.made_by, now=LATE)
    feed(batch.pk, LATE)
    send_texts_due(LATE)
    texts = TextMessage.objects.of(office).in_group(batch.group).order_by("pk")
    sent = texts.filter(state="sent").count()
    assert 1 <= sent < texts.count() / 2
    assert texts[0].gateway.paused_until > LATE


@pytest.mark.parametrize("now", [LATE, EARLY])
def test_the_small_office_calls_at_any_hour_and_writes_to_nobody(db: None, now: datetime) -> None:
    office = office_of("xishan", now, 3)
    assert calls_of(office, now=now)
    for consultant in cast_of(office, now=now).consultants:
        today = today_of(consultant, now=now)
        assert today.rows and any(row.follow_up.agreed_at for row in today.rows)
    assert not CallResult.objects.of(office).filter(at__gt=now).exists()
    assert not Batch.objects.of(office).exists() and not Gateway.objects.of(office).exists()


def test_a_new_office_has_called_nobody(db: None) -> None:
    found_offices()
    for office in Office.objects.all():
        assert not calls_of(office, now=NOW)
    assert not Milestone.objects.exists()


def test_without_a_leader_nothing_is_told(db: None, office: Office, an: Member) -> None:
    assert not tell_follow_ups(office, now=NOW)
    assert not Milestone.objects.exists()
