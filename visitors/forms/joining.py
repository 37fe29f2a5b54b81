"""The form of joining two files: a choice for each field about which they say different things."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from visitors.joining import Side
from visitors.selectors.join_page import Difference

PREFIX = "choice-"


class JoinForm(forms.Form):
    """``seen`` says what the page showed, so that a change meanwhile is noticed."""

    seen = forms.CharField(max_length=32, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, differences: Iterable[Difference], seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        self.differences = list(differences)
        for each in self.differences:
            nothing = _("nothing")
            self.fields[f"{PREFIX}{each.name}"] = forms.ChoiceField(
                label=each.label,
                choices=[(Side.KEEP.value, each.keep or nothing), (Side.ALIAS.value, each.alias or nothing)],
                initial=each.usual.value,
                widget=forms.RadioSelect,
            )

    def show_again(self, seen: str) -> None:
        """The page shows the files as they are now: what is sent next is about these."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen"] = seen

    @property
    def rows(self) -> list[tuple[Difference, forms.BoundField]]:
        """Each difference with its field."""
        return [(each, self[f"{PREFIX}{each.name}"]) for each in self.differences]

    @property
    def choices(self) -> dict[str, str]:
        """Whose value was chosen, by field."""
        return {each.name: self.cleaned_data[f"{PREFIX}{each.name}"] for each in self.differences}
