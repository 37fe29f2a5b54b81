"""The closed lists of the phone desk, with their words for users. Codes are stored; words may change."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CallKind(models.TextChoices):
    """Who calls, and so what becomes of it."""

    CUSTOMER = "customer", pgettext_lazy("incoming call", "Wants a home")
    ENQUIRY = "enquiry", pgettext_lazy("incoming call", "Asks something")
    COLLEAGUE = "colleague", pgettext_lazy("incoming call", "For a colleague")
    COMPLAINT = "complaint", pgettext_lazy("incoming call", "Complains")
    UNKNOWN = "unknown", pgettext_lazy("incoming call", "Unclear who")


class CallTopic(models.TextChoices):
    """What callers ask about."""

    PRICE = "price", pgettext_lazy("call topic", "Price")
    LAYOUT = "layout", pgettext_lazy("call topic", "Layouts and areas")
    LOCATION = "location", pgettext_lazy("call topic", "Location and way")
    PAYMENT = "payment", pgettext_lazy("call topic", "Payment and loan")
    OFFER = "offer", pgettext_lazy("call topic", "Offers")
    SURROUNDINGS = "surroundings", pgettext_lazy("call topic", "Schools and surroundings")
    PROGRESS = "progress", pgettext_lazy("call topic", "Building progress and hand-over")
    PAPERS = "papers", pgettext_lazy("call topic", "Contract and papers")
    OTHER = "other", pgettext_lazy("call topic", "Something else")


class NextStep(models.TextChoices):
    """What was agreed with who wants a home: a visit or a call, always (F-16); neither only with who declined."""

    VISIT = "visit", pgettext_lazy("agreed in a call", "Comes to visit")
    CALL = "call", pgettext_lazy("agreed in a call", "We call again")
    NONE = "none", pgettext_lazy("agreed in a call", "Neither")


class Help(models.TextChoices):
    """What was done for who asked something (F-06, F-26)."""

    ANSWERED = "answered", pgettext_lazy("enquiry", "Answered")
    DEPARTMENT = "department", pgettext_lazy("enquiry", "Told whom to call")
    CALL_BACK = "call_back", pgettext_lazy("enquiry", "We call back")


class LineState(models.TextChoices):
    """Where a call on the line stands; the codes are those of switchboard.line_calls."""

    RINGING = "ringing", pgettext_lazy("call on the line", "rings")
    ANSWERED = "answered", pgettext_lazy("call on the line", "being answered")
    ENDED = "ended", pgettext_lazy("call on the line", "over")
    MISSED = "missed", pgettext_lazy("call on the line", "missed")


class LineEvent(models.TextChoices):
    """What the telephone system told; the codes are those of switchboard.line_calls."""

    RINGING = "ringing", pgettext_lazy("told by the telephone system", "rings")
    ANSWERED = "answered", pgettext_lazy("told by the telephone system", "answered")
    ENDED = "ended", pgettext_lazy("told by the telephone system", "ended")
    MISSED = "missed", pgettext_lazy("told by the telephone system", "missed")


class BackReason(models.TextChoices):
    """Why somebody is called back."""

    MISSED = "missed", pgettext_lazy("call back", "Nobody answered")
    QUESTION = "question", pgettext_lazy("call back", "Asked what we have to find out")
    COLLEAGUE = "colleague", pgettext_lazy("call back", "Asked for a colleague")


class BackState(models.TextChoices):
    """Where a call-back stands."""

    OPEN = "open", pgettext_lazy("call back", "to do")
    DONE = "done", pgettext_lazy("call back", "done")
    DROPPED = "dropped", pgettext_lazy("call back", "no longer needed")


class TextKind(models.TextChoices):
    """What a text of the library is for."""

    ANSWER = "answer", pgettext_lazy("library", "Answer")
    SCRIPT = "script", pgettext_lazy("library", "Script")
    CONTACT = "contact", pgettext_lazy("library", "Whom to call")


class BoxKind(models.TextChoices):
    """What kind of box letters come into (F-28)."""

    LETTERBOX = "letterbox", pgettext_lazy("mailbox", "Letter box")
    EMAIL = "email", pgettext_lazy("mailbox", "E-mail box")
    DIRECTOR = "director", pgettext_lazy("mailbox", "Director's box")
    WEB = "web", pgettext_lazy("mailbox", "Messages of the website")


class LetterTopic(models.TextChoices):
    """By what a letter is classified (F-27, G-20)."""

    ENQUIRY = "enquiry", pgettext_lazy("letter", "Enquiry")
    SUGGESTION = "suggestion", pgettext_lazy("letter", "Suggestion")
    COMPLAINT = "complaint", pgettext_lazy("letter", "Complaint")
    PAPERS = "papers", pgettext_lazy("letter", "Papers of a deal")
    AUTHORITY = "authority", pgettext_lazy("letter", "From an authority")
    BUSINESS = "business", pgettext_lazy("letter", "Business partner")
    OTHER = "other", pgettext_lazy("letter", "Something else")


class LetterState(models.TextChoices):
    """Where a letter stands."""

    OPEN = "open", pgettext_lazy("letter", "to be answered")
    FORWARDED = "forwarded", pgettext_lazy("letter", "forwarded")
    ANSWERED = "answered", pgettext_lazy("letter", "answered")
    FILED = "filed", pgettext_lazy("letter", "filed without answer")


class LetterStepKind(models.TextChoices):
    """What was done with a letter."""

    REGISTERED = "registered", pgettext_lazy("letter", "Registered")
    FORWARDED = "forwarded", pgettext_lazy("letter", "Forwarded")
    ANSWERED = "answered", pgettext_lazy("letter", "Answered")
    FILED = "filed", pgettext_lazy("letter", "Filed without answer")
