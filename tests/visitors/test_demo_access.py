"""The demo's story of who asked for whose file is told once, by the services, without a refusal."""

import pytest
from django.utils import timezone

from offices.enums import Role
from tests.cast import enrol
from tests.visitors.rows import file_of, receive
from visitors.demo.access import FILES, tell_access
from visitors.models import AccessRequest, ArchiveCheck, FileLoan, FileMark, LeakIncident, UnusualLooking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_one_of_each_sort_is_told_once(office, lin, an, bo, chen, ding, fang, mei, hua, gu, jin, language):
    now = timezone.now()
    owned = []
    for number in range(FILES):
        file, owner = file_of(lin, name=f"Guest {number}"), (an, bo, chen, ding)[number % 3]
        receive(file, owner, now)
        owned.append((file, owner))
    assert tell_access(office, owned=owned, language=language, now=now)
    assert not tell_access(office, owned=owned, language=language, now=now)
    states = set(AccessRequest.objects.values_list("state", flat=True))
    assert states >= {"asked", "approved", "refused"}
    assert FileLoan.objects.out().overdue(office.business_date(now)).exists()
    assert FileMark.objects.count() == 2
    assert ArchiveCheck.objects.done().exists()
    assert LeakIncident.objects.filter(closed_at=None).count() == 1
    assert UnusualLooking.objects.get().kind == "night"


def test_an_office_without_the_cast_is_left_alone(office, lin, an):
    enrol(office, "solo", Role.MANAGER)
    assert not tell_access(office, owned=[], language="en", now=timezone.now())
