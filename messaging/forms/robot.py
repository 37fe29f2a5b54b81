"""The form of a robot: address and secret go in and never come out."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.addresses import check_address
from messaging.enums import RobotKind
from messaging.models import Robot
from messaging.robot_kinds import kind_choices, usual_kinds
from offices.forms import layouts


class RobotForm(forms.ModelForm):
    address = forms.CharField(
        label=pgettext_lazy("robot", "webhook address"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "size": 80}),
        help_text=_(
            "As the group chat shows it. It is never shown again; leave this empty to keep the present one."
        ),
    )
    secret = forms.CharField(
        label=pgettext_lazy("robot", "signing secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "size": 80}),
        help_text=_(
            "DingTalk and Feishu: choose signing as the robot's security setting and copy its secret here. "
            "Leave this empty to keep the present one."
        ),
    )
    forget_secret = forms.BooleanField(label=_("forget the signing secret"), required=False)

    class Meta:
        model = Robot
        fields = ["office", "kind", "name", "is_active"]

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        kind, address = cleaned.get("kind"), (cleaned.get("address") or "").strip()
        if not kind or "address" in self.errors:
            return cleaned
        try:
            if address:
                check_address(kind, address, settings.ROBOT_HOSTS)
                self.instance.keep_address(address)
            elif self.instance.sealed_address and "kind" in self.changed_data:
                raise ValidationError(_("Type the address of the new group chat's robot as well."))
            elif not self.instance.sealed_address:
                raise ValidationError(_("A robot needs the address that its group chat shows for it."))
        except ValidationError as error:
            self.add_error("address", error)
        if cleaned.get("secret"):
            self.instance.keep_secret(cleaned["secret"].strip())
        elif cleaned.get("forget_secret"):
            self.instance.keep_secret("")
        return cleaned


class OfficeRobotForm(RobotForm):
    """The same on the office's own page: the office is that of the address. A draft never brings a secret back."""

    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("robot", "What it says"),
        choices=kind_choices,
        required=False,
        initial=usual_kinds,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A notice to a member is repeated with their name and nothing more: the group reads along. "
            "What it is about stands in the app."
        ),
    )

    class Meta(RobotForm.Meta):
        fields = ["kind", "name", "kinds", "is_active"]
        labels = {"kind": _("Group chat"), "name": _("Name of the robot"), "is_active": _("In use")}
        help_texts = {
            "name": _("As you call it among yourselves, such as “Sales group”."),
            "is_active": _("A robot that is not in use says nothing but test messages."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = RobotKind.choices  # side by side, so without an empty one
        self.fields["address"].label = _("Webhook address")
        self.fields["secret"].label = _("Signing secret")
        self.fields["forget_secret"].label = _("Forget the signing secret")
        if not self.instance.pk:
            del self.fields["forget_secret"]
            self.fields["address"].help_text = _(
                "As the group chat shows it. It is kept sealed and never shown again."
            )
            self.fields["secret"].help_text = _(
                "DingTalk and Feishu: choose signing as the robot's security setting and copy its secret here."
            )

    @property
    def helper(self):
        return layouts.fields_only(
            layouts.segment("kind"),
            *("name", "address", "secret", *self._forgetting()),
            layouts.many("kinds"),
            "is_active",
        )

    def _forgetting(self) -> list[str]:
        return ["forget_secret"] if self.instance.sealed_secret and self.instance.pk else []
