"""Customers, templates and batches that the tests of batches start from. Nobody of them exists."""

from datetime import datetime, timedelta

from followups.models import Batch
from followups.services import batches
from messaging.enums import ConsentWay
from messaging.models import Consent, MessageTemplate
from offices import phones, sealing
from offices.models import Member, Office
from tests.messaging.texts import NOON, make_template, number_of
from visitors.models import Contact, Customer, CustomerPhone
from visitors.models.customer_phone import digest_of, newest_key

EVERYBODY: dict = {}


def people(
    consultant: Member,
    count: int,
    *,
    first: int = 0,
    agreed: bool = True,
    now: datetime = NOON,
    **fields,
) -> list[Customer]:
    """So many visitors of the consultant, each with a mobile number and an answer about SMS."""
    office, then = consultant.office, now - timedelta(days=9)
    made = Customer.objects.bulk_create(
        Customer(
            office=office,
            **{
                "name": f"Guest Wang{first + index}",
                "honorific": "ms",
                "grade": "A",
                "phone_answer": "given",
                "created_at": then,
                "created_by": consultant,
                **fields,
            },
        )
        for index in range(count)
    )
    numbers = [number_of(first + index) for index in range(count)]
    CustomerPhone.objects.bulk_create(
        CustomerPhone(
            office=office,
            customer=customer,
            sealed=sealing.seal(number),
            key_name=newest_key(),
            digest=digest_of(number),
            last4=number[-4:],
            masked=phones.masked(number),
            line="mobile",
            created_at=then,
        )
        for customer, number in zip(made, numbers, strict=True)
    )
    Contact.objects.bulk_create(
        Contact(
            office=office,
            customer=customer,
            kind="visit",
            at=then,
            consultant=consultant,
            role="reception",
            counted=True,
            by=consultant,
            recorded_at=then,
        )
        for customer in made
    )
    Consent.objects.bulk_create(
        Consent(
            office=office,
            number=digest_of(number),
            channel="sms",
            given=agreed,
            wording="sms",
            wording_version=1,
            way=ConsentWay.DESK,
            at=then,
            by=consultant,
        )
        for number in numbers
    )
    return made


def festival(office: Office, *, now: datetime = NOON) -> MessageTemplate:
    """A marketing wording with one variable."""
    office.hotline = office.hotline or "400-800-8000"
    office.save(update_fields=["hotline"])
    return make_template(
        office,
        category="marketing",
        code="festival",
        purpose="festival",
        body="best wishes for {event}.",
        now=now,
    )


def make_batch(by: Member, *, now: datetime = NOON, **fields) -> Batch:
    """A batch of everybody, listed."""
    template = MessageTemplate.objects.of(by.office).first() or festival(by.office, now=now)
    values = {
        "office": by.office,
        "name": "New Year",
        "template": template,
        "chosen": EVERYBODY,
        "variables": {"event": "New Year"},
        **fields,
    }
    return batches.make_batch(by=by, now=now, **values)


def running_batch(by: Member, approver: Member, *, now: datetime = NOON, **fields) -> Batch:
    """The same, approved by a second person and executed."""
    batch = make_batch(by, now=now, **fields)
    batches.approve_batch(batch=batch, by=approver, now=now)
    batches.start_batch(batch=batch, by=by, now=now)
    batch.refresh_from_db()
    return batch
