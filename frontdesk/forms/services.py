"""Small forms of the desk's services: loans, mail, papers, gifts, the self-check, incidents."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import CopyKind, IncidentKind, LoanKind, MailKind
from frontdesk.forms.moments import long_field, moment_field, text_field
from frontdesk.models import LoanItem
from frontdesk.services.gifts import MOST_YUAN
from frontdesk.services.papers import MOST_PIECES, MOST_SHEETS
from offices.forms.layouts import fields_only, pair, pair_or_stack, segment


class LoanItemForm(forms.Form):
    """Something that the desk lends."""

    kind = forms.ChoiceField(label=pgettext_lazy("loan item", "What it is"), choices=LoanKind)
    label = text_field(
        pgettext_lazy("loan item", "Label"),
        30,
        help_text=_("What stands on it, such as a number; no two have the same."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(pair_or_stack("kind", "label"))


class LendForm(forms.Form):
    """Who takes what along, and until when."""

    item = forms.TypedChoiceField(label=pgettext_lazy("loan", "What"), coerce=int)
    borrower = text_field(_("Who borrows it"), 40)
    pledge = text_field(
        pgettext_lazy("loan", "Left with us"),
        60,
        required=False,
        help_text=_("What the borrower leaves until it is back, if anything."),
    )
    due_at = moment_field(pgettext_lazy("loan", "Back by"))

    def __init__(self, *args, items: list[LoanItem], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(item.pk, str(item)) for item in items]
        self.helper = fields_only("item", "borrower", "due_at", "pledge")


class MailForm(forms.Form):
    """Something that arrived for somebody."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("mail", "What it is"),
        choices=MailKind,
        initial=MailKind.LETTER,
        widget=forms.RadioSelect,
    )
    addressee = text_field(pgettext_lazy("mail", "For"), 40)
    sender = text_field(pgettext_lazy("mail", "From"), 40, required=False)
    mail_number = text_field(pgettext_lazy("mail", "Number on it"), 40, required=False)
    pieces = forms.IntegerField(
        label=pgettext_lazy("mail", "Pieces"), min_value=1, max_value=MOST_PIECES, initial=1
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(
            segment("kind"), pair_or_stack("addressee", "sender"), pair("mail_number", "pieces")
        )


class CopyForm(forms.Form):
    """Papers that were copied, printed or scanned."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("papers", "What was done"),
        choices=CopyKind,
        initial=CopyKind.COPY,
        widget=forms.RadioSelect,
    )
    whom = text_field(pgettext_lazy("papers", "For whom"), 40)
    sheets = forms.IntegerField(
        label=pgettext_lazy("papers", "Sheets"), min_value=1, max_value=MOST_SHEETS, initial=1
    )
    in_colour = forms.BooleanField(label=pgettext_lazy("papers", "In colour"), required=False)
    price = forms.DecimalField(
        label=pgettext_lazy("papers", "Charged, in yuan"),
        min_value=Decimal(0),
        max_value=Decimal(100_000),
        max_digits=8,
        decimal_places=2,
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("kind"), "whom", pair("sheets", "price"), "in_colour")

    @property
    def price_fen(self) -> int:
        """What was charged, in fen."""
        return int((self.cleaned_data["price"] or Decimal(0)) * 100)


class GiftForm(forms.Form):
    """Something that somebody wants to give."""

    what = text_field(pgettext_lazy("gift", "What"), 60)
    receiver = text_field(pgettext_lazy("gift", "For whom"), 40)
    occasion = text_field(pgettext_lazy("gift", "Occasion"), 60)
    value = forms.IntegerField(label=_("Worth in yuan"), min_value=1, max_value=MOST_YUAN)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("what", pair_or_stack("receiver", "occasion"), "value")


class GiftDecisionForm(forms.Form):
    """Yes or no; a no says why."""

    approve = forms.ChoiceField(
        label=pgettext_lazy("gift", "Your answer"),
        choices=[("yes", pgettext_lazy("gift", "Approve")), ("no", pgettext_lazy("gift", "Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = text_field(pgettext_lazy("gift", "Reason"), 200, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("approve"), "reason")


class IncidentForm(forms.Form):
    """What happened, where and when."""

    kind = forms.ChoiceField(label=pgettext_lazy("incident", "What happened"), choices=IncidentKind)
    place = text_field(pgettext_lazy("incident", "Where"), 40)
    happened_at = moment_field(pgettext_lazy("incident", "When"))
    somebody_hurt = forms.BooleanField(label=_("Somebody is hurt"), required=False)
    text = long_field(pgettext_lazy("incident", "What was seen and done"), 500)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(pair_or_stack("kind", "place"), "happened_at", "somebody_hurt", "text")


class IncidentNoteForm(forms.Form):
    """What happened since."""

    text = long_field(pgettext_lazy("incident", "What happened since"), 300)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("text")


class IncidentEndForm(forms.Form):
    """How it ended."""

    outcome = long_field(
        pgettext_lazy("incident", "How it ended, and what is done so that it stays single"), 300
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("outcome")
