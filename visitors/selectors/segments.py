"""What is known of a customer for their segments, and the segments."""

from dataclasses import dataclass
from datetime import datetime

from visitors.enums import DateCalendar, DateOf, Relation
from visitors.models import (
    ContactOutcome,
    Customer,
    CustomerDate,
    FileValue,
    HouseholdMember,
    SegmentChoice,
)
from visitors.segment_words import AXIS_WORDS, REASON_WORDS, SEGMENT_WORDS
from visitors.segments import Axis, Facts, Reason, segments
from visitors.selectors.file_rules import house_file_rules
from visitors.selectors.households import household_of

ASKED = ("family_situation", "property_investments", "marital_status", "children", "parents")
"""The fields of the file from which segments follow."""


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A segment in words, with why; ``derived`` is what would follow from the file where somebody chose by hand."""

    axis: str
    words: str
    reason: str
    derived: str


def segments_of(customer: Customer, *, now: datetime) -> list[ShownSegment]:
    """The segments that are known of the customer, by the office's rules of that day: eight queries at most."""
    office, today = customer.office, customer.office.business_date(now)
    chosen = SegmentChoice.objects.filter(customer=customer.file_id).first()
    said = {axis.value: getattr(chosen, axis.value) for axis in Axis} if chosen else {}
    found = segments(facts_of(customer), said, today, house_file_rules(office, today).segments)
    return [
        ShownSegment(
            str(AXIS_WORDS[each.axis]),
            str(SEGMENT_WORDS[each.axis][each.code]),
            str(REASON_WORDS[each.reason]),
            str(SEGMENT_WORDS[each.axis][each.derived])
            if each.reason is Reason.SAID and each.derived and each.derived != each.code
            else "",
        )
        for each in found
    ]


def facts_of(customer: Customer) -> Facts:
    """What the file, the household, the days to remember and the last outcome say."""
    rows = FileValue.objects.filter(customer=customer.file_id, key__in=ASKED)
    values = {row.key: row.content for row in rows}
    home = {each.relation for each in _family(customer)}
    marital = values.get("marital_status")
    partner = True if Relation.SPOUSE in home else (marital == "married" if marital else None)
    children = [each.get("born", "") for each in values.get("children", ())]
    children += [""] * (not children and Relation.CHILD in home)
    return Facts(
        income=(values.get("family_situation") or {}).get("income", ""),
        budget=_budget(customer),
        homes=(values.get("property_investments") or {}).get("homes"),
        partner=partner,
        children=tuple(children),
        parents_too=Relation.PARENT in home,
        born=_born(customer),
    )


def _family(customer: Customer) -> list[HouseholdMember]:
    """The household, where it began with this customer: relations are to the first of it."""
    members = household_of(customer)
    return members if members and members[0].customer.file_id == customer.file_id else []


def _budget(customer: Customer) -> int | None:
    """The most that they named last."""
    outcomes = ContactOutcome.objects.filter(
        contact__customer__in=customer.all_files, budget_max__isnull=False
    )
    return outcomes.order_by("-at", "-pk").values_list("budget_max", flat=True).first()


def _born(customer: Customer) -> str:
    """The year they were born in; the day only where it is one of the solar calendar."""
    own = (
        CustomerDate.objects.filter(customer__in=customer.all_files, whose=DateOf.BUYER, year__isnull=False)
        .order_by("customer", "pk")
        .first()
    )
    if own is None:
        return ""
    if own.calendar == DateCalendar.LUNAR:
        return f"{own.year:04}"
    return f"{own.year:04}-{own.month:02}-{own.day:02}"
