"""What the desk sees before it saves: who would take the visitor, and by which clause."""

from dataclasses import dataclass, field

from offices.clauses import Clause, clause
from offices.errors import Refusal
from offices.models import Member, Office
from reception.enums import PassedWhy, TurnKind
from reception.services.arrivals import Arrival, preview_arrival


@dataclass(frozen=True, slots=True)
class Preview:
    """``consultant`` is None where the visitor would wait or needs nobody; ``refusal`` where the entry cannot be.

    ``passed`` are (name, why in words, whether a turn becomes owed).
    """

    consultant: Member | None = None
    kind: str = ""
    kind_label: str = ""
    counts: bool = False
    clause: Clause | None = None
    passed: list[tuple[str, str, bool]] = field(default_factory=list)
    refusal: str = ""


def preview_of(office: Office, arrival: Arrival) -> Preview:
    """The preview of what is typed so far; changes nothing."""
    try:
        decision = preview_arrival(office=office, arrival=arrival)
    except Refusal as refusal:
        return Preview(refusal=str(refusal))
    members = {member.code: member for member in Member.objects.of(office).consultants()}
    return Preview(
        consultant=members.get(decision.consultant or ""),
        kind=decision.kind.value,
        kind_label=str(TurnKind(decision.kind).label),
        counts=decision.counts,
        clause=clause(decision.clause),
        passed=[
            (members[each.consultant].name, str(PassedWhy(each.why).label), each.earned)
            for each in decision.passed
            if each.consultant in members
        ],
    )
