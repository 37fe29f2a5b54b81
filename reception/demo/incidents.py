"""What goes otherwise than planned: nobody comes, an entry was a mistake, a visitor was none of ours."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from reception.demo.plan import Incident
from reception.enums import Status, TurnKind
from reception.models import Reception, VoidRequest

if TYPE_CHECKING:
    from reception.demo.story import Story

BY_ORDER = (TurnKind.TURN, TurnKind.MAKEUP)
UNITS = (3, 6)


class Incidents:
    """Those that are still to happen today, and the visits that they befell."""

    def __init__(self, story: "Story") -> None:
        self.story = story
        self.floor = story.floor
        self.rng = story.rng
        self.wanted: list[Incident] = []
        self.absent: set[UUID] = set()
        self._buyers: set[UUID] = set()

    def befall(self, reception: Reception) -> None:
        """Let the first wanted incident that fits happen to this visit, which was called just now."""
        for incident in self.wanted:
            act = self._fitting(incident, reception)
            if act is not None:
                self.wanted.remove(incident)
                act()
                return

    def units(self, reception: Reception) -> int:
        """How many units this customer wants."""
        return self.rng.randint(*UNITS) if reception.visit in self._buyers else 1

    def _fitting(self, incident: Incident, reception: Reception) -> Callable[[], None] | None:
        """What makes it happen to this visit, None where it cannot."""
        visit, after = reception.visit, self.story.after
        if not reception.counts or reception.kind not in BY_ORDER:
            return None
        return {
            Incident.NO_SHOW: lambda: self._keep_away(visit),
            Incident.CANCEL_AT_ONCE: lambda: after((4, 8), partial(self._cancel, visit)),
            Incident.CANCEL_LATER: lambda: after((75, 95), partial(self._cancel, visit), minutes=True),
            Incident.VOID_VERIFIED: lambda: after((6, 14), partial(self._void, visit, True), minutes=True),
            Incident.VOID_REFUSED: lambda: after((6, 14), partial(self._void, visit, False), minutes=True),
            Incident.MANY_UNITS: lambda: self._buyers.add(visit),
        }[incident]

    def _keep_away(self, visit: UUID) -> None:
        self.absent.add(visit)
        self.story.after((45, 57), partial(self._no_show, visit))

    def _no_show(self, visit: UUID) -> None:
        """The consultant sits with the telephone and does not come; the clerk sees it and gives the visitor on."""
        self.absent.discard(visit)
        reception = self.floor.visit(visit)
        others = [member for member in self.floor.free() if member.pk != reception.consultant_id]
        if reception.status == Status.CALLED and others:
            self.floor.give_to_next(reception)
        self.story.after((8, 30), partial(self.story.meet, visit))

    def _cancel(self, visit: UUID) -> None:
        reception = self.floor.visit(visit)
        if reception.status in (Status.CALLED, Status.RECEIVING, Status.FINISHED):
            self.floor.cancel(reception)

    def _void(self, visit: UUID, is_verified: bool) -> None:
        """The consultant says that this was no customer; the manager looks at it a little later."""
        reception = self.floor.visit(visit)
        if not reception.counts or reception.status not in (Status.RECEIVING, Status.FINISHED):
            return
        asked = self.floor.ask_void(reception)
        self.story.after((2, 7), partial(self._answer, asked, is_verified), minutes=True)

    def _answer(self, asked: VoidRequest, is_verified: bool) -> None:
        self.floor.answer_void(asked, accept=is_verified and self.floor.visit(asked.reception.visit).counts)
