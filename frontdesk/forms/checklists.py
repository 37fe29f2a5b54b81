"""A list's title and stage, an item's words and level."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import Level, Stage


class ListForm(forms.Form):
    stage = forms.ChoiceField(
        label=pgettext_lazy("checklist", "When"), choices=Stage, widget=forms.RadioSelect
    )
    title = forms.CharField(label=pgettext_lazy("checklist", "Title"), max_length=60)


class ItemForm(forms.Form):
    level = forms.ChoiceField(
        label=pgettext_lazy("checklist", "How binding"), choices=Level, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=pgettext_lazy("checklist", "What to do"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One thing, in words that help with a customer beside you."),
    )
