"""Indexes of tables that are written all day: built without holding anybody up, so not in one transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

BUILD_ONCE = [
    # What a build that was broken off left behind.
    "DROP INDEX CONCURRENTLY IF EXISTS customer_file_number_once",
    "CREATE UNIQUE INDEX CONCURRENTLY customer_file_number_once ON visitors_customer (office_id, file_number)",
    "ALTER TABLE visitors_customer ADD CONSTRAINT customer_file_number_once"
    " UNIQUE USING INDEX customer_file_number_once",
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("visitors", "0007_standings_of_older_files")]
    operations = [
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("grade", ""), _negated=True),
                fields=["office", "grade", "sort_key", "id"],
                name="customer_by_grade",
            ),
        ),
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("kind", "general"), _negated=True),
                fields=["office", "kind", "sort_key", "id"],
                name="customer_by_kind",
            ),
        ),
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("source", ""), _negated=True),
                fields=["office", "source", "sort_key", "id"],
                name="customer_by_source",
            ),
        ),
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("second_contact__isnull", False)),
                fields=["office", "second_contact", "sort_key", "id"],
                name="customer_by_second",
            ),
        ),
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("filled__gt", 0)), fields=["office", "filled"], name="customer_by_filled"
            ),
        ),
        AddIndexConcurrently(
            model_name="plandue",
            index=models.Index(
                condition=models.Q(("to_judge", True)),
                fields=["office", "customer"],
                name="plan_due_to_judge",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    BUILD_ONCE, "ALTER TABLE visitors_customer DROP CONSTRAINT customer_file_number_once"
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="customer",
                    constraint=models.UniqueConstraint(
                        fields=("office", "file_number"),
                        name="customer_file_number_once",
                        violation_error_message="This file number is taken already.",
                    ),
                )
            ],
        ),
    ]
