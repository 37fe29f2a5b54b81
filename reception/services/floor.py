"""Consultants come, step out, come back and go: who acted and for whom are both kept."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices.enums import Role
from offices.errors import Refusal
from offices.models import BusinessDay, Member, Office
from reception.enums import AwayReason
from reception.rotation import Away, Reorder, SignIn, SignOut, StepIn, StepOut
from reception.services.arrivals import DAY_NOT_OPEN
from reception.services.effects import Promise, apply_promised
from reception.services.queue import locked_queue
from reception.services.serving import serve_waiting
from reception.targets import PREVIOUS_ORDER


def sign_in(
    *, consultant: Member, note: str = "", promised: str | None = None, by: Member, now: datetime
) -> None:
    """The consultant joins the order (A-22): at the end; before opening hours at the place of the last day's order.

    ``note`` is why, where the manager does it; ``promised`` is the digest of the effect that was shown. Here and
    below: raises Refusal, EffectChanged.
    """
    refuse_strangers(consultant)
    with locked_queue(consultant.office, by=by, now=now) as queue:
        if queue.row.day is None:
            raise Refusal(DAY_NOT_OPEN)
        promise = Promise(queue, promised)
        serve_waiting(queue, promise.apply(SignIn(consultant=consultant.code), note=note))
        if comes_before_opening(consultant.office, queue.now):
            order = queue.state.picture()["order"]
            if event := place_of_last_day(queue.office, order, by):
                serve_waiting(queue, promise.apply(event))
        promise.keep()


def sign_out(
    *, consultant: Member, note: str = "", promised: str | None = None, by: Member, now: datetime
) -> None:
    """The consultant leaves the order; open receptions stay theirs."""
    with locked_queue(consultant.office, by=by, now=now) as queue:
        event = SignOut(consultant=consultant.code)
        serve_waiting(queue, apply_promised(queue, event, promised=promised, note=note))


def step_out(
    *,
    consultant: Member,
    reason: AwayReason,
    note: str = "",
    promised: str | None = None,
    by: Member,
    now: datetime,
) -> None:
    """The consultant is away and keeps the place; only business earns make-up turns (A-29, A-32)."""
    with locked_queue(consultant.office, by=by, now=now) as queue:
        event = StepOut(consultant=consultant.code, reason=Away(reason))
        apply_promised(queue, event, promised=promised, note=note)


def step_in(
    *, consultant: Member, note: str = "", promised: str | None = None, by: Member, now: datetime
) -> None:
    """The consultant is back."""
    with locked_queue(consultant.office, by=by, now=now) as queue:
        event = StepIn(consultant=consultant.code)
        serve_waiting(queue, apply_promised(queue, event, promised=promised, note=note))


def refuse_strangers(consultant: Member) -> None:
    """Raises Refusal for whoever is no consultant here."""
    if not (consultant.holds(Role.CONSULTANT) and consultant.is_active and consultant.user.is_active):
        raise Refusal(_("Only consultants who work here sign in to the rotation."))


def comes_before_opening(office: Office, now: datetime) -> bool:
    return office.local(now).time() < office.opens_at


def place_of_last_day(office: Office, order: Sequence[str], by: Member) -> Reorder | None:
    """As people come before the doors open, the order stays the last day's; None where it does already."""
    last = BusinessDay.objects.of(office).exclude(closed_at=None).first()
    wanted = by_last_order(order, last.closing_order if last else [])
    return None if wanted == list(order) else Reorder(order=tuple(wanted), by=by.code, why=PREVIOUS_ORDER)


def by_last_order(order: Sequence[str], last: Sequence[str]) -> list[str]:
    """Those of the last order in its sequence, the others behind them as they stand."""
    places = {code: place for place, code in enumerate(last)}
    return sorted(order, key=lambda code: (places.get(code, len(last)), order.index(code)))
