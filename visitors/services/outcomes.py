"""What came of a contact: codes into the evidence, words beside it, grade and number onto the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from messaging.enums import ConsentWay
from offices.errors import Refusal
from offices.models import Member
from visitors.enums import GradeReason, PhoneAnswer
from visitors.models import Contact, ContactNote, ContactOutcome, Customer
from visitors.services.customers import NOTE_LENGTH, clean_text
from visitors.services.grades import note_grade
from visitors.services.phones import note_consents, read_number, take_number

TEXT_LENGTH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeEntry:
    """What the consultant filled in; areas in square metres, budgets in yuan, lists as codes of visitors.enums.

    ``phone`` is a number as typed, left at last; ``note`` is what was said, in words.
    """

    grade: str = ""
    area_min: int | None = None
    area_max: int | None = None
    layout: str = ""
    floor: str = ""
    budget_min: int | None = None
    budget_max: int | None = None
    purpose: str = ""
    objections: Sequence[str] = ()
    units_wanted: int = 1
    phone_answer: str = ""
    phone: str = ""
    phone_note: str = ""
    consent_call: bool | None = None
    consent_sms: bool | None = None
    next_appointment: datetime | None = None
    note: str = ""


def record_outcome(*, contact: Contact, entry: OutcomeEntry, by: Member, now: datetime) -> ContactOutcome:
    """Write the outcome, inside the caller's transaction; a later one of the same contact replaces it as a whole.

    A grade and an answer about the number also change the customer's file; a number is added to it. Raises Refusal.
    """
    _check(entry, now)
    number = read_number(entry.phone)
    answer = PhoneAnswer.GIVEN if number else entry.phone_answer
    note = clean_text(entry.phone_note, "phone_note", NOTE_LENGTH)
    if answer == PhoneAnswer.REFUSED and not note:
        raise Refusal(_("Say in a few words how the visitor declined to leave a number."), field="phone")
    customer = contact.customer.file
    if number:
        take_number(office=by.office, customer=customer, number=number, now=now)
        note_consents(
            office=by.office,
            number=number,
            call=entry.consent_call,
            sms=entry.consent_sms,
            channel=ConsentWay.DESK,
            by=by,
            now=now,
        )
    if entry.grade and entry.grade != customer.grade:
        note_grade(customer=customer, grade=entry.grade, reason=GradeReason.RECEPTION, by=by, now=now)
    _change_file(customer, entry.grade, answer, note)
    _write_note(contact, entry.note, by, now)
    return ContactOutcome.objects.create(
        office_id=contact.office_id,
        contact=contact,
        grade=entry.grade,
        area_min=entry.area_min,
        area_max=entry.area_max,
        layout=entry.layout,
        floor=entry.floor,
        budget_min=entry.budget_min,
        budget_max=entry.budget_max,
        purpose=entry.purpose,
        objections=list(dict.fromkeys(entry.objections)),
        units_wanted=entry.units_wanted,
        phone_answer=answer,
        next_appointment=entry.next_appointment,
        at=now,
        by=by,
    )


def _check(entry: OutcomeEntry, now: datetime) -> None:
    """Raise Refusal for figures that contradict each other."""
    if entry.area_min is not None and entry.area_max is not None and entry.area_min > entry.area_max:
        raise Refusal(_("The area must be written from small to large."), field="area_max")
    if entry.budget_min is not None and entry.budget_max is not None and entry.budget_min > entry.budget_max:
        raise Refusal(_("The budget must be written from small to large."), field="budget_max")
    if entry.next_appointment is not None and entry.next_appointment <= now:
        raise Refusal(_("The next appointment must lie in the future."), field="next_appointment")
    if len(entry.note) > TEXT_LENGTH:
        raise Refusal(
            _("This is too long: shorten it to %(length)s characters.") % {"length": TEXT_LENGTH},
            field="note",
        )


def _change_file(customer: Customer, grade: str, answer: str, note: str) -> None:
    """Grade and answer as they are now. A refusal does not take away a number that was left before."""
    changes: dict[str, str] = {}
    if grade and grade != customer.grade:
        changes["grade"] = grade
    has_number = customer.phone_answer == PhoneAnswer.GIVEN
    if answer == PhoneAnswer.GIVEN and not has_number:
        changes |= {"phone_answer": answer, "phone_note": ""}
    elif answer == PhoneAnswer.REFUSED and not has_number:
        changes |= {"phone_answer": answer, "phone_note": note}
    for field, value in changes.items():
        setattr(customer, field, value)
    if changes:
        customer.save(update_fields=[*changes])


def _write_note(contact: Contact, text: str, by: Member, now: datetime) -> None:
    """The words of the contact as they are now; no words leave those that stand there."""
    kept = "".join(character for character in text.strip() if character.isprintable() or character == "\n")
    if not kept:
        return
    ContactNote.objects.bulk_create(
        [ContactNote(office_id=contact.office_id, contact=contact, text=kept, at=now, by=by)],
        update_conflicts=True,
        unique_fields=["contact"],
        update_fields=["text", "at", "by"],
    )
