from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices import sealing
from offices.models import Office
from offices.models.same_office import same_office
from visitors.models.customer import Customer


class CustomerEmailQuerySet(models.QuerySet["CustomerEmail"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class CustomerEmail(models.Model):
    """A customer's e-mail address: encrypted, named by a fingerprint, shown masked."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="email")
    sealed = models.TextField()
    digest = models.CharField(max_length=64)
    masked = models.CharField(max_length=80)
    changed_at = models.DateTimeField()

    objects = CustomerEmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        ordering = ["pk"]
        triggers = [same_office(customer_id="visitors_customer")]

    def __str__(self) -> str:
        return self.masked

    @property
    def address(self) -> str:
        """The whole address. Raises sealing.SealBroken. For services only."""
        return sealing.unseal(self.sealed)
