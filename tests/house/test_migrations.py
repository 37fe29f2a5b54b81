"""The migrations make the tables that the models describe."""

from io import StringIO

import pytest
from django.core.management import call_command

from scripts.extraction import PROJECT

BY_DJANGO = "*_auto_*"


@pytest.mark.django_db
def test_no_model_waits_for_a_migration() -> None:
    told = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=told)
    except SystemExit:
        pytest.fail(told.getvalue())


def test_migrations_are_named_by_hand() -> None:
    named_by_django = [path.name for path in PROJECT.glob(f"*/migrations/{BY_DJANGO}.py")]
    assert named_by_django == []


def test_tables_are_created_in_the_quick_way() -> None:
    """As offices/table_operations.py does, which `makemigrations` does not know."""
    slow = [
        path.relative_to(PROJECT).as_posix()
        for path in PROJECT.glob("*/migrations/*.py")
        if " migrations.CreateModel(" in path.read_text("utf-8")
    ]
    assert slow == []
