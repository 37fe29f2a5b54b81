"""A statement as a sheet of a spreadsheet: its lines, between the balance before and the balance after."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from deals.selectors.statements import Statement
from offices.spreadsheets import Sheet


def sheet_of(statement: Statement) -> Sheet:
    """One row an entry; the last column adds up to the closing balance."""
    lines = [
        [
            entry.on,
            entry.order.number,
            str(entry.order.unit),
            entry.get_kind_display(),
            entry.ruling.clause,
            entry.percent,
            entry.amount,
        ]
        for entry in statement.entries
    ]
    return Sheet(
        title=f"{statement.month:%Y-%m}",
        header=[
            pgettext("column", "Day"),
            pgettext("column", "Order"),
            pgettext("column", "Unit"),
            pgettext("column", "Entry"),
            pgettext("column", "Clause"),
            pgettext("column", "Percent"),
            pgettext("column", "Amount (yuan)"),
        ],
        rows=[
            [None, None, None, _("Balance before"), None, None, statement.opening],
            *lines,
            [None, None, None, _("Balance after"), None, None, statement.closing],
        ],
    )
