"""Small forms around calls: plan one, how a visitor is received, scripts, questions, answers of leaders, checks."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.enums import CustomerType, FollowUpPurpose, QuestionKind
from followups.forms.call import FARTHEST
from followups.services.call_wording import SCRIPT_LENGTH
from offices.models import Member, Office

BY_HAND = (
    FollowUpPurpose.REGULAR,
    FollowUpPurpose.INVITE,
    FollowUpPurpose.CONGRATULATE,
    FollowUpPurpose.WIN_BACK,
    FollowUpPurpose.COMPLAINT,
)
"""What somebody calls for beside the plan."""


class PlanCallForm(forms.Form):
    """A call beside the plan: now, or on a day, at a minute where the customer named one."""

    purpose = forms.ChoiceField(
        label=pgettext_lazy("call", "What for"), choices=[(each.value, each.label) for each in BY_HAND]
    )
    on = forms.DateField(
        label=pgettext_lazy("call", "Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=pgettext_lazy("call", "Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Only where the customer named one: then it is due at that minute."),
    )

    def __init__(self, *args, office: Office, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.now = office, now
        self.fields["on"].initial = office.business_date(now)

    def clean(self) -> dict:
        cleaned = super().clean()
        on = cleaned.get("on")
        if on and on < self.office.business_date(self.now):
            self.add_error("on", _("This is in the past. Choose a day to come."))
        elif on and on > self.office.business_date(self.now) + FARTHEST:
            self.add_error("on", _("This is more than two years from now. Check the year."))
        moment = self.moment()
        if moment and moment <= self.now and "on" not in self.errors:
            self.add_error("at", _("This is in the past. Choose a time to come."))
        return cleaned

    def moment(self) -> datetime | None:
        on, at = self.cleaned_data.get("on"), self.cleaned_data.get("at")
        return datetime.combine(on, at, tzinfo=self.office.zone) if on and at else None


class ReceptionPlanForm(forms.Form):
    """How somebody who comes at an agreed time is received."""

    people = forms.IntegerField(label=_("How many come"), min_value=1, max_value=99, required=False)
    licence_plate = forms.CharField(
        label=_("Licence plate"),
        max_length=20,
        required=False,
        help_text=_("So that the gate lets the car in and knows the name."),
    )
    plan = forms.CharField(
        label=_("What we prepare"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Show flat, papers, who receives them, what the children need."),
    )


class ScriptForm(forms.Form):
    body = forms.CharField(
        label=pgettext_lazy("script", "Words"),
        max_length=SCRIPT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "A line in brackets is a hint that is not said aloud. Leave all empty to use ours again."
        ),
    )


class QuestionForm(forms.Form):
    for_type = forms.ChoiceField(label=pgettext_lazy("question", "For whom"), choices=CustomerType)
    kind = forms.ChoiceField(
        label=pgettext_lazy("question", "Answered with"), choices=QuestionKind, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=pgettext_lazy("question", "Question"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As you would ask it on the telephone."),
    )


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("What shall be done"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class TrackingForm(forms.Form):
    fine = forms.ChoiceField(
        label=pgettext_lazy("tracking", "How it is followed up"),
        choices=[
            ("yes", pgettext_lazy("tracking", "In order")),
            ("no", pgettext_lazy("tracking", "Something is missing")),
        ],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=pgettext_lazy("tracking", "Remark"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The consultant reads it."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("fine") == "no" and not cleaned.get("remark"):
            self.add_error("remark", _("Say in a few words what is missing."))
        return cleaned


class ReassignForm(forms.Form):
    """Which follow-ups somebody else does; both lists are what the page showed."""

    follow_ups = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple)
    to = forms.TypedChoiceField(label=_("Who does them"), coerce=int)

    def __init__(self, *args, due: list[int], members: list[Member], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follow_ups"].choices = [(pk, str(pk)) for pk in due]  # type: ignore[attr-defined]
        self.fields["follow_ups"].error_messages["required"] = _(
            "Tick the follow-ups that somebody else shall do."
        )
        names = [("", _("choose …")), *((each.pk, each.name) for each in members)]
        self.fields["to"].choices = names  # type: ignore[attr-defined]
