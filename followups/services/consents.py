"""Keeping what a customer answered about calls, SMS and e-mail, for all numbers of the file."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from messaging.enums import ConsentChannel
from messaging.services.consents import keep_answers
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.models import Customer, CustomerEmail, CustomerPhone
from visitors.services.emails import keep_address


@transaction.atomic
def record_answers(
    *,
    customer: Customer,
    call: bool | None,
    sms: bool | None,
    email: bool | None,
    address: str,
    way: str,
    by: Member,
    now: datetime,
) -> None:
    """None is a question that was not asked. An address typed here becomes the customer's. Raises Refusal."""
    whole = Customer.objects.of_person(customer.file_id).order_by().values("pk")
    phones = list(CustomerPhone.objects.of(by.office).active().filter(customer__in=whole))
    if (call is not None or sms is not None) and not phones:
        raise Refusal(_("There is no telephone number to ask about."), field="call")
    for phone in phones:
        answers = {ConsentChannel.CALL: call, ConsentChannel.SMS: sms}
        keep_answers(office=by.office, digest=phone.digest, answers=answers, channel=way, by=by, now=now)
    mail = keep_address(customer=customer, address=address, now=now) if address else None
    if email is not None:
        mail = (
            mail
            or CustomerEmail.objects.of(by.office).filter(customer__in=whole).order_by("customer").first()
        )
        if mail is None:
            raise Refusal(_("Type the e-mail address that it is about."), field="address")
        answers = {ConsentChannel.EMAIL: email}
        keep_answers(office=by.office, digest=mail.digest, answers=answers, channel=way, by=by, now=now)
    asked = [name for name, given in (("call", call), ("sms", sms), ("email", email)) if given is not None]
    if not asked and mail is None:
        raise Refusal(_("Choose at least one answer."))
    keep(
        action=AuditAction.CONSENT_RECORDED,
        record=f"customer:{customer.pk}",
        details={"asked": asked, "address": bool(address)},
        by=by,
        now=now,
    )
