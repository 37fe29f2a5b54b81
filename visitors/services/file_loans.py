"""Papers of a file go out on an approved request and come back within the time (I-13 … I-17)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.access_approvals import Ask, Mark, loan_due
from visitors.access_words import AskState
from visitors.models import AccessRequest, Customer, FileLoan
from visitors.selectors.file_rules import house_file_rules
from visitors.selectors.standing import heaviest_of
from visitors.services.access_requests import files_of
from visitors.services.typed import write

ARCHIVISTS = (Role.INFORMATION, Role.MANAGER)
MOST = 200


@transaction.atomic
def hand_over_papers(*, request: AccessRequest, customer: Customer, by: Member, now: datetime) -> FileLoan:
    """The papers of one of the request's files go out: a line of the register. Raises Refusal."""
    held = AccessRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if held.kind != Ask.LOAN or held.state != AskState.APPROVED or held.until is None or held.until <= now:
        raise Refusal(_("This loan is not approved, or its time is over. A new request is needed."))
    if by.pk == held.asked_by_id:
        raise Refusal(_("Somebody else hands out what you borrow."))
    file = customer.file
    if file not in files_of(held):
        raise Refusal(_("This file is not in the request."))
    if heaviest_of([file]).is_heavier_than(Mark(held.mark)):
        raise Refusal(_("The file was marked since it was approved. A new request is needed."))
    days = house_file_rules(held.office, held.office.business_date(now)).loan_days
    loan = FileLoan(
        office_id=held.office_id,
        request=held,
        customer=file,
        what=held.subject,
        copies=held.copies,
        borrower_id=held.asked_by_id,
        out_at=now,
        out_by=by,
        due_on=loan_due(held.office.business_date(now), days),
    )
    write(loan, {"file_loan_once_a_request": None, "file_loan_out_once": None})
    _keep(loan, {"did": "out", "due": loan.due_on.isoformat()}, by, now)
    _tell(loan.office, [loan.borrower_id], NoticeKind.FILE_LENT, now)
    return loan


@transaction.atomic
def sign_for(*, loan: FileLoan, by: Member, now: datetime) -> FileLoan:
    """The borrower says that they have it. Raises Refusal."""
    held = _held(loan)
    if by.pk != held.borrower_id:
        raise Refusal(_("Only who borrows signs for it."))
    if held.signed_at is None:
        held.signed_at = now
        held.save(update_fields=["signed_at"])
        _keep(held, {"did": "signed"}, by, now)
    return held


@transaction.atomic
def take_back_papers(*, loan: FileLoan, by: Member, now: datetime) -> FileLoan:
    """The papers are back: the line of the register is cancelled, the request over (I-17). Raises Refusal."""
    held = _held(loan)
    if held.returned_at is not None:
        raise Refusal(_("They came back already."))
    if by.pk == held.borrower_id:
        raise Refusal(_("Somebody else takes back what you borrowed."))
    held.returned_at, held.returned_to = now, by
    held.save(update_fields=["returned_at", "returned_to"])
    if not FileLoan.objects.filter(request=held.request_id).out().exists():
        AccessRequest.objects.filter(pk=held.request_id, state=AskState.APPROVED).update(
            state=AskState.ENDED, until=now
        )
    _keep(held, {"did": "back"}, by, now)
    return held


def remind_of_loans(office: Office, now: datetime) -> int:
    """Borrowers hear of the last day, and every day after it with those who keep the archive. Each day once."""
    today = office.business_date(now)
    return _due(office, today, now) + _late(office, today, now)


@transaction.atomic
def _due(office: Office, today: date, now: datetime) -> int:
    """The day before the last one and on it."""
    soon = today + timedelta(days=1)
    loans = _claimed(office, lambda rows: rows.filter(due_on__gte=today, due_on__lte=soon, reminded_on=None))
    FileLoan.objects.filter(pk__in=[loan.pk for loan in loans]).update(reminded_on=today)
    return sum(_tell(office, [loan.borrower_id], NoticeKind.FILE_LOAN_DUE, now) for loan in loans)


@transaction.atomic
def _late(office: Office, today: date, now: datetime) -> int:
    loans = _claimed(office, lambda rows: rows.overdue(today).exclude(climbed_on=today))
    FileLoan.objects.filter(pk__in=[loan.pk for loan in loans]).update(climbed_on=today)
    keepers = list(
        Member.objects.of(office).working().holding(*ARCHIVISTS).order_by("pk").values_list("pk", flat=True)
    )
    told = 0
    for loan in loans:
        told += _tell(office, [loan.borrower_id], NoticeKind.FILE_LOAN_OVERDUE, now)
        others = [keeper for keeper in keepers if keeper != loan.borrower_id]
        told += _tell(office, others, NoticeKind.FILE_LOAN_OVERDUE, now, page="file_loans")
    return told


def _claimed(office: Office, wanted: Callable) -> list[FileLoan]:
    rows = wanted(FileLoan.objects.of(office).out())
    return list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk")[:MOST])


def _held(loan: FileLoan) -> FileLoan:
    return FileLoan.objects.select_for_update(of=("self",), no_key=True).get(pk=loan.pk)


def _tell(
    office: Office, members: list[int], kind: NoticeKind, now: datetime, *, page: str = "access"
) -> int:
    """Borrowers find what they have among their requests, the others in the register."""
    about = {"path": reverse(f"visitors:{page}", args=[office.slug])}
    return len(tell(office_id=office.pk, member_ids=members, kind=kind, about=about, now=now))


def _keep(loan: FileLoan, details: dict, by: Member, now: datetime) -> None:
    details = {**details, "loan": loan.pk}
    keep(action=AuditAction.FILE_LENT, record=f"customer:{loan.customer_id}", details=details, by=by, now=now)
