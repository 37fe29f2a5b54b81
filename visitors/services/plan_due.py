"""What happened to a customer makes their follow-ups due to be planned anew; the floor above does the planning.

Inside the caller's transaction: what happened and that it must be planned are written together or not at all.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.models.functions import Least

from offices.models import Office
from visitors.models import PlanDue

# One statement for any number of customers; an alias stands for the file that it was joined with. Ordered, so that two
# writers of several customers never wait for each other in a circle.
ASK = """
    INSERT INTO visitors_plandue (office_id, customer_id, since)
    SELECT DISTINCT ON (file) office_id, COALESCE(merged_into_id, id) AS file, %(now)s::timestamptz
      FROM visitors_customer
     WHERE id = ANY(%(customers)s)
     ORDER BY file
        ON CONFLICT (customer_id) DO UPDATE SET since = LEAST(visitors_plandue.since, EXCLUDED.since)
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


def plan_is_due(*customers: int, now: datetime) -> None:
    """Something happened to these customers (ids of files or aliases) at ``now``. One query."""
    plans_are_due(customers, now=now)


def plans_are_due(customers: Iterable[int], *, now: datetime) -> None:
    """The same of many customers: one query, none where there are none."""
    ids = list(customers)
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"customers": ids, "now": now})


def whole_office_is_due(*, office: Office, now: datetime) -> int:
    """Something happened that concerns every customer, such as a new milestone. One query; how many they are."""
    earliest = Least(F("since"), now)
    return PlanDue.objects.of(office).update(since=earliest)


def enlist_unplanned(*, office: Office, now: datetime) -> int:
    """Files that no plan knows of yet are planned as well. One query; how many they were."""
    with connection.cursor() as cursor:
        cursor.execute(ENLIST, {"office": office.pk, "now": now})
        return cursor.rowcount
