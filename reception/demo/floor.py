"""The office's hands: every act goes through the real services, at a moment of the story's own clock."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from offices.models import Member
from offices.services.notices import mark_seen
from reception.demo.boxes import tick_so_far, tick_what_was_done
from reception.demo.comers import Comers
from reception.demo.entries import Entries
from reception.demo.people import Crew
from reception.demo.plan import Comer
from reception.demo.signing import Signing
from reception.enums import AwayReason, Status, VoidCause, VoidState
from reception.models import Queue, Reception, VoidRequest
from reception.roles import LEADERS
from reception.rotation import State
from reception.services import floor, hand_over, visits, voids
from reception.services.arrivals import log_arrival
from reception.services.closing import close_day
from reception.services.day import open_day
from visitors.enums import ContactKind, ContactRole, PhoneAnswer
from visitors.services.contacts import record_contact
from visitors.services.customers import enter_customer

UNDER_WAY = (Status.WAITING, Status.CALLED, Status.RECEIVING)


class Floor:
    """One office at one moment; ``now`` only goes forward.

    ``visits`` are the visits as they stand, by id: services change the rows, and each act keeps up with them here.
    """

    def __init__(self, crew: Crew, entries: Entries, now: datetime) -> None:
        self.crew = crew
        self.office = crew.office
        self.entries = entries
        self.rng = entries.rng
        self.comers = Comers(crew, entries)
        self.now = now.astimezone(UTC)
        self.visits: dict[UUID, Reception] = {}
        self.signing = Signing(self)

    def wait_until(self, moment: datetime) -> None:
        self.now = max(self.now, moment.astimezone(UTC))

    # What is seen

    def state(self) -> State:
        """The rotation as it stands."""
        return State.from_json(Queue.objects.get(pk=self.office.pk).state)

    def visit(self, visit: UUID) -> Reception:
        """The visit as it stands."""
        found = self.visits.get(visit)
        if found is None:
            found = Reception.objects.select_related("office", "customer").get(visit=visit)
        return self._keep(found)

    def under_way(self, *statuses: Status) -> list[Reception]:
        """The open visits, in the order of their arrival."""
        found = Reception.objects.of(self.office).filter(status__in=statuses or UNDER_WAY)
        return [
            self._keep(each)
            for each in found.select_related("office", "customer").order_by("arrived_at", "pk")
        ]

    def _keep(self, reception: Reception) -> Reception:
        self.visits[reception.visit] = reception
        return reception

    def member(self, code: str) -> Member:
        return self.crew.members[int(code.removeprefix("m"))]

    def free(self) -> list[Member]:
        """Those who could take a visitor, front first."""
        return [self.member(person.name) for person in self.state().free()]

    # What is done

    def open_day(self, present: Sequence[Member]) -> None:
        open_day(office=self.office, present=present, by=self.crew.manager, now=self.now)

    def close_day(self) -> None:
        close_day(office=self.office, by=self.crew.manager, now=self.now)

    def arrive(self, comer: Comer) -> Reception:
        arrival = self.comers.arrival(comer, self.state())
        return self._keep(log_arrival(office=self.office, arrival=arrival, by=self.crew.clerk, now=self.now))

    def meet(self, reception: Reception) -> None:
        consultant = self.crew.members[reception.consultant_id]
        visits.meet(reception=reception, by=consultant, now=self.now)
        reception.status, reception.met_at = Status.RECEIVING, self.now

    def finish(self, reception: Reception, *, units: int = 1) -> None:
        """The consultant finishes; of a customer they tell what came of it."""
        consultant = self.crew.members[reception.consultant_id]
        outcome = None
        if reception.contact_id is not None:
            asks = reception.customer.phone_answer == PhoneAnswer.LATER
            outcome = self.entries.outcome(now=self.now, asks_number=asks, units=units)
            tick_what_was_done(reception, by=consultant, now=self.now)
        self._keep(visits.finish(reception=reception, outcome=outcome, by=consultant, now=self.now).reception)

    def tick_so_far(self) -> None:
        """Those who receive somebody have ticked what they came to by now."""
        for reception in self.under_way(Status.RECEIVING):
            tick_so_far(reception, by=self.crew.members[reception.consultant_id], now=self.now)

    def finish_at_desk(self, reception: Reception) -> None:
        """The desk finishes for somebody without a phone at hand; what came of it is told later."""
        self._keep(
            visits.finish(reception=reception, outcome=None, by=self.crew.clerk, now=self.now).reception
        )

    def tell_outcome(self, reception: Reception) -> None:
        consultant = self.crew.members[reception.consultant_id]
        tick_what_was_done(reception, by=consultant, now=self.now)
        visits.add_outcome(
            reception=reception, outcome=self.entries.outcome(now=self.now), by=consultant, now=self.now
        )

    def give_up(self, reception: Reception) -> None:
        """A waiting visitor goes."""
        self._keep(visits.leave(reception=reception, by=self.crew.clerk, now=self.now))

    def give_to_next(self, reception: Reception) -> None:
        """The consultant did not come; the clerk gives the visitor to the next one."""
        self._keep(hand_over.give_to_next(reception=reception, by=self.crew.clerk, now=self.now))

    def cancel(self, reception: Reception) -> None:
        """The desk's own mistake."""
        note = self.rng.choice(self.entries.notes["cancel"])
        self._keep(visits.cancel(reception=reception, note=note, by=self.crew.clerk, now=self.now))

    def step_out(self, consultant: Member, reason: AwayReason) -> None:
        floor.step_out(consultant=consultant, reason=reason, by=consultant, now=self.now)

    def step_in(self, consultant: Member) -> None:
        floor.step_in(consultant=consultant, by=consultant, now=self.now)

    def sign_in(self, consultant: Member) -> None:
        floor.sign_in(consultant=consultant, by=self.crew.clerk, now=self.now)

    @transaction.atomic
    def telephone(self) -> None:
        """Somebody calls and speaks with a consultant; may come another day and name them."""
        entry = self.entries.customer()
        customer = enter_customer(office=self.office, entry=entry, by=self.crew.clerk, now=self.now).customer
        consultant = self.rng.choice(self.crew.consultants)
        record_contact(
            office=self.office,
            customer=customer,
            kind=ContactKind.CALL,
            at=self.now,
            consultant=consultant,
            role=ContactRole.PHONE,
            by=consultant,
            now=self.now,
        )

    def read_notices(self) -> None:
        """Everybody has read what there is, so that nobody logs in to two weeks of it."""
        for member in self.crew.members.values():
            mark_seen(by=member, now=self.now)

    def wind_down(self, until: datetime) -> None:
        """Whatever is still open comes to its end, one after another until that moment: waiting visitors give up."""
        left = self.under_way()
        step = max(until - self.now, timedelta()) / max(len(left), 1)
        for reception in sorted(left, key=lambda each: each.status != Status.WAITING):
            self.wait_until(self.now + step)
            if reception.status == Status.WAITING:
                self.give_up(reception)
                continue
            if reception.status == Status.CALLED:
                self.meet(reception)
            self.finish(reception)
        self.wait_until(until)
        self.answer_voids()

    def ask_void(self, reception: Reception) -> VoidRequest:
        """The consultant says that the visitor was no customer of ours."""
        cause = self.rng.choice(VoidCause.values)
        return voids.ask_void(
            reception=reception,
            reason=cause,
            note=self.rng.choice(self.entries.notes["void"][cause]),
            by=self.crew.members[reception.consultant_id],
            now=self.now,
        )

    def answer_voids(self) -> None:
        """The manager leaves nothing for tomorrow."""
        for asked in VoidRequest.objects.filter(office=self.office, state=VoidState.ASKED).select_related(
            "reception", "office"
        ):
            self.answer_void(asked, accept=asked.reception.counts)

    def answer_void(self, asked: VoidRequest, *, accept: bool) -> None:
        """By a leader of the office other than whoever asked."""
        leaders = [member for member in self.crew.members.values() if member.holds(*LEADERS)]
        by = next((member for member in leaders if member.pk != asked.asked_by_id), None)
        if by is not None:
            answered = voids.answer_void(asked=asked, accept=accept, by=by, now=self.now)
            self.visits.pop(answered.reception.visit, None)
