"""What this floor holds of a person: told for their own file, and taken away when they are erased."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from visitors.enums import Honorific, PhoneAnswer
from visitors.file_enums import CustomerKind
from visitors.models import (
    CallWishes,
    CompanyNote,
    ContactNote,
    CorporateFacts,
    Customer,
    CustomerDate,
    CustomerEmail,
    CustomerPhone,
    FileTag,
    RegisterWords,
    SearchKey,
    SegmentChoice,
)
from visitors.personal_data import Holder, Person, Row

GONE = "\u2013"
"""Stands where a row cannot do without words."""


def of_person(model: Any, person: Person, path: str = "customer") -> models.QuerySet:
    """The rows of any of the person's files, in the order in which they came."""
    return model.objects.filter(**{f"{path}__in": person.files}).order_by("pk")


def delete_all(*rows: models.QuerySet) -> int:
    """Delete them without reading them first; how many there were."""
    return sum(each.order_by().delete()[0] for each in rows)


def forget_history(person: Person, app: str, *tracked: str) -> int:
    """The events of these tracked models that speak of the person: deleted, what the erasure itself wrote included."""
    count = 0
    for name in tracked:
        events = apps.get_model(app, f"{name}Event")
        key = "pgh_obj" if name == "Customer" else "customer"
        count += events.objects.filter(**{f"{key}__in": person.files}).delete()[0]
    return count


def _card_rows(person: Person) -> Iterable[Row]:
    for file in Customer.objects.filter(pk__in=person.files).order_by("pk").select_related("referred_by"):
        yield {
            _("File number"): file.file_number,
            pgettext("customer", "Name"): file.name,
            _("Form of address"): file.get_honorific_display(),
            _("Licence plate"): file.licence_plate,
            pgettext("customer", "Kind"): file.get_kind_display(),
            _("Works with us as"): file.get_partner_display(),
            pgettext("customer", "Grade"): file.get_grade_display(),
            _("Source channel"): file.get_source_display(),
            _("What was said about the number"): file.phone_note,
            # Somebody else's name is theirs.
            _("Came on the word of another customer"): bool(file.referred_by_id),
            pgettext("customer", "Entered"): file.created_at,
        }


def _erase_card(person: Person, now: datetime) -> int:
    """The row stays as what the evidence points to; from the file number alone nobody finds a person."""
    blank = {
        "name": "",
        "sort_key": "",
        "honorific": Honorific.NONE,
        "licence_plate": "",
        "grade": "",
        "kind": CustomerKind.GENERAL,
        "partner": "",
        "phone_answer": PhoneAnswer.LATER,
        "phone_note": "",
        "second_contact": None,
        "filled": 0,
    }
    count = Customer.objects.filter(pk__in=person.files).update(**blank)
    return count + delete_all(of_person(SearchKey, person))


def _number_rows(person: Person) -> Iterable[Row]:
    """Whole numbers: they are the person's own. Raises sealing.SealBroken."""
    for phone in of_person(CustomerPhone, person):
        yield {
            _("Telephone number"): phone.number,
            pgettext("telephone", "In use"): phone.is_active,
            _("Since"): phone.created_at,
        }
    for email in of_person(CustomerEmail, person):
        yield {_("E-mail address"): email.address}


def _erase_numbers(person: Person, now: datetime) -> int:
    return delete_all(of_person(CustomerPhone, person), of_person(CustomerEmail, person))


def _day_rows(person: Person) -> Iterable[Row]:
    for day in of_person(CustomerDate, person):
        yield {
            _("Whose day"): day.get_whose_display(),
            pgettext("family", "Name"): day.name,
            _("Calendar"): day.get_calendar_display(),
            pgettext("birthday", "Day"): f"{day.year or '----'}-{day.month:02}-{day.day:02}",
        }


def _erase_days(person: Person, now: datetime) -> int:
    return delete_all(of_person(CustomerDate, person))


def _tag_rows(person: Person) -> Iterable[Row]:
    for tag in of_person(FileTag, person):
        yield {pgettext("customer", "Tag"): str(tag), _("Since"): tag.at}
    for wish in of_person(CallWishes, person):
        yield {
            _("Wants no calls at all"): wish.no_calls,
            _("Asked for fewer calls"): wish.asked_less,
            _("Since"): wish.changed_at,
        }


def _erase_tags(person: Person, now: datetime) -> int:
    """Nobody is called again: the wish stands as a mere yes. The histories go with the rows."""
    wishes, choices = of_person(CallWishes, person), of_person(SegmentChoice, person)
    count = delete_all(of_person(FileTag, person), wishes, choices)
    office = person.customer.office_id
    CallWishes.objects.bulk_create(
        CallWishes(office_id=office, customer_id=file, no_calls=True, changed_at=now) for file in person.files
    )
    return count + forget_history(person, "visitors", "CallWishes", "SegmentChoice", "Customer")


def _company_rows(person: Person) -> Iterable[Row]:
    for facts in of_person(CorporateFacts, person):
        yield {
            _("Name of the company"): facts.company,
            _("Legal representative"): facts.representative,
            _("Whom to speak to there"): facts.contact,
            pgettext("company", "Address"): facts.address,
            _("Postcode"): facts.postcode,
            _("Fax"): facts.fax,
            _("Business scope"): facts.scope,
            _("Registered capital (yuan)"): facts.capital,
        }
    for note in of_person(CompanyNote, person):
        yield {pgettext("company", "Day"): note.on, pgettext("company", "In words"): note.text}


def _erase_company(person: Person, now: datetime) -> int:
    count = delete_all(of_person(CompanyNote, person), of_person(CorporateFacts, person))
    return count + forget_history(person, "visitors", "CorporateFacts")


def _contact_rows(person: Person) -> Iterable[Row]:
    contacts = person.customer.contacts.model.objects.filter(customer__in=person.files)
    for contact in contacts.order_by("at", "pk").select_related("consultant", "note"):
        note = getattr(contact, "note", None)
        yield {
            pgettext("contact", "When"): contact.at,
            pgettext("contact", "Kind"): contact.get_kind_display(),
            pgettext("contact", "With"): contact.consultant.name if contact.consultant else "",
            pgettext("contact", "Note"): note.text if note else "",
        }


def _erase_contacts(person: Person, now: datetime) -> int:
    """Who met whom when stays, for it is somebody's commission; what was said goes."""
    return delete_all(
        of_person(ContactNote, person, "contact__customer"),
        of_person(RegisterWords, person, "entry__contact__customer"),
    )


HOLDERS = (
    Holder(
        "visitors.card",
        pgettext_lazy("own data", "Card"),
        ("visitors.Customer: name sort_key licence_plate phone_note", "visitors.SearchKey"),
        _erase_card,
        _card_rows,
    ),
    Holder(
        "visitors.numbers",
        gettext_lazy("Telephone numbers and addresses"),
        ("visitors.CustomerPhone", "visitors.CustomerEmail"),
        _erase_numbers,
        _number_rows,
    ),
    Holder(
        "visitors.days", gettext_lazy("Days to remember"), ("visitors.CustomerDate",), _erase_days, _day_rows
    ),
    Holder(
        "visitors.company",
        gettext_lazy("Company"),
        ("visitors.CorporateFacts", "visitors.CompanyNote", "visitors.CorporateFactsEvent"),
        _erase_company,
        _company_rows,
    ),
    Holder(
        "visitors.contacts",
        gettext_lazy("Visits, calls and letters"),
        ("visitors.ContactNote", "visitors.RegisterWords"),
        _erase_contacts,
        _contact_rows,
    ),
    # The last of them, for the events that the others leave behind.
    Holder(
        "visitors.wishes",
        gettext_lazy("Tags and wishes"),
        (
            *("visitors.FileTag", "visitors.CallWishes", "visitors.SegmentChoice"),
            *("visitors.CallWishesEvent", "visitors.SegmentChoiceEvent", "visitors.CustomerEvent"),
        ),
        _erase_tags,
        _tag_rows,
    ),
)
