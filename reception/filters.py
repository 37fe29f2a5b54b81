"""Which visits of a day to show."""

from urllib.parse import urlencode

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from reception.enums import EventWord, Status, TurnKind
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


class LogFilter(forms.Form):
    """Whose entries of the log to show, and of which kind; what is not on the lists is as good as not chosen."""

    consultant = forms.ChoiceField(label=_("Consultant"), required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("log", "What happened"),
        choices=[("", _("everything")), *EventWord.choices],
        required=False,
    )

    def __init__(self, data, *, office: Office) -> None:
        super().__init__(data)
        self.members = {str(member.pk): member for member in Member.objects.of(office).consultants()}
        names = [(pk, member.name) for pk, member in self.members.items()]
        self.fields["consultant"].choices = [("", _("all consultants")), *names]
        self.is_valid()

    def wanted(self) -> tuple[Member | None, str]:
        """(the consultant, the kind)"""
        return self.members.get(self.cleaned_data.get("consultant", "")), self.cleaned_data.get("kind", "")

    def query(self) -> str:
        """The choices for the address of another page."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})
