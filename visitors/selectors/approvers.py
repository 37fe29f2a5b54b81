"""Who in an office can give the words that requests take: visitors.access_approvals with its stand-ins."""

from collections.abc import Collection, Mapping
from datetime import datetime

from offices.enums import Role
from offices.models import Member, Office
from offices.selectors.deputies import may_decide
from visitors.access_approvals import Approval, Ask, Asker, Mark, approval_among, approval_for
from visitors.models import AccessApproval, AccessRequest

Staff = Mapping[int, frozenset[str]]
"""The roles of those who may answer requests at all, by their ids."""
_ANSWERING = (Role.MANAGER, Role.INFORMATION, Role.DIRECTOR)


def staff_of(office: Office | int) -> Staff:
    """Everybody in the office who holds a role that a request may wait for: one query."""
    members = Member.objects.filter(office=office).working().holding(*_ANSWERING)
    return {pk: frozenset(roles) for pk, roles in members.order_by("pk").values_list("pk", "roles")}


def others(staff: Staff, without: Collection[int | None]) -> list[frozenset[str]]:
    """The roles of each of them but these."""
    return [roles for pk, roles in staff.items() if pk not in without]


def approval_by(
    staff: Staff, ask: Ask, mark: Mark, asker: Asker = Asker.COLLEAGUE, *, asked_by: int
) -> Approval | None:
    """Whose word it takes in this office; None where nobody can allow it anywhere."""
    approval = approval_for(ask, mark, asker)
    return approval_among(approval, others(staff, [asked_by])) if approval else None


def approval_of(request: AccessRequest, mark: Mark, staff: Staff) -> Approval | None:
    """The same for a request that was made, its files being marked so now."""
    asker = Asker.OUTSIDER if request.for_outsider else Asker.COLLEAGUE
    return approval_by(staff, Ask(request.kind), mark, asker, asked_by=request.asked_by_id)


def roles_nobody_holds(
    approval: Approval, given: Collection[tuple[str, int]], staff: Staff, asker: int
) -> tuple[str, ...]:
    """The roles that are still wanted where nobody is left to speak for them all; none where somebody is."""
    said = [role for role, _by in given]
    left = others(staff, [asker, *(by for _role, by in given)])
    if approval.can_be_given(said, left):
        return ()
    open_ = [role for role in approval.roles if role not in said]
    return tuple(role for role in open_ if not any(role in held for held in left)) or tuple(open_[-1:])


def given_roles(request: AccessRequest) -> list[str]:
    """As what yes was said so far."""
    return list(AccessApproval.objects.filter(request=request, yes=True).values_list("role", flat=True))


def word_of(
    request: AccessRequest, approval: Approval, staff: Staff, member: Member, now: datetime
) -> str | None:
    """As what the member would answer now; None where it is their own request, or their word is not wanted.

    A supervisor whom the manager named answers as the manager (A-39). One query or two.
    """
    if member.pk == request.asked_by_id:
        return None
    words = list(AccessApproval.objects.filter(request=request, yes=True).values_list("role", "by"))
    if any(by == member.pk for _role, by in words):
        return None
    roles = {*member.roles}
    if may_decide(member, now):
        roles.add(Role.MANAGER)
    spoken = [request.asked_by_id, member.pk, *(by for _role, by in words)]
    return approval.role_of(roles, [role for role, _by in words], others(staff, spoken))
