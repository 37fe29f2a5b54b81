"""The demo's days at the telephones: every kind of call, everything through the services, twice without harm."""

from datetime import datetime, timedelta

import pytest

from offices.models import Office
from switchboard.demo.telling import tell_telephone
from switchboard.enums import BackReason, CallKind
from switchboard.models import (
    CallBack,
    IncomingCall,
    Letter,
    LibraryText,
    MailboxCheck,
    OnPhones,
    PbxCall,
    PhoneMessage,
)
from tests.switchboard.rows import NOON

pytestmark = pytest.mark.django_db
EVENING = NOON + timedelta(hours=5)


def told(office: Office, root, now: datetime, language: str = "en") -> int:
    return tell_telephone(office, administrator=root, language=language, now=now)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_days_have_calls_of_every_kind(office, root, an, bo, lin, mei, language) -> None:
    assert told(office, root, EVENING, language) == IncomingCall.objects.count() == 36
    kinds = set(IncomingCall.objects.values_list("kind", flat=True))
    assert kinds == set(CallKind.values) - {CallKind.COMPLAINT}
    for model in (CallBack, PhoneMessage, Letter, LibraryText, MailboxCheck):
        assert model.objects.exists()
    # Something of each waits: what the pages are for is seen at once.
    assert CallBack.objects.open().filter(reason=BackReason.MISSED).count() == 1
    assert PbxCall.objects.unwritten().count() == 1
    assert Letter.objects.waiting().count() == 2
    assert IncomingCall.objects.filter(refused=True).exists()


def test_the_days_go_on_and_what_is_there_stays(office, root, an, bo, lin, mei) -> None:
    assert told(office, root, EVENING) == 36
    assert told(office, root, EVENING + timedelta(hours=1)) == 0
    OnPhones.objects.filter(member=an).update(extension="777")
    assert told(office, root, EVENING + timedelta(days=1)) == 12
    assert OnPhones.objects.get(member=an).extension == "777"
    assert LibraryText.objects.count() == LibraryText.objects.values("title").distinct().count()


@pytest.mark.parametrize("hour", ["00:02", "08:00", "23:58"])
def test_the_demo_is_told_at_any_hour(office, root, an, bo, lin, mei, hour) -> None:
    at = datetime.combine(office.business_date(NOON), datetime.strptime(hour, "%H:%M").time(), office.zone)
    assert told(office, root, at) == 36
    assert not IncomingCall.objects.filter(recorded_at__gt=at).exists()


def test_an_office_without_a_desk_has_no_telephones(office, root, an) -> None:
    assert told(office, root, EVENING) == 0
