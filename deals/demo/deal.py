"""One sale from its first visit to where it stands today: its acts are put on the agenda, each through its service."""

from collections.abc import Callable
from datetime import datetime, timedelta

from deals.demo.meeting import Meeting, meet
from deals.demo.sales import Ending, Sale
from deals.demo.story import Story
from deals.demo.texts import texts
from deals.enums import GiveBackReason, OrderEnd, OrderStep
from deals.models import Order, Payment, Unit
from deals.services.approvals import answer_approval
from deals.services.changes import ask_refund, ask_swap
from deals.services.lapses import end_lapsed
from deals.services.opportunities import give_reason
from deals.services.orders import advance, end_order, open_order
from deals.services.payments import give_back

STEPS = list(OrderStep)
A_BIT = timedelta(minutes=25)
HOLD = timedelta(hours=72)
Then = Callable[["Deal", OrderStep, datetime], None]
"""What else happens once the order has come to a step."""


class Deal:
    """A sale that is told. ``order`` is the order as it stands, None before; a swap puts the new one there."""

    def __init__(self, story: Story, sale: Sale, then: Then) -> None:
        self.story = story
        self.sale = sale
        self.then = then
        self.unit: Unit = story.take_unit()
        self.order: Order | None = None
        self.has_tasks = False
        self.begins = self._beginning()
        self.met: Meeting = meet(story, sale, self.begins)

    def plan(self) -> None:
        agenda, sale = self.story.agenda, self.sale
        agenda.at(self.begins, self._open)
        first = STEPS.index(sale.first)
        for step, after in zip(STEPS[first + 1 :], sale.days, strict=False):
            moment = agenda.moment(sale.began - after, self.story.clock(11, 17))
            agenda.at(moment, lambda now, step=step: self._advance(step, now))
        if sale.ending == Ending.LAPSED:
            agenda.at(self.begins + HOLD + A_BIT, lambda now: end_lapsed(now=now))
        elif sale.ending is not None:
            agenda.on(sale.ended, self.story.clock(10, 14), self._end)

    def _beginning(self) -> datetime:
        agenda, sale = self.story.agenda, self.sale
        if sale.hours:
            return agenda.end - HOLD + timedelta(hours=sale.hours)
        return agenda.moment(sale.began, self.story.clock(10, 16))

    def _open(self, now: datetime) -> None:
        terms = self.story.terms
        closer = self.met.closer
        self.order = open_order(
            unit=self.unit,
            customer=self.met.customer,
            buyers=self.met.joint,
            step=self.sale.first,
            closer=closer,
            plan=terms.plans[self.sale.plan]
            if self.sale.first != OrderStep.SMALL_DEPOSIT or self.sale.days
            else None,
            by=closer if self.story.rng.random() < 0.8 else self.story.cast.clerk,
            now=now,
        )
        if self.story.rng.random() < 0.7:
            give_reason(order=self.order, reason=self.story.rng.choice(terms.won), by=closer, now=now)
        self.then(self, self.sale.first, now)

    def _advance(self, step: OrderStep, now: datetime) -> None:
        """The customer comes in for each step; where nobody else met them the closer receives them."""
        if self.met.other is None:
            self.story.buyers.receive(self.met.customer, self.met.closer, at=now - A_BIT)
        by = self.met.closer if step != OrderStep.CONTRACT else self.story.cast.assistant
        self.order = advance(order=self.order, step=step, by=by, now=now)
        self.then(self, step, now)

    def _end(self, now: datetime) -> None:
        if self.sale.ending == Ending.WITHDRAWN:
            self.order = end_order(order=self.order, end=OrderEnd.WITHDRAWN, by=self.met.closer, now=now)
        elif self.sale.ending == Ending.REFUNDED:
            self._refund(now)
        else:
            self._swap(now)
        if self.order.end:
            self.story.agenda.at(now + 2 * A_BIT, self._give_back)

    def _refund(self, now: datetime) -> None:
        """Before the contract the manager approves; after it the manager asks and the director decides."""
        cast, words = self.story.cast, texts()["changes"]
        is_late = self.order.step == OrderStep.CONTRACT
        asked_by, answers = (cast.manager, cast.director) if is_late else (self.met.closer, cast.manager)
        if answers is None:
            return
        asked = ask_refund(
            order=self.order, reason=words["refund_late" if is_late else "refund"], by=asked_by, now=now
        )
        later = now + A_BIT
        answer = words["refund_late_answer" if is_late else "refund_answer"]
        answer_approval(approval=asked, approve=True, answer=answer, by=answers, now=later)
        self.order.refresh_from_db()

    def _swap(self, now: datetime) -> None:
        """To a dearer unit at once; to a cheaper one once the manager has approved. The money goes with it."""
        is_up = self.sale.ending == Ending.SWAPPED_UP
        words, cast = texts()["changes"], self.story.cast
        unit = self.story.take_unit(self.order.unit, dearer=is_up)
        asked = ask_swap(
            order=self.order,
            unit=unit,
            reason=words["swap_up" if is_up else "swap_down"],
            by=self.met.closer,
            now=now,
        )
        if not is_up:
            answer_approval(approval=asked, approve=True, answer="", by=cast.manager, now=now + A_BIT)
        old = Order.objects.get(pk=self.order.pk)
        self.order = Order.objects.select_related("office", "unit").get(pk=old.swapped_to_id)

    def _give_back(self, now: datetime) -> None:
        """Finance gives back what came in for an order that has ended."""
        finance, day = self.story.cast.finance, self.story.cast.office.business_date(now)
        for payment in Payment.objects.standing().filter(order=self.order, amount__gt=0).order_by("pk"):
            give_back(payment=payment, reason=GiveBackReason.ENDED, paid_on=day, by=finance, now=now)
