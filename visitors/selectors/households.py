"""Who belongs together: the households of customers."""

from collections.abc import Iterable

from django.db.models import Q

from visitors.models import Customer, HouseholdMember


def household_of(customer: Customer) -> list[HouseholdMember]:
    """Everybody in the customer's household today, the first one first; empty where there is none. Two queries."""
    mine = HouseholdMember.objects.present().filter(_of_files([customer.file_id])).values_list("household")
    rows = HouseholdMember.objects.present().filter(household__in=list(mine))
    return list(rows.select_related("customer__merged_into").order_by("pk"))


def family_of(customers: Iterable[Customer]) -> list[Customer]:
    """The files of those who share a household with any of these, without these themselves. Two queries."""
    files = {customer.file_id for customer in customers}
    homes = HouseholdMember.objects.present().filter(_of_files(files)).values_list("household", flat=True)
    rows = HouseholdMember.objects.present().filter(household__in=list(homes))
    found = {
        each.customer.file_id: each.customer.file for each in rows.select_related("customer__merged_into")
    }
    return [found[file] for file in sorted(found) if file not in files]


def _of_files(files: Iterable[int]) -> Q:
    """Memberships of these files and of the aliases joined with them."""
    ids = list(files)
    whole = Customer.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).order_by()
    return Q(customer__in=whole)
