"""A transaction that writes very many rows.

The triggers of pgtrigger and pghistory ask for a setting that usually is not there, and catch the error: a
subtransaction is rolled back for each row and trigger, and each time PostgreSQL goes through every check that waits for
the commit. So a row costs the more the longer the transaction is. With the settings there, nothing is caught.
"""

import json
from uuid import NAMESPACE_URL, uuid5

from django.db import connection

SETTINGS = """
    SELECT set_config('pgtrigger.ignore', '{}', true),
           set_config('pghistory.context_id', %s, true),
           set_config('pghistory.context_metadata', %s, true)
"""


def expect_many_rows(about: str) -> None:
    """To be called inside the transaction, before its rows are written; no trigger is left out by it.

    ``about`` names what writes them, without personal data; the lines of history point to it.
    """
    context = str(uuid5(NAMESPACE_URL, about))
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS, [context, json.dumps({"about": about})])
