from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from offices.models import Office
from offices.models.same_office import same_office
from visitors.models.customer import Customer


class PlanDueQuerySet(models.QuerySet["PlanDue"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def asked(self) -> Self:
        """Those of whom something happened since they were planned."""
        return self.filter(since__isnull=False)

    def stale(self, today: date) -> Self:
        """Those that were not planned today, or of whom something happened since."""
        return self.filter(Q(since__isnull=False) | Q(planned_on=None) | Q(planned_on__lt=today))


class PlanDue(models.Model):
    """Whether a customer's follow-ups must be planned anew: one row for each file that was ever met.

    Lower floors set ``since`` in the transaction of what happened; the sweep above plans and clears it. ``planned_on``
    is the office's day up to which the plan is fresh, so that every customer is planned once a day at least.

    ``to_judge``: something happened that bears on whose customer it is (see FileStanding).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="plan_due")
    since = models.DateTimeField(null=True)
    planned_on = models.DateField(null=True)
    planned_at = models.DateTimeField(null=True)
    to_judge = models.BooleanField(default=True, db_default=True)

    objects = PlanDueQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["since"], condition=Q(since__isnull=False), name="plan_due_asked"),
            models.Index(fields=["office", "planned_on"], name="plan_due_by_day"),
            models.Index(fields=["office", "customer"], condition=Q(to_judge=True), name="plan_due_to_judge"),
        ]
        triggers = [same_office(customer_id="visitors_customer")]

    def __str__(self) -> str:
        return str(self.customer_id)
