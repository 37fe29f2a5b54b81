"""What is written down with each deed of a complaint."""

from collections.abc import Sequence

from crispy_forms.layout import Field
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import ConfirmedHow, Satisfaction, VisitWay
from complaints.forms.fields import SignatureFields, moment, words
from complaints.models import Department, Ticket, TicketCategory
from complaints.roles import TAKERS
from complaints.services.closing import Signed
from complaints.services.opening import MOST_HOUSEHOLDS
from offices.forms.layouts import fields_only, segment
from offices.models import Member


class DeedForm(forms.Form):
    """A form of one deed. ``seen`` is the last step that the page showed, so that nobody acts on an old page."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput)
    layout: Sequence[str | Field] = ()
    has_sheet = False

    def __init__(self, *args, ticket: Ticket, by: Member, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.ticket, self.by = ticket, by
        self.prepare()
        self.helper = fields_only(*self.layout)

    def prepare(self) -> None:
        """Set what depends on the complaint."""


class NoteForm(DeedForm):
    text = words(pgettext_lazy("complaint", "Note"))
    tried = forms.BooleanField(label=_("I tried to reach the customer, and reached nobody"), required=False)
    layout = ("text", "tried")


class WordsForm(DeedForm):
    """A few words that a deed needs."""

    text = words(pgettext_lazy("complaint", "In words"))
    layout = ("text",)
    label: Promise | str = ""
    help_text: Promise | str = ""

    def prepare(self) -> None:
        self.fields["text"].label = self.label or self.fields["text"].label
        self.fields["text"].help_text = self.help_text


class HandledForm(WordsForm):
    label = _("What was done, and how it came about")
    help_text = _("What has to change so that it does not happen again belongs here, too.")


class ReplyForm(WordsForm):
    label = _("What the customer was told")
    help_text = _("How it came about, what was done, and with what result; in calm words, without arguing.")


class WaitForm(WordsForm):
    label = _("What the customer has to do or to bring")


class RaiseForm(WordsForm):
    label = pgettext_lazy("complaint", "Why it is a major one")
    help_text = _("Manager and head of the centre are told at once.")


class NotContentForm(WordsForm):
    label = _("What the customer is not content with")
    help_text = _("It goes to the second level: the head of the centre is told, and all clocks begin anew.")


class ReopenForm(WordsForm):
    label = _("Why it is opened again")


class SilentForm(WordsForm):
    label = _("How often and how you tried to reach the customer")


class OptionalForm(WordsForm):
    """Words that may be left out."""

    text = words(pgettext_lazy("complaint", "In words"), required=False, rows=3)


class AssignForm(DeedForm):
    department = forms.ModelChoiceField(
        label=pgettext_lazy("complaint", "Department"), queryset=Department.objects.none()
    )
    text = words(_("What they should know"), required=False, rows=3)
    layout = ("department", "text")

    def prepare(self) -> None:
        self.fields["department"].queryset = Department.objects.of(self.ticket.office).in_use()
        usual = self.ticket.category.department_id if self.ticket.category else None
        self.fields["department"].initial = usual or self.ticket.department_id


class ExplainForm(DeedForm):
    text = words(_("What the customer was told, and why it cannot be solved now"))
    until = moment(_("The customer hears of it again by"))
    layout = ("text", "until")


class PromiseForm(DeedForm):
    until = moment(
        _("The customer has an answer by"), help_text=_("As you told them; it beats the house's own time.")
    )
    layout = ("until",)


class HouseholdsForm(DeedForm):
    households = forms.IntegerField(
        label=_("Households that complain together"), min_value=1, max_value=MOST_HOUSEHOLDS
    )
    layout = ("households",)

    def prepare(self) -> None:
        self.fields["households"].initial = self.ticket.households


class SignedForm(DeedForm, SignatureFields):
    """A deed that the customer may sign."""

    has_sheet = True

    @property
    def signed(self) -> Signed:
        data = self.cleaned_data
        return Signed(
            data["signature_path"],
            data["signature_width"] or 0,
            data["signature_height"] or 0,
            data["signature_name"],
        )


class ConfirmForm(SignedForm):
    how = forms.ChoiceField(
        label=_("How the customer confirmed it"), choices=ConfirmedHow.choices, widget=forms.RadioSelect
    )
    text = words(_("What they said"), required=False, rows=3)
    layout = (segment("how"), "text")


class CalledForm(SignedForm):
    way = forms.ChoiceField(
        label=_("How you spoke with the customer"),
        choices=VisitWay.choices,
        initial=VisitWay.PHONE,
        widget=forms.RadioSelect,
    )
    satisfaction = forms.ChoiceField(
        label=_("The customer is"), choices=Satisfaction.choices, widget=forms.RadioSelect
    )
    text = words(
        _("What they said"),
        required=False,
        rows=3,
        help_text=_("Not content: it goes to the second level at once."),
    )
    layout = (segment("way"), segment("satisfaction"), "text")


class NamedForm(DeedForm):
    about = forms.ModelChoiceField(
        label=_("About whom"),
        queryset=Member.objects.none(),
        help_text=_("They see nothing of it from now on; a leader finds out whether it was so."),
    )
    text = words(pgettext_lazy("complaint", "In words"), required=False, rows=3)
    layout = ("about", "text")

    def prepare(self) -> None:
        people = Member.objects.of(self.ticket.office).working().exclude(pk=self.by.pk)
        self.fields["about"].queryset = people.order_by("name", "pk")


class VerifyForm(DeedForm):
    upheld = forms.ChoiceField(
        label=_("Was the consultant at fault?"),
        choices=[("yes", pgettext_lazy("at fault", "Yes")), ("no", pgettext_lazy("at fault", "No"))],
        widget=forms.RadioSelect,
    )
    text = words(_("What you found out, and from whom"))
    layout = (segment("upheld"), "text")


class OfferForm(DeedForm):
    to = forms.ModelChoiceField(label=_("Who takes it over"), queryset=Member.objects.none())
    text = words(_("What they should know"), required=False, rows=3)
    layout = ("to", "text")

    def prepare(self) -> None:
        out = {self.ticket.answerable_id, self.ticket.about_member_id} - {None}
        people = Member.objects.of(self.ticket.office).working().holding(*TAKERS).exclude(pk__in=out)
        self.fields["to"].queryset = people.order_by("name", "pk")


class SortForm(DeedForm):
    category = forms.ModelChoiceField(
        label=pgettext_lazy("complaint", "About"), queryset=TicketCategory.objects.none()
    )
    layout = ("category",)

    def prepare(self) -> None:
        self.fields["category"].queryset = TicketCategory.objects.of(self.ticket.office).in_use()
        self.fields["category"].initial = self.ticket.category_id
