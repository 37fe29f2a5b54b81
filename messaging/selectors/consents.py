"""What people have answered about calls and SMS."""

from collections.abc import Iterable

from messaging.models import Consent
from offices.models import Office
from offices.sealing import fingerprint


def consent_digest(number: str) -> str:
    """How a number (E.164) is named in the consents."""
    return fingerprint("phone", number)


def address_digest(address: str) -> str:
    """How an e-mail address is named in the consents."""
    return fingerprint("email", address.strip().lower())


def consents_of(office: Office, numbers: Iterable[str]) -> dict[str, dict[str, Consent]]:
    """For each number (E.164) the latest answer per channel: ``{number: {"call": Consent}}``. One query.

    A channel that was never asked about is missing, which is no consent.
    """
    digests = {consent_digest(number): number for number in numbers}
    answers: dict[str, dict[str, Consent]] = {number: {} for number in digests.values()}
    if not digests:
        return answers
    for consent in Consent.objects.of(office).latest_of_numbers(list(digests)):
        answers[digests[consent.number]][consent.channel] = consent
    return answers
