"""How customers of grades A and B are followed up: the tracking sheet that a leader reads and signs (B-18, E-16)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from followups.enums import FollowUpChannel, FollowUpState
from followups.models import CallResult, FollowUp, TrackingCheck
from followups.selectors.facts import facts_of
from offices.models import Member, Office
from visitors.enums import Grade
from visitors.models import Customer
from visitors.selectors.aliases import files_by_id
from visitors.selectors.effective_contacts import EffectiveContact, effective_contacts
from visitors.selectors.ownership import house_validity_rules, ownership_of

TRACKED = (Grade.A, Grade.B)
MOST = 500
CALLS_ON_SHEET = 4


@dataclass(slots=True)
class Tracked:
    """A customer on the sheet. ``contacts`` stand and had a consultant, oldest first; ``days`` since the last one.

    ``no_calls``: none is planned because the customer wants none, or is greeted by SMS alone.
    """

    customer: Customer
    owner: Member | None
    contacts: list[EffectiveContact] = field(default_factory=list)
    results: list[CallResult] = field(default_factory=list)
    next: FollowUp | None = None
    no_calls: bool = False
    days: int | None = None
    check: TrackingCheck | None = None
    phones: list[str] = field(default_factory=list)

    @property
    def last_results(self) -> list[CallResult]:
        """The latest calls, oldest of them first."""
        return self.results[-CALLS_ON_SHEET:]


def tracked(office: Office, *, owner: Member | None = None, now: datetime) -> list[Tracked]:
    """Customers of grades A and B who are owned: by owner, then longest without a contact. As many queries for all."""
    day = office.business_date(now)
    customers = list(Customer.objects.of(office).people().filter(grade__in=TRACKED).order_by("-pk")[:MOST])
    rules = house_validity_rules(office, day)
    owned = ownership_of(customers, office=office, day=day, rules=rules)
    members = Member.objects.of(office).in_bulk(
        {int(each.owner) for each in owned.values() if each.owner is not None}
    )
    shown = {
        each.pk: Tracked(each, members.get(int(owned[each.pk].owner or 0)))
        for each in customers
        if owned[each.pk].owner is not None and (owner is None or owned[each.pk].owner == owner.pk)
    }
    _fill(shown, office, now)
    return sorted(shown.values(), key=_place)


def tracked_one(customer: Customer, *, now: datetime) -> Tracked:
    """One customer's sheet, whatever the grade."""
    office = customer.office
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    owner = ownership_of([customer], office=office, day=day, rules=rules)[customer.pk].owner
    found = Tracked(customer, Member.objects.of(office).filter(pk=owner).first() if owner else None)
    _fill({customer.pk: found}, office, now)
    return found


def _fill(shown: dict[int, Tracked], office: Office, now: datetime) -> None:
    customers = [each.customer for each in shown.values()]
    contacts = effective_contacts(customers)
    people = files_by_id(shown)
    results: dict[int, list[CallResult]] = defaultdict(list)
    rows = (
        CallResult.objects.of(office)
        .filter(customer__in=list(people))
        .select_related("by", "contact__note", "words")
    )
    for result in rows.order_by("at", "pk"):
        results[people[result.customer_id]].append(result)
    ahead: dict[int, FollowUp] = {}
    due = FollowUp.objects.filter(
        customer__in=list(people), channel=FollowUpChannel.CALL, state=FollowUpState.DUE
    ).select_related("owner")
    for follow_up in due.order_by("on", "pk"):
        ahead.setdefault(people[follow_up.customer_id], follow_up)
    checks = _latest_checks(people, office)
    today = office.business_date(now)
    idle = [each.customer for pk, each in shown.items() if pk not in ahead]
    facts = facts_of(idle, office=office, now=now, until=today) if idle else {}
    for pk, each in shown.items():
        each.contacts = [found for found in contacts[pk] if found.stands and found.consultant]
        each.results, each.next = results[pk], ahead.get(pk)
        each.no_calls = pk in facts and (
            facts[pk].customer.no_calls or facts[pk].customer.special is not None
        )
        each.check = checks.get(pk)
        if each.contacts:
            each.days = (today - office.business_date(each.contacts[-1].at)).days


def _latest_checks(people: Mapping[int, int], office: Office) -> dict[int, TrackingCheck]:
    """The last look at each customer, whichever of their files it stands with (see files_by_id)."""
    rows = TrackingCheck.objects.filter(office=office, customer__in=list(people)).select_related("by")
    latest = rows.order_by("customer_id", "-at", "-pk").distinct("customer_id")
    return {people[row.customer_id]: row for row in sorted(latest, key=lambda row: (row.at, row.pk))}


def _place(each: Tracked) -> tuple[str, int, int, int]:
    owner = each.owner.name if each.owner else ""
    return owner, each.owner.pk if each.owner else 0, -(each.days or 0), each.customer.pk
