"""Plans are made anew where something happened, and for every customer once a day; any number of workers may do it.

A sweep claims rows of PlanDue with SKIP LOCKED, a batch in a transaction, so that two sweeps never plan the same file
and one that dies leaves its batch to the next. A file that cannot be planned is passed over, and said in the end.
"""

import logging
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from followups.services.plans import plan_files
from messaging.models import Consent
from offices.models import HouseRules, Office
from visitors.models import CustomerPhone, PlanDue
from visitors.services.plan_due import enlist_unplanned, plans_are_due

log = logging.getLogger(__name__)

BATCH = 200
LONGEST_RUN = 60.0
"""Seconds after which no batch is begun any more; what is left waits for the next tick."""
CONSENTS_LOOKED_AT = timedelta(days=2)
RULES_LOOKED_AT = timedelta(hours=1)
ANSWER = ("office", "number", "at")
PLANNED = ("customer__plan_due__planned_at", "customer__merged_into__plan_due__planned_at")


class Unplannable(Exception):
    """Some files could not be planned; the log says which, and the others were."""


def sweep_asked(*, now: datetime) -> int:
    """Plan the customers of whom something happened, the longest ago first; how many. Raises Unplannable."""
    run = _Run(now)
    run.plan(_asked())
    return run.ended()


def sweep_day(*, now: datetime) -> int:
    """Plan every customer who was not planned today on their office's calendar; how many. Raises Unplannable.

    Each of the queries walks along an index, so that a batch costs the same among a million files as among few.
    """
    run = _Run(now)
    run.plan(_asked())
    for office in Office.objects.filter(is_active=True).order_by("pk"):
        enlist_unplanned(office=office, now=now)
        files = PlanDue.objects.of(office)
        run.plan(files.filter(planned_on=None).order_by())
        run.plan(files.filter(planned_on__lt=office.business_date(now)).order_by("planned_on"))
    return run.ended()


def ask_where_answers_changed(*, now: datetime) -> int:
    """Plan whoever answered anew whether we may call or write: the answers know numbers, and no customers."""
    answers = Consent.objects.filter(at__gt=now - CONSENTS_LOOKED_AT, at__lte=now)
    told: dict[int, datetime] = {}
    numbers = {(office, number): at for office, number, at in answers.order_by("at").values_list(*ANSWER)}
    phones = CustomerPhone.objects.active().filter(digest__in={number for _office, number in numbers})
    rows = phones.values_list("office", "digest", "customer", "customer__merged_into", *PLANNED)
    for office, digest, customer, kept, planned_at, kept_planned_at in rows:
        at, planned = numbers.get((office, digest)), kept_planned_at if kept else planned_at
        if at is not None and (planned is None or planned < at):
            told[customer] = at
    plans_are_due(told, now=now)
    return len(told)


def ask_where_rules_began(*, now: datetime) -> int:
    """Plan anew whoever was planned today before the office adopted rules that hold from today on."""
    recent = HouseRules.objects.filter(created_at__gt=now - RULES_LOOKED_AT, created_at__lte=now)
    told: set[int] = set()
    for rules in recent.filter(office__is_active=True).select_related("office"):
        if rules.effective_from <= rules.office.business_date(now):
            files = PlanDue.objects.of(rules.office).filter(customer__merged_into=None)
            before = files.filter(since=None, planned_at__lt=rules.created_at)
            told |= set(before.values_list("customer", flat=True))
    plans_are_due(told, now=now)
    return len(told)


def _asked() -> QuerySet[PlanDue]:
    return PlanDue.objects.asked().filter(office__is_active=True).order_by("since")


class _Run:
    """One sweep: it begins no batch after its time, and passes over what cannot be planned."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.ends = time.monotonic() + LONGEST_RUN
        self.count = 0
        self.failed: list[int] = []

    def plan(self, due: QuerySet[PlanDue]) -> None:
        """Plan these, batch by batch, until none is left."""
        while time.monotonic() < self.ends:
            try:
                done = _batch(due, self.now, BATCH, self.failed)
            except Exception:
                log.exception("a batch of plans failed; its files are planned one by one")
                done = _one_by_one(due, self.now, self.failed)
            if not done:
                return
            self.count += done

    def ended(self) -> int:
        """How many were planned. Raises Unplannable."""
        if self.failed:
            raise Unplannable(f"{len(self.failed)} files")
        return self.count


@transaction.atomic
def _batch(due: QuerySet[PlanDue], now: datetime, size: int, but: Collection[int]) -> int:
    """Claim and plan one batch; how many files it had."""
    rows = due.exclude(pk__in=but).select_related("office")
    claimed = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:size])
    claimed.sort(key=lambda row: (row.office_id, row.pk))
    for _pk, group in groupby(claimed, key=lambda row: row.office_id):
        dues = list(group)
        plan_files(dues[0].office, dues, now=now)
    return len(claimed)


def _one_by_one(due: QuerySet[PlanDue], now: datetime, failed: list[int]) -> int:
    """A batch again, each file by itself; those that cannot be planned are noted."""
    pks = list(due.exclude(pk__in=failed).values_list("pk", flat=True)[:BATCH])
    for pk in pks:
        try:
            _batch(due.filter(pk=pk), now, 1, failed)
        except Exception:
            log.exception("the follow-ups of file %s cannot be planned", pk)
            failed.append(pk)
    return len(pks)
