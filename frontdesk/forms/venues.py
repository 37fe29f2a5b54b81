"""Venues, and what is booked in them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import BookedFor, MeetingWish, ReceptionClass, VenueKind
from frontdesk.forms.moments import moment_field, text_field
from frontdesk.models import Venue
from frontdesk.services.venues import MOST_SEATS
from offices.forms.layouts import fields_only, many, pair_or_stack, segment


class VenueForm(forms.Form):
    """A room: its name, for whom it is meant, how many sit in it."""

    name = text_field(pgettext_lazy("venue", "Name"), 40)
    kind = forms.ChoiceField(label=pgettext_lazy("venue", "Meant for"), choices=VenueKind)
    seats = forms.IntegerField(
        label=pgettext_lazy("venue", "Seats"), min_value=1, max_value=MOST_SEATS, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("name", pair_or_stack("kind", "seats"))


class BookingForm(forms.Form):
    """Who wants which room from when until when."""

    booked_for = forms.ChoiceField(
        label=pgettext_lazy("booking", "What for"),
        choices=BookedFor,
        initial=BookedFor.RECEPTION,
        widget=forms.RadioSelect,
    )
    venue = forms.TypedChoiceField(label=pgettext_lazy("office", "Venue"), coerce=int)
    begins_at = moment_field(pgettext_lazy("booking", "From"))
    ends_at = moment_field(pgettext_lazy("booking", "Until"))
    title = text_field(pgettext_lazy("booking", "Who comes, or what it is about"), 60)
    reception_class = forms.ChoiceField(
        label=_("Reception class"),
        choices=[("", "\u2014"), *ReceptionClass.choices],
        required=False,
        help_text=_("For guests: it says in which rooms they are received."),
    )
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=MOST_SEATS, required=False)
    wishes = forms.MultipleChoiceField(
        label=_("For a meeting, the desk prepares"),
        choices=MeetingWish,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = text_field(pgettext_lazy("desk", "Note"), 200, required=False)

    def __init__(self, *args, venues: list[Venue], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].choices = [
            (venue.pk, f"{venue.name} · {venue.get_kind_display()}") for venue in venues
        ]
        self.helper = fields_only(
            segment("booked_for"),
            "title",
            "venue",
            pair_or_stack("begins_at", "ends_at"),
            pair_or_stack("reception_class", "people"),
            many("wishes"),
            "note",
        )
