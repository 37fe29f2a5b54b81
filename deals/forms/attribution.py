"""Whose deal it is, by hand; circumstances that are claimed; commission rates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deals.enums import FactKind
from deals.forms.disputes import DEPARTMENT, SharesForm
from deals.models import Order, Release, Unit
from offices.forms.layouts import fields_only, pair_or_stack, segment
from offices.models import Member, Office
from visitors.models import Customer


class ByHandForm(SharesForm):
    """The manager's ruling on a deal that the rules leave to the manager: the parts, whose deal it is, and why."""

    credit = forms.ChoiceField(label=_("Whose deal it is"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody concerned reads this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_department=True, **kwargs)
        self.fields["credit"].choices = [
            *((str(member.pk), member.name) for member in self.members),
            (DEPARTMENT, _("Department")),
        ]
        self.helper = fields_only(self.share_rows(), segment("credit"), "why")

    def credited(self) -> Member | None:
        """Who has the credit; None for the department."""
        chosen = self.cleaned_data["credit"]
        return next((member for member in self.members if str(member.pk) == chosen), None)

    def shares(self) -> dict:
        """Percents by member; None for the department."""
        people = {member.pk: member for member in self.members}
        return {people.get(who): part for who, part in self.cleaned_data["shares"].items()}


class FactForm(forms.Form):
    """What happened with this customer, and whom it is about."""

    kind = forms.ChoiceField(label=_("What happened"), choices=FactKind, widget=forms.RadioSelect)
    about = forms.ModelChoiceField(
        label=_("Which consultant it is about"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("nobody in particular"),
    )
    event = forms.CharField(
        label=_("Which event"),
        max_length=40,
        required=False,
        help_text=_("Only where an event brought them."),
    )
    order = forms.ModelChoiceField(
        label=_("For which deal"),
        queryset=Order.objects.none(),
        required=False,
        empty_label=_("every deal of this customer"),
    )
    note = forms.CharField(
        label=_("How you know it"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = customer.office_id
        self.fields["about"].queryset = Member.objects.filter(office=office).consultants()
        orders = Order.objects.filter(office=office, customer__in=customer.all_files)
        self.fields["order"].queryset = orders
        self.fields["order"].label_from_instance = _order_label
        if not orders.exists():
            del self.fields["order"]
        shown = ["kind", "about", "event", *(["order"] if "order" in self.fields else []), "note"]
        self.helper = fields_only(*shown)


def _order_label(order: Order) -> str:
    return str(_("Order %(number)s") % {"number": order.number})


class RateForm(forms.Form):
    """What a deal pays: a percent of the price or a fixed amount, for which units, from which day on."""

    release = forms.ModelChoiceField(
        label=_("Release"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=_("all releases"),
    )
    layout = forms.CharField(
        label=_("Layout"), max_length=20, required=False, help_text=_("Empty: all layouts.")
    )
    percent = forms.DecimalField(
        label=_("Percent of the price"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=3,
        required=False,
    )
    fixed = forms.DecimalField(
        label=_("Or a fixed amount (yuan)"), min_value=0, max_digits=13, decimal_places=2, required=False
    )
    effective_from = forms.DateField(
        label=_("For deals signed from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["release"].queryset = Release.objects.filter(office=office)
        self.helper = fields_only(
            pair_or_stack("release", "layout"), pair_or_stack("percent", "fixed"), "effective_from"
        )

    def clean_layout(self) -> str:
        layout = self.cleaned_data["layout"].strip()
        if layout and not Unit.objects.of(self.office).filter(layout=layout).exists():
            raise forms.ValidationError(_("No unit of this office has this layout."))
        return layout

    def clean(self) -> dict:
        cleaned = super().clean()
        percent, fixed = cleaned.get("percent"), cleaned.get("fixed")
        if not self.errors and (percent is None) == (fixed is None):
            self.add_error("percent", _("Give a percent or a fixed amount, one of the two."))
        if percent is not None and percent <= 0:
            self.add_error("percent", _("A percent is above 0."))
        return cleaned
