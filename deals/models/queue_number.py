import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from deals.models.unit import Release
from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models import Customer


class QueueNumber(models.Model):
    """A place in the queue for an opening: gap-free per release, for registered customers only (D-05, D-06).

    A cancelled number stays in the list and is never given again; the database refuses to delete one.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="numbers", db_index=False)
    number = models.PositiveIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="queue_numbers")
    layout = models.CharField(_("wanted layout"), max_length=20, blank=True)
    given_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("queue number")
        verbose_name_plural = _("queue numbers")
        ordering = ["release", "number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="queue_number_once"),
            models.UniqueConstraint(
                fields=["release", "customer"],
                condition=models.Q(cancelled_at=None),
                name="queue_number_once_per_customer",
                violation_error_message=_("This customer has a number for this release already."),
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_by=None, cancelled_at=None)
                | models.Q(cancelled_by__isnull=False, cancelled_at__isnull=False),
                name="queue_number_cancelled_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_gaps", operation=pgtrigger.Delete),
            same_office(
                release_id="deals_release",
                customer_id="visitors_customer",
                given_by_id="offices_member",
                cancelled_by_id="offices_member",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
