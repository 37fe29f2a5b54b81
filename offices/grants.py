"""What the application role may do: read and write rows, but no DDL, and no rewriting of evidence.

The owner migrates and hands out these rights after every migrate, so that a new table is never without them.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from offices.models.append_only import AppendOnly


def append_only_tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)}


def apply_grants(using: str) -> None:
    """Give the application role its rights on all tables there are.

    Does nothing where the application itself is connected: that is so where one role does everything
    (no DATABASE_OWNER_URL), and after a test's flush.
    """
    connection = connections[using]
    role = settings.APPLICATION_DATABASE["USER"]
    # In one transaction: a running application is at no moment without rights.
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (role,):
            return
        name = connection.ops.quote_name(role)
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        standing = set(connection.introspection.table_names(cursor))
        migrations = {MigrationRecorder.Migration._meta.db_table}
        for rights, tables in (
            ("INSERT, UPDATE, DELETE", migrations),
            ("UPDATE, DELETE", append_only_tables()),
        ):
            for table in tables & standing:
                cursor.execute(f"REVOKE {rights} ON {connection.ops.quote_name(table)} FROM {name}")


def grant_after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Receiver of post_migrate; the signal comes once all apps' tables stand."""
    apply_grants(using)
