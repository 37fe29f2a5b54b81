"""A job that fails in one office is done in the others."""

from datetime import UTC, datetime

import pytest

from offices.jobs import OfficesFailed, in_each
from offices.models import Office

NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


def test_one_office_that_fails_keeps_no_other_from_its_turn(office, other_office) -> None:
    done: list[Office] = []

    def work(each: Office, now: datetime) -> int:
        if each == office:
            raise ValueError(now)
        done.append(each)
        return 1

    with pytest.raises(OfficesFailed, match="1 offices"):
        in_each(Office.objects.all(), work, NOW)
    assert done == [other_office]
    assert in_each(Office.objects.exclude(pk=office.pk), work, NOW) == 1
    Office.objects.filter(pk=other_office.pk).update(is_active=False)
    assert in_each(Office.objects.exclude(pk=office.pk), work, NOW) == 0
