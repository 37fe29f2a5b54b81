"""What the worker does for the phone desk. Truth stands in the tables: a task lost or run twice does no harm."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices.jobs import job
from switchboard.services import call_backs, letters, pbx


@job(_("Calls the backup to what rings too long"))
def mind_lines(now: datetime) -> int:
    """After six rings the backup is called (F-03); calls of which nothing more is heard are over."""
    return pbx.mind_lines(now=now)


@job(_("Tells of call-backs that are late"))
def tell_late_call_backs(now: datetime) -> int:
    """Who owes a call-back hears once that its time has passed, the leaders too (F-06)."""
    return call_backs.tell_overdue(now=now)


@job(_("Reminds of letters and mailboxes"))
def remind_of_letters(now: datetime) -> int:
    """Letters that wait for too long, and boxes that nobody has looked into today (F-27)."""
    return letters.remind_of_letters(now=now)
