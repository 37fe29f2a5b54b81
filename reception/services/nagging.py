"""Register entries that nobody has signed yet: their consultant is reminded until the day is closed (B-07, A-47)."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from offices import live
from offices.enums import NoticeKind
from offices.models import BusinessDay, Notice
from offices.services.notices import tell
from reception.selectors.register import unsigned
from reception.targets import NAG_AFTER, NAG_EVERY


def nag_of_unsigned(*, now: datetime) -> int:
    """Remind every consultant who owes signatures of an open day; returns how many were told. Harmless when run twice.

    An entry counts a quarter of an hour after its reception was over; nobody is told more often than once an hour.
    """
    days = BusinessDay.objects.open().order_by("pk").values_list("pk", flat=True)
    return sum(_nag(day, now) for day in list(days))


@transaction.atomic
def _nag(day_id: int, now: datetime) -> int:
    """One office's day. Its row is held meanwhile, so that of two clocks at once only one tells."""
    rows = BusinessDay.objects.open().select_for_update(of=("self",), no_key=True, skip_locked=True)
    day = rows.select_related("office").filter(pk=day_id).first()
    if day is None:
        return 0
    owing = unsigned(day.office, day=day).filter(ended_at__lte=now - NAG_AFTER).order_by()
    owed = Counter(owing.values_list("consultant_id", flat=True))
    if not owed:
        return 0
    told = Notice.objects.filter(
        office=day.office, member__in=owed, kind=NoticeKind.UNSIGNED, created_at__gt=now - NAG_EVERY
    )
    due = sorted(owed.keys() - set(told.order_by().values_list("member_id", flat=True)))
    page = reverse("reception:register_sign_all", args=[day.office.slug])
    for member_id in due:
        about = {"path": page, "count": owed[member_id]}
        tell(office_id=day.office_id, member_ids=[member_id], kind=NoticeKind.UNSIGNED, about=about, now=now)
    if due:
        live.bump(day.office_id)
    return len(due)
