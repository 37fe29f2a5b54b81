"""The money of a sale: deposits, then what the plan makes due; receipts, demands, and finance's mornings."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from deals.demo.deal import Deal
from deals.demo.sales import Pays
from deals.demo.story import Story
from deals.demo.terms import LOAN
from deals.enums import OrderStep, PaymentWay, VoidReason
from deals.models import Order
from deals.selectors.cash import figures_of, first_open
from deals.selectors.money import balance, paid_total
from deals.selectors.receipts import next_receipt
from deals.services.cash_days import close_cash_day
from deals.services.instalments import demand_payment, set_instalments
from deals.services.payments import take_payment, void_receipt

A_BIT = timedelta(minutes=20)
DEPOSITS = {
    OrderStep.SMALL_DEPOSIT: (5_000, 10_000, 10_000),
    OrderStep.LARGE_DEPOSIT: (50_000, 50_000, 80_000),
}
"""Yuan that have come in all in all by that step."""
DEMANDED = {Pays.BEHIND: (6,), Pays.BREACH: (41, 2)}
"""Days ago on which the demands were printed."""
WRITTEN_WRONGLY = 7
"""The payment whose receipt was written with a wrong amount, and voided on the spot."""
CLOSED_LAST = 2
"""Days ago that finance closed its days last."""
LARGEST_BY_CARD = 60_000


class Purse:
    """Finance at work. ``payments`` counts what was taken."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.finance = story.cast.finance
        self.payments = 0

    def follow(self, deal: Deal, step: OrderStep, now: datetime) -> None:
        """What the customer pays once the order has come to that step."""
        agenda = self.story.agenda
        if step in DEPOSITS:
            total = self.story.rng.choice(DEPOSITS[step])
            agenda.at(now + A_BIT, partial(self._bring_to, deal, Decimal(total)))
        elif step == OrderStep.SUBSCRIPTION:
            agenda.at(now + A_BIT, partial(self._begin_plan, deal))

    def mornings(self, days: int) -> None:
        """Finance closes what came in before, but for the last days."""
        for ago in range(days, CLOSED_LAST - 1, -1):
            self.story.agenda.on(ago, "09:10", self._close_days)

    def spoil_receipts(self) -> None:
        """One receipt was torn, another is missing."""
        for ago, reason in ((24, VoidReason.SPOILED), (9, VoidReason.LOST)):
            self.story.agenda.on(ago, "18:50", partial(self._void_next, reason))

    def _begin_plan(self, deal: Deal, now: datetime) -> None:
        order, agenda = deal.order, self.story.agenda
        plan = self.story.terms.plans[deal.sale.plan]
        begins_on = order.office.business_date(now)
        made = set_instalments(order=order, plan=plan, begins_on=begins_on, by=self.finance, now=now)
        due, first = Decimal(0), made[0]
        for instalment in made:
            due += instalment.amount
            ago = (agenda.today - instalment.due_on).days + self.story.rng.randint(0, 2)
            if deal.sale.pays == Pays.ON_TIME or (deal.sale.pays == Pays.BEHIND and instalment is first):
                moment = agenda.moment(ago, self.story.clock(10, 16))
                is_loan = instalment is not first and deal.sale.plan == LOAN
                way = PaymentWay.LOAN if is_loan else PaymentWay.TRANSFER
                agenda.at(max(moment, now + A_BIT), partial(self._bring_to, deal, due, way=way))
        if deal.sale.pays == Pays.BREACH:
            part = round(first.amount * Decimal("0.4"), -4)
            agenda.at(now + timedelta(days=4), partial(self._bring_to, deal, part))
        for ago in DEMANDED.get(deal.sale.pays, ()):
            agenda.on(ago, "16:10", lambda now: demand_payment(order=order, by=self.finance, now=now))

    def _bring_to(self, deal: Deal, total: Decimal, now: datetime, *, way: str = "") -> None:
        """What is missing to that total comes in, if the order stands by then."""
        order = Order.objects.select_related("office").get(pk=deal.order.pk)
        amount = min(total - paid_total(order), balance(order))
        if order.end or amount <= 0:
            return
        usual = PaymentWay.CARD if amount <= LARGEST_BY_CARD else PaymentWay.TRANSFER
        self._take(order, amount, way or usual, now)

    def _take(self, order: Order, amount: Decimal, way: str, now: datetime) -> None:
        self.payments += 1
        day = order.office.business_date(now)
        if self.payments == WRITTEN_WRONGLY:
            wrong = take_payment(
                order=order, amount=amount * 10, way=way, paid_on=day, by=self.finance, now=now
            )
            void_receipt(
                office=order.office,
                number=wrong.receipt,
                reason=VoidReason.AMOUNT,
                by=self.finance,
                now=now + timedelta(minutes=2),
            )
            now += timedelta(minutes=4)
        take_payment(order=order, amount=amount, way=way, paid_on=day, by=self.finance, now=now)

    def _void_next(self, reason: VoidReason, now: datetime) -> None:
        office = self.story.cast.office
        number = next_receipt(office)
        if number is not None:
            void_receipt(office=office, number=number, reason=reason, by=self.finance, now=now)

    def _close_days(self, now: datetime) -> None:
        """What is still open of the days before this one, in their order."""
        office = self.story.cast.office
        today = office.business_date(now)
        while (day := first_open(office, today)) < today:
            seen = figures_of(office, day).document()["digest"]
            close_cash_day(office=office, day=day, seen=seen, by=self.finance, now=now)
