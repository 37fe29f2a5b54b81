"""Whose customers these are: the contacts as they stand, judged by visitors.ownership."""

from collections.abc import Iterable
from datetime import date

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
from visitors.selectors.effective_contacts import EffectiveContact, effective_contacts


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


def touches(contacts: Iterable[EffectiveContact], office: Office) -> list[Touch]:
    """The contacts that bear on ownership, on the office's clock."""
    return [
        Touch(office.local(contact.at).replace(tzinfo=None), contact.consultant, TouchRole(contact.role))
        for contact in contacts
        if contact.stands and contact.consultant is not None and contact.role in ROLES
    ]


ROLES = frozenset(TouchRole)
