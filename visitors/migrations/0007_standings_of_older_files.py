"""Files from before every file had its row of FileStanding have theirs: the lists find them by it."""

from typing import Any

from django.db import migrations, transaction

AT_ONCE = 5000
"""So few that a worker which judges some of them meanwhile does not wait."""

STAND = """
WITH older AS (
    SELECT id, office_id, created_at, merged_into_id FROM visitors_customer
     WHERE office_id = %(office)s AND id > %(after)s
     ORDER BY id LIMIT %(most)s
), stood AS (
    INSERT INTO visitors_filestanding (office_id, customer_id, rules_version, judged_at)
    SELECT office_id, id, 0, created_at FROM older WHERE merged_into_id IS NULL ORDER BY id
        ON CONFLICT (customer_id) DO NOTHING
)
SELECT max(id) FROM older
"""


def stand_older_files(apps: Any, schema_editor: Any) -> None:
    """Some files at a time, each in a transaction of its own: begun again, it goes on where it stopped."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM offices_office ORDER BY id")
        for (office,) in cursor.fetchall():
            after = 0
            while after is not None:
                with transaction.atomic(using=connection.alias):
                    cursor.execute(STAND, {"office": office, "after": after, "most": AT_ONCE})
                    [after] = cursor.fetchone()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("visitors", "0006_number_older_files")]

    operations = [migrations.RunPython(stand_older_files, migrations.RunPython.noop)]
