"""Files from before there were file numbers draw theirs, in the order in which they were entered (B-35)."""

from typing import Any

from django.db import migrations, transaction

AT_ONCE = 2000
"""So few that nobody who enters a visitor meanwhile waits for the office's counter."""

NUMBER = """
WITH older AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place
      FROM (
        SELECT id FROM visitors_customer
         WHERE office_id = %(office)s AND id > %(after)s AND file_number IS NULL
         ORDER BY id LIMIT %(most)s FOR NO KEY UPDATE
      ) held
), counted AS (
    SELECT count(*) AS files, max(id) AS until FROM older
), counter AS (
    INSERT INTO visitors_filecounter (office_id, last)
    SELECT %(office)s, files FROM counted WHERE files > 0
        ON CONFLICT (office_id) DO UPDATE SET last = visitors_filecounter.last + EXCLUDED.last
    RETURNING last
), numbered AS (
    UPDATE visitors_customer customer
       SET file_number = 'K-' || lpad(number::text, GREATEST(6, length(number::text)), '0')
      FROM (SELECT older.id, counter.last - counted.files + older.place AS number
              FROM older, counter, counted) drawn
     WHERE customer.id = drawn.id
)
SELECT until FROM counted
"""


def number_older_files(apps: Any, schema_editor: Any) -> None:
    """Some files at a time, each in a transaction of its own: begun again, it goes on where it stopped."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM offices_office ORDER BY id")
        for (office,) in cursor.fetchall():
            after = 0
            while after is not None:
                with transaction.atomic(using=connection.alias):
                    cursor.execute(NUMBER, {"office": office, "after": after, "most": AT_ONCE})
                    [after] = cursor.fetchone()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("visitors", "0005_customer_file")]

    operations = [migrations.RunPython(number_older_files, migrations.RunPython.noop)]
