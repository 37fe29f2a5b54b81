from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from switchboard.enums import TextKind


class TextForm(forms.Form):
    """A text of the library."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("library", "Kind"),
        choices=TextKind,
        initial=TextKind.ANSWER,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=pgettext_lazy("library", "Question or occasion"),
        max_length=80,
        help_text=_("As callers ask it: the words are searched."),
    )
    keywords = forms.CharField(
        label=_("Other words for it"),
        max_length=120,
        required=False,
        help_text=_("Words that callers use and that do not stand above."),
    )
    body = forms.CharField(
        label=pgettext_lazy("library", "Words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8})
    )
