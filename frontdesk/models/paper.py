from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import CopyKind, MailKind
from offices.models import Member, Office
from offices.models.same_office import same_office


class MailQuerySet(models.QuerySet["Mail"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def waiting(self) -> Self:
        return self.filter(handed_at=None)


class Mail(models.Model):
    """A letter, parcel or newspaper that arrived at the desk, until somebody has it (H-03)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("mail", "what it is"), max_length=10, choices=MailKind)
    addressee = models.CharField(pgettext_lazy("mail", "for"), max_length=40)
    sender = models.CharField(pgettext_lazy("mail", "from"), max_length=40, blank=True)
    number = models.CharField(pgettext_lazy("mail", "number on it"), max_length=40, blank=True)
    pieces = models.PositiveSmallIntegerField(pgettext_lazy("mail", "pieces"), default=1)
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    handed_to = models.CharField(pgettext_lazy("mail", "handed to"), max_length=40, blank=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("mail", "mail")
        verbose_name_plural = pgettext_lazy("mail", "mail")
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pieces__gte=1), name="mail_has_a_piece"),
            models.CheckConstraint(condition=Q(kind__in=MailKind.values), name="mail_known_kind"),
            models.CheckConstraint(
                condition=Q(handed_at=None, handed_by=None, handed_to="")
                | (Q(handed_at__isnull=False, handed_by__isnull=False) & ~Q(handed_to="")),
                name="mail_handed_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["office", "-arrived_at"], name="mail_of_office")]
        triggers = [same_office(arrived_by_id="offices_member", handed_by_id="offices_member")]

    def __str__(self) -> str:
        return self.addressee


class CopyQuerySet(models.QuerySet["Copy"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Copy(models.Model):
    """Paper that the desk copied, printed or scanned for somebody (H-04). ``price_fen``: what was charged, in fen."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("papers", "what was done"), max_length=5, choices=CopyKind)
    whom = models.CharField(pgettext_lazy("papers", "for whom"), max_length=40)
    sheets = models.PositiveSmallIntegerField(pgettext_lazy("papers", "sheets"))
    in_colour = models.BooleanField(pgettext_lazy("papers", "in colour"), default=False)
    price_fen = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("papers", "copy")
        verbose_name_plural = pgettext_lazy("papers", "copies")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sheets__gte=1),
                name="copy_has_a_sheet",
                violation_error_message=_("At least one sheet."),
            ),
            models.CheckConstraint(condition=Q(kind__in=CopyKind.values), name="copy_known_kind"),
        ]
        indexes = [models.Index(fields=["office", "-at"], name="copy_of_office")]
        triggers = [same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return self.whom

    @property
    def price(self) -> Decimal:
        """What was charged, in yuan."""
        return Decimal(self.price_fen) / 100
