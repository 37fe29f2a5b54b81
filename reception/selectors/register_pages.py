"""The printed register: its lines on A4 pages, so that each page carries its own head, its number and the check-sum.

A browser cannot be asked how high a line will be before it prints; the height is reckoned here from the texts, a little
too high rather than too low. Millimetres; the widths of the columns are those of static/css/register.css.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reception.selectors.register_line import Line

ROOM = 138.0  # between the head and the foot of a page
LEAST = 9.0  # the height of an empty line
TEXT_LINE = 3.7
PADDING = 1.6
WIDE, NARROW = 3.05, 1.7  # of a Chinese character, of a Latin letter
NEEDS, CUSTOMER, SOURCE, HISTORY, PHONE, CONSULTANT, WHOLE = 43, 42, 22, 20, 25, 18, 264


@dataclass(frozen=True, slots=True)
class Row:
    """A line with what stands beneath it over the whole width, and how high both are together."""

    line: Line
    notes: list[str]
    height: float


@dataclass(slots=True)
class Page:
    number: int
    rows: list[Row] = field(default_factory=list)
    used: float = 0.0

    @property
    def blanks(self) -> range:
        """The ruled lines that stay empty."""
        return range(int((ROOM - self.used) // LEAST))


def pages_of(lines: Iterable[Line]) -> list[Page]:
    """The lines in their order, page by page; one empty page where there is no line."""
    pages = [Page(1)]
    for line in lines:
        notes = _notes(line)
        height = _height(line, notes)
        if pages[-1].rows and pages[-1].used + height > ROOM:
            pages.append(Page(len(pages) + 1))
        pages[-1].rows.append(Row(line, notes, height))
        pages[-1].used += height
    return pages


def _notes(line: Line) -> list[str]:
    """What is said of the line: remark, correction, what became of the reception."""
    notes = []
    if line.remark:
        notes.append(_("Remark: %(text)s") % {"text": line.remark})
    if line.entry and line.entry.corrects_id:
        notes.append(_("Corrects the entry above: %(reason)s") % {"reason": line.reason})
    if line.replaced_by:
        notes.append(_("Corrected by no. %(number)s") % {"number": line.replaced_by})
    if line.annulled:
        notes.append(
            _("The reception became %(state)s after this entry was made.") % {"state": line.annulled}
        )
    if not line.is_intact:
        notes.append(_("This entry is not what was signed: its digest does not fit."))
    return notes


def _height(line: Line, notes: list[str]) -> float:
    cells = (
        (line.label, CUSTOMER),
        (line.phone_words, PHONE),
        (line.history, HISTORY),
        (line.source, SOURCE),
        (" · ".join(line.needs), NEEDS),
        (line.consultant.name if line.consultant else "", CONSULTANT),
    )
    signature = 3 if line.is_late else 2
    most = max(signature, *(_lines(text, width) for text, width in cells))
    height = max(LEAST, most * TEXT_LINE + PADDING)
    return height + (_lines(" · ".join(notes), WHOLE) * TEXT_LINE + PADDING if notes else 0)


def _lines(text: str, width: float) -> int:
    """In how many lines the text stands in a column of that width."""
    long = sum(WIDE if unicodedata.east_asian_width(each) in "WFA" else NARROW for each in text)
    return max(1, int(long // (width * 0.95)) + 1) if text else 0
