"""What happened to a customer makes their follow-ups due to be planned anew; the floor above does the planning.

New evidence asks for it by itself (models.asks_for_plan); here is what else may change a plan.
Inside the caller's transaction: what happened and that it must be planned are written together or not at all.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from offices.models import Office

# One statement for any number of customers; an alias stands for the file that it was joined with. Ordered, so that two
# writers of several customers never wait for each other in a circle.
ASK = """
    INSERT INTO visitors_plandue (office_id, customer_id, since)
    SELECT DISTINCT ON (file) office_id, COALESCE(merged_into_id, id) AS file, %(now)s::timestamptz
      FROM visitors_customer
     WHERE id = ANY(%(customers)s)
     ORDER BY file
        ON CONFLICT (customer_id) DO UPDATE SET since = LEAST(visitors_plandue.since, EXCLUDED.since)
 RETURNING customer_id
"""
# All rows of an office in the order in which the others lock them.
ASK_OFFICE = """
    WITH held AS MATERIALIZED (
        SELECT id FROM visitors_plandue WHERE office_id = %(office)s ORDER BY customer_id FOR NO KEY UPDATE
    )
    UPDATE visitors_plandue due SET since = LEAST(due.since, %(now)s::timestamptz) FROM held WHERE held.id = due.id
"""
# Files that were met before anybody planned, such as those of an office that has just been moved here.
ENLIST = """
    INSERT INTO visitors_plandue (office_id, customer_id, since)
    SELECT customer.office_id, customer.id, %(now)s::timestamptz
      FROM visitors_customer customer
     WHERE customer.office_id = %(office)s AND customer.merged_into_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM visitors_plandue due WHERE due.customer_id = customer.id)
     ORDER BY customer.id
        ON CONFLICT (customer_id) DO NOTHING
"""


def plan_is_due(customer: int, *, now: datetime) -> int:
    """Something happened to the customer (id of a file or an alias) at ``now``; the id of the file. One query.

    The file's row stays locked until the caller's transaction ends.
    """
    [file] = plans_are_due([customer], now=now)
    return file


def plans_are_due(customers: Iterable[int], *, now: datetime) -> list[int]:
    """The same of many customers; the ids of their files. One query, none where there are no customers."""
    ids = list(customers)
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"customers": ids, "now": now})
        return [file for (file,) in cursor.fetchall()]


def whole_office_is_due(*, office: Office, now: datetime) -> int:
    """Something happened that concerns every customer, such as a new milestone. One query; how many they are."""
    with connection.cursor() as cursor:
        cursor.execute(ASK_OFFICE, {"office": office.pk, "now": now})
        return cursor.rowcount


def enlist_unplanned(*, office: Office, now: datetime) -> int:
    """Files that no plan knows of yet are planned as well. One query; how many they were."""
    with connection.cursor() as cursor:
        cursor.execute(ENLIST, {"office": office.pk, "now": now})
        return cursor.rowcount
