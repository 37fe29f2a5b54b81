"""What is wrong with a list of units, in words for whoever brought it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from deals.unit_sheet import ColumnsMissing, Finding
from offices.spreadsheets import LARGEST_FILE, MOST_ROWS, SheetProblem

COLUMN_WORDS: dict[str, Promise] = {
    "building": pgettext_lazy("column", "Building"),
    "number": pgettext_lazy("column", "Unit"),
    "floor": pgettext_lazy("column", "Floor"),
    "line": pgettext_lazy("column", "Place on the floor"),
    "layout": pgettext_lazy("column", "Layout"),
    "area": pgettext_lazy("column", "Area"),
    "facing": pgettext_lazy("column", "Facing"),
    "list_price": pgettext_lazy("column", "List price"),
    "release": pgettext_lazy("column", "Release"),
}
WORDS: dict[str, Promise] = {
    "missing": gettext_lazy("Nothing stands here. Fill it in."),
    "too_long": gettext_lazy("“%(text)s” is too long. Shorten it."),
    "no_number": gettext_lazy("“%(text)s” is no number."),
    "not_above_zero": gettext_lazy("%(text)s: it has to be above zero."),
    "out_of_range": gettext_lazy("%(text)s is far from anything possible. Check it."),
    "decimals": gettext_lazy("%(text)s has more than two decimals. Round it."),
    "unknown_facing": gettext_lazy(
        "“%(text)s” is no facing that we know. Write south, south-east, north and south …"
    ),
    "twice": gettext_lazy("%(text)s stands in line %(other)s already. Leave one of them out."),
    "unknown_release": gettext_lazy("There is no release “%(text)s”. Add it first, or leave this empty."),
    "sold": gettext_lazy("%(text)s has an order: what was sold keeps its layout, area, price and release."),
}


def words_of(finding: Finding) -> str:
    """The sentence of a finding in the active language."""
    return str(WORDS[finding.code]) % {"text": finding.text, "other": finding.other}


def words_of_problem(problem: SheetProblem) -> str:
    """Why a file as a whole could not be read, and what to do."""
    if isinstance(problem, ColumnsMissing):
        names = ", ".join(str(COLUMN_WORDS[column]) for column in problem.missing)
        return _(
            "These columns are missing: %(names)s. Take the template, its first line names them all."
        ) % {"names": names}
    said = {
        "empty": _("There is no unit in it."),
        "too_large": _("The file is too large: at most %(size)s MB.") % {"size": LARGEST_FILE // 1024**2},
        "too_long": _("The list is too long: at most %(most)s lines at once.") % {"most": MOST_ROWS},
        "old_excel": _("This is a file of the old Excel. Save it as .xlsx, then choose it again."),
    }
    return said.get(problem.code, _("This is neither an .xlsx file nor a CSV that we can read."))
