"""What a field of the customer's file may be: its group, kind, purpose, consent, and the lists of answers.

Codes only; the words stand in visitors.file_words and visitors.file_choice_words. No Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """The parts of the form, in their order."""

    IDENTITY = "identity"
    CONTACT = "contact"
    WORK = "work"
    FAMILY = "family"
    HABITS = "habits"
    HEALTH = "health"
    HOME = "home"
    PURCHASE = "purchase"
    GOALS = "goals"


class Kind(StrEnum):
    """What a value is, and its shape: see visitors.file_reading.read."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    MONTH = "month"
    NUMBER = "number"
    YES_NO = "yes_no"
    PHONE = "phone"
    RECORD = "record"
    ROWS = "rows"


class ConsentClass(StrEnum):
    """Sensitive facts by what the customer agrees to, each class on its own."""

    FINANCES = "finances"
    FAMILY = "family"
    MINORS = "minors"
    HEALTH = "health"
    BELIEFS = "beliefs"


class Purpose(StrEnum):
    """What a field is kept for; a field without a purpose has no place here."""

    ADDRESS = "address"
    REACH = "reach"
    GATE = "gate"
    ADVISE = "advise"
    AFFORD = "afford"
    HOST = "host"
    CARE = "care"
    LEARN = "learn"


class Held(StrEnum):
    """Where a value is kept: beside the file, in a column of the customer, or among the telephone numbers."""

    VALUE = "value"
    NAME = "name"
    HONORIFIC = "honorific"
    PLATE = "licence_plate"
    SOURCE = "source"
    PHONES = "phones"


@dataclass(frozen=True, slots=True)
class Part:
    """One answer within a record or a row: a kind that is no record itself; ``choices`` names a list."""

    key: str
    kind: Kind = Kind.TEXT
    choices: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileField:
    """A field. ``choices`` names a list of CHOICES; ``more`` are an office's own answers, kept as they are written.

    ``label`` is set for an office's own field alone. ``line``: which numbers a field of PHONES shows.
    """

    key: str
    group: Group
    kind: Kind
    purpose: Purpose
    clause: str
    choices: str = ""
    more: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    sensitive: ConsentClass | None = None
    held: Held = Held.VALUE
    line: str = ""
    label: str = ""
    unit: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """What may be chosen: our codes, then the office's own words."""
        return (*CHOICES.get(self.choices, ()), *self.more)

    @property
    def is_own(self) -> bool:
        return bool(self.label)


CHOICES: Mapping[str, tuple[str, ...]] = {
    "honorific": ("mr", "ms"),
    "source": (
        *("walk_in", "referral", "friend", "outdoor", "print", "broadcast", "internet", "short_video"),
        *("phone", "event", "agent", "staff", "other"),
    ),
    "degree": ("school", "college", "bachelor", "master", "doctor"),
    "income": ("to_100k", "to_200k", "to_500k", "to_1m", "over_1m"),
    "harmony": ("close", "ordinary", "strained"),
    "marital": ("single", "married", "divorced", "widowed"),
    "parent": ("father", "mother", "father_in_law", "mother_in_law"),
    "dining_class": ("simple", "middle", "fine"),
    "cuisine": (
        "sichuan",
        "cantonese",
        "huaiyang",
        "northern",
        "hotpot",
        "vegetarian",
        "western",
        "japanese",
    ),
    "transport": ("own_car", "train", "plane", "coach"),
    "degree_of": ("low", "middle", "high"),
    "value_since": ("risen", "same", "fallen"),
    "satisfied": ("yes", "partly", "no"),
    "priorities": ("planning", "layout", "surroundings", "facilities", "greening", "quality", "brand"),
    "purpose": (
        *("first_home", "upgrade", "marriage", "school", "parents", "holiday", "investment", "business"),
    ),
    "layout": ("studio", "1br", "2br", "3br", "4br", "5br", "duplex", "house", "shop", "office"),
    "awareness": ("none", "name", "projects", "owner"),
    "cares": ("much", "some", "not"),
    "open_to": ("own_mind", "listens", "follows"),
}
"""The lists, each by the codes that are kept."""
