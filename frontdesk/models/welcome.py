from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import (
    Bringer,
    Duty,
    GuestKind,
    HostRank,
    ReceptionClass,
    WelcomeKind,
    WelcomeNeed,
    WelcomeState,
)
from frontdesk.preparation_words import preparation_words
from offices.models import Member, Office
from offices.models.same_office import same_office


class WelcomePlanQuerySet(models.QuerySet["WelcomePlan"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def live(self) -> Self:
        return self.filter(state__in=[WelcomeState.DRAFT, WelcomeState.ANNOUNCED])

    def announced(self) -> Self:
        return self.filter(state=WelcomeState.ANNOUNCED)

    def arriving(self, begin: datetime, end: datetime) -> Self:
        """Guests who come from ``begin`` until before ``end``."""
        return self.filter(arrives_at__gte=begin, arrives_at__lt=end)


class WelcomePlan(models.Model):
    """Guests who are expected, and what is prepared for them (H-24 … H-41). Names and plates can be erased.

    ``cost`` is what the party may cost in whole yuan, None where it costs nothing worth a word; above the cap of its
    class somebody who did not make the plan approves it (H-11).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("welcome", "welcomed as"), max_length=5, choices=WelcomeKind)
    guest_kind = models.CharField(pgettext_lazy("welcome", "who they are"), max_length=10, choices=GuestKind)
    reception_class = models.CharField(
        pgettext_lazy("guests", "reception class"), max_length=1, choices=ReceptionClass
    )
    guests = models.CharField(pgettext_lazy("welcome", "guests"), max_length=80)
    party_size = models.PositiveSmallIntegerField(_("people"))
    bringer = models.CharField(_("announced by"), max_length=10, choices=Bringer)
    accompanies = models.BooleanField(default=False)
    called = models.BooleanField(default=False)
    arrives_at = models.DateTimeField(pgettext_lazy("welcome", "arrive at"))
    leaves_at = models.DateTimeField(pgettext_lazy("welcome", "leave at"), null=True)
    meal_at = models.DateTimeField(_("meal at"), null=True)
    needs = ArrayField(models.CharField(max_length=10, choices=WelcomeNeed), default=list)
    plates = models.CharField(_("licence plates"), max_length=120, blank=True)
    host_rank = models.PositiveSmallIntegerField(_("received by"), choices=HostRank)
    host = models.CharField(_("name of the host"), max_length=40)
    cost = models.PositiveIntegerField(_("cost in yuan, for all"), null=True)
    cost_reason = models.CharField(_("why it may cost more"), max_length=200, blank=True)
    cost_approved_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cost_approved_at = models.DateTimeField(null=True)
    note = models.CharField(pgettext_lazy("desk", "note"), max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=WelcomeState, default=WelcomeState.DRAFT)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = WelcomePlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("welcome plan")
        verbose_name_plural = _("welcome plans")
        ordering = ["arrives_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party_size__gte=1),
                name="welcome_somebody_comes",
                violation_error_message=_("Say how many come."),
            ),
            models.CheckConstraint(
                condition=Q(leaves_at=None) | Q(leaves_at__gt=F("arrives_at")),
                name="welcome_leave_after_arrival",
                violation_error_message=_("Guests leave after they have come."),
            ),
            models.CheckConstraint(
                condition=Q(cost_approved_by=None) | ~Q(cost_approved_by=F("made_by")),
                name="welcome_cost_by_somebody_else",
                violation_error_message=_("Somebody who did not make the plan approves its cost."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=WelcomeKind.values,
                    guest_kind__in=GuestKind.values,
                    reception_class__in=ReceptionClass.values,
                    bringer__in=Bringer.values,
                    host_rank__in=HostRank.values,
                    state__in=WelcomeState.values,
                ),
                name="welcome_known_codes",
            ),
        ]
        indexes = [models.Index(fields=["office", "arrives_at"], name="welcome_by_arrival")]
        triggers = [same_office(made_by_id="offices_member", cost_approved_by_id="offices_member")]

    def __str__(self) -> str:
        return self.guests

    @property
    def is_live(self) -> bool:
        return self.state in (WelcomeState.DRAFT, WelcomeState.ANNOUNCED)

    @property
    def need_names(self) -> list[str]:
        return [str(WelcomeNeed(need).label) for need in self.needs if need in WelcomeNeed.values]

    @property
    def plate_list(self) -> list[str]:
        return self.plates.split()


class WelcomeTaskQuerySet(models.QuerySet["WelcomeTask"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def kept(self) -> Self:
        return self.filter(left_out_at=None)

    def open(self) -> Self:
        return self.kept().filter(done_at=None)


class WelcomeTask(models.Model):
    """A preparation: done by one, verified by another (H-40).

    ``code`` names a row of frontdesk.lead_times; tasks of the planner's own have ``text`` instead. ``reminded_at`` and
    ``climbed_at``: whose duty it is, and then the leaders, were told that it is due.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(WelcomePlan, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    code = models.CharField(max_length=20, blank=True)
    text = models.CharField(_("what to prepare"), max_length=120, blank=True)
    duty = models.CharField(pgettext_lazy("task", "who sees to it"), max_length=10, choices=Duty)
    clause = models.CharField(max_length=10, blank=True)
    due_at = models.DateTimeField(pgettext_lazy("task", "ready by"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    left_out_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    climbed_at = models.DateTimeField(null=True)

    objects = WelcomeTaskQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("welcome", "preparation")
        verbose_name_plural = pgettext_lazy("welcome", "preparations")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], condition=~Q(code=""), name="welcome_task_once_per_plan"
            ),
            models.CheckConstraint(
                condition=(Q(code="") & ~Q(text="")) | (~Q(code="") & Q(text="")),
                name="welcome_task_code_or_text",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="welcome_task_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | (Q(verified_at__isnull=False, verified_by__isnull=False, done_at__isnull=False)),
                name="welcome_task_verified_when_done",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("done_by")),
                name="welcome_task_second_person",
                violation_error_message=_("Somebody else verifies what you have done."),
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "due_at"], name="welcome_task_of_plan"),
            models.Index(
                fields=["due_at"], condition=Q(done_at=None, left_out_at=None), name="welcome_task_due"
            ),
        ]
        triggers = [
            same_office(
                plan_id="frontdesk_welcomeplan", done_by_id="offices_member", verified_by_id="offices_member"
            )
        ]

    def __str__(self) -> str:
        return self.text or preparation_words(self.code)
