"""Rows that are evidence: written once, never changed (house law 3)."""

from typing import ClassVar

import pgtrigger
from django.db import models


class AppendOnly(models.Model):
    """A table whose rows the database itself refuses to change or delete, for every role.

    The application role besides holds no UPDATE, DELETE or TRUNCATE on such a table (see offices.grants).
    """

    class Meta:
        abstract = True
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
