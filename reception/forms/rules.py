"""Choosing a preset of the house rules."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from offices.enums import Preset


class PresetForm(forms.Form):
    """A preset, the day it begins, and why."""

    preset = forms.ChoiceField(label=_("Preset"), choices=Preset, widget=forms.RadioSelect)
    effective_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    note = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args, first_day: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].initial = first_day
        self.fields["effective_from"].widget.attrs["min"] = first_day.isoformat()
