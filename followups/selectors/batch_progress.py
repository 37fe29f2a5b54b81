"""How far a batch is: from its own rows and what became of its texts. One query each."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from followups.enums import BatchState, RowState
from followups.models import Batch
from messaging.enums import TextState
from messaging.models import TextMessage
from messaging.models.text_message import STOPPED

WAITING = (TextState.QUEUED, TextState.SENDING)
GONE = (TextState.SENT, TextState.DELIVERED)


@dataclass(frozen=True)
class Progress:
    """Customers: ``total`` get the text, ``written`` stand in the outbox, of which ``waiting`` have not left yet."""

    total: int
    left_out: int
    dropped: int
    written: int
    waiting: int
    sent: int
    delivered: int
    failed: int
    uncertain: int
    held_back: int
    stopped: int
    parts: int

    @property
    def settled(self) -> int:
        """Those of whom it is known what became, or that it cannot be known."""
        return self.written - self.waiting

    @property
    def left(self) -> int:
        """Those of whom nothing is settled: not handed over yet, or not even written."""
        return self.total - self.settled

    @property
    def never_left(self) -> int:
        """Of a batch that was stopped: those whom the stop spared."""
        return self.stopped + self.left

    @property
    def percent(self) -> int:
        return self.settled * 100 // self.total if self.total else 0

    @property
    def mark(self) -> str:
        """Another one whenever the bar would look different."""
        return ".".join(
            str(value)
            for value in (
                self.total,
                self.written,
                self.waiting,
                self.sent,
                self.delivered,
                self.failed,
                self.uncertain,
                self.held_back,
                self.stopped,
            )
        )


def progress_of(batch: Batch) -> Progress:
    """Two queries, however large the batch."""
    rows = batch.rows.aggregate(
        total=Count("pk", filter=Q(state__in=(RowState.IN, RowState.QUEUED))),
        left_out=Count("pk", filter=Q(state=RowState.LEFT_OUT)),
        dropped=Count("pk", filter=Q(state=RowState.DROPPED)),
        written=Count("pk", filter=Q(state=RowState.QUEUED)),
    )
    texts = _texts(batch).aggregate(
        waiting=Count("pk", filter=Q(state__in=WAITING)),
        sent=Count("pk", filter=Q(state__in=GONE)),
        delivered=Count("pk", filter=Q(state=TextState.DELIVERED)),
        failed=Count("pk", filter=Q(state=TextState.FAILED)),
        uncertain=Count("pk", filter=Q(state=TextState.UNCERTAIN)),
        held_back=Count("pk", filter=Q(state=TextState.DROPPED) & ~Q(error=STOPPED)),
        stopped=Count("pk", filter=Q(state=TextState.DROPPED, error=STOPPED)),
        parts=Sum("parts", filter=Q(state__in=GONE), default=0),
    )
    return Progress(**rows, **texts)


def is_over(batch: Batch) -> bool:
    """Everybody's text was written, and none of them can still leave."""
    return not batch.rows.going().exists() and not _texts(batch).filter(state__in=WAITING).exists()


def is_live(batch: Batch) -> bool:
    """Whether its page keeps looking."""
    return batch.state in (BatchState.RUNNING, BatchState.PAUSED)


def _texts(batch: Batch):
    return TextMessage.objects.of(batch.office).in_group(batch.group)
