"""What the worker does for the desk. Truth stands in the tables: a task lost or run twice does no harm."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from frontdesk.services import reminders
from offices.jobs import job


@job(_("Reminds of what is due at the desk"))
def remind_desk(now: datetime) -> int:
    """Preparations for guests, rooms, loans, the daily self-check; each is spoken of once."""
    return reminders.remind(now=now)
