"""The demo's lists: one imported, one to be mended, a file that waits to be fetched, one that waits for a word."""

import pytest
from django.utils import timezone

from offices.enums import NoticeKind, Role
from offices.models import Notice
from tests.cast import enrol
from visitors.demo.sheets import tell_sheets
from visitors.models import Contact, Customer, ExportRequest, ImportRow, ImportRun


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lists_of_each_sort(language, office, mei, fang) -> None:
    director = enrol(office, "duan", Role.DIRECTOR)
    now = timezone.now()
    assert tell_sheets(office, language=language, now=now) == 2
    wrong, done = ImportRun.objects.order_by("-at")
    assert (done.state, done.made, done.added_to, done.wrong) == ("done", 4, 0, 0)
    assert (wrong.state, wrong.new, wrong.wrong) == ("checked", 3, 4)
    assert {row.findings[0][1] for row in ImportRow.objects.filter(run=wrong, state="wrong")} == {
        *("no_phone", "not_listed", "no_day", "no_colleague")
    }
    assert Customer.objects.count() == 4 and Contact.objects.count() == 5
    assert [each.state for each in ExportRequest.objects.order_by("asked_at")] == ["ready", "asked"]
    assert Notice.objects.filter(member=director, kind=NoticeKind.EXPORT_ASKED).count() == 1
    assert tell_sheets(office, language=language, now=now) == 0


def test_no_lists_without_a_manager(office, lin) -> None:
    assert tell_sheets(office, language="en", now=timezone.now()) == 0
