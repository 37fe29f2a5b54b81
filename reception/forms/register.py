"""Signing the visitor register and correcting a signed entry."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.forms import layouts
from reception.services.register import LARGEST_PARTY, Corrected
from visitors.enums import Source
from visitors.models import RegisterEntry
from visitors.services.register import NAME_LENGTH, REASON_LENGTH, REMARK_LENGTH

MARK_LENGTH = 32


class SignForm(forms.Form):
    """The consultant's own session. ``seen`` is the mark of the content that the page showed."""

    seen = forms.CharField(max_length=MARK_LENGTH, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=pgettext_lazy("register", "Remark"), max_length=REMARK_LENGTH, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.helper(*self.fields)


class PinSignForm(SignForm):
    """A colleague's signature at the desk's screen: the PIN is theirs, and is never shown or kept."""

    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        strip=True,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "pin"}),
    )


class CorrectForm(forms.Form):
    """How the line should read, and why. Who received and whether it counts stand in the queue, not here."""

    name = forms.CharField(label=_("Name as written"), max_length=NAME_LENGTH, required=False)
    party_size = forms.IntegerField(label=_("Party"), min_value=1, max_value=LARGEST_PARTY)
    source = forms.ChoiceField(
        label=_("Source"), choices=[("", _("Not said")), *Source.choices], required=False
    )
    remark = forms.CharField(
        label=pgettext_lazy("register", "Remark"), max_length=REMARK_LENGTH, required=False
    )
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=REASON_LENGTH)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.helper(
            "name", Div("party_size", "source", css_class="pair"), "remark", "reason"
        )

    @staticmethod
    def values_of(entry: RegisterEntry) -> dict:
        """What the entry says now; without words where the customer's data were erased."""
        words = getattr(entry, "words", None)
        return {
            "name": words.name if words else "",
            "party_size": entry.facts["party_size"],
            "source": entry.facts["source"],
            "remark": words.remark if words else "",
        }

    def changes(self) -> Corrected:
        data = self.cleaned_data
        return Corrected(
            name=data["name"], party_size=data["party_size"], source=data["source"], remark=data["remark"]
        )
