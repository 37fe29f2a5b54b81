"""The filled-in fields of a person's file, the requests about it, and the messages to it: told, and taken away."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from messaging.services.personal_data import answers_of, erase_texts, replies_of, texts_of
from visitors.file_fields import FIELDS
from visitors.file_telling import label_of, told
from visitors.file_words import PURPOSE_WORDS
from visitors.models import (
    AccessRequest,
    FileChange,
    FileLoan,
    FileValue,
    OwnField,
    SensitiveConsent,
    SubjectRequest,
)
from visitors.personal_data import Holder, Person, Row
from visitors.services.merge_memory import forget_values
from visitors.services.personal_data import GONE, delete_all, of_person


def _value_rows(person: Person) -> Iterable[Row]:
    """Every value with the purpose it is kept for, whole numbers included. Raises sealing.SealBroken."""
    known = {field.key: field for field in FIELDS}
    known |= {own.key: own.field for own in OwnField.objects.of(person.customer.office)}
    for row in of_person(FileValue, person):
        field = known.get(row.key)
        yield {
            _("Field"): label_of(field) if field else row.key,
            _("What we know"): told(field, row.content, phone=str) if field else str(row.content),
            _("What for"): str(PURPOSE_WORDS[field.purpose]) if field else "",
            pgettext("value", "Since"): row.set_at,
        }


def _erase_values(person: Person, now: datetime) -> int:
    """The values, what they were before, and what a merger remembers of them."""
    count = delete_all(of_person(FileValue, person), of_person(FileChange, person))
    return count + forget_values(customer=person.customer)


def _consent_rows(person: Person) -> Iterable[Row]:
    for consent in of_person(SensitiveConsent, person):
        yield {
            _("Consent to"): consent.get_of_class_display(),
            pgettext("consent", "How"): consent.get_channel_display(),
            pgettext("consent", "Given"): consent.given_at,
            pgettext("consent", "Taken back"): consent.withdrawn_at,
            _("Version of the wording"): consent.text_version,
        }
    for answer in answers_of(person.customer.office, person.prints):
        yield {
            _("Consent to"): answer.get_channel_display(),
            pgettext("consent", "How"): answer.get_way_display(),
            pgettext("consent", "Given") if answer.given else pgettext("consent", "Taken back"): answer.at,
            _("Version of the wording"): f"{answer.wording} {answer.wording_version}",
        }


def _erase_consents(person: Person, now: datetime) -> int:
    """Nothing: what was agreed to, when and by which way holds no words, and proves that we were allowed."""
    return 0


def _text_rows(person: Person) -> Iterable[Row]:
    office = person.customer.office
    for text in texts_of(office, person.prints):
        yield {
            pgettext("message", "When"): text.sent_at or text.created_at,
            pgettext("message", "By"): text.get_channel_display(),
            pgettext("message", "State"): text.get_state_display(),
            pgettext("message", "Text"): text.text,
        }
    for reply in replies_of(office, person.prints):
        yield {
            pgettext("message", "When"): reply.at,
            pgettext("message", "By"): pgettext("message", "Your reply"),
            pgettext("message", "Text"): reply.text,
        }


def _erase_texts(person: Person, now: datetime) -> int:
    return erase_texts(person.customer.office, person.prints)


def _erase_requests(person: Person, now: datetime) -> int:
    """What was written of the person in requests for their file, and in their own requests."""
    asked = AccessRequest.objects.filter(files__customer__in=person.files)
    ids = list(asked.order_by().values_list("pk", flat=True))
    named = AccessRequest.objects.filter(pk__in=ids)
    count = named.update(subject=GONE, reason=GONE)
    for words in ("safety", "answer"):
        named.exclude(**{words: ""}).update(**{words: GONE})
    count += of_person(FileLoan, person).update(what=GONE)
    return count + of_person(SubjectRequest, person).update(words="", answer_words="")


FILE_HOLDERS = (
    Holder(
        "visitors.values",
        gettext_lazy("The file"),
        ("visitors.FileValue", "visitors.FileChange", "visitors.MergerMemory: sealed_takes"),
        _erase_values,
        _value_rows,
    ),
    Holder("visitors.consents", gettext_lazy("Consents"), (), _erase_consents, _consent_rows),
    Holder(
        "visitors.texts",
        pgettext_lazy("own data", "Messages"),
        (
            "messaging.TextMessage: sealed_number masked subject text params vendor_id",
            "messaging.TextReply: masked text",
        ),
        _erase_texts,
        _text_rows,
    ),
    Holder(
        "visitors.requests",
        gettext_lazy("Requests about the file"),
        (
            *("visitors.AccessRequest: subject reason safety answer", "visitors.FileLoan: what"),
            "visitors.SubjectRequest: words answer_words",
        ),
        _erase_requests,
    ),
)
