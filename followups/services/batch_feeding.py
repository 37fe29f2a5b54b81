"""Writing the texts of running batches into the outbox, part by part: each customer once, whatever dies meanwhile."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from followups.enums import BatchState, FollowUpChannel, FollowUpState, RowState
from followups.models import Batch, BatchRow, FollowUp
from followups.selectors.batch_customers import HAS_IT
from followups.selectors.batch_progress import is_over
from followups.selectors.facts import facts_of
from followups.selectors.recipients import destinations, recipient
from followups.selectors.refusals import refusing
from followups.selectors.same_occasion import has_it
from followups.text_ways import GATHERED, GATHERED_AHEAD
from messaging.gates import Reason
from messaging.models import Gateway
from messaging.services.texts import Wording, compose, queue_text
from offices.errors import Refusal
from offices.models import Member
from visitors.models import Customer

log = logging.getLogger(__name__)

PART = 100
NOBODY = "nobody@example.com"
"""Whose link to stop e-mails a sample shows."""
GOOD_FOR = timedelta(days=3)


class Unfed(Exception):
    """Some batches could not go on; the log says which and why, and the others did."""


def feed_batches(now: datetime) -> int:
    """Feed every running batch one part, and end those that are through; how many texts were written.

    Raises Unfed in the end where one of them could not be fed: it never stops the others.
    """
    running = Batch.objects.filter(state=BatchState.RUNNING, office__is_active=True)
    written, failed = 0, 0
    for pk in running.order_by("pk").values_list("pk", flat=True):
        try:
            written += feed(pk, now)
        except Exception:
            log.exception("batch %s cannot go on", pk)
            failed += 1
    if failed:
        raise Unfed(f"{failed} batches")
    return written


@transaction.atomic
def feed(batch_pk: int, now: datetime) -> int:
    """Write one part of a batch; another worker that feeds it just now is left to it.

    The batch's row is held meanwhile, so that a pause or a stop comes before or after a part, never within.
    """
    found = Batch.objects.filter(pk=batch_pk, state=BatchState.RUNNING)
    batch = (
        found.select_related("office", "template__office")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .first()
    )
    if batch is None:
        return 0
    rows = list(batch.rows.going().select_related("customer").order_by("pk")[:PART])
    if not rows:
        if is_over(batch):
            batch.state, batch.ended_at = BatchState.DONE, now
            batch.save(update_fields=["state", "ended_at"])
        return 0
    _write(batch, rows, now)
    return len(rows)


def _write(batch: Batch, rows: list[BatchRow], now: datetime) -> None:
    customers = [row.customer for row in rows]
    ways = destinations(customers, office=batch.office, channel=batch.channel)
    owners = _owners(batch, rows, now)
    greeted = has_it(batch, [row.number_print for row in rows], now)
    refused = refusing(ways, office=batch.office, channel=batch.channel, now=now)
    for row in rows:
        way = next((each for each in ways.get(row.customer_id, []) if each.print == row.number_print), None)
        if row.number_print in greeted:
            row.state, row.reason = RowState.LEFT_OUT, HAS_IT
        elif row.customer_id in refused:
            row.state, row.reason = RowState.LEFT_OUT, str(Reason.OPTED_OUT)
        elif number := way.number if way else "":
            _write_one(batch, row, number, owners.get(row.customer_id, ""), now)
        else:
            row.state, row.reason = RowState.LEFT_OUT, "no_number"
    BatchRow.objects.bulk_update(rows, ["state", "reason", "text"])
    _settle(batch, [row.customer_id for row in rows if row.state == RowState.QUEUED], now)


def _write_one(batch: Batch, row: BatchRow, number: str, consultant: str, now: datetime) -> None:
    """The text of one customer; what cannot be put into words for them leaves them out."""
    try:
        row.text = queue_text(
            template=batch.template,
            recipient=recipient(row.customer, number, consultant),
            variables=batch.variables,
            key=f"batch:{batch.pk}:{row.customer_id}",
            group=batch.group,
            by=batch.approved_by,
            now=now,
            not_before=batch.day_begins,
            good_for=_good_for(batch, now),
        )
    except Refusal:
        log.warning("batch %s: row %s is left out", batch.pk, row.pk)
        row.state, row.reason = RowState.LEFT_OUT, "no_words"
    else:
        row.state = RowState.QUEUED


def sample_of(batch: Batch, now: datetime) -> tuple[Customer, Wording] | None:
    """The first customer of the list and what they read; None where nobody gets it or a word is missing."""
    rows = batch.rows.filter(state__in=(RowState.IN, RowState.QUEUED)).select_related("customer", "text")
    row = rows.order_by("pk").first()
    if row is None:
        return None
    if row.text is not None:
        return row.customer, Wording(row.text.text, row.text.subject, row.text.params, row.text.parts)
    gateway = Gateway.objects.of(batch.office).active().filter(channel=batch.channel).first()
    consultant = _owners(batch, [row], now).get(row.customer_id, "")
    try:
        words = compose(
            template=batch.template,
            recipient=recipient(row.customer, NOBODY, consultant),
            variables=batch.variables,
            signature=gateway.signature if gateway else "",
        )
    except Refusal:
        return None
    return row.customer, words


def _owners(batch: Batch, rows: list[BatchRow], now: datetime) -> dict[int, str]:
    """By customer, the name of the consultant who signs; empty where nobody's customer it is."""
    today = batch.office.business_date(now)
    known = facts_of([row.customer for row in rows], office=batch.office, now=now, until=today)
    names = dict(
        Member.objects.filter(pk__in={each.owner for each in known.values() if each.owner}).values_list(
            "pk", "name"
        )
    )
    return {pk: names.get(each.owner, "") for pk, each in known.items()}


def _good_for(batch: Batch, now: datetime) -> timedelta:
    """A greeting is good on its day alone; what leaves at once may wait for a morning or two."""
    begins = batch.day_begins
    return begins + timedelta(days=1) - max(begins, now) if begins else GOOD_FOR


def _settle(batch: Batch, customers: list[int], now: datetime) -> None:
    """The plan owes these customers the occasion no more: that which the batch was gathered for, or which it names."""
    owed = FollowUp.objects.of(batch.office).due().filter(channel=FollowUpChannel.SMS, customer__in=customers)
    if plan := batch.chosen.get("plan"):
        due = owed.filter(on=plan["on"], purpose=plan["purpose"])
    elif batch.template.purpose in GATHERED and batch.channel == FollowUpChannel.SMS:
        today = batch.office.business_date(now)
        soon = (today, today + timedelta(days=GATHERED_AHEAD))
        due = owed.filter(
            on__range=soon, purpose=batch.template.purpose, name=batch.variables.get("event", "")
        )
    else:
        return
    due.update(state=FollowUpState.DONE, ended_at=batch.day_begins or now)
