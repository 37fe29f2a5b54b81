"""Whose word a request takes: one table over what is asked for, the file's mark and who asks (no Django, no database).

The papers say “and” in some articles and “or” in others; so does the table. One person gives one word: who holds both
roles that are wanted gives it for one of them, and somebody else for the other. Where an office has nobody for a role,
the next one of STAND_INS speaks in its place; two words stay two people.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import permutations, product
from types import MappingProxyType


class Mark(StrEnum):
    """How a file is marked in the index: not at all, confidential, top secret."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105 (a mark on a file)

    def is_heavier_than(self, other: "Mark") -> bool:
        return _WEIGHT[self] > _WEIGHT[other]


_WEIGHT = {Mark.NONE: 0, Mark.CONFIDENTIAL: 1, Mark.SECRET: 2}


def heaviest(marks: Collection[Mark]) -> Mark:
    """The mark that counts where several files are asked for at once."""
    return max(marks, key=_WEIGHT.__getitem__, default=Mark.NONE)


class Ask(StrEnum):
    """What somebody may ask for."""

    VIEW = "view"
    LOAN = "loan"
    COPY = "copy"
    OUTSIDE = "outside"
    STATISTICS = "statistics"
    REPORT = "report"


ABOUT_FILES = frozenset({Ask.VIEW, Ask.LOAN, Ask.COPY, Ask.OUTSIDE})
"""These name the files they are about; the others are about figures of many."""


class Asker(StrEnum):
    """For whom it is asked: for the member themself, or for somebody from outside who stands before them."""

    COLLEAGUE = "colleague"
    OUTSIDER = "outsider"


class Needs(StrEnum):
    """How many of the roles have to say yes."""

    ONE = "one"
    ALL = "all"
    ALL_IN_ORDER = "all_in_order"


People = Sequence[Collection[str]]
"""The roles of each of several people."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The roles (codes of Role) whose word it takes, how many of them, and the clause."""

    roles: tuple[str, ...]
    needs: Needs
    clause: str

    def is_complete(self, given: Collection[str]) -> bool:
        """Whether the words given (roles) are enough."""
        said = [role in given for role in self.roles]
        return any(said) if self.needs is Needs.ONE else all(said)

    def wanted(self, given: Collection[str]) -> tuple[str, ...]:
        """The roles whose word counts next; none where it is complete."""
        if self.is_complete(given):
            return ()
        open_ = tuple(role for role in self.roles if role not in given)
        return open_[:1] if self.needs is Needs.ALL_IN_ORDER else open_

    def role_of(self, roles: Collection[str], given: Collection[str], others: People = ()) -> str | None:
        """As what a member with these roles would say yes now; None where their word is not wanted.

        Of two roles that they hold, the one that leaves the other to somebody of the ``others``, if there is such.
        """
        mine = [role for role in self.wanted(given) if role in roles]
        free = (role for role in mine if self.can_be_given([*given, role], others))
        return next(free, mine[0] if mine else None)

    def can_be_given(self, given: Collection[str], people: People) -> bool:
        """Whether these people, who have not spoken yet, can say what is still wanted, each one word."""
        if self.is_complete(given):
            return True
        open_ = [role for role in self.roles if role not in given]
        if self.needs is Needs.ONE:
            return any(role in held for role in open_ for held in people)
        return any(
            all(role in held for role, held in zip(open_, chosen, strict=True))
            for chosen in permutations(people, len(open_))
        )


_MANAGER = ("manager",)
_VIEW = Approval(_MANAGER, Needs.ONE, "archive-18.3")
_VIEW_OUTSIDER = Approval(("information", "manager"), Needs.ONE, "archive-18.4")
_VIEW_MARKED = Approval(_MANAGER, Needs.ONE, "archive-18.4")
_VIEW_SECRET = Approval(("manager", "director"), Needs.ALL, "archive-22")
_LOAN = Approval(("information",), Needs.ONE, "archive-19.4")
_LOAN_MARKED = Approval(("information", "manager"), Needs.ALL, "archives-6")
_COPY = Approval(("information", "director"), Needs.ONE, "archive-23.1")
_OUTSIDE = Approval(("information", "manager"), Needs.ALL, "archive-24")
_STATISTICS = Approval(("manager", "director"), Needs.ALL_IN_ORDER, "archive-10")
_REPORT = Approval(("information", "manager"), Needs.ALL, "archive-13")

Word = Approval | None

APPROVALS: Mapping[tuple[Ask, Asker], Mapping[Mark, Word]] = MappingProxyType(
    {
        (ask, asker): MappingProxyType(dict(zip(Mark, words, strict=True)))
        for ask, asker, words in (
            # without a mark, confidential, secret; None: nobody can allow it
            (Ask.VIEW, Asker.COLLEAGUE, (_VIEW, _VIEW_MARKED, _VIEW_SECRET)),
            (Ask.VIEW, Asker.OUTSIDER, (_VIEW_OUTSIDER, _VIEW_MARKED, _VIEW_SECRET)),
            (Ask.LOAN, Asker.COLLEAGUE, (_LOAN, _LOAN_MARKED, None)),
            (Ask.LOAN, Asker.OUTSIDER, (None, None, None)),
            (Ask.COPY, Asker.COLLEAGUE, (_COPY, _COPY, _COPY)),
            (Ask.COPY, Asker.OUTSIDER, (None, None, None)),
            (Ask.OUTSIDE, Asker.COLLEAGUE, (_OUTSIDE, _OUTSIDE, _OUTSIDE)),
            (Ask.OUTSIDE, Asker.OUTSIDER, (_OUTSIDE, _OUTSIDE, _OUTSIDE)),
            (Ask.STATISTICS, Asker.COLLEAGUE, (_STATISTICS, _STATISTICS, _STATISTICS)),
            (Ask.STATISTICS, Asker.OUTSIDER, (None, None, None)),
            (Ask.REPORT, Asker.COLLEAGUE, (_REPORT, _REPORT, _REPORT)),
            (Ask.REPORT, Asker.OUTSIDER, (None, None, None)),
        )
    }
)


def approval_for(ask: Ask, mark: Mark, asker: Asker = Asker.COLLEAGUE) -> Approval | None:
    """Whose word it takes; None where nobody can allow it."""
    return APPROVALS[ask, asker][mark]


STAND_INS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "information": ("director", "manager"),
        "director": ("information", "manager"),
        "manager": ("director", "information"),
    }
)
"""Who speaks in the place of a role that nobody in the office holds (or none but who asks)."""


def approval_among(approval: Approval, people: People) -> Approval:
    """As the table says where these people can give it, else with stand-ins; as it was where even they cannot."""
    if approval.can_be_given((), people):
        return approval
    stood_in = (replace(approval, roles=roles) for roles in _stand_ins(approval))
    return next((each for each in stood_in if each.can_be_given((), people)), approval)


def _stand_ins(approval: Approval) -> Iterator[tuple[str, ...]]:
    """The roles with stand-ins, those with the fewest first."""
    if approval.needs is Needs.ONE:
        all_ = (each for role in approval.roles for each in STAND_INS[role] if each not in approval.roles)
        yield tuple(dict.fromkeys(all_))
        return
    choices = product(*((role, *STAND_INS[role]) for role in approval.roles))
    different = [chosen for chosen in choices if len(set(chosen)) == len(chosen)]
    yield from sorted(different, key=lambda chosen: sum(map(str.__ne__, chosen, approval.roles)))


def loan_due(lent_on: date, days: int) -> date:
    """The last day of a loan: calendar days, the day of lending not counted (I-16, X-29)."""
    return lent_on + timedelta(days=days)


def is_overdue(due_on: date, today: date) -> bool:
    """Whether the last day is over."""
    return today > due_on


def next_check(last: date, months: int) -> date:
    """The day by which the archive is checked again: so many months after the last, the month's last day at most."""
    year, month = divmod(last.month - 1 + months, 12)
    first = date(last.year + year, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=last.day - 1), following - timedelta(days=1))
