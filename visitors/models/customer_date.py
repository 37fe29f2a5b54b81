from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.enums import DateCalendar, DateKind, DateOf
from visitors.models.customer import Customer


class CustomerDateQuerySet(models.QuerySet["CustomerDate"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class CustomerDate(models.Model):
    """A day of the year that means something to a customer: a birthday, their own or in the family (E-24).

    ``month`` and ``day`` are of ``calendar``; ``year`` is the year of birth in the same calendar, where it is known.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=10, choices=DateKind, default=DateKind.BIRTHDAY)
    whose = models.CharField(_("whose day"), max_length=8, choices=DateOf, default=DateOf.BUYER)
    name = models.CharField(pgettext_lazy("family", "name"), max_length=40, blank=True)
    calendar = models.CharField(_("calendar"), max_length=6, choices=DateCalendar, default=DateCalendar.SOLAR)
    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(pgettext_lazy("of a month", "day"))
    year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = CustomerDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("day to remember")
        verbose_name_plural = _("days to remember")
        ordering = ["month", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "whose", "name"],
                name="customer_date_once",
                violation_error_message=_("This birthday is written down already; change that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12), day__range=(1, 31))
                & (~models.Q(calendar="lunar") | models.Q(day__lte=30)),
                name="customer_date_is_a_day",
                violation_error_message=_("There is no such day."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=DateKind.values, whose__in=DateOf.values, calendar__in=DateCalendar.values
                ),
                name="customer_date_known_codes",
                violation_error_message=_("Choose whose day it is and its calendar from their lists."),
            ),
        ]
        triggers = [same_office(customer_id="visitors_customer", by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.month}-{self.day}"
