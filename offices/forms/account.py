"""What people say of themselves: language, password, PIN; and who they are, before a locked screen."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import User
from offices.services.pins import as_typed

LONGEST_PASSWORD = 200


def _password(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST_PASSWORD, strip=False, widget=widget, **more)


def _pin(label: Any, **more: Any) -> forms.CharField:
    """Digits on a phone's keypad; hidden, for somebody may stand behind."""
    attrs = {"autocomplete": "off", "inputmode": "numeric"}
    return forms.CharField(label=label, max_length=20, widget=forms.PasswordInput(attrs=attrs), **more)


class PasswordForm(forms.Form):
    """The password so far, and the new one twice."""

    password = _password(_("Your password so far"), "current-password")
    new_password1 = _password(
        _("New password"),
        "new-password",
        help_text=_("Eight characters or more, not only digits, and nothing that everybody would try."),
    )
    new_password2 = _password(_("New password, once more"), "new-password")

    def clean(self) -> dict:
        cleaned = super().clean()
        first, second = cleaned.get("new_password1"), cleaned.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", _("The two are not the same. Type the new password once more."))
        return cleaned


class PinForm(forms.Form):
    """A new PIN twice, and the password."""

    pin = _pin(_("New PIN"), help_text=_("Six digits that nobody guesses: no birthday, no end of a number."))
    pin_again = _pin(_("New PIN, once more"))
    password = _password(_("Your password"), "current-password")

    def clean(self) -> dict:
        cleaned = super().clean()
        first, second = cleaned.get("pin"), cleaned.get("pin_again")
        if first and second and as_typed(first) != as_typed(second):
            self.add_error("pin_again", _("The two are not the same. Type the PIN once more."))
        return cleaned


class LanguageForm(forms.Form):
    """In which language the pages come after the log-in."""

    language = forms.ChoiceField(
        label=_("Language of your pages"),
        choices=[("", _("As the browser says")), *settings.LANGUAGES],
        required=False,
    )


class UnlockForm(forms.Form):
    """The PIN of whose screen it is; the password where there is no PIN, or ``by_pin`` says that it is locked."""

    pin = _pin(pgettext_lazy("unlock", "Your PIN"))
    password = _password(_("Your password"), "current-password")

    def __init__(self, *args: Any, user: User, by_pin: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="unlock-%s", **kwargs)
        self.by_pin = by_pin and bool(user.pin)
        del self.fields["password" if self.by_pin else "pin"]
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control lock-secret", "autofocus": True}
