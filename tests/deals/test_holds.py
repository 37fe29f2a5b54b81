"""Units withheld from sale: by whom, why, until when; the end comes by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from deals.models import Hold
from deals.services.holds import end_hold, lapse_holds, withhold
from deals.tasks import lapse_holds as beat
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Notice
from tests.deals.conftest import NOW, unit_of

LATER = NOW + timedelta(hours=4)


def hold(unit, by, until=LATER, reason="for the show flat") -> Hold:
    return withhold(unit=unit, reason=reason, until=until, by=by, now=NOW)


def state(unit) -> str:
    unit.refresh_from_db()
    return unit.state


def test_unit_is_off_the_board_until_somebody_ends_it(mei, hua, unit) -> None:
    made = hold(unit, mei, until=None)
    assert (state(unit), made.by, made.reason) == ("withheld", mei, "for the show flat")
    end_hold(unit=unit, by=hua, now=LATER)
    made.refresh_from_db()
    assert (state(unit), made.ended_by, made.ended_at) == ("for_sale", hua, LATER)
    kept = AuditEntry.objects.filter(record=f"unit:{unit.pk}").values_list("action", flat=True)
    assert {*kept} == {AuditAction.UNIT_WITHHELD, AuditAction.HOLD_ENDED}


def test_words_of_the_reason_stay_out_of_the_audit_log(mei, unit) -> None:
    hold(unit, mei, reason="for Mr Zhou")
    assert "Zhou" not in str(AuditEntry.objects.get(action=AuditAction.UNIT_WITHHELD).details)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"reason": "  "}, "reason"), ({"until": NOW}, "until"), ({"until": NOW - timedelta(days=1)}, "until")],
)
def test_hold_says_why_and_ends_in_the_future(mei, unit, fields: dict, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        hold(unit, mei, **fields)
    assert refused.value.field == field
    assert state(unit) == "for_sale"


def test_unit_is_withheld_once(mei, hua, unit) -> None:
    hold(unit, mei)
    with pytest.raises(Refusal):
        hold(unit, hua)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(office=unit.office, unit=unit, reason="again", by=hua, at=NOW)


@pytest.mark.parametrize("step", ["small", "large", "subscribed", "contracted"])
def test_unit_in_mid_order_is_not_withheld(mei, unit, step: str) -> None:
    unit.state = step
    unit.save(update_fields=["state"])
    with pytest.raises(Refusal):
        hold(unit, mei)
    assert not Hold.objects.exists()


def test_stale_page_cannot_end_a_hold_twice(mei, unit) -> None:
    hold(unit, mei)
    end_hold(unit=unit, by=mei, now=LATER)
    with pytest.raises(Refusal):
        end_hold(unit=unit, by=mei, now=LATER)


def test_hold_lapses_by_itself_and_who_made_it_is_told(mei, unit, second_unit) -> None:
    made = hold(unit, mei)
    hold(second_unit, mei, until=None)
    assert lapse_holds(now=LATER - timedelta(seconds=1)) == 0
    assert lapse_holds(now=LATER) == 1
    made.refresh_from_db()
    assert (state(unit), state(second_unit)) == ("for_sale", "withheld")
    assert (made.ended_by, made.ended_at) == (None, LATER)
    notice = Notice.objects.get(kind=NoticeKind.HOLD_LAPSED)
    assert (notice.member, notice.about["path"]) == (mei, f"/harbour/units/{unit.pk}/")
    assert lapse_holds(now=LATER) == 0


def test_beat_does_the_same(mei, unit) -> None:
    withhold(unit=unit, reason="x", until=NOW + timedelta(minutes=1), by=mei, now=NOW)
    assert beat() == (1 if timezone.now() > NOW else 0)
    Hold.objects.filter(ended_at=None).update(until=timezone.now() - timedelta(minutes=1))
    beat()
    assert state(unit) == "for_sale"


def test_unit_can_be_withheld_again(mei, unit) -> None:
    hold(unit, mei)
    end_hold(unit=unit, by=mei, now=LATER)
    hold(unit, mei, until=None)
    assert unit.holds.count() == 2


# ------------------------------------------------------------------ the pages


@pytest.fixture
def supervisor(client, hua, english):
    client.force_login(hua.user)
    return client


def test_supervisor_withholds_and_ends_it_on_the_units_page(supervisor, unit) -> None:
    page = reverse("deals:unit", args=["harbour", unit.pk])
    until = unit.office.local(timezone.now() + timedelta(days=1))
    fields = {"reason": "show flat", "until": f"{until:%Y-%m-%dT%H:%M}", "request_key": str(uuid4())}
    told = supervisor.post(reverse("deals:unit_hold", args=["harbour", unit.pk]), fields, follow=True)
    assert "Withheld by Hua" in told.content.decode() and "show flat" in told.content.decode()
    ending = reverse("deals:unit_hold_end", args=["harbour", unit.pk])
    told = supervisor.post(ending, {"request_key": str(uuid4())}, follow=True).content.decode()
    assert "is back on sale" in told and "ended by Hua" in supervisor.get(page).content.decode()
    assert state(unit) == "for_sale"


def test_refusal_leaves_the_form_open_with_its_words(supervisor, unit) -> None:
    page = reverse("deals:unit_hold", args=["harbour", unit.pk])
    fields = {"reason": "show flat", "until": "2020-01-01T09:00", "request_key": str(uuid4())}
    answer = supervisor.post(page, fields)
    assert answer.status_code == 422
    assert 'value="show flat"' in answer.content.decode()
    assert answer.context["hold_form"].errors.keys() == {"until"}


@pytest.mark.parametrize("who", ["an", "lin", "gu"])
def test_nobody_else_withholds(request, client, unit, who: str) -> None:
    client.force_login(request.getfixturevalue(who).user)
    page = reverse("deals:unit_hold", args=["harbour", unit.pk])
    assert client.post(page, {"reason": "x", "request_key": str(uuid4())}).status_code == 403
    assert state(unit) == "for_sale"


def test_unit_of_another_office_is_not_there(client, stranger, unit) -> None:
    stranger.roles = ["manager"]
    stranger.save(update_fields=["roles"])
    client.force_login(stranger.user)
    page = reverse("deals:unit_hold", args=["hillside", unit.pk])
    assert client.post(page, {"reason": "x", "request_key": str(uuid4())}).status_code == 404
    assert state(unit) == "for_sale"


def test_holds_of_a_sold_out_house_are_found_in_order(mei, building, release) -> None:
    """Whose end came first is back on sale first; a sweep takes them all."""
    units = [unit_of(building, f"10{place:02}", release=release) for place in range(1, 4)]
    for place, each in enumerate(units):
        hold(each, mei, until=LATER + timedelta(minutes=place))
    assert lapse_holds(now=LATER + timedelta(minutes=1)) == 2
    assert [state(each) for each in units] == ["for_sale", "for_sale", "withheld"]
