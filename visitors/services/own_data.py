"""A person's own data as a file that they can read: a spreadsheet, or JSON for another program."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from offices.models import Office
from offices.spreadsheets import Sheet, workbook
from visitors.file_telling import yes_or_no
from visitors.models import Customer
from visitors.personal_data import Row, holders, person_of

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Section:
    """What one place holds: its code, its heading, and its rows."""

    name: str
    title: str
    rows: list[Row]


def own_data(customer: Customer, *, language: str) -> list[Section]:
    """Everything that is held of the person, in all their files, whole numbers and sensitive fields included.

    In words of that language. Places that hold nothing are left out. Raises sealing.SealBroken.
    """
    person = person_of(customer)
    with translation.override(language):
        found = [
            Section(holder.name, str(holder.words), list(holder.rows(person)))
            for holder in holders()
            if holder.rows is not None
        ]
    return [section for section in found if section.rows]


def as_spreadsheet(sections: Iterable[Section], office: Office, *, now: datetime, language: str) -> bytes:
    """A sheet for each place, and a first one that says of what and when."""
    with translation.override(language):
        about = Sheet(
            _("About this file"),
            (_("What"), ""),
            [(_("Office"), office.name), (_("Made"), _plain(now, office.zone))],
        )
        sheets = [_sheet(section, office.zone) for section in sections]
        return workbook(about, *sheets)


def as_json(sections: Iterable[Section], office: Office, *, now: datetime) -> bytes:
    """The same for another program; times with their zone."""
    said = {
        "office": office.name,
        "made_at": now.isoformat(),
        "data": {
            section.name: {"title": section.title, "rows": [dict(row) for row in section.rows]}
            for section in sections
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=1, default=_coded).encode()


def _sheet(section: Section, zone: ZoneInfo) -> Sheet:
    header = list(dict.fromkeys(label for row in section.rows for label in row))
    rows = [[_plain(row.get(label), zone) for label in header] for row in section.rows]
    return Sheet(section.title, header, rows)


def _plain(value: Any, zone: ZoneInfo) -> Any:
    """As a cell holds it: times on the office's clock, for a spreadsheet knows no zones."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=_coded)
    return value


def _coded(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) or not hasattr(value, "isoformat") else value.isoformat()
