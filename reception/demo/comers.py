"""Who exactly stands at the desk: a kind of comer becomes an arrival, with customers whom the office met before."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from reception.demo.entries import Entries
from reception.demo.people import Crew
from reception.demo.plan import Comer
from reception.enums import Status, VisitHistory, VisitPurpose
from reception.models import Reception
from reception.rotation import State
from reception.services.arrivals import Arrival
from visitors.enums import ContactKind
from visitors.models import Contact
from visitors.services.customers import CustomerEntry

MOST_VISITS = 4
REMEMBERED = 600  # receptions, the latest ones: who was here long ago does not come back
REFERRED_PERCENT = 6

NO_CUSTOMERS = {
    Comer.PEER: VisitPurpose.PEER,
    Comer.FIND_PERSON: VisitPurpose.FIND_PERSON,
    Comer.DIRECTIONS: VisitPurpose.DIRECTIONS,
}


class Comers:
    """The people who may come on one day; a customer comes once on it.

    ``received`` are customers by id with the consultant who had them first, ``called`` those who only telephoned.
    """

    def __init__(self, crew: Crew, entries: Entries) -> None:
        self.crew = crew
        self.entries = entries
        self.rng = entries.rng
        self.received = _received(crew)
        self.called = _called(crew)

    def arrival(self, comer: Comer, state: State) -> Arrival:
        """An arrival of that kind, as near to it as those who are here now allow."""
        visit = UUID(int=self.rng.getrandbits(128), version=4)
        if comer in NO_CUSTOMERS:
            name = self.rng.choice(self.entries.names[comer])
            return Arrival(visit=visit, purpose=NO_CUSTOMERS[comer], visitor_name=name)
        party = self.rng.choices([1, 2, 3, 4, 5], [30, 42, 18, 7, 3])[0]
        return Arrival(visit=visit, party_size=party, **self._said(comer, state))

    def _said(self, comer: Comer, state: State) -> dict[str, Any]:
        """What the visitor says, and the customer's entry."""
        if comer == Comer.FIRST:
            return {"customer": self._new()}
        if comer == Comer.PHONED:
            return {"history": VisitHistory.PHONED, "customer": self._new()}
        if comer == Comer.PHONED_NAMED:
            entry, owner = self._one_of(self.called, lambda code: True)
            return {"history": VisitHistory.PHONED, "customer": entry, "named": (owner,)}
        entry, owner = self._one_of(self.received, _wanted(comer, state))
        said: dict[str, Any] = {"history": VisitHistory.VISITED, "customer": entry}
        if comer == Comer.FORGOT:
            return {**said, "forgot": True}
        if comer == Comer.DESIGNATES:
            return {**said, **self._asks_for(owner, state)}
        if comer == Comer.SEVERAL:
            others = [member.pk for member in self.crew.consultants if member.pk != owner]
            some = self.rng.sample(others, min(len(others), self.rng.randint(1, 2)))
            return {**said, "named": (owner, *some)}
        return {**said, "named": (owner,), "refuses_named": comer == Comer.REFUSES}

    def _asks_for(self, owner: int, state: State) -> dict[str, Any]:
        """Somebody else than the earlier consultant is asked for, where there is another one here."""
        here = [member.pk for member in self.crew.consultants if _is_here(state, member.code)]
        others = [pk for pk in here if pk != owner]
        if not others:
            return {"designates": owner}
        return {"named": (owner,), "designates": self.rng.choice(others)}

    def _one_of(self, known: dict[int, int], fits: Callable[[str], bool]) -> tuple[CustomerEntry, int]:
        """A known customer whose consultant fits, or else somebody of before the software, and the consultant's id."""
        fitting = [(pk, owner) for pk, owner in known.items() if fits(f"m{owner}")]
        if fitting:
            pk, owner = self.rng.choice(fitting)
            del known[pk]
            return CustomerEntry(customer_id=pk), owner
        members = [member for member in self.crew.consultants if fits(member.code)] or self.crew.consultants
        return self._new(), self.rng.choice(members).pk

    def _new(self) -> CustomerEntry:
        refers = self.received and self.entries.chance(REFERRED_PERCENT)
        return self.entries.customer(referrer=self.rng.choice(list(self.received)) if refers else None)


def _wanted(comer: Comer, state: State) -> Callable[[str], bool]:
    """Which earlier consultant makes this kind of comer."""

    def here(code: str) -> bool:
        return _is_here(state, code)

    def free(code: str) -> bool:
        return code in state.people and state.people[code].free

    if comer == Comer.KNOWN_BUSY:
        return lambda code: here(code) and not free(code)
    if comer in (Comer.KNOWN_ABSENT, Comer.SEVERAL):
        return lambda code: not here(code)
    return free if comer == Comer.KNOWN else here


def _is_here(state: State, code: str) -> bool:
    return code in state.people and state.people[code].here


def _received(crew: Crew) -> dict[int, int]:
    """Customers with the consultant who received them first, but those who have come often enough."""
    working = {member.pk for member in crew.consultants}
    latest = (
        Reception.objects.of(crew.office)
        .filter(status=Status.FINISHED, contact__isnull=False)
        .order_by("-arrived_at", "-pk")
        .values_list("customer_id", "consultant_id")[:REMEMBERED]
    )
    visits = list(latest)[::-1]
    times = Counter(customer for customer, _ in visits)
    first: dict[int, int] = {}
    for customer, consultant in visits:
        if times[customer] < MOST_VISITS and consultant in working:
            first.setdefault(customer, consultant)
    return first


def _called(crew: Crew) -> dict[int, int]:
    """Customers who telephoned and have not come yet, with the consultant they spoke to."""
    working = [member.pk for member in crew.consultants]
    spoken = (
        Contact.objects.of(crew.office)
        .filter(kind=ContactKind.CALL, consultant__in=working)
        .order_by("-at", "-pk")
        .values_list("customer_id", "consultant_id")[:REMEMBERED]
    )
    calls = dict(spoken)
    came = set(
        Reception.objects.of(crew.office).filter(customer__in=calls).values_list("customer_id", flat=True)
    )
    return {customer: consultant for customer, consultant in calls.items() if customer not in came}
