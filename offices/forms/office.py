"""What an administrator says about an office."""

from zoneinfo import available_timezones

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset
from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.enums import Role
from offices.forms import layouts
from offices.models import Office
from offices.models.office import check_slug
from offices.services.offices import OfficeFacts

# Whoever sets an office up often works in it too.
OWN_ROLES = (Role.MANAGER, Role.SUPERVISOR, Role.DESK, Role.CONSULTANT)
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class OfficeForm(forms.ModelForm):
    """An office that stands; where it stands in addresses never changes."""

    name = forms.CharField(label=pgettext_lazy("office", "Name"), max_length=60)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=[])
    opens_at = forms.TimeField(label=_("Opens at"), widget=CLOCK)
    closes_at = forms.TimeField(label=_("Closes at"), widget=CLOCK)

    class Meta:
        model = Office
        fields = [
            "name",
            "project",
            "timezone",
            "opens_at",
            "closes_at",
            "hotline",
            "self_check_in",
            "is_active",
        ]
        labels = {
            "project": _("Project"),
            "hotline": _("Hotline"),
            "self_check_in": _("Self check-in at the door"),
            "is_active": _("In use"),
        }
        help_texts = {
            "project": _("What is sold here, as it shall stand on printed sheets."),
            "is_active": _(
                "An office that is not in use lets nobody in; you can put it back into use later."
            ),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = [(zone, zone) for zone in sorted(_zones(self.instance))]

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The office must open before it closes."))
        return cleaned

    def facts(self) -> OfficeFacts:
        names = [name for name in OfficeFacts.__slots__ if name in self.cleaned_data]
        return OfficeFacts(**{name: self.cleaned_data[name] for name in names})

    def _post_clean(self) -> None:
        """The service writes; the instance stays as it stands."""

    @property
    def helper(self) -> FormHelper:
        return layouts.fields_only(
            "name",
            "project",
            layouts.pair("opens_at", "closes_at"),
            "timezone",
            "hotline",
            "self_check_in",
            "is_active",
        )


class NewOfficeForm(OfficeForm):
    """An office that is being set up, and what whoever does it will be in it besides its administrator."""

    slug = forms.CharField(
        label=_("Short name in addresses"),
        max_length=40,
        required=False,
        validators=[validate_slug, check_slug],
        help_text=_(
            "Letters, digits and dashes, such as harbour. Empty: made from the name. It cannot be changed later."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    member_name = forms.CharField(
        label=_("Your name on the board"), max_length=20, help_text=_("Short, as colleagues call you.")
    )
    also = forms.MultipleChoiceField(
        label=_("You administer it. Do you also work there as …"),
        choices=[(role.value, role.label) for role in OWN_ROLES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(OfficeForm.Meta):
        fields = ["name", "project", "timezone", "opens_at", "closes_at", "hotline"]

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"].lower()

    @property
    def helper(self) -> FormHelper:
        return layouts.fields_only(
            Fieldset(
                pgettext_lazy("section", "The office"),
                "name",
                "slug",
                "project",
                layouts.pair("opens_at", "closes_at"),
                layouts.pair_or_stack("timezone", "hotline"),
                css_class="part stack",
            ),
            Fieldset(
                pgettext_lazy("section", "You"), "member_name", layouts.many("also"), css_class="part stack"
            ),
        )


def _zones(office: Office) -> set[str]:
    """Every place of the world, without the old and technical names; what the office has stays."""
    places = {
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    }
    return places | {office.timezone}
