"""The words of imports: columns, what is wrong with a line, and why a file as a whole cannot be read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from offices.spreadsheets import SheetProblem
from visitors.file_kinds import FileField
from visitors.file_reading import Problem
from visitors.file_words import FIELD_WORDS, PART_WORDS, PROBLEM_WORDS
from visitors.import_mapping import VALUE, place_of
from visitors.import_rows import NO_COLLEAGUE, NO_FILE_NUMBER, NO_PLATE, NOBODY
from visitors.import_sheet import LIMITS, MOST_LINES

TWO_PEOPLE, ERASED, COLLEAGUES = "two_people", "erased", "colleagues"

COLUMN_WORDS: Mapping[str, Promise] = {
    "name": pgettext_lazy("column", "Customer's name"),
    "honorific": pgettext_lazy("column", "Form of address"),
    "phone": pgettext_lazy("column", "Telephone"),
    "phone_work": pgettext_lazy("column", "Office telephone"),
    "phone_home": pgettext_lazy("column", "Home telephone"),
    "licence_plate": pgettext_lazy("column", "Licence plate"),
    "source": pgettext_lazy("column", "Source channel"),
    "grade": pgettext_lazy("column", "Grade"),
    "file_number": pgettext_lazy("column", "File number"),
    "met_on": pgettext_lazy("column", "Day of the visit"),
    "met_how": pgettext_lazy("column", "Visit or call"),
    "consultant": pgettext_lazy("column", "Sales consultant"),
}
HINTS: Mapping[str, Promise] = {
    "name": gettext_lazy("Name or a telephone number is needed."),
    "honorific": gettext_lazy("Mr or Ms; may be empty."),
    "phone": gettext_lazy(
        "Several may stand in one cell, with a stroke between. By it a customer is known again."
    ),
    "phone_work": gettext_lazy("With the area code."),
    "phone_home": gettext_lazy("With the area code."),
    "licence_plate": gettext_lazy("At most 12 characters."),
    "source": gettext_lazy("One of the channels of the customer's file."),
    "grade": gettext_lazy("A, B, C or D."),
    "file_number": gettext_lazy("Of an old register; left empty, a number is drawn."),
    "met_on": gettext_lazy("One line for each visit or call of an old register, such as 2019-03-05."),
    "met_how": gettext_lazy("Visit or call; left empty it was a visit."),
    "consultant": gettext_lazy("By the name on the board. They received the customer on that day."),
}
FINDING_WORDS: Mapping[str, Promise | str] = {
    NOBODY: gettext_lazy("Neither a name nor a number: nobody knows who this is."),
    NO_COLLEAGUE: gettext_lazy("Nobody of that name works or worked here."),
    NO_PLATE: gettext_lazy("This is no licence plate: at most 12 characters."),
    NO_FILE_NUMBER: gettext_lazy("This is no file number: at most 12 letters and digits."),
    COLLEAGUES: gettext_lazy(
        "They are a colleague's customer by now. Entered without saying who received them."
    ),
    ERASED: gettext_lazy("This person's data were erased. Leave the line out."),
    TWO_PEOPLE: gettext_lazy("The number and the file number belong to different customers."),
    **{problem.value: words for problem, words in PROBLEM_WORDS.items()},
    Problem.NO_PHONE.value: gettext_lazy("This is no telephone number, or a digit is missing."),
    Problem.NOT_LISTED.value: gettext_lazy("This is not on the list of answers."),
}


def column_words(key: str, fields: Mapping[str, FileField]) -> str:
    """What the column is called, in the active language."""
    if not key.startswith(VALUE):
        return str(COLUMN_WORDS[key])
    name, part = place_of(key)
    asked = fields.get(name)
    label = str(
        asked.label if asked and asked.is_own else FIELD_WORDS[name].label if name in FIELD_WORDS else name
    )
    return f"{label} \u2013 {PART_WORDS[part]}" if part else label


def finding_words(column: str, code: str, fields: Mapping[str, FileField]) -> str:
    """One thing that is wrong, with the column it stands in."""
    return _("%(column)s: %(what)s") % {
        "column": column_words(column, fields),
        "what": str(FINDING_WORDS.get(code, "")),
    }


def words_of_problem(problem: SheetProblem | str) -> str:
    """Why a file as a whole could not be read, and what to do."""
    code = problem if isinstance(problem, str) else problem.code
    said = {
        "empty": _("There is nobody in it."),
        "too_large": _("The file is too large: at most %(size)s MB. Part it in two.")
        % {"size": LIMITS.file // 1024**2},
        "too_long": _("The list is too long: at most %(most)s lines at once. Part it in two.")
        % {"most": MOST_LINES},
        "too_wide": _("The list is too wide: at most %(most)s columns.") % {"most": LIMITS.columns},
        "long_cell": _("There are more than %(most)s characters in one cell. Shorten it.")
        % {"most": LIMITS.cell},
        "formulas": _(
            "There are formulas in it. Copy the cells and paste them as values, then bring it again."
        ),
        "links": _("It draws on other files. Paste everything as values into a new file, then bring that."),
        "macros": _(
            "There is a program (a macro) in it. Save it as .xlsx without macros, then choose it again."
        ),
        "old_excel": _("This is a file of the old Excel. Save it as .xlsx, then choose it again."),
    }
    return said.get(code, _("This is neither an .xlsx file nor a CSV that we can read."))


def columns_problem(code: str, key: str, fields: Mapping[str, FileField]) -> str:
    """What is wrong with a choice of columns."""
    if code == "twice":
        return _("“%(column)s” is chosen for two columns. Leave one of them out.") % {
            "column": column_words(key, fields)
        }
    return _("Choose which column holds the name, or a telephone number.")
