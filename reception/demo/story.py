"""A day of an office, told by its plan: an agenda of moments, each of which may put others on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from offices.models import Member
from reception.demo.floor import Floor
from reception.demo.incidents import Incidents
from reception.demo.plan import Absence, Comer, DayPlan
from reception.enums import Status, TurnKind
from reception.models import Reception
from reception.services.day import expected_order
from reception.services.warnings import warn_of_waiting
from reception.targets import LATE_AFTER

Act = Callable[[], None]

COMING = (10, 48)  # seconds until the consultant is with the visitor
COMING_LATE = (52, 70)
LATE_PERCENT = 12
PATIENCE = (130, 330)  # seconds until who waits gives up, if that is what they do
IMPATIENT_PERCENT = 50
STAYS = {  # minutes
    TurnKind.OWN: (20, 55),
    TurnKind.ASSIST: (15, 40),
    TurnKind.PEER: (8, 20),
}
STAYS_USUALLY = (22, 70)
FINISHED_AT_DESK_PERCENT = 12
TOLD_LATER_PERCENT = 80
SLACK = timedelta(seconds=1)


class Story:
    """Runs a plan on a floor, until it is told to stop."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.rng = floor.rng
        self.incidents = Incidents(self)
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._turn = count()
        self._waiting: set[UUID] = set()
        self._impatient = True  # the first one who has to wait always is

    def at(self, moment: datetime, act: Act) -> None:
        heappush(self._agenda, (moment, next(self._turn), act))

    def after(self, span: tuple[int, int], act: Act, *, minutes: bool = False) -> None:
        """Some time from now on: between so many seconds, or minutes."""
        seconds = self.rng.uniform(*span) * (60 if minutes else 1)
        self.at(self.floor.now + timedelta(seconds=round(seconds)), act)

    def run(self, until: datetime) -> None:
        """Let everything happen that is due until then; what is due later is forgotten."""
        while self._agenda and self._agenda[0][0] <= until:
            moment, _, act = heappop(self._agenda)
            self.floor.wait_until(moment)
            act()
            self._expect_the_waiting()
        self._agenda.clear()
        self.floor.wait_until(until)

    def follow(self, plan: DayPlan, *, everybody: bool = False) -> None:
        """Open the day and put on the agenda what the plan says. ``everybody``: nobody has the day off."""
        roster = expected_order(self.floor.office)
        roster = [self.floor.crew.members[member.pk] for member in roster]
        off = [] if everybody else self.rng.sample(roster, min(plan.off, len(roster) - 1))
        roster = [member for member in roster if member not in off]
        late = self.rng.sample(roster, min(len(plan.late), len(roster) - 1))
        self.floor.open_day([member for member in roster if member not in late])
        for member, delay in zip(late, plan.late, strict=False):
            self.at(plan.opens + delay, partial(self.floor.sign_in, member))
        for moment, comer in plan.comers:
            self.at(moment, partial(self.arrive, comer))
        for moment in plan.calls:
            self.at(moment, self.floor.telephone)
        for absence in plan.absences:
            self.at(absence.at, partial(self._step_out, absence))
        self.incidents.wanted = list(plan.incidents)

    # Visits

    def arrive(self, comer: Comer) -> None:
        reception = self.floor.arrive(comer)
        self._expect(reception)
        if reception.status == Status.CALLED:
            self.incidents.befall(reception)

    def _expect(self, reception: Reception) -> None:
        """What follows a visitor's being called, or having to wait."""
        visit = reception.visit
        if reception.status in (Status.WAITING, Status.CALLED):
            late = max(reception.arrived_at + LATE_AFTER + SLACK, self.floor.now)
            self.at(late, partial(self._warn, visit))
        if reception.status == Status.WAITING:
            self._waiting.add(visit)
            if self._impatient or self.rng.random() * 100 < IMPATIENT_PERCENT:
                self.after(PATIENCE, partial(self._give_up, visit))
            self._impatient = False
        elif reception.status == Status.CALLED:
            is_late = self.rng.random() * 100 < LATE_PERCENT
            self.after(COMING_LATE if is_late else COMING, partial(self.meet, visit))

    def _expect_the_waiting(self) -> None:
        """Those who waited and were called by what just happened."""
        if not self._waiting:
            return
        for reception in self.floor.under_way(Status.CALLED):
            if reception.visit in self._waiting:
                self._waiting.discard(reception.visit)
                self._expect(reception)

    def _warn(self, visit: UUID) -> None:
        if self.floor.visit(visit).status in (Status.WAITING, Status.CALLED):
            warn_of_waiting(now=self.floor.now)

    def _give_up(self, visit: UUID) -> None:
        reception = self.floor.visit(visit)
        if reception.status == Status.WAITING:
            self._waiting.discard(visit)
            self.floor.give_up(reception)

    def meet(self, visit: UUID) -> None:
        reception = self.floor.visit(visit)
        if reception.status != Status.CALLED or visit in self.incidents.absent:
            return
        self.floor.meet(reception)
        stay = STAYS.get(TurnKind(reception.kind), STAYS_USUALLY)
        self.after(stay, partial(self._finish, visit, reception.consultant_id), minutes=True)

    def _finish(self, visit: UUID, consultant: int) -> None:
        """Unless the visit was given on meanwhile."""
        reception = self.floor.visit(visit)
        if reception.status != Status.RECEIVING or reception.consultant_id != consultant:
            return
        units = self.incidents.units(reception)
        at_desk = self.rng.random() * 100 < FINISHED_AT_DESK_PERCENT
        if at_desk and reception.contact_id and units == 1:
            self.floor.finish_at_desk(reception)
            if self.rng.random() * 100 < TOLD_LATER_PERCENT:
                self.after((10, 60), partial(self._tell_outcome, visit), minutes=True)
            return
        self.floor.finish(reception, units=units)
        if (delay := self.floor.signing.delay()) is not None:
            self.at(self.floor.now + delay, partial(self.floor.signing.sign, visit))

    def _tell_outcome(self, visit: UUID) -> None:
        reception = self.floor.visit(visit)
        if reception.status == Status.FINISHED and reception.outcome_at is None:
            self.floor.tell_outcome(reception)

    # People

    def _step_out(self, absence: Absence) -> None:
        """One of those near the front goes, so that visitors come while they are away."""
        free = self.floor.free()
        if len(free) < 2:
            return
        member = self.rng.choice(free[:2])
        self.floor.step_out(member, absence.reason)
        self.at(absence.at + absence.length, partial(self._step_in, member))

    def _step_in(self, member: Member) -> None:
        person = self.floor.state().people[member.code]
        if person.on_duty and person.away:
            self.floor.step_in(member)
