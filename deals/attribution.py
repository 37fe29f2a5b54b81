"""Whose deal is it: credit and commission from contacts and facts, with the clause that decides.

Pure: no Django, no database. Read `visitors.ownership` first: registration and validity are its. `rule` is the whole of
it; the table of rows stands in `_ROWS`, the first that fits decides. `attribution_document` reads and prints the
documents of `manage.py attribute`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from deals.attribution_rules import AssistEarns, DesignatedAmong, Rules
from deals.attribution_shares import WHOLE, Share, among, divided
from visitors.ownership import (
    Registration,
    Touch,
    TouchOf,
    TouchRole,
    ValidityAt,
    months_after,
    registrations,
    valid_until,
)

DEPARTMENT = "department"


class AttributionError(ValueError):
    """A deal that cannot be judged; the text says which field is wrong and why."""


class Status(StrEnum):
    """Whether the rules settle it, or the manager has to."""

    RULED = "ruled"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the contacts. Names are the consultants'; each fact may be missing."""

    refused: frozenset[str] = frozenset()
    complaint_upheld: frozenset[str] = frozenset()
    designated: str | None = None
    forgot: bool = False
    discount_sought_from: str | None = None
    referred_by_customer_of: str | None = None
    event: str | None = None
    quarrel: bool = False


@dataclass(frozen=True, slots=True)
class Deal:
    """What was sold: the signing date, who closed it, and the commission in fen."""

    signed_on: date
    closer: str
    commission_fen: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of the reasoning: what was found, about whom, and when. The words stand elsewhere."""

    found: str
    consultant: str = ""
    on: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whose deal it is. ``credit`` is a consultant, ``department``, or None where the manager has to decide."""

    credit: str | None
    clause: str
    commission: tuple[Share, ...] = ()
    status: Status = Status.RULED
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Case:
    """The contacts that count, and all that follows from them. ``touches`` stand in order of time."""

    deal: Deal
    facts: Facts
    rules: Rules
    touches: Sequence[Touch]
    dropped: Sequence[str] = field(default=())

    @cached_property
    def registered(self) -> list[Registration]:
        return registrations(self.touches, self.rules.validity)

    @cached_property
    def takeover(self) -> datetime:
        """The closer's registration, or their first contact where they have none."""
        mine = [each.at for each in self.registered if each.consultant == self.deal.closer]
        return mine[0] if mine else next(t.at for t in self.touches if t.consultant == self.deal.closer)

    @cached_property
    def earlier(self) -> list[Registration]:
        """Others who registered before the takeover, in order of registration."""
        others = (each for each in self.registered if each.consultant != self.deal.closer)
        return [each for each in others if each.at < self.takeover]

    def until(self, registration: Registration) -> date:
        """The last day on which an earlier registration is valid."""
        before = [touch for touch in self.touches if touch.at < self.takeover]
        return valid_until(registration, before, self.rules.validity)

    @cached_property
    def valid(self) -> list[Registration]:
        """The earlier ones whose time was not over."""
        at_deal = self.rules.validity.validity_at == ValidityAt.DEAL
        asked = self.deal.signed_on if at_deal else self.takeover.date()
        return [each for each in self.earlier if asked <= self.until(each)]

    @cached_property
    def standing(self) -> list[Registration]:
        """Earlier, valid, and not refused by the customer."""
        return [each for each in self.valid if each.consultant not in self.facts.refused]

    @cached_property
    def owner(self) -> str:
        """The first standing one; where nobody stands, the closer."""
        return str(self.standing[0].consultant) if self.standing else self.deal.closer

    @cached_property
    def helpers(self) -> list[str]:
        """Who assisted the owner's customer, without a registration of their own, and whose assist is not over."""
        own = next((each for each in self.registered if each.consultant == self.owner), None)
        if own is None:
            return []
        taken = {each.consultant for each in self.registered} | {self.owner}
        months = self.rules.validity.validity_months
        found = (
            touch.consultant
            for touch in self.touches
            if touch.role == TouchRole.ASSIST
            and touch.consultant not in taken
            and touch.at > own.at
            and self.deal.signed_on <= months_after(touch.at.date(), months)
        )
        return list(dict.fromkeys(map(str, found)))

    @cached_property
    def closes_on_the_day_of_the_assist(self) -> bool:
        return any(
            touch.role == TouchRole.ASSIST
            and touch.consultant == self.deal.closer
            and touch.at.date() == self.deal.signed_on
            for touch in self.touches
        )

    @cached_property
    def first_seen(self) -> list[str]:
        """Everybody with a contact, by the first of any kind."""
        return list(dict.fromkeys(str(touch.consultant) for touch in self.touches))


def rule(deal: Deal, contacts: Iterable[Touch], facts: Facts, rules: Rules) -> Ruling:
    """The ruling on this deal. Raises AttributionError where the closer has no contact up to the signing date."""
    known = sorted((t for t in contacts if t.at.date() <= deal.signed_on), key=lambda touch: touch.at)
    if all(touch.consultant != deal.closer for touch in known):
        raise AttributionError(f"the closer {deal.closer!r} has no contact up to the signing date")
    if facts.quarrel:
        whole = divided({DEPARTMENT: WHOLE}, deal.commission_fen, ())
        return Ruling(DEPARTMENT, "floor-4", whole, because=(Reason("quarrel"),))
    if facts.event is not None:
        return Ruling(None, "floor-3.13", status=Status.MANAGER, because=(Reason("event"),))
    full = Case(deal, facts, rules, known)
    out = _out_of_the_question(deal, facts)
    kept = [touch for touch in known if touch.consultant not in out]
    lost = [str(each.consultant) for each in full.valid if each.consultant in out]
    case = Case(deal, facts, rules, kept, lost)
    said = next(filter(None, (row(case) for row in _ROWS)))
    shares = divided(said.percents, deal.commission_fen, case.first_seen)
    return Ruling(
        said.credit, said.clause, shares, because=(*_findings(case, known), Reason(said.row, said.credit))
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row decides."""

    row: str
    credit: str
    clause: str
    percents: Mapping[str, Fraction]


def _out_of_the_question(deal: Deal, facts: Facts) -> set[str]:
    """Row 3: complaints upheld against, or a discount sought from, somebody other than the closer."""
    sought = {facts.discount_sought_from} if facts.discount_sought_from else set()
    return {*facts.complaint_upheld, *sought} - {deal.closer}


def _refused(case: Case) -> _Said | None:
    """Row 4: the customer did not want the first valid earlier consultant."""
    if not case.valid or case.valid[0].consultant not in case.facts.refused:
        return None
    part = case.rules.refused_share
    percents = {str(case.valid[0].consultant): part, case.deal.closer: WHOLE - part}
    return _Said("refused", case.deal.closer, "floor-3.2", percents)


def _designated(case: Case) -> _Said | None:
    """Row 5: the customer asked for the closer, and somebody stands."""
    if case.facts.designated != case.deal.closer or not case.standing:
        return None
    part = case.rules.designated_share
    which = {
        DesignatedAmong.ALL: case.standing,
        DesignatedAmong.FIRST: case.standing[:1],
        DesignatedAmong.LAST: case.standing[-1:],
    }[case.rules.designated_among]
    rest = among([str(each.consultant) for each in which], WHOLE - part)
    return _Said("designated", case.deal.closer, "floor-3.8", {**rest, case.deal.closer: part})


def _closed_by_helper(case: Case) -> _Said | None:
    """Row 6: the closer assisted the owner's customer."""
    if case.deal.closer not in case.helpers:
        return None
    same_day = case.closes_on_the_day_of_the_assist
    part = case.rules.same_day_assist_share if same_day else case.rules.assist_share
    percents = {**among(case.helpers, part), case.owner: WHOLE - part}
    row, clause = ("same_day_helper", "floor-queue-5") if same_day else ("helper", "floor-3.3")
    return _Said(row, case.owner, clause, percents)


def _forgot(case: Case) -> _Said | None:
    """Row 7: the customer had forgotten by whom they were received, and somebody stands."""
    if not case.facts.forgot or not case.standing:
        return None
    part = case.rules.forgotten_share
    return _Said("forgot", case.deal.closer, "floor-3.7", {case.owner: part, case.deal.closer: WHOLE - part})


def _referred(case: Case) -> _Said | None:
    """Row 8: brought by a customer of R's, and nobody stands other than R."""
    facts, referrer = case.facts, case.facts.referred_by_customer_of
    if referrer is None or referrer in facts.complaint_upheld or referrer == facts.discount_sought_from:
        return None
    if any(each.consultant != referrer for each in case.standing):
        return None
    return _Said("referred", referrer, "floor-3.10", {referrer: WHOLE})


def _owned(case: Case) -> _Said | None:
    """Row 9: somebody stands."""
    if not case.standing:
        return None
    percents = _with_helpers(case)
    if len(percents) > 1:
        return _Said("owner_and_helpers", case.owner, "floor-3.3", percents)
    if case.standing[0].of == TouchOf.FAMILY:
        return _Said("owner_by_family", case.owner, "floor-3.11", percents)
    return _Said("owner", case.owner, "floor-first-visit", percents)


def _closed(case: Case) -> _Said:
    """Row 10: nobody else has a claim."""
    percents = _with_helpers(case)
    if len(percents) > 1:
        return _Said("closer_and_helpers", case.owner, "floor-3.3", percents)
    if any(name in case.facts.complaint_upheld for name in case.dropped):
        return _Said("closer_after_complaint", case.owner, "floor-3.4", percents)
    if case.dropped:
        return _Said("closer_after_discount", case.owner, "floor-3.6", percents)
    if case.earlier:
        return _Said("closer_after_lapse", case.owner, "floor-validity", percents)
    return _Said("closer", case.owner, "floor-first-visit", percents)


_ROWS: tuple[Callable[[Case], _Said | None], ...] = (
    _refused,
    _designated,
    _closed_by_helper,
    _forgot,
    _referred,
    _owned,
    _closed,
)


def _with_helpers(case: Case) -> dict[str, Fraction]:
    """The owner has everything but what helpers earn who did not close."""
    part = case.rules.assist_share
    if case.rules.assist_earns != AssistEarns.ALWAYS or not case.helpers or part == 0:
        return {case.owner: WHOLE}
    return {**among(case.helpers, part), case.owner: WHOLE - part}


def _findings(case: Case, known: Sequence[Touch]) -> list[Reason]:
    """What was found on the way to the row, in the order in which the rules ask."""
    with_contact = {str(touch.consultant) for touch in known}
    out = sorted(_out_of_the_question(case.deal, case.facts) & with_contact)
    found = [
        Reason("dropped_complaint" if name in case.facts.complaint_upheld else "dropped_discount", name)
        for name in out
    ]
    found.append(Reason("takeover", case.deal.closer, case.takeover.date()))
    for each in case.earlier:
        name, until = str(each.consultant), case.until(each)
        if each not in case.valid:
            found.append(Reason("lapsed", name, each.at.date(), until))
        elif each not in case.standing:
            found.append(Reason("valid_but_refused", name, each.at.date(), until))
        else:
            found.append(Reason("stands", name, each.at.date(), until))
    return [*found, *(Reason("helped", name) for name in case.helpers)]
