"""The web form of customers: a secret address, and what came by it."""

from typing import Self

from django.db import models
from django.utils.translation import pgettext_lazy

from complaints.models.ticket import Ticket
from offices.models import Member, Office
from offices.models.same_office import same_office


class ComplaintLinkQuerySet(models.QuerySet["ComplaintLink"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def live(self) -> Self:
        return self.filter(revoked_at=None)


class ComplaintLink(models.Model):
    """An address under which customers complain without a log-in, until it is revoked.

    ``fingerprint`` finds it, ``sealed`` holds the secret to print it again.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(pgettext_lazy("link", "for"), max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    revoked_at = models.DateTimeField(null=True)

    objects = ComplaintLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_by=None, revoked_at=None)
                | models.Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="complaint_link_revoked_by_somebody",
            )
        ]
        triggers = [same_office(made_by_id="offices_member", revoked_by_id="offices_member")]

    def __str__(self) -> str:
        return self.label or str(self.pk)


class WebEntry(models.Model):
    """A form that was sent: its token makes a second sending harmless."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(ComplaintLink, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.UUIDField(unique=True)
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, null=True, related_name="web_entry")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "-at"], name="web_entry_by_time")]
        triggers = [same_office(link_id="complaints_complaintlink", ticket_id="complaints_ticket")]

    def __str__(self) -> str:
        return str(self.pk)
