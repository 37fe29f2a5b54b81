"""What would change a ruling: flip one fact or drop one contact, and see the other ruling. Nothing is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deals.attribution import AttributionError, Ruling, rule
from deals.attribution_document import case_from

LISTS = ("refused", "complaint_upheld")
NAMES = ("designated", "discount_sought_from", "referred_by_customer_of")
FLAGS = ("forgot", "quarrel")


@dataclass(frozen=True, slots=True)
class Flip:
    """One change: of the fact ``fact`` about ``consultant`` (a code), or of the contact at the place ``contact``.

    ``now_holds`` says whether the fact holds in the ruling, so that the flip takes it away.
    """

    fact: str
    consultant: str = ""
    now_holds: bool = False
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """A flip with the ruling that would be."""

    flip: Flip
    ruling: Ruling


def others(document: Mapping[str, Any]) -> list[Other]:
    """Every flip that would lead to other shares, another owner or another clause, facts first."""
    here = _ruled(document)
    found = []
    for flip, changed in flips(document):
        there = _ruled(changed)
        if there is not None and (here is None or _said(there) != _said(here)):
            found.append(Other(flip, there))
    return found


def flips(document: Mapping[str, Any]) -> Iterator[tuple[Flip, dict[str, Any]]]:
    """Each single change with the document that it makes."""
    facts = document.get("facts", {})
    people = list(dict.fromkeys(each["consultant"] for each in document["contacts"]))
    closer = document["deal"]["closer"]
    for name in FLAGS:
        yield _with(document, Flip(name, now_holds=bool(facts.get(name))), name, not facts.get(name))
    if facts.get("event"):
        yield _with(document, Flip("event", now_holds=True), "event", None)
    for name in LISTS:
        for person in people:
            if person != closer:
                holds = person in facts.get(name, [])
                left = [each for each in facts.get(name, []) if each != person]
                yield _with(document, Flip(name, person, holds), name, left if holds else [*left, person])
    for name in NAMES:
        for person in _candidates(name, people, closer, facts):
            holds = facts.get(name) == person
            yield _with(document, Flip(name, person, holds), name, None if holds else person)
    for place, contact in enumerate(document["contacts"]):
        kept = [each for number, each in enumerate(document["contacts"]) if number != place]
        flip = Flip("contact", contact["consultant"], True, place)
        yield flip, {**document, "contacts": kept}


def _candidates(name: str, people: list[str], closer: str, facts: Mapping[str, Any]) -> list[str]:
    """About whom the fact could be otherwise: a referrer may have no contact at all."""
    if name == "designated":
        return list(dict.fromkeys([closer, *filter(None, [facts.get(name)])]))
    if name == "referred_by_customer_of":
        return [facts[name]] if facts.get(name) else []
    return [each for each in people if each != closer]


def _with(document: Mapping[str, Any], flip: Flip, name: str, value: object) -> tuple[Flip, dict[str, Any]]:
    return flip, {**document, "facts": {**document.get("facts", {}), name: value}}


def _ruled(document: Mapping[str, Any]) -> Ruling | None:
    """None where nothing could be ruled, such as without any contact of the closer."""
    try:
        return rule(*case_from(document))
    except AttributionError:
        return None


def _said(ruling: Ruling) -> tuple:
    shares = tuple((share.consultant, share.percent) for share in ruling.commission)
    return ruling.credit, ruling.clause, shares
