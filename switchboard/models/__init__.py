"""Django finds the models of the phone desk here."""

from switchboard.models.caller import Caller
from switchboard.models.incoming_call import IncomingCall, IncomingWords
from switchboard.models.letter import Letter, LetterStep, LetterWords, Mailbox, MailboxCheck
from switchboard.models.library import LibraryText
from switchboard.models.pbx_event import PbxEvent
from switchboard.models.phone_desk import OnPhones, PbxCall, PhoneDesk
from switchboard.models.promise import CallBack, PhoneMessage

__all__ = [
    "CallBack",
    "Caller",
    "IncomingCall",
    "IncomingWords",
    "Letter",
    "LetterStep",
    "LetterWords",
    "LibraryText",
    "Mailbox",
    "MailboxCheck",
    "OnPhones",
    "PbxCall",
    "PbxEvent",
    "PhoneDesk",
    "PhoneMessage",
]
