"""How a reception ended: grade, needs, objections, what comes next."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import FactKind
from deals.selectors.spoken import Spoken
from offices.models import Member, Office
from reception.enums import VoidCause
from reception.forms import layouts
from reception.forms.arrival import ANSWERS, NUMBER_WAS, TRIED
from visitors.enums import BuyingPurpose, FloorPreference, Grade, Layout, Objection, PhoneAnswer
from visitors.services.outcomes import OutcomeEntry

BEARS = (FactKind.REFUSED, FactKind.DESIGNATED, FactKind.FORGOT, FactKind.DISCOUNT_SOUGHT)
"""What of the facts of attribution comes out while somebody is received."""
LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
FARTHEST = timedelta(days=3660)


def _optional(choices) -> list:
    return [("", _("Not said")), *choices.choices]


class FinishForm(forms.Form):
    """Only the grade is needed; the rest is what the consultant learned."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade, widget=forms.RadioSelect)
    layout = forms.ChoiceField(label=_("Layout"), choices=_optional(Layout), required=False)
    floor = forms.ChoiceField(
        label=pgettext_lazy("wish", "Floor"), choices=_optional(FloorPreference), required=False
    )
    area_min = forms.IntegerField(label=_("Area from (m²)"), min_value=1, max_value=100_000, required=False)
    area_max = forms.IntegerField(label=_("Area to (m²)"), min_value=1, max_value=100_000, required=False)
    budget_min = forms.IntegerField(
        label=_("Budget from (10,000 yuan)"), min_value=0, max_value=10_000_000, required=False
    )
    budget_max = forms.IntegerField(
        label=_("Budget to (10,000 yuan)"), min_value=0, max_value=10_000_000, required=False
    )
    buying_purpose = forms.ChoiceField(
        label=_("The home is for"), choices=_optional(BuyingPurpose), required=False
    )
    objections = forms.MultipleChoiceField(
        label=_("Objections"), choices=Objection, required=False, widget=forms.CheckboxSelectMultiple
    )
    units_wanted = forms.IntegerField(
        label=_("Units wanted"), min_value=0, max_value=999, initial=1, required=False
    )
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    phone_answer = forms.ChoiceField(
        label=_("Phone number"), choices=[("", _("As before")), *NUMBER_WAS], required=False
    )
    phone_note = forms.CharField(label=_("How they declined"), max_length=200, required=False)
    consent_call = forms.ChoiceField(label=_("May be called"), choices=TRIED, required=False)
    consent_sms = forms.ChoiceField(label=_("May be sent SMS"), choices=TRIED, required=False)
    next_appointment = forms.DateTimeField(
        label=_("Next appointment"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
        input_formats=[LOCAL_FORMAT, "%Y-%m-%dT%H:%M:%S"],
    )
    note = forms.CharField(
        label=pgettext_lazy("outcome", "Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    bears = forms.ChoiceField(
        label=_("What bears on whose deal it is"),
        choices=[
            ("", pgettext_lazy("bears on the deal", "nothing")),
            *((each, each.label) for each in BEARS),
        ],
        required=False,
    )
    bears_on = forms.ModelChoiceField(
        label=_("Which consultant it is about"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
        help_text=_("It counts once a supervisor or manager whom it does not concern has confirmed it."),
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["bears_on"].queryset = Member.objects.of(office).consultants().order_by("name", "pk")
        self.helper = layouts.finish()

    def clean(self) -> dict:
        cleaned = super().clean()
        for low, high in (("area_min", "area_max"), ("budget_min", "budget_max")):
            smallest, largest = cleaned.get(low), cleaned.get(high)
            if smallest is not None and largest is not None and smallest > largest:
                self.add_error(high, _("This is smaller than the value before it."))
        answer, phone = cleaned.get("phone_answer"), cleaned.get("phone")
        if answer == PhoneAnswer.GIVEN and not phone:
            self.add_error("phone", _("Type the number that was left."))
        if answer == PhoneAnswer.REFUSED and not cleaned.get("phone_note"):
            self.add_error("phone_note", _("Say in a few words how the customer declined to leave a number."))
        appointment = cleaned.get("next_appointment")
        if appointment and appointment < timezone.now():
            self.add_error("next_appointment", _("This is in the past. Choose a time to come."))
        elif appointment and appointment > timezone.now() + FARTHEST:
            self.add_error("next_appointment", _("This is more than ten years from now. Check the year."))
        bears = cleaned.get("bears")
        if (
            bears
            and bears != FactKind.FORGOT
            and not cleaned.get("bears_on")
            and "bears_on" not in self.errors
        ):
            self.add_error("bears_on", _("Say which consultant it is about."))
        if cleaned.get("bears_on") and not bears and "bears" not in self.errors:
            self.add_error("bears", _("Choose what happened."))
        return cleaned

    def spoken(self) -> Spoken | None:
        """What the customer said that bears on whose deal it is."""
        if not self.cleaned_data["bears"]:
            return None
        kind = FactKind(self.cleaned_data["bears"])
        about = None if kind == FactKind.FORGOT else self.cleaned_data["bears_on"].pk
        return Spoken(kind, about)

    def outcome(self) -> OutcomeEntry:
        """What was typed, as the service takes it; budgets in yuan."""
        data = self.cleaned_data
        return OutcomeEntry(
            grade=data["grade"],
            area_min=data["area_min"],
            area_max=data["area_max"],
            layout=data["layout"],
            floor=data["floor"],
            budget_min=_yuan(data["budget_min"]),
            budget_max=_yuan(data["budget_max"]),
            purpose=data["buying_purpose"],
            objections=tuple(data["objections"]),
            units_wanted=1 if data["units_wanted"] is None else data["units_wanted"],
            phone=data["phone"],
            phone_answer=data["phone_answer"] or (PhoneAnswer.GIVEN if data["phone"] else ""),
            phone_note=data["phone_note"],
            consent_call=ANSWERS.get(data["consent_call"]),
            consent_sms=ANSWERS.get(data["consent_sms"]),
            next_appointment=data["next_appointment"],
            note=data["note"],
        )


class PlainFinishForm(forms.Form):
    """For a visitor who is no customer: there is nobody to whom an outcome could belong, so nothing is asked."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.nothing()

    def outcome(self) -> None:
        return None

    def spoken(self) -> None:
        return None


class VoidForm(forms.Form):
    """Why a visitor was none of ours."""

    reason = forms.ChoiceField(label=_("The visitor was"), choices=VoidCause, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What you found"),
        max_length=200,
        required=False,
        help_text=_("The manager looks at it together with you and the visitor."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.void()


class CancelForm(forms.Form):
    """Why an entry is taken back."""

    note = forms.CharField(label=_("What went wrong"), max_length=200)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.helper("note")


def _yuan(ten_thousands: int | None) -> int | None:
    return None if ten_thousands is None else ten_thousands * 10_000
