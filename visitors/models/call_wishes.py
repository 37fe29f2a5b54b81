from typing import Self

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.enums import SpecialGuest
from visitors.models.customer import Customer


class CallWishesQuerySet(models.QuerySet["CallWishes"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CallWishes(models.Model):
    """How a customer wishes to be followed up, and what the consultant knows of that; no row means nothing special.

    ``refusals`` counts how often the customer said no; nobody is dropped for one (E-38).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="call_wishes")
    no_calls = models.BooleanField(_("wants no calls at all"), default=False)
    asked_less = models.BooleanField(_("asked for fewer calls"), default=False)
    refusals = models.PositiveSmallIntegerField(_("refusals"), default=0)
    key = models.BooleanField(_("key customer"), default=False)
    quality = models.BooleanField(_("promising caller"), default=False)
    objection = models.BooleanField(_("has objections that take time"), default=False)
    special = models.CharField(
        pgettext_lazy("customer", "special guest"), max_length=8, choices=SpecialGuest, blank=True
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = CallWishesQuerySet.as_manager()

    class Meta:
        verbose_name = _("wishes about calls")
        verbose_name_plural = _("wishes about calls")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(special__in=["", *SpecialGuest.values]),
                name="call_wishes_known_special",
                violation_error_message=_("Choose from the list what kind of guest this is."),
            )
        ]
        triggers = [same_office(customer_id="visitors_customer", changed_by_id="offices_member")]

    def __str__(self) -> str:
        return str(self.customer_id)
