from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import Facing, UnitState
from offices.models import Member, Office
from offices.models.same_office import same_office


class Building(models.Model):
    """A building of the project; its units stand floor by floor on the control board."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="buildings", db_index=False)
    name = models.CharField(pgettext_lazy("building", "name"), max_length=30)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="building_once",
                violation_error_message=_("A building has this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """A batch of units that comes on sale together; queue numbers for its opening are given by it (D-01)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="releases", db_index=False)
    name = models.CharField(pgettext_lazy("release", "name"), max_length=40)
    opens_on = models.DateField(_("opening day"))
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="release_once",
                violation_error_message=_("A release has this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Unit(models.Model):
    """A flat. Areas in square metres, prices in yuan; ``state`` is what the control board shows."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="units", db_index=False)
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="units", db_index=False)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    number = models.CharField(pgettext_lazy("unit", "number"), max_length=12)
    floor = models.SmallIntegerField(pgettext_lazy("unit", "floor"))
    line = models.PositiveSmallIntegerField(pgettext_lazy("unit", "place on the floor"), default=1)
    layout = models.CharField(_("layout"), max_length=20)
    area = models.DecimalField(_("area (m²)"), max_digits=7, decimal_places=2)
    facing = models.CharField(pgettext_lazy("unit", "facing"), max_length=2, choices=Facing, blank=True)
    list_price = models.DecimalField(_("list price (yuan)"), max_digits=13, decimal_places=2)
    state = models.CharField(max_length=10, choices=UnitState, default=UnitState.FOR_SALE)
    filed_on = models.DateField(_("date of online filing"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["building", "-floor", "line", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "number"],
                name="unit_once_per_building",
                violation_error_message=_("This building has a unit of this number already."),
            ),
            models.CheckConstraint(
                condition=models.Q(area__gt=Decimal(0), list_price__gt=Decimal(0)),
                name="unit_area_and_price",
                violation_error_message=_("Area and list price are above zero."),
            ),
        ]
        indexes = [models.Index(fields=["office", "building", "-floor", "line"], name="unit_on_the_board")]
        triggers = [same_office(building_id="deals_building", release_id="deals_release")]

    def __str__(self) -> str:
        return f"{self.building} {self.number}"

    def is_released(self, today: date) -> bool:
        """Whether its release has opened on that day of the office."""
        return self.release is not None and self.release.opens_on <= today

    @property
    def price_per_metre(self) -> Decimal:
        """Yuan per square metre, to the fen."""
        return (self.list_price / self.area).quantize(Decimal("0.01"))


class Hold(models.Model):
    """A unit withheld from sale: by whom, why, until when."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(_("why"), max_length=200)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(ended_at=None),
                name="hold_one_at_a_time",
                violation_error_message=_("This unit is withheld already."),
            )
        ]
        indexes = [
            models.Index(fields=["until"], condition=models.Q(ended_at=None), name="hold_to_end"),
        ]
        triggers = [same_office(unit_id="deals_unit", by_id="offices_member", ended_by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.unit_id}"
