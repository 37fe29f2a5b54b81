"""The numbers that called: each stands once in an office."""

from datetime import datetime

from offices import phones, sealing
from offices.models import Office
from switchboard.models import Caller
from visitors.models.customer_phone import digest_of


def caller_of(*, office: Office, number: str, now: datetime) -> Caller:
    """The row of this number (E.164), made where it calls for the first time. Two at once make one."""
    digest = digest_of(number)
    made = Caller(
        office=office,
        sealed=sealing.seal(number),
        digest=digest,
        last4=number[-4:],
        masked=phones.masked(number),
        first_at=now,
    )
    known = Caller.objects.of(office).filter(digest=digest).first()
    if known is None:
        Caller.objects.bulk_create([made], ignore_conflicts=True)
        known = Caller.objects.of(office).get(digest=digest)
    return known


def read_caller_id(told: str) -> str:
    """What a telephone system says of who calls as E.164; "" for a withheld number and for what is none."""
    for typed in (told, told.removeprefix("0"), told.removeprefix("9")):
        try:
            return phones.normalise(typed)
        except phones.PhoneError:
            continue
    return ""
