from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
