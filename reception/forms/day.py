"""Opening a day: who is here, in which order."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from offices.models import Member


class OpenDayForm(forms.Form):
    """For each consultant a tick (here) and a place (a number); equal places keep the order shown.

    ``draft`` is what was typed before the session ended: there, a tick that is missing was taken away.
    """

    def __init__(self, *args, expected: list[Member], draft: QueryDict | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        if draft is not None:
            ticks = {f"here_{member.pk}": f"here_{member.pk}" in draft for member in expected}
            self.initial = {**draft.dict(), **ticks}
        for place, member in enumerate(expected, start=1):
            self.fields[f"here_{member.pk}"] = forms.BooleanField(
                label=member.name, required=False, initial=True
            )
            self.fields[f"place_{member.pk}"] = forms.IntegerField(
                label=_("Place of %(name)s") % {"name": member.name},
                min_value=1,
                max_value=999,
                initial=place,
                required=False,
            )

    def rows(self) -> list[tuple[Member, forms.BoundField, forms.BoundField]]:
        """(consultant, tick, place) in the order shown."""
        return [(member, self[f"here_{member.pk}"], self[f"place_{member.pk}"]) for member in self.expected]

    def present(self) -> list[Member]:
        """Those ticked, by place."""
        data = self.cleaned_data
        here = [member for member in self.expected if data[f"here_{member.pk}"]]
        return sorted(here, key=lambda member: data[f"place_{member.pk}"] or len(self.expected) + 1)
