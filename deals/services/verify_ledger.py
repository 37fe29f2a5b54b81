"""Checks the rulings of an office, its commission ledger and its money: for `manage.py verify_ledger`."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum

from deals.attribution import AttributionError, rule
from deals.attribution_document import case_from
from deals.enums import EntryKind, RuledBy
from deals.models import CommissionEntry, Order, Ruling
from deals.selectors.balances import accounts_of
from deals.selectors.digests import digest_of, sealed
from deals.selectors.statements import months_of, statement_of
from deals.services.ruling_rows import Verdict, member_id
from deals.services.verify_money import differences_of_money
from offices.commitments import commitment
from offices.document_fields import FieldError
from offices.models import Office
from visitors.ownership import RulesError

ZERO = Decimal("0.00")


def differences(office: Office) -> Iterator[str]:
    """One line for everything that does not agree; nothing where all is well. Reads only."""
    entries: dict[int, list[CommissionEntry]] = defaultdict(list)
    for entry in CommissionEntry.objects.filter(office=office).select_related("reverses").order_by("pk"):
        entries[entry.ruling_id].append(entry)
    rulings = Ruling.objects.filter(office=office).select_related("order", "replaced_by", "words")
    for ruling in rulings.order_by("pk"):
        yield from _of_ruling(ruling)
        yield from _of_entries(ruling, entries[ruling.pk])
    for found in entries.values():
        yield from _of_twice(found)
        for entry in found:
            yield from _of_reversal(entry)
            yield from _of_day(office, entry)
    yield from _of_orders(office)
    yield from _of_statements(office)
    yield from differences_of_money(office)


def _of_ruling(ruling: Ruling) -> Iterator[str]:
    """Its digest, its words, its shares, and the core's own verdict on its document."""
    name = f"ruling {ruling.pk}"
    if ruling.digest != digest_of(sealed(ruling)):
        yield f"{name}: the digest does not fit what is stored"
    words = getattr(ruling, "words", None)
    if words is not None and commitment(words.salt, words.text) != ruling.commitment:
        yield f"{name}: the words are not those that were committed to"
    shared = sum((Decimal(each["amount"]) for each in ruling.answer["commission"]), ZERO)
    if ruling.answer["status"] == "ruled" and shared != ruling.commission:
        yield f"{name}: the shares add up to {shared}, the commission is {ruling.commission}"
    if ruling.source == RuledBy.RULES and _judged(ruling) != ruling.answer:
        yield f"{name}: the core rules otherwise on what is stored"


def _judged(ruling: Ruling) -> dict[str, object] | None:
    try:
        said = rule(*case_from(ruling.document))
    except (AttributionError, FieldError, RulesError):
        return None
    verdict = Verdict(said.credit, said.status.value, said.clause, said.commission, said.because)
    return verdict.as_answer()


def _of_entries(ruling: Ruling, entries: list[CommissionEntry]) -> Iterator[str]:
    """A ruling's accruals are its shares; a replaced one's, and an ended order's, are all taken back."""
    name = f"ruling {ruling.pk}"
    accrued = [each for each in entries if each.kind == EntryKind.ACCRUED]
    taken_back = {each.reverses_id for each in entries if each.kind == EntryKind.REVERSED}
    wanted = [
        (member_id(each["consultant"]), Decimal(each["amount"])) for each in ruling.answer["commission"]
    ]
    found = [(each.consultant_id, each.amount) for each in accrued]
    is_replaced = hasattr(ruling, "replaced_by")
    open_ones = [each for each in accrued if each.pk not in taken_back]
    if found and sorted(found, key=str) != sorted(wanted, key=str):
        yield f"{name}: the ledger's accruals are not the shares"
    if not found and wanted and not ruling.order.end and not is_replaced and not _was_taken_back(ruling):
        yield f"{name}: nothing was accrued for its shares"
    if open_ones and is_replaced:
        yield f"{name}: it was replaced, but {len(open_ones)} of its accruals are not reversed"
    if open_ones and ruling.order.end:
        yield f"{name}: the order has ended, but {len(open_ones)} of its accruals are not reversed"


def _was_taken_back(ruling: Ruling) -> bool:
    """Whether the commission of the order was reversed before this ruling replaced another one."""
    earlier = CommissionEntry.objects.filter(order=ruling.order, kind=EntryKind.ACCRUED)
    return earlier.exists() and not earlier.filter(reversed_by=None).exists()


def _of_reversal(entry: CommissionEntry) -> Iterator[str]:
    if entry.kind != EntryKind.REVERSED:
        return
    old = entry.reverses
    same = (old.consultant_id, old.order_id, old.ruling_id, -old.amount, old.kind)
    if same != (entry.consultant_id, entry.order_id, entry.ruling_id, entry.amount, EntryKind.ACCRUED):
        yield f"entry {entry.pk}: it does not take back entry {old.pk} as it stands"


def _of_twice(entries: list[CommissionEntry]) -> Iterator[str]:
    taken_back = Counter(each.reverses_id for each in entries if each.reverses_id)
    for pk, times in sorted(taken_back.items()):
        if times > 1:
            yield f"entry {pk}: it was taken back {times} times"


def _of_day(office: Office, entry: CommissionEntry) -> Iterator[str]:
    """It stands in the month in which it was made; what was paid is compared with what finance entered."""
    if entry.kind != EntryKind.PAID and entry.on != office.business_date(entry.at):
        yield f"entry {entry.pk}: it stands on {entry.on}, but was made on {office.business_date(entry.at)}"


def _of_statements(office: Office) -> Iterator[str]:
    """Month for month each opens where the one before closed, and the last closes at the ledger's balance."""
    for account in accounts_of(office):
        member = account.consultant
        name = f"member {member.pk}" if member else "department"
        balance = ZERO
        for month in months_of(office, member):
            statement = statement_of(office, member, month)
            if statement.opening != balance:
                yield f"statement of {name}, {month:%Y-%m}: opens with {statement.opening}, not {balance}"
            balance = statement.closing
        entries = CommissionEntry.objects.filter(office=office, consultant=member)
        ledger = entries.aggregate(total=Sum("amount"))["total"] or ZERO
        if not balance == ledger == account.balance:
            yield f"statements of {name}: they add up to {balance}, the ledger to {ledger}"


def _of_orders(office: Office) -> Iterator[str]:
    """Under whichever rules a signed contract is a deal, so somebody has ruled it."""
    for order in Order.objects.of(office).live().filter(contracted_on__isnull=False, rulings=None):
        yield f"order {order.number}: the contract is signed, but nobody ruled whose deal it is"
