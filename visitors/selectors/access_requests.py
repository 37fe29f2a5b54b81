"""Requests as pages show them: whose word they wait for, and what the reader may do with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from offices.enums import Role
from offices.models import Member
from offices.selectors.deputies import may_decide
from visitors.access_approvals import Approval, Ask, Mark, heaviest
from visitors.access_words import AskState, MarkWord, approval_words, role_words
from visitors.models import AccessApproval, AccessRequest, Customer, FileLoan, FileMark, RequestedFile
from visitors.models.access_request import AccessRequestQuerySet
from visitors.selectors.approvers import Staff, approval_of, others, roles_nobody_holds, staff_of
from visitors.selectors.standing import marks_of

SHOWN = 60


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in a list. ``waits_for`` names the roles whose word comes next; ``mine``: the reader may give it.

    ``nobody`` names the roles that are wanted and that nobody in the office is left to speak for.
    """

    request: AccessRequest
    files: tuple[Customer, ...]
    mark: Mark
    waits_for: str
    mine: bool
    approval: Approval | None = None
    nobody: str = ""

    @property
    def mark_words(self) -> str:
        return str(MarkWord(self.mark.value).label) if self.mark is not Mark.NONE else ""


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with all that was said of it."""

    line: RequestLine
    words: tuple[AccessApproval, ...]
    needs: str
    clause: str
    may_answer: bool
    may_end: bool
    loans: tuple[FileLoan, ...]
    to_hand_out: tuple[Customer, ...]


def requests_waiting(member: Member, now: datetime) -> list[RequestLine]:
    """What waits in the office for anybody, that for the member first, the oldest first: 4 queries."""
    rows = _requests(member).waiting().order_by("asked_at", "pk")
    lines = _lines(rows[:SHOWN], member, now)
    return sorted(lines, key=lambda line: not line.mine)


def own_requests(member: Member, now: datetime) -> list[RequestLine]:
    """What the member asked for, newest first: 4 queries."""
    rows = _requests(member).filter(asked_by=member)
    return _lines(rows[:SHOWN], member, now)


def decided_requests(member: Member, now: datetime) -> list[RequestLine]:
    """What was answered lately in the office."""
    rows = _requests(member).exclude(state=AskState.ASKED).order_by("-decided_at", "-pk")
    return _lines(rows[:SHOWN], member, now)


def request_page(request: AccessRequest, member: Member, now: datetime) -> RequestPage:
    """Everything about one request, for this reader."""
    [line] = _lines([request], member, now)
    approval = line.approval
    # One that waits is refused by them, with a reason; only what nobody can allow any more is ended.
    over = approval is None or request.state == AskState.APPROVED
    closes = over and member.holds(*(map(Role, approval.roles) if approval else [Role.MANAGER]))
    ends = request.asked_by_id == member.pk or closes
    loans = tuple(request.loans.select_related("customer", "borrower", "out_by").order_by("pk"))
    lent = {loan.customer_id for loan in loans}
    open_loan = (
        request.kind == Ask.LOAN
        and request.state == AskState.APPROVED
        and request.until is not None
        and request.until > now
    )
    return RequestPage(
        line,
        tuple(request.words.select_related("by")),
        approval_words(approval) if approval else "",
        approval.clause if approval else "",
        request.state == AskState.ASKED and line.mine,
        bool(ends) and request.state in {AskState.ASKED, AskState.APPROVED},
        loans,
        tuple(file for file in line.files if file.pk not in lent) if open_loan else (),
    )


def _requests(member: Member) -> AccessRequestQuerySet:
    return AccessRequest.objects.of(member.office).select_related("asked_by")


def _lines(rows: Iterable[AccessRequest], member: Member, now: datetime) -> list[RequestLine]:
    requests = list(rows)
    if not requests:
        return []
    files = _files(requests)
    marks = marks_of({file for each in files.values() for file in each})
    given = _given(requests)
    roles = {*member.roles} | ({"manager"} if may_decide(member, now) else set())
    reader = _Reader(member, roles, staff_of(member.office))
    return [_line(request, files[request.pk], marks, given[request.pk], reader) for request in requests]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads the list, as what they may speak, and who else may answer in the office."""

    member: Member
    roles: set[str]
    staff: Staff


def _line(
    request: AccessRequest,
    files: tuple[Customer, ...],
    marks: dict[int, tuple[FileMark, ...]],
    given: list[tuple[str, int]],
    reader: _Reader,
) -> RequestLine:
    mark = heaviest([Mark(each.mark) for file in files for each in marks.get(file.pk, ())])
    member, staff = reader.member, reader.staff
    approval = approval_of(request, mark, staff)
    said = [role for role, _by in given]
    waiting = approval is not None and request.state == AskState.ASKED
    mine = (
        waiting
        and request.asked_by_id != member.pk
        and all(by != member.pk for _role, by in given)
        and approval.role_of(reader.roles, said, others(staff, [request.asked_by_id, member.pk])) is not None
    )
    waits_for = role_words(approval.wanted(said)) if approval and waiting else ""
    missing: tuple[str, ...] = ()
    if approval and waiting:
        missing = roles_nobody_holds(approval, given, staff, request.asked_by_id)
    return RequestLine(request, files, mark, waits_for, mine, approval, role_words(missing))


def _files(requests: list[AccessRequest]) -> dict[int, tuple[Customer, ...]]:
    rows = RequestedFile.objects.filter(request__in=requests).order_by("pk")
    found: dict[int, list[Customer]] = {request.pk: [] for request in requests}
    for row in rows.select_related("customer__merged_into"):
        if row.customer.file not in found[row.request_id]:
            found[row.request_id].append(row.customer.file)
    return {pk: tuple(files) for pk, files in found.items()}


def _given(requests: list[AccessRequest]) -> dict[int, list[tuple[str, int]]]:
    """As what yes was said to each, and by whom."""
    found: dict[int, list[tuple[str, int]]] = {request.pk: [] for request in requests}
    rows = AccessApproval.objects.filter(request__in=requests, yes=True).order_by("pk")
    for request, role, by in rows.values_list("request", "role", "by"):
        found[request].append((role, by))
    return found
