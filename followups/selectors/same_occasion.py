"""Who has a greeting already, or gets it by another batch: gathered and chosen batches may mean the same occasion."""

from collections.abc import Collection
from datetime import datetime, timedelta

from followups.enums import BatchState, RowState
from followups.models import Batch, BatchRow
from followups.text_ways import GATHERED, GATHERED_AHEAD
from messaging.enums import TextState
from messaging.models import TextMessage
from messaging.models.text_message import LEFT

AROUND = timedelta(days=GATHERED_AHEAD)
TO_COME = (BatchState.LISTED, BatchState.APPROVED, BatchState.RUNNING, BatchState.PAUSED)


def has_it(batch: Batch, prints: Collection[str], now: datetime) -> set[str]:
    """Of the numbers, those that another batch has greeted about the same time. Two queries."""
    if batch.template.purpose not in GATHERED:
        return set()
    return _written(batch, prints, now)


def gets_it(batch: Batch, prints: Collection[str], now: datetime) -> set[str]:
    """The same with those who only stand on another batch's list. Three queries."""
    if batch.template.purpose not in GATHERED:
        return set()
    rows = BatchRow.objects.filter(
        batch__in=_others(batch).filter(state__in=TO_COME), number_print__in=prints, state=RowState.IN
    )
    return _written(batch, prints, now) | set(rows.values_list("number_print", flat=True))


def _written(batch: Batch, prints: Collection[str], now: datetime) -> set[str]:
    others = [other.group for other in _others(batch)]
    texts = TextMessage.objects.of(batch.office).filter(
        group__in=others, number_print__in=prints, state__in=(TextState.QUEUED, *LEFT)
    )
    return set(texts.filter(not_before__gte=now - AROUND).values_list("number_print", flat=True))


def _others(batch: Batch):
    """For a gathered batch the chosen ones of its purpose and channel, and the other way round, of the same days.

    Two gathered ones are two occasions, and who chooses customers twice means it: the caps hold there.
    """
    since = batch.made_at - 2 * AROUND
    others = Batch.objects.of(batch.office).filter(
        channel=batch.channel, template__purpose=batch.template.purpose, made_at__gte=since
    )
    return others.filter(occasion="") if batch.occasion else others.exclude(occasion="")
