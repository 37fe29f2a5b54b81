"""What else goes on around the deals: conduct, queue numbers, customers given up or handed on, points, commission."""

from datetime import datetime, timedelta
from functools import partial

from deals.demo.deal import Deal
from deals.demo.story import Story
from deals.demo.texts import texts
from deals.enums import Conduct, FactKind
from deals.models import ClubMembership, Order, QueueNumber
from deals.selectors.balances import balances_of, payable_of
from deals.selectors.leaving import customers_of
from deals.services.club import change_level, give_points, join
from deals.services.conduct import report_conduct, verify_conduct
from deals.services.facts import claim_fact
from deals.services.leaving import hand_out_by_lot
from deals.services.ledger import pay
from deals.services.opportunities import lose
from deals.services.queue_numbers import cancel_number, give_number
from visitors.enums import ContactKind
from visitors.models import Contact, Customer
from visitors.services.transfers import set_second_contact

PAID_AGO = (46, 16)
"""Days since commission was paid out."""
NUMBERS = 14
DRAWN_AGO = 12
LEFT_BEHIND = 6
"""Customers of the consultant who left."""
LAPSED_AGO = (71, 68, 64)
"""Days since the first visit of customers whom nobody owns any more."""
ENDING_AGO = (60, 58, 55)
"""The same for those whose registration ends within days."""
LOST_AGO = (33, 21, 11, 5)


class Floor:
    """The sales floor around the deals."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.cast = story.cast
        self.rng = story.rng
        self._last_number: QueueNumber | None = None

    def plan(self, deals: list[Deal]) -> None:
        self._conduct(deals)
        self._old_customers()
        self._leaver()
        self._lost()
        for ago in PAID_AGO:
            self.story.agenda.on(ago, "15:30", partial(self._pay, ago))
        self.story.agenda.on(9, "10:15", self._important)
        self.story.agenda.on(2, "10:05", self._claims)
        self._queue()
        self.story.agenda.on(1, "17:45", self._points)

    # Conduct

    def _conduct(self, deals: list[Deal]) -> None:
        said, agenda = texts()["conduct"], self.story.agenda
        first, second, third = self.cast.consultants[:3]
        agenda.on(
            36, "18:20", partial(self._report, Conduct.NEGLECT, first, self.cast.supervisor, said[0], True)
        )
        agenda.on(23, "17:10", partial(self._report, Conduct.IDLE_TURN, third, second, said[1], False))
        agenda.on(1, "18:05", partial(self._report, Conduct.SNATCHING, second, third, said[2], None))

    def _report(self, kind, member, by, said: dict, upheld: bool | None, now: datetime) -> None:
        """``upheld`` None: nobody has looked into it yet."""
        entry = report_conduct(
            member=member,
            kind=kind,
            is_serious=False,
            what=said["what"],
            happened_on=self.cast.office.business_date(now),
            by=by,
            now=now,
        )
        if upheld is not None:
            verify_conduct(
                entry=entry,
                is_upheld=upheld,
                consequence=said.get("consequence", ""),
                by=self.cast.manager,
                now=now + timedelta(days=1),
            )

    # Customers who have not bought

    def _met(self, ago: int, place: int, calls: int = 0) -> Customer:
        """Somebody whom a consultant received so many days ago, and telephoned since."""
        buyers, consultant = self.story.buyers, self.cast.consultants[place % len(self.cast.consultants)]
        at = self.story.agenda.moment(ago, self.story.clock())
        customer = buyers.enter(at=at)
        buyers.receive(customer, consultant, at=at)
        for number in range(calls):
            buyers.telephone(customer, consultant, at=at + timedelta(days=2 + 3 * number, hours=1))
        return customer

    def _old_customers(self) -> None:
        for place, ago in enumerate((*LAPSED_AGO, *ENDING_AGO)):
            self._met(ago, place + 2, calls=1)

    def _lost(self) -> None:
        """Given up after the calls that the house wants; one of them earlier, by the manager."""
        for place, ago in enumerate(LOST_AGO):
            calls = 3 if place < len(LOST_AGO) - 1 else 1
            customer = self._met(ago + 12, place, calls=calls)
            self.story.agenda.on(ago, "18:15", partial(self._lose, customer, place, calls))

    def _lose(self, customer: Customer, place: int, calls: int, now: datetime) -> None:
        reasons, notes = self.story.terms.lost, texts()["lost_notes"]
        by = self.cast.consultants[place % len(self.cast.consultants)] if calls >= 3 else self.cast.manager
        reason = reasons[place % len(reasons)]
        lose(customer=customer, reason=reason, note=notes[place % len(notes)], by=by, now=now)

    def _leaver(self) -> None:
        """Somebody left: the manager handed their customers out by lot."""
        if self.cast.leaver is None:
            return
        for place in range(LEFT_BEHIND):
            at = self.story.agenda.moment(40 - 4 * place, self.story.clock())
            customer = self.story.buyers.enter(at=at)
            self.story.buyers.receive(customer, self.cast.leaver, at=at)
        self.story.agenda.on(DRAWN_AGO, "09:30", self._draw)

    def _draw(self, now: datetime) -> None:
        leaver = self.cast.leaver
        expected = [each.pk for each in customers_of(leaver, now=now)]
        hand_out_by_lot(
            leaver=leaver,
            receivers=self.cast.consultants[:5],
            expected=expected,
            by=self.cast.manager,
            now=now,
        )

    def _important(self, now: datetime) -> None:
        """A buyer of the club's highest level has a second contact person."""
        order = Order.objects.of(self.cast.office).live().filter(step="contracted").order_by("-price").first()
        if order is not None:
            set_second_contact(
                customer=order.customer,
                second=self.cast.supervisor,
                owner=order.closer_id,
                by=self.cast.manager,
                now=now,
            )

    def _claims(self, now: datetime) -> None:
        """Two circumstances wait for a leader."""
        said = texts()["facts"]["waiting"]
        orders = Order.objects.of(self.cast.office).live().filter(step="small").order_by("number")
        kinds = (FactKind.DESIGNATED, FactKind.FORGOT)
        for order, kind, note in zip(orders[:2], kinds, said, strict=False):
            about = order.closer if kind == FactKind.DESIGNATED else None
            claim_fact(customer=order.customer, kind=kind, about=about, note=note, by=order.closer, now=now)

    # Queue numbers, points, commission

    def _queue(self) -> None:
        """Numbers for the second release, over the last nine days; one was given back."""
        for number in range(NUMBERS):
            ago = 9 - number * 8 // NUMBERS
            self.story.agenda.on(ago, self.story.clock(10, 18), self._number)
        self.story.agenda.on(2, "19:05", self._cancel)

    def _number(self, now: datetime) -> None:
        found = self.story.buyers.one_who_was_here(now)
        customer = found[0] if found else self._early_bird(now)
        layouts = list(texts()["estate"]["layouts"].values())
        number = give_number(
            release=self.story.releases[1],
            customer=customer,
            layout=self.rng.choice(["", *layouts]),
            by=self.cast.clerk,
            now=now,
        )
        self._last_number = number

    def _early_bird(self, now: datetime) -> Customer:
        consultant = self.rng.choice(self.cast.consultants)
        customer = self.story.buyers.enter(at=now - timedelta(days=2))
        self.story.buyers.receive(customer, consultant, at=now - timedelta(days=2))
        return customer

    def _cancel(self, now: datetime) -> None:
        cancel_number(number=self._last_number, by=self.cast.clerk, now=now)

    def _points(self, now: datetime) -> None:
        """Members of the club who were here are given their points; some customers of the desk join on the spot."""
        visits = Contact.objects.of(self.cast.office).filter(
            kind=ContactKind.VISIT, role="reception", visit__isnull=False, customer__merged_into=None
        )
        levels = self.story.terms.levels
        for contact in (
            visits.filter(at__lt=now).select_related("customer", "consultant").order_by("-at")[:60:6]
        ):
            membership = ClubMembership.objects.filter(customer=contact.customer).first() or join(
                customer=contact.customer,
                level=levels[1 + contact.pk % 2],
                by=self.cast.clerk,
                now=now,
            )
            if contact.pk % 3 and membership.level.points:
                give_points(membership=membership, visit=contact.visit, by=self.cast.clerk, now=now)
        first = ClubMembership.objects.filter(office=self.cast.office, level=levels[1]).order_by("pk").first()
        if first is not None:
            change_level(membership=first, level=levels[2], by=self.cast.supervisor, now=now)

    def _pay(self, ago: int, now: datetime) -> None:
        """Finance pays what is payable: the first time to all, the second time two have still to wait."""
        for consultant in self.cast.consultants[: None if ago == PAID_AGO[0] else -2]:
            payable = payable_of(balances_of(self.cast.office, consultant))
            if payable > 0:
                pay(consultant=consultant, amount=payable, by=self.cast.finance, now=now)
