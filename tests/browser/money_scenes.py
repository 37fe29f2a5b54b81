"""Money in the office of deal_scenes.py: books, payments, arrears, agreements, commission, a closed day."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from deals.models import Agreement, CashDay, CommissionRate, Demand, Instalment, Order
from deals.selectors.agreements import Particulars
from deals.selectors.balances import balances_of, payable_of
from deals.selectors.cash import figures_of
from deals.selectors.money import balance
from deals.services import ledger
from deals.services.agreements import sign_agreement, start_with_our_wording, write_agreement
from deals.services.cash_days import close_cash_day
from deals.services.instalments import demand_payment, set_instalments
from deals.services.payments import draw_book, give_back, take_payment, void_receipt
from deals.services.rulings import rule_again
from tests.browser.deal_scenes import DealScene

LONG_AGO = timedelta(days=75)


@dataclass
class Till:
    """What the money pages are shown with."""

    behind: Order
    breach: Order
    paid: Order
    signed: Order
    agreement: Agreement
    demand: Demand
    day: CashDay


def money_in(scene: DealScene, language: str = "en") -> Till:
    """Books are drawn, customers have paid, one is behind, one in breach; yesterday is closed."""
    now = scene.now
    today = scene.office.business_date(now)
    draw_book(office=scene.office, first=2001, last=2050, by=scene.hua, now=now)
    paid, behind, breach, signed = (scene.orders[number] for number in ("0604", "0302", "1002", "0303"))
    _receipts(scene, paid, behind, signed)
    for order in (paid, behind, breach, signed):
        begins = scene.office.business_date(order.ordered_at)
        set_instalments(order=order, plan=scene.plan, begins_on=begins, by=scene.mei, now=now)
    first_parts = Instalment.objects.filter(position=1)
    first_parts.filter(order=behind).update(due_on=today - timedelta(days=12))
    first_parts.filter(order=breach).update(due_on=today - LONG_AGO)
    demand = demand_payment(order=breach, by=scene.gu, now=now)
    agreement = _agreement(scene, signed, language)
    _commission(scene)
    return Till(behind, breach, paid, signed, agreement, demand, CashDay.objects.get(office=scene.office))


def _receipts(scene: DealScene, paid: Order, behind: Order, signed: Order) -> None:
    """Yesterday's payments, the day's close, today's; one receipt spoiled, one payment given back."""
    now, gu = scene.now, scene.gu
    today = scene.office.business_date(now)
    Order.objects.filter(pk__in=[paid.pk, behind.pk, signed.pk]).update(ordered_at=now - timedelta(days=4))
    for order in (paid, behind, signed):
        order.refresh_from_db()
    yesterday = today - timedelta(days=1)
    sums = [(behind, "50000", "cash"), (paid, "385600.50", "transfer"), (signed, "20000", "card")]
    for order, amount, way in sums:
        take_payment(order=order, amount=Decimal(amount), way=way, paid_on=yesterday, by=gu, now=now)
    digest = figures_of(scene.office, yesterday).document()["digest"]
    close_cash_day(office=scene.office, day=yesterday, seen=digest, by=gu, now=now)
    void_receipt(office=scene.office, number=2004, reason="spoiled", by=gu, now=now)
    wrong = take_payment(order=behind, amount=Decimal(3000), way="card", paid_on=today, by=gu, now=now)
    give_back(payment=wrong, reason="misbooked", paid_on=today, by=gu, now=now)
    take_payment(order=paid, amount=balance(paid), way="loan", paid_on=today, by=gu, now=now)


def _agreement(scene: DealScene, order: Order, language: str) -> Agreement:
    start_with_our_wording(
        office=scene.office, kind="subscription", language=language, by=scene.mei, now=scene.now
    )
    words = Particulars(str(order.customer), "138 0010 0005", "18 Harbour Road, Flat 1502", "200000")
    first = write_agreement(order=order, particulars=words, version=0, by=scene.gu, now=scene.now)
    return sign_agreement(agreement=first, digest=first.digest, keeper=scene.gu, by=scene.gu, now=scene.now)


def _commission(scene: DealScene) -> None:
    """One percent for everybody since last year; an has been paid."""
    day = scene.office.business_date(scene.now) - timedelta(days=365)
    CommissionRate.objects.create(
        office=scene.office, percent=Decimal(1), effective_from=day, by=scene.mei, at=scene.now
    )
    for order in Order.objects.of(scene.office).live().exclude(rulings=None):
        rule_again(order=order, by=scene.mei, now=scene.now)
    payable = payable_of(balances_of(scene.office, scene.an))
    ledger.pay(consultant=scene.an, amount=payable, by=scene.gu, now=scene.now)
