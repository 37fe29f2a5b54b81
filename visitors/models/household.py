from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.enums import Relation
from visitors.models.customer import Customer


class Household(models.Model):
    """Customers who buy as one family: whoever received the first of them, received them all (C-15)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["pk"]
        triggers = [same_office(created_by_id="offices_member")]

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def present(self) -> Self:
        """Those who belong to their household today."""
        return self.filter(left_at=None)


class HouseholdMember(models.Model):
    """Somebody in a household; ``relation`` is what they are to the one with whom it began.

    Who was taken out of it keeps the row with ``left_at``, so that an older ruling can be understood.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="households")
    relation = models.CharField(_("relation"), max_length=8, choices=Relation)
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a household")
        verbose_name_plural = _("members of a household")
        ordering = ["household", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(left_at=None),
                name="household_one_per_customer",
                violation_error_message=_("This customer belongs to a household already."),
            ),
            models.CheckConstraint(
                condition=models.Q(relation__in=Relation.values),
                name="household_known_relation",
                violation_error_message=_("Choose the relation from the list."),
            ),
        ]
        triggers = [
            same_office(
                household_id="visitors_household",
                customer_id="visitors_customer",
                joined_by_id="offices_member",
                left_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.get_relation_display()
