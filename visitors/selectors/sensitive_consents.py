"""To which sensitive facts a customer agreed, and when they took it back."""

from dataclasses import dataclass

from visitors.consent_texts import current_version, text_of
from visitors.file_kinds import ConsentClass
from visitors.file_words import CLASS_WORDS
from visitors.models import Customer, SensitiveConsent


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A class of sensitive facts; ``standing`` and ``last`` are rows of it, None where there are none."""

    of_class: str
    words: str
    text: str
    standing: SensitiveConsent | None
    last: SensitiveConsent | None


def consent_lines(customer: Customer) -> list[ConsentLine]:
    """Every class once, in their order: one query. The text is the one that was read, else the one of today."""
    files = Customer.objects.of_person(customer.file_id)
    rows = SensitiveConsent.objects.filter(customer__in=files).select_related("given_by", "withdrawn_by")
    newest: dict[str, SensitiveConsent] = {}
    standing: dict[str, SensitiveConsent] = {}
    for row in rows:
        newest.setdefault(row.of_class, row)
        if row.withdrawn_at is None:
            standing.setdefault(row.of_class, row)
    return [
        ConsentLine(
            each.value,
            str(CLASS_WORDS[each]),
            text_of(each, newest[each].text_version if each in newest else current_version(each)),
            standing.get(each),
            newest.get(each),
        )
        for each in ConsentClass
    ]


def wording_for(of_class: ConsentClass) -> str:
    """What is read to the customer today."""
    return text_of(of_class, current_version(of_class))
