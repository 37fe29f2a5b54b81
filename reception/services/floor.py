"""Consultants come, step out, come back and go: who acted and for whom are both kept."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices.enums import Role
from offices.errors import Refusal
from offices.models import BusinessDay, Member
from reception.enums import AwayReason
from reception.rotation import Away, Reorder, SignIn, SignOut, StepIn, StepOut
from reception.services.arrivals import DAY_NOT_OPEN
from reception.services.queue import LockedQueue, locked_queue
from reception.services.serving import serve_waiting
from reception.targets import PREVIOUS_ORDER


def sign_in(*, consultant: Member, by: Member, now: datetime) -> None:
    """The consultant joins the order (A-22): at the end; before opening hours at the place of the last day's order.

    Raises Refusal.
    """
    if not (consultant.holds(Role.CONSULTANT) and consultant.is_active and consultant.user.is_active):
        raise Refusal(_("Only consultants who work here sign in to the rotation."))
    with locked_queue(consultant.office, by=by, now=now) as queue:
        if queue.row.day is None:
            raise Refusal(DAY_NOT_OPEN)
        serve_waiting(queue, queue.apply(SignIn(consultant=consultant.code)))
        if consultant.office.local(queue.now).time() < consultant.office.opens_at:
            _take_last_days_place(queue, consultant, by)


def sign_out(*, consultant: Member, by: Member, now: datetime) -> None:
    """The consultant leaves the order; open receptions stay theirs. Raises Refusal."""
    with locked_queue(consultant.office, by=by, now=now) as queue:
        serve_waiting(queue, queue.apply(SignOut(consultant=consultant.code)))


def step_out(*, consultant: Member, reason: AwayReason, by: Member, now: datetime) -> None:
    """The consultant is away and keeps the place; only business earns make-up turns (A-29, A-32). Raises Refusal."""
    with locked_queue(consultant.office, by=by, now=now) as queue:
        queue.apply(StepOut(consultant=consultant.code, reason=Away(reason)))


def step_in(*, consultant: Member, by: Member, now: datetime) -> None:
    """The consultant is back. Raises Refusal."""
    with locked_queue(consultant.office, by=by, now=now) as queue:
        serve_waiting(queue, queue.apply(StepIn(consultant=consultant.code)))


def _take_last_days_place(queue: LockedQueue, consultant: Member, by: Member) -> None:
    """As people come before the doors open, the order stays the last day's."""
    last = BusinessDay.objects.of(queue.office).exclude(closed_at=None).first()
    order = queue.state.picture()["order"]
    wanted = by_last_order(order, last.closing_order if last else [])
    if wanted != order:
        serve_waiting(queue, queue.apply(Reorder(order=tuple(wanted), by=by.code, why=PREVIOUS_ORDER)))


def by_last_order(order: Sequence[str], last: Sequence[str]) -> list[str]:
    """Those of the last order in its sequence, the others behind them as they stand."""
    places = {code: place for place, code in enumerate(last)}
    return sorted(order, key=lambda code: (places.get(code, len(last)), order.index(code)))
