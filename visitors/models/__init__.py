"""Django finds the models of whom we met here."""

from visitors.models.contact import Contact
from visitors.models.contact_correction import ContactCorrection
from visitors.models.contact_note import ContactNote
from visitors.models.contact_outcome import ContactOutcome
from visitors.models.customer import Customer
from visitors.models.customer_phone import CustomerPhone
from visitors.models.customer_transfer import CustomerTransfer
from visitors.models.household import Household, HouseholdMember
from visitors.models.register_entry import RegisterEntry, RegisterWords
from visitors.models.search_key import SearchKey

__all__ = [
    "Contact",
    "ContactCorrection",
    "ContactNote",
    "ContactOutcome",
    "Customer",
    "CustomerPhone",
    "CustomerTransfer",
    "Household",
    "HouseholdMember",
    "RegisterEntry",
    "RegisterWords",
    "SearchKey",
]
