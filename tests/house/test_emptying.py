"""What a test committed is gone after it, and what guards the rows stands again."""

import pytest
from django.db import connection

from offices.models import Office
from tests.conftest import execute_as_owner
from tests.emptying import EMPTY, KEPT, LARGE
from tests.reception.sent_form import House


def filled() -> set[str]:
    """The tables in which a row stands."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - set(KEPT)
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT FROM {each})" for each in tables)
        )
        return {name for (name,) in cursor.fetchall()}


def disabled() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("large", [LARGE, 0], ids=["deleted", "truncated"])
def test_nothing_is_left_and_the_guards_stand(large: int) -> None:
    House("harbour").arrive()
    assert {"offices_office", "reception_queueevent", "visitors_contact"} <= filled()
    execute_as_owner(EMPTY.replace(str(LARGE), str(large)))
    assert (filled(), disabled(), Office.objects.count()) == (set(), [], 0)
