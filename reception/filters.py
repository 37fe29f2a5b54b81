"""Which visits of a day to show."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from reception.enums import Status, TurnKind
from reception.models import Reception


class VisitFilter(django_filters.FilterSet):
    """By state, kind and consultant."""

    status = django_filters.ChoiceFilter(
        choices=Status, label=pgettext_lazy("visit", "State"), empty_label=_("all states")
    )
    kind = django_filters.ChoiceFilter(
        choices=TurnKind, label=pgettext_lazy("visit", "Kind"), empty_label=_("all kinds")
    )
    consultant = django_filters.ModelChoiceFilter(
        queryset=Member.objects.none(), label=_("Consultant"), empty_label=_("all consultants")
    )

    class Meta:
        model = Reception
        fields = ("status", "kind", "consultant")

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["consultant"].queryset = Member.objects.of(office).consultants()
