"""Are the checkpoints of the log what a replay from its first entry gives? They are read in step with it."""

from collections.abc import Iterator

from offices.models import Office
from reception.chain import Difference
from reception.models import Checkpoint, QueueEvent
from reception.rotation import State

CHUNK = 50


class CheckpointsOfLog:
    """Walks along the office's checkpoints while the log is replayed."""

    def __init__(self, office: Office) -> None:
        self._rest = Checkpoint.objects.of(office).order_by("seq").iterator(chunk_size=CHUNK)
        self._ahead = next(self._rest, None)

    def read(self, event: QueueEvent, state: State) -> Iterator[Difference]:
        """``state`` is the replay's just after the entry."""
        while self._ahead is not None and self._ahead.seq <= event.seq:
            kept = self._ahead
            if (kept.seq, kept.at) != (event.seq, event.at) or kept.state != state.to_json():
                yield Difference(kept.seq, "the checkpoint is not what the replay gives")
            self._ahead = next(self._rest, None)

    def end(self) -> Iterator[Difference]:
        """The log is over."""
        while self._ahead is not None:
            yield Difference(self._ahead.seq, "there is a checkpoint, but the log ends before it")
            self._ahead = next(self._rest, None)
