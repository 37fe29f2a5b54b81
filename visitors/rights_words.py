"""The words for the rights of the person whose data these are, and for the review of old files. Codes are stored."""

from django.db import models
from django.utils.translation import pgettext_lazy


class RightKind(models.TextChoices):
    """What somebody wants of us with their own data."""

    ACCESS = "access", pgettext_lazy("own data", "Have a copy of their data")
    CORRECT = "correct", pgettext_lazy("own data", "Have something corrected")
    ERASE = "erase", pgettext_lazy("own data", "Have their data erased")
    WITHDRAW = "withdraw", pgettext_lazy("own data", "Take back a consent")
    AGREE = "agree", pgettext_lazy("own data", "Agree again to what they took back")


class RightState(models.TextChoices):
    """How far a request about one's own data is."""

    OPEN = "open", pgettext_lazy("own data", "open")
    DONE = "done", pgettext_lazy("own data", "done")
    REFUSED = "refused", pgettext_lazy("own data", "declined")
    CALLED_OFF = "called_off", pgettext_lazy("own data", "called off by the person")


class RightWay(models.TextChoices):
    """How it came."""

    DESK = "desk", pgettext_lazy("own data", "in person")
    PHONE = "phone", pgettext_lazy("own data", "on the telephone")
    LETTER = "letter", pgettext_lazy("own data", "by letter or e-mail")


class IdentityBy(models.TextChoices):
    """How we made sure that it is the person themself; no number of a paper is kept."""

    PAPER = "paper", pgettext_lazy("own data", "showed an identity paper")
    CALLED = "called", pgettext_lazy("own data", "was called back on the number in the file")
    KNOWN = "known", pgettext_lazy("own data", "is known in person to who took it")
    PROXY = "proxy", pgettext_lazy("own data", "somebody with a written authority and a paper")


class RefusedAs(models.TextChoices):
    """Why a request is declined."""

    NOT_THEM = "not_them", pgettext_lazy("own data", "it is not shown that it is the person themself")
    LAW = "law", pgettext_lazy("own data", "the law wants the data kept")
    NOTHING = "nothing", pgettext_lazy("own data", "we hold no such data")
    RIGHT = "right", pgettext_lazy("own data", "what stands in the file is right")


class ErasedAs(models.TextChoices):
    """Why a person's data were erased."""

    REQUEST = "request", pgettext_lazy("erased", "at the person's request")
    RETENTION = "retention", pgettext_lazy("erased", "after the review of old files")


class ReviewState(models.TextChoices):
    """How far a review of old files is."""

    OPEN = "open", pgettext_lazy("review of files", "waits for the manager")
    DESTROYING = "destroying", pgettext_lazy("review of files", "is being destroyed")
    DONE = "done", pgettext_lazy("review of files", "done")


class LineAnswer(models.TextChoices):
    """What the manager says of a file; DESTROY unless another word is said before the list is closed."""

    KEEP = "keep", pgettext_lazy("review of files", "keep for another year")
    DESTROY = "destroy", pgettext_lazy("review of files", "destroy")
