"""The short form that a visitor fills in on their own phone."""

from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.consent_wordings import current_wording
from messaging.enums import ConsentChannel
from offices.errors import Refusal
from offices.models import Member, Office
from offices.phones import normalise
from reception.enums import VisitHistory
from reception.services.check_ins import OwnEntry
from visitors.services.customers import clean_text

SOMEBODY = "other"
HISTORY = (
    (VisitHistory.FIRST.value, pgettext_lazy("visitor's own", "No, I am new")),
    (VisitHistory.PHONED.value, pgettext_lazy("visitor's own", "I have phoned")),
    (VisitHistory.VISITED.value, pgettext_lazy("visitor's own", "Yes, I was here")),
)
"""The words of VisitHistory as a visitor says them."""
NAME_LENGTH = 40
KNOWS_LENGTH = 60


def tick() -> forms.CheckboxInput:
    return forms.CheckboxInput(attrs={"class": "form-check-input"})


class CheckInForm(forms.Form):
    """Name and number, what we may do with it, and who of us is known already."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=pgettext_lazy("visitor's own", "Your name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Please tell us your name: we will call you by it.")},
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "name", "autocapitalize": "words"}
        ),
    )
    phone = forms.CharField(
        label=pgettext_lazy("visitor's own", "Your phone number"),
        max_length=40,
        required=False,
        help_text=_("You may leave it out; then the desk may ask you."),
        widget=forms.TextInput(
            attrs={"class": "form-control", "type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )
    consent_call = forms.BooleanField(required=False, widget=tick())
    consent_sms = forms.BooleanField(required=False, widget=tick())
    history = forms.ChoiceField(
        label=pgettext_lazy("visitor's own", "Have you been in touch with us before?"),
        choices=HISTORY,
        initial=VisitHistory.FIRST,
        widget=forms.RadioSelect,
    )
    named = forms.ChoiceField(
        label=pgettext_lazy("visitor's own", "Whom do you know here?"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    knows = forms.CharField(
        label=pgettext_lazy("visitor's own", "If it is somebody else: who?"),
        max_length=KNOWS_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid4
        for channel in (ConsentChannel.CALL, ConsentChannel.SMS):
            self.fields[f"consent_{channel}"].label = current_wording(channel).text
        consultants = Member.objects.of(office).working().consultants().order_by("name", "pk")
        self.fields["named"].choices = [
            ("", pgettext_lazy("visitor's own", "I do not know or do not remember")),
            *((str(pk), name) for pk, name in consultants.values_list("pk", "name")),
            (SOMEBODY, pgettext_lazy("visitor's own", "Somebody else")),
        ]

    @property
    def key(self) -> UUID:
        """The token to send: the one that came, where it was one."""
        return getattr(self, "cleaned_data", {}).get("token") or uuid4()

    def clean_name(self) -> str:
        return self._cleaned("name", NAME_LENGTH)

    def clean_knows(self) -> str:
        return self._cleaned("knows", KNOWS_LENGTH)

    def clean_phone(self) -> str:
        """The number as E.164, or empty."""
        typed = self.cleaned_data["phone"]
        return normalise(typed) if typed.strip() else ""

    def entry(self, language: str) -> OwnEntry:
        """What was typed, as the service takes it. Whoever is new here knows nobody, whatever a hidden field says."""
        data = self.cleaned_data
        is_new = data["history"] == VisitHistory.FIRST
        named = data["named"]
        return OwnEntry(
            token=data["token"],
            name=data["name"],
            phone=data["phone"],
            call=bool(data["phone"]) and data["consent_call"],
            sms=bool(data["phone"]) and data["consent_sms"],
            history=VisitHistory(data["history"]),
            named=(int(named),) if named.isdecimal() and not is_new else (),
            knows=data["knows"] if named == SOMEBODY and not is_new else "",
            language=language,
        )

    def _cleaned(self, field: str, length: int) -> str:
        try:
            return clean_text(self.cleaned_data[field], field, length)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None
