"""A customer's file as its reader may see it: the groups of fields with their values in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from offices.models import Member
from offices.phones import Line, masked
from visitors.completeness import Completeness, Share, completeness
from visitors.enums import Honorific
from visitors.file_kinds import ConsentClass, FileField, Group, Held
from visitors.file_telling import hint_of, label_of, told
from visitors.file_words import CLASS_WORDS, GROUP_WORDS, PURPOSE_WORDS
from visitors.models import Customer, CustomerPhone, FileValue, SensitiveConsent
from visitors.selectors.file_fields import fields_of


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number of the customer, masked; ``id`` is that of the CustomerPhone."""

    id: int
    masked: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field and its value. ``is_closed``: not for this reader; ``lacks_consent``: the customer must be asked."""

    field: FileField
    label: str
    hint: str
    purpose: str
    value: Any
    words: str
    is_filled: bool
    is_closed: bool
    lacks_consent: bool
    set_by: Member | None = None
    set_at: datetime | None = None
    phones: tuple[Number, ...] = ()

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def number(self) -> str:
        """That of the paper form; "" for what stands on no paper."""
        number = self.field.clause.removeprefix("B-F")
        return str(int(number)) if number.isdecimal() else ""

    @property
    def class_words(self) -> str:
        """What the consent is about; "" for an open field."""
        return str(CLASS_WORDS[self.field.sensitive]) if self.field.sensitive else ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A part of the form, with how much of it is filled in."""

    group: Group
    label: str
    fields: tuple[ShownField, ...]
    share: Share


@dataclass(frozen=True, slots=True)
class FilePage:
    """The whole file. ``ask_next`` are the fields worth asking about; ``consents`` the classes that stand."""

    groups: tuple[ShownGroup, ...]
    completeness: Completeness
    ask_next: tuple[ShownField, ...]
    consents: frozenset[ConsentClass]


def file_page(customer: Customer, *, sees_sensitive: bool) -> FilePage:
    """The file of this customer (one that holds): five queries, whatever is in it."""
    fields = fields_of(customer.office)
    values = _values(customer)
    consents = consents_of(customer)
    phones = _phones(customer)
    shown = [_shown(field, customer, values, phones, consents, sees_sensitive) for field in fields]
    counted = completeness(fields, {each.key for each in shown if each.is_filled})
    groups = tuple(
        ShownGroup(group, str(GROUP_WORDS[group]), members, counted.groups[group])
        for group in Group
        if (members := tuple(each for each in shown if each.field.group is group))
    )
    by_key = {each.key: each for each in shown}
    return FilePage(groups, counted, tuple(by_key[key] for key in counted.next), consents)


def shown_field(customer: Customer, key: str, *, sees_sensitive: bool) -> ShownField | None:
    """One field of the file; None where it is not in use."""
    field = next((each for each in fields_of(customer.office) if each.key == key), None)
    if field is None:
        return None
    values, phones = _values(customer, [key]), _phones(customer)
    return _shown(field, customer, values, phones, consents_of(customer), sees_sensitive)


def consents_of(customer: Customer) -> frozenset[ConsentClass]:
    """The classes of sensitive facts to which the customer's consent stands: one query."""
    files = Customer.objects.of_person(customer.file_id)
    rows = SensitiveConsent.objects.standing().filter(customer__in=files)
    return frozenset(ConsentClass(each) for each in rows.values_list("of_class", flat=True))


def open_value(customer: Customer, field: FileField) -> Any:
    """The value of a field that is not kept among the numbers. Raises sealing.SealBroken."""
    if field.held is Held.VALUE:
        row = FileValue.objects.filter(customer=customer, key=field.key).first()
        return row.content if row else None
    return _column(customer, field)


def masked_words(field: FileField, value: Any) -> str:
    """The value in words, numbers masked."""
    return told(field, value, phone=masked)


def _values(customer: Customer, keys: Iterable[str] | None = None) -> dict[str, FileValue]:
    rows = FileValue.objects.filter(customer=customer).select_related("set_by")
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return {row.key: row for row in rows}


def _phones(customer: Customer) -> dict[str, tuple[Number, ...]]:
    """The active numbers by the field that shows them; landlines of which nobody said where they ring are at home."""
    files = Customer.objects.of_person(customer.file_id)
    found: dict[str, list[Number]] = {}
    for phone in CustomerPhone.objects.active().filter(customer__in=files).order_by("pk"):
        at_home = "home" if phone.line == Line.LANDLINE else "mobile"
        found.setdefault(phone.place or at_home, []).append(Number(phone.pk, phone.masked))
    return {place: tuple(lines) for place, lines in found.items()}


def _column(customer: Customer, field: FileField) -> Any:
    value = getattr(customer, field.held.value)
    return None if value in ("", Honorific.NONE) else value


def _shown(
    field: FileField,
    customer: Customer,
    values: dict[str, FileValue],
    phones: dict[str, Sequence[Number]],
    consents: frozenset[ConsentClass],
    sees_sensitive: bool,
) -> ShownField:
    row = values.get(field.key)
    lines = tuple(phones.get(field.line, ())) if field.held is Held.PHONES else ()
    is_closed = field.sensitive is not None and not sees_sensitive
    if field.held is Held.PHONES:
        value = None
    elif field.held is Held.VALUE:
        value = row.content if row and not is_closed else None
    else:
        value = _column(customer, field)
    return ShownField(
        field=field,
        label=label_of(field),
        hint=hint_of(field),
        purpose=str(PURPOSE_WORDS[field.purpose]),
        value=value,
        words="" if is_closed else masked_words(field, value),
        is_filled=bool(lines) or row is not None or (field.held is not Held.VALUE and value is not None),
        is_closed=is_closed,
        lacks_consent=field.sensitive is not None and field.sensitive not in consents,
        set_by=row.set_by if row else None,
        set_at=row.set_at if row else None,
        phones=lines,
    )
