"""Letters and mailboxes."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from switchboard.enums import BoxKind, LetterTopic
from switchboard.models import Mailbox
from switchboard.roles import INSIDERS
from visitors.models import Customer


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LetterForm(forms.Form):
    """A letter or e-mail that arrived."""

    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    mailbox = forms.ModelChoiceField(
        label=pgettext_lazy("letter", "Came into"),
        queryset=Mailbox.objects.none(),
        required=False,
        empty_label=_("handed in here"),
    )
    arrived_on = forms.DateField(label=pgettext_lazy("letter", "Arrived on"), widget=_day())
    name = forms.CharField(label=pgettext_lazy("letter", "From"), max_length=60)
    subject = forms.CharField(label=pgettext_lazy("letter", "What about"), max_length=120)
    topic = forms.ChoiceField(label=pgettext_lazy("letter", "Kind"), choices=LetterTopic)
    answer_by = forms.DateField(
        label=pgettext_lazy("letter", "Answer by"),
        required=False,
        widget=_day(),
        help_text=_("Empty: as many days as the house rules say."),
    )

    def __init__(self, *args, office: Office, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["mailbox"].queryset = Mailbox.objects.of(office).in_use()  # type: ignore[attr-defined]
        self.fields["arrived_on"].initial = today

    def clean_customer(self) -> int | None:
        pk = self.cleaned_data["customer"]
        if pk is not None and not Customer.objects.of(self.office).filter(pk=pk).exists():
            raise forms.ValidationError(_("This customer is not known here. Choose again."))
        return pk


class ForwardForm(forms.Form):
    topic = forms.ChoiceField(label=pgettext_lazy("letter", "Kind"), choices=LetterTopic)
    department = forms.CharField(
        label=pgettext_lazy("letter", "Department"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "departments"}),
    )
    to = forms.ModelChoiceField(
        label=pgettext_lazy("letter", "Or a colleague"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
    )
    note = forms.CharField(label=pgettext_lazy("letter", "Note"), max_length=300, required=False)

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.of(office).working().order_by("name", "pk")
        self.fields["to"].queryset = people.holding(*INSIDERS)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    note = forms.CharField(
        label=_("What was answered, or why there is nothing to answer"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MailboxForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("mailbox", "Kind"), choices=BoxKind)
    name = forms.CharField(label=pgettext_lazy("mailbox", "Name"), max_length=40)
    address = forms.CharField(
        label=pgettext_lazy("mailbox", "Where it is"),
        max_length=120,
        required=False,
        help_text=_("Beside which door it hangs, or its e-mail address."),
    )
