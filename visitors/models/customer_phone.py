from collections.abc import Iterable
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices import sealing
from offices.models import Office
from offices.models.same_office import same_office
from visitors.enums import LINES
from visitors.file_enums import NumberPlace
from visitors.models.customer import Customer


class CustomerPhoneQuerySet(models.QuerySet["CustomerPhone"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def holding(self, numbers: Iterable[str]) -> Self:
        """The active rows of these whole numbers (E.164)."""
        return self.active().filter(digest__in=[digest_of(number) for number in numbers])


def digest_of(number: str) -> str:
    """By what a whole number (E.164) is found."""
    return sealing.fingerprint("phone", number)


def newest_key() -> str:
    """A name for the key that seals now, which says nothing about the key."""
    return sealing.fingerprint("field-key", settings.FIELD_KEYS[0])[:8]


class CustomerPhone(models.Model):
    """A number of a customer: encrypted, found by an HMAC or its last four digits, shown masked.

    ``masked`` is computed once, when the row is made, so that lists never decrypt. ``key_name`` tells with which of
    the keys ``sealed`` was made, so that a rotation of keys finds what is left to do.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="phones", db_index=False)
    sealed = models.TextField()
    key_name = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    last4 = models.CharField(max_length=4)
    masked = models.CharField(max_length=24)
    line = models.CharField(max_length=8, choices=LINES)
    place = models.CharField(
        pgettext_lazy("telephone", "where"),
        max_length=4,
        choices=NumberPlace,
        blank=True,
        default="",
        db_default="",
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = CustomerPhoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("telephone number")
        verbose_name_plural = _("telephone numbers")
        ordering = ["customer_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "digest"],
                condition=models.Q(is_active=True),
                name="customer_phone_once_per_office",
                violation_error_message=_("This number belongs to a customer already; open that file."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "last4", "-customer"], name="customer_phone_by_last4"),
            models.Index(fields=["office", "customer"], name="customer_phone_of_customer"),
        ]
        # At commit, for a number is claimed before the row of its new customer is written (see claim_number).
        triggers = [
            pgtrigger.Trigger(
                name="same_office",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=same_office(customer_id="visitors_customer").func,
            )
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def number(self) -> str:
        """The whole number (E.164). Raises sealing.SealBroken. For services only: reveal_phone keeps the log."""
        return sealing.unseal(self.sealed)
