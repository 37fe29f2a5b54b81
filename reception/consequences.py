"""What an event did to turns, read from the pictures before and after it and from its decisions.

Pure. The same reading serves what is told beforehand (reception.services.effects) and what the log tells afterwards,
so that the two cannot say different things.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

TOLD = ("visit", "consultant", "kind", "counts", "clause", "passed")


@dataclass(frozen=True, slots=True)
class Account:
    """A consultant whose turns changed: balance before and after, and the clauses of turns that became owed or ended.

    ``owed`` and ``gone`` may both be empty: then turns taken ahead of the order became more or fewer.
    """

    consultant: str
    before: int
    after: int
    owed: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """``decisions`` as the log writes them; both orders are empty where the order stayed as it was."""

    decisions: tuple[Mapping, ...]
    accounts: tuple[Account, ...]
    order_before: tuple[str, ...] = ()
    order_after: tuple[str, ...] = ()

    @property
    def own(self) -> Mapping | None:
        """The first decision: the event's own, where it makes one."""
        return self.decisions[0] if self.decisions else None

    def account_of(self, consultant: str | None) -> Account | None:
        return next((each for each in self.accounts if each.consultant == consultant), None)

    def codes(self) -> set[str]:
        """Everybody who is spoken of."""
        named = {each["consultant"] for each in self.decisions if each["consultant"]}
        passed = {each["consultant"] for said in self.decisions for each in said["passed"]}
        return named | passed | {each.consultant for each in self.accounts} | {*self.order_after}

    def visits(self) -> set[str]:
        """The visits that are spoken of, by id."""
        return {each["visit"] for each in self.decisions}

    def digest(self, *more: object) -> str:
        """A fingerprint of all this, and of whatever else was told with it."""
        said = json.dumps([asdict(self), *more], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def consequences(before: Mapping, after: Mapping, decisions: Sequence[Mapping]) -> Consequences:
    """What lies between two pictures (reception.rotation.State.picture)."""
    moved = before["order"] != after["order"]
    return Consequences(
        decisions=tuple({name: said[name] for name in TOLD} for said in decisions),
        accounts=tuple(_accounts(before, after)),
        order_before=tuple(before["order"]) if moved else (),
        order_after=tuple(after["order"]) if moved else (),
    )


def _accounts(before: Mapping, after: Mapping) -> list[Account]:
    codes = {*before["balance"], *after["balance"], *before["owed"], *after["owed"]}
    changed = []
    for code in sorted(codes, key=lambda code: (len(code), code)):
        balances = before["balance"].get(code, 0), after["balance"].get(code, 0)
        owed = before["owed"].get(code, []), after["owed"].get(code, [])
        if balances[0] != balances[1] or owed[0] != owed[1]:
            became, ended = _owed(*owed)
            changed.append(Account(code, *balances, owed=became, gone=ended))
    return changed


def _owed(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what came to it, what went): the oldest goes first, what is new stands at the end."""
    for used in range(len(before) + 1):
        kept = before[used:]
        if list(after[: len(kept)]) == list(kept):
            return tuple(after[len(kept) :]), tuple(before[:used])
    return tuple(after), tuple(before)
