from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.enums import Preset
from offices.models.member import Member
from offices.models.office import Office


class HouseRulesQuerySet(models.QuerySet["HouseRules"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_force_on(self, day) -> Self:
        """The versions that have begun by the business date, newest first."""
        return self.filter(effective_from__lte=day).order_by("-effective_from", "-version")


class HouseRules(models.Model):
    """A version of an office's rules: a preset and, section by section, the switches that differ from it.

    A version takes effect at the start of a business day and never touches past decisions.
    ``switches`` maps a section ("rotation", "attribution" …) to its switches; each section is parsed by its core.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="house_rules")
    version = models.PositiveIntegerField()
    effective_from = models.DateField(_("in force from"))
    preset = models.CharField(_("preset"), max_length=10, choices=Preset, default=Preset.FLOOR)
    switches = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    approved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = HouseRulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("house rules")
        verbose_name_plural = _("house rules")
        ordering = ["office", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "version"],
                name="house_rules_version_once",
                violation_error_message=_("This version exists already; load the page again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_preset_display()} v{self.version}"

    def section(self, name: str) -> dict:
        """The section as its core parses it: the preset and the switches that differ."""
        return {"preset": self.preset, **self.switches.get(name, {})}
