"""A visitor is entered at the desk: a new file, or the one we already have."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from messaging.enums import ConsentWay
from offices.errors import Refusal
from offices.models import Member, Office
from visitors.enums import Honorific, PhoneAnswer
from visitors.models import Customer
from visitors.search_keys import plate, sort_key
from visitors.services.phones import claim_number, holder_of, note_consents, read_number, take_number
from visitors.services.search_index import rewrite_keys, write_keys

NAME_LENGTH = 40
PLATE_LENGTH = 12
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEntry:
    """What the clerk typed. ``customer_id`` is a known customer who was chosen; ``phone`` as typed, in any format.

    Without a number ``phone_answer`` must say why: declined (with a note) or to be asked later; a chosen customer needs
    neither. Consents are True, False, or None where they were not asked for.
    """

    customer_id: int | None = None
    name: str = ""
    honorific: str = Honorific.NONE
    phone: str = ""
    phone_answer: str = ""
    phone_note: str = ""
    consent_call: bool | None = None
    consent_sms: bool | None = None
    licence_plate: str = ""
    source: str = ""
    referred_by: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    customer: Customer
    is_new: bool


def enter_customer(*, office: Office, entry: CustomerEntry, by: Member, now: datetime) -> Entered:
    """The file of this visitor, made or found by number, inside the caller's transaction.

    A known number opens the customer who holds it, as does choosing one; what was typed fills in what the file lacks
    and overwrites nothing. At most 5 queries for a new customer, 2 for a known one of whom nothing new is learned.
    Raises Refusal with the field to mend.
    """
    found = _cleaned(office, entry)
    number = read_number(entry.phone)
    if entry.customer_id is not None:
        customer, is_new = _chosen(office, entry.customer_id), False
        if number:
            take_number(office=office, customer=customer, number=number, now=now)
    else:
        customer, is_new = _by_number_or_new(office, number, found, by, now)
    if not is_new:
        _fill_in(customer, found, gave_number=bool(number))
    if number:
        note_consents(
            office=office,
            number=number,
            call=entry.consent_call,
            sms=entry.consent_sms,
            channel=ConsentWay.DESK,
            by=by,
            now=now,
        )
    return Entered(customer, is_new)


@transaction.atomic
def update_customer(
    *,
    customer: Customer,
    name: str | None = None,
    honorific: str | None = None,
    licence_plate: str | None = None,
    source: str | None = None,
    by: Member,
    now: datetime,
) -> Customer:
    """Set what is given (None leaves it) and make the search keys anew where name or plate changed. Raises Refusal."""
    given = {"name": name, "honorific": honorific, "licence_plate": licence_plate, "source": source}
    wanted = {field: value for field, value in given.items() if value is not None}
    if "name" in wanted:
        wanted["name"] = clean_text(wanted["name"], "name", NAME_LENGTH)
    if "licence_plate" in wanted:
        wanted["licence_plate"] = clean_plate(wanted["licence_plate"])
    held = Customer.objects.select_for_update(of=("self",), no_key=True).get(
        pk=customer.pk, office=by.office_id
    )
    set_fields(held, {field: value for field, value in wanted.items() if getattr(held, field) != value})
    return held


def clean_text(text: str, field: str, length: int) -> str:
    """Without control characters and needless spaces. Raises Refusal where it is too long."""
    kept = "".join(character for character in " ".join(text.split()) if character.isprintable())
    if len(kept) > length:
        raise Refusal(
            _("This is too long: shorten it to %(length)s characters.") % {"length": length}, field=field
        )
    return kept


def clean_plate(text: str) -> str:
    """The plate as it is kept. Raises Refusal where it is too long for one."""
    kept = plate(clean_text(text, "licence_plate", NOTE_LENGTH))
    if len(kept) > PLATE_LENGTH:
        raise Refusal(_("This is no licence plate. Type its characters, at most 12."), field="licence_plate")
    return kept


def _cleaned(office: Office, entry: CustomerEntry) -> dict:
    """The fields of the file as the entry would have them."""
    note = clean_text(entry.phone_note, "phone_note", NOTE_LENGTH)
    answer = PhoneAnswer.GIVEN if entry.phone.strip() else entry.phone_answer
    if answer == PhoneAnswer.GIVEN and not entry.phone.strip():
        answer = ""
    if answer == PhoneAnswer.REFUSED and not note:
        raise Refusal(_("Say in a few words how the visitor declined to leave a number."), field="phone")
    if not answer and entry.customer_id is None:
        raise Refusal(
            _("Type the number, or say that the visitor declined or will be asked later."), field="phone"
        )
    return {
        "name": clean_text(entry.name, "name", NAME_LENGTH),
        "honorific": entry.honorific or Honorific.NONE,
        "licence_plate": clean_plate(entry.licence_plate),
        "source": entry.source,
        "referred_by_id": _referrer(office, entry.referred_by),
        "phone_answer": answer,
        "phone_note": note if answer == PhoneAnswer.REFUSED else "",
    }


def _referrer(office: Office, pk: int | None) -> int | None:
    if pk is None:
        return None
    customer = Customer.objects.of(office).filter(pk=pk).first()
    if customer is None:
        raise Refusal(
            _("Nobody here has that file. Search for the referring customer again."), field="referred_by"
        )
    return customer.file_id


def _chosen(office: Office, pk: int) -> Customer:
    customer = Customer.objects.of(office).filter(pk=pk).select_related("merged_into").first()
    if customer is None:
        raise Refusal(_("Nobody here has that file. Search for the customer again."), field="customer_id")
    return customer.file


def _by_number_or_new(
    office: Office, number: str, found: dict, by: Member, now: datetime
) -> tuple[Customer, bool]:
    if not number:
        return _create(office, None, found, by, now), True
    pk = claim_number(office=office, number=number, customer_id=None, now=now)
    if pk is not None:
        return _create(office, pk, found, by, now), True
    holder = holder_of(office, number)
    if holder is None:
        raise Refusal(_("This number is being changed just now. Send the form again."), field="phone")
    return holder, False


def _create(office: Office, pk: int | None, found: dict, by: Member, now: datetime) -> Customer:
    customer = Customer(
        pk=pk, office=office, created_at=now, created_by=by, sort_key=sort_key(found["name"]), **found
    )
    customer.save(force_insert=True)
    write_keys(customer)
    return customer


def _fill_in(customer: Customer, found: dict, *, gave_number: bool) -> None:
    """Add what the file lacks; what it has stays."""
    lacking = {
        "name": not customer.name,
        "honorific": customer.honorific == Honorific.NONE,
        "licence_plate": not customer.licence_plate,
        "source": not customer.source,
        "referred_by_id": customer.referred_by_id is None and found["referred_by_id"] != customer.pk,
    }
    changes = {
        field: found[field]
        for field, lacks in lacking.items()
        if lacks and found[field] != getattr(customer, field)
    }
    declined = found["phone_answer"] == PhoneAnswer.REFUSED and customer.phone_answer == PhoneAnswer.LATER
    if (gave_number and customer.phone_answer != PhoneAnswer.GIVEN) or declined:
        changes |= {"phone_answer": found["phone_answer"], "phone_note": found["phone_note"]}
    set_fields(customer, changes)


def set_fields(customer: Customer, changes: dict) -> None:
    """Write these fields, and what follows from them."""
    if "name" in changes:
        changes = {**changes, "sort_key": sort_key(changes["name"])}
    if not changes:
        return
    for field, value in changes.items():
        setattr(customer, field, value)
    customer.save(update_fields=[*changes])
    if changes.keys() & {"name", "licence_plate"}:
        rewrite_keys(customer)
