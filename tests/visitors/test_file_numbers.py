"""Every file has a number of its office's own sequence, those from before there were numbers included (B-35)."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from tests.visitors.rows import file_of
from visitors.models import Customer, FileCounter

older = import_module("visitors.migrations.0006_number_older_files")


def settle() -> None:
    """What the database does when it commits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def numbers() -> list[str]:
    return list(Customer.objects.order_by("pk").values_list("file_number", flat=True))


@pytest.mark.clause("B-35")
@pytest.mark.parametrize("at_once", [2, 3, 100])
def test_files_from_before_draw_theirs_in_the_order_of_entry(an, stranger, monkeypatch, at_once):
    monkeypatch.setattr(older, "AT_ONCE", at_once)
    for by in (an, an, stranger, an, an):
        file_of(by)
    settle()
    Customer.objects.update(file_number=None)
    FileCounter.objects.all().delete()
    for _again in range(2):
        older.number_older_files(None, SimpleNamespace(connection=connection))
        assert numbers() == ["K-000001", "K-000002", "K-000001", "K-000003", "K-000004"]
    file_of(an)
    settle()
    assert numbers()[-1] == "K-000005"


def test_whoever_has_a_number_keeps_it(an):
    first, second, third = file_of(an), file_of(an), file_of(an)
    settle()
    Customer.objects.filter(pk=first.pk).update(file_number=None)
    Customer.objects.filter(pk=second.pk).update(file_number="A-77")
    older.number_older_files(None, SimpleNamespace(connection=connection))
    third.refresh_from_db()
    assert numbers() == ["K-000004", "A-77", "K-000003"]


def test_no_number_is_too_long_for_its_column(an):
    FileCounter.objects.create(office=an.office, last=999_999)
    file_of(an)
    settle()
    assert numbers() == ["K-1000000"]
