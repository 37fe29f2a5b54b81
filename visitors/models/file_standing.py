from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models.customer import Customer


class FileStandingQuerySet(models.QuerySet["FileStanding"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def outdated(self, today: date, rules: int) -> Self:
        """Those whose owner's registration ended since they were judged, and those judged by other rules.

        Where nobody was met there is nothing to judge, whatever the rules.
        """
        other = Q(last_contact_at__isnull=False) & ~Q(rules_version=rules)
        return self.filter(Q(owner__isnull=False, valid_until__lt=today) | other)


class FileStanding(models.Model):
    """Whose customer this is and when we last met, as it was judged: so that lists of a million need not judge anew.

    A summary of the contacts, never the truth: pages show what visitors.ownership says of the rows on them. One row
    for each file from its first moment (stands_at_once); ``rules_version`` is that of the house rules, 0 where there
    are none.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="standing")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    registered_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    rules_version = models.PositiveIntegerField(default=0)
    judged_at = models.DateTimeField()

    objects = FileStandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of a file")
        verbose_name_plural = _("standings of files")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["office", "owner", "valid_until", "customer"], name="standing_by_owner"),
            models.Index(fields=["office", "-last_contact_at", "-customer"], name="standing_by_contact"),
            # Whatever lapsed keeps its last day: the few that are valid must not be looked for among a million.
            models.Index(
                fields=["office", "valid_until", "customer"],
                condition=Q(owner__isnull=False),
                name="standing_by_validity",
            ),
            models.Index(
                fields=["office", "customer"],
                condition=Q(registered_on__isnull=True),
                name="standing_unregistered",
            ),
            models.Index(fields=["office", "rules_version"], name="standing_by_rules"),
        ]
        triggers = [same_office(customer_id="visitors_customer", owner_id="offices_member")]

    def __str__(self) -> str:
        return str(self.customer_id)
