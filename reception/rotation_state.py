"""What the rotation knows between two events: the people, the order, the visits, and the fairness ledger.

A `State` is changed in place by `reception.rotation.apply` alone; everybody else reads it. It keeps closed
visits in memory as long as the object lives, but leaves them out of its snapshot (`to_json`).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import cast

from reception.rotation_events import Arrive, Away
from reception.rotation_reading import event_from
from reception.rotation_records import Person, Undo, Visit, charging, owing, waiting_record
from reception.rotation_refusals import Refused
from reception.rotation_rules import PRESETS, Rules, rules_from


class State:
    """The live state. `listed`: there is a staff list, so that nobody new can sign in.

    `people` are all who are in the staff or ever were in the order. The ledger counts in whole parts of
    1/`unit`, which is exact and faster than fractions.
    """

    __slots__ = ("at", "closed", "listed", "open", "order", "people", "rules", "undo", "unit", "waiting")

    def __init__(self, rules: Rules, *, listed: bool) -> None:
        self.rules = rules
        self.listed = listed
        self.people: dict[str, Person] = {}
        self.order: list[Person] = []
        self.open: dict[str, Visit] = {}
        self.waiting: dict[str, Arrive] = {}
        self.closed: dict[str, Visit] = {}
        self.undo: Undo | None = None
        self.unit = 1
        self.at: str | None = None

    @classmethod
    def start(
        cls, order: Iterable[str] = (), staff: Iterable[str] | None = None, rules: Rules = PRESETS["floor"]
    ) -> "State":
        """A new queue, with all in `order` here and free. Raises `Refused` where a list has a name twice."""
        state = cls(rules, listed=staff is not None)
        for field, names in (("staff", staff or ()), ("order", order)):
            listed = set()
            for name in names:
                if name in listed:
                    raise Refused("name_twice", event=field, consultant=name)
                listed.add(name)
                person = state.person(name)
                if field == "order":
                    person.on_duty = True
                    state.order.append(person)
        return state

    def person(self, name: str) -> Person:
        """The consultant of that name, entered now where nobody is known by it."""
        return self.people.get(name) or self.people.setdefault(name, Person(name))

    def admit(self, names: Iterable[str]) -> None:
        """These work here from now on; decides nothing."""
        for name in names:
            self.person(name)

    # The ledger and the accounts

    def owe(self, person: Person, clause: str) -> None:
        if self.rules.keeps_balances:
            person.account = owing(person.account, clause)

    def charge(self, person: Person) -> None:
        if self.rules.keeps_balances:
            person.account = charging(person.account)

    def share(self, sharers: tuple[str, ...], consultant: Person, sign: int = 1) -> None:
        """Give each sharer an equal part of one turn, and the consultant less by one; -1 takes both back."""
        if self.unit % len(sharers):
            factor = len(sharers) // gcd(self.unit, len(sharers))
            self.unit *= factor
            for person in self.people.values():
                person.due *= factor
        part = sign * (self.unit // len(sharers))
        people = self.people
        for name in sharers:
            people[name].due += part
        consultant.due -= sign * self.unit

    def free(self) -> list[Person]:
        """Those who could take a visitor now, front first. (Everybody in the order is on duty.)"""
        return [person for person in self.order if not person.open and person.away is None]

    # The visits

    def holder(self, record: Visit) -> Person:
        """Who has the reception, or had it last; for visits that somebody received."""
        return self.people[cast(str, record.consultant)]

    def opened(self, visit: str, record: Visit) -> None:
        """A reception begins, or goes on with another consultant."""
        person = self.holder(record)
        person.open += 1
        person.open_counting += record.counts
        self.open[visit] = record

    def released(self, record: Visit) -> None:
        """The consultant of an open reception has it no longer."""
        person = self.holder(record)
        person.open -= 1
        person.open_counting -= record.counts

    def ended(self, visit: str, record: Visit) -> None:
        """The visit is over, wherever it stood; `record` says how."""
        before = self.open.pop(visit, None)
        if before:
            self.released(before)
        self.waiting.pop(visit, None)
        self.closed[visit] = record

    def record(self, visit: str) -> dict[str, object] | None:
        """The visit's record as JSON, None for a visit that this object does not know.

        Closed visits stay known to this object, but not to a snapshot: whoever stores snapshots must keep the
        record of a closed visit (this one, or `Decision.record`) and hand it to `apply` as `closed`.
        """
        known = self.open.get(visit) or self.closed.get(visit)
        if known is None and visit in self.waiting:
            known = waiting_record(self.waiting[visit])
        return known.as_dict() if known else None

    # What others read

    def public(self) -> dict[str, object]:
        """The state as the command prints it."""
        return {
            "order": [person.name for person in self.order],
            "balance": {person.name: person.balance for person in self.people.values()},
            "owed": self._owed(),
            "due": {
                person.name: _rounded(Fraction(person.due, self.unit)) for person in self.people.values()
            },
            "away": self._away(),
            "open": {visit: record.consultant for visit, record in self.open.items()},
            "waiting": list(self.waiting),
        }

    def picture(self) -> dict[str, object]:
        """The little that explains a decision: who stood where, and with which turns."""
        return {
            "order": [person.name for person in self.order],
            "balance": self._balances(),
            "owed": self._owed(),
            "away": self._away(),
            "busy": [person.name for person in self.order if person.open],
        }

    def to_json(self) -> dict[str, object]:
        """Everything that later decisions need, as compact JSON; closed visits are not in it."""
        return {
            "rules": self.rules.as_dict(),
            "listed": self.listed,
            "people": list(self.people),
            "order": [person.name for person in self.order],
            "balance": self._balances(),
            "owed": self._owed(),
            "due": {person.name: self._exact(person.due) for person in self.people.values() if person.due},
            "away": {name: [away.value, self.people[name].earned] for name, away in self._absent()},
            "open": [{"visit": visit, **record.as_dict()} for visit, record in self.open.items()],
            "waiting": [arrive.as_dict() for arrive in self.waiting.values()],
            "undo": self.undo and self.undo.as_dict(),
            "at": self.at,
        }

    @classmethod
    def from_json(cls, snapshot: Mapping) -> "State":
        """The state that `to_json` wrote; a `jsonb` column may have changed the sequence of the keys."""
        state = cls(rules_from(snapshot["rules"]), listed=snapshot["listed"])
        state.admit(snapshot["people"])
        people = state.people
        state.order = [people[name] for name in snapshot["order"]]
        for person in state.order:
            person.on_duty = True
        for name, balance in snapshot["balance"].items():
            people[name].account = balance, tuple(snapshot["owed"].get(name, ()))
        due = {name: Fraction(text) for name, text in snapshot["due"].items()}
        state.unit = lcm(*(part.denominator for part in due.values()))
        for name, part in due.items():
            people[name].due = part.numerator * (state.unit // part.denominator)
        for name, (reason, earned) in snapshot["away"].items():
            people[name].away, people[name].earned = Away(reason), earned
        for record in snapshot["open"]:
            state.opened(record["visit"], Visit.from_dict(record))
        state.waiting = {arrive["visit"]: cast(Arrive, event_from(arrive)) for arrive in snapshot["waiting"]}
        state.undo = snapshot["undo"] and Undo.from_dict(snapshot["undo"], people)
        state.at = snapshot["at"]
        return state

    def _balances(self) -> dict[str, int]:
        return {person.name: person.balance for person in self.people.values() if person.balance}

    def _owed(self) -> dict[str, list[str]]:
        return {person.name: list(person.owed) for person in self.people.values() if person.owed}

    def _away(self) -> dict[str, str]:
        return {name: away.value for name, away in self._absent()}

    def _absent(self) -> list[tuple[str, Away]]:
        return [(person.name, person.away) for person in self.order if person.away]

    def _exact(self, due: int) -> str:
        part = gcd(due, self.unit)
        return f"{due // part}/{self.unit // part}"


def _rounded(due: Fraction) -> int | float:
    """Rounded to 4 places, half to even, as the plainest JSON number: never -0, nor 1.0 for 1."""
    due = round(due, 4)
    return due.numerator if due.denominator == 1 else due.numerator / due.denominator
