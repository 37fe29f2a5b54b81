from datetime import date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def check_timezone(name: str) -> None:
    """Raise ValidationError where the name is no zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write it like Asia/Shanghai."), params={"name": name}
        )


RESERVED_SLUGS = frozenset(
    {
        "admin",
        "check-in",
        "complain",
        "consent",
        "healthz",
        "hooks",
        "i18n",
        "login",
        "logout",
        "offices",
        "readyz",
        "static",
        "stop",
        "unlock",
        "wall",
    }
)


def check_slug(slug: str) -> None:
    """Raise ValidationError where the house itself answers at that address."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("The house uses “%(slug)s” itself. Choose another short name."), params={"slug": slug}
        )


class Office(models.Model):
    """A sales office: everything else belongs to exactly one."""

    name = models.CharField(pgettext_lazy("office", "name"), max_length=60)
    slug = models.SlugField(
        _("short name in addresses"),
        max_length=40,
        unique=True,
        validators=[check_slug],
        error_messages={"unique": _("Another office has this short name.")},
    )
    project = models.CharField(_("project"), max_length=80, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=40, default="Asia/Shanghai", validators=[check_timezone]
    )
    opens_at = models.TimeField(_("opens at"), default=time(9, 0))
    closes_at = models.TimeField(_("closes at"), default=time(18, 0))
    hotline = models.CharField(_("hotline"), max_length=20, blank=True)
    self_check_in = models.BooleanField(
        _("self check-in at the door"),
        default=False,
        help_text=_("Visitors fill in a short form on their own phone; the desk confirms it."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")),
                name="office_opens_before_it_closes",
                violation_error_message=_("The office must open before it closes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("office_home", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """The moment on the office's own clock."""
        return moment.astimezone(self.zone)

    def business_date(self, moment: datetime) -> date:
        """The office's calendar date at that moment."""
        return self.local(moment).date()
