from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.models.order import Order
from offices.models import Member, Office
from offices.models.same_office import same_office


class AgreementTemplate(models.Model):
    """The office's wording of an agreement, with ``{placeholders}``; a change is a new version."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(
        max_length=14, choices=[("subscription", _("Subscription")), ("queue", _("Queue number"))]
    )
    version = models.PositiveIntegerField()
    text = models.TextField(_("wording"), max_length=20_000)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "version"], name="template_version_once")
        ]
        triggers = [same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class Agreement(models.Model):
    """A subscription agreement as it was filled in (D-22, D-23). Signed, it never changes: a change is a new version.

    ``particulars`` holds what is personal (names, address, postcode, phone) and can be erased with the customer;
    ``digest`` is the SHA-256 of the wording and the particulars together.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="agreements", db_index=False)
    version = models.PositiveIntegerField()
    template = models.ForeignKey(AgreementTemplate, on_delete=models.PROTECT, related_name="+")
    particulars = models.JSONField(default=dict)
    balance = models.DecimalField(_("balance (yuan)"), max_digits=13, decimal_places=2)
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("why it was changed"), max_length=200, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "version"],
                name="agreement_version_once",
                violation_error_message=_("This version exists already; load the page again."),
            )
        ]
        triggers = [
            same_office(
                order_id="deals_order", template_id="deals_agreementtemplate", made_by_id="offices_member"
            )
        ]

    def __str__(self) -> str:
        return f"v{self.version}"
