"""The demo's files: one well filled in, some hardly, a company, a household; told once, in both languages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.visitors.rows import file_of, receive
from visitors.demo.files import tell_files
from visitors.models import (
    CompanyNote,
    Customer,
    FileChange,
    FileTag,
    FileValue,
    HouseholdMember,
    OfficeFields,
)
from visitors.selectors.file_page import file_page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_files_of_each_sort(language, office, lin, an, mei) -> None:
    now = timezone.now()
    before = now - timedelta(days=20)
    customers = [file_of(lin, name=f"Demo {number}", now=before) for number in range(9)]
    for each in customers:
        receive(each, an, at=before)
    told = tell_files(office, customers=customers, language=language, now=now)
    assert told >= 3
    filled = list(Customer.objects.order_by("pk").values_list("filled", flat=True))
    assert filled[0] >= 12 and filled[told - 1] >= 1 and filled[told] == 0
    page = file_page(customers[0], sees_sensitive=True)
    assert 20 < page.completeness.whole.percent < 80
    assert FileValue.objects.exclude(sealed="").count() >= 3
    assert FileChange.objects.filter(before__isnull=False).exists()
    assert not FileChange.objects.filter(at__gt=now).exists()
    assert {*FileTag.objects.values_list("kind", flat=True)} == {"core", "referrer", "own"}
    assert HouseholdMember.objects.present().count() == 3 and CompanyNote.objects.count() == 3
    assert OfficeFields.objects.get().switched_off == ["dress_style"]
    assert tell_files(office, customers=customers, language=language, now=now) == 0


def test_no_office_without_a_manager(office, lin, an) -> None:
    assert tell_files(office, customers=[file_of(lin)], language="en", now=timezone.now()) == 0
