from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.enums import ContactRole, CorrectionKind
from visitors.models.asks_for_plan import asks_for_plan
from visitors.models.contact import Contact


class ContactCorrectionQuerySet(models.QuerySet["ContactCorrection"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class ContactCorrection(AppendOnly):
    """What was found out about a contact afterwards; both stay readable.

    ``to``, ``role`` and ``counted`` say how things stand from here on; null (or an empty role) leaves them as they
    were. ``reason`` is a code, mostly a clause.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=16, choices=CorrectionKind)
    to = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=ContactRole, blank=True)
    counted = models.BooleanField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ContactCorrectionQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=CorrectionKind.REASSIGNED, to__isnull=False)
                | (~models.Q(kind=CorrectionKind.REASSIGNED) & models.Q(to=None)),
                name="correction_reassigned_to_somebody",
                violation_error_message=_(
                    "Say to whom the customer was given; other corrections name nobody."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=CorrectionKind.ROLE_CHANGED)
                | ~models.Q(role="")
                | models.Q(counted__isnull=False),
                name="correction_changes_something",
                violation_error_message=_("Say which role was right, or whether it counts."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrectionKind.values, role__in=["", *ContactRole.values]),
                name="correction_known_codes",
                violation_error_message=_("Choose the correction and the role from their lists."),
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            asks_for_plan("at", by_contact=True),
            same_office(contact_id="visitors_contact", to_id="offices_member", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
