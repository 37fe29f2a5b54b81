"""The order and who stands in it, by the manager's hand: each change with its reason and its effect told before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices.errors import Refusal
from offices.models import Member, Office
from reception import rotation
from reception.enums import AwayReason, Move
from reception.rotation import Away, Event, Reorder, SignIn, SignOut, State, StepIn, StepOut
from reception.services import floor
from reception.services.effects import Effect, apply_promised, foretell
from reception.services.queue import locked_queue
from reception.services.serving import serve_waiting
from reception.targets import MANAGER_DECIDED


@dataclass(frozen=True, slots=True)
class _Hand:
    """What a move is to the core, and which service carries it out."""

    event: Callable[[str], Event]
    service: Callable[..., None]
    facts: Mapping[str, AwayReason]


_HANDS: dict[Move, _Hand] = {
    Move.SIGN_IN: _Hand(SignIn, floor.sign_in, {}),
    Move.SIGN_OUT: _Hand(SignOut, floor.sign_out, {}),
    Move.BUSINESS: _Hand(
        lambda code: StepOut(code, Away.BUSINESS), floor.step_out, {"reason": AwayReason.BUSINESS}
    ),
    Move.PERSONAL: _Hand(
        lambda code: StepOut(code, Away.PERSONAL), floor.step_out, {"reason": AwayReason.PERSONAL}
    ),
    Move.STEP_IN: _Hand(StepIn, floor.step_in, {}),
}


def reorder(
    *, office: Office, order: Sequence[Member], reason: str, promised: str, by: Member, now: datetime
) -> None:
    """The order set anew (A-39): the same consultants in another sequence. Raises Refusal, EffectChanged.

    ``reason`` is kept beside the log, ``promised`` is the digest of the effect that was shown.
    """
    _need(reason)
    if not order:
        raise Refusal(_("Nobody is in the order."))
    with locked_queue(office, by=by, now=now) as queue:
        event = _reordering(order, by)
        serve_waiting(queue, apply_promised(queue, event, promised=promised, note=reason))


def move(*, consultant: Member, move: Move, reason: str, promised: str, by: Member, now: datetime) -> None:
    """Somebody signs in or out, steps out or in, by the manager's word. Raises Refusal, EffectChanged."""
    _need(reason)
    hand = _HANDS[move]
    hand.service(consultant=consultant, note=reason, promised=promised, by=by, now=now, **hand.facts)


def effect_of_reorder(office: Office, order: Sequence[Member], *, by: Member) -> Effect:
    """What the new order does: nothing to turns, but to who is next. Changes nothing."""
    return foretell(office, lambda _state: [_reordering(order, by)])


def effect_of_move(consultant: Member, move: Move, *, by: Member, now: datetime) -> Effect:
    """What signing this one in or out, out or back, will do to turns and to waiting visitors. Changes nothing."""

    def events(state: State) -> list[Event]:
        first = _HANDS[move].event(consultant.code)
        if move is not Move.SIGN_IN:
            return [first]
        floor.refuse_strangers(consultant)
        if not floor.comes_before_opening(consultant.office, now):
            return [first]
        order = [*(person.name for person in state.order), consultant.code]
        placed = floor.place_of_last_day(consultant.office, order, by)
        return [first, placed] if placed else [first]

    return foretell(consultant.office, events)


def moves_of(state: rotation.State | None, code: str) -> list[Move]:
    """What can be done with this consultant now."""
    person = state.people.get(code) if state else None
    if person is None or not person.on_duty:
        return [Move.SIGN_IN]
    if person.away:
        return [Move.STEP_IN, Move.SIGN_OUT]
    return [Move.BUSINESS, Move.PERSONAL, Move.SIGN_OUT]


def _reordering(order: Sequence[Member], by: Member) -> Reorder:
    return Reorder(order=tuple(member.code for member in order), by=by.code, why=MANAGER_DECIDED)


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Say why in a few words."), field="reason")
