import json
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import GatewayKind, TextChannel
from offices.models import Office
from offices.sealing import SealBroken, seal, unseal

BY_MAIL = (GatewayKind.SMTP.value, GatewayKind.FILE.value)


class GatewayQuerySet(models.QuerySet["Gateway"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def active(self) -> Self:
        return self.filter(is_active=True)


class Gateway(models.Model):
    """The way out of the house for texts of one channel. Who knows its settings can write in its name: they are sealed.

    ``signature``: the registered name that the vendor puts before each SMS; for e-mail the sender's name.
    ``per_second``, ``per_day``: its pace, 0 for none. ``price_fen``: what one part costs, in fen.
    ``hook_print``: by which the secret of its webhooks is found. ``paused_until``: it rests.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="gateways")
    channel = models.CharField(pgettext_lazy("gateway", "channel"), max_length=8, choices=TextChannel)
    kind = models.CharField(pgettext_lazy("gateway", "kind"), max_length=10, choices=GatewayKind)
    name = models.CharField(pgettext_lazy("gateway", "name"), max_length=40)
    sealed_settings = models.TextField(blank=True, editable=False)
    signature = models.CharField(_("signature"), max_length=40, blank=True)
    per_second = models.PositiveSmallIntegerField(_("at most a second"), default=0)
    per_day = models.PositiveIntegerField(_("at most a day"), default=0)
    price_fen = models.PositiveSmallIntegerField(_("price of one part"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    sealed_hook = models.TextField(blank=True, editable=False)
    hook_print = models.CharField(max_length=64, blank=True, editable=False)

    objects = GatewayQuerySet.as_manager()

    class Meta:
        verbose_name = _("gateway")
        verbose_name_plural = _("gateways")
        ordering = ["channel", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="gateway_name_once_per_office",
                violation_error_message=_(
                    "This office has a gateway of that name already; choose another name."
                ),
            ),
            models.UniqueConstraint(
                fields=["office", "channel"],
                condition=models.Q(is_active=True),
                name="gateway_one_in_use_per_channel",
                violation_error_message=_(
                    "Only one gateway of a channel is in use; switch the other off first."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=TextChannel.values, kind__in=GatewayKind.values),
                name="gateway_known_codes",
                violation_error_message=_("Choose channel and kind from their lists."),
            ),
            models.CheckConstraint(
                condition=(models.Q(channel=TextChannel.EMAIL) & models.Q(kind__in=BY_MAIL))
                | (models.Q(channel=TextChannel.SMS) & ~models.Q(kind=GatewayKind.SMTP)),
                name="gateway_kind_fits_channel",
                violation_error_message=_("A mail server sends e-mail, the other gateways SMS."),
            ),
        ]
        indexes = [
            models.Index(fields=["hook_print"], condition=~models.Q(hook_print=""), name="gateway_by_hook")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def settings(self) -> dict[str, Any]:
        """What its vendor needs to know us by; never shown. Raises SealBroken."""
        return json.loads(unseal(self.sealed_settings)) if self.sealed_settings else {}

    def keep_settings(self, settings: dict[str, str]) -> None:
        """Seal the settings; the caller saves."""
        self.sealed_settings = seal(json.dumps(settings)) if settings else ""

    @property
    def hook_secret(self) -> str:
        """The secret in the address of its webhooks, empty where it has none or none that can be read."""
        try:
            return unseal(self.sealed_hook) if self.sealed_hook else ""
        except SealBroken:
            return ""

    @property
    def needs_registration(self) -> bool:
        """Whether a template must have been approved by the vendor, under its code."""
        return self.kind in (GatewayKind.ALIYUN, GatewayKind.TENCENT)
