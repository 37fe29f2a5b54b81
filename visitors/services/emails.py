"""A customer's e-mail address: sealed, and named in the consents by its fingerprint."""

from datetime import datetime

from django.db import transaction

from messaging.selectors.consents import address_digest
from messaging.services.texts import masked
from offices.sealing import seal
from visitors.models import Customer, CustomerEmail


@transaction.atomic
def keep_address(*, customer: Customer, address: str, now: datetime) -> CustomerEmail:
    """The address of this customer from now on; the one before is forgotten."""
    made, _is_new = CustomerEmail.objects.update_or_create(
        customer=customer,
        defaults={
            "office_id": customer.office_id,
            "sealed": seal(address.strip()),
            "digest": address_digest(address),
            "masked": masked("email", address.strip()),
            "changed_at": now,
        },
    )
    return made
