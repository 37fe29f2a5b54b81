"""The daily self-check, and incidents in the hall."""

from datetime import timedelta

import pytest
from django.utils import timezone

from frontdesk.models import Checklist, Incident, SelfCheck
from frontdesk.selectors.checklists import items_binding
from frontdesk.selectors.services import check_lines, checked_days
from frontdesk.services import checklists, hall
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Notice
from tests.cast import enrol


@pytest.fixture
def daily(office, mei) -> Checklist:
    said = {"by": mei, "now": timezone.now()}
    made = checklists.add_list(office=office, stage="daily", title="Every morning", **said)
    for level, text in (("must", "Lights on"), ("should", "Flowers fresh"), ("must_not", "Chat at the desk")):
        checklists.add_item(checklist=made, level=level, text=text, **said)
    return made


def refused(field: str | None, work, **facts) -> None:
    with pytest.raises(Refusal) as caught:
        work(**facts)
    assert caught.value.field == field


@pytest.mark.clause("H-07")
def test_every_item_is_answered_once_a_day_and_may_be_answered_anew(office, lin, daily) -> None:
    now = timezone.now()
    lights, _flowers, chat = daily.items.all()
    said = {"item": lights, "by": lin, "now": now}
    refused("note", hall.answer_check, state="problem", note=" ", **said)
    refused("state", hall.answer_check, state="perhaps", note="", **said)
    refused(None, hall.answer_check, **{**said, "item": chat}, state="fine", note="")
    hall.answer_check(state="problem", note="one lamp is out", **said)
    hall.answer_check(state="fine", note="mended", **said)
    hall.answer_check(**{**said, "now": now + timedelta(days=1)}, state="problem", note="out again")
    assert [(each.state, each.note) for each in SelfCheck.objects.order_by("on")] == [
        ("fine", ""),
        ("problem", "out again"),
    ]
    today = office.business_date(now)
    assert [bool(line.answer) for line in check_lines(office, today)] == [True, False]
    [day] = checked_days(office, today + timedelta(days=2))[:1]
    assert [each.note for each in day.problems] == ["out again"]


def test_daily_list_is_no_business_of_a_reception(office, lin, mei, daily) -> None:
    assert items_binding([office.pk], [timezone.now() + timedelta(hours=1)]) == {}
    other = checklists.add_list(office=office, stage="steps", title="Steps", by=mei, now=timezone.now())
    step = checklists.add_item(checklist=other, level="must", text="Smile", by=mei, now=timezone.now())
    refused(None, hall.answer_check, item=step, state="fine", note="", by=lin, now=timezone.now())


def reported(by, **facts) -> Incident:
    now = timezone.now()
    usual = {"kind": "illness", "place": "Hall", "happened_at": now, "text": "fainted", "somebody_hurt": True}
    return hall.report_incident(**{**usual, **facts}, by=by, now=now)


@pytest.mark.clause("F-31", "G-46")
def test_leaders_hear_of_an_incident_at_once(office, an, mei) -> None:
    enrol(office, "sup", Role.SUPERVISOR)
    enrol(office, "boss", Role.DIRECTOR)
    made = reported(an)
    notices = Notice.objects.filter(kind=NoticeKind.INCIDENT)
    assert set(notices.values_list("member__name", flat=True)) == {"Mei", "Sup", "Boss"}
    assert {notice.path for notice in notices} == {f"/harbour/incidents/{made.pk}/"}


def test_incident_is_followed_until_a_leader_closes_it(an, lin, mei) -> None:
    made, now = reported(an), timezone.now()
    hall.add_note(incident=made, text="ambulance called", by=lin, now=now)
    refused(None, hall.close_incident, incident=made, outcome="well again", by=lin, now=now)
    refused("outcome", hall.close_incident, incident=made, outcome="", by=mei, now=now)
    hall.close_incident(incident=made, outcome="well again", by=mei, now=now)
    refused(None, hall.close_incident, incident=made, outcome="twice", by=mei, now=now)
    refused(None, hall.add_note, incident=made, text="late", by=lin, now=now)
    made.refresh_from_db()
    assert (made.outcome, made.closed_by, made.notes.count()) == ("well again", mei, 1)


def test_incident_lies_behind_and_not_long_ago(an) -> None:
    now = timezone.now()
    for moment in (now + timedelta(hours=1), now - timedelta(days=31)):
        with pytest.raises(Refusal):
            reported(an, happened_at=moment)
    assert not Incident.objects.exists()
