"""What somebody wrote down of an incoming call, as the forms hand it to the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from visitors.services.customers import CustomerEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingEntry:
    """``kind`` is who calls (enums.CallKind); the others belong to some kinds only.

    ``line`` is the id of the call on the line, which knows the number, the rings and the minutes. ``customer`` is the
    file to find or make of who wants a home; of anybody else ``known`` is the file that was chosen (its id), and
    ``phone`` the number as typed. ``is_first`` None: the house says. Members are ids. ``visit_at``, or ``next_on`` with
    perhaps ``next_at``: what was agreed; ``caller`` is who calls then.
    """

    kind: str
    line: int | None = None
    at: datetime | None = None
    customer: CustomerEntry | None = None
    known: int | None = None
    who: str = ""
    phone: str = ""
    is_first: bool | None = None
    topics: Sequence[str] = ()
    source: str = ""
    rings: int | None = None
    minutes: int | None = None
    answered_by: int | None = None
    invited: bool = False
    visit_at: datetime | None = None
    people: int | None = None
    next_on: date | None = None
    next_at: datetime | None = None
    caller: int | None = None
    is_quality: bool = False
    help: str = ""
    question: str = ""
    asks: int | None = None
    to: int | None = None
    message: str = ""
    wants_call: bool = False
    is_urgent: bool = False
    note: str = ""
