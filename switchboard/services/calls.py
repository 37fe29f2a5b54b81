"""An incoming call is written down: the line of the register, and what follows from it; one transaction.

Lines are never changed. A correction is another line with the same number; what followed from the first one (an
appointment, a call that is due) is changed where it stands.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from offices import live
from offices.errors import Refusal
from offices.models import Member, Office
from switchboard.enums import CallKind, CallTopic, Help
from switchboard.models import IncomingCall, IncomingWords, PbxCall, PhoneDesk
from switchboard.phone_rules import PhoneRules
from switchboard.selectors.duty import Duty, duty_of, owner_of
from switchboard.selectors.rules import phone_rules_of
from switchboard.services.call_effects import EFFECTS, Heard, Outcome
from switchboard.services.call_entry import IncomingEntry
from switchboard.services.call_people import answerer_of, customer_of, is_first_call, number_typed
from switchboard.services.callers import caller_of
from switchboard.services.phone_desks import lock_desk, next_number, spend_turn
from switchboard.turns import costs_turn
from visitors.enums import PhoneAnswer
from visitors.services.customers import clean_text

NAME_LENGTH = 40
NOTE_LENGTH = 500
LATEST = timedelta(hours=24)
"""So long afterwards a call may still be written down."""
MOST_RINGS, MOST_MINUTES = 99, 600


@transaction.atomic
def log_call(*, office: Office, entry: IncomingEntry, by: Member, now: datetime) -> IncomingCall:
    """Write the call down and do what follows from it (F-11, F-15, F-16, F-21, F-22). Raises Refusal.

    A known number opens the customer who has it. Whoever answered is spent a turn, where the telephone system has not
    done so already.
    """
    desk = lock_desk(office)
    rules = phone_rules_of(office, office.business_date(now))
    line = _line(office, entry.line)
    entry = _with_line(entry, line, rules)
    _check(entry, office, now)
    answered_by = answerer_of(office, entry, line, by)
    caller = line.caller if line else None
    if caller is None and number_typed(entry):
        caller = caller_of(office=office, number=number_typed(entry), now=now)
    customer = customer_of(office, entry, caller, by, now)
    is_first = is_first_call(office, entry, caller, customer)
    heard = Heard(
        office=office,
        entry=entry,
        at=entry.at or now,
        caller=caller,
        customer=customer,
        owner=owner_of(customer, now),
        answered_by=answered_by,
        is_first=is_first,
        rules=rules,
        by=by,
        now=now,
    )
    effect = EFFECTS[CallKind(entry.kind)]
    outcome = effect.before(heard)
    call = _write(desk, heard, line, outcome)
    _write_words(call, entry)
    effect.after(heard, call)
    _spend(duty_of(office), heard, line)
    live.bump(office.pk)
    return call


@transaction.atomic
def correct_call(
    *,
    call: IncomingCall,
    topics: Sequence[str],
    is_first: bool,
    source: str,
    rings: int | None,
    minutes: int | None,
    answered_by: Member,
    invited: bool,
    note: str,
    by: Member,
    now: datetime,
) -> IncomingCall:
    """Another line that stands for this one from now on; both stay readable. Raises Refusal."""
    lock_desk(call.office)
    held = IncomingCall.objects.of(call.office).standing().filter(pk=call.pk).select_related("words").first()
    if held is None:
        raise Refusal(_("This line was corrected meanwhile. Look at the newest one."))
    _check_counts(rings, minutes)
    if answered_by.office_id != call.office_id:
        raise Refusal(_("Choose somebody who works in this office."), field="answered_by")
    kept = (
        "office",
        "on",
        "number",
        "at",
        "caller",
        "customer",
        "contact",
        "kind",
        "by_backup",
        "appointment",
    )
    kept += ("next_on", "next_at", "refused", "help", "is_urgent", "ticket")
    made = IncomingCall.objects.create(
        **{name: getattr(held, name) for name in kept},
        topics=_topics(topics),
        is_first=is_first,
        source=source,
        rings=rings,
        minutes=minutes,
        answered_by=answered_by,
        invited=invited,
        corrects=held,
        by=by,
        recorded_at=now,
    )
    words = getattr(held, "words", None)
    text = clean_text(note, "note", NOTE_LENGTH)
    if text or words:
        who, refusal = (words.who, words.refusal) if words else ("", "")
        IncomingWords.objects.create(office_id=made.office_id, call=made, who=who, note=text, refusal=refusal)
    live.bump(call.office_id)
    return made


def _line(office: Office, pk: int | None) -> PbxCall | None:
    """The call on the line that is written down, once. Raises Refusal."""
    if pk is None:
        return None
    line = PbxCall.objects.of(office).select_related("caller", "answered_by").filter(pk=pk).first()
    if line is None:
        raise Refusal(
            _("This call is not known here. Write it down without its number, or load the page again.")
        )
    if IncomingCall.objects.of(office).filter(line=line).exists():
        raise Refusal(_("This call stands in the register already: a colleague was faster."))
    return line


def _with_line(entry: IncomingEntry, line: PbxCall | None, rules: PhoneRules) -> IncomingEntry:
    """What the telephone system knows better than a hand: the number, when it came, the rings, the minutes."""
    if line is None:
        return entry
    facts = line.facts
    talked = facts.talked
    minutes = None if talked is None else -(-int(talked.total_seconds()) // 60)
    entry = replace(
        entry,
        at=line.since,
        rings=facts.rings(rules.ring_seconds) if entry.rings is None else entry.rings,
        minutes=minutes if entry.minutes is None else entry.minutes,
    )
    customer = entry.customer
    leaves_number = customer is not None and not customer.phone and customer.phone_answer != "refused"
    if customer is None or line.caller is None or not leaves_number or customer.customer_id is not None:
        return entry
    return replace(entry, customer=replace(customer, phone=line.caller.number))


def _check(entry: IncomingEntry, office: Office, now: datetime) -> None:
    """Raise Refusal for what a call of any kind must not say."""
    if entry.kind not in CallKind.values:
        raise Refusal(_("Say who calls."), field="kind")
    if entry.at is not None and not now - LATEST < entry.at <= now + timedelta(minutes=1):
        raise Refusal(_("Say when the call came: today, and not later than now."), field="at")
    if entry.help not in ["", *Help.values]:
        raise Refusal(_("Say what was done for the caller."), field="help")
    _topics(entry.topics)
    _check_counts(entry.rings, entry.minutes)


def _check_counts(rings: int | None, minutes: int | None) -> None:
    if rings is not None and not 0 <= rings <= MOST_RINGS:
        raise Refusal(_("0 to 99 rings."), field="rings")
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Refusal(_("0 to 600 minutes."), field="minutes")


def _topics(topics: Sequence[str]) -> list[str]:
    if not set(topics) <= set(CallTopic.values):
        raise Refusal(_("Choose from the list what they asked about."), field="topics")
    return list(dict.fromkeys(topics))


def _write(desk: PhoneDesk, heard: Heard, line: PbxCall | None, outcome: Outcome) -> IncomingCall:
    entry, on = heard.entry, heard.office.business_date(heard.now)
    return IncomingCall.objects.create(
        office=heard.office,
        on=on,
        number=next_number(desk, on),
        at=heard.at,
        line=line,
        caller=heard.caller,
        customer=heard.customer,
        contact=outcome.contact,
        kind=entry.kind,
        is_first=heard.is_first,
        topics=_topics(entry.topics),
        source=entry.source,
        rings=entry.rings,
        minutes=entry.minutes,
        answered_by=heard.answered_by,
        by_backup=_by_backup(heard),
        invited=entry.invited or outcome.appointment is not None,
        appointment=outcome.appointment,
        next_on=outcome.next_on,
        next_at=outcome.next_at,
        refused=outcome.refused,
        ticket=outcome.ticket,
        help=entry.help if entry.kind == CallKind.ENQUIRY else "",
        is_urgent=entry.is_urgent,
        by=heard.by,
        recorded_at=heard.now,
    )


def _by_backup(heard: Heard) -> bool:
    """Whether the backup had to answer (F-03)."""
    row = getattr(heard.answered_by, "on_phones", None)
    return row is not None and row.is_backup


def _write_words(call: IncomingCall, entry: IncomingEntry) -> None:
    """What may be erased one day; a customer's name stands in the file."""
    who = "" if call.customer_id else clean_text(entry.who, "name", NAME_LENGTH)
    note = clean_text(entry.note, "note", NOTE_LENGTH)
    declined = entry.customer is not None and entry.customer.phone_answer == PhoneAnswer.REFUSED
    refusal = entry.customer.phone_note if declined else ""
    if who or note or refusal:
        IncomingWords.objects.create(
            office_id=call.office_id,
            call=call,
            who=who,
            note=note,
            refusal=clean_text(refusal, "phone_note", 200),
        )


def _spend(duty: Duty, heard: Heard, line: PbxCall | None) -> None:
    """The turn that this call costs, unless the telephone system has told already who answered."""
    if line is not None and line.turn_of_id is not None:
        return
    member, facts = heard.answered_by.pk, {"owner": heard.owner, "is_first": heard.is_first}
    if costs_turn(member, duty.people, rules=heard.rules, **facts):
        spend_turn(duty, member)
        if line is not None:
            PbxCall.objects.filter(pk=line.pk).update(turn_of=member)
