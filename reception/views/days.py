"""Which day a page shows."""

from datetime import date

from django.http import HttpRequest

from offices.models import BusinessDay

DAYS_OFFERED = 31


def day_of(request: HttpRequest) -> BusinessDay | None:
    """The day that ``?day=`` names, the latest where it names none; None for a day that never was."""
    days = BusinessDay.objects.of(request.member.office).order_by("-date")
    try:
        return days.filter(date=date.fromisoformat(request.GET.get("day", ""))).first()
    except ValueError:
        return days.first()
