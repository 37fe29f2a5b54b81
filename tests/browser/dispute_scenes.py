"""A deal over which two consultants disagree, and the pages that speak of it."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

from django.utils import timezone

from deals.enums import Conduct, OrderStep
from deals.models import Building, CommissionRate, Dispute, Order, Ruling, Unit
from deals.services import dispute_ends, disputes
from deals.services.club import start_levels
from deals.services.conduct import report_conduct
from deals.services.facts import claim_fact
from deals.services.rulings import rule_deal
from offices.models import Member
from tests.browser.deal_scenes import STARTING
from tests.visitors.rows import file_of, receive

PRICE = Decimal("1248888.88")


def contested(lin: Member, an: Member, bo: Member, name: str) -> list[str]:
    """An received the customer, Bo sold; they dispute it before ``lin``, who leads. Returns the pages."""
    ruling = ruled_deal(lin, an, bo, name)
    dispute = before_the_manager(ruling, an, bo, lin)
    customer, today = ruling.order.customer, lin.office.business_date(timezone.now())
    claim_fact(customer=customer, kind="refused", about=an, note=name, by=bo, now=timezone.now())
    report_conduct(
        member=bo,
        kind=Conduct.SNATCHING,
        is_serious=True,
        what=name,
        happened_on=today,
        by=an,
        now=timezone.now(),
    )
    start_levels(office=lin.office, names=STARTING)
    own = ("rulings", f"rulings/{ruling.pk}", f"disputes/{dispute.pk}", f"disputes/{dispute.pk}/rule")
    around = ("facts", "conduct", "club", f"leaving/{an.pk}", f"customers/{customer.pk}/household")
    return [f"{page}/" for page in (*own, *around)]


def ruled_deal(lin: Member, an: Member, bo: Member, name: str, *, number: int = 1) -> Ruling:
    """By the house rules it is An's, who registered the customer first; one percent is paid."""
    now, office = timezone.now(), lin.office
    customer = file_of(lin, name=name)
    receive(customer, an, at=now - timedelta(days=9), visit=uuid4())
    receive(customer, bo, at=now - timedelta(days=2), visit=uuid4())
    CommissionRate.objects.get_or_create(
        office=office,
        percent=Decimal(1),
        defaults={"effective_from": now.date() - timedelta(days=40), "by": lin, "at": now},
    )
    building, _ = Building.objects.get_or_create(office=office, name="Block 1")
    unit = Unit.objects.create(
        office=office, building=building, number=f"{number}01", floor=number, area=98, list_price=PRICE
    )
    order = Order.objects.create(
        office=office,
        number=number,
        unit=unit,
        customer=customer,
        closer=bo,
        step=OrderStep.LARGE_DEPOSIT,
        list_price=PRICE,
        price=PRICE,
        ordered_at=now,
        large_on=office.business_date(now),
    )
    return rule_deal(order=order, by=lin, now=now)


def before_the_manager(ruling: Ruling, an: Member, bo: Member, lin: Member) -> Dispute:
    """Both have spoken, An has proposed a settlement, nobody agreed."""
    now = timezone.now()
    dispute = disputes.open_dispute(
        ruling=ruling, statement="She asked for me at the door. " * 6, by=bo, now=now
    )
    disputes.state_case(dispute=dispute, text="I received her first.\nShe came alone.", by=an, now=now)
    shares = {an.pk: Fraction(70), bo.pk: Fraction(30)}
    dispute_ends.propose(dispute=dispute, shares=shares, credit=an.pk, by=an, now=now)
    for state in ("negotiation", "mediation"):
        disputes.pass_on(dispute=dispute, expected=state, by=lin, now=now)
    return dispute
