"""What two files of one person may disagree about, as plain values.

Numbers, addresses, contacts, households, wishes and days to remember are not among it: they stay where they are, and
are read for a person's files together.
"""

import hashlib
import json
from dataclasses import dataclass, field

from visitors.enums import Honorific, PhoneAnswer
from visitors.file_enums import CustomerKind
from visitors.joining import Side, Value
from visitors.models import CallWishes, CorporateFacts, Customer, FileTag, FileValue, SegmentChoice
from visitors.segments import Axis

CARD = ("name", "honorific", "licence_plate", "grade", "source")
PEOPLE = ("referred_by", "second_contact")
PHONE = "phone_answer"
KIND = "kind"
COMPANY = "company"
SEGMENTS = "segments"
AXES = tuple(axis.value for axis in Axis)
TAGS = "tags"
VALUE = "value:"
WISH = "wish:"
WISHES = ("no_calls", "asked_less", "key", "quality", "objection")
SPECIAL = f"{WISH}special"
COMPANY_FIELDS = (
    *("company", "representative", "contact", "address", "postcode", "fax", "scope", "capital"),
    *("changed_at", "changed_by_id"),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The fields of two files by name: nothing said is "" or None. ``forced``: where there is no choice."""

    keep: dict[str, Value]
    alias: dict[str, Value]
    forced: dict[str, Side] = field(default_factory=dict)

    @property
    def differing(self) -> list[str]:
        """The fields about which they say different things, in the order of the form."""
        names = [*self.keep, *(name for name in self.alias if name not in self.keep)]
        return [name for name in names if (self.keep.get(name) or None) != (self.alias.get(name) or None)]


def values_of(customer: Customer) -> dict[str, Value]:
    """The fields of this file alone, without its aliases. Five queries. Raises sealing.SealBroken.

    A field of the file's form stands under "value:" and its key, with who wrote it and when; a wish about calls under
    "wish:" and its name, None where nobody ever said anything.
    """
    card: dict[str, Value] = {name: getattr(customer, name) for name in CARD}
    card["honorific"] = "" if customer.honorific == Honorific.NONE else customer.honorific
    card |= {name: getattr(customer, f"{name}_id") for name in PEOPLE}
    said = [customer.phone_answer, customer.phone_note]
    card[PHONE] = None if said == [PhoneAnswer.LATER, ""] else said
    is_usual = customer.kind == CustomerKind.GENERAL
    card[KIND] = None if is_usual else [customer.kind, customer.partner]
    card[COMPANY] = company_of(customer)
    card[SEGMENTS] = _segments_of(customer)
    card |= _wishes_of(customer)
    tags = FileTag.objects.filter(customer=customer.pk).order_by("pk").values_list("kind", "label")
    card[TAGS] = sorted(list(tag) for tag in tags)  # in an order of our own, whatever the database's is
    rows = FileValue.objects.filter(customer=customer.pk).order_by("key")
    return card | {f"{VALUE}{row.key}": value_of(row) for row in rows}


def value_of(row: FileValue) -> dict[str, Value]:
    """What a row of the form holds. Raises sealing.SealBroken."""
    return {
        "content": row.content,
        "sealed": bool(row.sealed),
        "by": row.set_by_id,
        "at": row.set_at.isoformat(),
    }


def _wishes_of(customer: Customer) -> dict[str, Value]:
    names = (*WISHES, "special")
    row = CallWishes.objects.filter(customer=customer.pk).values(*names).first()
    return {f"{WISH}{name}": row[name] if row else None for name in names}


def _segments_of(customer: Customer) -> dict[str, Value] | None:
    row = SegmentChoice.objects.filter(customer=customer.pk).first()
    if row is None:
        return None
    return {axis: getattr(row, axis) for axis in AXES} | {"by": row.by_id, "at": row.at.isoformat()}


def company_of(customer: Customer) -> dict[str, Value] | None:
    """What the file of a company says of it, where it is one. One query."""
    row = CorporateFacts.objects.filter(customer=customer.pk).values(*COMPANY_FIELDS).first()
    return {**row, "changed_at": row["changed_at"].isoformat()} if row else None


def both_sides(keep: Customer, alias: Customer) -> Sides:
    """The two as they would be joined.

    The tags of both are kept, every wish about calls, and the better answer about a number. Nobody is referred by
    themselves: such a referral is left out.
    """
    mine, other, forced = values_of(keep), values_of(alias), {}
    for name, value in other.items():
        # The same answer, written by two people: there is nothing to choose.
        if name.startswith(VALUE) and name in mine and mine[name]["content"] == value["content"]:
            other[name] = mine[name]
    if _is_one_of(other["referred_by"], keep, alias):
        other["referred_by"] = None
    if _said(other[PHONE]) > _said(mine[PHONE]):
        forced[PHONE] = Side.ALIAS
    else:
        other[PHONE] = mine[PHONE]
    if both := [tag for tag in other[TAGS] if tag not in mine[TAGS]]:
        other[TAGS], forced[TAGS] = sorted(mine[TAGS] + both), Side.ALIAS
    _join_wishes(mine, other, forced)
    if _same_segments(mine[SEGMENTS], other[SEGMENTS]):
        other[SEGMENTS] = mine[SEGMENTS]
    if _is_one_of(mine["referred_by"], keep, alias):
        forced["referred_by"] = Side.ALIAS
    return Sides(mine, other, forced)


def seen_as(sides: Sides) -> str:
    """A mark of what a page showed, by which a change meanwhile is noticed; says nothing of the values."""
    shown = json.dumps([sides.keep, sides.alias], sort_keys=True, default=str)
    return hashlib.sha256(shown.encode()).hexdigest()[:32]


def _join_wishes(mine: dict[str, Value], other: dict[str, Value], forced: dict[str, Side]) -> None:
    """Who asked for no calls under one name wants none under the other: nobody chooses that away."""
    for name in (f"{WISH}{each}" for each in (*WISHES, "special")):
        if other[name] and not mine[name]:
            forced[name] = Side.ALIAS
        else:
            other[name] = mine[name]


def _same_segments(mine: Value, other: Value) -> bool:
    return bool(mine and other) and all(mine[axis] == other[axis] for axis in AXES)


def _said(answer: Value) -> int:
    """How much the answer about the number says: a number was left, declined, or nothing yet."""
    return 0 if answer is None else 2 if answer[0] == PhoneAnswer.GIVEN else 1


def _is_one_of(referrer: int | None, *files: Customer) -> bool:
    if referrer is None:
        return False
    return Customer.objects.get(pk=referrer).file_id in {each.pk for each in files}
