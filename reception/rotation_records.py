"""What the rotation writes down: people with their turns, visits, and what the last decision changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from reception.rotation_events import Arrive, Away


class Kind(StrEnum):
    """What a decision does with a visit."""

    TURN = "turn"
    MAKEUP = "makeup"
    OWN = "own"
    ASSIST = "assist"
    PEER = "peer"
    UNAIDED = "unaided"
    WAITING = "waiting"
    LEFT = "left"
    VOID = "void"
    CANCEL = "cancel"
    REASSIGN = "reassign"
    HAND_BACK = "hand_back"


class Status(StrEnum):
    """Where a visit stands. Only an open one keeps its consultant busy."""

    WAITING = "waiting"
    OPEN = "open"
    FINISHED = "finished"
    UNAIDED = "unaided"
    LEFT = "left"
    VOID = "void"
    CANCELLED = "cancelled"


class Visit(NamedTuple):
    """The record of one visit as it stands. `kind` is that of the reception, whoever has it by now.

    `sharers` are those who were due a share when it counted; they stay written down when it counts no longer.
    """

    status: Status
    consultant: str | None
    kind: Kind
    counts: bool
    sharers: tuple[str, ...] = ()
    returning: bool = False
    refused: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {
            "status": self.status.value,
            "consultant": self.consultant,
            "kind": self.kind.value,
            "counts": self.counts,
            "sharers": list(self.sharers),
            "returning": self.returning,
            "refused": list(self.refused),
        }

    @classmethod
    def from_dict(cls, record: Mapping) -> "Visit":
        return cls(
            Status(record["status"]),
            record["consultant"],
            Kind(record["kind"]),
            record["counts"],
            tuple(record["sharers"]),
            record["returning"],
            tuple(record["refused"]),
        )


Account = tuple[int, tuple[str, ...]]
"""A balance in turns, and the clauses of the turns owed, oldest first: as many as the balance is above 0."""


def owing(account: Account, clause: str) -> Account:
    """The account after a turn became owed; it keeps the clause unless it only lessens a debt."""
    balance, owed = account
    return balance + 1, (*owed, clause) if balance >= 0 else owed


def charging(account: Account) -> Account:
    """The account after a turn was charged; the oldest owed one is used first."""
    balance, owed = account
    return balance - 1, owed[1:]


@dataclass(slots=True, eq=False)
class Person:
    """A consultant. `due` is in parts of the ledger's unit; `earned`: the absence earned a make-up turn."""

    name: str
    balance: int = 0
    owed: tuple[str, ...] = ()
    due: int = 0
    on_duty: bool = False
    away: Away | None = None
    earned: bool = False
    open: int = 0
    open_counting: int = 0

    @property
    def here(self) -> bool:
        return self.on_duty and self.away is None

    @property
    def free(self) -> bool:
        return self.on_duty and self.away is None and not self.open

    @property
    def account(self) -> Account:
        return self.balance, self.owed

    @account.setter
    def account(self, account: Account) -> None:
        self.balance, self.owed = account


class Undo(NamedTuple):
    """What the last counted decision changed, as it was before: enough to take that decision back exactly.

    `order` is the list object of that time; lists of the order are replaced, never changed.
    """

    visit: str
    order: list[Person]
    accounts: dict[Person, Account]
    absences: tuple[Person, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "visit": self.visit,
            "order": [person.name for person in self.order],
            "accounts": {
                person.name: [balance, list(owed)] for person, (balance, owed) in self.accounts.items()
            },
            "absences": [person.name for person in self.absences],
        }

    @classmethod
    def from_dict(cls, record: Mapping, people: Mapping[str, Person]) -> "Undo":
        return cls(
            record["visit"],
            [people[name] for name in record["order"]],
            {people[name]: (balance, tuple(owed)) for name, (balance, owed) in record["accounts"].items()},
            tuple(people[name] for name in record["absences"]),
        )


def waiting_record(arrive: Arrive) -> Visit:
    return Visit(Status.WAITING, None, Kind.WAITING, False, refused=arrive.refused)
