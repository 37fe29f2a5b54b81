"""The door to a customer's file: it is loaded only for a member of the office that holds it."""

from django.http import Http404

from offices.models import Member
from visitors.models import Customer, CustomerPhone, HouseholdMember, RegisterEntry


def load_customer(member: Member, pk: int) -> Customer:
    """The file of that customer, or of the one it was joined with, in the member's office.

    Raises Http404 for another office's id exactly as for one that does not exist.
    """
    customer = Customer.objects.filter(office=member.office_id, pk=pk).select_related("merged_into").first()
    if customer is None:
        raise Http404
    return customer.file


def load_phone(member: Member, pk: int) -> CustomerPhone:
    """An active number of a customer of the member's office. Raises Http404 as above."""
    phone = (
        CustomerPhone.objects.active()
        .filter(office=member.office_id, pk=pk)
        .select_related("customer")
        .first()
    )
    if phone is None:
        raise Http404
    return phone


def load_entry(member: Member, pk: int) -> RegisterEntry:
    """An entry of the register of the member's office, with its words. Raises Http404."""
    entries = RegisterEntry.objects.of(member.office).select_related(
        "words", "day", "signed_by", "contact", "corrects"
    )
    try:
        return entries.get(pk=pk)
    except RegisterEntry.DoesNotExist:
        raise Http404 from None


def load_household_member(member: Member, pk: int) -> HouseholdMember:
    """Somebody in a household of the member's office. Raises Http404."""
    rows = HouseholdMember.objects.of(member.office).select_related("customer", "office")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
