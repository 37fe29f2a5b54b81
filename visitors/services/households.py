"""Households: spouse, parents and children are one customer to whoever received the first of them (C-15)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.enums import Relation
from visitors.models import Customer, Household, HouseholdMember
from visitors.selectors.households import household_of
from visitors.selectors.ownership import owners_of


@transaction.atomic
def join_household(
    *, customer: Customer, other: Customer, relation: str, by: Member, now: datetime
) -> HouseholdMember:
    """Make ``other`` a member of the customer's household, which begins with the customer where there is none.

    ``relation`` is what the other one is to the first of the household. Raises Refusal where the two are one person, or
    the other one belongs to a household already.
    """
    office = customer.office
    _held(office)
    if other.office_id != customer.office_id or other.file_id == customer.file_id:
        raise Refusal(_("Choose another customer of this office."), field="other")
    if relation not in (Relation.SPOUSE, Relation.PARENT, Relation.CHILD):
        raise Refusal(_("Say whether it is the spouse, a parent or a child."), field="relation")
    members = household_of(customer)
    if any(each.customer.file_id == other.file_id for each in members):
        raise Refusal(_("They belong to one household already."), field="other")
    if household_of(other):
        raise Refusal(
            _("%(name)s belongs to another household already. Take them out of that one first.")
            % {"name": other.display_name},
            field="other",
        )
    _refuse_gain([*(each.customer for each in members), customer, other], by, now)
    household = members[0].household if members else _begun(customer, by, now)
    joined = _joined(household, other, relation, by, now)
    _keep("joined", joined, by, now)
    return joined


@transaction.atomic
def leave_household(*, member: HouseholdMember, by: Member, now: datetime) -> None:
    """Take somebody out of their household; of two the other one is left alone, and it ends. Raises Refusal.

    Rulings that were made stay as they are.
    """
    _held(member.office)
    row = HouseholdMember.objects.present().filter(pk=member.pk).select_related("customer").first()
    if row is None:
        raise Refusal(_("They do not belong to this household any more."))
    present = HouseholdMember.objects.present().filter(household=row.household_id)
    _refuse_gain([each.customer for each in present.select_related("customer__merged_into")], by, now)
    leaving = [row] if present.count() > 2 else list(present)
    HouseholdMember.objects.filter(pk__in=[each.pk for each in leaving]).update(left_at=now, left_by=by)
    _keep("left", row, by, now)


def _held(office: Office) -> None:
    """Two desks never join the same people at once."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)


def _refuse_gain(files: list[Customer], by: Member, now: datetime) -> None:
    """The claim to a household is that of whoever received its first: nobody moves one between a colleague and
    themself. Raises Refusal."""
    owners = owners_of(files, office=by.office, now=now)
    if by.pk in owners and len(owners) > 1:
        raise Refusal(
            _("One of these is your own customer, the other a colleague's. Somebody else has to say it.")
        )


def _begun(customer: Customer, by: Member, now: datetime) -> Household:
    household = Household.objects.create(office_id=customer.office_id, created_at=now, created_by=by)
    _joined(household, customer, Relation.FIRST, by, now)
    return household


def _joined(
    household: Household, customer: Customer, relation: str, by: Member, now: datetime
) -> HouseholdMember:
    return HouseholdMember.objects.create(
        office_id=household.office_id,
        household=household,
        customer_id=customer.file_id,
        relation=relation,
        joined_at=now,
        joined_by=by,
    )


def _keep(what: str, member: HouseholdMember, by: Member, now: datetime) -> None:
    details = {"what": what, "customer": member.customer_id, "household": member.household_id}
    keep(
        action=AuditAction.HOUSEHOLD_CHANGED,
        record=f"household:{member.household_id}",
        details={**details, "relation": member.relation},
        by=by,
        now=now,
    )
