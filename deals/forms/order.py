"""Who takes which unit, with which step, on which plan."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import OrderStep, UnitState
from deals.figures import metres, yuan
from deals.forms.people import PeopleForm
from deals.models import PaymentPlan, Unit
from deals.order_steps import MAY_BEGIN
from deals.services.order_checks import CLERKS
from offices.ids import read_id
from offices.models import Member, Office

FIRST_STEPS = [(step.value, step.label) for step in OrderStep if step in MAY_BEGIN]


class UnitField(forms.ModelChoiceField):
    """A unit of the office; only those that can be ordered today are offered, building by building."""

    def label_from_instance(self, unit: Unit) -> str:
        return " \u00b7 ".join((str(unit), unit.layout, metres(unit.area), yuan(unit.list_price)))

    def offer(self, office: Office) -> None:
        """The office's units; what was chosen before somebody took it is still understood."""
        units = Unit.objects.of(office).select_related("building", "release", "office")
        self.queryset = units
        today = office.business_date(timezone.now())
        free = units.filter(state=UnitState.FOR_SALE, release__opens_on__lte=today)
        choices: list[Any] = [("", _("choose …"))]
        for building, own in groupby(free, key=lambda unit: unit.building.name):
            choices.append((building, [(unit.pk, self.label_from_instance(unit)) for unit in own]))
        self.widget.choices = choices


class OrderForm(PeopleForm):
    """The consultant is asked for only where somebody else writes the order."""

    of_people = ("customer", "buyers")
    many = ("buyers",)

    unit = UnitField(label=pgettext_lazy("order", "Unit"), queryset=Unit.objects.none())
    customer = forms.ChoiceField(label=pgettext_lazy("order", "Buyer"))
    buyers = forms.MultipleChoiceField(label=_("Joint buyers"), required=False)
    step = forms.ChoiceField(
        label=_("Begins with"), choices=FIRST_STEPS, initial=OrderStep.SMALL_DEPOSIT, widget=forms.RadioSelect
    )
    plan = forms.ModelChoiceField(
        label=_("Payment plan"),
        queryset=PaymentPlan.objects.none(),
        required=False,
        empty_label=_("not chosen yet"),
    )
    closer = forms.ModelChoiceField(
        label=_("Consultant who made the sale"), queryset=Member.objects.none(), empty_label=_("choose …")
    )

    def __init__(self, source: QueryDict | None, *, bound: bool, member: Member, **kwargs: Any) -> None:
        super().__init__(source, bound=bound, member=member, **kwargs)
        self.fields["unit"].offer(member.office)  # type: ignore[attr-defined]
        self.fields["plan"].queryset = PaymentPlan.objects.filter(office=member.office, is_active=True)  # type: ignore[attr-defined]
        if member.holds(*CLERKS):
            closers = Member.objects.of(member.office).working().consultants()
            self.fields["closer"].queryset = closers  # type: ignore[attr-defined]
        else:
            del self.fields["closer"]

    def chosen_unit(self) -> Unit | None:
        return self._chosen("unit")

    def chosen_plan(self) -> PaymentPlan | None:
        return self._chosen("plan")

    def _chosen(self, name: str) -> Any:
        pk = read_id(self[name].value())
        queryset = self.fields[name].queryset  # type: ignore[attr-defined]
        return queryset.filter(pk=pk).first() if pk is not None else None


class AdvanceForm(forms.Form):
    """The day on which the next step happened; the step is what the page showed."""

    step = forms.ChoiceField(choices=OrderStep, widget=forms.HiddenInput)
    on = forms.DateField(
        label=pgettext_lazy("step", "On"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
