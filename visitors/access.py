"""Who may do what with a customer's file: one table over closed lists (no Django, no database).

Rows are what somebody wants to do, columns how the file is marked; a cell names the parties who may do it without
asking. A party is what a member is to this customer (their consultant, who owes them a call …) or a role of theirs in
the office, so that a person with several of them may do what any of these may. Whoever may not is told which request
opens it, and whose word that takes (visitors.access_approvals). Where the papers leave two readings, the one we took is
written in docs/decisions/0032-who-sees-what-is-one-table.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from visitors.access_approvals import Approval, Ask, Mark, approval_for


class Action(StrEnum):
    """What somebody wants to do with a file, or with what stands in many of them."""

    SEE_CARD = "see_card"
    SEE_CONTACTS = "see_contacts"
    SEE_FILE = "see_file"
    SEE_SENSITIVE = "see_sensitive"
    SEE_HISTORY = "see_history"
    SEE_LOOKS = "see_looks"
    EDIT = "edit"
    EDIT_SENSITIVE = "edit_sensitive"
    REVEAL = "reveal"
    FOLLOW_UP = "follow_up"
    CONSENTS = "consents"
    PRINT = "print"
    COPY = "copy"
    EXPORT = "export"
    TAKE_OUTSIDE = "take_outside"
    BORROW = "borrow"
    STATISTICS = "statistics"
    REPORT = "report"
    MARK = "mark"
    MERGE = "merge"
    SUBJECT_DATA = "subject_data"
    ERASE = "erase"


class Party(StrEnum):
    """What a member is to the file: ties to the customer first, then the roles in the office (codes of Role)."""

    OWNER = "owner"
    SECOND = "second"
    CUSTODIAN = "custodian"
    RECEIVING = "receiving"
    AT_ENTRY = "at_entry"
    CALLER = "caller"
    HANDLER = "handler"

    CONSULTANT = "consultant"
    DESK = "desk"
    ASSISTANT = "assistant"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    SERVICE = "service"
    FINANCE = "finance"
    INFORMATION = "information"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"
    GUARD = "guard"
    DOORMAN = "doorman"
    SHOW_FLAT = "show_flat"


TIES = (
    Party.OWNER,
    Party.SECOND,
    Party.CUSTODIAN,
    Party.RECEIVING,
    Party.AT_ENTRY,
    Party.CALLER,
    Party.HANDLER,
)
AT_GATE = (Party.GUARD, Party.DOORMAN, Party.SHOW_FLAT)
ROLES = tuple(party for party in Party if party not in TIES)

Parties = tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Who may, by the file's mark; what the others may ask for (None: nothing opens it); the clause that says so."""

    open: Parties
    confidential: Parties
    secret: Parties
    ask: Ask | None
    clause: str

    def parties(self, mark: Mark) -> Parties:
        return {Mark.NONE: self.open, Mark.CONFIDENTIAL: self.confidential, Mark.SECRET: self.secret}[mark]


_HOUSE = tuple(role for role in ROLES if role not in AT_GATE)
_KEEPERS = (Party.MANAGER, Party.INFORMATION, Party.DIRECTOR)
_FIRST_HAND = (Party.OWNER, Party.SECOND)
_AT_WORK = (Party.RECEIVING, Party.CALLER, Party.HANDLER)
_FRONT = (Party.DESK, Party.ASSISTANT)
_EITHER = (Party.INFORMATION, Party.DIRECTOR)
_WRITERS = (Party.OWNER, Party.SECOND, Party.RECEIVING, Party.MANAGER, Party.INFORMATION)
_CLOSE = (Party.OWNER, Party.MANAGER, Party.INFORMATION)
_CLOSE_MARKED = (Party.OWNER, Party.CUSTODIAN, Party.MANAGER, Party.INFORMATION)
_LOCKED = (Party.CUSTODIAN, Party.MANAGER, Party.INFORMATION)
_NOBODY: Parties = ()
_PHONING = (Party.OWNER, Party.SECOND, Party.CUSTODIAN, Party.CALLER)

TABLE: Mapping[Action, Row] = MappingProxyType(
    {
        # Name, consultant, validity and masked numbers: without them nobody could be received as the rules want it.
        Action.SEE_CARD: Row(_HOUSE, _HOUSE, _HOUSE, None, "archive-17"),
        # When and with whom: the desk logs it, and sends visitors to whom they know.
        Action.SEE_CONTACTS: Row(
            (*_FIRST_HAND, *_AT_WORK, *_FRONT, Party.SUPERVISOR, *_KEEPERS),
            (*_FIRST_HAND, Party.CUSTODIAN, *_FRONT, *_KEEPERS),
            (Party.CUSTODIAN, *_KEEPERS),
            Ask.VIEW,
            "archive-17",
        ),
        Action.SEE_FILE: Row(
            (*_FIRST_HAND, *_AT_WORK, Party.SUPERVISOR, *_KEEPERS),
            (*_FIRST_HAND, Party.CUSTODIAN, *_KEEPERS),
            (Party.CUSTODIAN, *_KEEPERS),
            Ask.VIEW,
            "archive-17",
        ),
        Action.SEE_SENSITIVE: Row(_CLOSE, _CLOSE_MARKED, _LOCKED, None, "archive-17"),
        Action.SEE_HISTORY: Row(
            (*_FIRST_HAND, Party.SUPERVISOR, *_KEEPERS),
            (*_FIRST_HAND, Party.CUSTODIAN, *_KEEPERS),
            (Party.CUSTODIAN, *_KEEPERS),
            Ask.VIEW,
            "archive-17",
        ),
        Action.SEE_LOOKS: Row(
            (*_FIRST_HAND, Party.SUPERVISOR, *_KEEPERS),
            (*_FIRST_HAND, Party.CUSTODIAN, *_KEEPERS),
            (Party.CUSTODIAN, *_KEEPERS),
            None,
            "archive-17",
        ),
        Action.EDIT: Row(_WRITERS, (*_CLOSE_MARKED, Party.SECOND), _LOCKED, None, "archive-19.1"),
        Action.EDIT_SENSITIVE: Row(_CLOSE, _CLOSE_MARKED, _LOCKED, None, "archive-19.1"),
        Action.REVEAL: Row(
            (Party.OWNER, Party.AT_ENTRY, Party.CALLER, Party.MANAGER),
            (Party.OWNER, Party.CUSTODIAN, Party.AT_ENTRY, Party.CALLER, Party.MANAGER),
            (Party.CUSTODIAN, Party.CALLER, Party.MANAGER),
            None,
            "archive-17",
        ),
        # A call that is owed can be made whatever the mark, and who makes it must know how they wish to be called.
        Action.FOLLOW_UP: Row(
            (*_FIRST_HAND, *_AT_WORK, Party.SERVICE, Party.SUPERVISOR, Party.MANAGER),
            (*_PHONING, Party.MANAGER),
            (Party.CUSTODIAN, Party.CALLER, Party.MANAGER),
            None,
            "archive-17",
        ),
        # Masked numbers and their yes or no: whoever hears the customer say stop writes it down.
        Action.CONSENTS: Row(
            (*_FIRST_HAND, *_AT_WORK, *_FRONT, Party.SERVICE, Party.SUPERVISOR, Party.MANAGER),
            (*_PHONING, Party.HANDLER, *_FRONT, Party.SERVICE, Party.MANAGER),
            (Party.CUSTODIAN, Party.CALLER, Party.HANDLER, Party.SERVICE, Party.MANAGER),
            None,
            "archive-17",
        ),
        # The one sheet of an unmarked file is no important document; anything more is.
        Action.PRINT: Row((*_FIRST_HAND, *_KEEPERS), _EITHER, _EITHER, Ask.COPY, "archive-23.1"),
        Action.COPY: Row(_EITHER, _EITHER, _EITHER, Ask.COPY, "archive-23.1"),
        Action.EXPORT: Row(_KEEPERS, _EITHER, _NOBODY, Ask.COPY, "archive-23.1"),
        # Nobody does these on their own word, whatever they are.
        Action.TAKE_OUTSIDE: Row(_NOBODY, _NOBODY, _NOBODY, Ask.OUTSIDE, "archive-24"),
        Action.BORROW: Row(_NOBODY, _NOBODY, _NOBODY, Ask.LOAN, "archive-19"),
        Action.STATISTICS: Row(_KEEPERS, _KEEPERS, _KEEPERS, Ask.STATISTICS, "archive-10"),
        Action.REPORT: Row(_NOBODY, _NOBODY, _NOBODY, Ask.REPORT, "archive-13"),
        Action.MARK: Row(_KEEPERS, _KEEPERS, _EITHER, None, "archive-22"),
        Action.MERGE: Row(
            (Party.SUPERVISOR, Party.MANAGER, Party.INFORMATION),
            (Party.MANAGER, Party.INFORMATION),
            (Party.MANAGER, Party.INFORMATION),
            None,
            "archive-19.1",
        ),
        Action.SUBJECT_DATA: Row(
            (Party.SERVICE, Party.MANAGER, Party.INFORMATION),
            (Party.MANAGER, Party.INFORMATION),
            (Party.MANAGER, Party.INFORMATION),
            None,
            "archive-24",
        ),
        Action.ERASE: Row(
            (Party.MANAGER,), (Party.MANAGER,), (Party.MANAGER, Party.DIRECTOR), None, "archive-25"
        ),
    }
)

_READING = frozenset({Action.SEE_CONTACTS, Action.SEE_FILE})
OPENS: Mapping[Ask, frozenset[Action]] = MappingProxyType(
    {
        Ask.VIEW: _READING | {Action.SEE_HISTORY},
        Ask.LOAN: _READING | {Action.BORROW},
        Ask.COPY: _READING | {Action.PRINT, Action.COPY, Action.EXPORT},
        Ask.OUTSIDE: _READING | {Action.TAKE_OUTSIDE},
        Ask.STATISTICS: frozenset({Action.STATISTICS}),
        Ask.REPORT: frozenset({Action.REPORT}),
    }
)
"""What an approved request lets its asker do, until its time is over. Sensitive fields and numbers: none does."""


@dataclass(frozen=True, slots=True)
class Grant:
    """An approved request of the viewer for this file: of which kind, until when, under which mark it was given."""

    ask: Ask
    until: datetime
    mark: Mark = Mark.NONE
    request: int | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who wants it: what they are to the file, and what was granted to them. ``working``: with the office today."""

    parties: frozenset[Party]
    grants: tuple[Grant, ...] = ()
    working: bool = True


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the table asks of a file."""

    mark: Mark = Mark.NONE


class Because(StrEnum):
    """Why the answer is what it is."""

    PARTY = "party"
    GRANT = "grant"
    GONE = "gone"
    MARKED = "marked"
    NOT_NAMED = "not_named"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, with the clause and why. ``party`` or ``grant`` let it pass.

    A no may name what to ask for, and whose word that takes; both None where nothing opens it.
    """

    allowed: bool
    clause: str
    because: Because
    party: Party | None = None
    grant: Grant | None = None
    ask: Ask | None = None
    approval: Approval | None = None

    def __bool__(self) -> bool:
        return self.allowed


def may(action: Action, viewer: Viewer, file: FileFacts, at: datetime) -> Verdict:
    """Whether the viewer may do it with the file at that moment (aware), and else what opens it."""
    row = TABLE[action]
    if not viewer.working:
        return Verdict(False, row.clause, Because.GONE)
    party = next((party for party in row.parties(file.mark) if party in viewer.parties), None)
    if party is not None:
        return Verdict(True, row.clause, Because.PARTY, party=party)
    grant = next((each for each in viewer.grants if _opens(each, action, file, at)), None)
    if grant is not None:
        return Verdict(True, row.clause, Because.GRANT, grant=grant)
    approval = approval_for(row.ask, file.mark) if row.ask and not _at_gate(viewer) else None
    return Verdict(
        False,
        row.clause,
        Because.MARKED if file.mark is not Mark.NONE else Because.NOT_NAMED,
        ask=row.ask if approval else None,
        approval=approval,
    )


def _opens(grant: Grant, action: Action, file: FileFacts, at: datetime) -> bool:
    """A mark that was set after the approval, or a heavier one, closes the file again."""
    return action in OPENS[grant.ask] and at < grant.until and not file.mark.is_heavier_than(grant.mark)


def _at_gate(viewer: Viewer) -> bool:
    """Whether they stand at the gate and nowhere else: they ask for no files."""
    return bool(viewer.parties) and viewer.parties <= frozenset(AT_GATE)
