"""Django finds the models of whom we met here."""

from visitors.models.call_wishes import CallWishes
from visitors.models.contact import Contact
from visitors.models.contact_correction import ContactCorrection
from visitors.models.contact_note import ContactNote
from visitors.models.contact_outcome import ContactOutcome
from visitors.models.customer import Customer
from visitors.models.customer_date import CustomerDate
from visitors.models.customer_email import CustomerEmail
from visitors.models.customer_phone import CustomerPhone
from visitors.models.customer_transfer import CustomerTransfer
from visitors.models.grade_change import GradeChange
from visitors.models.household import Household, HouseholdMember
from visitors.models.plan_due import PlanDue
from visitors.models.register_entry import RegisterEntry, RegisterWords
from visitors.models.search_key import SearchKey

__all__ = [
    "CallWishes",
    "Contact",
    "ContactCorrection",
    "ContactNote",
    "ContactOutcome",
    "Customer",
    "CustomerDate",
    "CustomerEmail",
    "CustomerPhone",
    "CustomerTransfer",
    "GradeChange",
    "Household",
    "HouseholdMember",
    "PlanDue",
    "RegisterEntry",
    "RegisterWords",
    "SearchKey",
]
