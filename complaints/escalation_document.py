"""The documents of `manage.py escalate`: which fields they have, what those may hold, and the verdict as JSON."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from complaints.escalation import Telling, Todo, Verdict, verdict
from complaints.escalation_clock import Calendar, NoWorkingTime, Piece, Window
from complaints.escalation_course import Complaint, DeedError, Happened
from complaints.escalation_readings import Reading
from complaints.escalation_rules import ClockDays, Rules, RulesError, rules_from
from complaints.escalation_table import Deed, Kind
from offices.document_fields import FieldError, day, fields_of, flag, items, moment, one_of, read, shown, text

FIELDS = ("rules", "at", "calendar", "complaint", "deeds")
MINUTE = timedelta(minutes=1)
MOST_HOUSEHOLDS = 10_000


class DocumentError(ValueError):
    """A document that cannot be judged; the text says which field or deed is wrong, and why."""


def judged(document: object, rules: Rules | None) -> dict[str, object]:
    """The verdict on a document; ``rules`` win over its own. Raises DocumentError."""
    try:
        given = fields_of(document, "", FIELDS, ("at", "complaint"))
        held = rules or (rules_from(given["rules"]) if "rules" in given else Rules())
        if rules is not None and "rules" in given:
            rules_from(given["rules"])
        at = read("'at'", moment, given["at"])
        complaint = _complaint(given["complaint"])
        if at < complaint.opened:
            raise FieldError(f"'at' must not be before the complaint was opened ({_when(complaint.opened)})")
        calendar = _calendar(given.get("calendar", {}), every_day=held.clock_days is ClockDays.OPEN)
        deeds = _deeds(given.get("deeds", []))
        found = verdict(complaint, deeds, held, calendar, at=at)
    except FieldError as error:
        raise DocumentError(str(error)) from None
    except RulesError as error:
        raise DocumentError(f"'rules': {error}") from None
    except DeedError as error:
        place = f"deed {error.number}" if error.number else "'complaint'"
        raise DocumentError(f"{place}: {error.reason}") from None
    except NoWorkingTime as error:
        raise DocumentError(f"'calendar': {error}") from None
    return _shown(found)


def _complaint(value: object) -> Complaint:
    given = fields_of(value, "'complaint': ", tuple(_COMPLAINT), ("opened",))
    said = {name: read(f"'complaint': '{name}'", _COMPLAINT[name], each) for name, each in given.items()}
    return Complaint(**said)


def _deeds(value: object) -> list[Happened]:
    deeds = []
    for number, each in enumerate(read("'deeds'", items, value), start=1):
        where = f"deed {number}: "
        given = fields_of(each, where, tuple(_DEED), ("at", "deed"))
        said = {name: read(f"{where}'{name}'", _DEED[name], field) for name, field in given.items()}
        deeds.append(Happened(**said))
    return deeds


def _calendar(value: object, *, every_day: bool) -> Calendar:
    given = fields_of(value, "'calendar': ", ("hours", "holidays", "workdays"), ())
    hours = read("'calendar': 'hours'", _windows, given["hours"]) if "hours" in given else Calendar().hours
    named = {name: _named_days(name, given.get(name, [])) for name in ("holidays", "workdays")}
    both = sorted(named["holidays"].keys() & named["workdays"].keys())
    if both:
        raise FieldError(f"'calendar': {both[0]} cannot be a holiday and a make-up working day")
    return Calendar(hours, **named, every_day=every_day)


def _named_days(name: str, value: object) -> dict[date, str]:
    found: dict[date, str] = {}
    for number, each in enumerate(read(f"'calendar': '{name}'", items, value), start=1):
        where = f"'calendar': '{name}' {number}: "
        given = fields_of(each, where, ("on", "name"), ("on",))
        said = read(f"{where}'name'", text, given["name"]) if "name" in given else ""
        found[read(f"{where}'on'", day, given["on"])] = said
    return found


def _windows(value: object) -> tuple[Window, ...]:
    windows = tuple(map(_window, items(value)))
    if not windows:
        raise FieldError("must name at least one stretch of hours")
    if any(one[1] > other[0] for one, other in pairwise(windows)):
        raise FieldError("must list hours in order that do not overlap")
    return windows


def _window(value: object) -> Window:
    if isinstance(value, list) and len(value) == 2:
        begin, end = map(_clock, value)
        if begin is not None and end is not None and begin < end:
            return begin, end
    raise FieldError(f'must hold hours like ["09:00", "18:00"], not {shown(value)}')


def _clock(value: object) -> time | None:
    if not isinstance(value, str) or len(value) != 5:
        return None
    try:
        found = datetime.strptime(value, "%H:%M")
    except ValueError:
        return None
    return found.time()


def _households(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_HOUSEHOLDS:
        raise FieldError(f"must be a whole number from 1 to {MOST_HOUSEHOLDS}, not {shown(value)}")
    return value


_COMPLAINT: dict[str, Callable[[object], Any]] = {
    "opened": moment,
    "kind": one_of(Kind),
    "major_category": flag,
    "sensitive": flag,
    "households": _households,
    "agitated": flag,
    "about_consultant": flag,
    "repeated": flag,
    "reply_by": moment,
}
_DEED: dict[str, Callable[[object], Any]] = {
    "at": moment,
    "deed": one_of(Deed),
    "until": moment,
    "households": _households,
}


def _shown(found: Verdict) -> dict[str, object]:
    return {
        "state": found.state.value,
        "level": found.level,
        "major": found.is_major,
        "because": [reason.value for reason in found.because],
        "in_writing": found.in_writing,
        "waiting": found.waiting,
        "must_promise": found.must_promise,
        "todo": [_todo(each) for each in found.todo],
        "reply_due": _when(found.reply_due),
        "clocks": [_clock_shown(each) for each in found.clocks],
        "told": [_telling(each) for each in found.told],
        "climbs": [_telling(each) for each in found.climbs],
        "reopens_until": found.reopens_until.isoformat() if found.reopens_until else None,
    }


def _todo(each: Todo) -> dict[str, object]:
    return {"deed": each.deed.value, "who": each.who.value, "due": _when(each.due), "clause": each.clause}


def _clock_shown(each: Reading) -> dict[str, object]:
    return {
        "clock": each.clock.value,
        "clause": each.clause,
        "basis": each.basis.value,
        "from": _when(each.start),
        "due": _when(each.due),
        "allowed_minutes": None if each.allowed is None else each.allowed // MINUTE,
        "left_minutes": int(each.left / MINUTE),
        "standing": each.standing.value,
        "count": [_piece(piece) for piece in each.pieces],
    }


def _piece(each: Piece) -> dict[str, object]:
    return {
        "on": each.on.isoformat(),
        "day": each.day.value,
        **({"name": each.name} if each.name else {}),
        "why": each.why.value,
        **({"from": f"{each.begin:%H:%M}"} if each.begin is not None else {}),
        **({"to": f"{each.end:%H:%M}"} if each.end is not None else {}),
        "minutes": each.counted // MINUTE,
    }


def _telling(each: Telling) -> dict[str, object]:
    return {"who": each.who.value, "at": _when(each.at), "clause": each.clause, "for": each.key}


def _when(each: datetime | None) -> str | None:
    return None if each is None else each.strftime("%Y-%m-%dT%H:%M")
