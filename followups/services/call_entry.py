"""What somebody wrote down of a call, as the forms hand it to the service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEntry:
    """``code`` is what came of it (enums.CallCode); the others belong to some codes only.

    ``agreed_at`` is when the customer wants to be called, ``coming_at`` when they come. ``reason`` is the id of the
    office's reason for losing. ``answers`` are by question (id): a figure, or words.
    """

    code: str
    agreed_at: datetime | None = None
    passed_on_to: str = ""
    coming_at: datetime | None = None
    people: int | None = None
    plan: str = ""
    reason: int | None = None
    no_calls: bool = False
    no_sms: bool = False
    declined: bool = False
    occasion: str = ""
    objections: Sequence[str] = ()
    note: str = ""
    grade: str = ""
    grade_reason: str = ""
    wants_help: bool = False
    answers: Mapping[int, int | str] = field(default_factory=dict)
