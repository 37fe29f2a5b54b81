"""Numbered paper slips: what was printed, what was entered, which one comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from offices.models import BusinessDay, Office
from reception.enums import SlipState
from reception.models import Slip, SlipSheet


@dataclass(frozen=True, slots=True)
class SlipsNow:
    """How far the office's slips have come; 0 where there is none yet. ``last_time`` is that of the last visit."""

    printed: int
    used: int
    last_time: datetime | None = None

    @property
    def unused(self) -> int:
        return self.printed - self.used

    @property
    def next(self) -> int | None:
        """The number that is entered next; None where every printed slip was."""
        return self.used + 1 if self.used < self.printed else None


def slips_now(office: Office) -> SlipsNow:
    """Three queries, each by an index."""
    printed = SlipSheet.objects.filter(office=office).aggregate(last=Max("last"))["last"] or 0
    used = Slip.objects.of(office).order_by("-number").values_list("number", flat=True).first() or 0
    entered = Slip.objects.of(office).filter(state=SlipState.ENTERED).order_by("-number")
    return SlipsNow(printed, used, entered.values_list("happened_at", flat=True).first())


def slips_of(day: BusinessDay) -> list[Slip]:
    """The slips that were entered or noted as spoiled on this day, by number, with their visits."""
    return list(
        Slip.objects.filter(day=day)
        .select_related("reception__customer", "reception__consultant", "reception__office", "entered_by")
        .order_by("number")
    )
