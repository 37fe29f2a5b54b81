"""What the demo's office has sold: every state of an order, of a dispute and of a task, sound to the last fen."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deals.enums import Decision, DisputeState, EntryKind, OrderEnd, OrderStep, RuledBy, UnitState
from deals.models import (
    AfterSaleTask,
    Agreement,
    Approval,
    Building,
    CashDay,
    CommissionEntry,
    ConductEntry,
    DealFact,
    Demand,
    Dispute,
    Draw,
    Opportunity,
    Order,
    QueueNumber,
    Release,
    Ruling,
    Unit,
    VoidReceipt,
)
from deals.selectors.arrears import arrears
from deals.selectors.balances import accounts_of
from deals.selectors.disputes import proposal_of
from deals.services.lapses import end_lapsed
from deals.services.verify_ledger import differences
from offices.models import Member, Notice, Office
from reception.demo.deals import deals_of
from reception.demo.people import found_offices
from reception.demo.rolling import roll_forward
from reception.services.verify import differences as queue_differences

NOW = datetime(2026, 11, 23, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_an_office_that_has_sold_for_weeks(db: None) -> None:
    """Told once: it takes long enough."""
    found_offices()
    office = Office.objects.get(slug="yunjing")
    roll_forward(office, now=NOW, days=2)
    assert deals_of(office, now=NOW)
    sold_units(office)
    orders_stand_everywhere(office)
    money_is_accounted_for(office)
    disputes_stand_everywhere(office)
    floor_goes_on(office)
    assert list(differences(office)) == []
    assert list(queue_differences(office)) == []
    a_day_later(office)
    assert not deals_of(office, now=NOW)
    assert Order.objects.of(office).count() == 60


def sold_units(office: Office) -> None:
    """240 units in three buildings; the fourth building comes next week, and people queue for it."""
    later, first = Release.objects.filter(office=office)
    assert Unit.objects.filter(release=first).count() == 240
    assert Building.objects.filter(office=office, units__release=first).distinct().count() == 3
    assert set(Unit.objects.filter(release=later).values_list("state", flat=True)) == {UnitState.FOR_SALE}
    assert set(Unit.objects.filter(release=first).values_list("state", flat=True)) == set(UnitState)
    assert later.opens_on > office.business_date(NOW)
    numbers = QueueNumber.objects.filter(release=later)
    assert sorted(numbers.values_list("number", flat=True)) == list(range(1, later.last_number + 1))
    assert numbers.exclude(cancelled_at=None).count() == 1
    assert Unit.objects.of(office).exclude(filed_on=None).exists()


def orders_stand_everywhere(office: Office) -> None:
    orders = Order.objects.of(office)
    assert orders.count() == 60
    assert set(orders.live().values_list("step", flat=True)) == set(OrderStep)
    assert set(orders.exclude(end="").values_list("end", flat=True)) == set(OrderEnd)
    soon = orders.live().filter(step=OrderStep.SMALL_DEPOSIT).order_by("lapses_at")[0]
    assert timedelta() < soon.lapses_at - NOW < timedelta(hours=4)
    assert orders.filter(joint_buyers__isnull=False).exists()
    assert set(Approval.objects.filter(order__in=orders).values_list("state", flat=True)) == set(Decision)
    assert Approval.objects.filter(order__in=orders, state=Decision.ASKED).count() == 4
    signed = Agreement.objects.of(office).exclude(signed_at=None)
    assert signed.filter(version=1).exists() and signed.filter(version=2).exists()
    assert set(Opportunity.objects.filter(office=office).values_list("state", flat=True)) == {
        "open",
        "won",
        "lost",
    }


def money_is_accounted_for(office: Office) -> None:
    behind = arrears(office, office.business_date(NOW))
    assert [each.is_breach for each in behind] == [True, False]
    assert all(each.demand for each in behind)
    assert Demand.objects.filter(office=office, breach=True).exists()
    voids = VoidReceipt.objects.filter(office=office).values_list("reason", flat=True)
    assert set(voids) == {"amount", "spoiled", "lost"}
    closed = CashDay.objects.filter(office=office).first()
    assert closed.date == office.business_date(NOW) - timedelta(days=3)
    kinds = CommissionEntry.objects.filter(office=office).values_list("kind", flat=True)
    assert set(kinds) == set(EntryKind)
    accounts = accounts_of(office)
    assert any(each.held for each in accounts) and any(each.payable for each in accounts)
    assert accounts[-1].consultant is None and accounts[-1].balance > 0


def disputes_stand_everywhere(office: Office) -> None:
    """Four that go on, in four states, and two that were ruled before."""
    disputes = Dispute.objects.of(office)
    open_ones = disputes.open()
    assert Counter(open_ones.values_list("state", flat=True)) == Counter(
        {DisputeState.NEGOTIATION: 2, DisputeState.MEDIATION: 1, DisputeState.RULED: 1}
    )
    assert sum(proposal_of(each) is not None for each in open_ones) == 1
    assert disputes.exclude(ended_at=None).count() == 2
    rulings = Ruling.objects.filter(office=office)
    assert rulings.filter(source=RuledBy.MANAGER, clause="", replaces__isnull=False).exists()
    assert len(set(rulings.filter(source=RuledBy.RULES).values_list("clause", flat=True))) >= 12
    assert rulings.filter(answer__status="manager", replaced_by=None).count() == 1
    assert rulings.filter(to_department=True).exists()
    waiting = DealFact.objects.filter(office=office, state=Decision.ASKED)
    assert waiting.count() == 2


def floor_goes_on(office: Office) -> None:
    entries = ConductEntry.objects.filter(office=office)
    assert set(entries.values_list("is_upheld", flat=True)) == {True, False, None}
    tasks = AfterSaleTask.objects.filter(office=office)
    today = office.business_date(NOW)
    assert tasks.exclude(done_at=None).exists()
    assert tasks.filter(done_at=None, due_on__lt=today).exists()
    assert tasks.filter(done_at=None, due_on__gte=today).exists()
    [drawn] = Draw.objects.filter(office=office)
    assert not drawn.leaver.is_active and drawn.result
    midnight = NOW.replace(hour=0, minute=0)
    assert not Notice.objects.filter(office=office, seen_at=None, created_at__lt=midnight).exists()


def a_day_later(office: Office) -> None:
    """Left alone, the small deposits end by themselves, and the check stays clean."""
    assert end_lapsed(now=NOW + timedelta(days=1)) >= 2
    assert list(differences(office)) == []


def test_small_office_sells_nothing(db: None) -> None:
    """Nobody there takes money; and an office without a day behind it has sold nothing yet."""
    found_offices()
    for office in Office.objects.all():
        assert not deals_of(office, now=NOW)
    assert not Release.objects.exists() and Member.objects.filter(is_active=False).count() == 1
