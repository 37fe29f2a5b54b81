import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models.customer import Customer
from visitors.segment_words import choices_of
from visitors.segments import Axis, Family, Life, Payment


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SegmentChoice(models.Model):
    """In which segments somebody put a customer who knows better than what follows from the file; "" leaves that."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="segment_choice")
    payment = models.CharField(
        pgettext_lazy("segment", "what they can pay"),
        max_length=8,
        choices=choices_of(Axis.PAYMENT),
        blank=True,
    )
    family = models.CharField(
        pgettext_lazy("segment", "family"), max_length=20, choices=choices_of(Axis.FAMILY), blank=True
    )
    life = models.CharField(
        pgettext_lazy("segment", "where in life"), max_length=16, choices=choices_of(Axis.LIFE), blank=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("segments chosen by hand")
        verbose_name_plural = _("segments chosen by hand")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    payment__in=["", *Payment], family__in=["", *Family], life__in=["", *Life]
                ),
                name="segment_known_codes",
                violation_error_message=_("Choose the segments from their lists."),
            )
        ]
        triggers = [same_office(customer_id="visitors_customer", by_id="offices_member")]

    def __str__(self) -> str:
        return str(self.customer_id)
