"""Whether a text may be handed over now. Asked right before the call of the vendor, never when it is queued.

Facts in, nothing or a reason out. The law's part (consent, opt-out, quiet hours) and the house's (caps, approved
wording) are one function, so that no way around it exists.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

RETRY_GATEWAY_AFTER = timedelta(minutes=10)


class Reason(StrEnum):
    """Why a text does not leave now; those in LATER may leave at another time."""

    TOO_LATE = "too_late"
    BAD_NUMBER = "bad_number"
    OPTED_OUT = "opted_out"
    NO_CONSENT = "no_consent"
    NOT_APPROVED = "not_approved"
    MONTH_CAP = "month_cap"
    DAY_CAP = "day_cap"
    QUIET = "quiet"
    GATEWAY_OFF = "gateway_off"


@dataclass(frozen=True, slots=True)
class Answered:
    """The latest answer of the number's holder to this office."""

    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one text at one moment; ``now`` and the others are on the office's clock, with its zone.

    ``stopped_at``: when the number last opted out by itself, of whichever office of the house. ``sent_today`` and
    ``sent_month``: marketing texts that left, or may have left, for this number, of all offices.
    """

    now: datetime
    channel: str
    is_marketing: bool
    number_is_good: bool
    answer: Answered | None
    stopped_at: datetime | None
    sent_today: int
    sent_month: int
    vendor_ready: bool
    gateway_on: bool
    good_until: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """The house's numbers: nothing between ``quiet_from`` in the evening and ``quiet_until`` in the morning."""

    quiet_from: time = time(20)
    quiet_until: time = time(9)
    a_day: int = 1
    a_month: int = 4


@dataclass(frozen=True, slots=True)
class Stop:
    """It does not leave now; ``again`` is when to ask once more, None for never."""

    reason: Reason
    again: datetime | None = None


def gate(facts: Facts, limits: Limits) -> Stop | None:
    """None where the text may leave now. What forbids it for good comes before what only delays it."""
    for never in _never(facts, limits):
        return Stop(never)
    if facts.is_marketing and facts.sent_today >= limits.a_day:
        return Stop(Reason.DAY_CAP, _next_opening(facts.now + timedelta(days=1), limits))
    if facts.channel == "sms" and is_quiet(facts.now, limits):
        return Stop(Reason.QUIET, opening_after(facts.now, limits))
    if not facts.gateway_on:
        return Stop(Reason.GATEWAY_OFF, facts.now + RETRY_GATEWAY_AFTER)
    return None


def _never(facts: Facts, limits: Limits):
    if facts.now > facts.good_until:
        yield Reason.TOO_LATE
    if not facts.number_is_good:
        yield Reason.BAD_NUMBER
    if has_opted_out(facts.answer, facts.stopped_at):
        yield Reason.OPTED_OUT
    if facts.is_marketing and facts.answer is None:
        yield Reason.NO_CONSENT
    if not facts.vendor_ready:
        yield Reason.NOT_APPROVED
    if facts.is_marketing and facts.sent_month >= limits.a_month:
        yield Reason.MONTH_CAP


def has_opted_out(answer: Answered | None, stopped_at: datetime | None) -> bool:
    """Said no to this office, or stopped everything and has not said yes to this office since."""
    if answer is not None and not answer.given:
        return True
    return stopped_at is not None and (answer is None or answer.at <= stopped_at)


def is_quiet(now: datetime, limits: Limits) -> bool:
    """Whether nobody shall be disturbed at that moment (local time)."""
    clock = now.time()
    if limits.quiet_from <= limits.quiet_until:
        return limits.quiet_from <= clock < limits.quiet_until
    return clock >= limits.quiet_from or clock < limits.quiet_until


def opening_after(now: datetime, limits: Limits) -> datetime:
    """When the quiet time that holds now ends, on the office's clock."""
    ends = now.replace(
        hour=limits.quiet_until.hour, minute=limits.quiet_until.minute, second=0, microsecond=0
    )
    return ends if ends > now else ends + timedelta(days=1)


def _next_opening(day: datetime, limits: Limits) -> datetime:
    return day.replace(
        hour=limits.quiet_until.hour, minute=limits.quiet_until.minute, second=0, microsecond=0
    )
