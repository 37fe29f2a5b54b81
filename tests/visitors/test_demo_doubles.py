"""The demo's people with two files: three to join, one joined, told once."""

import pytest

from offices.models import Office
from tests.visitors.rows import NOW
from visitors.demo.doubles import tell_doubles
from visitors.duplicates import Sign
from visitors.models import Merger, SavedFilter
from visitors.selectors.duplicates import waiting

pytestmark = pytest.mark.django_db


def test_three_are_to_join_and_one_is_joined_whoever_starts_it_how_often(office: Office, an, bo, mei) -> None:
    assert tell_doubles(office, language="zh-hans", now=NOW) == 4
    pairs = list(waiting(office))
    assert len(pairs) == 3
    assert [Sign.OTHER_NAME.value in pair.signs for pair in pairs] == [False, False, True]
    assert Merger.objects.of(office).standing().count() == 1
    assert SavedFilter.objects.mine(mei).count() == 2
    assert tell_doubles(office, language="zh-hans", now=NOW) == 0


def test_an_office_without_a_manager_tells_nothing(office: Office, an, bo) -> None:
    assert tell_doubles(office, language="en", now=NOW) == 0
