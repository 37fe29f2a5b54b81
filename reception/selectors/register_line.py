"""A line of the visitor register as it is shown: codes in words, times as moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from offices.models import Member
from reception.enums import Status, TurnKind, VisitHistory
from reception.models import Reception
from visitors.enums import BuyingPurpose, FloorPreference, Grade, Layout, PhoneAnswer, SignedThrough, Source
from visitors.models import RegisterEntry

CORRECTABLE = ("name", "party_size", "source", "remark")
TEN_THOUSAND = 10_000
SHORT = 8  # digits of a digest that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. ``entry`` is None until it is signed; ``tag`` is its number as shown (``3/1``: the first correction of
    number 3), ``replaced_by`` the tag of the entry that corrects this one.

    ``facts`` and the words are those that were signed, or that would be.
    """

    reception: Reception
    facts: Mapping[str, Any]
    name: str
    phone: str
    remark: str = ""
    reason: str = ""
    entry: RegisterEntry | None = None
    replaced_by: str = ""
    tag: str = ""
    is_intact: bool = True

    @classmethod
    def of_entry(
        cls, entry: RegisterEntry, reception: Reception, *, tag: str, replaced_by: str, is_intact: bool
    ) -> "Line":
        words = getattr(entry, "words", None)
        return cls(
            reception=reception,
            facts=entry.facts,
            name=words.name if words else _("erased"),
            phone=words.phone if words else "",
            remark=words.remark if words else "",
            reason=words.reason if words else "",
            entry=entry,
            replaced_by=replaced_by,
            tag=tag,
            is_intact=is_intact,
        )

    @classmethod
    def of_reception(cls, reception: Reception, facts: Mapping[str, Any], name: str, phone: str) -> "Line":
        return cls(reception=reception, facts=facts, name=name, phone=phone, tag=f"{reception.number}")

    @property
    def number(self) -> int:
        return self.entry.number if self.entry else self.reception.number

    @property
    def consultant(self) -> Member | None:
        """Who received: the one who signed, or who is to sign."""
        return self.entry.signed_by if self.entry else self.reception.consultant

    @property
    def label(self) -> str:
        return self.name or _("Visitor %(number)s") % {"number": self.number}

    @property
    def is_return(self) -> bool:
        return self.entry is None and self.reception.is_return

    @property
    def is_late(self) -> bool:
        """Signed after the day was closed."""
        closed_at = self.entry.day.closed_at if self.entry else None
        return closed_at is not None and self.entry.signed_at > closed_at

    @property
    def annulled(self) -> str:
        """What became of the reception after the signature, in words: void or cancelled."""
        if self.reception.status not in (Status.VOID, Status.CANCELLED):
            return ""
        return str(self.reception.get_status_display())

    @property
    def has_outcome(self) -> bool:
        return bool(self.facts["grade"])

    @property
    def digest(self) -> str:
        """As much of the digest as one compares by eye."""
        return self.entry.digest[:SHORT] if self.entry else ""

    @property
    def signed_through(self) -> str:
        return str(SignedThrough(self.entry.signed_through).label) if self.entry else ""

    @property
    def arrived_at(self) -> datetime | None:
        return self._moment("arrived_at")

    @property
    def met_at(self) -> datetime | None:
        return self._moment("met_at")

    @property
    def ended_at(self) -> datetime | None:
        return self._moment("ended_at")

    @property
    def party_size(self) -> int:
        return self.facts["party_size"]

    @property
    def history(self) -> str:
        return _label(VisitHistory, self.facts["history"])

    @property
    def kind(self) -> str:
        return _label(TurnKind, self.facts["kind"])

    @property
    def counts(self) -> bool:
        return self.facts["counts"]

    @property
    def source(self) -> str:
        return _label(Source, self.facts["source"])

    @property
    def grade(self) -> str:
        return self.facts["grade"]

    @property
    def grade_words(self) -> str:
        return _label(Grade, self.facts["grade"])

    @property
    def phone_words(self) -> str:
        """The masked number, or what came of asking for one."""
        return self.phone or _label(PhoneAnswer, self.facts["phone_answer"])

    @property
    def needs(self) -> list[str]:
        """What the customer looks for, in a few words each."""
        facts = self.facts
        units = facts["units_wanted"]
        parts = [
            _label(Layout, facts["layout"]),
            _span(facts["area"], "m²"),
            _label(FloorPreference, facts["floor"]),
            _span([_ten_thousands(amount) for amount in facts["budget"]], _("(10,000 yuan)")),
            _label(BuyingPurpose, facts["buying_purpose"]),
            _("%(units)s units") % {"units": units} if units and units > 1 else "",
        ]
        return [part for part in parts if part]

    def _moment(self, name: str) -> datetime | None:
        text = self.facts[name]
        return datetime.fromisoformat(text) if text else None


def _label(choices: type[TextChoices], code: str) -> str:
    """The words of a code; one that the list no longer has stands for itself."""
    return str(choices(code).label) if code in choices.values else code


def _span(ends: list[int | float | None], unit: str) -> str:
    low, high = ends
    if low is None and high is None:
        return ""
    if low is None:
        return _("up to %(figure)s") % {"figure": f"{_figure(high)} {unit}"}
    if high is None:
        return _("from %(figure)s") % {"figure": f"{_figure(low)} {unit}"}
    return f"{_figure(low)}-{_figure(high)} {unit}" if low != high else f"{_figure(low)} {unit}"


def _figure(value: int | float | None) -> str:
    return number_format(value)


def _ten_thousands(amount: int | None) -> int | float | None:
    if amount is None:
        return None
    return amount // TEN_THOUSAND if amount % TEN_THOUSAND == 0 else amount / TEN_THOUSAND
