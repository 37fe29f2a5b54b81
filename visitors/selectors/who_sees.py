"""The table of who may do what, in words: what the page shows is what visitors.access decides by."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext

from offices.models import Member
from visitors.access import ROLES, TABLE, Action, Parties, Party
from visitors.access_approvals import APPROVALS, Ask, Asker, Mark
from visitors.access_words import AskWord, MarkWord, action_words, approval_words, party_words


@dataclass(frozen=True, slots=True)
class Cell:
    """Who may, under one mark. ``everybody``: all in the house. ``mine``: the reader's roles are among them."""

    mark: str
    parties: tuple[str, ...]
    everybody: bool
    mine: bool

    @property
    def words(self) -> str:
        return pgettext("between names", ", ").join(self.parties)


@dataclass(frozen=True, slots=True)
class Line:
    """A thing to do: who may under each mark, what the others ask for, the clause's id."""

    action: str
    what: str
    cells: tuple[Cell, ...]
    ask: str
    clause: str


@dataclass(frozen=True, slots=True)
class Words:
    """Whose word a request takes, under each mark; empty where nobody can allow it."""

    what: str
    for_outsider: bool
    cells: tuple[tuple[str, str], ...]


def lines_for(member: Member) -> list[Line]:
    """Every row of the table."""
    roles = {Party(role) for role in member.roles}
    return [
        Line(
            action.value,
            action_words(action),
            tuple(_cell(mark, row.parties(mark), roles) for mark in Mark),
            str(AskWord(row.ask.value).label) if row.ask else "",
            row.clause,
        )
        for action, row in ((action, TABLE[action]) for action in Action)
    ]


def words_on_requests() -> list[Words]:
    """Whose word each request takes, those for outsiders after those for colleagues; none that nobody can allow."""
    found = []
    for ask in Ask:
        for asker in Asker:
            by_mark = APPROVALS[ask, asker]
            same = asker is Asker.OUTSIDER and by_mark == APPROVALS[ask, Asker.COLLEAGUE]
            if same or not any(by_mark.values()):
                continue
            cells = tuple(
                (str(MarkWord(mark.value).label), approval_words(word) if word else "")
                for mark, word in by_mark.items()
            )
            found.append(Words(str(AskWord(ask.value).label), asker is Asker.OUTSIDER, cells))
    return found


def _cell(mark: Mark, parties: Parties, roles: Iterable[Party]) -> Cell:
    house = [party for party in ROLES if party in TABLE[Action.SEE_CARD].open]
    everybody = set(house) <= set(parties)
    words = () if everybody else tuple(party_words(party) for party in parties)
    return Cell(str(MarkWord(mark.value).label), words, everybody, bool(set(parties) & set(roles)))
