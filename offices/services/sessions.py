"""Sessions that are over."""

from datetime import datetime

from django.contrib.sessions.models import Session


def forget_ended_sessions(*, before: datetime) -> int:
    """Delete the sessions that ended before that moment, with the drafts left in them; returns how many."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=before).delete()
    return deleted
