"""Who buys: customers whom the desk has logged, and others who were here before the office had this software."""

from collections.abc import Callable
from datetime import datetime, timedelta

from deals.demo.cast import Cast
from offices.models import Member
from visitors.enums import ContactKind, ContactRole, PhoneAnswer, Source
from visitors.models import Contact, Customer
from visitors.selectors.effective_contacts import effective_contacts
from visitors.services.contacts import record_contact
from visitors.services.customers import CustomerEntry, enter_customer

A_WHILE = timedelta(minutes=50)
Newcomer = Callable[[], CustomerEntry]
"""Makes up somebody whom the office does not know yet."""


class Buyers:
    """``numbers`` are the telephone numbers of those who were entered here, by customer, as they were typed."""

    def __init__(self, cast: Cast, newcomer: Newcomer) -> None:
        self.cast = cast
        self.numbers: dict[int, str] = {}
        self._newcomer = newcomer
        self._visited = _visited(cast)

    def enter(self, *, at: datetime, source: str = "", referred_by: Customer | None = None) -> Customer:
        """A new file with a number."""
        entry = self._newcomer()
        while not entry.phone.startswith("1"):
            entry = self._newcomer()
        values = {name: getattr(entry, name) for name in FIELDS}
        if referred_by is not None:
            values |= {"source": Source.REFERRAL, "referred_by": referred_by.pk}
        elif source or values["source"] == Source.REFERRAL:
            values |= {"source": source or Source.WALK_IN, "referred_by": None}
        made = enter_customer(
            office=self.cast.office, entry=CustomerEntry(**values), by=self.cast.clerk, now=at
        )
        self.numbers[made.customer.pk] = entry.phone
        return made.customer

    def receive(
        self,
        customer: Customer,
        consultant: Member,
        *,
        at: datetime,
        role: ContactRole = ContactRole.RECEPTION,
    ) -> Contact:
        """A visit of before, or outside of, the queue: it counts for nobody's turn."""
        return self._met(customer, consultant, ContactKind.VISIT, role, at)

    def telephone(self, customer: Customer, consultant: Member, *, at: datetime) -> Contact:
        return self._met(customer, consultant, ContactKind.CALL, ContactRole.PHONE, at)

    def one_who_was_here(self, before: datetime) -> tuple[Customer, Member] | None:
        """A customer whom the desk logged before that moment, and the one consultant who met them."""
        for place, (met_at, customer, consultant) in enumerate(self._visited):
            if met_at + A_WHILE < before:
                del self._visited[place]
                return customer, consultant
        return None

    def _met(
        self, customer: Customer, consultant: Member, kind: ContactKind, role: ContactRole, at: datetime
    ) -> Contact:
        return record_contact(
            office=self.cast.office,
            customer=customer,
            kind=kind,
            at=at,
            consultant=consultant,
            role=role,
            by=self.cast.clerk,
            now=at,
        )


FIELDS = (
    *("name", "honorific", "phone", "phone_answer", "consent_call", "consent_sms", "licence_plate"),
    *("source", "referred_by"),
)


def _visited(cast: Cast) -> list[tuple[datetime, Customer, Member]]:
    """Those with a name and a number whom one consultant alone has received, the latest first."""
    people = {each.pk: each for each in cast.consultants}
    files = Customer.objects.of(cast.office).filter(
        merged_into=None, phone_answer=PhoneAnswer.GIVEN, contacts__kind=ContactKind.VISIT
    )
    known = {each.pk: each for each in files.exclude(name="").distinct()}
    found = []
    for pk, contacts in effective_contacts(known.values()).items():
        met = [each for each in contacts if each.stands and each.consultant]
        who = {each.consultant for each in met}
        visits = [each.at for each in met if each.role == ContactRole.RECEPTION]
        if visits and len(who) == 1 and who <= people.keys():
            found.append((min(visits), known[pk], people[who.pop()]))
    return sorted(found, key=lambda each: (each[0], each[1].pk), reverse=True)
