from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import CheckState, IncidentKind
from frontdesk.models.checklist import ChecklistItem
from offices.models import Member, Office
from offices.models.same_office import same_office


class SelfCheckQuerySet(models.QuerySet["SelfCheck"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class SelfCheck(models.Model):
    """What the desk found at an item of the daily list on a day (H-07); what is not in order has a note."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=CheckState)
    note = models.CharField(pgettext_lazy("self-check", "what is wrong"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "on", "item"], name="self_check_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="fine") | (Q(state="problem") & ~Q(note="")),
                name="self_check_problem_has_note",
                violation_error_message=_("Say in a few words what is wrong."),
            ),
        ]
        triggers = [same_office(item_id="frontdesk_checklistitem", by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_state_display()}"


class SelfCheckReminder(models.Model):
    """The desk was reminded of the day's self-check: once a day."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="self_check_reminded_once")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Incident(models.Model):
    """Something that happened in the hall: the leaders know at once, and it stays open until somebody has closed it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("incident", "what happened"), max_length=8, choices=IncidentKind)
    place = models.CharField(pgettext_lazy("incident", "where"), max_length=40)
    happened_at = models.DateTimeField(pgettext_lazy("incident", "when"))
    text = models.CharField(pgettext_lazy("incident", "what was seen and done"), max_length=500)
    somebody_hurt = models.BooleanField(_("somebody is hurt"), default=False)
    reported_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    reported_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(pgettext_lazy("incident", "how it ended"), max_length=300, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=IncidentKind.values), name="incident_known_kind"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="incident_closed_says_how",
            ),
        ]
        indexes = [models.Index(fields=["office", "-happened_at"], name="incident_of_office")]
        triggers = [same_office(reported_by_id="offices_member", closed_by_id="offices_member")]

    def __str__(self) -> str:
        return self.get_kind_display()


class IncidentNote(models.Model):
    """What came of an incident since: written down in order, never changed."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notes", db_index=False)
    text = models.CharField(pgettext_lazy("incident", "what happened since"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["incident", "at"], name="incident_note_of_incident")]
        triggers = [same_office(incident_id="frontdesk_incident", by_id="offices_member")]

    def __str__(self) -> str:
        return self.text
