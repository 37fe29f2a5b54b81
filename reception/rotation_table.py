"""Who takes an arrival: the table of rows, the first that fits decides.

Nothing is changed here. The answer is a `Plan`, which `reception.rotation` carries out or only shows.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from reception.rotation_events import Arrive, Away, History, Purpose
from reception.rotation_records import Account, Kind, Person, charging, owing
from reception.rotation_rules import AssistBy, Makeup, Pick, Rules
from reception.rotation_state import State


class Why(StrEnum):
    """Why somebody was passed: away on business or in private, busy, or a turn taken ahead of the order."""

    BUSINESS = "business"
    PERSONAL = "personal"
    BUSY = "busy"
    DEBT = "debt"


_WHY = {None: Why.BUSY, Away.BUSINESS: Why.BUSINESS, Away.PERSONAL: Why.PERSONAL}


class Passed(NamedTuple):
    """One consultant passed in the walk; `earned`: a turn became owed to them by it."""

    consultant: str
    why: Why
    earned: bool

    def as_dict(self) -> dict[str, object]:
        return {"consultant": self.consultant, "why": self.why.value, "earned": self.earned}


class Plan(NamedTuple):
    """What a row decides, and what carrying it out changes: `order` and `accounts` hold new values.

    `order` is None where it stays. `absences` are those that earn their make-up turn by this decision.
    """

    taker: Person | None
    kind: Kind
    counts: bool
    clause: str
    passed: tuple[Passed, ...] = ()
    sharers: tuple[str, ...] = ()
    order: list[Person] | None = None
    accounts: dict[Person, Account] | None = None
    absences: tuple[Person, ...] = ()


def plan(state: State, arrive: Arrive) -> Plan:
    """The first row of the table that fits this arrival now."""
    if arrive.purpose in (Purpose.FIND_PERSON, Purpose.DIRECTIONS):
        return Plan(None, Kind.UNAIDED, False, "charter-9")
    refused = arrive.refused
    if arrive.purpose is Purpose.PEER:
        return _uncounted(reversed(state.order), refused, Kind.PEER, "charter-4")
    returning = arrive.history is History.VISITED
    claimants = arrive.claimants
    for name in claimants:
        claimant = state.people[name]
        if claimant.here:
            counts = own_counts(state.rules, returning)
            return own(state, claimant, counts, _claim(arrive, name))
    if claimants and not returning:
        return _by_order(state, refused, "charter-1.1")
    if len(claimants) == 1:
        if state.rules.assist_by is AssistBy.LAST:
            return _uncounted(reversed(state.order), refused, Kind.ASSIST, "charter-8")
        return _uncounted(state.order, refused, Kind.ASSIST, "floor-3.3")
    if claimants:
        return _by_order(state, refused, "floor-3.5")
    if returning and refused:
        if state.rules.returning_visit_counts:
            return _by_order(state, refused, "floor-3.2")
        return _uncounted(state.order, refused, Kind.TURN, "floor-3.2")
    return _by_order(state, refused, "charter-1.2" if returning else "charter-9")


def own_counts(rules: Rules, returning: bool) -> bool:
    """Whether receiving one's own customer is a turn (charter-9 against floor-queue-5.2)."""
    return rules.returning_visit_counts if returning else True


def own(state: State, consultant: Person, counts: bool, clause: str) -> Plan:
    """The customer's own consultant receives, busy or not, and outside the order."""
    if not counts:
        return Plan(consultant, Kind.OWN, False, clause)
    sharers = tuple(person.name for person in state.order if person.free or person is consultant)
    accounts = {consultant: charging(consultant.account)} if state.rules.keeps_balances else None
    return Plan(consultant, Kind.OWN, True, clause, sharers=sharers, accounts=accounts)


def _claim(arrive: Arrive, name: str) -> str:
    """The clause by which this claimant's claim stands."""
    if name == arrive.designates:
        return "floor-3.8"
    return "charter-1.1" if name == arrive.named[0] else "floor-3.5"


def _uncounted(line: Iterable[Person], refused: tuple[str, ...], kind: Kind, clause: str) -> Plan:
    """The first suitable free one of the line takes it; the order stays as it is."""
    for person in line:
        if person.free and person.name not in refused:
            return Plan(person, kind, False, clause)
    return Plan(None, Kind.WAITING, False, clause)


def _by_order(state: State, refused: tuple[str, ...], clause: str) -> Plan:
    """A counted turn: by the ledger, or owed turns first, or along the order."""
    free = state.free()
    if refused:
        free = [person for person in free if person.name not in refused]
    if not free:
        return Plan(None, Kind.WAITING, False, clause)
    sharers = tuple([person.name for person in free])
    if state.rules.pick is Pick.LARGEST_DUE:
        taker = max(free, key=lambda person: person.due)  # the first of equals: nearer the front
        order = [person for person in state.order if person is not taker]
        order.append(taker)
        return Plan(taker, Kind.TURN, True, clause, sharers=sharers, order=order)
    for person in free:
        if person.balance > 0:
            accounts = {person: charging(person.account)}
            return Plan(person, Kind.MAKEUP, True, person.owed[0], sharers=sharers, accounts=accounts)
    return _walk(state, refused, clause)._replace(sharers=sharers)


def _walk(state: State, refused: tuple[str, ...], clause: str) -> Plan:
    """From the front to the one who takes it, round again where need be; all reached go to the back.

    Ends because a suitable free one is in the order, whose debt shrinks with every round.
    """
    order = list(state.order)
    front = 0
    passed: list[Passed] = []
    accounts: dict[Person, Account] = {}
    earners: list[Person] = []
    while True:
        person = order[front]
        if person.name in refused:
            front += 1
            continue
        order.append(order.pop(front))
        balance, owed = accounts.get(person) or person.account
        if balance < 0:
            accounts[person] = balance + 1, owed
            passed.append(Passed(person.name, Why.DEBT, False))
            continue
        if person.free:
            break
        earned = None if person in earners else _earned(state.rules, person, balance)
        if earned:
            accounts[person] = owing((balance, owed), earned)
            earners.append(person)
        passed.append(Passed(person.name, _WHY[person.away], earned is not None))
    absences = tuple(person for person in earners if person.away and not person.earned)
    return Plan(
        person, Kind.TURN, True, clause, tuple(passed), order=order, accounts=accounts, absences=absences
    )


def _earned(rules: Rules, person: Person, balance: int) -> str | None:
    """The clause by which being passed becomes a turn owed, None where it does not."""
    if rules.makeup_cap is not None and balance >= rules.makeup_cap:
        return None
    if person.away is Away.PERSONAL:
        return None
    if person.away is Away.BUSINESS:
        if rules.makeup is Makeup.EACH:
            return "floor-queue-3"
        return None if person.earned else "charter-7"
    if rules.uncounted_costs_no_turn and not person.open_counting:
        return "charter-8"
    return "floor-queue-3" if rules.makeup_when_busy else None
