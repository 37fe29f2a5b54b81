"""The demo's desk: told once, in each language, at any hour, through the services alone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from frontdesk.demo.desk_services import tell_desk_services
from frontdesk.models import Booking, GateTick, Gift, Incident, Loan, Mail, SelfCheck, WelcomePlan
from frontdesk.selectors.gate import gate_of
from frontdesk.services.preparations import may_tick
from offices.models import Member, Notice, Office

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_desk_is_told_once_in_every_language(office, lin, mei, an, language: str) -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)
    assert tell_desk_services(office, language=language, now=now)
    assert not tell_desk_services(office, language=language, now=now)
    plans = WelcomePlan.objects.order_by("arrives_at")
    assert list(plans.values_list("state", "kind")) == [
        ("over", "group"),
        ("announced", "group"),
        ("announced", "vip2"),
        ("announced", "vip1"),
        ("draft", "vip2"),
    ]
    counts = {model.__name__: model.objects.of(office).count() for model in (Booking, Loan, Mail, Gift)}
    assert counts == {"Booking": 8, "Loan": 4, "Mail": 4, "Gift": 4}
    assert set(Gift.objects.values_list("state", "is_important")) == {
        ("asked", False),
        ("asked", True),
        ("refused", False),
        ("given", False),
    }
    assert Loan.objects.out().filter(due_at__lt=now).count() == 1
    assert SelfCheck.objects.filter(on=now.date()).count() == 2 < SelfCheck.objects.count()
    assert (Incident.objects.open().count(), Incident.objects.count()) == (1, 2)
    assert not Notice.objects.filter(office=office, seen_at=None, created_at__lt=now.replace(hour=0)).exists()
    assert not Notice.objects.filter(created_at__gt=now).exists()


@pytest.mark.parametrize("clock", [(0, 5), (0, 41), (23, 20), (23, 50)])
def test_gate_is_lively_at_any_hour(
    office: Office, lin: Member, mei: Member, an: Member, clock: tuple[int, int]
) -> None:
    now = datetime(2026, 11, 23, *clock, tzinfo=SHANGHAI)
    assert tell_desk_services(office, language="zh-hans", now=now)
    day = gate_of(lin, now=now, marks=(), may_tick=may_tick, is_desk=True, is_host=True)
    assert len(day.ahead) == (clock != (23, 50)) and all(guest.at > now for guest in day.ahead)
    assert len(day.here) == (clock > (0, 40))
    assert not GateTick.objects.filter(at__gt=now).exists()


def test_office_without_a_manager_is_left_alone(office, lin, an) -> None:
    assert not tell_desk_services(office, language="en", now=timezone.now())
    assert not WelcomePlan.objects.exists()
