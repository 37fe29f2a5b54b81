"""Guests who are expected, and what only they need."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import Bringer, Duty, GuestKind, HostRank, WelcomeNeed
from frontdesk.forms.moments import long_field, moment_field, text_field
from frontdesk.services.welcome import MOST_GUESTS, MOST_YUAN, WelcomeEntry
from offices.forms.layouts import fields_only, many, pair_or_stack, segment


class WelcomeForm(forms.Form):
    """Who comes, when, announced by whom; the class, the level and what is prepared follow from it."""

    guests = text_field(pgettext_lazy("welcome", "Who comes"), 80)
    guest_kind = forms.ChoiceField(label=pgettext_lazy("welcome", "Who they are"), choices=GuestKind)
    party_size = forms.IntegerField(label=_("People"), min_value=1, max_value=MOST_GUESTS)
    bringer = forms.ChoiceField(label=_("Announced by"), choices=Bringer, initial=Bringer.STAFF)
    accompanies = forms.BooleanField(label=_("comes along with them"), required=False)
    called = forms.BooleanField(label=_("has called and asked for a special welcome"), required=False)
    arrives_at = moment_field(pgettext_lazy("welcome", "They arrive"))
    leaves_at = moment_field(pgettext_lazy("welcome", "They leave"), required=False)
    meal_at = moment_field(_("Meal at"), required=False)
    needs = forms.MultipleChoiceField(
        label=pgettext_lazy("welcome", "What they want"),
        choices=WelcomeNeed,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    plates = text_field(
        _("Licence plates"), 120, required=False, help_text=_("For the gate; a space between two.")
    )
    host_rank = forms.TypedChoiceField(
        label=_("Received by somebody of rank"), choices=HostRank, coerce=int, initial=HostRank.MANAGER
    )
    host = text_field(_("Name of the host"), 40)
    cost = forms.IntegerField(
        label=_("Cost in yuan, for all of them"), min_value=0, max_value=MOST_YUAN, required=False
    )
    cost_reason = text_field(_("Where it is above the cap: why"), 200, required=False)
    note = long_field(pgettext_lazy("desk", "Note"), 500, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(
            "guests",
            pair_or_stack("guest_kind", "party_size"),
            "bringer",
            "accompanies",
            "called",
            pair_or_stack("arrives_at", "leaves_at"),
            many("needs"),
            "meal_at",
            pair_or_stack("host_rank", "host"),
            "plates",
            pair_or_stack("cost", "cost_reason"),
            "note",
        )

    def entry(self) -> WelcomeEntry:
        """What the services take."""
        return WelcomeEntry(**self.cleaned_data)


class TaskForm(forms.Form):
    """A preparation of these guests' own."""

    text = text_field(_("What to prepare"), 120)
    duty = forms.ChoiceField(
        label=pgettext_lazy("task", "Who sees to it"),
        choices=Duty,
        widget=forms.RadioSelect,
        initial=Duty.DESK,
    )
    due_at = moment_field(pgettext_lazy("task", "Ready by"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("text", segment("duty"), "due_at")
