"""Who may do what with a complaint: by what somebody is to it. Pure, a table over all deeds."""

from collections.abc import Iterable
from enum import StrEnum

from complaints.escalation_table import Deed


class Relation(StrEnum):
    """What a member is to a complaint; one may be several."""

    ANSWERABLE = "answerable"
    DEPARTMENT = "department"  # the head of the department that has it
    SERVICE = "service"
    LEADER = "leader"
    DIRECTOR = "director"


R = Relation
HANDLERS = frozenset({R.SERVICE, R.LEADER, R.DIRECTOR})
"""See every complaint and may act where the one who answers is away."""
ANSWERING = HANDLERS | {R.ANSWERABLE}
HANDING = frozenset({R.ANSWERABLE, R.LEADER, R.DIRECTOR})
"""May ask a colleague to answer for it."""

MAY: dict[Deed, frozenset[Relation]] = {
    Deed.ASSIGNED: ANSWERING,
    Deed.HANDLED: HANDLERS | {R.DEPARTMENT},
    Deed.RETURNED: HANDLERS,
    Deed.EXPLAINED: ANSWERING,
    Deed.REPLIED: ANSWERING,
    Deed.CONFIRMED: ANSWERING,
    Deed.UNANSWERED: HANDLERS,
    Deed.DISSATISFIED: ANSWERING,
    Deed.CALLED: HANDLERS,
    Deed.ARCHIVED: HANDLERS,
    Deed.REOPENED: ANSWERING,
    Deed.PROMISED: ANSWERING,
    Deed.WAITING: ANSWERING | {R.DEPARTMENT},
    Deed.RESUMED: ANSWERING | {R.DEPARTMENT},
    Deed.HOUSEHOLDS: ANSWERING,
    Deed.RAISED: ANSWERING | {R.DEPARTMENT},
    Deed.NAMED: ANSWERING,
    Deed.VERIFIED: frozenset({R.LEADER, R.DIRECTOR}),
    Deed.REFUTED: frozenset({R.LEADER, R.DIRECTOR}),
}


def may(deed: Deed, relations: Iterable[Relation]) -> bool:
    return not MAY[deed].isdisjoint(relations)
