"""Members of an office, as its administrator enters and changes them."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.enums import Disc, Role
from offices.forms import layouts
from offices.models import Member
from offices.phones import normalise
from offices.services.accounts import NewAccount
from offices.services.members import MemberFacts

MAY: dict[Role, Promise] = {
    Role.CONSULTANT: _("stands in the order, receives, enters what came of it"),
    Role.DESK: _("logs visitors, acts for consultants, opens and closes the day"),
    Role.ASSISTANT: _("the same as the front desk"),
    Role.SUPERVISOR: _("the same, and verifies what is taken back; stands in for the manager"),
    Role.MANAGER: _("the same, decides about turns, and sees whole numbers"),
    Role.SERVICE: _("sees complaints through to their end; reads visits and customers"),
    Role.FINANCE: _("takes money against numbered receipts, closes its day; reads visits and customers"),
    Role.INFORMATION: _("reads visits and customers"),
    Role.DIRECTOR: _("hears of major complaints, approves their analyses; reads visits and customers"),
    Role.ADMINISTRATOR: _("sets up this office: members, robots, house rules"),
    Role.GUARD: _("sees who is expected, with their cars; ticks who came and what is prepared"),
    Role.DOORMAN: _("the same at the door"),
    Role.SHOW_FLAT: _("the same in the show flats"),
}


class RolesField(forms.MultipleChoiceField):
    """Ticks with what each role may do beside it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(label=_("Roles"), choices=Role.choices, required=False)

    def explained(self) -> list[tuple[str, Promise, Promise]]:
        """(value, name, what it may do)"""
        return [(role.value, role.label, MAY[role]) for role in Role]


class MemberForm(forms.Form):
    """A member: how they stand on the board, what they may do, how they are reached."""

    name = forms.CharField(
        label=_("Name on the board"),
        max_length=20,
        help_text=_("Short; its first character stands on the disc. Two namesakes: add a letter."),
    )
    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=40,
        required=False,
        help_text=_("Serves to log in, and to be mentioned in the group chat."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    roles = RolesField()
    disc = forms.TypedChoiceField(
        label=_("Disc colour"), choices=Disc.choices, coerce=int, widget=forms.RadioSelect, initial=Disc.TEAL
    )
    group_id = forms.CharField(
        label=_("Id in the group chat"),
        max_length=80,
        required=False,
        help_text=_("WeCom user id or Feishu open id; without one the mobile number is mentioned."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    is_active = forms.BooleanField(
        label=_("Works here"),
        required=False,
        initial=True,
        help_text=_("Without the tick they can no longer come in; nothing they did is deleted."),
    )

    def clean_mobile(self) -> str:
        typed = self.cleaned_data["mobile"]
        return normalise(typed) if typed else ""

    def facts(self) -> MemberFacts:
        data = self.cleaned_data
        return MemberFacts(
            name=data["name"],
            roles=tuple(Role(role) for role in data["roles"]),
            disc=data["disc"],
            group_id=data["group_id"],
            is_active=data.get("is_active", True),
        )

    @staticmethod
    def initial_of(member: Member) -> dict:
        return {
            "name": member.name,
            "mobile": member.user.mobile or "",
            "roles": member.roles,
            "disc": member.disc,
            "group_id": member.group_id,
            "is_active": member.is_active,
        }

    @property
    def helper(self) -> FormHelper:
        return layouts.fields_only(*self._about_the_member(), "is_active")

    def _about_the_member(self) -> tuple:
        return (
            layouts.pair_or_stack("name", "mobile"),
            Field("roles", template="forms/_roles.html"),
            Field("disc", template="forms/_discs.html"),
            "group_id",
        )


class NewMemberForm(MemberForm):
    """A newcomer: with an account that is opened now, or with the one they have from another office."""

    account = forms.ChoiceField(
        label=pgettext_lazy("user", "Account"),
        choices=[("new", _("A new account")), ("known", _("Has one already"))],
        widget=forms.RadioSelect,
        initial="new",
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        required=False,
        help_text=_("Letters, digits, dot, dash and underscore."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    full_name = forms.CharField(
        label=_("Full name"), max_length=40, required=False, help_text=_("Empty: the name on the board.")
    )
    password = forms.CharField(
        label=_("Initial password"),
        max_length=128,
        required=False,
        strip=False,
        help_text=_("Empty: one is made up and shown to you once."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    login = forms.CharField(
        label=_("Their user name or mobile number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_active"]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        needed = "login" if data.get("account") == "known" else "username"
        if not data.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Type it in: without it nobody can log in."))
        return data

    def who(self) -> NewAccount | str:
        """The new account, or with what the known one logs in."""
        data = self.cleaned_data
        if data["account"] == "known":
            return data["login"]
        return NewAccount(
            username=data["username"],
            name=data["full_name"] or data["name"],
            mobile=data["mobile"],
            password=data["password"],
        )

    @property
    def helper(self) -> FormHelper:
        return layouts.fields_only(
            layouts.segment("account"),
            Div("login", css_class="if-known-account"),
            Div(
                layouts.pair_or_stack("username", "full_name"),
                layouts.pair_or_stack("mobile", "password"),
                css_class="if-new-account stack",
            ),
            "name",
            *self._about_the_member()[1:],
        )


class PasswordForm(forms.Form):
    """Another password for a member who has forgotten theirs."""

    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        required=False,
        strip=False,
        help_text=_("Empty: one is made up and shown to you once."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @property
    def helper(self) -> FormHelper:
        return layouts.fields_only("password")
