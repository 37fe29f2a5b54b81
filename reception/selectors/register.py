"""The visitor register of a day: what is signed, what waits to be, who stands in it from before (B-01 … B-04).

What is shown of a signed line is what was signed; what is shown of the others is what would be.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from offices.models import BusinessDay, Member, Office
from offices.sealing import fingerprint
from reception.enums import Status
from reception.models import Reception
from reception.selectors.register_line import Line
from visitors.enums import PhoneAnswer
from visitors.models import ContactOutcome, CustomerPhone, RegisterEntry
from visitors.register import as_text
from visitors.selectors import register as signed


@dataclass(frozen=True, slots=True)
class Content:
    """What a signature over this reception would cover: facts, and the words beside them without the remark."""

    facts: dict[str, Any]
    name: str
    phone: str

    @property
    def seen(self) -> str:
        """A mark of exactly this content: whoever signs sends back the one that was shown."""
        return fingerprint("register", repr(sorted(self.facts.items())), self.name, self.phone)[:32]


@dataclass(frozen=True, slots=True)
class Register:
    """A day's register. ``lines`` are all of them by number, those of a correction after the one they correct."""

    day: BusinessDay
    lines: list[Line]
    checksum: str
    signatures: int
    returns: list[Line] = field(default_factory=list)
    to_sign: list[Line] = field(default_factory=list)
    signed: list[Line] = field(default_factory=list)


def unsigned(
    office: Office, *, day: BusinessDay | None = None, consultant: Member | None = None
) -> QuerySet[Reception]:
    """Receptions that are over and whose line nobody has signed, oldest first; of any day where none is given."""
    receptions = Reception.objects.of(office).owing_signature()
    if day is not None:
        receptions = receptions.filter(day=day)
    if consultant is not None:
        receptions = receptions.filter(consultant=consultant)
    return receptions


def checksum_of(office: Office, day: BusinessDay, until: datetime | None = None) -> str:
    """The check-sum of the day's register over what was signed up to that moment; empty where nothing was."""
    return signed.checksum_of(office, day, until)


def register_of(office: Office, day: BusinessDay) -> Register:
    """Everything that the day's register shows: four queries, however many lines."""
    entries = signed.entries_of(office, day)
    receptions = list(
        Reception.objects.of(office).on(day).filter(contact__isnull=False).with_people().order_by("number")
    )
    by_contact = {reception.contact_id: reception for reception in receptions}
    lines = list(_signed_lines(entries, by_contact))
    is_signed = {entry.contact_id for entry in entries}
    rest = [
        reception
        for reception in receptions
        if reception.status == Status.FINISHED and reception.contact_id not in is_signed
    ]
    contents = gather(office, rest)
    others = [line_of(each, contents[each.pk]) for each in rest]
    return Register(
        day=day,
        lines=sorted([*lines, *others], key=lambda line: (line.number, line.entry.pk if line.entry else 0)),
        checksum=signed.checksum_over(entries),
        signatures=len(entries),
        returns=[line for line in others if line.is_return],
        to_sign=[line for line in others if not line.is_return],
        signed=lines,
    )


def _signed_lines(entries: list[RegisterEntry], by_contact: dict[int, Reception]) -> Iterator[Line]:
    """A correction is called after the number it belongs to: 3/1, 3/2."""
    tags: dict[int, str] = {}
    replaced: dict[int, str] = {}
    times: Counter[int] = Counter()
    for entry in entries:
        nth = times[entry.contact_id]
        times[entry.contact_id] += 1
        tags[entry.pk] = f"{entry.number}/{nth}" if nth else f"{entry.number}"
        if entry.corrects_id:
            replaced[entry.corrects_id] = tags[entry.pk]
    for entry in entries:
        yield Line.of_entry(
            entry,
            by_contact[entry.contact_id],
            tag=tags[entry.pk],
            replaced_by=replaced.get(entry.pk, ""),
            is_intact=signed.is_intact(entry),
        )


def line_of(reception: Reception, content: Content) -> Line:
    """The line as it would be signed."""
    return Line.of_reception(reception, content.facts, content.name, content.phone)


def gather(office: Office, receptions: Iterable[Reception]) -> dict[int, Content]:
    """What signing each of these would cover, by its id: two queries. ``customer`` must be loaded."""
    given = list(receptions)
    outcomes = {
        outcome.contact_id: outcome
        for outcome in ContactOutcome.objects.of(office)
        .filter(contact__in=[each.contact_id for each in given])
        .order_by("at", "pk")
    }
    phones: dict[int, str] = {}
    for phone in (
        CustomerPhone.objects.of(office)
        .active()
        .filter(customer__in={each.customer_id for each in given})
        .order_by("pk")
    ):
        phones.setdefault(phone.customer_id, phone.masked)
    return {
        each.pk: Content(
            facts=_facts(each, outcomes.get(each.contact_id)),
            name=each.customer.name,
            phone=phones.get(each.customer_id, ""),
        )
        for each in given
    }


def _facts(reception: Reception, outcome: ContactOutcome | None) -> dict[str, Any]:
    """Ids, codes, figures and times; what nobody told is empty."""
    told = outcome or ContactOutcome()
    customer = reception.customer
    return {
        "visit": str(reception.visit),
        "customer": customer.pk,
        "arrived_at": as_text(reception.arrived_at),
        "met_at": as_text(reception.met_at) if reception.met_at else None,
        "ended_at": as_text(reception.ended_at) if reception.ended_at else None,
        "history": reception.history,
        "party_size": reception.party_size,
        "source": customer.source,
        "purpose": reception.purpose,
        "consultant": f"m{reception.consultant_id}",
        "kind": reception.kind,
        "counts": reception.counts,
        "clause": reception.clause,
        "grade": told.grade,
        "area": [told.area_min, told.area_max],
        "layout": told.layout,
        "floor": told.floor,
        "budget": [told.budget_min, told.budget_max],
        "buying_purpose": told.purpose,
        "units_wanted": told.units_wanted if outcome else None,
        "phone_answer": told.phone_answer or customer.phone_answer or PhoneAnswer.LATER,
    }
