"""The lists of the reception."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.models import Reception

FIGURES = {"th": {"class": "num"}, "td": {"class": "num"}}


class VisitTable(tables.Table):
    """A day's visits; the number leads to the visit's Why? page."""

    number = tables.Column(verbose_name=pgettext_lazy("visit", "No."), attrs=FIGURES)
    arrived_at = tables.DateTimeColumn(format="H:i", verbose_name=_("Arrived"), attrs=FIGURES)
    label = tables.Column(verbose_name=_("Visitor"), accessor="label", orderable=False)
    consultant = tables.Column(verbose_name=_("Consultant"), order_by=("consultant__name", "number"))
    status = tables.Column(verbose_name=pgettext_lazy("visit", "State"))
    kind = tables.Column(verbose_name=pgettext_lazy("visit", "Kind"))
    counts = tables.BooleanColumn(verbose_name=_("Counts"), yesno="✓,-")
    clause = tables.Column(verbose_name=_("Clause"))

    class Meta:
        model = Reception
        fields = ("number", "arrived_at", "label", "consultant", "status", "kind", "counts", "clause")
        order_by = ("-number",)
        attrs = {"class": "table table-hover table-cards"}
        empty_text = _("No visit fits. Clear the filter, or log an arrival at the desk.")

    def render_status(self, value: str, record: Reception) -> str:
        return format_html('<span class="state state-{}">{}</span>', record.status, value)

    def render_number(self, record: Reception) -> str:
        url = reverse("reception:visit", args=[record.office.slug, record.visit])
        return format_html('<a href="{}" class="row-link">{}</a>', url, record.number)
