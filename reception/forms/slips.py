"""Numbered slips: how many to print, and what was written on one of them."""

from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member
from reception.forms import layouts
from reception.forms.arrival import ArrivalForm
from reception.forms.finish import LOCAL_FORMAT
from reception.services.slips import SlipEntry
from reception.targets import MOST_SLIPS

LARGEST_NUMBER = 2**31 - 1
ON_A_PAGE = 8


class PrintForm(forms.Form):
    """How many slips; a page holds eight."""

    count = forms.IntegerField(
        label=_("How many slips"),
        min_value=1,
        max_value=MOST_SLIPS,
        initial=3 * ON_A_PAGE,
        help_text=_("Eight stand on a page. Print before you need them, and keep them at the desk."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.helper("count")


class Ending(models.TextChoices):
    """How the visit on a slip ended."""

    OVER = "over", pgettext_lazy("visit on a slip", "received, and over")
    HERE = "here", pgettext_lazy("visit on a slip", "still here")
    LEFT = "left", pgettext_lazy("visit on a slip", "left without being received")


def _moment(label, *, required: bool) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
        input_formats=[LOCAL_FORMAT, "%Y-%m-%dT%H:%M:%S"],
    )


class LateForm(ArrivalForm):
    """A slip as it was filled in: what an arrival asks, with the slip's number and times and who received."""

    number = forms.IntegerField(label=_("Slip number"), min_value=1, max_value=LARGEST_NUMBER)
    happened_at = _moment(_("Time in"), required=True)
    received_by = forms.ModelChoiceField(
        label=_("Received by"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("the slip does not say: the rotation decides"),
    )
    ending = forms.ChoiceField(label=_("How it ended"), choices=Ending, initial=Ending.OVER, required=False)
    ended_at = _moment(_("Time out"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_by"].queryset = self.fields["designates"].queryset

    @property
    def helper(self) -> FormHelper:
        return layouts.late()

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["ending"] = cleaned.get("ending") or Ending.OVER
        if cleaned["ending"] == Ending.OVER and not cleaned.get("ended_at") and "ended_at" not in self.errors:
            self.add_error(
                "ended_at", _("Type when the visit was over, or say that the visitor is still here.")
            )
        if cleaned["ending"] == Ending.HERE and cleaned.get("ended_at"):
            self.add_error(
                "ended_at", _("Who is still here has no time out yet. Clear it, or say that it is over.")
            )
        if cleaned["ending"] == Ending.LEFT and cleaned.get("received_by"):
            self.add_error("received_by", _("Who left without being received was received by nobody."))
        return cleaned

    def entry(self, visit: UUID) -> SlipEntry:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        receiver = data["received_by"]
        return SlipEntry(
            number=data["number"],
            happened_at=data["happened_at"],
            arrival=self.arrival(visit),
            received_by=receiver.code if receiver else None,
            ended_at=data["ended_at"],
            left=data["ending"] == Ending.LEFT,
        )
