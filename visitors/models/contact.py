from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.enums import ContactKind, ContactRole
from visitors.models.asks_for_plan import asks_for_plan
from visitors.models.customer import Customer


class ContactQuerySet(models.QuerySet["Contact"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def with_files(self, files: Iterable[int]) -> Self:
        """Those of these files (ids) and of the aliases joined with them."""
        ids = list(files)
        return self.filter(
            customer__in=Customer.objects.filter(
                models.Q(pk__in=ids) | models.Q(merged_into__in=ids)
            ).order_by()
        )


class Contact(AppendOnly):
    """A visit, call or letter: who met whom, when, in which role, under which circumstances. The evidence of ownership.

    ``circumstances`` holds codes and ids only (visitors.services.contacts.CIRCUMSTANCES); what was said in words
    stands in ContactNote. Later knowledge is a ContactCorrection; selectors.effective_contacts reads the two together.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts", db_index=False)
    kind = models.CharField(max_length=8, choices=ContactKind)
    at = models.DateTimeField()
    consultant = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    role = models.CharField(max_length=10, choices=ContactRole)
    counted = models.BooleanField(default=False)
    visit = models.UUIDField(null=True)
    circumstances = models.JSONField(default=dict)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "visit", "role"],
                condition=models.Q(visit__isnull=False),
                name="contact_once_per_visit_and_role",
                violation_error_message=_("This visit has its contact already; correct that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(role=ContactRole.NONE) | models.Q(consultant__isnull=False),
                name="contact_role_has_consultant",
                violation_error_message=_(
                    "Say which consultant received, assisted or spoke with the customer."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=ContactRole.values, kind__in=ContactKind.values),
                name="contact_known_codes",
                violation_error_message=_("Choose the kind of contact and the role from their lists."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "customer", "-at"], name="contact_of_customer"),
            models.Index(fields=["office", "-at", "-id"], name="contact_by_time"),
            models.Index(fields=["office", "consultant", "-at"], name="contact_of_consultant"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            asks_for_plan("recorded_at"),
            same_office(
                customer_id="visitors_customer", consultant_id="offices_member", by_id="offices_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
