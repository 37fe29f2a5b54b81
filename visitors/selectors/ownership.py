"""Whose customers these are: the contacts as they stand, judged by visitors.ownership."""

from collections.abc import Iterable
from datetime import date, datetime

from offices.models import HouseRules, Office
from visitors.models import Customer
from visitors.ownership import (
    Ownership,
    Touch,
    TouchRole,
    ValidityRules,
    owner_on,
    validity_rules_from,
)
from visitors.selectors.effective_contacts import EffectiveContact, Handed, effective_contacts


def house_validity_rules(office: Office, day: date) -> ValidityRules:
    """What the office's rules of that business day say of registration; the preset floor where it has none yet."""
    rules = HouseRules.objects.of(office).in_force_on(day).first()
    return validity_rules_from(rules.section("attribution")) if rules else ValidityRules()


def ownership_of(
    customers: Iterable[Customer], *, office: Office, day: date, rules: ValidityRules
) -> dict[int, Ownership]:
    """By the id of each customer given; consultants are ids of members. One query, however many customers."""
    given = list(customers)
    contacts = effective_contacts(given)
    by_file = {file: owner_on(touches(known, office), rules, day) for file, known in contacts.items()}
    return {customer.pk: by_file[customer.file_id] for customer in given}


def owners_of(files: Iterable[Customer], *, office: Office, now: datetime) -> set[int]:
    """Whose customers any of these are today (ids of members). Two queries."""
    day = office.business_date(now)
    verdicts = ownership_of(files, office=office, day=day, rules=house_validity_rules(office, day))
    return {int(verdict.owner) for verdict in verdicts.values() if verdict.owner is not None}


def touches(contacts: Iterable[EffectiveContact], office: Office) -> list[Touch]:
    """The contacts that bear on ownership, on the office's clock, as they count after every hand-over of the file.

    Whoever took a leaver's customers over stands in all the leaver's contacts until then; whoever was given a lapsed
    one is registered at that moment.
    """
    known = [each for each in contacts if each.stands and each.role in ROLES]
    met = [
        Touch(_clock(each.at, office), holder_of(each), TouchRole(each.role))
        for each in known
        if each.consultant is not None
    ]
    given = [each for each in _hand_overs(known) if each.leaver is None]
    return met + [Touch(_clock(each.at, office), _after(each.to, each.at, known)) for each in given]


def holder_of(contact: EffectiveContact) -> int | None:
    """Whom the contact counts for: its consultant, or who took that one's customers over since."""
    return _after(contact.consultant, contact.at, [contact])


def _after(holder: int | None, since: datetime, contacts: Iterable[EffectiveContact]) -> int | None:
    for each in _hand_overs(contacts):
        if each.leaver is not None and each.leaver == holder and each.at >= since:
            holder = each.to
    return holder


def _hand_overs(contacts: Iterable[EffectiveContact]) -> tuple[Handed, ...]:
    """The file's, oldest first: every contact of it carries the same ones."""
    return next((each.handed for each in contacts), ())


def _clock(moment: datetime, office: Office) -> datetime:
    return office.local(moment).replace(tzinfo=None)


ROLES = frozenset(TouchRole)
