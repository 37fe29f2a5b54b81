from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.addresses import masked_address
from messaging.enums import RobotKind
from messaging.robot_kinds import LONGEST_CODE, usual_kinds
from offices.models import Office
from offices.sealing import SealBroken, seal, unseal


class RobotQuerySet(models.QuerySet["Robot"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def active(self) -> Self:
        return self.filter(is_active=True)


class Robot(models.Model):
    """A robot in the office's group chat. Who knows its address can speak in its name: it is kept sealed.

    ``kinds`` are the codes of what it says (messaging.robot_kinds); a test message it says always.
    ``paused_until``: the robot rests, because its vendor said "too often" or did not answer.
    """

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="robots", verbose_name=_("office")
    )
    kind = models.CharField(_("group chat"), max_length=10, choices=RobotKind)
    name = models.CharField(pgettext_lazy("robot", "name"), max_length=40)
    sealed_address = models.TextField(editable=False)
    sealed_secret = models.TextField(blank=True, editable=False)
    kinds = ArrayField(
        models.CharField(max_length=LONGEST_CODE),
        default=usual_kinds,
        blank=True,
        verbose_name=pgettext_lazy("robot", "says"),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RobotQuerySet.as_manager()

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        ordering = ["office", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="robot_name_once_per_office",
                violation_error_message=_(
                    "This office has a robot of that name already; choose another name."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=RobotKind.values),
                name="robot_kind_known",
                violation_error_message=_("Choose WeCom, DingTalk or Feishu."),
            ),
            models.CheckConstraint(
                condition=~models.Q(sealed_address=""),
                name="robot_has_an_address",
                violation_error_message=_("A robot needs the address that its group chat shows for it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The webhook address. Raises SealBroken."""
        return unseal(self.sealed_address)

    @property
    def secret(self) -> str:
        """The signing secret, empty where there is none. Raises SealBroken."""
        return unseal(self.sealed_secret) if self.sealed_secret else ""

    def keep_address(self, address: str) -> None:
        """Seal an address that has passed messaging.addresses.check_address; the caller saves."""
        self.sealed_address = seal(address)

    def keep_secret(self, secret: str) -> None:
        """Seal a secret, or forget the old one where it is empty; the caller saves."""
        self.sealed_secret = seal(secret) if secret else ""

    @property
    def masked_address(self) -> str:
        try:
            return masked_address(self.address)
        except SealBroken:
            return str(_("cannot be read; type it again"))
