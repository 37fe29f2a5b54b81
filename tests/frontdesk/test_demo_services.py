"""The demo's desk: told once, in each language, through the services alone."""

import pytest
from django.utils import timezone

from frontdesk.demo.desk_services import tell_desk_services
from frontdesk.models import Booking, Gift, Incident, Loan, Mail, SelfCheck, WelcomePlan


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_desk_is_told_once_in_every_language(office, lin, mei, an, language: str) -> None:
    now = timezone.now()
    assert tell_desk_services(office, language=language, now=now)
    assert not tell_desk_services(office, language=language, now=now)
    states = list(WelcomePlan.objects.order_by("arrives_at").values_list("state", "kind"))
    assert states == [("announced", "vip1"), ("draft", "vip2")]
    first = WelcomePlan.objects.get(state="announced")
    assert (first.tasks.exclude(done_at=None).count(), first.tasks.exclude(verified_at=None).count()) == (
        3,
        2,
    )
    counts = {model.__name__: model.objects.of(office).count() for model in (Booking, Loan, Mail, Gift)}
    assert counts == {"Booking": 3, "Loan": 3, "Mail": 3, "Gift": 2}
    assert (SelfCheck.objects.count(), Incident.objects.exclude(closed_at=None).count()) == (2, 1)
    assert Loan.objects.out().filter(due_at__lt=now).exists()


def test_office_without_a_manager_is_left_alone(office, lin, an) -> None:
    assert not tell_desk_services(office, language="en", now=timezone.now())
    assert not WelcomePlan.objects.exists()
