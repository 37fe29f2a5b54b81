"""Customers handed from one consultant to another, and the second person who keeps contact with an important one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.enums import TransferKind
from visitors.models import Customer, CustomerTransfer


def hand_over(
    *, lots: Iterable[tuple[int, int]], leaver: Member, draw: int, by: Member, now: datetime
) -> list[CustomerTransfer]:
    """Customers (ids of files) of a leaver to receivers (ids of members), inside the caller's transaction (C-16)."""
    handed = list(lots)
    return CustomerTransfer.objects.bulk_create(
        CustomerTransfer(
            office_id=by.office_id,
            customer_id=customer,
            kind=TransferKind.LEFT,
            leaver=leaver,
            to_id=to,
            draw=draw,
            at=now,
            by=by,
        )
        for customer, to in handed
    )


@transaction.atomic
def hand_out(*, customer: Customer, to: Member, by: Member, now: datetime) -> CustomerTransfer:
    """A customer whom nobody owns any more is registered anew to the consultant; the caller has looked.

    Raises Refusal.
    """
    Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    if to.office_id != by.office_id or not to.is_active or not to.holds(Role.CONSULTANT):
        raise Refusal(_("Choose a consultant who works in this office."), field="to")
    handed = CustomerTransfer.objects.create(
        office_id=by.office_id,
        customer_id=customer.file_id,
        kind=TransferKind.LAPSED,
        to=to,
        at=now,
        by=by,
    )
    keep(
        action=AuditAction.CUSTOMER_HANDED,
        record=f"customer:{customer.file_id}",
        details={"to": to.pk},
        by=by,
        now=now,
    )
    return handed


@transaction.atomic
def set_second_contact(
    *, customer: Customer, second: Member | None, owner: int | None, by: Member, now: datetime
) -> Customer:
    """A second person keeps contact with an important customer (C-20); None ends that. Raises Refusal.

    ``owner`` is the id of the consultant whose customer it is: the second person is somebody else.
    """
    customer = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    if second is not None and (second.office_id != by.office_id or not second.is_active):
        raise Refusal(_("Choose somebody who works in this office."), field="second")
    if second is not None and second.pk == owner:
        raise Refusal(_("The customer's own consultant is the first contact person already."), field="second")
    customer.second_contact = second
    customer.save(update_fields=["second_contact"])
    keep(
        action=AuditAction.SECOND_CONTACT,
        record=f"customer:{customer.pk}",
        details={"second": second.pk if second else None},
        by=by,
        now=now,
    )
    return customer
