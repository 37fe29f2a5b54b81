from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models import Customer


class ClubLevel(models.Model):
    """A level of the customers' club, the lowest first; ``points`` are what a viewing earns (D-10)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="club_levels", db_index=False)
    name = models.CharField(pgettext_lazy("club level", "name"), max_length=20)
    position = models.PositiveSmallIntegerField()
    percent = models.DecimalField(_("discount in percent"), max_digits=4, decimal_places=2, default=0)
    points = models.PositiveIntegerField(_("points for a viewing"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="club_level_once",
                violation_error_message=_("A level has this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gte=0, percent__lt=100),
                name="club_level_percent",
                violation_error_message=_("A discount is 0 to under 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClubMembership(models.Model):
    """A customer in the club (D-08)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="membership")
    level = models.ForeignKey(ClubLevel, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        triggers = [
            same_office(customer_id="visitors_customer", level_id="deals_clublevel", by_id="offices_member")
        ]

    def __str__(self) -> str:
        return str(self.level)


class ViewingPoints(models.Model):
    """Points given for a viewing, once a visit."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(ClubMembership, on_delete=models.PROTECT, related_name="points")
    visit = models.UUIDField(unique=True)
    points = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-at"]
        triggers = [same_office(membership_id="deals_clubmembership", by_id="offices_member")]

    def __str__(self) -> str:
        return str(self.points)
