from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.enums import BuyingPurpose, FloorPreference, Grade, Layout, Objection, PhoneAnswer
from visitors.models.asks_for_plan import asks_for_plan
from visitors.models.contact import Contact


class ContactOutcomeQuerySet(models.QuerySet["ContactOutcome"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class ContactOutcome(AppendOnly):
    """What came of a contact, in codes and figures (areas in square metres, budgets in yuan).

    A later outcome of the same contact corrects an earlier one as a whole: the latest holds.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="outcomes")
    grade = models.CharField(_("grade"), max_length=1, choices=Grade, blank=True)
    area_min = models.PositiveIntegerField(_("area from (m²)"), null=True)
    area_max = models.PositiveIntegerField(_("area to (m²)"), null=True)
    layout = models.CharField(_("layout"), max_length=8, choices=Layout, blank=True)
    floor = models.CharField(
        pgettext_lazy("outcome", "floor"), max_length=8, choices=FloorPreference, blank=True
    )
    budget_min = models.PositiveBigIntegerField(_("budget from (yuan)"), null=True)
    budget_max = models.PositiveBigIntegerField(_("budget to (yuan)"), null=True)
    purpose = models.CharField(_("the home is for"), max_length=12, choices=BuyingPurpose, blank=True)
    objections = ArrayField(
        models.CharField(max_length=12, choices=Objection), default=list, verbose_name=_("objections")
    )
    units_wanted = models.PositiveSmallIntegerField(_("units wanted"), default=1)
    phone_answer = models.CharField(max_length=8, choices=PhoneAnswer, blank=True)
    next_appointment = models.DateTimeField(_("next appointment"), null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ContactOutcomeQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area_max__gte=models.F("area_min"))
                | models.Q(area_min=None)
                | models.Q(area_max=None),
                name="outcome_area_in_order",
                violation_error_message=_("The area must be written from small to large."),
            ),
            models.CheckConstraint(
                condition=models.Q(budget_max__gte=models.F("budget_min"))
                | models.Q(budget_min=None)
                | models.Q(budget_max=None),
                name="outcome_budget_in_order",
                violation_error_message=_("The budget must be written from small to large."),
            ),
            models.CheckConstraint(
                condition=models.Q(units_wanted__lte=999),
                name="outcome_units",
                violation_error_message=_("Units wanted are 0 to 999."),
            ),
            models.CheckConstraint(
                condition=models.Q(grade__in=["", *Grade.values])
                & models.Q(layout__in=["", *Layout.values])
                & models.Q(floor__in=["", *FloorPreference.values])
                & models.Q(purpose__in=["", *BuyingPurpose.values])
                & models.Q(phone_answer__in=["", *PhoneAnswer.values])
                & models.Q(objections__contained_by=Objection.values),
                name="outcome_known_codes",
                violation_error_message=_("Choose grade, needs and objections from their lists."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "next_appointment"],
                condition=models.Q(next_appointment__isnull=False),
                name="outcome_appointments",
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            asks_for_plan("at", by_contact=True),
            same_office(contact_id="visitors_contact", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return self.get_grade_display() or str(self.pk)
