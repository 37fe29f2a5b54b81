"""The days that follow-ups know: the project's milestones, and the calendar's holidays and festivals."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.enums import DayKind, MilestoneKind
from offices.models import Member, Office
from offices.models.same_office import same_office


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Milestone(models.Model):
    """A day of the project that customers are told of (E-32)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="milestones", db_index=False)
    on = models.DateField(pgettext_lazy("milestone", "on"))
    name = models.CharField(pgettext_lazy("milestone", "name"), max_length=40)
    kind = models.CharField(pgettext_lazy("milestone", "kind"), max_length=12, choices=MilestoneKind)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "on", "name"],
                name="milestone_once",
                violation_error_message=_("This milestone stands on that day already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MilestoneKind.values) & ~Q(name=""), name="milestone_known_kind"
            ),
        ]
        triggers = [same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return self.name


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def seen_by(self, office: Office) -> Self:
        """The country's days and the office's own."""
        return self.filter(Q(office=None) | Q(office=office))


class CalendarDay(models.Model):
    """A day of the country's calendar (no office), or what an office has changed in it.

    ``code`` names a day of the kept calendar, that an office's row with the same code, day and kind replaces; with
    ``is_active`` False it takes the day out. ``official`` is False for holidays that are reckoned ahead and not
    announced yet.
    """

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, related_name="calendar_days", db_index=False
    )
    on = models.DateField(pgettext_lazy("calendar day", "on"))
    kind = models.CharField(pgettext_lazy("calendar day", "kind"), max_length=10, choices=DayKind)
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(pgettext_lazy("calendar day", "name"), max_length=40)
    official = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["on", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "on", "kind", "code", "name"],
                nulls_distinct=False,
                name="calendar_day_once",
                violation_error_message=_("This day stands in the calendar already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DayKind.values) & ~Q(name=""), name="calendar_day_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=False) | Q(is_active=True, by=None),
                name="calendar_day_of_the_country_holds",
            ),
        ]
        triggers = [same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.name}"
