"""Who could receive a visitor instead, and whose customer it is."""

from datetime import datetime

from offices.models import Member
from reception.models import Queue, Reception
from reception.rotation import State
from visitors.selectors.ownership import house_validity_rules, ownership_of


def receivers_of(reception: Reception) -> list[Member]:
    """Those who are here, do not have the visit and are not refused by the customer, in the order: two queries."""
    row = Queue.objects.filter(pk=reception.office_id).first()
    if row is None or not row.state:
        return []
    state = State.from_json(row.state)
    barred = barred_from(state, reception)
    codes = [person.name for person in state.order if person.here and person.name not in barred]
    members = {member.code: member for member in Member.objects.of(reception.office)}
    return [members[code] for code in codes if code in members]


def barred_from(state: State, reception: Reception) -> set[str]:
    """Codes of the present consultant, and of those whom the customer does not want."""
    record = state.record(str(reception.visit)) or {"refused": []}
    return {*record["refused"], f"m{reception.consultant_id}"}


def own_consultant(reception: Reception, now: datetime) -> int | None:
    """The id of the member whose customer this is by the register; None for a new customer or none at all."""
    if reception.customer is None:
        return None
    office = reception.office
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    found = ownership_of([reception.customer], office=office, day=day, rules=rules)
    return found[reception.customer.pk].owner
