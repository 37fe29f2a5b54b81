"""The core's codes in words: clocks, people, deeds, and the count of a clock step by step."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from complaints.escalation_clock import Day, Piece, Why
from complaints.escalation_readings import Reading, Standing
from complaints.escalation_table import Basis, Clock, Deed, Person, Reason

MINUTE = timedelta(minutes=1)

CLOCKS: Mapping[Clock, Promise] = {
    Clock.ASSIGN: gettext_lazy("To be given to a department"),
    Clock.HANDLE: gettext_lazy("To be handled by the department"),
    Clock.RETURN: gettext_lazy("Slip to be taken back"),
    Clock.REPLY: gettext_lazy("Reply to the customer"),
    Clock.VERIFY: gettext_lazy("To be looked into: was the consultant at fault?"),
    Clock.CONFIRM: gettext_lazy("Customer's confirmation"),
    Clock.RETURN_CALL: gettext_lazy("Return call"),
}
STANDINGS: Mapping[Standing, Promise] = {
    Standing.RUNNING: pgettext_lazy("clock", "running"),
    Standing.STOPPED: pgettext_lazy("clock", "stands still"),
    Standing.LATE: pgettext_lazy("clock", "late"),
    Standing.KEPT: pgettext_lazy("clock", "kept"),
    Standing.MISSED: pgettext_lazy("clock", "missed"),
}
PEOPLE: Mapping[Person, Promise] = {
    Person.ANSWERABLE: gettext_lazy("whoever answers for it"),
    Person.DEPARTMENT: gettext_lazy("the head of the department"),
    Person.SERVICE: gettext_lazy("customer service"),
    Person.SUPERVISOR: gettext_lazy("the supervisor"),
    Person.MANAGER: gettext_lazy("the manager"),
    Person.HEAD: gettext_lazy("the head of the centre"),
    Person.GROUP: gettext_lazy("the group's customer centre"),
}
REASONS: Mapping[Reason, Promise] = {
    Reason.KIND: gettext_lazy("it was taken as a major one"),
    Reason.CATEGORY: gettext_lazy("what it is about is always major"),
    Reason.SENSITIVE: gettext_lazy("it is sensitive"),
    Reason.HOUSEHOLDS: gettext_lazy("several households complain together"),
}
NEXT: Mapping[Deed, Promise] = {
    Deed.ASSIGNED: gettext_lazy("Give it to a department"),
    Deed.HANDLED: gettext_lazy("Handle it"),
    Deed.RETURNED: gettext_lazy("Take the slip back"),
    Deed.EXPLAINED: gettext_lazy("Explain, and promise another reply"),
    Deed.REPLIED: gettext_lazy("Reply to the customer"),
    Deed.CONFIRMED: gettext_lazy("Ask the customer whether it is settled"),
    Deed.UNANSWERED: gettext_lazy("Close it: the customer says nothing"),
    Deed.DISSATISFIED: gettext_lazy("The customer is not content"),
    Deed.CALLED: gettext_lazy("Make the return call"),
    Deed.ARCHIVED: gettext_lazy("Put it into the archive"),
    Deed.REOPENED: gettext_lazy("Open it again"),
    Deed.PROMISED: gettext_lazy("Tell the customer by when they have an answer"),
    Deed.WAITING: gettext_lazy("Wait for the customer"),
    Deed.RESUMED: gettext_lazy("Go on: the customer answered"),
    Deed.HOUSEHOLDS: gettext_lazy("Count the households anew"),
    Deed.RAISED: gettext_lazy("It is a major one"),
    Deed.NAMED: gettext_lazy("It is about one of us"),
    Deed.VERIFIED: gettext_lazy("Find out whether the consultant was at fault"),
    Deed.REFUTED: gettext_lazy("Find out whether the consultant was at fault"),
}
"""What is to be done, as the head of a page and the label of a button."""


def length(time: timedelta) -> str:
    """A working time: 3 h 20 min."""
    minutes = int(abs(time) / MINUTE)
    hours, rest = divmod(minutes, 60)
    if not rest and hours:
        return _("%(hours)s h") % {"hours": hours}
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def day_and_time(moment: datetime) -> str:
    return f"{_day(moment.date())} {moment:%H:%M}"


def begun(reading: Reading) -> str:
    """The head of the count: 24 h from Monday 11-02 10:00."""
    if reading.basis is Basis.AGREED:
        return _("A time that the customer was told: it holds, whatever the usual hours.")
    if reading.basis is Basis.DAYS or reading.allowed is None:
        return _("Calendar days after %(start)s; the last one counts as a whole.") % {
            "start": _day(reading.start.date())
        }
    return _("%(length)s from %(start)s:") % {
        "length": length(reading.allowed),
        "start": day_and_time(reading.start),
    }


def explained(piece: Piece) -> str:
    """One step of the count in a sentence."""
    said = {"day": _day(piece.on), "what": _what(piece)}
    if piece.why is Why.OFF:
        return _("%(day)s is %(what)s: nothing counts.") % said
    if piece.why is Why.CLOSED:
        return _("%(day)s: the office had closed by then.") % said
    if piece.begin is None or piece.end is None:
        return _("%(day)s: the clock stands still.") % said
    said |= {"begin": f"{piece.begin:%H:%M}", "end": f"{piece.end:%H:%M}", "length": length(piece.counted)}
    if piece.why is Why.WAITING:
        return _("%(day)s, %(begin)s to %(end)s: it waited for the customer.") % said
    if piece.day is Day.MAKEUP:
        return _("%(day)s is %(what)s: %(begin)s to %(end)s, %(length)s.") % said
    return _("%(day)s, %(begin)s to %(end)s: %(length)s.") % said


def left(reading: Reading) -> str:
    """How much is left, or how late it is."""
    if reading.left < timedelta():
        return _("late by %(length)s of working time") % {"length": length(reading.left)}
    if reading.basis is not Basis.HOURS and reading.due is not None:
        return ""
    return _("%(length)s of working time left") % {"length": length(reading.left)}


def told(at: datetime, who: Person) -> str:
    """Who hears of it when."""
    return f"{day_and_time(at)} \u00b7 {PEOPLE[who]}"


def households(count: int) -> str:
    return ngettext("%(count)d household", "%(count)d households", count) % {"count": count}


def _what(piece: Piece) -> str:
    if piece.day is Day.HOLIDAY:
        return (
            f"{pgettext('day', 'a holiday')} ({piece.name})" if piece.name else pgettext("day", "a holiday")
        )
    if piece.day is Day.MAKEUP:
        made = pgettext("day", "a make-up working day")
        return f"{made} ({piece.name})" if piece.name else made
    return pgettext("day", "the weekend") if piece.day is Day.WEEKEND else ""


def _day(on: date) -> str:
    return f"{date_format(on, 'D')} {on:%m-%d}"
