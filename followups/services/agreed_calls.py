"""A customer named a time: whoever owes the call hears of it in time to keep it to the minute (E-44)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from followups.enums import FollowUpChannel
from followups.models import FollowUp
from offices import live
from offices.enums import NoticeKind
from offices.models import Office
from offices.services.notices import tell

BEFORE = timedelta(minutes=5)
TOO_LATE = timedelta(hours=1)
"""So long after the time nobody is reminded any more: the call stands on the list as late."""


def tell_of_agreed_calls(*, now: datetime) -> int:
    """Tell the owners of calls whose time comes within five minutes, whatever the office's hours; how many notices."""
    return sum(_tell_in(office, now) for office in Office.objects.filter(is_active=True).order_by("pk"))


@transaction.atomic
def _tell_in(office: Office, now: datetime) -> int:
    """The same in one office; what another worker is telling of is passed over."""
    days = {office.business_date(now - TOO_LATE), office.business_date(now + BEFORE)}
    rows = FollowUp.objects.of(office).due().filter(channel=FollowUpChannel.CALL, on__in=days)
    rows = rows.filter(owner__isnull=False, agreed_at__gt=now - TOO_LATE, agreed_at__lte=now + BEFORE)
    # In the morning its owner was told of the day's calls: that is no reminder of this one.
    rows = rows.filter(Q(warned_at=None) | Q(warned_at__lt=F("agreed_at") - BEFORE))
    claimed = rows.order_by("agreed_at", "pk").select_for_update(of=("self",), no_key=True, skip_locked=True)
    found = list(claimed.values_list("pk", "owner"))
    FollowUp.objects.filter(pk__in=[pk for pk, _owner in found]).update(warned_at=now)
    for pk, owner in found:
        about = {"path": reverse("followups:call", args=[office.slug, pk])}
        tell(office_id=office.pk, member_ids=[owner], kind=NoticeKind.CALL_AGREED, about=about, now=now)
    if found:
        live.bump(office.pk)
    return len(found)
