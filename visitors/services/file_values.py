"""One value at a time goes into a customer's file: read by the field's kind, with its history.

Imports and merging write through here as well, so that nothing enters a file unread or without its line of history.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices import phones
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.enums import Honorific
from visitors.file_kinds import ConsentClass, FileField, Held, Kind
from visitors.file_reading import Unreadable, is_filled, read
from visitors.file_words import CLASS_WORDS, PART_WORDS, PROBLEM_WORDS, PURPOSE_WORDS
from visitors.models import Customer, CustomerPhone, FileChange, FileValue, SensitiveConsent
from visitors.models.sealed_json import closed
from visitors.selectors.file_fields import field_of
from visitors.selectors.purposes import ended_purposes
from visitors.services.customers import update_customer
from visitors.services.phones import add_phone
from visitors.services.search_index import EMPLOYER, write_company_keys

COLUMNS = {Held.NAME: "name", Held.PLATE: "licence_plate", Held.SOURCE: "source", Held.HONORIFIC: "honorific"}
"""The columns of the customer in which these values are kept."""


class NeedsConsent(Refusal):
    """The customer has not agreed to such facts; ``field_key`` names the field, ``of_class`` what to ask for."""

    status = 422

    def __init__(self, field: FileField, of_class: ConsentClass) -> None:
        super().__init__(
            _("Ask the customer first: “%(what)s” is kept only with their consent.")
            % {"what": CLASS_WORDS[of_class]},
            field="consent",
        )
        self.field_key = field.key
        self.of_class = of_class


@transaction.atomic
def set_value(*, customer: Customer, key: str, raw: Any, by: Member, now: datetime) -> Any:
    """What was typed into the field becomes its value; nothing typed empties it. Returns the value, or None.

    ``raw`` has the shape that visitors.file_reading.read takes. The same value again changes nothing. Raises Refusal
    for a field that is not in use, for what cannot be read, and NeedsConsent without a standing consent.
    """
    field = field_of(by.office, key)
    if field is None:
        raise Refusal(_("This field is not in use. Load the page again."), field="value")
    if field.held is Held.PHONES:
        return _add_number(customer, field, raw, by, now)
    value = read_value(field, raw, now=now, office=by.office)
    held = Customer.objects.select_for_update(of=("self",), no_key=True).get(
        pk=customer.file_id, office=by.office_id
    )
    if field.held is not Held.VALUE:
        _set_column(held, field, value, by, now)
    else:
        write_value(held=held, field=field, value=value, by=by, now=now)
    return value


def read_value(field: FileField, raw: Any, *, now: datetime, office: Any) -> Any:
    """The value of what was typed, without writing it. Raises Refusal; of a record ``field`` is "value-<part>"."""
    try:
        return read(field, raw, today=office.business_date(now), phone=_e164)
    except Unreadable as error:
        words = str(PROBLEM_WORDS[error.problem])
        if error.part and field.kind is Kind.RECORD:
            raise Refusal(words, field=f"value-{error.part}") from None
        if error.part:
            words = f"{PART_WORDS[error.part]}{pgettext('between a label and what it says', ': ')}{words}"
        raise Refusal(words, field="value") from None


def write_value(*, held: Customer, field: FileField, value: Any, by: Member, now: datetime) -> bool:
    """Write a value that is read already, inside the caller's transaction, which holds the file's row.

    Returns whether it changed; None empties the field. Raises NeedsConsent where something sensitive is to be
    written without a consent, and Refusal where the person took back the purpose it is kept for.
    """
    row = FileValue.objects.filter(customer=held, key=field.key).first()
    before = row.content if row else None
    if before == value:
        return False
    if value is not None and field.sensitive and not has_consent(held, field):
        raise NeedsConsent(field, field.sensitive)
    _refuse_unwanted(held, field, value)
    if row is None:
        row = FileValue(office_id=held.office_id, customer=held, key=field.key)
    if value is None:
        row.delete()
    else:
        row.value, row.sealed = (None, closed(value)) if field.sensitive else (value, "")
        row.set_by, row.set_at = by, now
        row.save()
    if field.key == EMPLOYER:
        write_company_keys(held)
    _note_change(held, field, before, value, by, now)
    if is_filled(before) != is_filled(value):
        held.filled = FileValue.objects.filter(customer=held).count()
        held.save(update_fields=["filled"])
    return True


def _refuse_unwanted(held: Customer, field: FileField, value: Any) -> None:
    """Nothing is kept for a purpose that the person took back."""
    if value is not None and field.purpose in ended_purposes(held):
        raise Refusal(
            _(
                "They do not want us to keep anything “%(purpose)s”. Whoever agrees again says so under Their own data."
            )
            % {"purpose": PURPOSE_WORDS[field.purpose]},
            field="value",
        )


def has_consent(customer: Customer, field: FileField) -> bool:
    """Whether the customer agreed to facts of the field's class; open fields need no such consent."""
    if field.sensitive is None:
        return True
    files = Customer.objects.of_person(customer.file_id)
    return SensitiveConsent.objects.standing().filter(customer__in=files, of_class=field.sensitive).exists()


def _e164(typed: str) -> str:
    try:
        return phones.normalise(typed)
    except phones.PhoneError as error:
        raise ValueError from error


def _set_column(held: Customer, field: FileField, value: Any, by: Member, now: datetime) -> None:
    """Values that stand on the customer itself have their history there."""
    column = COLUMNS[field.held]
    empty = Honorific.NONE if field.held is Held.HONORIFIC else ""
    new = empty if value is None else value
    if getattr(held, column) == new:
        return
    _refuse_unwanted(held, field, value)
    update_customer(customer=held, by=by, now=now, **{column: new})
    _keep(held, field, by, now)


def _add_number(customer: Customer, field: FileField, raw: Any, by: Member, now: datetime) -> Any:
    """A number is added to those there are; its place is where it rings. Nothing typed changes nothing."""
    typed = raw if isinstance(raw, str) else ""
    if not typed.strip():
        return None
    held = Customer.objects.select_for_update(of=("self",), no_key=True).get(
        pk=customer.file_id, office=by.office_id
    )
    known = set(CustomerPhone.objects.active().filter(customer=held).values_list("pk", flat=True))
    phone = add_phone(customer=held, typed=typed, by=by, now=now)
    place = "" if field.line == phones.Line.MOBILE else field.line
    if place and phone.place != place:
        phone.place = place
        phone.save(update_fields=["place"])
    if phone.pk not in known:
        _note_change(held, field, None, phone.masked, by, now)
    return phone.masked


def _note_change(
    held: Customer, field: FileField, before: Any, after: Any, by: Member, now: datetime
) -> None:
    values: dict[str, Any] = {"before": before, "after": after}
    if field.sensitive:
        values = {"sealed": closed(values)}
    FileChange.objects.create(office_id=held.office_id, customer=held, key=field.key, at=now, by=by, **values)
    _keep(held, field, by, now)


def _keep(held: Customer, field: FileField, by: Member, now: datetime) -> None:
    keep(
        action=AuditAction.FILE_CHANGED,
        record=f"customer:{held.pk}",
        details={"field": field.key},
        by=by,
        now=now,
    )
