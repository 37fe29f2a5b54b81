"""What a template's variables stand for and what may be wrong with it, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from messaging.templating import LONGEST_BODY, VARIABLES, Fault, Finding

VARIABLE_WORDS: dict[str, Promise] = {
    "surname": pgettext_lazy("variable", "surname of the customer"),
    "title": pgettext_lazy("variable", "title of the customer"),
    "project": pgettext_lazy("variable", "project"),
    "hotline": pgettext_lazy("variable", "booking line"),
    "consultant": pgettext_lazy("variable", "consultant"),
    "date": pgettext_lazy("variable", "date"),
    "time": pgettext_lazy("variable", "time"),
    "event": pgettext_lazy("variable", "event, festival or news"),
    "amount": pgettext_lazy("variable", "amount in yuan"),
    "unit": pgettext_lazy("variable", "unit"),
    "link": pgettext_lazy("variable", "link"),
}
FROM_THE_FILE = ("surname", "title", "project", "hotline", "consultant")
"""Those that each customer's file or the office fills; the others are typed, or known to what sends the text."""

FAULT_WORDS: dict[Fault, Promise] = {
    Fault.EMPTY: gettext_lazy("Write what the message says."),
    Fault.TOO_LONG: gettext_lazy("At most %(most)s characters; these are %(about)s."),
    Fault.STRAY_BRACE: gettext_lazy("A brace stands alone: write a variable as {date}."),
    Fault.UNKNOWN_VARIABLE: gettext_lazy("There is no variable {%(about)s}."),
    Fault.GREETS: gettext_lazy("The salutation is put before it anyway: leave “%(about)s” out."),
    Fault.SIGNS: gettext_lazy("The brackets %(about)s are kept for the signature."),
}


def in_words(finding: Finding) -> str:
    """One sentence of what is wrong."""
    return str(FAULT_WORDS[finding.fault]) % {"about": finding.about, "most": LONGEST_BODY}


def variable_rows() -> list[tuple[str, str]]:
    """Each variable as it is written, and what it stands for."""
    return [(f"{{{name}}}", str(VARIABLE_WORDS[name])) for name in VARIABLES]


def missing_words(names: list[str]) -> str:
    """Which variables nothing stands for."""
    return _("Nothing stands for %(names)s.") % {"names": ", ".join(f"{{{name}}}" for name in names)}
