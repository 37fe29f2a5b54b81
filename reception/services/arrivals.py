"""Logging an arrival: the first thing the house does, and the most frequent."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from offices.errors import Refusal
from offices.models import Member, Office
from reception.enums import VisitHistory, VisitPurpose
from reception.models import Queue, Reception
from reception.refusals import refusal_from
from reception.rotation import Arrive, Decision, History, Purpose, Refused, State, preview
from reception.services.check_ins import confirm_check_in, lock_check_in, without_own_answers
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import place
from visitors.services.customers import CustomerEntry, enter_customer

DAY_NOT_OPEN = _("The day is not open yet. Open it first, under “Day”.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the desk learned at the door. ``named`` are ids of consultants, in the order spoken.

    ``designates`` is whom the customer asks for now, ``discount_from`` with whom they hope for a better price (C-11).

    ``customer`` is None where no customer is to be entered; ``visitor_name`` then may say who it is.
    """

    visit: UUID
    purpose: VisitPurpose = VisitPurpose.PURCHASE
    history: VisitHistory = VisitHistory.FIRST
    named: tuple[int, ...] = ()
    designates: int | None = None
    refuses_named: bool = False
    forgot: bool = False
    discount_from: int | None = None
    party_size: int = 1
    customer: CustomerEntry | None = None
    visitor_name: str = ""

    def codes(self) -> list[str]:
        """The consultants spoken of, as the queue calls them."""
        ids = [*self.named, *([self.designates] if self.designates else [])]
        return [f"m{pk}" for pk in ids]

    def event(self) -> Arrive:
        return Arrive(
            visit=str(self.visit),
            purpose=Purpose(self.purpose),
            history=History(self.history),
            named=tuple(f"m{pk}" for pk in self.named),
            designates=f"m{self.designates}" if self.designates else None,
            refuses_named=self.refuses_named,
        )

    def circumstances(self) -> dict:
        """What attribution may ask about later: ids and codes only."""
        said = {"history": str(self.history), "purpose": str(self.purpose)}
        if self.named:
            said["named"] = list(self.named)
        if self.designates:
            said["designates"] = self.designates
        if self.refuses_named:
            said["refused"] = list(self.named)
        if self.forgot:
            said["forgot"] = True
        if self.discount_from:
            said["discount_from"] = self.discount_from
        return said


def log_arrival(
    *, office: Office, arrival: Arrival, check_in: int | None = None, by: Member, now: datetime
) -> Reception:
    """Enter the visitor and let the rotation decide, in one transaction. Raises Refusal, with nothing changed.

    ``check_in`` is the id of the visitor's own entry at the door that this confirms: taken by one desk only.
    Clauses: charter-1.1, 1.2, 4, 8, 9; floor-3.2, 3.3, 3.5, 3.8; floor-queue-3.
    """
    with locked_queue(office, by=by, now=now) as queue:
        held = lock_check_in(office, check_in) if check_in is not None else None
        if held is not None and arrival.customer is not None:
            arrival = replace(arrival, customer=without_own_answers(arrival.customer, held))
        reception, decision = take_in(queue, arrival)
        place(queue, reception, decision)
        reception.save(force_insert=True)
        if held is not None:
            confirm_check_in(check_in=held, entry=arrival.customer, reception=reception, by=by, now=queue.now)
    return reception


def take_in(
    queue: LockedQueue, arrival: Arrival, *, happened_at: datetime | None = None
) -> tuple[Reception, Decision]:
    """Enter the customer and ask the rotation; the visit is not yet placed nor saved. Raises Refusal.

    ``happened_at`` is when the visitor came, where that is entered late from paper.
    """
    if queue.row.day is None:
        raise Refusal(DAY_NOT_OPEN)
    customer = None
    if arrival.customer is not None:
        entered = enter_customer(
            office=queue.office, entry=arrival.customer, by=queue.by, now=queue.requested_at
        )
        customer = entered.customer
    admit(queue, arrival)
    [decision] = queue.apply(arrival.event(), happened_at=happened_at)
    queue.row.visits_today += 1
    reception = Reception(
        office=queue.office,
        day=queue.row.day,
        visit=arrival.visit,
        number=queue.row.visits_today,
        customer=customer,
        visitor_name=arrival.visitor_name,
        purpose=arrival.purpose,
        history=arrival.history,
        circumstances=arrival.circumstances(),
        party_size=arrival.party_size,
        arrived_at=happened_at or queue.now,
        logged_by=queue.by,
    )
    return reception, decision


def admit(queue: LockedQueue, arrival: Arrival) -> None:
    """Let the rotation know consultants who were named but never signed in. Raises Refusal for strangers."""
    unknown = set(arrival.codes()) - queue.known()
    if not unknown:
        return
    ours = {member.code for member in Member.objects.of(queue.office).consultants()}
    if not unknown <= ours:
        raise Refusal(_("Name only consultants of this office."), field="named")
    queue.admit(sorted(unknown))


def preview_arrival(*, office: Office, arrival: Arrival) -> Decision:
    """Who would take this visitor now, and by which clause; changes nothing. Raises Refusal."""
    row = Queue.objects.select_related("day").filter(pk=office.pk).first()
    if row is None or row.day is None:
        raise Refusal(DAY_NOT_OPEN)
    state = State.from_json(row.state)
    state.admit(code for code in arrival.codes() if code not in state.people)
    try:
        return preview(state, arrival.event())
    except Refused as refused:
        raise refusal_from(refused) from refused
