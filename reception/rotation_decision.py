"""The answer of the rotation, with its clause and its reasons."""

from dataclasses import dataclass

from reception.rotation_records import Kind, Visit
from reception.rotation_table import Passed


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer: who has the visit, as what, whether it counts now, and by which clause.

    `sharers` are due a share by this decision. `after` is the visit's record once the decision is made.
    """

    visit: str
    consultant: str | None
    kind: Kind
    counts: bool
    clause: str
    passed: tuple[Passed, ...]
    sharers: tuple[str, ...]
    after: Visit

    def as_dict(self) -> dict[str, object]:
        """The decision as the command prints it."""
        return {
            "visit": self.visit,
            "consultant": self.consultant,
            "kind": self.kind.value,
            "counts": self.counts,
            "clause": self.clause,
            "passed": [passed.as_dict() for passed in self.passed],
        }

    def record(self) -> dict[str, object]:
        """The whole decision as JSON, with the visit's record under `after`.

        `apply` takes it as `closed` once the visit is no longer in a snapshot.
        """
        return {**self.as_dict(), "sharers": list(self.sharers), "after": self.after.as_dict()}
