"""What an office sorts its complaints by, and the departments that handle them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office


class DepartmentQuerySet(models.QuerySet["Department"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(is_active=True)


class Department(models.Model):
    """Who handles complaints of a sort (G-19); its head is told of each."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(pgettext_lazy("department", "name"), max_length=40)
    head = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("department", "head"),
    )
    is_active = models.BooleanField(pgettext_lazy("department", "in use"), default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="department_once",
                violation_error_message=_("There is a department of this name already."),
            )
        ]
        triggers = [same_office(head_id="offices_member")]

    def __str__(self) -> str:
        return self.name


class TicketCategoryQuerySet(models.QuerySet["TicketCategory"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(is_active=True)


class TicketCategory(models.Model):
    """What complaints are about (G-08, G-10): one that is major makes them major, and one knows its department."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(pgettext_lazy("complaint about", "name"), max_length=60)
    is_major = models.BooleanField(pgettext_lazy("complaint about", "always major"), default=False)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("complaint about", "usually handled by"),
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(pgettext_lazy("complaint about", "in use"), default=True)

    objects = TicketCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("complaint", "category")
        verbose_name_plural = pgettext_lazy("complaint", "categories")
        ordering = ["is_major", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="ticket_category_once",
                violation_error_message=_("There is a category of this name already."),
            )
        ]
        triggers = [same_office(department_id="complaints_department")]

    def __str__(self) -> str:
        return self.name
