"""Forms of the days that follow-ups know: milestones, festivals, birthdays; and how a customer wishes to be called."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.enums import MilestoneKind
from offices.forms.layouts import fields_only, pair, segment
from visitors.enums import CHOSEN_REASONS, DateCalendar, DateOf, Grade, SpecialGuest

NAME_LENGTH = 40
FARTHEST = timedelta(days=3653)
"""Homes are handed over years after the opening; what lies further ahead is a slip of the hand."""


def day_field(label) -> forms.DateField:
    """A date as browsers send it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )


class DayForm(forms.Form):
    """A day ahead on which customers are told something; one that stood already may stay where it is."""

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on < self.today and on != self.initial.get("on"):
            raise forms.ValidationError(_("This is in the past. Choose a day to come."))
        if on > self.today + FARTHEST:
            raise forms.ValidationError(_("This is more than ten years from now. Check the year."))
        return on


class MilestoneForm(DayForm):
    """A day of the project that customers are told of."""

    on = day_field(pgettext_lazy("milestone", "Day"))
    kind = forms.ChoiceField(label=pgettext_lazy("milestone", "What happens"), choices=MilestoneKind)
    name = forms.CharField(
        label=_("Name, as customers read it"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(pair("on", "kind"), "name")


class FestivalForm(DayForm):
    """A day of the office's own on which customers are greeted."""

    on = day_field(pgettext_lazy("milestone", "Day"))
    name = forms.CharField(
        label=_("Name, as customers read it"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(pair("on", "name"))


class WishesForm(forms.Form):
    """How the customer wishes to be followed up, and what we know of that."""

    asked_less = forms.BooleanField(label=_("Asked for fewer calls"), required=False)
    no_calls = forms.BooleanField(label=_("Wants no calls at all"), required=False)
    key = forms.BooleanField(label=_("Key customer: call more often"), required=False)
    objection = forms.BooleanField(label=_("Has objections that take time"), required=False)
    quality = forms.BooleanField(label=_("Promising caller: invite again"), required=False)
    special = forms.ChoiceField(
        label=pgettext_lazy("customer", "Special guest"),
        choices=[("", pgettext_lazy("special guest", "No")), *SpecialGuest.choices],
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("asked_less", "no_calls", "key", "objection", "quality", "special")


class GradeForm(forms.Form):
    """Another grade, and why."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade)
    grade_reason = forms.ChoiceField(label=_("Why"), choices=[("", "\u2014"), *CHOSEN_REASONS])

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("grade"), "grade_reason")


class BirthdayForm(forms.Form):
    """A birthday of the buyer or somebody of the family."""

    whose = forms.ChoiceField(label=_("Whose birthday"), choices=DateOf, initial=DateOf.BUYER)
    name = forms.CharField(
        label=_("Name, or what they are to the customer"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    calendar = forms.ChoiceField(label=_("Calendar"), choices=DateCalendar, initial=DateCalendar.SOLAR)
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12)
    day = forms.IntegerField(label=pgettext_lazy("of a month", "Day"), min_value=1, max_value=31)
    year = forms.IntegerField(label=_("Year of birth"), min_value=1900, max_value=2100, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("whose"), "name", segment("calendar"), pair("month", "day"), "year")
