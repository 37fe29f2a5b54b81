"""Lists that were brought, as pages and files show them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices.spreadsheets import Sheet
from visitors.file_choice_words import CHOICE_WORDS
from visitors.file_enums import ImportRowState
from visitors.file_kinds import FileField
from visitors.import_mapping import VALUE, place_of
from visitors.import_words import HINTS, finding_words
from visitors.models import ImportRow, ImportRun
from visitors.models.sealed_json import opened
from visitors.selectors.file_fields import fields_of
from visitors.selectors.import_book import column_choices

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the list: its place, its title, what it is taken for, and what stands in it."""

    place: int
    title: str
    key: str
    sample: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of the list, and what is to be said of it."""

    line: int
    words: tuple[str, ...]


def column_lines(run: ImportRun) -> list[ColumnLine]:
    """The columns with the first lines of each."""
    lines: Sequence[Sequence[str]] = opened(run.sealed_sample) if run.sealed_sample else ()
    found = []
    for place, title in enumerate(run.head):
        cells = [line[place] for line in lines if place < len(line) and line[place]]
        found.append(ColumnLine(place, title, run.mapping[place], tuple(cells[:3])))
    return found


def wrong_lines(run: ImportRun) -> list[ToldLine]:
    """The first lines that need mending, with all that is wrong with them."""
    return _told(run, run.rows.filter(state=ImportRowState.WRONG))


def otherwise_written(run: ImportRun) -> tuple[int, list[ToldLine]]:
    """How many lines were not written word for word, and the first of them with what is otherwise."""
    rows = run.rows.filter(state=ImportRowState.DONE).exclude(findings=[])
    return rows.count(), _told(run, rows)


def _told(run: ImportRun, rows: QuerySet[ImportRow]) -> list[ToldLine]:
    fields = _fields(run)
    return [ToldLine(row.line, _words(row, fields)) for row in rows.order_by("line")[:SHOWN]]


def wrong_kinds(run: ImportRun) -> list[tuple[str, int]]:
    """What is wrong most often, with how often."""
    fields = _fields(run)
    rows = run.rows.filter(state=ImportRowState.WRONG).values_list("findings", flat=True)
    counts = Counter(tuple(each) for findings in rows.iterator() for each in findings)
    return [(finding_words(column, code, fields), count) for (column, code), count in counts.most_common(8)]


def to_mend(run: ImportRun, notice: str) -> Sheet:
    """The lines that need mending as they came, with what is wrong in a last column: mended, it is brought again."""
    fields = _fields(run)
    header = [*run.head, _("What is wrong"), pgettext("file", "Line before")]
    return Sheet(_("To be mended"), header, _mend_rows(run, fields), notice)


def template_sheets(run_office) -> tuple[Sheet, Sheet]:
    """An empty list with all columns, and how it is filled in."""
    choices = column_choices(run_office)
    fields = {field.key: field for field in fields_of(run_office)}
    return (
        Sheet(_("Customers"), [words for _key, words in choices], []),
        Sheet(
            _("How to fill it in"),
            [_("Column"), _("What stands there")],
            [[words, _hint(key, fields)] for key, words in choices],
        ),
    )


def _mend_rows(run: ImportRun, fields: Mapping[str, FileField]) -> Iterator[list[str]]:
    width = len(run.head)
    for row in run.rows.filter(state=ImportRowState.WRONG).order_by("line").iterator():
        if row.sealed:
            cells = [*opened(row.sealed), *[""] * width][:width]
            yield [*cells, " ".join(_words(row, fields)), str(row.line)]


def _words(row: ImportRow, fields: Mapping[str, FileField]) -> tuple[str, ...]:
    return tuple(finding_words(column, code, fields) for column, code in row.findings)


def _hint(key: str, fields: Mapping[str, FileField]) -> str:
    if key in HINTS:
        return str(HINTS[key])
    name, part = place_of(key) if key.startswith(VALUE) else (key, "")
    asked = fields[name]
    choices = next((each.choices for each in asked.parts if each.key == part), asked.choices)
    words = [str(word) for word in CHOICE_WORDS.get(choices, {}).values()] + list(asked.more)
    return ", ".join(words)


def _fields(run: ImportRun) -> dict[str, FileField]:
    return {field.key: field for field in fields_of(run.office)}
