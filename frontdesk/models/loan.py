from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import LoanEnd, LoanKind
from offices.models import Member, Office
from offices.models.same_office import same_office


class LoanItemQuerySet(models.QuerySet["LoanItem"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class LoanItem(models.Model):
    """An umbrella, a cart … that the desk lends; its label stands on it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("loan item", "what it is"), max_length=10, choices=LoanKind)
    label = models.CharField(pgettext_lazy("loan item", "label"), max_length=30)
    ended_at = models.DateTimeField(null=True)

    objects = LoanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item for loan")
        verbose_name_plural = _("items for loan")
        ordering = ["kind", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "label"],
                condition=Q(ended_at=None),
                name="loan_item_label_once",
                violation_error_message=_("Another item has this label."),
            ),
            models.CheckConstraint(condition=Q(kind__in=LoanKind.values), name="loan_item_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}"


class LoanQuerySet(models.QuerySet["Loan"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def out(self) -> Self:
        return self.filter(back_at=None)


class Loan(models.Model):
    """An item that somebody has taken along (H-01). An item is out once at most; the borrower can be erased."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(LoanItem, on_delete=models.PROTECT, related_name="loans", db_index=False)
    borrower = models.CharField(_("borrower"), max_length=40)
    pledge = models.CharField(pgettext_lazy("loan", "left with us"), max_length=60, blank=True)
    out_at = models.DateTimeField()
    out_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(pgettext_lazy("loan", "back by"))
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    end = models.CharField(max_length=7, choices=LoanEnd, blank=True)
    reminded_at = models.DateTimeField(null=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("item", "loan")
        verbose_name_plural = pgettext_lazy("item", "loans")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(back_at=None),
                name="loan_out_once",
                violation_error_message=_("This item is out already."),
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("out_at")),
                name="loan_due_after_out",
                violation_error_message=_("It comes back after it went out."),
            ),
            models.CheckConstraint(
                condition=Q(back_at=None, back_by=None, end="")
                | Q(back_at__isnull=False, back_by__isnull=False, end__in=LoanEnd.values),
                name="loan_back_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-out_at"], name="loan_of_office"),
            models.Index(fields=["due_at"], condition=Q(back_at=None), name="loan_due"),
        ]
        triggers = [
            same_office(item_id="frontdesk_loanitem", out_by_id="offices_member", back_by_id="offices_member")
        ]

    def __str__(self) -> str:
        return self.borrower
