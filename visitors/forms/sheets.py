"""Bringing a list, and asking for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.forms.layouts import fields_only, segment
from visitors.access_words import AskPurpose
from visitors.file_enums import ExportFormat
from visitors.import_sheet import ENCODINGS, LIMITS

LARGEST_PASTE = 1024 * 1024


class BringForm(forms.Form):
    """A file, or lines copied out of a spreadsheet; and how the file is written where we guess wrong."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_(".xlsx or .csv, at most 20 MB and 100,000 lines."),
        error_messages={"empty": _("There is nobody in it.")},
    )
    pasted = forms.CharField(
        label=_("Or paste the lines here"),
        required=False,
        max_length=LARGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("Mark them in the spreadsheet with their head, copy, and paste."),
    )
    encoding = forms.ChoiceField(
        label=pgettext_lazy("file", "Written in"),
        required=False,
        choices=[
            ("", pgettext_lazy("encoding", "find out (usual)")),
            (ENCODINGS[0], "UTF-8"),
            (ENCODINGS[1], "GB18030 / GBK"),
        ],
        help_text=_("Only for a CSV whose characters look wrong."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > LIMITS.file:
            raise forms.ValidationError(_("The file is too large: at most 20 MB. Part it in two."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("pasted", "").strip():
            self.add_error("file", _("Choose a file, or paste the lines."))
        return cleaned

    def content(self) -> tuple[str, bytes]:
        """(the file's name, what is in it)"""
        file = self.cleaned_data.get("file")
        if file:
            file.seek(0)
            return file.name, file.read()
        return "", self.cleaned_data["pasted"].encode()


class ExportForm(forms.Form):
    """What for, why, and what of each customer."""

    purpose = forms.ChoiceField(label=pgettext_lazy("export", "What for"), choices=AskPurpose)
    reason = forms.CharField(
        label=pgettext_lazy("export", "Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who needs it, and what becomes of the file afterwards."),
    )
    format = forms.ChoiceField(
        label=pgettext_lazy("export", "As"),
        choices=ExportFormat,
        initial=ExportFormat.XLSX,
        widget=forms.RadioSelect,
    )
    with_form = forms.BooleanField(
        label=_("Also what the form of each file says"),
        required=False,
        help_text=_("Sensitive fields never leave the house this way."),
    )
    with_numbers = forms.BooleanField(
        label=_("Whole telephone numbers"),
        required=False,
        help_text=_("Somebody else always has to allow these. Without them the middle digits are hidden."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("purpose", "reason", segment("format"), "with_form", "with_numbers")


class ExportAnswerForm(forms.Form):
    """The second person's word; a no says why."""

    yes = forms.ChoiceField(
        label=pgettext_lazy("request", "Your answer"),
        choices=[("yes", pgettext_lazy("request", "Allow")), ("no", pgettext_lazy("request", "Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=pgettext_lazy("request", "Why not"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only(segment("yes"), "reason")
