"""A day and minute as browsers send it, on the office's clock."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2200)


def sensible_year(moment: datetime) -> None:
    """Raise ValidationError for a year that nobody meant."""
    if moment.year not in YEARS:
        raise ValidationError(_("Check the year."))


def moment_field(
    label: Promise | str, *, required: bool = True, help_text: str | Promise = ""
) -> forms.Field:
    """A date and time, aware in the office's zone."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        validators=[sensible_year],
        input_formats=[LOCAL_FORMAT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
    )


def text_field(label: Promise | str, length: int, *, required: bool = True, **more) -> forms.CharField:
    """Words in one line, which the browser does not suggest."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **more)


def long_field(label: Promise | str, length: int, *, required: bool = True, **more) -> forms.CharField:
    """Words in a few lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **more)
