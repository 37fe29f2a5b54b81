"""Why an opportunity was won or lost."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import OpportunityState
from deals.models import Reason
from offices.models import Office


class LoseForm(forms.Form):
    reason = forms.ModelChoiceField(
        label=_("Why it was lost"), queryset=Reason.objects.none(), empty_label=_("choose …")
    )
    note = forms.CharField(
        label=pgettext_lazy("opportunity", "Note"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = listed(office, OpportunityState.LOST)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    state = forms.ChoiceField(
        label=_("A reason for"),
        choices=[
            (OpportunityState.LOST.value, pgettext_lazy("reason for", "losing")),
            (OpportunityState.WON.value, pgettext_lazy("reason for", "winning")),
        ],
        initial=OpportunityState.LOST,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=pgettext_lazy("reason", "In a few words"), max_length=60)


def listed(office: Office, state: OpportunityState):
    """The reasons in use."""
    return Reason.objects.filter(office=office, state=state, is_active=True)
