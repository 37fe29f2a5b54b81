"""Keeping what people answer about calls and SMS."""

from datetime import datetime

from messaging.consent_wordings import current_wording
from messaging.enums import ConsentChannel
from messaging.models import Consent
from messaging.selectors.consents import consent_digest
from offices.models import Member, Office


def record_consents(
    *,
    office: Office,
    number: str,
    call: bool | None,
    sms: bool | None,
    channel: str,
    by: Member | None,
    now: datetime,
) -> None:
    """Keep the answers about a number (E.164); None means not asked, and keeps nothing. At most one query.

    ``channel``: how the answer reached us (ConsentWay: desk, phone, self). ``by`` is None where the person answered
    without us. The wording kept is the one in force.
    """
    answers = {ConsentChannel.CALL: call, ConsentChannel.SMS: sms}
    rows = [
        _answer(office, number, asked, given, channel, by, now)
        for asked, given in answers.items()
        if given is not None
    ]
    if rows:
        Consent.objects.bulk_create(rows)


def _answer(
    office: Office,
    number: str,
    asked: ConsentChannel,
    given: bool,
    way: str,
    by: Member | None,
    now: datetime,
) -> Consent:
    wording = current_wording(asked)
    return Consent(
        office=office,
        number=consent_digest(number),
        channel=asked,
        given=given,
        wording=wording.code,
        wording_version=wording.version,
        way=way,
        at=now,
        by=by,
    )
