"""What the telephone system tells becomes known: late, twice, in any order, and each effect happens once."""

from datetime import datetime, timedelta

from django.db import transaction

from offices import live
from offices.enums import NoticeKind
from offices.jobs import in_each
from offices.models import Member, Office
from offices.services.notices import tell
from switchboard.enums import LineState
from switchboard.line_calls import LineCall, rings_within, taken
from switchboard.models import IncomingCall, PbxCall, PbxEvent, PhoneDesk
from switchboard.pbx_reading import Told
from switchboard.phone_rules import PhoneRules
from switchboard.selectors.duty import Duty, duty_of, owner_of, turn_for
from switchboard.selectors.rules import phone_rules_of
from switchboard.services.call_backs import answered_after_all, called_again, missed_call
from switchboard.services.callers import caller_of, read_caller_id
from switchboard.services.phone_desks import lock_desk, spend_turn
from switchboard.turns import costs_turn
from visitors.models import Customer
from visitors.services.phones import holder_of


@transaction.atomic
def take_event(*, office: Office, told: Told, now: datetime) -> PbxCall:
    """Write the event down and do what follows from it: the pop-up, whose turn it was, who is called back (F-22).

    An event that was told before changes nothing.
    """
    desk = lock_desk(office)
    call = PbxCall.objects.of(office).filter(key=told.call).select_related("caller").first()
    if call is None:
        call = PbxCall(office=office, key=told.call, begun_at=told.event.at, received_at=now, state="")
    before, known = LineState(call.state) if call.state else None, taken(call.facts, told.event)
    _know(call, known)
    number = read_caller_id(told.number) if call.caller_id is None and told.number else ""
    if number:
        call.caller = caller_of(office=office, number=number, now=now)
    call.save()
    _consequences(call, before, known, now)
    if before != call.state:
        call.given_up_at = None
    call.save(update_fields=["offered_to", "offered_as", "answered_by", "turn_of", "given_up_at"])
    PbxEvent.objects.bulk_create(
        [
            PbxEvent(
                office=office,
                call=call,
                kind=told.event.kind.value,
                at=told.event.at,
                extension=told.event.extension,
                rings=told.event.rings,
                received_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    PhoneDesk.objects.filter(pk=desk.pk).update(heard_at=now)
    live.bump(office.pk)
    return call


def mind_lines(*, now: datetime) -> int:
    """Call the backup to what rings too long (F-03), and give up calls of which nothing more was heard; how many."""
    waiting = PbxCall.objects.open().order_by().values_list("office", flat=True).distinct()
    return in_each(Office.objects.filter(pk__in=list(waiting)), _mind, now)


@transaction.atomic
def _mind(office: Office, now: datetime) -> int:
    lock_desk(office)
    rules = phone_rules_of(office, office.business_date(now))
    duty, done = duty_of(office), 0
    for call in PbxCall.objects.of(office).open().select_related("caller").order_by("begun_at", "pk"):
        call.office = office
        if call.facts.is_silent(now):
            call.given_up_at = now
            if call.state == LineState.RINGING:
                _missed(call, rules, now)
            call.save(update_fields=["given_up_at"])
            done += 1
        elif call.state == LineState.RINGING and call.backup_at is None:
            done += _call_backup(call, duty, rules, now)
    if done:
        live.bump(office.pk)
    return done


def _call_backup(call: PbxCall, duty: Duty, rules: PhoneRules, now: datetime) -> int:
    rings = rings_within(now - call.since, rules.ring_seconds)
    if rings <= rules.backup_after:
        return 0
    turn, backup = turn_for(duty, rules=rules, rings=rings)
    call.backup_at = now
    call.save(update_fields=["backup_at"])
    if backup is not None and turn.clause == "F-03":
        about = {"clause": turn.clause}
        tell(
            office_id=call.office_id,
            member_ids=[backup.pk],
            kind=NoticeKind.BACKUP_CALLED,
            about=about,
            now=now,
        )
    return 1


def _know(call: PbxCall, known: LineCall) -> None:
    """The facts into the row."""
    call.begun_at, call.rang_at = known.begun_at or call.begun_at, known.rang_at
    call.answered_at = known.answered.at if known.answered else None
    call.extension = known.answered.extension if known.answered else ""
    call.ended_at, call.missed_at, call.told_rings = known.ended_at, known.missed_at, known.told_rings
    call.state = known.state.value


def _consequences(call: PbxCall, before: LineState | None, known: LineCall, now: datetime) -> None:
    """What happens once, when the call has come to where it stands now."""
    rules = phone_rules_of(call.office, call.office.business_date(now))
    was_answered = before in (LineState.ANSWERED, LineState.ENDED)
    was_missed = before == LineState.MISSED or (before == LineState.RINGING and call.given_up_at is not None)
    if known.answered is not None:
        _answered(call, rules, now, was_answered=was_answered, was_missed=was_missed)
    elif call.state == LineState.MISSED and not was_missed:
        _missed(call, rules, now)
    elif call.state == LineState.RINGING and not call.offered_as:
        customer = customer_of(call)
        is_first = is_first_call(call, customer)
        owner = owner_of(customer, now)
        turn, member = turn_for(duty_of(call.office), rules=rules, owner=owner, is_first=is_first)
        call.offered_to, call.offered_as = member, turn.reason.value


def _answered(
    call: PbxCall, rules: PhoneRules, now: datetime, *, was_answered: bool, was_missed: bool
) -> None:
    duty = duty_of(call.office)
    call.answered_by = duty.of_extension(call.extension) or (call.answered_by if was_answered else None)
    customer = customer_of(call)
    if call.answered_by is not None and call.turn_of_id is None:
        owner, is_first = owner_of(customer, now), is_first_call(call, customer)
        if costs_turn(call.answered_by.pk, duty.people, rules=rules, owner=owner, is_first=is_first):
            spend_turn(duty, call.answered_by.pk)
            call.turn_of = call.answered_by
    if was_missed:
        answered_after_all(line=call, now=now)
    if not was_answered and call.caller is not None:
        called_again(caller=call.caller, by=call.answered_by, now=now)


def _missed(call: PbxCall, rules: PhoneRules, now: datetime) -> None:
    """Nobody answered: whoever's turn it was calls back, or the customer's own consultant."""
    if call.caller is None:
        return
    customer = customer_of(call)
    owner = Member.objects.of(call.office).working().filter(pk=owner_of(customer, now) or 0).first()
    due_at = now + timedelta(minutes=rules.call_back_minutes)
    missed_call(line=call, customer=customer, owner=owner or call.offered_to, due_at=due_at, now=now)


def customer_of(call: PbxCall) -> Customer | None:
    """Whose number it is that calls; nobody where it is withheld or new."""
    return holder_of(call.office, call.caller.number) if call.caller is not None else None


def is_first_call(call: PbxCall, customer: Customer | None) -> bool:
    """Whether this number never called before, and belongs to nobody whom we know."""
    if customer is not None or call.caller is None:
        return customer is None
    return not IncomingCall.objects.of(call.office).filter(caller=call.caller).exclude(line=call).exists()
