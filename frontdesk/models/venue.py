from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.enums import BookedFor, MeetingWish, ReceptionClass, VenueKind
from frontdesk.models.welcome import WelcomePlan
from offices.models import Member, Office
from offices.models.same_office import same_office


class VenueQuerySet(models.QuerySet["Venue"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class Venue(models.Model):
    """A room in which guests are received or meetings held; its kind says for whom (H-16)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(pgettext_lazy("venue", "name"), max_length=40)
    kind = models.CharField(pgettext_lazy("venue", "meant for"), max_length=8, choices=VenueKind)
    seats = models.PositiveSmallIntegerField(pgettext_lazy("venue", "seats"), null=True)
    ended_at = models.DateTimeField(null=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("office", "venue")
        verbose_name_plural = pgettext_lazy("office", "venues")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=Q(ended_at=None),
                name="venue_name_once",
                violation_error_message=_("Another venue has this name."),
            ),
            models.CheckConstraint(condition=Q(kind__in=VenueKind.values), name="venue_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class BookingQuerySet(models.QuerySet["Booking"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def within(self, begin: datetime, end: datetime) -> Self:
        """Those that have a moment in common with this stretch, half open."""
        return self.filter(period__overlap=(begin, end))


class Booking(models.Model):
    """A room for a time, half open: it is free again at the end. The database refuses two at once.

    ``reception_class`` stands for receptions alone, ``wishes`` and ``prepared_at`` for what the desk sets up.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    plan = models.ForeignKey(
        WelcomePlan, on_delete=models.PROTECT, null=True, related_name="bookings", db_index=False
    )
    period = DateTimeRangeField(pgettext_lazy("booking", "time"))
    booked_for = models.CharField(pgettext_lazy("booking", "for"), max_length=9, choices=BookedFor)
    reception_class = models.CharField(
        pgettext_lazy("guests", "reception class"), max_length=1, choices=ReceptionClass, blank=True
    )
    title = models.CharField(pgettext_lazy("booking", "who comes, or what it is about"), max_length=60)
    people = models.PositiveSmallIntegerField(_("people"), null=True)
    wishes = ArrayField(models.CharField(max_length=12, choices=MeetingWish), default=list)
    note = models.CharField(pgettext_lazy("desk", "note"), max_length=200, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    prepared_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("venue", "booking")
        verbose_name_plural = pgettext_lazy("venue", "bookings")
        ordering = ["period", "pk"]
        constraints = [
            # A number as a range of one: GiST compares ranges without an extension of the database.
            ExclusionConstraint(
                name="booking_one_at_a_time",
                expressions=[
                    (
                        Func(F("venue_id"), F("venue_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
                violation_error_message=_("This venue is taken at that time."),
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
                name="booking_has_begin_and_end",
            ),
            models.CheckConstraint(
                condition=Q(booked_for="meeting", reception_class="")
                | Q(booked_for="reception", reception_class__in=ReceptionClass.values),
                name="booking_reception_has_class",
            ),
        ]
        indexes = [models.Index(fields=["office", "-made_at"], name="booking_of_office")]
        triggers = [
            same_office(
                venue_id="frontdesk_venue",
                plan_id="frontdesk_welcomeplan",
                by_id="offices_member",
                prepared_by_id="offices_member",
                cancelled_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def begins_at(self) -> datetime:
        return self.period.lower

    @property
    def ends_at(self) -> datetime:
        return self.period.upper

    @property
    def wish_names(self) -> list[str]:
        return [str(MeetingWish(wish).label) for wish in self.wishes if wish in MeetingWish.values]
