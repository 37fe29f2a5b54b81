from typing import Self

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.file_enums import CompanyNoteKind
from visitors.models.customer import Customer

TEXTS = {
    "company": 80,
    "representative": 40,
    "contact": 40,
    "address": 200,
    "postcode": 10,
    "fax": 24,
    "scope": 500,
}
"""The texts of a company, with how long each may be."""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CorporateFacts(models.Model):
    """What the file of a company says of it (B-50). Money in whole yuan."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="company")
    company = models.CharField(_("name of the company"), max_length=80)
    representative = models.CharField(_("legal representative"), max_length=40, blank=True)
    contact = models.CharField(_("whom to speak to there"), max_length=40, blank=True)
    address = models.CharField(pgettext_lazy("company", "address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    fax = models.CharField(_("fax"), max_length=24, blank=True)
    scope = models.CharField(_("business scope"), max_length=500, blank=True)
    capital = models.PositiveBigIntegerField(_("registered capital (yuan)"), null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("facts of a company")
        verbose_name_plural = _("facts of companies")
        ordering = ["company", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(company=""),
                name="company_has_name",
                violation_error_message=_("Type the name of the company."),
            )
        ]
        triggers = [same_office(customer_id="visitors_customer", changed_by_id="offices_member")]

    def __str__(self) -> str:
        return self.company

    @property
    def capital_words(self) -> str:
        """In whole yuan, by thousands; "" where nobody knows."""
        return "" if self.capital is None else f"{self.capital:,}"


class CompanyNoteQuerySet(models.QuerySet["CompanyNote"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class CompanyNote(models.Model):
    """A major change at a company, its business with us, or its figures of a year (B-52)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="company_notes")
    kind = models.CharField(pgettext_lazy("company", "what"), max_length=8, choices=CompanyNoteKind)
    on = models.DateField(pgettext_lazy("company", "day"))
    text = models.CharField(pgettext_lazy("company", "in words"), max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = CompanyNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a company")
        verbose_name_plural = _("notes on companies")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CompanyNoteKind.values) & ~models.Q(text=""),
                name="company_note_says_something",
                violation_error_message=_("Say what it is, and in a few words what happened."),
            )
        ]
        triggers = [same_office(customer_id="visitors_customer", by_id="offices_member")]

    def __str__(self) -> str:
        return self.text
