"""What a price sheet is made for: the level, the plan, the loan."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.loan import HIGHEST, Loan, LoanError, Repayment, loan_of
from deals.models import ClubLevel, PaymentPlan
from deals.pricing import FEN
from offices.models import Office

WAYS = [
    (Repayment.ANNUITY.value, pgettext_lazy("loan", "The same every month")),
    (Repayment.PRINCIPAL.value, pgettext_lazy("loan", "Equal shares of principal")),
]
USUAL = {"share": 70, "rate": Decimal("3.50"), "years": 30, "way": Repayment.ANNUITY.value}
"""What the form begins with: percent of the price on loan, yearly rate, years."""


class PriceSheetForm(forms.Form):
    """Sent by GET: nothing is stored. Without a share there is no loan."""

    level = forms.ModelChoiceField(
        label=_("Club level"),
        queryset=ClubLevel.objects.none(),
        required=False,
        empty_label=pgettext_lazy("choice", "none"),
    )
    plan = forms.ModelChoiceField(
        label=_("Payment plan"),
        queryset=PaymentPlan.objects.none(),
        required=False,
        empty_label=pgettext_lazy("choice", "none"),
    )
    share = forms.IntegerField(
        label=_("On loan (percent of the price)"), min_value=0, max_value=90, required=False
    )
    rate = forms.DecimalField(
        label=_("Interest a year (percent)"),
        min_value=0,
        max_value=HIGHEST,
        max_digits=6,
        decimal_places=3,
        required=False,
    )
    years = forms.IntegerField(label=_("Years"), min_value=1, max_value=40, required=False)
    way = forms.ChoiceField(
        label=pgettext_lazy("loan", "Paid back"), choices=WAYS, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = ClubLevel.objects.filter(office=office, is_active=True)  # type: ignore[attr-defined]
        self.fields["plan"].queryset = PaymentPlan.objects.filter(office=office, is_active=True)  # type: ignore[attr-defined]

    def loan(self, price: Decimal) -> tuple[Decimal, Loan] | None:
        """The amount on loan, in whole thousands of yuan as banks lend, and its months; None without one."""
        asked = self.cleaned_data
        if not asked.get("share") or not asked.get("years") or asked.get("rate") is None:
            return None
        amount = (price * asked["share"] / 100 // 1000 * 1000).quantize(FEN)
        way = Repayment(asked.get("way") or Repayment.ANNUITY)
        try:
            return amount, loan_of(amount, percent_a_year=asked["rate"], months=asked["years"] * 12, way=way)
        except LoanError:
            return None
