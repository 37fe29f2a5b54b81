"""Forms of who may see what: requests and their answers, marks, leaks, unusual looking, archive checks."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.forms.layouts import Fold, fields_only, many, pair_or_stack, segment
from offices.models import Member, Office
from visitors.access_approvals import ABOUT_FILES, Ask
from visitors.access_words import (
    AskPurpose,
    AskWord,
    CheckAnswer,
    CheckItem,
    LeakHow,
    LeakStepKind,
    LeakTold,
    LeakWhat,
    MarkReason,
    MarkWord,
    OutsiderPaper,
    SafeWay,
    UnusualAnswer,
)
from visitors.services.access_requests import MOST_COPIES, Wish

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2200)


def sensible_year(moment: datetime) -> None:
    """Raise ValidationError for a year that nobody meant."""
    if moment.year not in YEARS:
        raise ValidationError(_("Check the year."))


def words(label: Promise | str, length: int, *, required: bool = True, **more: Any) -> forms.CharField:
    """Words in one line, which the browser does not suggest."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **more)


def sentences(label: Promise | str, length: int, *, required: bool = True, **more: Any) -> forms.CharField:
    """Words in a few lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **more)


class MemberField(forms.ModelChoiceField):
    """Somebody who works in the office and does not stand at the gate alone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Member.objects.none(), required=False, empty_label="\u2013", **more)

    def among(self, office: Office) -> None:
        able = Member.objects.of(office).working().select_related("user")
        self.queryset = able.filter(pk__in=[member.pk for member in able if not member.is_at_gate])


class AskForm(forms.Form):
    """A request (I-09): what, of what, what for, why; for whom, where somebody from outside is concerned."""

    kind = forms.ChoiceField(label=pgettext_lazy("request", "What do you ask for?"), choices=AskWord)
    subject = words(
        pgettext_lazy("request", "What of it"),
        120,
        help_text=_("Such as: the visits of this year; the sheet; buyers by district, each month."),
    )
    purpose = forms.ChoiceField(label=pgettext_lazy("request", "What for"), choices=AskPurpose)
    reason = sentences(pgettext_lazy("request", "Why is it needed?"), 300)
    copies = forms.IntegerField(
        label=pgettext_lazy("request", "Copies"),
        min_value=1,
        max_value=MOST_COPIES,
        initial=1,
        required=False,
    )
    for_outsider = forms.BooleanField(
        label=_("Somebody from outside wants to read it, and stands before me"), required=False
    )
    outsider = words(_("Name of the person outside"), 40, required=False)
    outsider_from = words(_("From which house"), 60, required=False)
    outsider_paper = forms.ChoiceField(
        label=_("Showed me"), choices=[("", "\u2013"), *OutsiderPaper.choices], required=False
    )
    carrier = MemberField(label=_("Who carries it outside"))
    way = forms.ChoiceField(
        label=_("By which way"),
        choices=[("", "\u2013"), *SafeWay.choices],
        required=False,
        help_text=_("Not by an open telephone, mail or chat, and never in a private letter."),
    )
    safety = words(_("How it is kept safe on the way"), 120, required=False)

    def __init__(self, *args: Any, office: Office, kinds: list[Ask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, AskWord(kind.value).label) for kind in kinds]
        self.fields["carrier"].among(office)
        fields: list[Any] = ["kind", "subject", "purpose", "reason"]
        if set(kinds) & ABOUT_FILES:
            fields += [
                "copies",
                Fold(
                    _("For somebody outside the house"),
                    "for_outsider",
                    pair_or_stack("outsider", "outsider_from"),
                    "outsider_paper",
                    pair_or_stack("carrier", "way"),
                    "safety",
                    is_open=self["kind"].value() == Ask.OUTSIDE or self._names_somebody_outside(),
                ),
            ]
        self.helper = fields_only(*fields)

    def _names_somebody_outside(self) -> bool:
        """What was typed there stays in sight."""
        return any(self[name].value() for name in ("for_outsider", "outsider", "outsider_from", "carrier"))

    def wish(self) -> Wish:
        """What was typed."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        return Wish(**{**given, "copies": given["copies"] or 1})


class AnswerForm(forms.Form):
    """A word on a request; a no says why."""

    yes = forms.ChoiceField(
        label=pgettext_lazy("request", "Your answer"),
        choices=[("yes", pgettext_lazy("request", "Allow")), ("no", pgettext_lazy("request", "Refuse"))],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, required=False)
    reason = words(pgettext_lazy("request", "Why not"), 200, required=False)

    def __init__(self, *args: Any, most_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].max_value = most_days
        self.fields["days"].initial = most_days
        self.helper = fields_only(segment("yes"), "days", "reason")


class MarkForm(forms.Form):
    """Confidential, top secret or neither; who keeps it, and why."""

    mark = forms.ChoiceField(label=pgettext_lazy("file", "Mark"), choices=MarkWord, widget=forms.RadioSelect)
    custodian = MemberField(label=_("Who keeps it"))
    reason = forms.ChoiceField(label=pgettext_lazy("mark", "Why"), choices=MarkReason)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["custodian"].among(office)
        self.helper = fields_only(segment("mark"), "custodian", "reason")


class UnusualForm(forms.Form):
    """What came of asking about unusual looking."""

    answer = forms.ChoiceField(label=pgettext_lazy("looking", "What came of asking"), choices=UnusualAnswer)


class LeakForm(forms.Form):
    """Customers' data got out, or may have: what is known now."""

    how = forms.ChoiceField(label=pgettext_lazy("leak", "How"), choices=LeakHow, initial=LeakHow.UNKNOWN)
    what = forms.MultipleChoiceField(
        label=pgettext_lazy("leak", "Which data"), choices=LeakWhat, widget=forms.CheckboxSelectMultiple
    )
    is_certain = forms.BooleanField(label=pgettext_lazy("leak", "It is certain"), required=False)
    customers = forms.IntegerField(
        label=_("How many customers, as far as you know"), min_value=0, max_value=10_000_000, required=False
    )
    found_at = forms.DateTimeField(
        label=pgettext_lazy("leak", "Noticed at"),
        validators=[sensible_year],
        input_formats=[LOCAL_FORMAT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
    )
    text = sentences(pgettext_lazy("leak", "What happened"), 500)
    at_once = sentences(
        pgettext_lazy("leak", "What was done at once"),
        300,
        help_text=_("First stop it: take papers back, lock the account, ask whoever got it to delete it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(
            "text", "at_once", many("what"), "is_certain", pair_or_stack("how", "customers"), "found_at"
        )


class LeakStepForm(forms.Form):
    """What was done since, or who was told."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("leak", "What was done"),
        choices=[choice for choice in LeakStepKind.choices if choice[0] != LeakStepKind.CLOSED],
        widget=forms.RadioSelect,
    )
    whom = forms.ChoiceField(
        label=pgettext_lazy("leak", "Who was told"),
        choices=[("", "\u2013"), *LeakTold.choices],
        required=False,
    )
    text = sentences(pgettext_lazy("leak", "In words"), 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("kind"), "whom", "text")


class LeakCloseForm(forms.Form):
    """How it ended."""

    text = sentences(
        _("How it ended, and what keeps it from happening again"),
        300,
        help_text=_("If customers or the authority were not told, say why not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("text")


class CheckForm(forms.Form):
    """How everything in the archive was found."""

    note = sentences(_("What is to be mended, by whom and until when"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields.pop("note")
        for item in CheckItem:
            self.fields[item.value] = forms.ChoiceField(
                label=item.label, choices=CheckAnswer, widget=forms.RadioSelect
            )
        self.fields["note"] = note
        self.helper = fields_only(*(segment(item.value) for item in CheckItem), "note")

    def answers(self) -> dict[str, str]:
        return {item.value: self.cleaned_data[item.value] for item in CheckItem}
