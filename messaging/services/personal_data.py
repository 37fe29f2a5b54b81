"""What messages hold of a person, by the prints of their numbers and addresses: told, and taken away.

This floor knows no customers; whoever asks knows whose prints they are. The consents themselves stay: they hold a
print, an answer and its time, and prove for as long as the law wants that nobody was written to against their will.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from messaging.enums import TextState
from messaging.models import Consent, TextMessage, TextReply
from messaging.models.text_message import DROPPED
from offices.models import Office


def texts_of(office: Office, prints: Collection[str]) -> QuerySet[TextMessage]:
    """Texts to these numbers and addresses, the oldest first."""
    return TextMessage.objects.of(office).filter(number_print__in=prints).order_by("created_at", "pk")


def replies_of(office: Office, prints: Collection[str]) -> QuerySet[TextReply]:
    return TextReply.objects.of(office).filter(number_print__in=prints).order_by("at", "pk")


def answers_of(office: Office, prints: Collection[str]) -> QuerySet[Consent]:
    """Every answer of these numbers, the oldest first."""
    return Consent.objects.of(office).filter(number__in=prints).order_by("at", "pk")


def is_being_sent(office: Office, prints: Collection[str]) -> bool:
    """Whether one of them is in a sender's hands at this moment."""
    in_hand = Q(state=TextState.SENDING) | Q(state=TextState.QUEUED, lease_until__isnull=False)
    return texts_of(office, prints).filter(in_hand).exists()


def erase_texts(office: Office, prints: Collection[str]) -> int:
    """Words, numbers and addresses go; that a text left when, and as what, stays. Queued ones are dropped.

    Inside the caller's transaction. How many rows that were.
    """
    mine = texts_of(office, prints)
    mine.filter(state=TextState.QUEUED).update(state=TextState.DROPPED, error=DROPPED, lease_until=None)
    texts = mine.exclude(sealed_number="").update(
        sealed_number="", masked="", subject="", text="", params=[], vendor_id=""
    )
    return texts + replies_of(office, prints).exclude(masked="").update(masked="", text="")
