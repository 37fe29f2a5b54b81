"""What is written down of an incoming call, while the caller is still on the line."""

from datetime import datetime, time

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from switchboard.enums import CallKind, CallTopic, Help, NextStep
from switchboard.forms import layouts
from switchboard.models import IncomingCall
from switchboard.roles import ANSWERERS, CALLERS, INSIDERS
from switchboard.services.call_effects import FARTHEST
from switchboard.services.call_entry import IncomingEntry
from visitors.enums import Honorific, PhoneAnswer, Source
from visitors.models import Customer
from visitors.services.customers import CustomerEntry

FIRST = [("yes", pgettext_lazy("caller", "First call")), ("no", pgettext_lazy("caller", "Called before"))]
YES = {"yes": True, "no": False}
TRIED = [("", _("Not asked")), ("yes", _("Agreed")), ("no", _("Declined"))]
LEFT_NUMBER = [
    (PhoneAnswer.GIVEN.value, pgettext_lazy("phone number was", "given")),
    (PhoneAnswer.REFUSED.value, pgettext_lazy("phone number was", "declined")),
]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CallForm(forms.Form):
    """Who calls decides what else is asked; only what is compulsory for that kind has to be filled in."""

    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=pgettext_lazy("incoming call", "The caller"), choices=CallKind, initial=CallKind.CUSTOMER
    )
    name = forms.CharField(label=pgettext_lazy("caller", "Name"), max_length=40, required=False)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    phone_answer = forms.ChoiceField(
        label=_("Phone number"), choices=LEFT_NUMBER, initial=PhoneAnswer.GIVEN, required=False
    )
    phone_note = forms.CharField(label=_("How they declined"), max_length=200, required=False)
    is_first = forms.ChoiceField(label=_("Heard of us before?"), choices=FIRST, required=False)
    topics = forms.MultipleChoiceField(
        label=_("What they ask about"), choices=CallTopic, required=False, widget=forms.CheckboxSelectMultiple
    )
    help = forms.ChoiceField(label=_("What we did"), choices=Help, required=False)
    invited = forms.BooleanField(label=_("Invited to visit"), required=False)
    next_step = forms.ChoiceField(label=_("What comes next"), choices=NextStep, required=False)
    visit_on = forms.DateField(label=pgettext_lazy("visit", "Day"), required=False, widget=_day())
    visit_time = forms.TimeField(label=pgettext_lazy("visit", "Time"), required=False, widget=_clock())
    people = forms.IntegerField(label=_("How many come"), min_value=1, max_value=99, required=False)
    next_on = forms.DateField(label=pgettext_lazy("call again", "Day"), required=False, widget=_day())
    next_time = forms.TimeField(label=pgettext_lazy("call again", "Time"), required=False, widget=_clock())
    caller = forms.ModelChoiceField(
        label=pgettext_lazy("call again", "Who calls"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("the owner, else who answered"),
    )
    question = forms.CharField(
        label=_("What they want to know"),
        max_length=300,
        required=False,
        help_text=_("Tell them that we call back with the answer; it stands on the list of call-backs."),
    )
    asks = forms.ModelChoiceField(
        label=_("Who finds out and calls back"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("who answered"),
    )
    to = forms.ModelChoiceField(
        label=pgettext_lazy("phone message", "For"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("choose …"),
    )
    message = forms.CharField(
        label=pgettext_lazy("phone message", "Message"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    wants_call = forms.BooleanField(label=_("Wants to be called back"), required=False)
    note = forms.CharField(
        label=pgettext_lazy("call", "What was said"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answered_by = forms.ModelChoiceField(
        label=_("Answered by"), queryset=Member.objects.none(), required=False, empty_label=_("me")
    )
    called_at = forms.TimeField(
        label=_("Called at"), required=False, widget=_clock(), help_text=_("Empty: just now.")
    )
    rings = forms.IntegerField(label=_("Rings"), min_value=0, max_value=99, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=600, required=False)
    honorific = forms.ChoiceField(
        label=_("Form of address"), choices=Honorific, initial=Honorific.NONE, required=False
    )
    source = forms.ChoiceField(
        label=_("Source channel"), choices=[("", _("Not asked")), *Source.choices], required=False
    )
    consent_call = forms.ChoiceField(label=_("May be called"), choices=TRIED, required=False)
    consent_sms = forms.ChoiceField(label=_("May be sent SMS"), choices=TRIED, required=False)
    is_quality = forms.BooleanField(label=_("Promising caller"), required=False)
    is_urgent = forms.BooleanField(label=_("Urgent or serious: tell the leaders at once"), required=False)

    def __init__(self, *args, office: Office, now: datetime, has_line_number: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.now, self.has_line_number = office, now, has_line_number
        people = Member.objects.of(office).working().order_by("name", "pk")
        self.fields["answered_by"].queryset = people.holding(*ANSWERERS)  # type: ignore[attr-defined]
        self.fields["caller"].queryset = people.holding(*CALLERS)  # type: ignore[attr-defined]
        self.fields["asks"].queryset = people.holding(*ANSWERERS)  # type: ignore[attr-defined]
        self.fields["to"].queryset = people.holding(*INSIDERS)  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return layouts.call()

    def clean_customer(self) -> int | None:
        pk = self.cleaned_data["customer"]
        if pk is not None and not Customer.objects.of(self.office).filter(pk=pk).exists():
            raise ValidationError(_("This customer is not known here. Choose again."))
        return pk

    def clean(self) -> dict:
        cleaned = super().clean()
        if "customer" in self.errors:  # its field is hidden
            self.add_error("name", _("This customer is not known here. Choose again."))
        cleaned["phone_answer"] = cleaned.get("phone_answer") or PhoneAnswer.GIVEN
        if cleaned.get("kind") == CallKind.CUSTOMER:
            self._check_number(cleaned)
            self._check_next(cleaned)
        return cleaned

    def entry(self) -> IncomingEntry:
        """What was typed, as the service takes it; what belongs to another kind of call is left out."""
        data = self.cleaned_data
        kind = data["kind"]
        is_customer = kind == CallKind.CUSTOMER
        comes, again = (is_customer and data["next_step"] == step for step in (NextStep.VISIT, NextStep.CALL))
        is_message = kind == CallKind.COLLEAGUE
        return IncomingEntry(
            kind=kind,
            line=data["line"],
            at=self._called_at(),
            customer=self._customer_entry() if is_customer else None,
            known=None if is_customer else data["customer"],
            who=data["name"],
            phone="" if is_customer else data["phone"],
            is_first=YES.get(data["is_first"]),
            topics=() if is_message else tuple(data["topics"]),
            source=data["source"] if is_customer else "",
            rings=data["rings"],
            minutes=data["minutes"],
            answered_by=_id(data["answered_by"]),
            invited=is_customer and data["invited"],
            visit_at=self._moment("visit_on", "visit_time") if comes else None,
            people=data["people"] if comes else None,
            next_on=data["next_on"] if again else None,
            next_at=self._moment("next_on", "next_time") if again else None,
            caller=_id(data["caller"]) if again else None,
            is_quality=is_customer and data["is_quality"],
            help=data["help"] if kind == CallKind.ENQUIRY else "",
            question=data["question"] if kind in (CallKind.CUSTOMER, CallKind.ENQUIRY) else "",
            asks=_id(data["asks"]),
            to=_id(data["to"]) if is_message else None,
            message=data["message"] if is_message else "",
            wants_call=is_message and data["wants_call"],
            is_urgent=data["is_urgent"],
            note=data["note"],
        )

    def _customer_entry(self) -> CustomerEntry:
        data = self.cleaned_data
        return CustomerEntry(
            customer_id=data["customer"],
            name=data["name"],
            honorific=data["honorific"] or Honorific.NONE,
            phone=data["phone"],
            phone_answer=data["phone_answer"],
            phone_note=data["phone_note"],
            consent_call=YES.get(data["consent_call"]),
            consent_sms=YES.get(data["consent_sms"]),
            source=data["source"],
        )

    def _check_number(self, cleaned: dict) -> None:
        """The number, from the telephone system or typed, or how they declined: never nothing by accident (F-15)."""
        answer, typed = cleaned["phone_answer"], cleaned.get("phone")
        known = cleaned.get("customer") or self.has_line_number
        if answer == PhoneAnswer.GIVEN and not typed and not known and "phone" not in self.errors:
            self.add_error("phone", _("Type the number, or say that it was declined."))
        if answer == PhoneAnswer.REFUSED and typed:
            self.add_error("phone_answer", _("There is a number; choose “given” or clear the field."))
        if answer == PhoneAnswer.REFUSED and not cleaned.get("phone_note"):
            self.add_error("phone_note", _("Say in a few words how the customer declined to leave a number."))

    def _check_next(self, cleaned: dict) -> None:
        """A visit or the next call (F-16); who declined to leave a number may come all the same."""
        step = cleaned.get("next_step")
        if step == NextStep.VISIT:
            self._check_moment("visit_on", "visit_time", _("Say at what time the customer comes."))
        elif cleaned["phone_answer"] == PhoneAnswer.REFUSED:
            cleaned["next_step"] = NextStep.NONE
        elif step != NextStep.CALL:
            if "next_step" not in self.errors:
                self.add_error("next_step", _("Say when the customer comes, or when we call again."))
        elif cleaned.get("next_on") is None:
            if "next_on" not in self.errors:
                self.add_error("next_on", _("Say on which day we call."))
        elif cleaned["next_on"] < self.office.business_date(self.now):
            self.add_error("next_on", _("This is in the past. Choose a day to come."))
        elif cleaned["next_on"] > self.office.business_date(self.now) + FARTHEST:
            self.add_error("next_on", _("That is more than a year away. Check the date."))
        elif (moment := self._moment("next_on", "next_time")) and moment <= self.now:
            self.add_error("next_time", _("This is in the past. Choose a time to come."))

    def _check_moment(self, day: str, clock: str, missing: object) -> None:
        moment = self._moment(day, clock)
        if moment is None:
            if clock not in self.errors and day not in self.errors:
                self.add_error(clock if self.cleaned_data.get(day) else day, missing)
        elif moment <= self.now:
            self.add_error(clock, _("This is in the past. Choose a time to come."))
        elif moment > self.now + FARTHEST:
            self.add_error(day, _("That is more than a year away. Check the date."))

    def _moment(self, day: str, clock: str) -> datetime | None:
        on, at = self.cleaned_data.get(day), self.cleaned_data.get(clock)
        return datetime.combine(on, at, tzinfo=self.office.zone) if on and at else None

    def _called_at(self) -> datetime | None:
        at: time | None = self.cleaned_data["called_at"]
        today = self.office.business_date(self.now)
        return datetime.combine(today, at, tzinfo=self.office.zone) if at else None


class CorrectionForm(forms.Form):
    """What another line may say otherwise; who called and what was agreed is changed where that stands."""

    is_first = forms.ChoiceField(label=_("Heard of us before?"), choices=FIRST)
    topics = forms.MultipleChoiceField(
        label=_("What they ask about"), choices=CallTopic, required=False, widget=forms.CheckboxSelectMultiple
    )
    source = forms.ChoiceField(
        label=_("Source channel"), choices=[("", _("Not asked")), *Source.choices], required=False
    )
    answered_by = forms.ModelChoiceField(label=_("Answered by"), queryset=Member.objects.none())
    rings = forms.IntegerField(label=_("Rings"), min_value=0, max_value=99, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=600, required=False)
    invited = forms.BooleanField(label=_("Invited to visit"), required=False)
    note = forms.CharField(
        label=pgettext_lazy("call", "What was said"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, call: IncomingCall, **kwargs) -> None:
        words = getattr(call, "words", None)
        kwargs["initial"] = {
            "is_first": "yes" if call.is_first else "no",
            "topics": call.topics,
            "source": call.source,
            "answered_by": call.answered_by_id,
            "rings": call.rings,
            "minutes": call.minutes,
            "invited": call.invited,
            "note": words.note if words else "",
        }
        super().__init__(*args, **kwargs)
        people = Member.objects.filter(office=call.office_id).holding(*ANSWERERS).order_by("name", "pk")
        self.fields["answered_by"].queryset = people  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return layouts.correction()

    def said(self) -> dict:
        """As correct_call takes it."""
        return {**self.cleaned_data, "is_first": YES[self.cleaned_data["is_first"]]}


def _id(member: Member | None) -> int | None:
    return member.pk if member else None
