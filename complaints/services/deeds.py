"""What moves a complaint on, from the department to the customer's answer: each asks the core whether it may be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.enums import StepKind
from complaints.escalation_course import Course, first_day, last_day, reason_against
from complaints.escalation_rules import Rules
from complaints.escalation_table import LEADS, Deed, State
from complaints.models import Department, Ticket, TicketStep
from complaints.relations import may
from complaints.selectors.people import may_read, relations_of
from complaints.selectors.standing import course, local
from complaints.services.opening import MOST_HOUSEHOLDS, check_time
from complaints.services.writing import held, settle, steps_of, words_of, write_step
from offices.errors import Refusal
from offices.models import Member


@transaction.atomic
def assign(
    *,
    ticket: Ticket,
    department: Department,
    text: str = "",
    seen: int | None = None,
    by: Member,
    now: datetime,
) -> Ticket:
    """Give it to the department that can mend it (G-07, G-14); its head is told. Raises Refusal."""
    row = ready(ticket, Deed.ASSIGNED, seen=seen, by=by, now=now)
    if department.office_id != row.office_id or not department.is_active:
        raise Refusal(_("Choose a department that is in use."), field="department")
    row.department = department
    step(row, Deed.ASSIGNED, text=words_of(text, ""), details={"department": department.pk}, by=by, now=now)
    settle(row, columns=["department"], but=by, now=now)
    return row


@transaction.atomic
def handle(*, ticket: Ticket, text: str, seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """The department has done what there was to do, and says what. Raises Refusal."""
    row = ready(ticket, Deed.HANDLED, seen=seen, by=by, now=now)
    words = words_of(text, _("Write what was done, and how it came about."))
    step(row, Deed.HANDLED, text=words, by=by, now=now)
    settle(row, but=by, now=now)
    return row


@transaction.atomic
def take_back(
    *, ticket: Ticket, text: str = "", seen: int | None = None, by: Member, now: datetime
) -> Ticket:
    """Customer service has the slip back, and who answers may reply (G-14). Raises Refusal."""
    row = ready(ticket, Deed.RETURNED, seen=seen, by=by, now=now)
    step(row, Deed.RETURNED, text=words_of(text, ""), by=by, now=now)
    settle(row, but=by, now=now)
    return row


@transaction.atomic
def reply(*, ticket: Ticket, text: str, seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """The customer has the answer: how it came about, and what was done (G-04). Raises Refusal."""
    row = ready(ticket, Deed.REPLIED, seen=seen, by=by, now=now)
    words = words_of(text, _("Write what the customer was told."))
    row.replied_at = now
    step(row, Deed.REPLIED, text=words, by=by, now=now)
    settle(row, columns=["replied_at"], but=by, now=now)
    return row


@transaction.atomic
def explain(
    *, ticket: Ticket, text: str, until: datetime, seen: int | None = None, by: Member, now: datetime
) -> Ticket:
    """It cannot be solved now: the customer knows why, and by when they hear of it again (G-03). Raises Refusal."""
    row = ready(ticket, Deed.EXPLAINED, seen=seen, by=by, now=now)
    words = words_of(text, _("Write what the customer was told."))
    details = _time_told(row, until, now)
    step(row, Deed.EXPLAINED, text=words, details=details, by=by, now=now)
    settle(row, but=by, now=now)
    return row


@transaction.atomic
def promise(*, ticket: Ticket, until: datetime, seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """The customer was told by when they have an answer (G-09, G-29). Raises Refusal."""
    row = ready(ticket, Deed.PROMISED, seen=seen, by=by, now=now)
    step(row, Deed.PROMISED, details=_time_told(row, until, now), by=by, now=now)
    settle(row, but=by, now=now)
    return row


@transaction.atomic
def wait(*, ticket: Ticket, text: str, seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """Nothing can be done until the customer does something: the clocks stand still. Raises Refusal."""
    row = ready(ticket, Deed.WAITING, seen=seen, by=by, now=now)
    words = words_of(text, _("Write what the customer has to do or to bring."))
    step(row, Deed.WAITING, text=words, by=by, now=now)
    settle(row, but=by, now=now)
    return row


@transaction.atomic
def resume(*, ticket: Ticket, text: str = "", seen: int | None = None, by: Member, now: datetime) -> Ticket:
    """The customer did it: the clocks go on. Raises Refusal."""
    row = ready(ticket, Deed.RESUMED, seen=seen, by=by, now=now)
    step(row, Deed.RESUMED, text=words_of(text, ""), by=by, now=now)
    settle(row, but=by, now=now)
    return row


@transaction.atomic
def count_households(
    *, ticket: Ticket, households: int, seen: int | None = None, by: Member, now: datetime
) -> Ticket:
    """More of them complain, or fewer; from three on it is a collective complaint (G-10). Raises Refusal."""
    row = ready(ticket, Deed.HOUSEHOLDS, seen=seen, by=by, now=now)
    if not 1 <= households <= MOST_HOUSEHOLDS:
        raise Refusal(_("At least one household complained."), field="households")
    row.households = households
    step(row, Deed.HOUSEHOLDS, details={"households": households}, by=by, now=now)
    settle(row, columns=["households"], but=by, now=now)
    return row


@transaction.atomic
def raise_to_major(
    *, ticket: Ticket, text: str, seen: int | None = None, by: Member, now: datetime
) -> Ticket:
    """It is a major one after all (G-36): manager and head of the centre are told at once. Raises Refusal."""
    row = ready(ticket, Deed.RAISED, seen=seen, by=by, now=now)
    if row.is_major:
        raise Refusal(_("This is a major complaint already."))
    words = words_of(text, _("Write in a few words why."))
    step(row, Deed.RAISED, text=words, by=by, now=now)
    settle(row, but=by, now=now)
    return row


@transaction.atomic
def note(*, ticket: Ticket, text: str, tried: bool = False, by: Member, now: datetime) -> TicketStep:
    """Something to remember, or a try to reach the customer that reached nobody. Raises Refusal."""
    row = held(ticket)
    if not relations_of(by, row) or not may_read(by, row):
        raise Refusal(_("This complaint is not with you."))
    words = words_of(text, _("Write the note."))
    kind = StepKind.TRIED if tried else StepKind.NOTED
    return write_step(row, kind, text=words, by=by, now=now)


def ready(ticket: Ticket, deed: Deed, *, seen: int | None, by: Member, now: datetime) -> Ticket:
    """The row, held, where this member may do this deed now. Raises Refusal.

    ``seen`` is the number of the last step that the page showed: what was done since is looked at first.
    """
    row = held(ticket)
    if by.office_id != row.office_id or not may(deed, relations_of(by, row)):
        raise Refusal(_("This is for somebody else to do. The page says whom."))
    steps = steps_of(row)
    if seen is not None and steps[-1].number != seen and _moved_since(steps, seen):
        raise Refusal(_("Somebody did something here meanwhile. Look at it again, then send it once more."))
    stands, rules = course(row, steps)
    if against(stands, deed, row, rules, now):
        raise Refusal(against(stands, deed, row, rules, now))
    return row


def against(stands: Course, deed: Deed, ticket: Ticket, rules: Rules, now: datetime) -> str:
    """Why it cannot be done now, in words; empty where it can."""
    at = local(ticket.office, now)
    if not reason_against(stands, deed, at, rules):
        return ""
    first, last = first_day(stands, deed, rules), last_day(stands, deed, rules)
    leads = deed in LEADS[stands.state]
    if leads and first is not None and at.date() < first:
        day = date_format(first, "Y-m-d")
        if deed is Deed.UNANSWERED:
            return _("The customer may still confirm it; without a word it is closed from %(day)s on.") % {
                "day": day
            }
        return _("Make the return call first; without one it is archived from %(day)s on.") % {"day": day}
    if leads and last is not None and at.date() > last:
        day = date_format(last, "Y-m-d")
        return _("It could be opened again until %(day)s. Take a new complaint.") % {"day": day}
    return _("This complaint stands elsewhere by now: %(state)s. Look at it again.") % {
        "state": ticket.get_state_display()
    }


def step(
    row: Ticket,
    deed: Deed,
    *,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    by: Member,
    now: datetime,
) -> TicketStep:
    """Write the step of a deed; where it leads, the core's table says."""
    to = LEADS[State(row.state)].get(deed, row.state)
    return write_step(row, StepKind(deed.value), to=to, text=text, details=details, by=by, now=now)


def _moved_since(steps: list[TicketStep], seen: int) -> bool:
    """Whether anything but notes came after what the page showed."""
    beside = (StepKind.NOTED, StepKind.TRIED)
    return any(step.number > seen and step.kind not in beside for step in steps)


def _time_told(row: Ticket, until: datetime, now: datetime) -> dict[str, str]:
    rules = course(row, steps_of(row))[1]
    check_time(until, rules, office=row.office, field="until", now=now)
    return {"until": local(row.office, until).isoformat()}
