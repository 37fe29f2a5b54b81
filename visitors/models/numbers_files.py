"""Every file has a number of its office's own sequence (B-35): the database draws it, in no query of ours.

It is drawn when the transaction commits, so that whoever enters a visitor holds the office's counter for a moment only,
and a long import keeps no desk waiting. Who brings a number along (an old register) keeps that one.
"""

import pgtrigger
from django.db import models

from offices.models import Office

DRAW = """
INSERT INTO visitors_filecounter (office_id, last) VALUES (NEW.office_id, 1)
    ON CONFLICT (office_id) DO UPDATE SET last = visitors_filecounter.last + 1;
UPDATE visitors_customer customer
   SET file_number = 'K-' || lpad(counter.last::text, GREATEST(6, length(counter.last::text)), '0')
  FROM visitors_filecounter counter
 WHERE customer.id = NEW.id AND counter.office_id = NEW.office_id AND customer.file_number IS NULL;
RETURN NULL;
"""


class FileCounter(models.Model):
    """How many file numbers an office has drawn. Numbers that an import brings along do not count."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="+")
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.last)


def numbers_files() -> pgtrigger.Trigger:
    """The trigger of the files."""
    return pgtrigger.Trigger(
        name="numbers_files",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__file_number__isnull=True),
        func=DRAW,
    )
