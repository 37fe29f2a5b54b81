"""The form that customers fill in themselves, by a link."""

from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import TicketCategory
from complaints.services.web_form import OwnWords
from offices.errors import Refusal
from offices.models import Office
from offices.phones import PhoneError, normalise
from visitors.services.customers import clean_text

NAME_LENGTH = 40
WORDS = 2000


class ComplainForm(forms.Form):
    """What happened, and how we may answer."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=pgettext_lazy("customer's own", "What happened?"),
        max_length=WORDS,
        error_messages={"required": _("Please tell us what happened.")},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 6}),
    )
    category = forms.ModelChoiceField(
        label=pgettext_lazy("customer's own", "What is it about?"),
        queryset=TicketCategory.objects.none(),
        required=False,
        empty_label=pgettext_lazy("customer's own", "I do not know, or something else"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    name = forms.CharField(
        label=pgettext_lazy("customer's own", "Your name"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=pgettext_lazy("customer's own", "Your phone number"),
        max_length=40,
        required=False,
        help_text=_("We call this number with our answer. Without one we cannot answer you."),
        widget=forms.TextInput(
            attrs={"class": "form-control", "type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid4
        self.fields["category"].queryset = TicketCategory.objects.of(office).in_use()

    @property
    def key(self) -> UUID:
        """The token to send: the one that came, where it was one."""
        return getattr(self, "cleaned_data", {}).get("token") or uuid4()

    def clean_name(self) -> str:
        try:
            return clean_text(self.cleaned_data["name"], "name", NAME_LENGTH)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None

    def clean_phone(self) -> str:
        """The number as E.164, or empty."""
        typed = self.cleaned_data["phone"]
        if not typed.strip():
            return ""
        try:
            return normalise(typed)
        except PhoneError as error:
            raise ValidationError(error.message) from None

    def words(self) -> OwnWords:
        data = self.cleaned_data
        category = data["category"]
        return OwnWords(
            token=data["token"],
            text=data["text"],
            category=category.pk if category else None,
            name=data["name"],
            phone=data["phone"],
        )
