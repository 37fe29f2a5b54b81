"""What an event will do to turns, told before it happens, and held to it when it does.

``foretell`` lets the core decide on a copy of the office's state and writes nothing. The page shows the effect and
sends its digest back; the service then applies the event through ``Promise``, which refuses where the effect would be
another one by now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from offices.errors import Refusal
from offices.models import Office
from reception import rotation
from reception.consequences import Consequences, consequences
from reception.models import Queue, Reception
from reception.refusals import refusal_from
from reception.rotation import Away, Decision, Event, Refused, SignOut, State, StepOut
from reception.services.queue import LockedQueue

NOTHING = Consequences((), ())


@dataclass(frozen=True, slots=True)
class Effect:
    """Plain facts of what an event does. ``refusal`` says why it cannot be; then the rest is empty.

    ``before`` is the order as it stands. ``keeps_owed`` are the clauses of turns that stay owed to somebody who signs
    out, ``keeps_visits`` the visits that stay theirs (ids). ``absence_earns`` says what being passed while away will
    bring to somebody who steps out: ``each``, ``one`` or ``nothing``.
    """

    kind: str
    consequences: Consequences = NOTHING
    before: tuple[str, ...] = ()
    keeps_owed: tuple[str, ...] = ()
    keeps_visits: tuple[str, ...] = ()
    absence_earns: str = ""
    refusal: str = ""

    @property
    def digest(self) -> str:
        """What a confirmation carries: the same for the same effect."""
        return self.consequences.digest(self.kind, self.keeps_owed, self.keeps_visits, self.absence_earns)

    def visits(self) -> set[str]:
        return {*self.consequences.visits(), *self.keeps_visits}


class EffectChanged(Refusal):
    """What was confirmed is not what would happen now; nothing was done. ``effect`` is the new one."""

    def __init__(self, effect: Effect, promised: str) -> None:
        super().__init__(CHANGED if promised else UNREAD)
        self.effect = effect


CHANGED = _(
    "Something happened meanwhile, and this would do something else to turns now. Nothing was done: read it again, "
    "then confirm."
)
UNREAD = _("Read what this will do to turns, then confirm it.")

Events = Callable[[State], Sequence[Event]]


def foretell(office: Office, events: Events, closed: Mapping[str, dict] | None = None) -> Effect:
    """The effect of these events on the office's queue as it stands. ``events`` may look at the state first."""
    row = Queue.objects.filter(pk=office.pk).first()
    return effect_on(State.from_json(row.state) if row and row.state else State.start(), events, closed)


def effect_on(state: State, events: Events, closed: Mapping[str, dict] | None = None) -> Effect:
    """The effect of these events on this state, which is used up by it."""
    kind = ""
    try:
        wanted = events(state)
        kind = wanted[0].kind.value
        account = _Account(state, wanted[0])
        for event in wanted:
            account.add(rotation.apply(state, event, closed))
    except Refused as refused:
        return Effect(kind, refusal=str(refusal_from(refused)))
    except Refusal as refusal:
        return Effect(kind, refusal=str(refusal))
    return account.effect()


def closed_of(reception: Reception) -> dict[str, dict]:
    """The stored record of a visit, for a state that knows it no longer."""
    return {str(reception.visit): reception.record} if reception.record else {}


class Promise:
    """Events that must do what was told. ``promised`` None: nothing was, as for the desk's cheap actions.

    Apply the events in turn, then ``keep`` it: raises EffectChanged, which takes everything back.
    """

    def __init__(self, queue: LockedQueue, promised: str | None) -> None:
        self._queue = queue
        self._promised = promised
        self._account: _Account | None = None

    def apply(
        self, event: Event, *, closed: Mapping[str, dict] | None = None, note: str = ""
    ) -> list[Decision]:
        account = self._account = self._account or _Account(self._queue.state, event)
        decisions = self._queue.apply(event, closed=closed, note=note)
        account.add(decisions)
        return decisions

    def keep(self) -> None:
        if self._promised is None or self._account is None:
            return
        effect = self._account.effect()
        if effect.digest != self._promised:
            raise EffectChanged(effect, self._promised)


def apply_promised(
    queue: LockedQueue,
    event: Event,
    *,
    promised: str | None,
    closed: Mapping[str, dict] | None = None,
    note: str = "",
) -> list[Decision]:
    """One event that must do what was told. Raises EffectChanged, Refusal."""
    promise = Promise(queue, promised)
    decisions = promise.apply(event, closed=closed, note=note)
    promise.keep()
    return decisions


class _Account:
    """From the state before the first event to the effect of all of them."""

    def __init__(self, state: State, first: Event) -> None:
        self._state = state
        self._before = state.picture()
        self._kind = first.kind.value
        self._decisions: list[dict] = []
        self._keeps_owed: tuple[str, ...] = ()
        self._keeps_visits: tuple[str, ...] = ()
        self._absence_earns = _absence_earns(state, first) if isinstance(first, StepOut) else ""
        if isinstance(first, SignOut):
            self._keeps_owed = tuple(self._before["owed"].get(first.consultant, ()))
            held = [visit for visit, record in state.open.items() if record.consultant == first.consultant]
            self._keeps_visits = tuple(sorted(held))

    def add(self, decisions: Sequence[Decision]) -> None:
        self._decisions += [said.as_dict() for said in decisions]

    def effect(self) -> Effect:
        found = consequences(self._before, self._state.picture(), self._decisions)
        return Effect(
            self._kind,
            found,
            tuple(self._before["order"]),
            self._keeps_owed,
            self._keeps_visits,
            self._absence_earns,
        )


def _absence_earns(state: State, event: StepOut) -> str:
    if event.reason is Away.PERSONAL or not state.rules.keeps_balances:
        return "nothing"
    return state.rules.makeup.value
