"""Tags, kind, company and segments of a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.forms.layouts import fields_only, many, pair
from visitors.file_enums import CompanyNoteKind, CustomerKind, Partner, TagKind
from visitors.models import CompanyNote, CorporateFacts, Customer
from visitors.models.company import TEXTS as COMPANY
from visitors.models.file_tag import LABEL_LENGTH
from visitors.segment_words import AXIS_WORDS, choices_of
from visitors.segments import Axis
from visitors.services.file_facts import MOST_TAGS

HOUSE_TAGS = [(each.value, each.label) for each in TagKind if each != TagKind.OWN]


class TagsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Tags of the house"),
        choices=HOUSE_TAGS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A core person brings others along; a referrer has brought somebody."),
    )
    labels = forms.CharField(
        label=_("Own tags"),
        required=False,
        max_length=MOST_TAGS * (LABEL_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, a word or two."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(many("kinds"), "labels")

    def own(self) -> list[str]:
        return self.cleaned_data["labels"].splitlines()


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=_("This file is about a"), choices=CustomerKind, widget=forms.RadioSelect)
    partner = forms.ChoiceField(
        label=_("Works with us as"),
        choices=[("", pgettext_lazy("partner", "no partner of the house")), *Partner.choices],
        required=False,
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(kind=customer.kind, partner=customer.partner)
        super().__init__(*args, **kwargs)
        self.helper = fields_only("kind", "partner")


class CompanyForm(forms.ModelForm):
    class Meta:
        model = CorporateFacts
        fields = [*COMPANY, "capital"]
        widgets = {"scope": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(
            "company",
            pair("representative", "contact"),
            "address",
            pair("postcode", "fax"),
            "scope",
            "capital",
        )


class CompanyNoteForm(forms.ModelForm):
    class Meta:
        model = CompanyNote
        fields = ["kind", "on", "text"]
        widgets = {
            "on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = CompanyNoteKind.choices
        self.helper = fields_only(pair("kind", "on"), "text")


class SegmentsForm(forms.Form):
    """The segments by hand; nothing chosen leaves what follows from the file."""

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis in Axis:
            self.fields[axis.value] = forms.ChoiceField(
                label=AXIS_WORDS[axis],
                choices=[("", pgettext_lazy("segment", "as the file says")), *choices_of(axis)],
                initial=chosen.get(axis.value, ""),
                required=False,
            )
        self.helper = fields_only(*(axis.value for axis in Axis))
