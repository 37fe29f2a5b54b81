"""Whether a text may leave: a table of situations, and ten thousand random histories against a second opinion.

The oracle is written from the rules on commercial messages and the house's own, day by day and without looking at the
gates: consent given and not taken back, opt-outs of the whole house, no SMS at night, so many a day and a month.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.gates import Answered, Facts, Limits, Reason, gate, is_quiet, opening_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMITS = Limits()
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
YES = Answered(True, NOON - 30 * DAY)
NO = Answered(False, NOON - 30 * DAY)

WILLING = Facts(
    now=NOON,
    channel="sms",
    is_marketing=True,
    number_is_good=True,
    answer=YES,
    stopped_at=None,
    sent_today=0,
    sent_month=0,
    vendor_ready=True,
    gateway_on=True,
    good_until=NOON + DAY,
)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return NOON.replace(hour=hour, minute=minute, second=second)


@pytest.mark.parametrize(
    ("changes", "reason", "again"),
    [
        ({}, None, None),
        ({"answer": None}, Reason.NO_CONSENT, None),
        ({"answer": NO}, Reason.OPTED_OUT, None),
        ({"answer": None, "is_marketing": False}, None, None),
        ({"answer": NO, "is_marketing": False}, Reason.OPTED_OUT, None),
        ({"stopped_at": NOON - DAY}, Reason.OPTED_OUT, None),
        ({"stopped_at": NOON - 31 * DAY}, None, None),
        ({"stopped_at": YES.at}, Reason.OPTED_OUT, None),
        ({"stopped_at": NOON - DAY, "answer": None, "is_marketing": False}, Reason.OPTED_OUT, None),
        ({"number_is_good": False}, Reason.BAD_NUMBER, None),
        ({"vendor_ready": False}, Reason.NOT_APPROVED, None),
        ({"gateway_on": False}, Reason.GATEWAY_OFF, NOON + timedelta(minutes=10)),
        ({"good_until": NOON - DAY}, Reason.TOO_LATE, None),
        ({"sent_today": 1}, Reason.DAY_CAP, at(9) + DAY),
        ({"sent_today": 1, "is_marketing": False}, None, None),
        ({"sent_month": 3}, None, None),
        ({"sent_month": 4}, Reason.MONTH_CAP, None),
        ({"sent_month": 4, "is_marketing": False}, None, None),
        ({"now": at(8, 59, 59)}, Reason.QUIET, at(9)),
        ({"now": at(9)}, None, None),
        ({"now": at(19, 59, 59)}, None, None),
        ({"now": at(20)}, Reason.QUIET, at(9) + DAY),
        ({"now": at(0)}, Reason.QUIET, at(9)),
        ({"now": at(20), "is_marketing": False}, Reason.QUIET, at(9) + DAY),
        ({"now": at(20), "channel": "email"}, None, None),
        ({"now": at(23), "answer": NO}, Reason.OPTED_OUT, None),
        ({"now": at(23), "sent_today": 1}, Reason.DAY_CAP, at(9) + DAY),
    ],
)
def test_situations(changes, reason, again):
    stop = gate(replace(WILLING, **changes), LIMITS)
    assert (stop and stop.reason, stop and stop.again) == (reason, again)


def test_quiet_hours_that_do_not_pass_midnight():
    limits = Limits(quiet_from=time(1), quiet_until=time(5))
    assert [hour for hour in range(24) if is_quiet(at(hour), limits)] == [1, 2, 3, 4]
    assert opening_after(at(2), limits) == at(5)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin"])
@pytest.mark.parametrize("day", ["2026-12-31", "2028-02-28", "2028-02-29", "2026-03-29", "2026-10-25"])
def test_what_waits_for_the_morning_finds_it(zone, day):
    """Turn of the year, leap day, the nights on which a clock is put forward and back."""
    evening = datetime.fromisoformat(f"{day}T21:30").replace(tzinfo=ZoneInfo(zone))
    stop = gate(replace(WILLING, now=evening, good_until=evening + 3 * DAY), LIMITS)
    assert (stop.reason, stop.again.hour, stop.again.minute) == (Reason.QUIET, 9, 0)
    assert gate(replace(WILLING, now=stop.again, good_until=stop.again), LIMITS) is None


# -- the simulator -----------------------------------------------------------------------------------------------------


@dataclass
class History:
    """Of one number: answers to offices, replies that opt out, marketing that left; all with their times."""

    answers: list[tuple[datetime, str, bool]] = field(default_factory=list)
    stops: list[datetime] = field(default_factory=list)
    left: list[datetime] = field(default_factory=list)


def may_leave(history: History, now: datetime, *, office: str, channel: str, marketing: bool) -> bool:
    """The oracle."""
    said = sorted(answer for answer in history.answers if answer[1] == office and answer[0] <= now)
    agreed = None
    for _when, _office, yes in said:
        agreed = yes
    last_yes = max((when for when, _office, yes in said if yes), default=None)
    for stopped in history.stops:
        if stopped <= now and (last_yes is None or last_yes <= stopped):
            return False
    if agreed is False:
        return False
    if marketing and agreed is None:
        return False
    if channel == "sms" and (now.hour >= 20 or now.hour < 9):
        return False
    if not marketing:
        return True
    same_day = sum(one.date() == now.date() for one in history.left)
    same_month = sum((one.year, one.month) == (now.year, now.month) for one in history.left)
    return same_day < 1 and same_month < 4


def facts_of(history: History, now: datetime, *, office: str, channel: str, marketing: bool) -> Facts:
    """As the database is asked: the latest answer to this office, the latest stop, counts since local midnights."""
    own = max((each for each in history.answers if each[1] == office and each[0] <= now), default=None)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Facts(
        now=now,
        channel=channel,
        is_marketing=marketing,
        number_is_good=True,
        answer=Answered(own[2], own[0]) if own else None,
        stopped_at=max((stop for stop in history.stops if stop <= now), default=None),
        sent_today=sum(one >= midnight for one in history.left),
        sent_month=sum(one >= midnight.replace(day=1) for one in history.left),
        vendor_ready=True,
        gateway_on=True,
        good_until=now + DAY,
    )


def _random_moment(dice: random.Random, after: datetime) -> datetime:
    return after + timedelta(minutes=dice.choice([1, 60, 300, 600, 900, 1440, 1440, 2000, 9000]))


def test_ten_thousand_histories_agree_with_the_oracle():
    dice = random.Random(37)
    tried = {"left": 0, "held": 0}
    for _number in range(10_000):
        history, now = History(), NOON - timedelta(days=dice.randrange(60), minutes=dice.randrange(1440))
        for _step in range(dice.randrange(1, 20)):
            now = _random_moment(dice, now)
            office, channel = dice.choice("ab"), dice.choice(["sms", "sms", "email"])
            match dice.choices(["yes", "no", "stop", "send"], [2, 1, 1, 12])[0]:
                case "yes":
                    history.answers.append((now, office, True))
                case "no":
                    history.answers.append((now, office, False))
                case "stop":
                    history.stops.append(now)
                case "send":
                    marketing = dice.random() < 0.7
                    asked = {"office": office, "channel": channel, "marketing": marketing}
                    stop = gate(facts_of(history, now, **asked), LIMITS)
                    assert (stop is None) == may_leave(history, now, **asked), (history, now, asked, stop)
                    tried["left" if stop is None else "held"] += 1
                    if stop is None and marketing:
                        history.left.append(now)
    assert min(tried.values()) > 5_000


@pytest.mark.parametrize(
    "broken",
    [
        {"stopped_at": None},
        {"sent_today": 0},
        {"sent_month": 0},
        {"answer": Answered(True, NOON - 3000 * DAY)},
    ],
)
def test_the_simulator_notices_a_gate_that_forgets_something(broken):
    """Negative control: with one fact left out the oracle disagrees."""
    dice, disagreements = random.Random(37), 0
    for _number in range(2_000):
        history, now = History(), NOON - timedelta(days=dice.randrange(60), minutes=dice.randrange(1440))
        for _step in range(20):
            now = _random_moment(dice, now)
            match dice.choices(["yes", "no", "stop", "send"], [2, 1, 1, 12])[0]:
                case "yes":
                    history.answers.append((now, "a", True))
                case "no":
                    history.answers.append((now, "a", False))
                case "stop":
                    history.stops.append(now)
                case "send":
                    asked = {"office": "a", "channel": "sms", "marketing": True}
                    may = may_leave(history, now, **asked)
                    known = facts_of(history, now, **asked)
                    disagreements += (gate(replace(known, **broken), LIMITS) is None) != may
                    if may:
                        history.left.append(now)
    assert disagreements > 0
