"""Handing customers out by lot so that anybody can repeat it (C-16): no random generator, only SHA-256.

Both lists are shuffled by the same rule: each name gets the SHA-256 of ``seed:list:name`` (UTF-8, in hexadecimal), and
the list is sorted by it. Then the customers are dealt one after another to the receivers in their order, round and
round, so that nobody has two more than anybody else. Pure: no Django, no clock; no version of Python matters.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CUSTOMERS = "customer"
RECEIVERS = "receiver"


class DrawError(ValueError):
    """Nobody to hand out to, or somebody stands twice on a list."""


@dataclass(frozen=True, slots=True)
class Lot:
    """A customer (their number) and the receiver (a member's id), with the digest that put the customer there."""

    customer: int
    receiver: int
    digest: str


def draw(seed: str, customers: Iterable[int], receivers: Iterable[int]) -> list[Lot]:
    """The lots in the order drawn; it does not depend on the order of what is given. Raises DrawError."""
    dealt, to = shuffled(seed, CUSTOMERS, customers), shuffled(seed, RECEIVERS, receivers)
    if not to:
        raise DrawError("there is nobody to receive")
    return [
        Lot(customer, to[place % len(to)], digest(seed, CUSTOMERS, customer))
        for place, customer in enumerate(dealt)
    ]


def shuffled(seed: str, which: str, numbers: Iterable[int]) -> list[int]:
    """The numbers in the order that the seed puts them. Raises DrawError where one stands there twice."""
    given: Sequence[int] = list(numbers)
    if len(set(given)) != len(given):
        raise DrawError(f"a {which} stands twice on the list")
    # Two digests are never equal in practice; the number decides then, so that nothing at all is left to chance.
    return sorted(given, key=lambda number: (digest(seed, which, number), number))


def digest(seed: str, which: str, number: int) -> str:
    """What decides the place: ``printf '%s' 'SEED:customer:17' | sha256sum`` says the same."""
    return hashlib.sha256(f"{seed}:{which}:{number}".encode()).hexdigest()
