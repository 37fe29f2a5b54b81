"""The forms of disputes, conduct, tasks, club and hand-outs, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

from django.utils import timezone

from deals.enums import Conduct, OrderStep, StepKind
from deals.models import Building, ClubLevel, Dispute, Order, Ruling, Unit
from deals.services import dispute_ends, disputes
from deals.services.club import join
from deals.services.conduct import report_conduct
from deals.services.rulings import rule_deal
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of, receive
from visitors.models import Customer


def _customer(house: House, days: int = 3) -> Customer:
    """Received by the first consultant some days ago."""
    customer = file_of(house.chief, name="Zhou")
    receive(customer, house.first, at=timezone.now() - timedelta(days=days), visit=uuid4())
    return customer


def _ruled(house: House) -> Ruling:
    """The first one's customer, closed by the second."""
    customer, now = _customer(house), timezone.now()
    receive(customer, house.second, at=now - timedelta(days=1))
    building = Building.objects.create(office=house.office, name="Disputed block")
    price = Decimal("1000000.00")
    unit = Unit.objects.create(
        office=house.office,
        building=building,
        number="101",
        floor=1,
        layout="2B1L",
        area=Decimal("80.00"),
        list_price=price,
    )
    order = Order.objects.create(
        office=house.office,
        number=900,
        unit=unit,
        customer=customer,
        closer=house.second,
        step=OrderStep.LARGE_DEPOSIT,
        list_price=price,
        price=price,
        ordered_at=now,
        large_on=house.office.business_date(now),
    )
    return rule_deal(order=order, by=house.chief, now=now)


def _opened(house: House) -> Dispute:
    return disputes.open_dispute(
        ruling=_ruled(house), statement="She asked for me.", by=house.second, now=timezone.now()
    )


def of_dispute(name: str) -> Callable[[House], str]:
    return lambda house: house.page(name, _opened(house).pk)


def _to_confirm(house: House) -> str:
    dispute = _opened(house)
    shares = {house.first.pk: Fraction(60), house.second.pk: Fraction(40)}
    step = dispute_ends.propose(
        dispute=dispute, shares=shares, credit=house.first.pk, by=house.second, now=timezone.now()
    )
    house.entry = str(step.pk)
    return house.page("deals:dispute_confirm", dispute.pk)


def _to_answer(house: House) -> str:
    dispute = _opened(house)
    step = dispute_ends.report(
        dispute=dispute, kind=StepKind.QUARREL, text="Loud", by=house.second, now=timezone.now()
    )
    house.entry = str(step.pk)
    return house.page("deals:dispute_answer", dispute.pk)


def _to_rule(house: House) -> str:
    dispute, now = _opened(house), timezone.now()
    for state in ("negotiation", "mediation"):
        disputes.pass_on(dispute=dispute, expected=state, by=house.chief, now=now)
    return house.page("deals:dispute_rule", dispute.pk)


def _to_verify(house: House) -> str:
    now = timezone.now()
    entry = report_conduct(
        member=house.second,
        kind=Conduct.NEGLECT,
        is_serious=False,
        what="Left them standing",
        happened_on=house.office.business_date(now),
        by=house.first,
        now=now,
    )
    return house.page("deals:conduct_verify", entry.pk)


def _task(house: House) -> str:
    return house.page("deals:task_done", _ruled(house).order.tasks.first().pk)


def _level(house: House) -> ClubLevel:
    level = ClubLevel.objects.create(office=house.office, name="Silver", position=2, points=10)
    house.entry = str(level.pk)
    return level


def _to_join(house: House) -> str:
    _level(house)
    return house.page("deals:club_join", _customer(house).pk)


def _in_club(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        customer = _customer(house)
        join(customer=customer, level=_level(house), by=house.first, now=timezone.now())
        visit = [customer.contacts.first().visit] if name == "deals:club_points" else []
        return house.page(name, customer.pk, *visit)

    return prepare


def _to_draw(house: House) -> str:
    house.entry = str(_customer(house).pk)
    return house.page("deals:leaving_of", house.first.pk)


HALVES = {"share_{first.pk}": "50", "share_{second.pk}": "50", "credit": "{first}"}
DAYS = {
    "open_within": "7",
    "negotiation": "3",
    "mediation": "3",
    "ruling": "5",
    "obey": "3",
    "down_payment": "7",
    "mortgage": "30",
    "progress": "60",
    "title": "365",
    "handover": "200",
}
LEVEL = {"name": "Platinum", "position": "4", "percent": "4", "points": "40", "is_active": "on"}

DISPUTE_FORMS: dict[str, SentForm] = {
    "deals:dispute_new": SentForm(
        lambda house: house.page("deals:dispute_new", _ruled(house).pk),
        {"text": "She asked for me."},
        words=("text",),
        by="second",
    ),
    "deals:dispute_state": SentForm(
        of_dispute("deals:dispute_state"), {"text": "Bo was there"}, words=("text",), by="second"
    ),
    "deals:dispute_propose": SentForm(of_dispute("deals:dispute_propose"), HALVES, by="second"),
    "deals:dispute_report": SentForm(
        of_dispute("deals:dispute_report"), {"text": "They shouted"}, words=("text",), by="second"
    ),
    "deals:dispute_confirm": SentForm(_to_confirm, {"proposal": "{entry}"}, by="first"),
    "deals:dispute_answer": SentForm(_to_answer, {"report": "{entry}", "answer": "no"}),
    "deals:dispute_pass_on": SentForm(
        of_dispute("deals:dispute_pass_on"), {"state": "negotiation"}, by="second"
    ),
    "deals:dispute_withdraw": SentForm(of_dispute("deals:dispute_withdraw"), by="second"),
    "deals:dispute_rule": SentForm(
        _to_rule,
        {**HALVES, "share_department": "0", "clause": "floor-3.8", "explanation": "Both met her"},
        words=("explanation",),
    ),
    "deals:conduct_report": SentForm(
        lambda house: house.page("deals:conduct_report"),
        {"member": "{second}", "kind": "neglect", "happened_on": "{today}", "what": "Left them standing"},
        words=("what",),
        by="first",
    ),
    "deals:conduct_verify": SentForm(
        _to_verify, {"upheld": "yes", "consequence": "A day's pay"}, words=("consequence",)
    ),
    "deals:task_done": SentForm(_task, {"note": "called"}, by="first"),
    "deals:deal_days": SentForm(lambda house: house.page("deals:deal_days"), DAYS),
    "deals:club": SentForm(lambda house: house.page("deals:club"), LEVEL, words=("name",)),
    "deals:club_change": SentForm(
        lambda house: house.page("deals:club_change", _level(house).pk), LEVEL, words=("name",)
    ),
    "deals:club_start": SentForm(lambda house: house.page("deals:club_start")),
    "deals:club_join": SentForm(_to_join, {"level": "{entry}"}, by="first"),
    "deals:club_level": SentForm(_in_club("deals:club_level"), {"level": "{entry}"}),
    "deals:club_points": SentForm(_in_club("deals:club_points"), by="first"),
    "deals:second_contact": SentForm(
        lambda house: house.page("deals:second_contact", _customer(house).pk), {"second": "{second}"}
    ),
    "deals:leaving_of": SentForm(_to_draw, {"receivers": "{second}", "customers": "{entry}"}),
    "deals:lapsed_hand_out": SentForm(
        lambda house: house.page("deals:lapsed_hand_out", _customer(house, days=100).pk), {"to": "{second}"}
    ),
}
