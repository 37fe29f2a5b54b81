"""Checks what finance took and wrote against what was noted when it did: for `manage.py verify_ledger`.

Payments, receipts, paid commission and signed agreements each have a line in the audit log; closed days keep their
figures and the check sum of them. Whoever changes one behind our back would have to change both.
"""

from collections.abc import Iterator
from decimal import Decimal

from deals.enums import EntryKind
from deals.models import Agreement, CashDay, CommissionEntry, Payment, ReceiptBook, VoidReceipt
from deals.selectors.cash import digest_of, figures_of
from deals.services.agreements import digest_of as digest_of_agreement
from offices.enums import AuditAction
from offices.models import AuditEntry, Office


def differences_of_money(office: Office) -> Iterator[str]:
    """One line for everything that does not agree. Reads only."""
    yield from _of_payments(office)
    yield from _of_receipts(office)
    yield from _of_cash_days(office)
    yield from _of_paid_commission(office)
    yield from _of_agreements(office)


def _of_payments(office: Office) -> Iterator[str]:
    rows = {f"payment:{each.pk}": each for each in Payment.objects.of(office).order_by("pk")}
    noted = set()
    for line in _lines(office, AuditAction.PAYMENT_TAKEN, AuditAction.PAYMENT_GIVEN_BACK):
        noted.add(line.record)
        row = rows.get(line.record)
        if row is None:
            yield f"{line.record}: it was entered, but is not there"
        elif _told(row) != {name: line.details.get(name) for name in _told(row)}:
            yield f"{line.record}: it is not what was entered"
    for record in rows:
        if record not in noted:
            yield f"{record}: nobody entered it"


def _told(payment: Payment) -> dict[str, object]:
    return {
        "order": payment.order_id,
        "receipt": payment.receipt,
        "amount": str(payment.amount),
        "way": payment.way,
        "day": payment.paid_on.isoformat(),
    }


def _of_receipts(office: Office) -> Iterator[str]:
    """Every book and every void that was noted is there, and no number is used outside the books."""
    books = list(ReceiptBook.objects.filter(office=office).values_list("first", "last"))
    drawn = {
        (line.details["first"], line.details["last"]) for line in _lines(office, AuditAction.RECEIPTS_DRAWN)
    }
    for first, last in sorted(drawn ^ set(books)):
        yield f"receipts {first}-{last}: the books are not those that were drawn"
    voids = {f"receipt:{number}" for number in _numbers(VoidReceipt, office)}
    noted = {line.record for line in _lines(office, AuditAction.RECEIPT_VOIDED)}
    for record in sorted(voids ^ noted):
        yield f"{record}: the void receipts are not those that were noted"
    for number in sorted({*_numbers(Payment, office), *_numbers(VoidReceipt, office)}):
        if not any(first <= number <= last for first, last in books):
            yield f"receipt:{number}: it is used, but was never drawn"


def _numbers(model: type[Payment] | type[VoidReceipt], office: Office) -> list[int]:
    return list(model.objects.filter(office=office).order_by("receipt").values_list("receipt", flat=True))


def _of_cash_days(office: Office) -> Iterator[str]:
    """A closed day is as it was noted, and its payments still are what it says of them."""
    noted = {line.record: line.details for line in _lines(office, AuditAction.CASH_DAY_CLOSED)}
    for day in CashDay.objects.filter(office=office).order_by("date"):
        name = f"cash:{day.date}"
        details = noted.pop(name, {})
        digest = day.totals.get("digest")
        if digest_of(day.date, day.totals) != digest or details.get("digest") != digest:
            yield f"{name}: the figures of the closed day were changed"
        now = figures_of(office, day.date).document()
        if {**now, "gaps": None, "digest": None} != {**day.totals, "gaps": None, "digest": None}:
            yield f"{name}: its payments are not those that it was closed with"
    for name in noted:
        yield f"{name}: it was closed, but is not there"


def _of_paid_commission(office: Office) -> Iterator[str]:
    """Each payment of commission was entered by finance, and none that was entered is missing."""
    paid = CommissionEntry.objects.filter(office=office, kind=EntryKind.PAID).order_by("pk")
    rows = {each.pk: [each.pk, each.order_id, str(each.amount), each.on.isoformat()] for each in paid}
    noted: dict[int, list] = {}
    for line in _lines(office, AuditAction.COMMISSION_PAID):
        noted |= {entry[0]: entry for entry in line.details.get("entries", [])}
        total = sum((Decimal(entry[2]) for entry in line.details.get("entries", [])), Decimal(0))
        if -total != Decimal(line.details["amount"]):
            yield f"{line.record}: the entries of a payment add up to {-total}, not {line.details['amount']}"
    for pk in sorted(rows.keys() | noted.keys()):
        if pk not in rows:
            yield f"entry {pk}: it was paid, but is not there"
        elif pk not in noted:
            yield f"entry {pk}: nobody entered this payment"
        elif rows[pk] != noted[pk]:
            yield f"entry {pk}: it is not what was paid"


def _of_agreements(office: Office) -> Iterator[str]:
    """A signed agreement says what was signed; particulars that were erased with the customer cannot be compared."""
    signed = {line.record: line.details["digest"] for line in _lines(office, AuditAction.AGREEMENT_SIGNED)}
    rows = (
        Agreement.objects.of(office).filter(signed_at__isnull=False).select_related("template").order_by("pk")
    )
    for each in rows:
        name = f"agreement:{each.pk}"
        if signed.pop(name, None) != each.digest:
            yield f"{name}: it is not the one that was signed"
        told = each.particulars and digest_of_agreement(each.template, each.facts, each.particulars)
        if told and told != each.digest:
            yield f"{name}: the digest does not fit what is stored"
    for name in signed:
        yield f"{name}: it was signed, but is not there"


def _lines(office: Office, *actions: AuditAction) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(office=office, action__in=actions).order_by("pk"))
