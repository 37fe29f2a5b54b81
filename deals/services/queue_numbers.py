"""Queue numbers for an opening: one after the other, to customers who were received here (D-05, D-06)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deals.models import QueueNumber, Release
from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.enums import ContactKind
from visitors.models import Customer
from visitors.selectors.effective_contacts import effective_contacts


@transaction.atomic
def give_number(
    *, release: Release, customer: Customer, layout: str = "", by: Member, now: datetime
) -> QueueNumber:
    """The release's next number. Raises Refusal.

    The release's row is locked, so that two desks never give the same number and none is left out. A customer who was
    never received here gets none (D-05); a signed line of the visitor register always stands on such a visit.
    """
    held = Release.objects.select_for_update(of=("self",), no_key=True).get(
        pk=release.pk, office=by.office_id
    )
    if by.office.business_date(now) > held.opens_on:
        raise Refusal(_("This release has opened: there is nothing to queue for any more."))
    _refuse_unknown(customer, by)
    _refuse_second(held, customer)
    held.last_number += 1
    held.save(update_fields=["last_number"])
    number = QueueNumber.objects.create(
        office_id=held.office_id,
        release=held,
        number=held.last_number,
        customer_id=customer.file_id,
        layout=" ".join(layout.split()),
        given_by=by,
        given_at=now,
    )
    _note(AuditAction.NUMBER_GIVEN, number, by, now)
    return number


@transaction.atomic
def cancel_number(*, number: QueueNumber, by: Member, now: datetime) -> None:
    """The customer steps out of the queue; the number stays in the list and is never given again. Raises Refusal."""
    held = QueueNumber.objects.select_for_update(of=("self",), no_key=True).get(
        pk=number.pk, office=by.office_id
    )
    if held.cancelled_at is not None:
        raise Refusal(_("This number was cancelled before."))
    held.cancelled_by, held.cancelled_at = by, now
    held.save(update_fields=["cancelled_by", "cancelled_at"])
    _note(AuditAction.NUMBER_CANCELLED, held, by, now)


def was_received(customer: Customer) -> bool:
    """Whether a visit of this person, or of a file joined with theirs, stands."""
    contacts = effective_contacts([customer])[customer.file_id]
    return any(each.stands and each.kind == ContactKind.VISIT for each in contacts)


def _refuse_unknown(customer: Customer, by: Member) -> None:
    if customer.office_id != by.office_id:
        raise Refusal(_("Nobody here has that file. Search for the customer again."), field="customer")
    if not was_received(customer):
        raise Refusal(
            _("This customer has not been received here yet. Log the visit at the desk first."),
            field="customer",
        )


def _refuse_second(release: Release, customer: Customer) -> None:
    theirs = QueueNumber.objects.filter(customer__in=customer.all_files)
    first = theirs.filter(release=release, cancelled_at=None).first()
    if first is not None:
        raise Refusal(
            _("This customer has number %(number)s for this release already.") % {"number": first.number},
            field="customer",
        )


def _note(action: AuditAction, number: QueueNumber, by: Member, now: datetime) -> None:
    details = {"release": number.release_id, "number": number.number}
    keep(action=action, record=f"queue_number:{number.pk}", details=details, by=by, now=now)
    live.bump(number.office_id)
