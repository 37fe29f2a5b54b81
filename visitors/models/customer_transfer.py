from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.enums import TransferKind
from visitors.models.asks_for_plan import asks_for_plan
from visitors.models.customer import Customer


class CustomerTransferQuerySet(models.QuerySet["CustomerTransfer"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class CustomerTransfer(AppendOnly):
    """A customer was handed from one consultant to another; who received them when stays as it was.

    ``left``: ``to`` steps into all that ``leaver`` had with the customer until ``at``, date and validity included.
    ``lapsed``: nobody's registration was valid any more, and ``to`` is registered anew at ``at``.
    ``draw`` is the number of the draw by lot that decided, where one did.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=6, choices=TransferKind)
    leaver = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    to = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    draw = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = CustomerTransferQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("hand-over of a customer")
        verbose_name_plural = _("hand-overs of customers")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="left", leaver__isnull=False) & ~models.Q(leaver=models.F("to"))
                | models.Q(kind="lapsed", leaver=None),
                name="transfer_from_somebody_else",
                violation_error_message=_("A customer is handed from one consultant to another one."),
            )
        ]
        indexes = [models.Index(fields=["office", "to", "-at"], name="transfer_to_member")]
        triggers = [
            *AppendOnly.Meta.triggers,
            asks_for_plan("at"),
            same_office(
                customer_id="visitors_customer",
                leaver_id="offices_member",
                to_id="offices_member",
                by_id="offices_member",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
