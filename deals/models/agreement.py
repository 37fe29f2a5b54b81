from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.models.order import Order
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office

# A signed agreement stays as it is; only its particulars may be emptied, when the customer is erased.
SIGNED_STAYS = """
    IF OLD.signed_at IS NOT NULL THEN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'agreement % is signed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        OLD.particulars = NEW.particulars;
        IF NEW.particulars <> '{}'::jsonb OR NEW IS DISTINCT FROM OLD THEN
            RAISE EXCEPTION 'agreement % is signed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


class AgreementTemplate(AppendOnly):
    """The office's wording of an agreement, with ``{placeholders}``; a change is a new version."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(
        max_length=14, choices=[("subscription", _("Subscription")), ("queue", _("Queue number"))]
    )
    version = models.PositiveIntegerField()
    text = models.TextField(_("wording"), max_length=20_000)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "version"],
                name="template_version_once",
                violation_error_message=_("Somebody changed the wording meanwhile; load the page again."),
            )
        ]
        triggers = [*AppendOnly.Meta.triggers, same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Agreement(models.Model):
    """A subscription agreement as it was filled in (D-22, D-23). Signed, it never changes: a change is a new version.

    ``facts`` holds what the wording was filled with that is nobody's secret (unit, price, what was paid);
    ``particulars`` what is personal (buyers, address, postcode, phone), with the salt of the digest, and can be erased
    with the customer. ``digest`` is the SHA-256 of the wording, the facts and the particulars together. ``keeper`` is
    who keeps the signed papers (D-24).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="agreements", db_index=False)
    version = models.PositiveIntegerField()
    template = models.ForeignKey(AgreementTemplate, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    particulars = models.JSONField(default=dict)
    balance = models.DecimalField(_("balance (yuan)"), max_digits=13, decimal_places=2)
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("why it was changed"), max_length=200, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    keeper = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["order", "-version"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_at=None, signed_by=None, keeper=None)
                | models.Q(signed_at__isnull=False, signed_by__isnull=False, keeper__isnull=False),
                name="agreement_signed_is_kept",
                violation_error_message=_("Say who keeps the signed papers."),
            ),
            models.UniqueConstraint(
                fields=["order", "version"],
                name="agreement_version_once",
                violation_error_message=_("This version exists already; load the page again."),
            ),
        ]
        triggers = [
            same_office(
                order_id="deals_order",
                template_id="deals_agreementtemplate",
                made_by_id="offices_member",
                signed_by_id="offices_member",
                keeper_id="offices_member",
            ),
            pgtrigger.Trigger(
                name="signed_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=SIGNED_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"
