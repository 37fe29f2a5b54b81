"""What a contact's circumstances say of a deal: the facts of attribution in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deals.enums import FactKind


@dataclass(frozen=True, slots=True)
class Spoken:
    """A circumstance, and the id of the member whom it is about (None where it is about nobody)."""

    kind: FactKind
    about: int | None = None


def spoken_in(said: Mapping[str, Any]) -> list[Spoken]:
    """In the order in which the desk asks (A-01, A-16, C-11, C-13); whom the customer merely named bears on nothing."""
    found = [Spoken(FactKind.REFUSED, each) for each in said.get("refused") or []]
    if said.get("forgot"):
        found.append(Spoken(FactKind.FORGOT))
    if said.get("designates"):
        found.append(Spoken(FactKind.DESIGNATED, said["designates"]))
    if said.get("discount_from"):
        found.append(Spoken(FactKind.DISCOUNT_SOUGHT, said["discount_from"]))
    return found


def is_captured(said: Mapping[str, Any]) -> bool:
    """Whether the desk entered it: then it counts at once. What one who sells entered is a claim (DealFact)."""
    return not said.get("claimed")
