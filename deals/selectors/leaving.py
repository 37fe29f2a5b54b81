"""Whose customers have to be handed out: those of somebody who is away for long or leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from deals.draw import DrawError, Lot, draw
from deals.models import AfterSaleTask, Draw
from offices.enums import Role
from offices.models import Member
from visitors.models import Customer
from visitors.selectors.ownership import house_validity_rules, ownership_of


def customers_of(leaver: Member, *, now: datetime) -> list[Customer]:
    """The files that the member owns today or has still to see to, by their numbers."""
    office = leaver.office
    met = Customer.objects.of(office).filter(
        Q(contacts__consultant=leaver)
        | Q(contacts__corrections__to=leaver)
        | Q(transfers__to=leaver)
        | Q(orders__tasks__owner=leaver, orders__tasks__done_at=None)
    )
    files = _files(met)
    tasks = AfterSaleTask.objects.open().filter(office=office, owner=leaver)
    busy = {order.customer.file_id for order in (t.order for t in tasks.select_related("order__customer"))}
    day = office.business_date(now)
    owned = ownership_of(files, office=office, day=day, rules=house_validity_rules(office, day))
    return [each for each in files if owned[each.pk].owner == leaver.pk or each.pk in busy]


def receivers_for(leaver: Member) -> list[Member]:
    """The office's other consultants who work, by name."""
    members = Member.objects.of(leaver.office).working().holding(Role.CONSULTANT).exclude(pk=leaver.pk)
    return list(members.order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Repeated:
    """A draw that was drawn again from its seed: each lot with what the office stored, and whether they agree."""

    lots: list[tuple[Lot, Customer | None, Member | None]]
    agrees: bool


def repeated(stored: Draw) -> Repeated:
    """Draw again from the stored seed and lists; nothing is changed."""
    pairs = [tuple(pair) for pair in stored.result]
    try:
        lots = draw(stored.seed, (customer for customer, _ in pairs), stored.receivers)
    except DrawError:
        return Repeated([], agrees=False)
    customers = Customer.objects.filter(office=stored.office_id).in_bulk(lot.customer for lot in lots)
    members = Member.objects.filter(office=stored.office_id).in_bulk(stored.receivers)
    return Repeated(
        [(lot, customers.get(lot.customer), members.get(lot.receiver)) for lot in lots],
        agrees=[(lot.customer, lot.receiver) for lot in lots] == pairs,
    )


def _files(found: Iterable[Customer]) -> list[Customer]:
    """One row a file, an alias counting for the file that holds it, by number."""
    ids = {merged or pk for pk, merged in found.order_by().values_list("pk", "merged_into")}
    return list(Customer.objects.filter(pk__in=ids).order_by("pk"))
