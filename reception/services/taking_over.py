"""A visitor's own entry becomes the arrival form's: nothing is saved, the desk looks at it with the visitor first."""

from datetime import datetime
from typing import Any

from messaging.enums import ConsentChannel
from offices.phones import national
from reception.enums import CheckInState, VisitHistory
from reception.models import CheckIn
from reception.services.check_ins import phone_of
from visitors.enums import PhoneAnswer
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import Match, find_customers


def arrival_fields(check_in: CheckIn, now: datetime) -> dict[str, Any]:
    """What stands in the arrival form, by field; a known number opens the customer who has it.

    Empty where the entry does not wait for the desk any more.
    """
    if check_in.state != CheckInState.NEW:
        return {}
    number = phone_of(check_in)
    fields = {
        "check_in": check_in.pk,
        "name": check_in.name,
        "phone": national(number) if number else "",
        "phone_answer": PhoneAnswer.GIVEN if number else PhoneAnswer.LATER,
        "history": check_in.history,
        "named": ",".join(map(str, check_in.named)),
        **{f"consent_{channel}": "yes" for channel in ConsentChannel if check_in.consents.get(channel)},
    }
    match = _holder(check_in, number, now) if number else None
    return {**fields, **_known(match, check_in)} if match else fields


def _holder(check_in: CheckIn, number: str, now: datetime) -> Match | None:
    office = check_in.office
    rules = house_validity_rules(office, office.business_date(now))
    return next(iter(find_customers(office=office, query=number, limit=1, now=now, rules=rules)), None)


def _known(match: Match, check_in: CheckIn) -> dict[str, Any]:
    """As if the desk had chosen that customer from the list; what the visitor said goes before what we know."""
    said = check_in.history != VisitHistory.FIRST
    known = VisitHistory.VISITED if match.last_visit else VisitHistory.PHONED
    named = check_in.named or ([match.owner.pk] if match.owner else [])
    return {
        "customer": match.customer.pk,
        "name": str(match.customer),
        "phone": "",
        "history": check_in.history if said else known,
        "named": ",".join(map(str, named)),
    }
