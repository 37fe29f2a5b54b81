"""A new public link."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.enums import LinkKind


class LinkForm(forms.Form):
    """What it opens, and where it will be used."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("link", "What it opens"),
        choices=LinkKind,
        widget=forms.RadioSelect,
        initial=LinkKind.WALL,
    )
    label = forms.CharField(
        label=pgettext_lazy("link", "Where it is used"),
        max_length=40,
        required=False,
        help_text=_("For example: screen in the hall, glass door."),
    )
