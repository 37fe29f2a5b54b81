"""What an office's customer files ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.forms.layouts import fields_only, pair
from visitors.file_fields import OWN_KINDS
from visitors.file_words import KIND_WORDS
from visitors.models import OwnField
from visitors.models.file_settings import ANSWER_LENGTH
from visitors.services.file_settings import MOST_ANSWERS

ANSWERS_LENGTH = MOST_ANSWERS * (ANSWER_LENGTH + 2)


class AnswersForm(forms.Form):
    answers = forms.CharField(
        label=_("Answers of your own"),
        required=False,
        max_length=ANSWERS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line. They stand after ours."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("answers")

    def lines(self) -> list[str]:
        return self.cleaned_data["answers"].splitlines()


class OwnFieldForm(forms.ModelForm):
    """A field of the office's own; what kind of answer it takes, and whether it is sensitive, is said once."""

    answers = forms.CharField(
        label=_("Answers"),
        required=False,
        max_length=ANSWERS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For a list: one on each line."),
    )

    class Meta:
        model = OwnField
        fields = ["label", "group", "kind", "answers", "purpose", "sensitive", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance
        self.fields["kind"].choices = [(each.value, KIND_WORDS[each]) for each in OWN_KINDS]
        self.fields["sensitive"].choices = [
            ("", pgettext_lazy("own field", "nothing sensitive")),
            *[choice for choice in self.fields["sensitive"].choices if choice[0]],
        ]
        if own.pk:
            self.initial["answers"] = "\n".join(own.answers)
            for name in ("kind", "sensitive"):
                self.fields[name].disabled = True
        self.helper = fields_only(
            "label", pair("group", "kind"), "answers", pair("purpose", "sensitive"), "is_active"
        )

    def clean_answers(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["answers"].splitlines() if line.strip()]

    def _post_clean(self) -> None:
        """The service checks and writes; the instance stays as it is in the database."""
