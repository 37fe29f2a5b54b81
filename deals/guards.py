"""The doors to what is sold: every row is loaded only for a member of the office that it belongs to.

Another office's id answers exactly like one that does not exist: Http404.
"""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from deals.models import (
    AfterSaleTask,
    Agreement,
    Approval,
    Building,
    CashDay,
    ClubLevel,
    ConductEntry,
    DealFact,
    Demand,
    Dispute,
    Draw,
    Order,
    Payment,
    PaymentPlan,
    QueueNumber,
    Reason,
    Release,
    Ruling,
    Unit,
    UnitImport,
)
from deals.roles import LEADERS, MONEY
from deals.selectors.disputes import sees_all
from deals.selectors.facts import visible_to, with_people
from deals.selectors.ruling_page import may_read
from offices.models import Member


def load_building(member: Member, pk: int) -> Building:
    """A building of the member's office. Raises Http404."""
    building = Building.objects.filter(office=member.office_id, pk=pk).first()
    if building is None:
        raise Http404
    return building


def load_release(member: Member, pk: int) -> Release:
    """A release of the member's office. Raises Http404."""
    release = Release.objects.filter(office=member.office_id, pk=pk).first()
    if release is None:
        raise Http404
    return release


def load_unit(member: Member, pk: int) -> Unit:
    """A unit of the member's office, with its building and release. Raises Http404."""
    unit = (
        Unit.objects.of(member.office).select_related("building", "release", "office").filter(pk=pk).first()
    )
    if unit is None:
        raise Http404
    return unit


def load_number(member: Member, pk: int) -> QueueNumber:
    """A queue number of the member's office, with its release and customer. Raises Http404."""
    number = (
        QueueNumber.objects.filter(office=member.office_id, pk=pk)
        .select_related("release", "customer", "given_by", "cancelled_by", "office")
        .first()
    )
    if number is None:
        raise Http404
    return number


def load_order(member: Member, pk: int) -> Order:
    """An order of the member's office, with its unit and customer. Raises Http404."""
    order = (
        Order.objects.filter(office=member.office_id, pk=pk)
        .select_related("unit__building", "customer", "office")
        .first()
    )
    if order is None:
        raise Http404
    return order


def load_import(member: Member, key: UUID) -> UnitImport:
    """A list of units that was brought to the member's office. Raises Http404."""
    brought = UnitImport.objects.filter(office=member.office_id, key=key).select_related("by").first()
    if brought is None:
        raise Http404
    return brought


def load_dispute(member: Member, pk: int) -> Dispute:
    """A dispute of the member's office with its steps and parties: their own one, any for leaders and the director.

    Raises Http404, PermissionDenied.
    """
    dispute = (
        Dispute.objects.of(member.office)
        .select_related(
            "order__unit__building", "order__customer", "ruling", "outcome", "opened_by", "office"
        )
        .prefetch_related("parties__member", "steps__by", "steps__words")
        .filter(pk=pk)
        .first()
    )
    if dispute is None:
        raise Http404
    if not sees_all(member) and all(party.member_id != member.pk for party in dispute.parties.all()):
        raise PermissionDenied
    return dispute


def load_disputed(member: Member, pk: int) -> Ruling:
    """A ruling of the member's office, with its order. Raises Http404."""
    rulings = Ruling.objects.filter(office=member.office_id, pk=pk)
    ruling = rulings.select_related("order__customer", "order__unit__building", "office", "credit").first()
    if ruling is None:
        raise Http404
    return ruling


def load_conduct(member: Member, pk: int) -> ConductEntry:
    """An entry of the office's conduct register. Raises Http404."""
    entries = ConductEntry.objects.filter(office=member.office_id, pk=pk)
    entry = entries.select_related("member", "reported_by", "verified_by", "order").first()
    if entry is None:
        raise Http404
    return entry


def load_task(member: Member, pk: int) -> AfterSaleTask:
    """A task of the member's office: their own one, any for leaders. Raises Http404, PermissionDenied."""
    task = AfterSaleTask.objects.filter(office=member.office_id, pk=pk).first()
    if task is None:
        raise Http404
    if task.owner_id != member.pk and not member.holds(*LEADERS):
        raise PermissionDenied
    return task


def load_level(member: Member, pk: int) -> ClubLevel:
    """A level of the office's club. Raises Http404."""
    level = ClubLevel.objects.filter(office=member.office_id, pk=pk).first()
    if level is None:
        raise Http404
    return level


def load_draw(member: Member, pk: int) -> Draw:
    """A draw by lot of the member's office. Raises Http404."""
    stored = (
        Draw.objects.filter(office=member.office_id, pk=pk).select_related("leaver", "by", "office").first()
    )
    if stored is None:
        raise Http404
    return stored


def load_leaver(member: Member, pk: int) -> Member:
    """Somebody of the member's office, whether they still work there or not. Raises Http404."""
    leaver = Member.objects.of(member.office).select_related("office").filter(pk=pk).first()
    if leaver is None:
        raise Http404
    return leaver


def load_payment(member: Member, pk: int) -> Payment:
    """A payment of the member's office, with its order. Raises Http404."""
    people = ("order__unit__building", "order__customer", "order__office", "office", "by")
    payment = Payment.objects.of(member.office).select_related(*people).filter(pk=pk).first()
    if payment is None:
        raise Http404
    return payment


def load_plan(member: Member, pk: int) -> PaymentPlan:
    """A payment plan of the member's office. Raises Http404."""
    plan = PaymentPlan.objects.filter(office=member.office_id, pk=pk).select_related("office").first()
    if plan is None:
        raise Http404
    return plan


def load_owing(member: Member, pk: int) -> Order:
    """An order whose money the member may see: their own one, any for finance and leaders. Raises as above."""
    order = load_order(member, pk)
    if order.closer_id != member.pk and not member.holds(*MONEY):
        raise PermissionDenied
    return order


def load_demand(member: Member, pk: int) -> Demand:
    """A payment demand of the member's office, with its order. Raises Http404."""
    people = ("order__unit__building", "order__customer", "order__closer", "by", "office")
    demand = Demand.objects.filter(office=member.office_id, pk=pk).select_related(*people).first()
    if demand is None:
        raise Http404
    return demand


def load_cash_day(member: Member, text: str) -> CashDay:
    """A day that finance of the member's office closed, by its date. Raises Http404."""
    try:
        day = CashDay.objects.select_related("by").get(office=member.office_id, date=date.fromisoformat(text))
    except (ValueError, CashDay.DoesNotExist):
        raise Http404 from None
    day.office = member.office
    return day


def load_agreement(member: Member, pk: int) -> Agreement:
    """An agreement of the member's office, with its order and wording. Raises Http404."""
    people = ("order__unit__building", "order__customer", "order__office", "template", "made_by", "signed_by")
    agreement = Agreement.objects.of(member.office).select_related(*people).filter(pk=pk).first()
    if agreement is None:
        raise Http404
    return agreement


def load_ruling(member: Member, pk: int) -> Ruling:
    """A ruling of the member's office, for whom it concerns: the others are told that it is not theirs to read.

    Raises Http404, PermissionDenied.
    """
    rulings = Ruling.objects.filter(office=member.office_id, pk=pk)
    ruling = rulings.select_related("order__customer", "order__unit__building", "office", "credit").first()
    if ruling is None:
        raise Http404
    if not may_read(member, ruling):
        raise PermissionDenied
    return ruling


def load_fact(member: Member, pk: int) -> DealFact:
    """A claimed circumstance: for leaders, for whoever claims it and whom it is about. Raises Http404."""
    facts = visible_to(member, with_people(DealFact.objects.filter(office=member.office_id)))
    fact = facts.filter(pk=pk).first()
    if fact is None:
        raise Http404
    return fact


def load_approval(member: Member, pk: int) -> Approval:
    """A request for a change of an order of the member's office. Raises Http404."""
    asked = (
        Approval.objects.filter(office=member.office_id, pk=pk)
        .select_related("order__unit__building", "order__office", "order__customer", "office", "asked_by")
        .first()
    )
    if asked is None:
        raise Http404
    return asked


def load_reason(member: Member, pk: int) -> Reason:
    """A reason of the office's list. Raises Http404."""
    reason = Reason.objects.filter(office=member.office_id, pk=pk).select_related("office").first()
    if reason is None:
        raise Http404
    return reason
