"""Who a person of the core is in this office, and what a member is to a complaint."""

from complaints.escalation_table import Person
from complaints.models import Ticket
from complaints.relations import HANDLERS, Relation
from offices.enums import Role
from offices.models import Member

ROLES: dict[Person, tuple[Role, ...]] = {
    Person.ANSWERABLE: (Role.SERVICE, Role.MANAGER),
    Person.DEPARTMENT: (Role.SERVICE, Role.MANAGER),
    Person.SERVICE: (Role.SERVICE, Role.MANAGER),
    Person.SUPERVISOR: (Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR),
    Person.MANAGER: (Role.MANAGER, Role.DIRECTOR),
    Person.HEAD: (Role.DIRECTOR, Role.MANAGER),
    Person.GROUP: (Role.DIRECTOR, Role.MANAGER),
}
"""Whom a person is looked for among: holders of the first role that somebody free of the matter holds."""


def people_for(who: Person, ticket: Ticket, working: list[Member]) -> list[Member]:
    """The members who are told what this person has to know; ``working`` are those of the office.

    Nobody is told of a complaint about themselves.
    """
    free = [member for member in working if member.pk != ticket.about_member_id]
    named = {Person.ANSWERABLE: ticket.answerable_id, Person.DEPARTMENT: _head_of(ticket)}.get(who)
    own = [member for member in free if member.pk == named]
    if own:
        return own
    for role in ROLES[who]:
        holders = [member for member in free if member.holds(role)]
        if holders:
            return holders
    return []


def relations_of(member: Member, ticket: Ticket) -> frozenset[Relation]:
    """What the member is to this complaint; nothing where it is about themselves."""
    if member.pk == ticket.about_member_id:
        return frozenset()
    found = {
        Relation.ANSWERABLE: member.pk == ticket.answerable_id,
        Relation.DEPARTMENT: member.pk == _head_of(ticket),
        Relation.SERVICE: member.holds(Role.SERVICE),
        Relation.LEADER: member.holds(Role.SUPERVISOR, Role.MANAGER),
        Relation.DIRECTOR: member.holds(Role.DIRECTOR),
    }
    return frozenset(relation for relation, holds in found.items() if holds)


def may_read(member: Member, ticket: Ticket) -> bool:
    """Handlers read every complaint but one about themselves; others what they have, had or are asked to take."""
    if member.pk == ticket.about_member_id:
        return False
    return bool(relations_of(member, ticket)) or member.pk in (ticket.opened_by_id, ticket.offered_to_id)


def sees_customer(member: Member, ticket: Ticket) -> bool:
    """Whom it came from is shown to handlers, and to the others while it is open."""
    return not ticket.is_closed or not HANDLERS.isdisjoint(relations_of(member, ticket))


def _head_of(ticket: Ticket) -> int | None:
    return ticket.department.head_id if ticket.department is not None else None
