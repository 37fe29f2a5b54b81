"""What a queue number is given with."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NumberForm(forms.Form):
    layout = forms.CharField(
        label=_("Layout that is wanted"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"list": "layouts", "autocomplete": "off"}),
    )
