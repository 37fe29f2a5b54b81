"""The demo's complaints: one of each sort, in both languages."""

import pytest
from django.utils import timezone

from complaints.demo.telling import tell_complaints
from tests.visitors.rows import file_of


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_of_each_sort(language: str, office, lin, fang, an) -> None:
    customers = [file_of(lin, name=f"Demo {number}") for number in range(5)]
    told = tell_complaints(
        office, members=[lin, fang, an], customers=customers, language=language, now=timezone.now()
    )
    for ticket in told:
        ticket.refresh_from_db()
    assert [ticket.state for ticket in told] == [
        *("archived", "replied", "explained", "assigned", "received", "received")
    ]
    assert [ticket.is_major for ticket in told] == [False, False, False, True, False, False]
    assert [ticket.number for ticket in sorted(told, key=lambda each: each.pk)] == [1, 2, 3, 4, 5, 6]
    assert told[5].answerable is None
