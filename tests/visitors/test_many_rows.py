"""A transaction that writes very many rows: its triggers find their settings, and all of them still act."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from offices.many_rows import expect_many_rows
from tests.visitors.rows import NOW
from visitors.models import Customer

pytestmark = pytest.mark.django_db


def asked(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_no_trigger_looks_for_a_setting_that_is_not_there(db) -> None:
    """Asking for one that is missing is an error, whose catching is what makes long transactions slow."""
    with transaction.atomic():
        expect_many_rows("import:7")
        assert asked("SELECT current_setting('pgtrigger.ignore')") == "{}"
        assert asked("SELECT _pgtrigger_should_ignore('any')") is False
        assert isinstance(asked("SELECT _pgh_attach_context()"), UUID)
        assert asked("SELECT metadata ->> 'about' FROM pghistory_context") == "import:7"


def test_triggers_still_refuse_what_they_refused(office, stranger) -> None:
    expect_many_rows("import:7")
    with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
        Customer.objects.create(office=office, name="Wu", sort_key="wu", created_at=NOW, created_by=stranger)


def test_history_points_to_what_wrote_it(office, lin) -> None:
    with transaction.atomic():
        expect_many_rows("import:7")
        customer = Customer.objects.create(
            office=office, name="Wu", sort_key="wu", created_at=NOW, created_by=lin
        )
    event = customer.events.get()
    assert event.pgh_context.metadata == {"about": "import:7"}
