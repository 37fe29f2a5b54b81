from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from reception.enums import LinkKind


class PublicLinkQuerySet(models.QuerySet["PublicLink"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def live(self) -> Self:
        """Those that nobody has revoked."""
        return self.filter(revoked_at=None)


class PublicLink(models.Model):
    """A secret address that opens one page of the office without a log-in, until it is revoked.

    The secret is found by its fingerprint and kept sealed, so that the manager can print the code again.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="public_links", db_index=False)
    kind = models.CharField(max_length=8, choices=LinkKind)
    label = models.CharField(pgettext_lazy("link", "where it is used"), max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    revoked_at = models.DateTimeField(null=True)

    objects = PublicLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("public link")
        verbose_name_plural = _("public links")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["office", "kind", "-made_at"], name="public_link_of_office")]
        triggers = [same_office(made_by_id="offices_member", revoked_by_id="offices_member")]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()
