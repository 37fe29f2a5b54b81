"""Call-backs and messages for colleagues."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from switchboard.roles import ANSWERERS, INSIDERS


def _people(office: Office):
    return Member.objects.of(office).working().order_by("name", "pk")


class CallBackForm(forms.Form):
    """A call-back that no incoming call asked for."""

    name = forms.CharField(label=pgettext_lazy("call back", "Who"), max_length=40)
    phone = forms.CharField(label=_("Phone number"), max_length=40)
    question = forms.CharField(
        label=pgettext_lazy("call back", "What about"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("call back", "Who calls"),
        queryset=Member.objects.none(),
        empty_label=_("choose …"),
    )
    due_on = forms.DateField(
        label=pgettext_lazy("call back", "By which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    due_time = forms.TimeField(
        label=pgettext_lazy("call back", "By what time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args, office: Office, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.now = office, now
        self.fields["owner"].queryset = _people(office).holding(*ANSWERERS)  # type: ignore[attr-defined]
        self.fields["due_on"].initial = office.business_date(now)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("due_on") and cleaned.get("due_time") and self.due_at() <= self.now:
            self.add_error("due_time", _("This is in the past. Choose a time to come."))
        return cleaned

    def due_at(self) -> datetime:
        return datetime.combine(
            self.cleaned_data["due_on"], self.cleaned_data["due_time"], tzinfo=self.office.zone
        )


class AnswerForm(forms.Form):
    """What was said; how a call-back ended."""

    answer = forms.CharField(
        label=pgettext_lazy("call back", "What was said"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class GiveForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("A colleague calls instead"), queryset=Member.objects.none(), empty_label=_("choose …")
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = _people(office).holding(*ANSWERERS)  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """For whom, from whom, what."""

    to = forms.ModelChoiceField(
        label=pgettext_lazy("phone message", "For"), queryset=Member.objects.none(), empty_label=_("choose …")
    )
    who = forms.CharField(label=pgettext_lazy("phone message", "From"), max_length=40)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    text = forms.CharField(
        label=pgettext_lazy("phone message", "Message"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_urgent = forms.BooleanField(label=pgettext_lazy("phone message", "Urgent"), required=False)

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = _people(office).holding(*INSIDERS)  # type: ignore[attr-defined]
