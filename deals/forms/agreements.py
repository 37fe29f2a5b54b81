"""Agreements: the particulars of one, and the office's wording."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deals.selectors.agreements import Particulars
from offices.forms.layouts import fields_only, pair_or_stack
from offices.phones import national, normalise

POSTCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]{2,9}")


class AgreementForm(forms.Form):
    """Who buys and where they can be reached; after a signature also why it is changed."""

    buyers = forms.CharField(label=gettext_lazy("Buyers, as they sign"), max_length=120, strip=True)
    phone = forms.CharField(
        label=gettext_lazy("Phone number"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    address = forms.CharField(
        label=gettext_lazy("Address where post arrives now"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=10)
    reason = forms.CharField(
        label=gettext_lazy("Why the signed agreement is changed"), max_length=200, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, is_signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_signed = is_signed
        self.fields["reason"].required = is_signed
        if not is_signed:
            del self.fields["reason"]

    @property
    def helper(self) -> FormHelper:
        why = ["reason"] if self.is_signed else []
        return fields_only("buyers", pair_or_stack("phone", "postcode"), "address", *why, "version")

    def clean_phone(self) -> str:
        return national(normalise(self.cleaned_data["phone"]))

    def clean_postcode(self) -> str:
        code = self.cleaned_data["postcode"]
        if not POSTCODE.fullmatch(code):
            raise ValidationError(_("Type the postcode: six digits at home."))
        return code

    def clean_address(self) -> str:
        return " ".join(self.cleaned_data["address"].split())

    def particulars(self) -> Particulars:
        data = self.cleaned_data
        return Particulars(data["buyers"], data["phone"], data["address"], data["postcode"])


class WordingForm(forms.Form):
    """The wording of an agreement, with its placeholders in braces."""

    text = forms.CharField(
        label=gettext_lazy("Wording"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
        help_text=gettext_lazy("One paragraph a line; a line that begins with # is a heading."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @property
    def helper(self) -> FormHelper:
        return fields_only("text", "version")
