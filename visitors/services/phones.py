"""Numbers are claimed: the database gives each to one customer of an office, also when two desks type it at once."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from messaging.enums import ConsentWay
from messaging.services.consents import record_consents
from offices import phones, sealing
from offices.errors import Refusal
from offices.models import Member, Office
from visitors.enums import PhoneAnswer
from visitors.models import Customer, CustomerPhone
from visitors.models.customer_phone import digest_of, newest_key

CLAIM = """
    INSERT INTO visitors_customerphone
        (office_id, customer_id, sealed, key_name, digest, last4, masked, line, is_active, created_at)
    VALUES (
        %(office)s,
        COALESCE(%(customer)s::bigint, nextval(pg_get_serial_sequence('visitors_customer', 'id'))),
        %(sealed)s, %(key_name)s, %(digest)s, %(last4)s, %(masked)s, %(line)s, true, %(now)s
    )
    ON CONFLICT (office_id, digest) WHERE is_active DO NOTHING
    RETURNING customer_id
"""


def read_number(typed: str) -> str:
    """What was typed as E.164, or "" where nothing was. Raises Refusal for what is no number."""
    if not typed.strip():
        return ""
    try:
        return phones.normalise(typed)
    except phones.PhoneError as error:
        raise Refusal(error.message, field="phone") from None


def holder_of(office: Office, number: str) -> Customer | None:
    """The file that holds the number now: one query."""
    phone = CustomerPhone.objects.of(office).holding([number]).select_related("customer__merged_into").first()
    return phone.customer.file if phone else None


def claim_number(*, office: Office, number: str, customer_id: int | None, now: datetime) -> int | None:
    """Give the number to the customer, or with None to a new one whose id is drawn here: one query, in a transaction.

    Returns the customer's id, or None where somebody else has the number (after waiting for a desk that is just now
    entering it). The row of a new customer follows in the same transaction: foreign keys are looked at when it commits,
    so the loser of a race has written nothing.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "a number is claimed inside the transaction of its customer"
        )
    values = {
        "office": office.pk,
        "customer": customer_id,
        "sealed": sealing.seal(number),
        "key_name": newest_key(),
        "digest": digest_of(number),
        "last4": number[-4:],
        "masked": phones.masked(number),
        "line": phones.line_of(number).value,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        row = cursor.fetchone()
    return row[0] if row else None


@transaction.atomic
def add_phone(
    *,
    customer: Customer,
    typed: str,
    call: bool | None = None,
    sms: bool | None = None,
    channel: str = ConsentWay.DESK,
    by: Member,
    now: datetime,
) -> CustomerPhone:
    """Another number of a known customer, with the answers to the questions of consent. Adding it twice adds it once.

    Raises Refusal(field="phone") for what is no number and for a number of somebody else.
    """
    number = read_number(typed)
    if not number:
        raise Refusal(_("Type the number."), field="phone")
    take_number(office=by.office, customer=customer, number=number, now=now)
    note_consents(office=by.office, number=number, call=call, sms=sms, channel=channel, by=by, now=now)
    if customer.phone_answer != PhoneAnswer.GIVEN:
        customer.phone_answer, customer.phone_note = PhoneAnswer.GIVEN, ""
        customer.save(update_fields=["phone_answer", "phone_note"])
    return CustomerPhone.objects.filter(office=customer.office_id).holding([number]).get()


def take_number(*, office: Office, customer: Customer, number: str, now: datetime) -> None:
    """The number becomes the customer's, where it is not already. Raises Refusal where it is somebody else's."""
    claimed = claim_number(office=office, number=number, customer_id=customer.pk, now=now)
    if claimed is None and holder_of(office, number) != customer:
        raise Refusal(
            _("This number belongs to another customer. Open that file, or leave the number out."),
            field="phone",
        )


def note_consents(
    *,
    office: Office,
    number: str,
    call: bool | None,
    sms: bool | None,
    channel: str,
    by: Member,
    now: datetime,
) -> None:
    """Keep the answers that were given; None is a question that was not answered."""
    if call is None and sms is None:
        return
    record_consents(office=office, number=number, call=call, sms=sms, channel=channel, by=by, now=now)
