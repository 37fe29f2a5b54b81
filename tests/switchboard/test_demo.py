"""The demo's day at the telephones: every kind of call, everything through the services, twice without harm."""

from datetime import timedelta
from random import Random

import pytest

from switchboard.demo.telephone import tell_switchboard
from switchboard.demo.words import words_in
from switchboard.enums import CallKind
from switchboard.models import CallBack, IncomingCall, Letter, LibraryText, MailboxCheck, PhoneMessage
from tests.switchboard.rows import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_a_day_has_calls_of_every_kind(office, an, bo, lin, mei, language) -> None:
    opens = NOON - timedelta(hours=3)
    told = tell_switchboard(
        office, words=words_in(language), rng=Random(7), opens=opens, until=NOON + timedelta(hours=5)
    )
    assert IncomingCall.objects.count() == told == 12
    kinds = set(IncomingCall.objects.values_list("kind", flat=True))
    assert kinds == set(CallKind.values) - {CallKind.COMPLAINT}
    for model in (CallBack, PhoneMessage, Letter, LibraryText, MailboxCheck):
        assert model.objects.exists()


def test_the_next_day_goes_on(office, an, bo, lin, mei) -> None:
    for day in range(2):
        opens = NOON + timedelta(days=day)
        tell_switchboard(
            office, words=words_in("en"), rng=Random(day), opens=opens, until=opens + timedelta(hours=4)
        )
    assert IncomingCall.objects.count() == 24
    assert LibraryText.objects.count() == LibraryText.objects.values("title").distinct().count()
