"""What is asked for after an order was made, and the answer."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import KinshipProof
from deals.forms.order import UnitField
from deals.forms.people import PeopleForm
from deals.models import Order, Unit


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever decides reads it."),
    )


class SwapForm(forms.Form):
    unit = UnitField(label=_("Another unit"), queryset=Unit.objects.none())
    reason = _why()

    def __init__(self, data: QueryDict | None, *, order: Order, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].offer(order.office)  # type: ignore[attr-defined]


class RenameForm(PeopleForm):
    of_people = ("customer", "buyers")
    many = ("buyers",)

    customer = forms.ChoiceField(label=pgettext_lazy("order", "Buyer"))
    buyers = forms.MultipleChoiceField(label=_("Joint buyers"), required=False)
    reason = _why()


class RefundForm(forms.Form):
    reason = _why()


class DiscountForm(forms.Form):
    """A percent or an amount, one of the two."""

    percent = forms.DecimalField(
        label=_("Percent"), min_value=0, max_value=99, max_digits=5, decimal_places=2, required=False
    )
    amount = forms.DecimalField(
        label=_("Or an amount (yuan)"), min_value=0, max_digits=13, decimal_places=2, required=False
    )
    reason = _why()


class FamilyForm(PeopleForm):
    of_people = ("relative",)

    relative = forms.ChoiceField(label=_("Relative in the club"))
    proofs = forms.MultipleChoiceField(
        label=_("Papers that you have seen"), choices=KinshipProof, widget=forms.CheckboxSelectMultiple
    )
    reason = _why()
    many = ("proofs",)


class AnswerForm(forms.Form):
    """What was decided; a refusal says why."""

    do = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    answer = forms.CharField(
        label=_("Answer"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A refusal says why; so does a refund after the contract."),
    )
