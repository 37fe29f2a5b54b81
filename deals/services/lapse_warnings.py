"""Owners hear seven days, and again two days, before a registration of theirs ends (floor-validity)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from deals.selectors.lapsing import WARN_BEFORE, Standing, ending_soon
from offices import live
from offices.enums import NoticeKind
from offices.models import Notice, Office
from offices.services.notices import tell
from visitors.selectors.ownership import house_validity_rules


def warn_of_endings(*, now: datetime) -> int:
    """Tell every owner, office by office; returns how many notices that were. Harmless when run twice a day.

    A day on which nothing ran is made up for: the warning comes as soon as so few days are left.
    """
    offices = Office.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    return sum(_warn(office, now) for office in list(offices))


@transaction.atomic
def _warn(office_id: int, now: datetime) -> int:
    """One office. Its row is held meanwhile, so that of two clocks at once only one tells."""
    office = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office_id)
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    due = [(standing, _level(standing)) for standing in ending_soon(office, day=day, rules=rules)]
    told = 0
    for standing, level in due:
        about = _about(standing, level)
        notices = Notice.objects.filter(
            office=office, member=standing.ownership.owner, kind=NoticeKind.LAPSES_SOON
        )
        if notices.filter(about__contains=about).exists():
            continue
        about["path"] = reverse("reception:customer", args=[office.slug, standing.customer.pk])
        owner = int(standing.ownership.owner)
        tell(office_id=office.pk, member_ids=[owner], kind=NoticeKind.LAPSES_SOON, about=about, now=now)
        told += 1
    if told:
        live.bump(office.pk)
    return told


def _level(standing: Standing) -> int:
    """The warning that is due: the last one that so few days ask for."""
    return min(days for days in WARN_BEFORE if standing.ownership.days_left <= days)


def _about(standing: Standing, level: int) -> dict:
    """What makes a warning the same: the customer, the last valid day, and which of the warnings it is."""
    return {
        "customer": standing.customer.pk,
        "until": standing.ownership.valid_until.isoformat(),
        "days": level,
    }
