from typing import Self

import pghistory
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.enums import Grade, Honorific, PhoneAnswer, Source
from visitors.file_enums import CustomerKind, Partner
from visitors.models.asks_for_plan import asks_for_plan_when_joined
from visitors.models.numbers_files import numbers_files
from visitors.models.stands_at_once import stands_at_once


class CustomerQuerySet(models.QuerySet["Customer"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def people(self) -> Self:
        """One row a person: without the files that were joined to another."""
        return self.filter(merged_into=None)

    def of_person(self, file: int) -> Self:
        """The file of that id and the aliases joined with it."""
        return self.filter(models.Q(pk=file) | models.Q(merged_into=file))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["file_number", "filled"],
)
class Customer(models.Model):
    """Somebody who came or called. What must never go stands in Contact; everything here can be erased.

    A file that turned out to be another's stays as its alias: ``merged_into`` names the file that holds (never an
    alias itself), and undoing the merger clears it.

    ``file_number`` is drawn by the database when the file is committed (see numbers_files); ``filled`` counts the rows
    of FileValue.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="customers", db_index=False)
    file_number = models.CharField(_("file number"), max_length=12, null=True, editable=False)
    kind = models.CharField(
        pgettext_lazy("customer", "kind"),
        max_length=10,
        choices=CustomerKind,
        default=CustomerKind.GENERAL,
        db_default=CustomerKind.GENERAL,
    )
    partner = models.CharField(
        _("works with us as"), max_length=10, choices=Partner, blank=True, default="", db_default=""
    )
    filled = models.PositiveSmallIntegerField(_("fields filled in"), default=0, db_default=0, editable=False)
    name = models.CharField(pgettext_lazy("customer", "name"), max_length=40, blank=True)
    honorific = models.CharField(
        _("form of address"), max_length=4, choices=Honorific, default=Honorific.NONE
    )
    sort_key = models.CharField(max_length=120, blank=True, editable=False, db_collation="C")
    licence_plate = models.CharField(_("licence plate"), max_length=12, blank=True)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade, blank=True)
    source = models.CharField(_("source channel"), max_length=12, choices=Source, blank=True)
    referred_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referred",
        verbose_name=_("referred by"),
    )
    phone_answer = models.CharField(
        _("telephone number"), max_length=8, choices=PhoneAnswer, default=PhoneAnswer.LATER
    )
    phone_note = models.CharField(_("what was said about the number"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="aliases"
    )
    second_contact = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("second contact person"),
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(phone_answer=PhoneAnswer.REFUSED) | ~models.Q(phone_note=""),
                name="customer_refusal_has_note",
                violation_error_message=_("Say in a few words how the customer declined to leave a number."),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="customer_not_own_alias",
                violation_error_message=_("A file cannot be joined with itself; choose the other one."),
            ),
            models.CheckConstraint(
                condition=models.Q(referred_by=None) | ~models.Q(referred_by=models.F("id")),
                name="customer_not_own_referrer",
                violation_error_message=_("Nobody is referred by themselves; choose another customer."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CustomerKind.values)
                & (models.Q(partner="") | models.Q(partner__in=Partner.values, kind=CustomerKind.SPECIAL)),
                name="customer_known_kind",
                violation_error_message=_("Choose from the list what kind of customer this is."),
            ),
            models.UniqueConstraint(
                fields=["office", "file_number"],
                name="customer_file_number_once",
                violation_error_message=_("This file number is taken already."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "sort_key", "id"], name="customer_by_name"),
            models.Index(fields=["office", "-created_at", "-id"], name="customer_by_entry"),
            # For lists: what few files have. A visitor entered at the desk stands in none of these.
            models.Index(
                fields=["office", "grade", "sort_key", "id"],
                condition=~models.Q(grade=""),
                name="customer_by_grade",
            ),
            models.Index(
                fields=["office", "kind", "sort_key", "id"],
                condition=~models.Q(kind=CustomerKind.GENERAL),
                name="customer_by_kind",
            ),
            models.Index(
                fields=["office", "source", "sort_key", "id"],
                condition=~models.Q(source=""),
                name="customer_by_source",
            ),
            models.Index(
                fields=["office", "second_contact", "sort_key", "id"],
                condition=models.Q(second_contact__isnull=False),
                name="customer_by_second",
            ),
            models.Index(
                fields=["office", "filled"], condition=models.Q(filled__gt=0), name="customer_by_filled"
            ),
        ]
        triggers = [
            asks_for_plan_when_joined(),
            numbers_files(),
            stands_at_once(),
            same_office(
                created_by_id="offices_member",
                second_contact_id="offices_member",
                merged_into_id="visitors_customer",
                referred_by_id="visitors_customer",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name, or the number of the file of somebody who gave none."""
        return self.name or gettext("Visitor #%(number)s") % {"number": self.pk}

    @property
    def file(self) -> "Customer":
        """The file that holds this person: itself, or the one it was joined with."""
        return self.merged_into or self

    @property
    def file_id(self) -> int:
        """The id of that file, without loading it."""
        return self.merged_into_id or self.pk

    @property
    def all_files(self) -> CustomerQuerySet:
        """That file and its aliases, for the ``customer__in=`` of a query: whatever stands in any of them is theirs."""
        return Customer.objects.of_person(self.file_id).order_by()
