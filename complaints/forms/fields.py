"""Fields that several forms of complaints share."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.drawn import LARGEST, LONGEST

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2200)
WORDS = 4000


def sensible_year(moment: datetime) -> None:
    """Raise ValidationError for a year that nobody meant."""
    if moment.year not in YEARS:
        raise ValidationError(_("Check the year."))


def words(
    label: Promise | str, *, required: bool = True, rows: int = 4, help_text: Any = ""
) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        max_length=WORDS,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def moment(label: Promise | str, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A day and minute on the office's clock."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=[LOCAL_FORMAT],
        validators=[sensible_year],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
    )


class SignatureFields(forms.Form):
    """A drawing that the page's script leaves here, or the name as it was typed."""

    signature_path = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    signature_width = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput
    )
    signature_height = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput
    )
    signature_name = forms.CharField(
        label=_("Or the customer's name, as they write it themselves"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    has_sheet = True
    """The page shows the sheet to sign on."""
