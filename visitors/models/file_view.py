from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.access_words import ActionWord, AskPurpose
from visitors.models.customer import Customer


class FileViewQuerySet(models.QuerySet["FileView"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def of_file(self, customer: Customer) -> Self:
        """Looks at the file of this person, whichever of its aliases they went by."""
        return self.filter(office=customer.office_id, customer__in=customer.all_files)


class FileView(AppendOnly):
    """Somebody opened a file: codes only, so that it may stay when the person is erased.

    ``through`` is the party of visitors.access that let them in, or ``grant`` where ``request`` did. ``own``: by a tie
    to the customer, not by rank alone.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="looks", db_index=False)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=16, choices=ActionWord)
    purpose = models.CharField(max_length=10, choices=AskPurpose, blank=True)
    through = models.CharField(max_length=13)
    own = models.BooleanField()
    request = models.ForeignKey(
        "visitors.AccessRequest", on_delete=models.PROTECT, null=True, related_name="looks", db_index=False
    )

    objects = FileViewQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("look at a file")
        verbose_name_plural = _("looks at files")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__in=ActionWord.values) & ~models.Q(through=""),
                name="file_view_known_codes",
                violation_error_message=_("What was done with the file is not on the list."),
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-at"], name="file_view_of_file"),
            models.Index(fields=["office", "-at"], name="file_view_of_office"),
            models.Index(fields=["by", "-at"], name="file_view_of_member"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                customer_id="visitors_customer",
                by_id="offices_member",
                request_id="visitors_accessrequest",
            ),
        ]

    def __str__(self) -> str:
        return self.get_action_display()
