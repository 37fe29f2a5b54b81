"""The form of a gateway: keys and secrets go in and never come out."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import GatewayKind, TextChannel
from messaging.gateways import TEXT_VENDORS, check_gateway_address
from messaging.models import Gateway
from offices.forms import layouts
from offices.sealing import SealBroken

SECRETS = ("key_secret", "secret")
SETTINGS = ("key_id", "app_id", "address", "sender", *SECRETS)
USED_BY = {
    GatewayKind.FILE: (),
    GatewayKind.SMTP: ("sender",),
    GatewayKind.ALIYUN: ("key_id", "key_secret"),
    GatewayKind.TENCENT: ("key_id", "key_secret", "app_id"),
    GatewayKind.HTTP: ("address", "secret"),
}


class GatewayForm(forms.ModelForm):
    """What a kind does not use is not kept. An empty secret keeps the present one; a draft never brings one back."""

    key_id = forms.CharField(label=_("Access key id"), max_length=80, required=False)
    key_secret = forms.CharField(
        label=_("Access key secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept sealed and never shown again; leave it empty to keep the present one."),
    )
    app_id = forms.CharField(label=_("SdkAppId (Tencent Cloud)"), max_length=40, required=False)
    address = forms.CharField(label=_("Address of your gateway"), max_length=300, required=False)
    secret = forms.CharField(
        label=_("Shared secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept sealed and never shown again; leave it empty to keep the present one."),
    )
    sender = forms.EmailField(
        label=_("Sender's address"), required=False, help_text=_("Empty: the one of the server's settings.")
    )
    price = forms.DecimalField(
        label=_("Price of one part (yuan)"),
        max_digits=4,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("So that a batch can say what it costs."),
    )

    class Meta:
        model = Gateway
        fields = ["channel", "kind", "name", "signature", "per_second", "per_day", "is_active"]
        labels = {
            "channel": pgettext_lazy("gateway", "Channel"),
            "kind": _("Through whom"),
            "name": _("Name of the gateway"),
            "signature": _("Signature"),
            "per_second": _("At most a second"),
            "per_day": _("At most a day"),
            "is_active": _("In use"),
        }
        help_texts = {
            "signature": _("The registered name before each SMS, without brackets."),
            "per_second": _("0: as many as it takes."),
            "per_day": _("0: as many as it takes."),
            "is_active": _("One gateway of a channel is in use; it takes the place of the one before."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = TextChannel.choices
        self.fields["kind"].choices = GatewayKind.choices
        for name in ("per_second", "per_day"):
            self.fields[name].required = False
        present = self._present()
        for name in SETTINGS:
            if name not in SECRETS:
                self.fields[name].initial = present.get(name, "")
        if self.instance.pk:
            self.fields["price"].initial = f"{self.instance.price_fen / 100:.2f}"
            self.fields["channel"].disabled = True

    @property
    def helper(self):
        pair = layouts.pair_or_stack
        return layouts.fields_only(
            layouts.segment("channel"),
            "kind",
            pair("name", "signature"),
            pair("key_id", "key_secret"),
            "app_id",
            pair("address", "secret"),
            "sender",
            layouts.pair("per_second", "per_day"),
            "price",
            "is_active",
        )

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        kind, channel = cleaned.get("kind"), cleaned.get("channel")
        if not kind or not channel:
            return cleaned
        if (kind == GatewayKind.SMTP) != (channel == TextChannel.EMAIL) and kind != GatewayKind.FILE:
            self.add_error("kind", _("A mail server sends e-mail, the other gateways SMS."))
        if kind in (GatewayKind.ALIYUN, GatewayKind.TENCENT) and not cleaned.get("signature"):
            self.add_error("signature", _("The vendor sends only under a registered signature."))
        self._keep(kind, cleaned)
        for name in ("per_second", "per_day"):
            cleaned[name] = cleaned.get(name) or 0
        self.instance.price_fen = int((cleaned.get("price") or 0) * 100)
        return cleaned

    def _keep(self, kind: str, cleaned: dict) -> None:
        """Seal what this kind uses; say what is missing."""
        present = self._present()
        kept = {}
        for name in USED_BY[GatewayKind(kind)]:
            value = (cleaned.get(name) or "").strip() or (present.get(name, "") if name in SECRETS else "")
            if value:
                kept[name] = value
        for name in TEXT_VENDORS[kind].needs if kind in TEXT_VENDORS else ():
            if name not in kept and name not in self.errors:
                self.add_error(name, _("The vendor needs this."))
        if kept.get("address"):
            try:
                check_gateway_address(kept["address"], settings.SMS_HOSTS)
            except ValidationError as error:
                self.add_error("address", error)
        self.instance.keep_settings(kept)

    def _present(self) -> dict:
        try:
            return self._stored
        except AttributeError:
            pass
        try:
            self._stored = self.instance.settings if self.instance.pk else {}
        except SealBroken:
            self._stored = {}
        return self._stored
