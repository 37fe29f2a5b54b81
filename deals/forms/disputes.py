"""What people write in a dispute: their case, a settlement, a ruling, a report."""

from collections.abc import Sequence
from fractions import Fraction

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.dispute_shares import WHOLE, SharesError, as_text, percent
from deals.selectors.disputes import NOT_COVERED
from offices.clauses import TABLE, Becomes
from offices.forms.layouts import fields_only, segment
from offices.models import Member

LONGEST = 4000
DEPARTMENT = "department"
WRONG = {
    "unreadable": _("Write a percent as digits, such as 60 or 33.5."),
    "negative": _("A part is 0 to 100 percent."),
    "decimals": _("Four decimals at the most."),
}
CITED = ("floor-", "charter-", "C-")
"""Clauses that a ruling may cite begin so."""


def words(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
    )


class StatementForm(forms.Form):
    """What a party has to say."""

    text = words(
        _("Your side"), help_text=_("What happened, when, and who saw it. The other side reads it too.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("text")


class ReportForm(forms.Form):
    """What happened that sends the deal to the department."""

    text = words(pgettext_lazy("report", "What happened"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("text")


class SharesForm(forms.Form):
    """A percent for each of these people; together exactly 100."""

    def __init__(
        self,
        *args,
        members: Sequence[Member],
        given: dict[int | None, Fraction] | None = None,
        with_department: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        shown = {} if given is None else given
        for member in self.members:
            self.fields[f"share_{member.pk}"] = _part(member.name, shown.get(member.pk))
        if with_department:
            self.fields["share_department"] = _part(_("Department"), shown.get(None))

    def share_rows(self) -> Div:
        """The percents beside each other."""
        return Div(*self.share_fields(), css_class="share-rows")

    def share_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith("share_")]

    def clean(self) -> dict:
        cleaned = super().clean()
        shares: dict[int | None, Fraction] = {}
        for name in self.share_fields():
            who = name.removeprefix("share_")
            try:
                shares[None if who == DEPARTMENT else int(who)] = percent(cleaned.get(name, ""))
            except SharesError as error:
                self.add_error(name, WRONG[error.code])
        total = sum(shares.values(), Fraction(0))
        if not self.errors and total != WHOLE:
            self.add_error(
                None,
                _("The parts must add up to exactly 100 percent; these make {total}.").format(
                    total=as_text(total)
                ),
            )
        return {**cleaned, "shares": shares}


class ProposalForm(SharesForm):
    """A settlement: the parts, and who has the credit."""

    credit = forms.ChoiceField(label=_("Whose deal it is"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit"].choices = [(str(member.pk), member.name) for member in self.members]
        self.helper = fields_only(self.share_rows(), segment("credit"))


class RulingForm(SharesForm):
    """The manager's ruling: the clause, the parts, why, and why otherwise than last time."""

    clause = forms.ChoiceField(label=_("Clause"))
    credit = forms.ChoiceField(label=_("Whose deal it is"), widget=forms.RadioSelect)
    explanation = words(_("Why"), help_text=_("Both sides read this."))
    unlike = words(
        _("Why otherwise than before"),
        required=False,
        help_text=_("Needed where the last ruling on this clause shared otherwise."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, with_department=True, **kwargs)
        self.fields["credit"].choices = [
            *((str(member.pk), member.name) for member in self.members),
            (DEPARTMENT, _("Department")),
        ]
        self.fields["clause"].choices = [
            *((row.id, f"{row.id} · {row.words}"[:90]) for row in TABLE if _is_cited(row)),
            (NOT_COVERED, _("No clause covers it")),
        ]
        self.helper = fields_only("clause", self.share_rows(), segment("credit"), "explanation", "unlike")

    def credited(self) -> int | None:
        """The id of whoever has the credit; None for the department."""
        credit = self.cleaned_data["credit"]
        return None if credit == DEPARTMENT else int(credit)


def _part(label: str, share: Fraction | None) -> forms.CharField:
    return forms.CharField(
        label=_("%(name)s, percent") % {"name": label},
        max_length=12,
        required=False,
        initial="" if share is None else as_text(share),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def _is_cited(row) -> bool:
    return row.becomes == Becomes.ENFORCED and row.id.startswith(CITED)
