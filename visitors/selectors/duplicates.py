"""Who may be the same person: looked for around one file at once, and in the whole office by shared signs."""

from collections.abc import Iterable, Iterator

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from offices.models import Office
from visitors.duplicates import Likeness, likeness, proposals
from visitors.enums import DateOf, DuplicateState, KeyKind
from visitors.models import (
    Customer,
    CustomerDate,
    CustomerEmail,
    CustomerPhone,
    Duplicate,
    HouseholdMember,
    SearchKey,
)
from visitors.search_keys import folded
from visitors.selectors.traits import traits_of

NAMESAKES = 50
"""So many of the same name are looked at around one file; more are a common name, which proves nothing."""
LARGEST_GROUP = 8
"""What more files than these share (a company's car, an exchange) is no sign of one person."""
AT_ONCE = 400
"""So many files are compared at a time."""
FILE = Coalesce("customer__merged_into_id", "customer_id")


def look_alikes(customer: Customer) -> list[Likeness]:
    """Files that may be of the customer's person, the likeliest first, without those known to be somebody else's.

    A constant number of queries, each along an index.
    """
    file = customer.file_id
    near = Customer.objects.filter(pk__in=_near(customer)).order_by("pk")
    holding = {merged or pk for pk, merged in near.values_list("pk", "merged_into")}
    known = traits_of({file, *holding})
    found = [likeness(known[file], known[other]) for other in sorted(holding - {file})]
    apart = _apart(file)
    kept = [each for each in found if each.is_proposed and (each.low, each.high) not in apart]
    return sorted(kept, key=lambda each: (-each.score, each.low, each.high))


def likeness_of(one: Customer, other: Customer) -> Likeness:
    """How much these two look like one person. Raises ValueError for one file twice."""
    known = traits_of([one.pk, other.pk])
    return likeness(known[one.pk], known[other.pk])


def shared_signs(office: Office) -> Iterator[list[int]]:
    """Files (ids) of the office that share a sign of more weight than a name, a few at a time, never a crowd."""
    phones = CustomerPhone.objects.of(office)
    emails = CustomerEmail.objects.of(office)
    homes = HouseholdMember.objects.of(office).present()
    firms = SearchKey.objects.of(office).filter(kind=KeyKind.COMPANY)
    born = CustomerDate.objects.of(office).filter(whose=DateOf.BUYER, year__isnull=False)
    plates = Customer.objects.of(office).exclude(licence_plate="")
    yield from _groups(phones, "digest")
    yield from _groups(emails, "digest")
    yield from _groups(homes, "household")
    yield from _groups(firms, "key")
    yield from _groups(born, "calendar", "month", "day", "year", "customer__name")
    yield from _groups(
        plates.annotate(file_of=Coalesce("merged_into_id", "id")), "licence_plate", file="file_of"
    )


def proposed_in(groups: Iterable[list[int]]) -> Iterator[Likeness]:
    """The proposals within each of these groups of files; the traits are gathered for many groups at once."""
    batch: list[list[int]] = []
    for group in groups:
        batch.append(group)
        if sum(map(len, batch)) >= AT_ONCE:
            yield from _compared(batch)
            batch = []
    yield from _compared(batch)


def waiting(office: Office) -> QuerySet[Duplicate]:
    """The pairs that wait for an answer, the likeliest first, with their files."""
    return Duplicate.objects.of(office).open().select_related("low", "high").order_by("-score", "pk")


def _near(customer: Customer) -> set[int]:
    """Files, or aliases of them, that share a number, an address, a plate, a home or the whole name."""
    # One list of files, never an OR across the join: that reads both tables whole.
    office, mine = customer.office_id, Q(customer__in=customer.all_files)
    numbers = list(CustomerPhone.objects.filter(mine, office=office).values_list("last4", "digest"))
    mails = CustomerEmail.objects.filter(mine, office=office).values_list("digest", flat=True)
    homes = HouseholdMember.objects.present().filter(mine).values_list("household", flat=True)
    keys = Q(kind=KeyKind.NAME, key=folded(customer.name)) | Q(
        kind=KeyKind.PLATE, key=folded(customer.licence_plate)
    )
    found: set[int] = set()
    # By the last four digits, which have an index whether the number is in use or not.
    phones = CustomerPhone.objects.filter(
        office=office, last4__in={last4 for last4, _ in numbers}, digest__in={digest for _, digest in numbers}
    )
    for rows in (
        phones,
        CustomerEmail.objects.filter(office=office, digest__in=list(mails)),
        HouseholdMember.objects.present().filter(household__in=list(homes)),
        SearchKey.objects.filter(keys, office=office).exclude(key=""),
    ):
        found.update(rows.order_by("pk").values_list("customer", flat=True)[:NAMESAKES])
    return found - {customer.file_id}


def _apart(file: int) -> set[tuple[int, int]]:
    rows = Duplicate.objects.filter(Q(low=file) | Q(high=file), state=DuplicateState.APART)
    return set(rows.values_list("low", "high"))


def _groups(rows: QuerySet, *by: str, file: str = "") -> Iterator[list[int]]:
    of = F(file) if file else FILE
    grouped = rows.order_by().values(*by).annotate(many=Count(of, distinct=True))
    shared = grouped.filter(many__gt=1, many__lte=LARGEST_GROUP).annotate(files=ArrayAgg(of, distinct=True))
    for files in shared.values_list("files", flat=True).iterator(chunk_size=2000):
        yield sorted(files)


def _compared(groups: list[list[int]]) -> Iterator[Likeness]:
    known = traits_of({file for group in groups for file in group})
    for group in groups:
        yield from proposals(known[file] for file in group)
