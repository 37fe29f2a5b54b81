"""Forms of what comes after a deal: conduct, club, tasks, hand-outs, and the office's days."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import Conduct
from deals.models import ClubLevel, DealDays
from offices.forms.layouts import fields_only, pair, pair_or_stack, segment
from offices.models import Member

WHAT = 500


class ConductForm(forms.Form):
    """Who did what, and when."""

    member = forms.ChoiceField(label=pgettext_lazy("conduct", "Who"))
    kind = forms.ChoiceField(label=pgettext_lazy("conduct", "What"), choices=Conduct)
    is_serious = forms.BooleanField(label=_("A serious case"), required=False)
    happened_on = forms.DateField(
        label=pgettext_lazy("conduct", "When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    what = forms.CharField(
        label=_("What happened"), max_length=WHAT, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, members: Sequence[Member], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(str(each.pk), each.name) for each in members]
        self.helper = fields_only(pair("member", "happened_on"), "kind", "is_serious", "what")


class VerifyForm(forms.Form):
    """Whether it was so, and what follows."""

    upheld = forms.ChoiceField(
        label=_("Was it so?"),
        choices=[("yes", pgettext_lazy("conduct", "upheld")), ("no", pgettext_lazy("conduct", "not upheld"))],
        widget=forms.RadioSelect,
    )
    consequence = forms.CharField(label=_("Consequence"), max_length=200, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("upheld"), "consequence")


class LevelForm(forms.ModelForm):
    """A level of the club."""

    class Meta:
        model = ClubLevel
        fields = ["name", "position", "percent", "points", "is_active"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].label = _("Place, the lowest first")
        self.helper = fields_only("name", pair("position", "percent"), "points", "is_active")


class DrawForm(forms.Form):
    """Who receives the customers, and the numbers of the customers that the page showed."""

    receivers = forms.MultipleChoiceField(label=_("Who receives"), widget=forms.CheckboxSelectMultiple)
    customers = forms.CharField(widget=forms.HiddenInput, max_length=100_000)

    def __init__(self, *args, members: Sequence[Member], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receivers"].choices = [(str(each.pk), each.name) for each in members]
        self.helper = fields_only("receivers", "customers")

    def clean_customers(self) -> list[int]:
        numbers = [part for part in self.cleaned_data["customers"].split(",") if part]
        if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in numbers):
            raise forms.ValidationError(_("The list of customers cannot be read. Load the page again."))
        return [int(part) for part in numbers]


class NoteForm(forms.Form):
    """A few words with something that was done."""

    note = forms.CharField(max_length=200, required=False)


class DealDaysForm(forms.ModelForm):
    """How many days for what."""

    class Meta:
        model = DealDays
        fields = [
            *("open_within", "negotiation", "mediation", "ruling", "obey"),
            *("down_payment", "mortgage", "progress", "title", "handover"),
        ]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.disputes = list(self.Meta.fields[:5])
        fields = self.Meta.fields
        self.helper = fields_only(*(pair_or_stack(*fields[place : place + 2]) for place in range(0, 10, 2)))
