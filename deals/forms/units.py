"""Buildings, releases, units, holds, filing, and the list that is imported."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import Facing
from deals.models import Building, Release
from offices.forms.layouts import fields_only, pair
from offices.models import Office

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
DAY = {"type": "date"}
LARGEST_PASTE = 200_000


def day_field(label, **kwargs) -> forms.DateField:
    """A day, in the browser's own calendar."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        **kwargs,
    )


class BuildingForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("building", "Name"), max_length=30)
    position = forms.IntegerField(
        label=_("Place on the board"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("1 stands first."),
    )


class NewBuildingForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("building", "Name"), max_length=30)


class ReleaseForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("release", "Name"), max_length=40)
    opens_on = day_field(
        _("Opening day"),
        help_text=_("Its units are for sale from this day on; until then queue numbers are given."),
    )


class UnitForm(forms.Form):
    """One unit; a new one says in which building it stands."""

    building = forms.ModelChoiceField(label=_("Building"), queryset=Building.objects.none(), empty_label=None)
    number = forms.CharField(label=pgettext_lazy("unit", "Number"), max_length=12)
    floor = forms.IntegerField(label=pgettext_lazy("unit", "Floor"), min_value=-9, max_value=200)
    line = forms.IntegerField(
        label=_("Place on the floor"), min_value=1, max_value=99, initial=1, help_text=_("1 stands leftmost.")
    )
    layout = forms.CharField(label=_("Layout"), max_length=20)
    area = forms.DecimalField(label=_("Area (m²)"), min_value=0.01, max_digits=7, decimal_places=2)
    facing = forms.ChoiceField(
        label=pgettext_lazy("unit", "Facing"), choices=[("", "—"), *Facing.choices], required=False
    )
    list_price = forms.DecimalField(
        label=_("List price (yuan)"), min_value=0.01, max_digits=13, decimal_places=2
    )
    release = forms.ModelChoiceField(
        label=_("Release"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=_("none yet: not for sale"),
    )

    def __init__(self, *args, office: Office, is_new: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].queryset = Release.objects.filter(office=office)
        if is_new:
            self.fields["building"].queryset = Building.objects.filter(office=office)
        else:
            del self.fields["building"]
        self.is_new = is_new

    @property
    def helper(self) -> FormHelper:
        return fields_only(
            *(["building"] if self.is_new else []),
            pair("number", "layout"),
            pair("floor", "line"),
            pair("area", "facing"),
            "list_price",
            "release",
        )


class HoldForm(forms.Form):
    reason = forms.CharField(label=pgettext_lazy("hold", "Why"), max_length=200)
    until = forms.DateTimeField(
        label=pgettext_lazy("hold", "Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
        input_formats=[LOCAL_FORMAT, "%Y-%m-%dT%H:%M:%S"],
        help_text=_("Then it is for sale again by itself. Empty: until somebody ends it."),
    )


class FilingForm(forms.Form):
    filed_on = day_field(_("Date of online filing"))


class ImportForm(forms.Form):
    """A file, or lines copied out of a spreadsheet."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_(".xlsx or .csv, at most 2 MB."),
    )
    pasted = forms.CharField(
        label=_("Or paste the lines here"),
        required=False,
        max_length=LARGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("Mark them in the spreadsheet with their head, copy, and paste."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
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
