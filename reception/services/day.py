"""A business day opens by events of the queue; order, balances, owed turns and due carry over from the last one."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import BusinessDay, HouseRules, Member, Office
from offices.services.audit import keep
from reception.models import Checkpoint
from reception.rotation import PRESETS, RulesChange, SignIn, rules_from
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import serve_waiting

DEFAULT_PRESET = "floor"


def open_day(*, office: Office, present: Sequence[Member], by: Member, now: datetime) -> BusinessDay:
    """Open today with those present, in the order given (A-22, A-39). Raises Refusal.

    Rules that are in force from today on enter the log first; then the state is kept, so that a replay can begin here.
    """
    if len(set(present)) != len(present):
        raise Refusal(_("Somebody is in the order twice. Name each consultant once."), field="order")
    with locked_queue(office, by=by, now=now) as queue:
        if queue.row.day is not None:
            raise Refusal(_("A day is open already. Close it first."))
        # Whoever chooses house rules for this very day holds this row: they come before the day, or not at all.
        Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
        date = office.business_date(queue.now)
        day = _begun(office, date, by, queue.now)
        queue.row.day = day
        queue.row.visits_today = day.receptions.aggregate(last=Max("number"))["last"] or 0
        apply_rules(queue, date)
        codes = [member.code for member in present]
        queue.mark("open_day", {"date": date.isoformat(), "roster": codes})
        Checkpoint.objects.create(office=office, seq=queue.seq, at=queue.now, state=queue.state.to_json())
        for code in codes:
            serve_waiting(queue, queue.apply(SignIn(consultant=code)))
        keep(action=AuditAction.DAY_OPENED, record=f"day:{date}", by=by, now=queue.now)
    return day


def _begun(office: Office, date: date, by: Member, now: datetime) -> BusinessDay:
    """A new day; or the same one again, where it was closed too early."""
    day, _is_new = BusinessDay.objects.get_or_create(
        office=office, date=date, defaults={"opened_at": now, "opened_by": by}
    )
    if day.closed_at is not None:
        day.closed_at = day.closed_by = None
        day.save(update_fields=["closed_at", "closed_by"])
    return day


def apply_rules(queue: LockedQueue, day: date) -> None:
    """Let the version of the house rules that is in force on that date hold from here on."""
    rules = HouseRules.objects.of(queue.office).in_force_on(day).first()
    version = rules.version if rules else 0
    if version == queue.row.rules_version and queue.row.seq > 0:
        return
    queue.row.rules_version = version
    wanted = rules_from(rules.section("rotation")) if rules else PRESETS[DEFAULT_PRESET]
    serve_waiting(queue, queue.apply(RulesChange(rules=wanted)))


def expected_order(office: Office) -> list[Member]:
    """Today's consultants in the last day's order, newcomers behind them by name."""
    last = BusinessDay.objects.of(office).exclude(closed_at=None).first()
    places = {code: place for place, code in enumerate(last.closing_order)} if last else {}
    members = Member.objects.of(office).working().consultants().order_by("name", "pk")
    return sorted(members, key=lambda member: places.get(member.code, len(places)))
