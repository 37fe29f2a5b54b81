"""Closing a day of finance: which day, and the figures that were looked at."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class CloseForm(forms.Form):
    day = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:  # nobody typed these: they came with the page
            raise ValidationError(_("This page has lost its day. Load it again."))
        return cleaned
