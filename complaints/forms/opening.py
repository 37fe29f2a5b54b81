"""A complaint is taken: what, from whom, how urgent. One screen, three things to fill in for the usual case."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import Channel, TicketKind
from complaints.forms.fields import moment, words
from complaints.models import TicketCategory
from complaints.services.opening import MOST_HOUSEHOLDS, NAME_LENGTH, TicketEntry
from offices.ids import read_id
from offices.models import Member, Office
from visitors.models import Customer

CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.WEB]


class TicketForm(forms.Form):
    """Words, category and the customer; what makes it urgent stands below."""

    channel = forms.ChoiceField(
        label=_("Came by"), choices=CHANNELS, initial=Channel.CALL, widget=forms.RadioSelect
    )
    text = words(
        _("What the customer says"),
        help_text=_("Hear them out first; write it in their words. Promise nothing but a reply."),
    )
    category = forms.ModelChoiceField(
        label=pgettext_lazy("complaint", "About"),
        queryset=TicketCategory.objects.none(),
        required=False,
        empty_label=_("not sorted yet"),
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    caller = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    customer = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=pgettext_lazy("complaint", "Kind"),
        choices=TicketKind.choices,
        initial=TicketKind.GENERAL,
        widget=forms.RadioSelect,
    )
    reply_by = moment(
        _("The customer has an answer by"),
        required=False,
        help_text=_("Needed with a major complaint; else the house's own time holds."),
    )
    households = forms.IntegerField(
        label=_("Households that complain together"), min_value=1, max_value=MOST_HOUSEHOLDS, initial=1
    )
    agitated = forms.BooleanField(label=_("The customer is very upset"), required=False)
    sensitive = forms.BooleanField(label=_("Sensitive: the manager should know at once"), required=False)
    about = forms.ModelChoiceField(
        label=_("About one of us"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
    )

    def __init__(self, *args, office: Office, by: Member, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["category"].queryset = TicketCategory.objects.of(office).in_use()
        people = Member.objects.of(office).working().exclude(pk=by.pk)
        self.fields["about"].queryset = people.order_by("name", "pk")

    def clean_customer(self) -> Customer | None:
        """The file that was chosen; one of another office is as good as none."""
        typed = self.cleaned_data["customer"]
        pk = read_id(typed) if typed else None
        if pk is None:
            return None
        return Customer.objects.of(self.office).filter(pk=pk).select_related("merged_into").first()

    def entry(self) -> TicketEntry:
        data = self.cleaned_data
        return TicketEntry(**{name: data[name] for name in TicketEntry.__slots__ if name in data})

    @property
    def chosen(self) -> Sequence[str]:
        """What stands open below, where something of it was filled in."""
        if not self.is_bound:
            return ()
        return [name for name in ("agitated", "sensitive", "about") if self[name].value()]
