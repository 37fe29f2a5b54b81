"""How services take what somebody typed or chose, and how the database's no becomes a sentence."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from offices.errors import Refusal
from visitors.services.customers import clean_text


def said(text: str, field: str, length: int) -> str:
    """In one line, without control characters. Raises Refusal where nothing is left or it is too long."""
    kept = clean_text(text, field, length)
    if not kept:
        raise Refusal(_("Type a few words."), field=field)
    return kept


def one_of(value: Any, choices: type[models.Choices], field: str) -> Any:
    """A value of the list. Raises Refusal."""
    if value not in choices.values:
        raise Refusal(_("Choose from the list."), field=field)
    return value


def number_within(value: int | None, field: str, *, least: int, most: int) -> int:
    """A whole number within these. Raises Refusal."""
    if value is None or not least <= value <= most:
        raise Refusal(
            _("A whole number from %(least)d to %(most)d.") % {"least": least, "most": most}, field=field
        )
    return value


def write(row: models.Model, fields: Mapping[str, str | None]) -> None:
    """Insert the row; a constraint's no is its sentence at the field of the form named for it. Raises Refusal."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint in row._meta.constraints:
            if constraint.name == name and name in fields:
                raise Refusal(constraint.violation_error_message, field=fields[name]) from error
        raise
