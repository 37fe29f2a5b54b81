"""What is written after a step: agreements, the online filing, changes that were asked for, tasks that were done."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from deals.demo.deal import Deal
from deals.demo.sales import Asks, Ending, Pays
from deals.demo.story import Story
from deals.demo.terms import LOAN
from deals.demo.texts import texts
from deals.enums import KinshipProof, OrderStep, TaskKind
from deals.models import AfterSaleTask, Order
from deals.selectors.agreements import Particulars, buyers_of, last_agreement
from deals.services.after_sale import finish_task
from deals.services.agreements import sign_agreement, write_agreement
from deals.services.approvals import answer_approval
from deals.services.changes import ask_discount, ask_family, ask_refund, ask_rename
from deals.services.club import join
from deals.services.units import file_unit
from visitors.models import Customer

A_BIT = timedelta(minutes=45)
FILED_PERCENT = 75
FORGOTTEN_PERCENT = 12
"""Of the tasks that are due."""
DONE_AFTER = {TaskKind.MORTGAGE: (20, 30), TaskKind.PROGRESS: (48, 60)}
"""Days after the deal."""
FIRST_PAID = timedelta(days=6)
"""After the subscription."""


class Paperwork:
    """The assistant's and the consultants' desk."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.rng = story.rng
        self._addresses = list(texts()["addresses"])

    def follow(self, deal: Deal, step: OrderStep, now: datetime) -> None:
        agenda = self.story.agenda
        if step == OrderStep.SUBSCRIPTION and deal.sale.signs:
            agenda.at(now + A_BIT, partial(self._agreement, deal))
        if step == OrderStep.CONTRACT and self.rng.random() * 100 < FILED_PERCENT:
            agenda.at(now + timedelta(days=self.rng.randint(1, 4)), partial(self._file, deal))
        if deal.sale.asks is not None and step == self._asks_at(deal):
            agenda.at(now + A_BIT, partial(self._ask, deal))
        if deal.sale.ending in (None, Ending.SWAPPED_UP, Ending.SWAPPED_DOWN):
            self._tasks(deal, step, now)

    # Agreements and filing

    def _agreement(self, deal: Deal, now: datetime) -> None:
        """Filled in and signed; for every third one the address changed, and a second version was signed."""
        self._write_and_sign(deal, "", now)
        if deal.order.number % 3 == 0:
            reason = texts()["agreements"]["changed"]
            self._write_and_sign(deal, reason, now + timedelta(hours=2))

    def _write_and_sign(self, deal: Deal, reason: str, now: datetime) -> None:
        order = Order.objects.get(pk=deal.order.pk)
        address, postcode = self._addresses[order.number % len(self._addresses)]
        if reason:
            address, postcode = self._addresses[(order.number + 1) % len(self._addresses)]
        particulars = Particulars(
            buyers=buyers_of(order),
            phone=self.story.buyers.numbers[deal.met.customer.pk],
            address=address,
            postcode=postcode,
        )
        last = last_agreement(order)
        cast = self.story.cast
        written = write_agreement(
            order=order,
            particulars=particulars,
            reason=reason,
            version=last.version if last else 0,
            by=cast.supervisor,
            now=now,
        )
        sign_agreement(
            agreement=written,
            digest=written.digest,
            keeper=cast.assistant if cast.assistant.pk != cast.clerk.pk else cast.supervisor,
            by=cast.supervisor,
            now=now + timedelta(minutes=9),
        )

    def _file(self, deal: Deal, now: datetime) -> None:
        order = Order.objects.select_related("unit").get(pk=deal.order.pk)
        if not order.end:
            day = order.office.business_date(now)
            file_unit(unit=order.unit, filed_on=day, by=self.story.cast.assistant, now=now)

    # Changes

    def _asks_at(self, deal: Deal) -> OrderStep:
        return {
            Asks.RENAME: OrderStep.SUBSCRIPTION,
            Asks.FAMILY: OrderStep.SMALL_DEPOSIT,
        }.get(deal.sale.asks, OrderStep.LARGE_DEPOSIT)

    def _ask(self, deal: Deal, now: datetime) -> None:
        order, said, by = deal.order, texts()["changes"], deal.met.closer
        asks = deal.sale.asks
        reason = said[asks.value]
        if asks == Asks.RENAME:
            ask_rename(
                order=order,
                customer=deal.met.customer,
                buyers=[self._relative(deal, now - timedelta(minutes=40))],
                reason=reason,
                by=by,
                now=now,
            )
        elif asks == Asks.REFUND:
            ask_refund(order=order, reason=reason, by=by, now=now)
        elif asks == Asks.FAMILY:
            self._ask_family(deal, reason, now)
        else:
            percent = Decimal("1.00") if asks == Asks.GRANTED else None
            amount = None if percent else Decimal("20000.00")
            asked = ask_discount(order=order, percent=percent, amount=amount, reason=reason, by=by, now=now)
            if asks != Asks.DISCOUNT:
                answer_approval(
                    approval=asked,
                    approve=asks == Asks.GRANTED,
                    answer=said[f"{asks.value}_answer"],
                    by=self.story.cast.manager,
                    now=now + A_BIT,
                )

    def _relative(self, deal: Deal, at: datetime) -> Customer:
        """Somebody of the family, whom the same consultant received."""
        relative = self.story.buyers.enter(at=at)
        self.story.buyers.receive(relative, deal.met.closer, at=at)
        return relative

    def _ask_family(self, deal: Deal, reason: str, now: datetime) -> None:
        """A parent is in the club since yesterday."""
        parent = self._relative(deal, now - timedelta(days=1))
        level = self.story.terms.levels[-1]
        join(customer=parent, level=level, by=deal.met.closer, now=now - timedelta(days=1))
        ask_family(
            order=deal.order,
            relative=parent,
            proofs=[KinshipProof.REGISTER, KinshipProof.BIRTH],
            reason=reason,
            by=deal.met.closer,
            now=now,
        )

    # After the deal

    def _tasks(self, deal: Deal, step: OrderStep, now: datetime) -> None:
        """The owner sees to most of them in time; the first payment is done once it has come in."""
        if step == OrderStep.SUBSCRIPTION and deal.sale.pays != Pays.BREACH:
            paid = now + FIRST_PAID
            self.story.agenda.at(paid, partial(self._finish, deal, TaskKind.DOWN_PAYMENT))
        if deal.has_tasks or not AfterSaleTask.objects.filter(order=deal.order).exists():
            return
        deal.has_tasks = True
        for kind, (first, last) in DONE_AFTER.items():
            if self.rng.random() * 100 >= FORGOTTEN_PERCENT and deal.sale.pays == Pays.ON_TIME:
                moment = now + timedelta(days=self.rng.randint(first, last))
                self.story.agenda.at(moment, partial(self._finish, deal, kind))

    def _finish(self, deal: Deal, kind: TaskKind, now: datetime) -> None:
        has_no_loan = kind == TaskKind.MORTGAGE and deal.sale.plan != LOAN
        notes = texts()["tasks"]["no_mortgage" if has_no_loan else kind.value]
        tasks = AfterSaleTask.objects.open().filter(order=deal.order, kind=kind)
        for task in tasks.select_related("owner"):
            finish_task(task=task, note=self.rng.choice(notes), by=task.owner, now=now)
