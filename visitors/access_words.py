"""The words for who may see what: actions, parties, marks, requests, incidents, checks. Codes are stored.

The codes of the first ones are those of visitors.access and visitors.access_approvals.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from offices.enums import Role
from visitors.access import TIES, Action, Party
from visitors.access_approvals import Approval, Needs


class ActionWord(models.TextChoices):
    """What somebody does with a file."""

    SEE_CARD = "see_card", pgettext_lazy("file", "See the card: name, consultant, masked numbers")
    SEE_CONTACTS = "see_contacts", pgettext_lazy("file", "See when and with whom we met")
    SEE_FILE = "see_file", pgettext_lazy("file", "Read the file and its timeline")
    SEE_SENSITIVE = "see_sensitive", pgettext_lazy("file", "Read sensitive fields")
    SEE_HISTORY = "see_history", pgettext_lazy("file", "Read who changed what")
    SEE_LOOKS = "see_looks", pgettext_lazy("file", "See who looked")
    EDIT = "edit", pgettext_lazy("file", "Write into the file")
    EDIT_SENSITIVE = "edit_sensitive", pgettext_lazy("file", "Write sensitive fields")
    REVEAL = "reveal", pgettext_lazy("file", "See a whole number")
    FOLLOW_UP = "follow_up", pgettext_lazy("file", "Plan their calls: wishes, grade, days")
    CONSENTS = "consents", pgettext_lazy("file", "Keep whether we may call and write")
    PRINT = "print", pgettext_lazy("file", "Print the sheet of one file")
    COPY = "copy", pgettext_lazy("file", "Copy or excerpt")
    EXPORT = "export", pgettext_lazy("file", "Export as a spreadsheet")
    TAKE_OUTSIDE = "take_outside", pgettext_lazy("file", "Pass on outside the house")
    BORROW = "borrow", pgettext_lazy("file", "Borrow the papers")
    STATISTICS = "statistics", pgettext_lazy("file", "Have statistics of customers")
    REPORT = "report", pgettext_lazy("file", "Hand out a report about customers")
    MARK = "mark", pgettext_lazy("file", "Mark it and name who keeps it")
    MERGE = "merge", pgettext_lazy("file", "Join two files of one person")
    SUBJECT_DATA = "subject_data", pgettext_lazy("file", "Hand customers their own data")
    ERASE = "erase", pgettext_lazy("file", "Erase")


TIE_WORDS: dict[Party, Promise] = {
    Party.OWNER: pgettext_lazy("party", "the customer's consultant"),
    Party.SECOND: pgettext_lazy("party", "the second contact person"),
    Party.CUSTODIAN: pgettext_lazy("party", "who keeps the marked file"),
    Party.RECEIVING: pgettext_lazy("party", "who receives the customer now"),
    Party.AT_ENTRY: pgettext_lazy("party", "the desk while it enters the visitor"),
    Party.CALLER: pgettext_lazy("party", "who owes the customer a call"),
    Party.HANDLER: pgettext_lazy("party", "who handles an open complaint"),
}


def party_words(party: Party) -> str:
    """A tie or a role in words."""
    return str(TIE_WORDS[party] if party in TIES else Role(party.value).label)


def action_words(action: Action | str) -> str:
    return str(ActionWord(str(action)).label)


class MarkWord(models.TextChoices):
    """How a file is marked in the index (I-19)."""

    NONE = "none", pgettext_lazy("mark", "Not marked")
    CONFIDENTIAL = "confidential", pgettext_lazy("mark", "Confidential")
    SECRET = "secret", pgettext_lazy("mark", "Top secret")


class MarkReason(models.TextChoices):
    """Why a file is marked, or no longer."""

    WISH = "wish", pgettext_lazy("mark", "The customer wishes it")
    PUBLIC = "public", pgettext_lazy("mark", "A person in public life")
    DISPUTE = "dispute", pgettext_lazy("mark", "A dispute or a complaint")
    BUSINESS = "business", pgettext_lazy("mark", "A large or unannounced purchase")
    OVER = "over", pgettext_lazy("mark", "The reason is over")


class AskWord(models.TextChoices):
    """What is asked for."""

    VIEW = "view", pgettext_lazy("request", "Read a file")
    LOAN = "loan", pgettext_lazy("request", "Borrow papers")
    COPY = "copy", pgettext_lazy("request", "Print, copy or excerpt")
    OUTSIDE = "outside", pgettext_lazy("request", "Pass on outside")
    STATISTICS = "statistics", pgettext_lazy("request", "Statistics for a department")
    REPORT = "report", pgettext_lazy("request", "Hand out a report")


class AskPurpose(models.TextChoices):
    """What for (I-09); the reason is said in words besides."""

    SERVICE = "service", pgettext_lazy("purpose of a request", "To serve this customer")
    COMPLAINT = "complaint", pgettext_lazy("purpose of a request", "A complaint or a return visit")
    DEAL = "deal", pgettext_lazy("purpose of a request", "A deal, its papers or payments")
    DISPUTE = "dispute", pgettext_lazy("purpose of a request", "Whose customer it is")
    CHECK = "check", pgettext_lazy("purpose of a request", "A check or an audit")
    WORK = "work", pgettext_lazy("purpose of a request", "Periodic work of a department")
    LAW = "law", pgettext_lazy("purpose of a request", "An authority or a court asks")


class AskState(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", pgettext_lazy("request", "waits")
    APPROVED = "approved", pgettext_lazy("request", "approved")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    ENDED = "ended", pgettext_lazy("request", "over")


class OutsiderPaper(models.TextChoices):
    """What an outsider showed (I-12); it is looked at, never copied."""

    LETTER = "letter", pgettext_lazy("outsider", "Letter of introduction")
    WORK_ID = "work_id", pgettext_lazy("outsider", "Work ID")


class SafeWay(models.TextChoices):
    """How what goes outside is passed on (I-24): never by an open telephone, mail, chat or private letter."""

    HAND = "hand", pgettext_lazy("passing on", "By hand, against a signature")
    COURIER = "courier", pgettext_lazy("passing on", "Sealed, by courier, against a signature")
    LOCKED = "locked", pgettext_lazy("passing on", "As a locked file, the password told by another way")


class UnusualWord(models.TextChoices):
    """What looking was unusual; the codes are those of visitors.unusual."""

    MANY = "many", pgettext_lazy("looking", "Many files in a short time")
    NIGHT = "night", pgettext_lazy("looking", "Other people's customers at night")


class UnusualAnswer(models.TextChoices):
    """What came of asking about it."""

    WORK = "work", pgettext_lazy("looking", "It was work")
    WARNED = "warned", pgettext_lazy("looking", "No harm, but not to be repeated")
    LEAK = "leak", pgettext_lazy("looking", "A leak is possible")


class LeakHow(models.TextChoices):
    """How customers' data got out, or may have."""

    TALK = "talk", pgettext_lazy("leak", "Said in private or in a public place")
    SENT = "sent", pgettext_lazy("leak", "Sent to the wrong person or by an open way")
    PAPER = "paper", pgettext_lazy("leak", "Papers lost or left lying")
    DEVICE = "device", pgettext_lazy("leak", "A phone or computer lost")
    ACCOUNT = "account", pgettext_lazy("leak", "Somebody used another's account")
    TAKEN = "taken", pgettext_lazy("leak", "Taken along or passed on on purpose")
    UNKNOWN = "unknown", pgettext_lazy("leak", "Not known yet")


class LeakWhat(models.TextChoices):
    """Which data."""

    CONTACT = "contact", pgettext_lazy("leak", "Names and telephone numbers")
    FILE = "file", pgettext_lazy("leak", "Contents of files")
    SENSITIVE = "sensitive", pgettext_lazy("leak", "Sensitive fields")
    DEAL = "deal", pgettext_lazy("leak", "Deals and payments")


class LeakStepKind(models.TextChoices):
    """What was done about it."""

    MEASURE = "measure", pgettext_lazy("leak", "Measure taken")
    TOLD = "told", pgettext_lazy("leak", "Somebody was told")
    FOUND = "found", pgettext_lazy("leak", "Something was found out")
    CLOSED = "closed", pgettext_lazy("leak", "Closed")


class LeakTold(models.TextChoices):
    """Who was told."""

    INFORMATION = "information", pgettext_lazy("leak", "Information supervisor")
    MANAGER = "manager", pgettext_lazy("leak", "Sales manager")
    DIRECTOR = "director", pgettext_lazy("leak", "Director")
    CUSTOMERS = "customers", pgettext_lazy("leak", "The customers concerned")
    AUTHORITY = "authority", pgettext_lazy("leak", "The authority for personal information")
    POLICE = "police", pgettext_lazy("leak", "The police")


class CheckItem(models.TextChoices):
    """What is looked at when the archive is checked (I-06, I-30)."""

    NUMBERED = "numbered", pgettext_lazy("archive check", "Every customer has a file, numbered and found")
    ONE_PLACE = "one_place", pgettext_lazy("archive check", "Nobody keeps customers' data elsewhere")
    LOANS = "loans", pgettext_lazy("archive check", "What was lent is back or within its time")
    MARKS = "marks", pgettext_lazy("archive check", "Marks and who keeps marked files still hold")
    ROLES = "roles", pgettext_lazy("archive check", "Nobody holds a role they no longer need")
    PLACE = "place", pgettext_lazy("archive check", "Doors, cabinets and locks hold; dry, clean, aired")
    PAPER = "paper", pgettext_lazy("archive check", "Papers are whole and readable, the damaged mended")
    BACKUP = "backup", pgettext_lazy("archive check", "The last copy of the database could be restored")
    EXPIRED = "expired", pgettext_lazy("archive check", "What is void or expired was destroyed by the rules")


class CheckAnswer(models.TextChoices):
    """How it was found."""

    GOOD = "good", pgettext_lazy("archive check", "in order")
    MENDED = "mended", pgettext_lazy("archive check", "mended at once")
    OPEN = "open", pgettext_lazy("archive check", "to be mended")
    NONE = "none", pgettext_lazy("archive check", "does not apply")


def role_words(roles: tuple[str, ...]) -> str:
    """Roles in words, one after another."""
    return pgettext("between names", ", ").join(str(Role(role).label) for role in roles)


def approval_words(approval: Approval) -> str:
    """Whose word it takes, in a sentence."""
    roles = role_words(approval.roles)
    if len(approval.roles) == 1:
        return roles
    if approval.needs is Needs.ONE:
        return str(_("one of: %(roles)s")) % {"roles": roles}
    if approval.needs is Needs.ALL_IN_ORDER:
        return str(_("all, one after another: %(roles)s")) % {"roles": roles}
    return str(_("each of: %(roles)s")) % {"roles": roles}
