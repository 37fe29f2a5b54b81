"""Consent to sensitive facts: asked for by class, kept with its wording; taken back, the facts go (house law 7)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from messaging.enums import ConsentWay
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.consent_texts import current_version
from visitors.file_fields import FIELDS
from visitors.file_kinds import ConsentClass
from visitors.models import Customer, OwnField, SensitiveConsent
from visitors.services.forgetting import forget_facts

CHANNELS = (ConsentWay.DESK, ConsentWay.PHONE, ConsentWay.SELF)
"""How such a consent may reach us: never by a mere reply to a message."""


@transaction.atomic
def give_consent(
    *, customer: Customer, of_class: str, channel: str, by: Member, now: datetime
) -> SensitiveConsent:
    """The customer agreed to facts of this class, to the wording of today. One that stands stays as it is.

    Raises Refusal for an unknown class or way.
    """
    held = _held(customer, of_class)
    if channel not in CHANNELS:
        raise Refusal(_("Say how the customer agreed."), field="channel")
    standing = SensitiveConsent.objects.standing().filter(customer=held, of_class=of_class).first()
    if standing is not None:
        return standing
    given = SensitiveConsent.objects.create(
        office_id=held.office_id,
        customer=held,
        of_class=of_class,
        text_version=current_version(ConsentClass(of_class)),
        channel=channel,
        given_at=now,
        given_by=by,
    )
    _keep(held, of_class, "given", by, now)
    return given


@transaction.atomic
def withdraw_consent(*, customer: Customer, of_class: str, by: Member, now: datetime) -> int:
    """The customer took it back: the facts of this class are deleted, with what they were. How many fields that were.

    That there was something, and when it went, stays. Raises Refusal for an unknown class.
    """
    held = _held(customer, of_class)
    files = Customer.objects.of_person(held.pk)
    standing = SensitiveConsent.objects.standing().filter(customer__in=files, of_class=of_class)
    if not standing.update(withdrawn_at=now, withdrawn_by=by):
        return 0
    keys = keys_of(ConsentClass(of_class), held.office_id)
    count = forget_facts(held=held, keys=keys, by=by, now=now)
    _keep(held, of_class, "withdrawn", by, now)
    return count


def keys_of(of_class: ConsentClass, office_id: int) -> list[str]:
    """The keys of all fields of the class, an office's own and those out of use included."""
    own = OwnField.objects.filter(office=office_id, sensitive=of_class)
    return [field.key for field in FIELDS if field.sensitive is of_class] + [each.key for each in own]


def _held(customer: Customer, of_class: str) -> Customer:
    if of_class not in list(ConsentClass):
        raise Refusal(_("Choose what the consent is about."), field="of_class")
    return Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)


def _keep(held: Customer, of_class: str, what: str, by: Member, now: datetime) -> None:
    keep(
        action=AuditAction.SENSITIVE_CONSENT,
        record=f"customer:{held.pk}",
        details={"class": of_class, "what": what},
        by=by,
        now=now,
    )
