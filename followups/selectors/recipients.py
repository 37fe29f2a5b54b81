"""To which number or address of a customer a text goes, and how its reader is addressed: a few queries for many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from messaging.enums import TextChannel
from messaging.services.texts import Recipient
from offices.models import Office
from offices.phones import Line
from offices.sealing import SealBroken
from visitors.models import Customer, CustomerEmail, CustomerPhone
from visitors.search_keys import surname
from visitors.selectors.aliases import files_by_id


@dataclass(frozen=True)
class Destination:
    """One number or address of a customer, sealed."""

    print: str
    masked: str
    sealed_row: CustomerPhone | CustomerEmail = field(repr=False)

    @property
    def number(self) -> str:
        """The whole number or address; empty where no key of ours opens it."""
        try:
            row = self.sealed_row
            return row.address if isinstance(row, CustomerEmail) else row.number
        except SealBroken:
            return ""


def destinations(
    customers: Sequence[Customer], *, office: Office, channel: str
) -> dict[int, list[Destination]]:
    """By customer, where a text of this channel may go, the oldest number first. Two queries.

    The numbers of aliases are the file's; a file that was joined with another one of these has none of its own.
    """
    people = files_by_id(customer.pk for customer in customers)
    found: dict[int, list[Destination]] = defaultdict(list)
    if channel == TextChannel.EMAIL:
        for mail in CustomerEmail.objects.of(office).filter(customer__in=list(people)).order_by("pk"):
            found[people[mail.customer_id]].append(Destination(mail.digest, mail.masked, mail))
        return found
    phones = (
        CustomerPhone.objects.of(office).active().filter(customer__in=list(people), line=Line.MOBILE.value)
    )
    for phone in phones.order_by("pk"):
        found[people[phone.customer_id]].append(Destination(phone.digest, phone.masked, phone))
    return found


def recipient(
    customer: Customer, number: str, consultant: str, more: Mapping[str, str] | None = None
) -> Recipient:
    """How the text addresses this customer; ``more`` are variables of this one alone."""
    return Recipient(
        number,
        surname=surname(customer.name),
        title=customer.honorific if customer.honorific in ("mr", "ms") else "",
        consultant=consultant,
        more=more or {},
    )
