"""How a customer came to whoever closed the deal: contacts first, then what somebody claimed and a leader confirmed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deals.demo.sales import Sale, Tale
from deals.demo.story import Story
from deals.demo.texts import texts
from deals.enums import FactKind
from deals.services.club import join
from deals.services.facts import answer_fact, claim_fact
from offices.models import Member
from visitors.enums import ContactRole, Relation
from visitors.models import Customer
from visitors.services.households import join_household

LONG_AGO = 66  # days: longer than a registration is valid
CLAIMS = {
    Tale.DESIGNATED: FactKind.DESIGNATED,
    Tale.REFUSED: FactKind.REFUSED,
    Tale.FORGOT: FactKind.FORGOT,
    Tale.COMPLAINT: FactKind.COMPLAINT_UPHELD,
    Tale.DISCOUNT: FactKind.DISCOUNT_SOUGHT,
    Tale.EVENT: FactKind.EVENT,
    Tale.QUARREL: FactKind.QUARREL,
}
ABOUT_CLOSER = (Tale.DESIGNATED,)
EARLIER = {Tale.LAPSED: LONG_AGO, Tale.HELPER: 12, Tale.SAME_DAY: 9, Tale.REFERRED: 14, Tale.FAMILY: 15}
"""Days before the order on which the other met them; ten where nothing is said."""


@dataclass(slots=True)
class Meeting:
    """Who buys, who closes, and who met them before."""

    customer: Customer
    closer: Member
    other: Member | None = None
    joint: list[Customer] = field(default_factory=list)


def meet(story: Story, sale: Sale, begins: datetime) -> Meeting:
    """Enter the customer with all that happened before the order."""
    met = _visited(story, begins) if sale.tale == Tale.VISITED else None
    met = met or _of_before(story, sale, begins)
    if sale.joint:
        spouse = story.buyers.enter(at=begins - timedelta(minutes=20))
        met.joint.append(spouse)
        if met.other is None:
            story.buyers.receive(spouse, met.closer, at=spouse.created_at)
        if sale.tale != Tale.FAMILY:
            _wed(story, met.customer, spouse, begins)
    if sale.club:
        level = story.terms.levels[sale.club]
        at = begins - timedelta(minutes=12)
        story.agenda.at(at, lambda now: join(customer=met.customer, level=level, by=met.closer, now=now))
    return met


def _visited(story: Story, begins: datetime) -> Meeting | None:
    found = story.buyers.one_who_was_here(begins)
    return Meeting(*found) if found else None


def _of_before(story: Story, sale: Sale, begins: datetime) -> Meeting:
    """Somebody who was here before the office had this software."""
    rng, buyers, consultants = story.rng, story.buyers, story.cast.consultants
    closer = consultants[rng.randrange(len(consultants))]
    other = story.cast.other_than(closer, rng.randint(1, len(consultants) - 1))
    days = EARLIER.get(sale.tale, 10)
    first = _at(begins, days, rng.randint(-3, 0))
    if sale.tale in (Tale.PLAIN, Tale.VISITED):
        customer = buyers.enter(at=_at(begins, rng.randint(2, 6), 1))
        buyers.receive(customer, closer, at=customer.created_at)
        if rng.random() < 0.6:
            buyers.telephone(customer, closer, at=_at(begins, 1, rng.randint(-4, 0)))
        return Meeting(customer, closer)
    if sale.tale == Tale.REFERRED:
        first_buyer = buyers.enter(at=_at(first, 20, 0))
        buyers.receive(first_buyer, other, at=first_buyer.created_at)
        customer = buyers.enter(at=first, referred_by=first_buyer)
        buyers.receive(customer, closer, at=first)
        return Meeting(customer, closer, other)
    if sale.tale in (Tale.EVENT, Tale.QUARREL):
        customer = buyers.enter(at=_at(begins, 3, 1), source="event" if sale.tale == Tale.EVENT else "")
        met = Meeting(customer, closer, other)
        buyers.receive(customer, closer, at=customer.created_at)
        if sale.tale == Tale.QUARREL:
            buyers.receive(customer, other, at=_at(begins, 2, 2))
        _claim(story, sale, met, begins)
        return met
    return _of_two(story, sale, Meeting(buyers.enter(at=first), closer, other), first, begins)


def _of_two(story: Story, sale: Sale, met: Meeting, first: datetime, begins: datetime) -> Meeting:
    """The other was first; the closer came later, or helped."""
    buyers, closer, other = story.buyers, met.closer, met.other
    buyers.receive(met.customer, other, at=first)
    if sale.tale == Tale.FAMILY:
        spouse, met.customer = met.customer, buyers.enter(at=_at(begins, 2, 1))
        _wed(story, spouse, met.customer, begins)
    role = ContactRole.ASSIST if sale.tale in (Tale.HELPER, Tale.SAME_DAY) else ContactRole.RECEPTION
    last = begins - timedelta(minutes=55) if sale.tale == Tale.SAME_DAY else _at(begins, 2, 1)
    buyers.receive(met.customer, closer, at=last, role=role)
    if sale.tale in CLAIMS:
        _claim(story, sale, met, begins)
    return met


def _claim(story: Story, sale: Sale, met: Meeting, begins: datetime) -> None:
    """Claimed the day before the order; the supervisor confirms it an hour later."""
    said = texts()["facts"][sale.tale.value]
    kind = CLAIMS[sale.tale]
    is_leaders = sale.tale in (Tale.COMPLAINT, Tale.QUARREL)
    claimed_by = story.cast.manager if is_leaders else met.closer

    def claim(now: datetime) -> None:
        fact = claim_fact(
            customer=met.customer,
            kind=kind,
            about=met.closer if sale.tale in ABOUT_CLOSER else met.other,
            event=said.get("event", ""),
            note=said["note"],
            by=claimed_by,
            now=now,
        )
        answer_fact(fact=fact, accept=True, by=story.cast.supervisor, now=now + timedelta(minutes=40))

    story.agenda.at(_at(begins, 1, 1), claim)


def _wed(story: Story, first: Customer, spouse: Customer, begins: datetime) -> None:
    story.agenda.at(
        begins - timedelta(minutes=15),
        lambda now: join_household(
            customer=first, other=spouse, relation=Relation.SPOUSE, by=story.cast.clerk, now=now
        ),
    )


def _at(moment: datetime, days: int, hours: int) -> datetime:
    return moment - timedelta(days=days, hours=hours, minutes=7 * days % 50)
