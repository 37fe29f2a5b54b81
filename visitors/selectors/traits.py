"""What files are compared by, gathered for many at once: see visitors.duplicates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from visitors.duplicates import Traits
from visitors.enums import DateOf, Honorific, KeyKind
from visitors.models import Customer, CustomerDate, CustomerEmail, CustomerPhone, HouseholdMember, SearchKey
from visitors.search_keys import folded
from visitors.selectors.aliases import files_by_id

Found = dict[int, dict[str, set]]


def traits_of(files: Iterable[int]) -> dict[int, Traits]:
    """By the id of each file; what stands in its aliases counts as its own. Seven queries, however many.

    Of a file that was joined with another of these since the caller read it, nothing is left to compare.
    """
    given = set(files)
    people = files_by_id(given)
    found: Found = defaultdict(lambda: defaultdict(set))
    _cards(people, found)
    _rows(people, found)
    return {
        file: Traits(file, **{name: frozenset(values) for name, values in found[file].items()})
        for file in given
    }


def _cards(people: Mapping[int, int], found: Found) -> None:
    rows = Customer.objects.filter(pk__in=list(people)).order_by("pk")
    for pk, name, sound, plate, honorific in rows.values_list(
        "pk", "name", "sort_key", "licence_plate", "honorific"
    ):
        known = found[people[pk]]
        if folded(name):
            known["names"].add(folded(name))
            known["sounds"].add(folded(sound))
        if plate:
            known["plates"].add(folded(plate))
        if honorific != Honorific.NONE:
            known["honorifics"].add(honorific)


def _rows(people: Mapping[int, int], found: Found) -> None:
    ids = list(people)
    phones = CustomerPhone.objects.filter(customer__in=ids).order_by("pk")
    emails = CustomerEmail.objects.filter(customer__in=ids).order_by("pk")
    homes = HouseholdMember.objects.present().filter(customer__in=ids).order_by("pk")
    firms = SearchKey.objects.filter(customer__in=ids, kind=KeyKind.COMPANY).order_by("pk")
    born = CustomerDate.objects.filter(customer__in=ids, whose=DateOf.BUYER).order_by("pk")
    for name, rows in (
        ("phones", phones.values_list("customer", "digest")),
        ("emails", emails.values_list("customer", "digest")),
        ("households", homes.values_list("customer", "household")),
        ("companies", firms.values_list("customer", "key")),
    ):
        for customer, value in rows:
            found[people[customer]][name].add(value)
    for customer, calendar, month, day, year in born.values_list(
        "customer", "calendar", "month", "day", "year"
    ):
        found[people[customer]]["birthdays"].add((calendar, month, day, year or 0))
