"""Indexes of tables that the desk writes all day: built without holding anybody up, so not in one transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reception", "0002_slips_links_checkpoints")]
    operations = [
        AddIndexConcurrently(
            model_name="queueevent",
            index=models.Index(fields=["office", "at"], name="queue_event_by_time"),
        ),
        AddIndexConcurrently(
            model_name="reception",
            index=models.Index(
                condition=models.Q(
                    ("consultant__isnull", False),
                    ("contact__isnull", False),
                    ("registered_at", None),
                    ("status", "finished"),
                    models.Q(("history", "visited"), ("kind__in", ("own", "assist")), _negated=True),
                ),
                fields=["office", "consultant", "arrived_at", "id"],
                name="reception_owes_signature",
            ),
        ),
    ]
