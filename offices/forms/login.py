from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from offices.models import User


class LoginForm(AuthenticationForm):
    """User name or mobile number, and password."""

    username = forms.CharField(
        label=_("User name or mobile number"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    error_messages = {
        "invalid_login": _(
            "User name and password do not fit together. Check both; capitals matter in the password."
        ),
        "inactive": _("This account is switched off. Ask your manager."),
    }


def one_spelling(request: HttpRequest, credentials: dict | None) -> str:
    """The user name that was meant, by whose wrong passwords the lock-out counts.

    A name is typed in any case and a mobile number in many ways: each would else have guesses of its own.
    """
    typed = (credentials or request.POST).get("username") or ""
    if "\x00" in typed:
        return ""
    try:
        return User.objects.get_by_natural_key(typed).username
    except User.DoesNotExist:
        return typed.casefold()
