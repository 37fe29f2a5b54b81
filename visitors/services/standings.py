"""Keeps the summary by which lists of customers are filtered: whose they are, until when, and when we last met.

The database marks whom something happened to (models.asks_for_plan); here they are judged, a batch in a transaction,
claimed with SKIP LOCKED, so that any number of workers may do it and one that dies leaves its batch to the next.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from offices.models import HouseRules, Office
from visitors.models import Customer, FileStanding, PlanDue
from visitors.ownership import owner_on, validity_rules_from
from visitors.selectors.effective_contacts import effective_contacts
from visitors.selectors.ownership import touches

BATCH = 200
JUDGED = ("owner_id", "registered_on", "valid_until", "last_contact_at", "rules_version", "judged_at")


def judge_marked(*, now: datetime, ends: float) -> int:
    """Judge whom something happened to, until none is left or time.monotonic() passes ``ends``; how many."""
    count = 0
    while time.monotonic() < ends:
        done = _marked(now)
        count += done
        if not done:
            break
    return count


def judge_outdated(*, now: datetime, ends: float) -> int:
    """Judge anew whose owner's registration ended, and all where other house rules hold; how many."""
    count = 0
    for office in Office.objects.filter(is_active=True).order_by("pk"):
        while time.monotonic() < ends:
            done = _outdated(office, now)
            count += done
            if not done:
                break
    return count


@transaction.atomic
def _marked(now: datetime) -> int:
    """A batch, of one office after the other, along the index."""
    due = PlanDue.objects.filter(to_judge=True, office__is_active=True).order_by("office_id", "customer_id")
    claimed = due.select_related("office").select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = list(claimed[:BATCH])
    for _office, group in groupby(rows, key=lambda row: row.office_id):
        same = list(group)
        files = Customer.objects.filter(pk__in=[row.customer_id for row in same])
        judge(list(files), office=same[0].office, now=now)
    PlanDue.objects.filter(pk__in=[row.pk for row in rows]).update(to_judge=False)
    return len(rows)


@transaction.atomic
def _outdated(office: Office, now: datetime) -> int:
    today = office.business_date(now)
    rules = HouseRules.objects.of(office).in_force_on(today).first()
    rows = FileStanding.objects.of(office).outdated(today, rules.version if rules else 0).order_by("pk")
    claimed = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:BATCH])
    files = Customer.objects.filter(pk__in=[row.customer_id for row in claimed])
    judge(list(files), office=office, now=now)
    return len(claimed)


def judge(files: Sequence[Customer], *, office: Office, now: datetime) -> None:
    """Write how these files stand, inside the caller's transaction; of an alias nothing is kept. Four queries."""
    aliases = [file.pk for file in files if file.merged_into_id]
    holding = [file for file in files if not file.merged_into_id]
    if aliases:
        FileStanding.objects.filter(customer__in=aliases).delete()
    if not holding:
        return
    day = office.business_date(now)
    in_force = HouseRules.objects.of(office).in_force_on(day).first()
    rules = validity_rules_from(in_force.section("attribution") if in_force else {})
    rows = []
    for file, contacts in effective_contacts(holding).items():
        verdict = owner_on(touches(contacts, office), rules, day)
        rows.append(
            FileStanding(
                office=office,
                customer_id=file,
                owner_id=verdict.owner,
                registered_on=verdict.registered_on,
                valid_until=verdict.valid_until,
                last_contact_at=max((each.at for each in contacts if each.stands), default=None),
                rules_version=in_force.version if in_force else 0,
                judged_at=now,
            )
        )
    FileStanding.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=[name.removesuffix("_id") for name in JUDGED],
    )
