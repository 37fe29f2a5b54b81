"""What waits in the two outboxes, for the administrator's page."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from messaging.enums import MessageState, TextState
from messaging.models import OutboxMessage, TextMessage
from offices.gauges import Reading
from offices.models import Office

LATELY = timedelta(days=3)


def robot_messages(office: Office, now: datetime) -> Reading:
    """What the group robots have still to say. One query."""
    rows = OutboxMessage.objects.of(office).order_by()
    return _reading(rows, Q(state=MessageState.QUEUED, not_before__lte=now), MessageState, now)


def texts(office: Office, now: datetime) -> Reading:
    """SMS and e-mails that nobody holds back, and whose time has come. One query."""
    rows = TextMessage.objects.of(office).order_by()
    waiting = Q(
        state=TextState.QUEUED, is_held=False, copied_by=None, not_before__lte=now, gateway__isnull=False
    )
    return _reading(rows, waiting, TextState, now)


def _reading(rows: QuerySet, waiting: Q, states: type, now: datetime) -> Reading:
    recent = Q(created_at__gte=now - LATELY)
    found = rows.filter(waiting | Q(state__in=(states.FAILED, states.UNCERTAIN)) & recent).aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("not_before", filter=waiting),
        failed=Count("pk", filter=Q(state=states.FAILED)),
        uncertain=Count("pk", filter=Q(state=states.UNCERTAIN)),
    )
    return Reading(**found)
