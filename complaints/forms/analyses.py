"""An analysis: its time, its words, the measures of departments."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.enums import AnalysisKind
from complaints.forms.fields import words
from complaints.models import Department
from complaints.selectors.figures import before, span_of
from complaints.services.analyses import MEASURE_LENGTH
from offices.forms.layouts import fields_only
from offices.models import Office

OFFERED = {AnalysisKind.MONTH: 6, AnalysisKind.QUARTER: 4}


def _text(label: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=MEASURE_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))


def _day(label: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class StartForm(forms.Form):
    """Which time is looked at: those that are over, the latest first."""

    time = forms.ChoiceField(label=_("Which time is looked at"))

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].choices = [
            (f"{kind}:{first}", f"{kind.label} {name_of(kind, first)}")
            for kind, many in OFFERED.items()
            for first in _times(kind, today, many)
        ]
        self.helper = fields_only("time")

    @property
    def chosen(self) -> tuple[str, date]:
        kind, _colon, first = self.cleaned_data["time"].partition(":")
        return kind, date.fromisoformat(first)


def _times(kind: AnalysisKind, today: date, many: int) -> list[date]:
    found = [before(kind, span_of(kind, today)[0])]
    while len(found) < many:
        found.append(before(kind, found[-1]))
    return found


def name_of(kind: str, first: date) -> str:
    """2026-11, or 2026 Q4."""
    return f"{first.year} Q{(first.month + 2) // 3}" if kind == AnalysisKind.QUARTER else f"{first:%Y-%m}"


class AnalysisWordsForm(forms.Form):
    words = words(
        _("What the figures say"),
        rows=8,
        help_text=_("What there was more of than before, where it came from, what the departments say."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("words")


class MeasureForm(forms.Form):
    department = forms.ModelChoiceField(
        label=pgettext_lazy("complaint", "Department"), queryset=Department.objects.none()
    )
    cause = _text(pgettext_lazy("measure", "Cause"))
    corrective = _text(_("What mends it"))
    preventive = _text(_("What prevents it"))
    due_on = _day(_("To be done by"))

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.of(office).in_use()
        self.helper = fields_only("department", "cause", "corrective", "preventive", "due_on")


class SendBackForm(forms.Form):
    why = _text(_("What should be better"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("why")
