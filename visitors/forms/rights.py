"""Forms about the rights of the person whose data these are."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import ConsentChannel
from offices.forms.layouts import fields_only, many, pair_or_stack, segment
from visitors.file_kinds import ConsentClass
from visitors.file_words import CLASS_WORDS, PURPOSE_WORDS
from visitors.forms.access import sentences
from visitors.rights_words import IdentityBy, LineAnswer, RefusedAs, RightKind, RightWay
from visitors.selectors.purposes import withdrawable

NOT_YET = [("", pgettext_lazy("own data", "not checked yet")), *IdentityBy.choices]


class TakeForm(forms.Form):
    """What somebody wants with their own data, how and when it came, and how we know who it is."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("own data", "What do they want?"), choices=RightKind, widget=forms.RadioSelect
    )
    words = sentences(pgettext_lazy("own data", "In their words"), 300, required=False)
    way = forms.ChoiceField(label=pgettext_lazy("own data", "How it came"), choices=RightWay)
    asked_on = forms.DateField(
        label=pgettext_lazy("own data", "Came on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    identity = forms.ChoiceField(
        label=pgettext_lazy("own data", "How do you know who it is?"),
        choices=NOT_YET,
        required=False,
        help_text=_("Look at the paper and give it back: no number and no copy of it is kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("kind"), "words", pair_or_stack("way", "asked_on"), "identity")

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day.year < 2000:
            raise forms.ValidationError(_("Check the year."))
        return day


class IdentityForm(forms.Form):
    """How we know that it is the person themself."""

    identity = forms.ChoiceField(
        label=pgettext_lazy("own data", "How do you know who it is?"),
        choices=IdentityBy,
        widget=forms.RadioSelect,
        help_text=_("Look at the paper and give it back: no number and no copy of it is kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("identity"))


class DoneForm(forms.Form):
    """What was done."""

    words = sentences(pgettext_lazy("own data", "What was done"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("words")


class DeclineForm(forms.Form):
    """Why it is declined: the person is told so."""

    refused_as = forms.ChoiceField(
        label=pgettext_lazy("own data", "Why"), choices=RefusedAs, widget=forms.RadioSelect
    )
    words = sentences(pgettext_lazy("own data", "What the person was told"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("refused_as"), "words")


class EraseForm(forms.Form):
    """There is no way back from this one."""

    sure = forms.BooleanField(label=_("Erase everything that is known of this person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("sure")


class WithdrawForm(forms.Form):
    """Which consents end."""

    channels = forms.MultipleChoiceField(
        label=_("We may no longer reach them by"),
        choices=ConsentChannel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    classes = forms.MultipleChoiceField(
        label=_("We may no longer keep, and delete at once"),
        choices=[(each.value, CLASS_WORDS[each]) for each in ConsentClass],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purposes = forms.MultipleChoiceField(
        label=_("Whatever we keep for this ends, and is deleted at once"),
        choices=[(each.value, PURPOSE_WORDS[each]) for each in withdrawable()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their name and numbers stay, for we have to know whom to leave alone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(many("channels"), many("classes"), many("purposes"))


class DataForm(forms.Form):
    """In which language, and for whom: a spreadsheet to read, JSON for another program."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
    kind = forms.ChoiceField(choices=[("xlsx", "XLSX"), ("json", "JSON")])


class LineForm(forms.Form):
    """What becomes of one file of a list of old ones."""

    answer = forms.ChoiceField(choices=LineAnswer)
