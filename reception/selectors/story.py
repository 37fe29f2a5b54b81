"""Why? — everything that was ever decided on one visit, step by step, from the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from offices.clauses import Clause, clause_for
from offices.models import Deputy, HouseRules, Member
from offices.selectors.deputies import deputies_between
from reception.models import QueueEvent, Reception
from reception.selectors.log import actor
from reception.selectors.turn_words import Names, kind_label, passed_label


@dataclass(frozen=True, slots=True)
class Passed:
    """A consultant whom the walk passed, why, and whether a turn became owed."""

    member: str
    why_label: str
    earned: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a consultant stood before and after the step."""

    member: Member | None
    name: str
    place_before: int | None
    place_after: int | None
    balance_before: int
    balance_after: int
    owed_before: int
    owed_after: int
    away: str
    busy: bool

    @property
    def changed(self) -> bool:
        return (self.balance_before, self.owed_before, self.place_before) != (
            self.balance_after,
            self.owed_after,
            self.place_after,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the log that decided something on this visit."""

    seq: int
    at: datetime
    by: str
    event_label: str
    kind: str
    kind_label: str
    consultant: str
    counts: bool
    clause: Clause
    passed: list[Passed]
    standings: list[Standing]
    rules: HouseRules | None
    note: str
    hash: str
    previous_hash: str


def story_of(reception: Reception) -> list[Step]:
    """All steps of this visit, oldest first: a fixed number of queries, each by an index however long the log is."""
    visit = str(reception.visit)
    events = list(
        QueueEvent.objects.of(reception.office)
        .filter(seq__in=reception.entries)
        .select_related("by", "note")
        .order_by("seq")
    )
    names = Names({member.code: member for member in Member.objects.filter(office_id=reception.office_id)})
    deputies = deputies_between(reception.office, events[0].at, events[-1].at) if events else []
    rules = {
        rules.version: rules
        for rules in HouseRules.objects.of(reception.office).filter(
            version__in={event.rules_version for event in events}
        )
    }
    words = clause_for(
        reception.office,
        {
            said["clause"]
            for event in events
            for said in event.decision["decisions"]
            if said["visit"] == visit
        },
    )
    return [
        _step(event, said, names, deputies, rules.get(event.rules_version), words[said["clause"]])
        for event in events
        for said in event.decision["decisions"]
        if said["visit"] == visit
    ]


def _step(
    event: QueueEvent,
    said: dict,
    names: Names,
    deputies: list[Deputy],
    rules: HouseRules | None,
    words: Clause,
) -> Step:
    return Step(
        seq=event.seq,
        at=event.at,
        by=actor(event, deputies),
        event_label=event.get_kind_display(),
        kind=said["kind"],
        kind_label=kind_label(said["kind"]),
        consultant=names.person(said["consultant"]),
        counts=said["counts"],
        clause=words,
        passed=[
            Passed(names.person(each["consultant"]), passed_label(each["why"]), each["earned"])
            for each in said["passed"]
        ],
        standings=list(_standings(event.decision, names)),
        rules=rules,
        note=event.note.text if hasattr(event, "note") else "",
        hash=event.hash,
        previous_hash=event.previous_hash,
    )


def _standings(decision: dict, names: Names) -> Iterable[Standing]:
    before, after = decision["before"], decision["after"]
    places_before = {code: place for place, code in enumerate(before["order"], start=1)}
    places_after = {code: place for place, code in enumerate(after["order"], start=1)}
    for code in before["order"] + [code for code in after["order"] if code not in places_before]:
        yield Standing(
            member=names.members.get(code),
            name=names.person(code),
            place_before=places_before.get(code),
            place_after=places_after.get(code),
            balance_before=before["balance"].get(code, 0),
            balance_after=after["balance"].get(code, 0),
            owed_before=len(before["owed"].get(code, [])),
            owed_after=len(after["owed"].get(code, [])),
            away=before["away"].get(code, ""),
            busy=code in before["busy"],
        )
