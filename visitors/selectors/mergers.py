"""The mergers of a person, and what joining two files would do to whose customer it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from offices.models import Office
from visitors.models import Contact, Customer, Merger
from visitors.ownership import Ownership, ValidityRules, owner_on
from visitors.selectors.effective_contacts import EffectiveContact, effective_contacts
from visitors.selectors.ownership import touches


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose customer it is by each file alone, and by both together."""

    keep: Ownership
    alias: Ownership
    together: Ownership

    @property
    def losers(self) -> set[int]:
        """Who loses what they have now (ids of members)."""
        return {int(each.owner) for each in (self.keep, self.alias) if each.owner is not None} - {
            self.together.owner
        }


def whose_together(
    keep: Customer, alias: Customer, *, office: Office, day: date, rules: ValidityRules
) -> Whose:
    """The contacts of both files with all hand-overs of either, judged together and each alone. One query."""
    contacts = effective_contacts([keep, alias])
    mine, other = contacts[keep.pk], contacts[alias.pk]
    handed = sorted(
        {each for contact in (*mine, *other) for each in contact.handed}, key=lambda each: each.at
    )
    both = sorted(
        (replace(each, handed=tuple(handed)) for each in (*mine, *other)), key=lambda each: (each.at, each.id)
    )

    def verdict(known: Iterable[EffectiveContact]) -> Ownership:
        return owner_on(touches(known, office), rules, day)

    return Whose(verdict(mine), verdict(other), verdict(both))


def mergers_of(customer: Customer) -> QuerySet[Merger]:
    """The mergers of the person that stand, the latest first, with everybody in them."""
    files = Customer.objects.of_person(customer.file_id).order_by()
    return Merger.objects.standing().filter(alias__in=files).with_people()


def met_since(merger: Merger) -> int:
    """How many contacts were written down since with the file that holds: they stay there when it is taken back."""
    since: datetime = merger.at
    whole = Customer.objects.of_person(merger.keep_id).order_by()
    rows = Contact.objects.filter(customer__in=whole, office=merger.office_id)
    return rows.filter(recorded_at__gt=since).count()
