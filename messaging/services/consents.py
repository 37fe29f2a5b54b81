"""Keeping what people answer about calls and SMS."""

from collections.abc import Mapping
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
    keep_answers(
        office=office, digest=consent_digest(number), answers=answers, channel=channel, by=by, now=now
    )


def keep_answers(
    *,
    office: Office,
    digest: str,
    answers: Mapping[ConsentChannel, bool | None],
    channel: str,
    by: Member | None,
    now: datetime,
) -> None:
    """The same for a number or address of which only the fingerprint is known. At most one query."""
    rows = [
        _answer(office, digest, asked, given, channel, by, now)
        for asked, given in answers.items()
        if given is not None
    ]
    if rows:
        Consent.objects.bulk_create(rows)


def _answer(
    office: Office,
    digest: str,
    asked: ConsentChannel,
    given: bool,
    way: str,
    by: Member | None,
    now: datetime,
) -> Consent:
    wording = current_wording(asked)
    return Consent(
        office=office,
        number=digest,
        channel=asked,
        given=given,
        wording=wording.code,
        wording_version=wording.version,
        way=way,
        at=now,
        by=by,
    )
