"""What follow-ups have waiting in the background, for the administrator's page."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from offices.gauges import Reading
from offices.models import Office
from visitors.models import PlanDue


def plans(office: Office, now: datetime) -> Reading:
    """Customers to be planned anew since something happened, and those whom nobody has planned today. One query."""
    today = office.business_date(now)
    asked = Q(since__isnull=False)
    never = Q(planned_on__lt=today - timedelta(days=1))
    found = (
        PlanDue.objects.of(office)
        .order_by()
        .aggregate(waiting=Count("pk", filter=asked | never), oldest=Min("since", filter=asked))
    )
    return Reading(**found)
