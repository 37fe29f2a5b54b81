"""Money as it is typed: payments, money back, void receipts, receipt books, payment plans, instalments."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from deals.enums import GiveBackReason, PaymentWay, VoidReason
from deals.instalments import MOST_DAYS, MOST_PARTS, Part
from deals.models import PaymentPlan
from offices.forms.layouts import fields_only, pair, pair_or_stack, segment
from offices.models import Office

LARGEST_NUMBER = 2**31 - 1
LONGEST_PARTS = 4000
LONGEST_LABEL = 40
PART_WORDS = 3
AMOUNT = re.compile(r"[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?", re.ASCII)
COMMA = re.compile("[,\uff0c\u3001\t]")


class YuanField(forms.DecimalField):
    """An amount of yuan above zero, two decimals at most.

    Commas between thousands, spaces, the sign or the character of the yuan and full-width digits are understood; "12,5"
    and "1e6" are refused, because nobody can say what was meant.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal("0.01"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "yuan"})
        )
        super().__init__(max_digits=13, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """With commas, as it is printed; what was typed stays as it was typed."""
        return f"{value:,.2f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            plain = "".join(unicodedata.normalize("NFKC", value[:60]).split())
            value = plain.lstrip("\u00a5\uffe5").removesuffix("\u5143")
            if value and not AMOUNT.fullmatch(value):
                raise forms.ValidationError(
                    _("Type an amount in digits, such as 1,280,000.00: commas stand between thousands only.")
                )
            value = value.replace(",", "")
        return super().to_python(value)


def _day(label: Promise) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )


def _receipt() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Receipt number"),
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text=gettext_lazy("The number printed on the receipt in your hand."),
    )


class PaymentForm(forms.Form):
    """What came in for an order."""

    amount = YuanField(label=gettext_lazy("Amount (yuan)"))
    way = forms.ChoiceField(
        label=pgettext_lazy("payment", "How"), choices=PaymentWay, widget=forms.RadioSelect
    )
    paid_on = _day(gettext_lazy("Paid on"))
    receipt = _receipt()

    @property
    def helper(self) -> FormHelper:
        return fields_only("amount", segment("way"), pair_or_stack("paid_on", "receipt"))


class GiveBackForm(forms.Form):
    """What goes back of a payment."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("money back", "Why"), choices=GiveBackReason, widget=forms.RadioSelect
    )
    amount = YuanField(label=gettext_lazy("Amount that goes back (yuan)"))
    way = forms.ChoiceField(
        label=pgettext_lazy("payment", "How"), choices=PaymentWay, widget=forms.RadioSelect
    )
    paid_on = _day(gettext_lazy("Goes back on"))
    receipt = _receipt()

    @property
    def helper(self) -> FormHelper:
        return fields_only(segment("reason"), "amount", segment("way"), pair_or_stack("paid_on", "receipt"))


class VoidForm(forms.Form):
    """Which receipt is void, and why."""

    number = forms.IntegerField(label=gettext_lazy("Receipt number"), min_value=1, max_value=LARGEST_NUMBER)
    reason = forms.ChoiceField(
        label=pgettext_lazy("receipt", "Why"), choices=VoidReason, widget=forms.RadioSelect
    )

    @property
    def helper(self) -> FormHelper:
        return fields_only("number", segment("reason"))


class BookForm(forms.Form):
    """The first and the last number of a book."""

    first = forms.IntegerField(label=gettext_lazy("First number"), min_value=1, max_value=LARGEST_NUMBER)
    last = forms.IntegerField(label=gettext_lazy("Last number"), min_value=1, max_value=LARGEST_NUMBER)

    @property
    def helper(self) -> FormHelper:
        return fields_only(pair("first", "last"))


class PlanForm(forms.Form):
    """A payment plan; its parts are lines of a name, a percent and days."""

    name = forms.CharField(label=pgettext_lazy("payment plan", "Name"), max_length=40)
    parts = forms.CharField(
        label=gettext_lazy("Parts"),
        max_length=LONGEST_PARTS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One part a line: its name, its percent, and how many days after the beginning it is due, with commas "
            "between. The percents add up to 100."
        ),
    )
    percent_off = forms.DecimalField(
        label=gettext_lazy("Discount for paying so (percent)"),
        min_value=0,
        max_value=Decimal("99.99"),
        max_digits=4,
        decimal_places=2,
        initial=0,
        required=False,
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    @property
    def helper(self) -> FormHelper:
        return fields_only("name", "parts", "percent_off", "is_active")

    def clean_parts(self) -> list[Part]:
        lines = [line for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if len(lines) > MOST_PARTS:
            raise forms.ValidationError(_("A plan has 1 to %(most)d parts.") % {"most": MOST_PARTS})
        wrong, parts = [], []
        for number, line in enumerate(lines, start=1):
            part = _part(line)
            if part is None:
                wrong.append(_("Part %(part)d: write a name, a percent and days.") % {"part": number})
            else:
                parts.append(part)
        if wrong:
            raise forms.ValidationError(wrong)
        return parts

    def clean_percent_off(self) -> Decimal:
        return self.cleaned_data["percent_off"] or Decimal(0)


def lines_of(parts: Iterable[Part]) -> str:
    """The parts of a plan as they are typed."""
    return "\n".join(f"{part.label}, {part.percent.normalize():f}%, {part.days}" for part in parts)


def _part(line: str) -> Part | None:
    """A line of the form ``name, percent, days``; full-width signs are understood."""
    words = [word.strip() for word in COMMA.split(line)]
    if len(words) != PART_WORDS or not words[0] or len(words[0]) > LONGEST_LABEL:
        return None
    percent_typed, days = (unicodedata.normalize("NFKC", word) for word in words[1:])
    if not (days.isascii() and days.isdigit() and len(days) <= len(str(MOST_DAYS))):
        return None
    try:
        percent = Decimal(percent_typed.removesuffix("%").strip()[:20])
    except InvalidOperation:
        return None
    return Part(words[0], percent, int(days)) if percent.is_finite() else None


class InstalmentsForm(forms.Form):
    """By which plan an order is paid, and from when its days count."""

    plan = forms.ModelChoiceField(
        label=gettext_lazy("Payment plan"), queryset=PaymentPlan.objects.none(), empty_label=None
    )
    begins_on = _day(gettext_lazy("The days count from"))

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = PaymentPlan.objects.filter(office=office, is_active=True)

    @property
    def helper(self) -> FormHelper:
        return fields_only("plan", "begins_on")
