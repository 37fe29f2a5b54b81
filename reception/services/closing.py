"""A day closes: the order is kept, everybody is signed out, what is open is listed, and the last hash goes out."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from messaging.services.outbox import queue_robot_messages
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import BusinessDay, Member, Office
from offices.services.audit import keep
from offices.services.notices import leaders_of, tell
from reception.chain import Anchor
from reception.rotation import SignOut
from reception.selectors import register
from reception.selectors.closing import left_open, sheet_of
from reception.services.queue import LockedQueue, locked_queue


def close_day(*, office: Office, date: date | None = None, by: Member, now: datetime) -> BusinessDay:
    """Sign everybody out, keep the order, and close the day with its sheet and its anchor (A-53).

    ``date`` is that of the day whose list was shown, where a page was. Raises Refusal while visitors are still here.
    What else is open (signatures, outcomes, voids) does not block: it is listed on the sheet and stands before whoever
    opens the next day.
    """
    with locked_queue(office, by=by, now=now) as queue:
        day = queue.row.day
        if day is None:
            raise Refusal(_("No day is open."))
        if date is not None and date != day.date:
            raise Refusal(_("Another day is open by now. Load the page again."))
        left = left_open(office, day)
        if left.blocks:
            raise Refusal(
                _("Visitors are still here. Finish their receptions, or note that they left; then close.")
            )
        order = list(queue.state.picture()["order"])
        for code in order:
            queue.apply(SignOut(consultant=code))
        sheet = sheet_of(office, day, left, order)
        anchor = _enter_closing(queue, day, sheet)
        day.closed_at, day.closed_by, day.closing_order = queue.now, by, order
        day.save(update_fields=["closed_at", "closed_by", "closing_order", "sheet"])
        queue.row.day = None
        keep(
            action=AuditAction.DAY_CLOSED,
            record=f"day:{day.date}",
            details={"seq": anchor.seq},
            by=by,
            now=queue.now,
        )
        _send(office, day, anchor, queue.now)
    return day


def _enter_closing(queue: LockedQueue, day: BusinessDay, sheet: dict) -> Anchor:
    """The log's entry of the closing; its hash is the day's anchor. Of a day closed twice both anchors stay true."""
    checksum = register.checksum_of(queue.office, day, until=queue.now)
    queue.mark("close_day", {"date": day.date.isoformat(), "order": sheet["order"], "register": checksum})
    before = list(day.sheet.get("before", ()))
    if "hash" in day.sheet:
        before.append({"seq": day.sheet["seq"], "hash": day.sheet["hash"]})
    day.sheet = {
        **sheet,
        "register": checksum,
        "seq": queue.seq,
        "hash": queue.last_hash,
        "rules": queue.row.rules_version,
        "before": before,
    }
    return Anchor(queue.seq, queue.last_hash)


def _send(office: Office, day: BusinessDay, anchor: Anchor, now: datetime) -> None:
    """The anchor leaves the database: to the managers, in the app and through the office's robots."""
    leaders = leaders_of(office.pk)
    managers = [leader for leader in leaders if leader.holds(Role.MANAGER)] or leaders
    path = reverse("reception:day_sheet", args=[office.slug, day])
    about = {"path": path, "date": f"{day.date}", "seq": anchor.seq}
    tell(
        office_id=office.pk,
        member_ids=[manager.pk for manager in managers],
        kind=NoticeKind.DAY_ANCHOR,
        about=about,
        now=now,
    )
    for manager in managers:
        queue_robot_messages(
            office_id=office.pk,
            kind="day_anchor",
            member=manager,
            params={"date": f"{day.date}", "seq": anchor.seq, "hash": anchor.hash},
            now=now,
        )
