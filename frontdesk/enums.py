"""The closed lists of what the desk hands out and looks after, with their words for users."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """When in a reception a checklist is worked through."""

    STEPS = "steps", _("Steps of the reception")
    RISKS = "risks", _("Risk notice")
    SEE_OFF = "see_off", _("Seeing the customer off")


class Level(models.TextChoices):
    """How binding an item is."""

    MUST = "must", pgettext_lazy("checklist", "must")
    SHOULD = "should", pgettext_lazy("checklist", "should")
    MUST_NOT = "must_not", pgettext_lazy("checklist", "must not")
