"""How a customer wishes to be followed up, kept with its history; whoever is asked to stop is planned anew."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.enums import SpecialGuest
from visitors.models import CallWishes, Customer
from visitors.services.plan_due import plan_is_due

FLAGS = frozenset({"no_calls", "asked_less", "key", "quality", "objection"})


def wishes_of(customer: Customer) -> CallWishes:
    """What the customer wished; a row that is not written yet where nobody said anything. One query.

    A merger takes the wishes of both files over, so that they may be changed since; a no counts wherever it was said.
    """
    file = customer.file_id
    rows = list(CallWishes.objects.filter(customer__in=customer.all_files))
    found = next((row for row in rows if row.customer_id == file), None)
    found = found or CallWishes(office_id=customer.office_id, customer_id=file)
    found.refusals = sum(row.refusals for row in rows)
    return found


@transaction.atomic
def set_wishes(*, customer: Customer, by: Member, now: datetime, **changes: Any) -> CallWishes:
    """Set what is given: ``no_calls``, ``asked_less``, ``key``, ``quality``, ``objection`` (bool), ``special`` (code).

    Nothing new writes nothing. Raises Refusal for a guest of a kind that is not on the list.
    """
    unknown = changes.keys() - FLAGS - {"special"}
    if unknown:
        raise ValueError(f"no such wishes: {', '.join(sorted(unknown))}")
    if changes.get("special", "") not in ["", *SpecialGuest.values]:
        raise Refusal(_("Choose from the list what kind of guest this is."), field="special")
    wishes = _held(customer, by, now)
    different = {name: value for name, value in changes.items() if getattr(wishes, name) != value}
    if not different:
        return wishes
    for name, value in different.items():
        setattr(wishes, name, value)
    wishes.changed_at, wishes.changed_by = now, by
    wishes.save(update_fields=[*different, "changed_at", "changed_by"])
    keep(
        action=AuditAction.WISHES_CHANGED,
        record=f"customer:{customer.file_id}",
        details=different,
        by=by,
        now=now,
    )
    plan_is_due(customer.file_id, now=now)
    return wishes


@transaction.atomic
def count_refusal(*, customer: Customer, by: Member, now: datetime) -> CallWishes:
    """The customer said no once more. It changes no plan: a no is normal, and the next call may be the one (E-38)."""
    wishes = _held(customer, by, now)
    CallWishes.objects.filter(pk=wishes.pk).update(refusals=F("refusals") + 1, changed_at=now, changed_by=by)
    wishes.refresh_from_db()
    return wishes


def _held(customer: Customer, by: Member, now: datetime) -> CallWishes:
    """The row, made where there is none, held until the caller's transaction ends."""
    CallWishes.objects.get_or_create(
        customer_id=customer.file_id,
        defaults={"office_id": customer.office_id, "changed_at": now, "changed_by": by},
    )
    return CallWishes.objects.select_for_update(of=("self",), no_key=True).get(customer_id=customer.file_id)
