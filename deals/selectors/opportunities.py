"""How far a customer's opportunity has come: what was done for it, and what the house wants before it is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deals.enums import OpportunityState
from deals.models import Opportunity
from deals.selectors.order_rules import house_order_rules
from visitors.enums import ContactKind
from visitors.models import Customer
from visitors.selectors.effective_contacts import effective_contacts


@dataclass(frozen=True, slots=True)
class FollowUps:
    """``done`` contacts since the first one, of ``wanted``; ``since`` is None where nobody ever met the customer."""

    done: int
    wanted: int
    is_visitor: bool
    since: datetime | None

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.done)


def opportunity_of(customer: Customer) -> Opportunity | None:
    """The customer's open opportunity; None where there is none, or nobody has written of one yet.

    Files that were joined may have one each: the latest is the person's; the others show again once they are parted.
    """
    last = latest_of(customer)
    return last if last is not None and last.state == OpportunityState.OPEN else None


def latest_of(customer: Customer) -> Opportunity | None:
    """The one that began last, whatever came of it."""
    found = Opportunity.objects.filter(customer__in=customer.all_files)
    return found.order_by("-opened_at", "-pk").first()


def follow_ups_of(customer: Customer, *, now: datetime) -> FollowUps:
    """The contacts that stand, after the one with which the opportunity began, beside what today's rules want."""
    contacts = [
        each for each in effective_contacts([customer])[customer.file_id] if each.stands and each.consultant
    ]
    is_visitor = any(each.kind == ContactKind.VISIT for each in contacts)
    since = _beginning(customer, [each.at for each in contacts])
    done = sum(1 for each in contacts if since is not None and each.at > since)
    rules = house_order_rules(customer.office, customer.office.business_date(now))
    wanted = rules.visitor_follow_ups if is_visitor else rules.caller_follow_ups
    return FollowUps(done, wanted, is_visitor, since)


def _beginning(customer: Customer, moments: Sequence[datetime]) -> datetime | None:
    """When the present opportunity began: with the first contact after the one before it was closed."""
    last = latest_of(customer)
    if last is None:
        return moments[0] if moments else None
    if last.state == OpportunityState.OPEN:
        return last.opened_at
    return next((at for at in moments if at > last.closed_at), None)
