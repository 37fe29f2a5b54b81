"""The background work of complaints."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from complaints.services.clock import climb
from offices.jobs import job


@job(_("Tells of complaints that are due or late"))
def climb_complaints(now: datetime) -> int:
    """Whoever has to know of a complaint by now is told: reminded, due, the manager, the head of the centre."""
    return climb(now=now)
