"""Are the rows of the visits what the log says of them? One reading of each, in step."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from offices.models import Office
from reception.chain import Difference
from reception.enums import Status
from reception.models import QueueEvent, Reception
from reception.rotation import Kind

CHUNK = 2000
STANDS = {
    Kind.WAITING: "waiting",
    Kind.UNAIDED: "unaided",
    Kind.LEFT: "left",
    Kind.VOID: "void",
    Kind.CANCEL: "cancelled",
}
STATUSES = {
    "waiting": {Status.WAITING},
    "unaided": {Status.UNAIDED},
    "open": {Status.CALLED, Status.RECEIVING},
    "finished": {Status.FINISHED},
    "left": {Status.LEFT},
    "void": {Status.VOID},
    # a slip of somebody who left unreceived is taken back from whom the rotation had named
    "cancelled": {Status.CANCELLED, Status.LEFT},
}
CORRECTIONS = {Kind.REASSIGN, Kind.HAND_BACK, Kind.LEFT, Kind.VOID, Kind.CANCEL}


@dataclass(slots=True)
class Told:
    """What the log said last of a visit. ``clauses``: that of its reception, and that of the last correction."""

    entries: list[int] = field(default_factory=list)
    consultant: str | None = None
    kind: str = ""
    counts: bool = False
    clauses: tuple[str, ...] = ()
    stands: str = ""


class VisitsOfLog:
    """Gathers from the log how each visit stands, and compares that with the rows."""

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}

    def read(self, event: QueueEvent) -> None:
        """The next entry of the log."""
        if event.kind == "finish" and (ended := self.told.get(event.payload.get("visit", ""))):
            ended.stands = "finished"
        for said in event.decision.get("decisions", ()):
            self._take(event.seq, said)

    def _take(self, seq: int, said: dict) -> None:
        told = self.told.setdefault(said["visit"], Told())
        kind = said["kind"]
        told.entries.append(seq)
        told.consultant, told.counts = said["consultant"], said["counts"]
        told.stands = STANDS.get(kind, "open")
        if kind not in CORRECTIONS:
            told.kind, told.clauses = kind, (said["clause"],)
            return
        told.clauses = (told.clauses[0] if told.clauses else "", said["clause"])
        if kind == Kind.HAND_BACK:
            told.kind = Kind.OWN.value

    def compared(self, office: Office) -> Iterator[Difference]:
        """Where a row says something else, where one is missing, and where one has no arrival in the log."""
        rows = (
            Reception.objects.of(office)
            .order_by("pk")
            .values_list("visit", "entries", "consultant", "kind", "counts", "clause", "status")
        )
        for visit, entries, *facts in rows.iterator(chunk_size=CHUNK):
            told = self.told.pop(str(visit), None)
            if told is None:
                yield Difference(max(entries, default=0), f"visit {visit} has no arrival in the log")
                continue
            wrong = [name for name, differs in _differing(told, entries, *facts) if differs]
            if wrong:
                yield Difference(
                    told.entries[-1], f"visit {visit} is not as the log has it: {', '.join(wrong)}"
                )
        for visit, told in self.told.items():
            yield Difference(told.entries[-1], f"visit {visit} stands in the log and has no row")


def _differing(
    told: Told,
    entries: list[int],
    consultant: int | None,
    kind: str,
    counts: bool,
    clause: str,
    status: str,
) -> list[tuple[str, bool]]:
    return [
        ("entries", entries != told.entries),
        ("consultant", (f"m{consultant}" if consultant else None) != told.consultant),
        ("kind", kind != told.kind),
        ("counts", counts != told.counts),
        ("clause", clause not in told.clauses),
        ("status", status not in STATUSES[told.stands]),
    ]
