"""The form by which the list of customers is narrowed down; what it cannot read is left out, never an error."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices.models import Member
from visitors.enums import Filled, Grade, LastContact, ListOrder, Source, ValidityIs
from visitors.file_enums import CustomerKind, TagKind
from visitors.file_filter import MINE, NO_GRADE, NOBODY, OWN_TAG, SECOND, FileFilter

Choices = list[tuple[str, Any]]


class FileFilterForm(forms.Form):
    """``owners`` None: the member sees their own customers only."""

    owner = forms.ChoiceField(required=False)
    validity = forms.ChoiceField(required=False)
    last = forms.ChoiceField(required=False)
    grade = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    tag = forms.ChoiceField(required=False)
    filled = forms.ChoiceField(required=False)
    order = forms.ChoiceField(required=False)

    def __init__(self, chosen: FileFilter, *, owners: Iterable[Member] | None, tags: Iterable[str]) -> None:
        super().__init__(initial={**chosen.codes, "order": chosen.order, "owner": chosen.owner})
        anybody = ("", pgettext("filter", "Any"))
        own: Choices = [(MINE, pgettext("owner", "Mine")), (SECOND, _("I am the second contact"))]
        if owners is not None:
            people = [(str(each.pk), each.name) for each in owners]
            own = [anybody, *own, (NOBODY, pgettext("owner", "Nobody's")), *people]
        labels = [(f"{OWN_TAG}{label}", label) for label in tags]
        ours = [choice for choice in TagKind.choices if choice[0] != TagKind.OWN]
        lists: dict[str, tuple[str, Choices]] = {
            "owner": (pgettext("filter", "Consultant"), own),
            "validity": (pgettext("filter", "Registration"), [anybody, *ValidityIs.choices]),
            "last": (pgettext("filter", "Last contact"), [anybody, *LastContact.choices]),
            "grade": (
                pgettext("filter", "Grade"),
                [anybody, *Grade.choices, (NO_GRADE, pgettext("grade", "Not graded"))],
            ),
            "source": (pgettext("filter", "Source"), [anybody, *Source.choices]),
            "kind": (pgettext("filter", "Kind"), [anybody, *CustomerKind.choices]),
            "tag": (pgettext("filter", "Tag"), [anybody, *ours, *labels]),
            "filled": (pgettext("filter", "File filled in"), [anybody, *Filled.choices]),
            "order": (pgettext("filter", "Order"), list(ListOrder.choices)),
        }
        for name, (label, choices) in lists.items():
            self.fields[name].label, self.fields[name].choices = label, choices
