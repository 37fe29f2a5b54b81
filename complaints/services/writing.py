"""How a complaint is written to: its row held, a step that stays, the row's columns, and who has to be told.

Every service of this folder goes through `held` and `settle`.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import OperationalError
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.enums import StepKind
from complaints.escalation import Telling
from complaints.escalation_table import Deed
from complaints.models import Ticket, TicketStep, TicketTelling, TicketWords
from complaints.selectors.people import people_for
from complaints.selectors.standing import Judged, judge
from offices import live
from offices.commitments import commitment
from offices.enums import AuditAction, NoticeKind
from offices.errors import Busy, Refusal, is_lock_timeout
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell

LONGEST = 4000
COLUMNS = ["state", "level", "is_major", "is_waiting"]
SEEN = ["next_deed", "next_who", "next_due", "reply_due", "look_at"]


def held(ticket: Ticket) -> Ticket:
    """The row as it stands now, until the transaction ends. Raises Busy."""
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True).select_related(
        "office", "department", "category", "customer__merged_into", "answerable", "about_member"
    )
    try:
        return rows.get(pk=ticket.pk)
    except OperationalError as error:
        if is_lock_timeout(error):
            raise Busy(
                _("Somebody else is writing to this complaint. Nothing was lost: send it once more.")
            ) from error
        raise


def steps_of(ticket: Ticket) -> list[TicketStep]:
    return list(ticket.steps.order_by("number"))


def write_step(
    ticket: Ticket,
    kind: StepKind,
    *,
    to: str | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    by: Member | None,
    now: datetime,
) -> TicketStep:
    """The next step, no earlier than the last one. ``details`` hold codes, ids and times; words stand beside it."""
    last = ticket.steps.order_by("-number").first()
    salt = secrets.token_hex(16)
    step = TicketStep.objects.create(
        office_id=ticket.office_id,
        ticket=ticket,
        number=last.number + 1 if last else 1,
        kind=kind,
        at=max(now, last.at) if last else now,
        by=by,
        from_state=ticket.state if last else "",
        to_state=to or ticket.state,
        details=dict(details or {}),
        commitment=commitment(salt, text) if text else "",
    )
    if text:
        TicketWords.objects.create(office_id=ticket.office_id, step=step, salt=salt, text=text)
    if by is not None:
        said = {"kind": str(kind), "step": step.number}
        keep(action=AuditAction.TICKET_MOVED, record=f"ticket:{ticket.pk}", details=said, by=by, now=now)
    return step


def settle(
    ticket: Ticket, *, columns: Iterable[str] = (), but: Member | None = None, now: datetime
) -> Judged:
    """Ask the core how it stands, write that into the row, and tell whoever has to know by now.

    ``columns`` were changed by the caller; ``but`` is who did it and needs not to be told.
    """
    judged = judge(ticket, steps_of(ticket), now)
    found = judged.verdict
    ticket.state, ticket.level = found.state, found.level
    ticket.is_major, ticket.is_waiting = found.is_major, found.waiting
    step = found.todo[0] if found.todo else None
    ticket.next_deed, ticket.next_who = (step.deed, step.who) if step else ("", "")
    ticket.reply_due = judged.moment(found.reply_due)
    # What ends first, whosever it is: an answer that was promised for tonight is not hidden behind a later step.
    ends = [*(judged.moment(each.due) for each in found.todo), ticket.reply_due]
    ticket.next_due = min((end for end in ends if end is not None), default=None)
    ticket.look_at = judged.moment(found.climbs[0].at) if found.climbs else None
    ticket.save(update_fields=[*COLUMNS, *SEEN, *columns])
    tell_due(ticket, judged, found.told, but=but, now=now)
    live.bump(ticket.office_id)
    return judged


def tell_due(
    ticket: Ticket, judged: Judged, told: Iterable[Telling], *, but: Member | None = None, now: datetime
) -> int:
    """Tell what was not told before, each person once; returns how many notices that were.

    Of several rungs that were missed (nobody ran the clock) every one is kept, but each member hears it once.
    """
    known = set(ticket.tellings.values_list("key", flat=True))
    fresh = [each for each in told if each.key not in known]
    if not fresh:
        return 0
    working = list(Member.objects.of(ticket.office).working().select_related("user"))
    heard: dict[NoticeKind, set[int]] = {}
    rows = []
    for each in fresh:
        people = {member.pk for member in people_for(each.who, ticket, working)}
        heard.setdefault(_kind_of(each), set()).update(people - {but.pk if but else None})
        rows.append(
            TicketTelling(
                office_id=ticket.office_id,
                ticket=ticket,
                key=each.key,
                who=each.who,
                clause=each.clause,
                due_at=judged.moment(each.at),
                told_at=now,
                people=sorted(people),
            )
        )
    TicketTelling.objects.bulk_create(rows)
    about = about_of(ticket)
    return sum(
        len(tell(office_id=ticket.office_id, member_ids=sorted(people), kind=kind, about=about, now=now))
        for kind, people in heard.items()
    )


def about_of(ticket: Ticket) -> dict[str, Any]:
    """What a notice says: the page it leads to."""
    return {
        "path": reverse("complaints:ticket", args=[ticket.office.slug, ticket.pk]),
        "ticket": ticket.pk,
    }


def _kind_of(telling: Telling) -> NoticeKind:
    first, *_rest, _who = telling.key.split(".")
    if first == "major":
        return NoticeKind.TICKET_MAJOR
    is_turn = first in {deed.value for deed in Deed} | {"about", "agitated", "repeated", "level"}
    return NoticeKind.TICKET if is_turn else NoticeKind.TICKET_DUE


def words_of(text: str, sentence: str, field: str = "text") -> str:
    """What was written, trimmed. Raises Refusal for nothing (where ``sentence`` asks for it) and for too much."""
    words = text.strip()
    if not words and sentence:
        raise Refusal(sentence, field=field)
    if len(words) > LONGEST:
        raise Refusal(_("%(count)s characters at the most.") % {"count": LONGEST}, field=field)
    return words
