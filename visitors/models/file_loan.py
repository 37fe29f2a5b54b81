from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models.access_request import AccessRequest
from visitors.models.customer import Customer


class FileLoanQuerySet(models.QuerySet["FileLoan"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def out(self) -> Self:
        return self.filter(returned_at=None)

    def overdue(self, today: date) -> Self:
        return self.out().filter(due_on__lt=today)


class FileLoan(models.Model):
    """Papers of a file are out: a line of the lending register, which the return cancels (I-16, I-17).

    ``due_on`` is the last day; there is no longer loan, only a new request. ``signed_at``: the borrower said, logged
    in as themselves, that they have it.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="loans", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="file_loans")
    what = models.CharField(pgettext_lazy("file", "what is lent"), max_length=120)
    copies = models.PositiveSmallIntegerField(pgettext_lazy("file", "copies"), default=1)
    borrower = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    out_at = models.DateTimeField()
    out_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True)
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)
    climbed_on = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_to = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = FileLoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan of a file")
        verbose_name_plural = _("loans of files")
        ordering = ["-out_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "customer"],
                name="file_loan_once_a_request",
                violation_error_message=_("This was lent on this request already; ask anew."),
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(returned_at=None),
                name="file_loan_out_once",
                violation_error_message=_(
                    "Somebody else has the papers of this file. Wait until they are back."
                ),
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_to=None)
                | Q(returned_at__isnull=False, returned_to__isnull=False),
                name="file_loan_returned_to_somebody",
                violation_error_message=_("Say who took the papers back."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-out_at"], name="file_loan_of_office"),
            models.Index(fields=["due_on"], condition=Q(returned_at=None), name="file_loan_out_by_day"),
        ]
        triggers = [
            same_office(
                request_id="visitors_accessrequest",
                customer_id="visitors_customer",
                borrower_id="offices_member",
                out_by_id="offices_member",
                returned_to_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.what
