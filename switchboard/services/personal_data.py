"""What the phone desk holds of a person: told for their own file; numbers and words go, the register's lines stay."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy, pgettext

from switchboard.enums import BackState
from switchboard.models import (
    CallBack,
    Caller,
    IncomingCall,
    IncomingWords,
    Letter,
    LetterWords,
    PhoneMessage,
)
from visitors import personal_data
from visitors.personal_data import Holder, Person, Row, Stays

GONE = "\u2013"


def name_places() -> None:
    """Called once, when the app is loaded."""
    personal_data.register(
        Holder(
            "switchboard.calls",
            gettext_lazy("Your calls and letters"),
            (
                *("switchboard.Caller: sealed digest last4 masked", "switchboard.IncomingWords"),
                *("switchboard.Letter: sender subject", "switchboard.LetterWords"),
                *("switchboard.PhoneMessage", "switchboard.CallBack: who question answer"),
            ),
            _erase,
            _rows,
        )
    )
    personal_data.leave(
        Stays.EVIDENCE,
        *("switchboard.IncomingCall", "switchboard.LetterStep", "switchboard.MailboxCheck"),
        *("switchboard.PbxCall: key extension offered_as", "switchboard.PbxEvent: extension"),
    )
    personal_data.leave(
        Stays.HOUSE,
        *("switchboard.PhoneDesk: sealed_hook hook_print sealed_secret", "switchboard.OnPhones: extension"),
        *("switchboard.Mailbox: name address", "switchboard.LibraryText: title keywords body"),
        "switchboard.Letter: department",
    )


def _callers(person: Person) -> QuerySet[Caller]:
    return Caller.objects.of(person.customer.office).filter(digest__in=person.prints)


def _mine(person: Person) -> Q:
    """Rows of the person's files, and those from one of their numbers that nobody tied to a file."""
    callers = list(_callers(person).values_list("pk", flat=True))
    return Q(customer__in=person.files) | Q(customer=None, caller__in=callers)


def _rows(person: Person) -> Iterable[Row]:
    mine = _mine(person)
    calls = IncomingCall.objects.of(person.customer.office).filter(mine).select_related("words")
    for call in calls.order_by("at", "pk"):
        words = getattr(call, "words", None)
        yield {
            pgettext("incoming call", "When"): call.at,
            pgettext("incoming call", "Kind"): call.get_kind_display(),
            pgettext("incoming call", "About"): ", ".join(call.topic_names),
            pgettext("incoming call", "What was said"): words.note if words else "",
        }
    for letter in Letter.objects.filter(customer__in=person.files).order_by("arrived_on", "pk"):
        yield {
            pgettext("letter", "Arrived on"): letter.arrived_on,
            pgettext("letter", "From"): letter.sender,
            pgettext("letter", "What about"): letter.subject,
        }
    for message in PhoneMessage.objects.of(person.customer.office).filter(mine).order_by("taken_at", "pk"):
        yield {
            pgettext("phone message", "When"): message.taken_at,
            pgettext("phone message", "Message"): message.text,
        }
    for back in CallBack.objects.of(person.customer.office).filter(mine).order_by("made_at", "pk"):
        yield {
            pgettext("call back", "When"): back.made_at,
            pgettext("call back", "What about"): back.question,
            pgettext("call back", "What was said"): back.answer,
        }


def _erase(person: Person, now: datetime) -> int:
    """A caller's row stays for the lines of the register that point to it, without its number."""
    mine = _mine(person)
    calls = IncomingCall.objects.of(person.customer.office).filter(mine).order_by().values("pk")
    letters = Letter.objects.filter(customer__in=person.files)
    backs = CallBack.objects.of(person.customer.office).filter(mine)
    count = IncomingWords.objects.filter(call__in=calls).delete()[0]
    count += LetterWords.objects.filter(step__letter__in=letters.order_by().values("pk")).delete()[0]
    count += letters.update(sender=GONE, subject=GONE)
    count += PhoneMessage.objects.of(person.customer.office).filter(mine).delete()[0]
    backs.open().update(state=BackState.DROPPED, ended_at=now)
    count += backs.exclude(question="").update(question=GONE)
    count += backs.update(who="", answer="")
    nobody = Concat(Value("erased:"), Cast(F("pk"), CharField()))
    return count + _callers(person).update(sealed="", digest=nobody, last4="", masked=GONE)
