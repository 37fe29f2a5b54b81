"""The questions by which consent is asked for, by version.

A wording that was ever asked stays here word for word: the answers name its code and version. A better one is
added at the end with the next version. Each says the purpose, the channel and how to withdraw.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.enums import ConsentChannel


@dataclass(frozen=True)
class ConsentWording:
    code: str
    version: int
    channel: ConsentChannel
    text: Promise


WORDINGS: tuple[ConsentWording, ...] = (
    ConsentWording(
        code="call",
        version=1,
        channel=ConsentChannel.CALL,
        text=_(
            "May our consultants call you on this number about the homes you are looking for and about your "
            "visits here? You may say no and still be received. You can take it back at any time: tell anybody "
            "at the desk or call our hotline."
        ),
    ),
    ConsentWording(
        code="sms",
        version=1,
        channel=ConsentChannel.SMS,
        text=_(
            "May we send text messages to this number with appointments and with news of this project? You may "
            "say no and still be received. You can take it back at any time: tell anybody at the desk or call "
            "our hotline."
        ),
    ),
    ConsentWording(
        code="email",
        version=1,
        channel=ConsentChannel.EMAIL,
        text=_(
            "May we send e-mails to this address with appointments and with news of this project? You may say no "
            "and still be received. You can take it back at any time: by the link in each e-mail, or tell anybody "
            "at the desk."
        ),
    ),
)


def current_wording(channel: str) -> ConsentWording:
    """The newest question for that channel."""
    return max(
        (wording for wording in WORDINGS if wording.channel == channel), key=lambda wording: wording.version
    )


def wording(code: str, version: int) -> ConsentWording:
    """The question that was asked. Raises KeyError."""
    for candidate in WORDINGS:
        if (candidate.code, candidate.version) == (code, version):
            return candidate
    raise KeyError(f"{code} v{version}")
