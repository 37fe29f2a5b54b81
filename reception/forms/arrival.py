"""The arrival form: what the desk types while the visitor stands there."""

from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from offices.ids import read_id
from offices.models import Member, Office
from reception.enums import VisitHistory, VisitPurpose
from reception.forms import layouts
from reception.services.arrivals import Arrival
from visitors.enums import Honorific, PhoneAnswer, Source
from visitors.models import Customer
from visitors.services.customers import CustomerEntry

TRIED = (("", _("Not asked")), ("yes", _("Agreed")), ("no", _("Declined")))
ANSWERS = {"yes": True, "no": False}
MOST_NAMED = 12
NUMBER_WAS = (
    (PhoneAnswer.GIVEN.value, pgettext_lazy("phone number was", "given")),
    (PhoneAnswer.LATER.value, pgettext_lazy("phone number was", "later")),
    (PhoneAnswer.REFUSED.value, pgettext_lazy("phone number was", "declined")),
)
"""The words of PhoneAnswer, short enough for one switch beside the number."""


class ArrivalForm(forms.Form):
    """Everything but name and phone has an answer already; the fewest keys make an entry."""

    check_in = forms.IntegerField(required=False, widget=forms.HiddenInput)
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=pgettext_lazy("visitor", "Name"), max_length=40, required=False)
    honorific = forms.ChoiceField(
        label=_("Form of address"), choices=Honorific, initial=Honorific.NONE, required=False
    )
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    phone_answer = forms.ChoiceField(
        label=_("Phone number"), choices=NUMBER_WAS, initial=PhoneAnswer.GIVEN, required=False
    )
    phone_note = forms.CharField(label=_("How they declined"), max_length=200, required=False)
    consent_call = forms.ChoiceField(label=_("May be called"), choices=TRIED, required=False)
    consent_sms = forms.ChoiceField(label=_("May be sent SMS"), choices=TRIED, required=False)
    history = forms.ChoiceField(
        label=_("Contact so far"), choices=VisitHistory, initial=VisitHistory.FIRST, required=False
    )
    named = forms.CharField(label=_("Names as earlier contact"), required=False, widget=forms.HiddenInput)
    designates = forms.ModelChoiceField(
        label=_("Asks for now"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
    )
    refuses_named = forms.BooleanField(label=_("Does not want the named ones"), required=False)
    forgot = forms.BooleanField(label=_("Forgot who it was"), required=False)
    discount_from = forms.TypedChoiceField(
        label=_("Seeks a discount from"), required=False, coerce=int, empty_value=None
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=VisitPurpose, initial=VisitPurpose.PURCHASE, required=False
    )
    party_size = forms.IntegerField(
        label=_("How many people"), min_value=1, max_value=200, initial=1, required=False
    )
    source = forms.ChoiceField(
        label=_("Source channel"), choices=[("", _("Not asked")), *Source.choices], required=False
    )
    licence_plate = forms.CharField(label=_("Licence plate"), max_length=12, required=False)
    referred_by = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["designates"].queryset = (
            Member.objects.of(office).working().consultants().order_by("name", "pk")
        )
        self.fields["discount_from"].choices = self._consultant_choices

    @property
    def helper(self) -> FormHelper:
        return layouts.arrival()

    @property
    def named_before(self) -> list[int]:
        """The ids ticked when the form is shown again, in their order."""
        if self.is_bound:
            typed = self.data.getlist("named") if hasattr(self.data, "getlist") else []
        else:
            typed = [str(self.initial.get("named", ""))]
        return [pk for value in typed for part in value.split(",") if (pk := read_id(part)) is not None]

    @property
    def referrer_typed(self) -> str:
        """What was typed to find the customer who referred this one, when the form is shown again."""
        return (self.data if self.is_bound else self.initial).get("q", "")

    @cached_property
    def consultants(self) -> list[Member]:
        """Whom the customer may name, for the page; nothing is read for a form that is only checked."""
        return list(self.fields["designates"].queryset)

    def _consultant_choices(self) -> list[tuple[int | str, str]]:
        """Read when they are shown, or when one was chosen."""
        return [
            ("", pgettext("better price from", "nobody")),
            *((member.pk, member.name) for member in self.consultants),
        ]

    def clean_named(self) -> tuple[int, ...]:
        """The ids in the order spoken; also what plain check boxes send (several values of one name)."""
        typed = self.data.getlist("named") if hasattr(self.data, "getlist") else [self.cleaned_data["named"]]
        parts = [part.strip() for value in typed for part in value.split(",") if part.strip()]
        if len(parts) > MOST_NAMED or None in map(read_id, parts):
            raise ValidationError(_("Choose the named consultants from the list."))
        ids = tuple(dict.fromkeys(int(part) for part in parts))
        if ids and Member.objects.of(self.office).consultants().filter(pk__in=ids).count() != len(ids):
            raise ValidationError(_("Choose the named consultants from the list."))
        return ids

    def clean_customer(self) -> int | None:
        return self._customer_of_office("customer")

    def clean_referred_by(self) -> int | None:
        return self._customer_of_office("referred_by")

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, fallback in (
            ("purpose", VisitPurpose.PURCHASE),
            ("history", VisitHistory.FIRST),
            ("phone_answer", PhoneAnswer.GIVEN),
            ("honorific", Honorific.NONE),
            ("party_size", 1),
        ):
            cleaned[name] = cleaned.get(name) or fallback
        if cleaned["purpose"] == VisitPurpose.PURCHASE and not cleaned.get("customer"):
            self._check_phone(cleaned)
        self._check_history(cleaned)
        return cleaned

    def arrival(self, visit: UUID) -> Arrival:
        """What was typed, as the service takes it; without the customer as long as the form has errors (a preview)."""
        data = self.cleaned_data
        designates = data.get("designates")
        is_customer = data["purpose"] == VisitPurpose.PURCHASE
        return Arrival(
            visit=visit,
            purpose=VisitPurpose(data["purpose"]),
            history=VisitHistory(data["history"]),
            named=data.get("named") or (),
            designates=designates.pk if designates else None,
            refuses_named=data.get("refuses_named", False),
            forgot=data.get("forgot", False),
            discount_from=data.get("discount_from"),
            party_size=data["party_size"],
            customer=self._entry() if is_customer and not self.errors else None,
            visitor_name="" if is_customer else data.get("name", ""),
        )

    def _entry(self) -> CustomerEntry:
        data = self.cleaned_data
        return CustomerEntry(
            customer_id=data.get("customer"),
            name=data["name"],
            honorific=data["honorific"],
            phone=data["phone"],
            phone_answer=data["phone_answer"],
            phone_note=data["phone_note"],
            consent_call=ANSWERS.get(data["consent_call"]),
            consent_sms=ANSWERS.get(data["consent_sms"]),
            licence_plate=data["licence_plate"],
            source=data["source"],
            referred_by=data.get("referred_by"),
        )

    def _check_phone(self, cleaned: dict) -> None:
        """A number, a refusal with its note, or the word that it is asked for later: never nothing by accident."""
        answer = cleaned["phone_answer"]
        if answer == PhoneAnswer.GIVEN and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Type the number, or say that it was declined or is asked for later."))
        if answer != PhoneAnswer.GIVEN and cleaned.get("phone"):
            self.add_error("phone_answer", _("There is a number; choose “left a number” or clear the field."))
        if answer == PhoneAnswer.REFUSED and not cleaned.get("phone_note"):
            self.add_error("phone_note", _("Say in a few words how the customer declined to leave a number."))

    def _check_history(self, cleaned: dict) -> None:
        spoken = cleaned.get("named") or cleaned.get("designates") or cleaned.get("discount_from")
        if cleaned["history"] == VisitHistory.FIRST and spoken:
            self.add_error(
                "history", _("A first contact knows nobody here. Choose “has phoned” or “was here before”.")
            )
        if cleaned.get("refuses_named") and not cleaned.get("named"):
            self.add_error("refuses_named", _("Name the consultant whom the customer does not want."))
        if cleaned.get("forgot") and cleaned.get("named"):
            self.add_error("forgot", _("Either a name, or “forgot who it was”."))

    def _customer_of_office(self, field: str) -> int | None:
        pk = self.cleaned_data[field]
        if pk is not None and not Customer.objects.of(self.office).filter(pk=pk).exists():
            raise ValidationError(_("This customer is not known here. Choose again."))
        return pk
