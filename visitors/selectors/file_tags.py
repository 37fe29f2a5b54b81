"""The tags of a file, and the words that an office uses for its own."""

from offices.models import Office
from visitors.file_enums import TagKind
from visitors.models import Customer, FileTag

USUAL = 20


def tags_of(customer: Customer) -> list[str]:
    """The tags in words, the house's first; who referred somebody is a referrer without being told. Two queries."""
    rows = list(FileTag.objects.filter(customer=customer.file_id))
    words = [str(row) for row in rows]
    referrer = str(TagKind.REFERRER.label)
    if referrer not in words and Customer.objects.filter(referred_by=customer.file_id).people().exists():
        words.insert(0, referrer)
    return words


def usual_labels(office: Office) -> list[str]:
    """The office's own words, for choosing the same one again: one query."""
    rows = FileTag.objects.of(office).filter(kind=TagKind.OWN).order_by("label")
    return list(rows.values_list("label", flat=True).distinct()[:USUAL])
