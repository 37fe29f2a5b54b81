"""Units withheld from sale: by whom, why, until when. A hold with an end lapses by itself."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.enums import UnitState
from deals.models import Hold, Unit
from deals.services.locking import lock_office, lock_unit
from offices import live
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell

BATCH = 200


@transaction.atomic
def withhold(*, unit: Unit, reason: str, until: datetime | None, by: Member, now: datetime) -> Hold:
    """Take a unit that is for sale off the board. ``until`` None: until somebody ends it. Raises Refusal."""
    lock_office(unit.office_id)
    held = lock_unit(unit)
    words = " ".join(reason.split())
    if not words:
        raise Refusal(_("Say why it is withheld."), field="reason")
    if until is not None and until <= now:
        raise Refusal(_("The end lies in the past."), field="until")
    if held.state == UnitState.WITHHELD:
        raise Refusal(_("This unit is withheld already."))
    if held.state != UnitState.FOR_SALE:
        raise Refusal(
            _("%(unit)s has an order (%(state)s). End the order first.")
            % {"unit": held, "state": held.get_state_display()}
        )
    hold = Hold.objects.create(office_id=held.office_id, unit=held, reason=words, until=until, by=by, at=now)
    _show(held, UnitState.WITHHELD)
    details = {"hold": hold.pk, "until": until.isoformat() if until else None}
    keep(action=AuditAction.UNIT_WITHHELD, record=f"unit:{held.pk}", details=details, by=by, now=now)
    return hold


@transaction.atomic
def end_hold(*, unit: Unit, by: Member, now: datetime) -> Hold:
    """Back on sale. Raises Refusal where nothing is withheld any more."""
    lock_office(unit.office_id)
    held = lock_unit(unit)
    hold = _current(held)
    if hold is None:
        raise Refusal(_("This unit is not withheld any more."))
    _end(hold, held, by, now)
    keep(action=AuditAction.HOLD_ENDED, record=f"unit:{held.pk}", details={"hold": hold.pk}, by=by, now=now)
    return hold


def lapse_holds(*, now: datetime) -> int:
    """End every hold whose time is over and tell who withheld it; returns how many. Harmless when run twice."""
    due = Hold.objects.filter(ended_at=None, until__lte=now).order_by("until", "pk")
    units = [hold.unit for hold in due.select_related("unit")[:BATCH]]
    return sum(_lapse(unit, now) for unit in units)


@transaction.atomic
def _lapse(unit: Unit, now: datetime) -> bool:
    office = lock_office(unit.office_id)
    held = lock_unit(unit)
    hold = _current(held)
    if hold is None or hold.until is None or hold.until > now:
        return False
    _end(hold, held, None, now)
    tell(
        office_id=held.office_id,
        member_ids=[hold.by_id],
        kind=NoticeKind.HOLD_LAPSED,
        about={"path": reverse("deals:unit", args=[office.slug, held.pk])},
        now=now,
    )
    return True


def _current(unit: Unit) -> Hold | None:
    return Hold.objects.filter(unit=unit, ended_at=None).first()


def _end(hold: Hold, unit: Unit, by: Member | None, now: datetime) -> None:
    hold.ended_by, hold.ended_at = by, now
    hold.save(update_fields=["ended_by", "ended_at"])
    _show(unit, UnitState.FOR_SALE)


def _show(unit: Unit, state: UnitState) -> None:
    unit.state = state
    unit.save(update_fields=["state"])
    live.bump(unit.office_id)
