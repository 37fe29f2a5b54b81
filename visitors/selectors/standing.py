"""What a member is to a customer's file, and how it is marked: what visitors.access judges."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from offices.models import Member
from visitors.access import TABLE, TIES, Action, FileFacts, Grant, Party, Verdict, Viewer, may
from visitors.access_approvals import Ask, Mark, heaviest
from visitors.models import AccessRequest, Customer, FileMark
from visitors.selectors.ownership import house_validity_rules, ownership_of
from visitors.ties import ties_of


def verdict_on(member: Member, customer: Customer, action: Action, now: datetime) -> Verdict:
    """Whether the member may do it with the file now: 4 queries, one more for each tie asked and for the grants.

    What costs no query is asked first, ties and grants only where nothing else lets them in.
    """
    marks = marks_of([customer]).get(customer.file_id, ())
    facts = FileFacts(heaviest([Mark(each.mark) for each in marks]))
    roles = frozenset(Party(role) for role in member.roles)
    working = member.is_active
    verdict = may(action, Viewer(roles, working=working), facts, now)
    wanted = frozenset(TABLE[action].parties(facts.mark))
    if not working or (verdict.allowed and not wanted & _NEAR):
        return verdict
    near = roles | (_near(member, customer, marks, now) & wanted)
    closer = may(action, Viewer(near), facts, now)
    if closer.allowed:
        return closer
    others = [party for party in TIES if party in wanted - _NEAR]
    tied = near | ties_of(member, customer, now, others)
    return may(action, Viewer(tied, grants_of(member, customer, now)), facts, now)


def verdicts_on(
    member: Member, customer: Customer, actions: Iterable[Action], now: datetime
) -> dict[Action, Verdict]:
    """The same for several actions at once, for a page that shows doors: 5 queries, one more for each kind of tie."""
    marks = marks_of([customer]).get(customer.file_id, ())
    facts = FileFacts(heaviest([Mark(each.mark) for each in marks]))
    wanted = {action: frozenset(TABLE[action].parties(facts.mark)) for action in actions}
    others = [
        party for party in TIES if party not in _NEAR and any(party in each for each in wanted.values())
    ]
    parties = frozenset(Party(role) for role in member.roles)
    parties |= _near(member, customer, marks, now) | ties_of(member, customer, now, others)
    viewer = Viewer(parties, grants_of(member, customer, now), working=member.is_active)
    return {action: may(action, viewer, facts, now) for action in wanted}


def closed_among(
    member: Member, customers: Sequence[Customer], action: Action, now: datetime
) -> frozenset[int]:
    """The ids of those files that the member may not do it with: for lists; the same few queries for many files.

    By roles and by what the files say; ties of floors above and grants open a file's own page, not its place in lists.
    """
    marks = marks_of(customers)
    day = member.office.business_date(now)
    rules = house_validity_rules(member.office, day)
    owned = ownership_of(list(customers), office=member.office, day=day, rules=rules)
    roles = frozenset(Party(role) for role in member.roles)
    shut = set()
    for customer in customers:
        held = marks.get(customer.file_id, ())
        near = {
            Party.OWNER: owned[customer.pk].owner == member.pk,
            Party.SECOND: customer.second_contact_id == member.pk,
            Party.CUSTODIAN: any(each.custodian_id == member.pk for each in held),
        }
        viewer = Viewer(roles | {party for party, holds in near.items() if holds}, working=member.is_active)
        if not may(action, viewer, FileFacts(heaviest([Mark(each.mark) for each in held])), now).allowed:
            shut.add(customer.pk)
    return frozenset(shut)


_NEAR = frozenset({Party.OWNER, Party.SECOND, Party.CUSTODIAN})


def _near(member: Member, customer: Customer, marks: Iterable[FileMark], now: datetime) -> frozenset[Party]:
    """What the file itself says that the member is to it."""
    found = set()
    if member.pk == customer.second_contact_id:
        found.add(Party.SECOND)
    if any(each.custodian_id == member.pk for each in marks):
        found.add(Party.CUSTODIAN)
    day = member.office.business_date(now)
    rules = house_validity_rules(member.office, day)
    if ownership_of([customer], office=member.office, day=day, rules=rules)[customer.pk].owner == member.pk:
        found.add(Party.OWNER)
    return frozenset(found)


def marks_of(customers: Iterable[Customer]) -> dict[int, tuple[FileMark, ...]]:
    """By the id of each file: what it and its aliases are marked as, where they are: one query."""
    files = [customer.file_id for customer in customers]
    rows = (
        FileMark.objects.filter(
            customer__in=Customer.objects.filter(Q(pk__in=files) | Q(merged_into__in=files)).order_by()
        )
        .annotate(file=Coalesce("customer__merged_into_id", "customer_id"))
        .select_related("custodian")
        .latest_of_each()
    )
    found: dict[int, tuple[FileMark, ...]] = {}
    for row in rows:
        if row.mark != Mark.NONE:
            found[row.file] = (*found.get(row.file, ()), row)
    return found


def heaviest_of(customers: Iterable[Customer]) -> Mark:
    """The mark that counts where all of these are asked for at once."""
    marks = marks_of(customers)
    return heaviest([Mark(each.mark) for rows in marks.values() for each in rows])


def grants_of(member: Member, customer: Customer, now: datetime) -> tuple[Grant, ...]:
    """What was approved for the member on this person's file and is not over: one query."""
    rows = (
        AccessRequest.objects.of(member.office)
        .open_at(now)
        .filter(asked_by=member)
        .filter(files__customer__in=customer.all_files)
        .order_by("-until", "pk")
        .distinct()
    )
    return tuple(Grant(Ask(row.kind), row.until, Mark(row.mark), row.pk) for row in rows if row.until)
