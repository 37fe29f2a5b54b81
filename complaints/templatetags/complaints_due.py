"""Until when something is due, in words: a minute, or the whole of a day."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def deadline(due: datetime, now: datetime) -> str:
    """A moment on the office's clock; a midnight is the end of the day before."""
    local = timezone.localtime(due)
    if (local.hour, local.minute) == (0, 0):
        day = date_format(local - timedelta.resolution, "m-d")
        if due < now:
            return _("due since the end of %(day)s") % {"day": day}
        return _("until the end of %(day)s") % {"day": day}
    at = date_format(local, "m-d H:i")
    return _("due since %(at)s") % {"at": at} if due < now else _("until %(at)s") % {"at": at}
