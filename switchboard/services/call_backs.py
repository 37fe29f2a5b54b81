"""Call-backs: made by a call, by hand or by a missed call; tried, done, or no longer needed (F-06).

A call that somebody answers is never handed on (F-05): what another one has to say is called back.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from offices import live
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Office
from offices.sealing import SealBroken
from offices.services.audit import keep
from offices.services.notices import leaders_of, tell
from switchboard.enums import BackReason, BackState
from switchboard.models import CallBack, Caller, IncomingCall, PbxCall
from switchboard.roles import ANSWERERS
from visitors.enums import ContactKind, ContactRole, RevealPurpose
from visitors.models import Customer, CustomerPhone
from visitors.phone_policy import CAPS
from visitors.services.contacts import record_contact
from visitors.services.customers import clean_text
from visitors.services.reveal import NotYours, TooMany, reveal_phone

QUESTION_LENGTH = 300
NAME_LENGTH = 40
FARTHEST = timedelta(days=60)


def make_call_back(
    *,
    office: Office,
    reason: str,
    question: str,
    owner: Member,
    due_at: datetime,
    caller: Caller | None = None,
    customer: Customer | None = None,
    call: IncomingCall | None = None,
    who: str = "",
    by: Member,
    now: datetime,
) -> CallBack:
    """Inside the caller's transaction. Raises Refusal with the field to mend."""
    words = clean_text(question, "question", QUESTION_LENGTH)
    if not words:
        raise Refusal(_("Say in a few words what the call-back is about."), field="question")
    if caller is None and (customer is None or not _has_number(customer)):
        raise Refusal(_("Type the number to call back."), field="phone")
    if owner.office_id != office.pk or not owner.is_active or not owner.holds(*ANSWERERS):
        raise Refusal(_("Choose somebody who works in this office."), field="owner")
    if not now < due_at <= now + FARTHEST:
        raise Refusal(_("Say by when we call back: a time to come, within 60 days."), field="due_at")
    made = CallBack.objects.create(
        office=office,
        reason=reason,
        caller=caller,
        customer=customer,
        call=call,
        who=clean_text(who, "name", NAME_LENGTH),
        question=words,
        owner=owner,
        due_at=due_at,
        made_at=now,
        made_by=by,
    )
    if owner.pk != by.pk:
        _tell(office, [owner.pk], now)
    live.bump(office.pk)
    return made


def missed_call(
    *, line: PbxCall, customer: Customer | None, owner: Member | None, due_at: datetime, now: datetime
) -> CallBack:
    """Nobody answered this call: one task a number, however often it was missed. The caller holds the desk."""
    known = CallBack.objects.of(line.office).open().filter(caller=line.caller, reason=BackReason.MISSED)
    if known.update(times=F("times") + 1):
        return known.get()
    made = CallBack.objects.create(
        office=line.office,
        reason=BackReason.MISSED,
        caller=line.caller,
        customer=customer,
        line=line,
        owner=owner,
        due_at=due_at,
        made_at=now,
    )
    told = [owner.pk] if owner else [each.pk for each in leaders_of(line.office_id)]
    _tell(line.office, told, now)
    return made


def answered_after_all(*, line: PbxCall, now: datetime) -> None:
    """What was taken for missed was answered: the news came late. What was done meanwhile stays."""
    rows = CallBack.objects.of(line.office).open().filter(caller=line.caller, reason=BackReason.MISSED)
    if not rows.filter(times__gt=1).update(times=F("times") - 1):
        rows.filter(line=line).update(state=BackState.DROPPED, ended_at=now)


def called_again(*, caller: Caller, by: Member | None, now: datetime) -> None:
    """Somebody whom nobody had answered called again and was answered."""
    rows = CallBack.objects.of(caller.office).open().filter(caller=caller, reason=BackReason.MISSED)
    rows.update(state=BackState.DROPPED, ended_at=now, ended_by=by)


@transaction.atomic
def note_try(*, call_back: CallBack, by: Member, now: datetime) -> CallBack:
    """Nobody was reached; it stays to be done. Raises Refusal."""
    held = _held(call_back)
    held.tries, held.tried_at = held.tries + 1, now
    held.save(update_fields=["tries", "tried_at"])
    _contact(held, by, now, is_effective=False)
    live.bump(held.office_id)
    return held


@transaction.atomic
def end_call_back(*, call_back: CallBack, answer: str, by: Member, now: datetime) -> CallBack:
    """Reached, and told what there was to tell. Raises Refusal."""
    words = clean_text(answer, "answer", QUESTION_LENGTH)
    if call_back.reason != BackReason.MISSED and not words:
        raise Refusal(_("Write down in a few words what you told them."), field="answer")
    held = _held(call_back)
    _end(held, BackState.DONE, words, by, now)
    _contact(held, by, now, is_effective=True)
    return held


@transaction.atomic
def drop_call_back(*, call_back: CallBack, answer: str, by: Member, now: datetime) -> CallBack:
    """Nobody has to call any more, and why. Raises Refusal."""
    words = clean_text(answer, "answer", QUESTION_LENGTH)
    if not words:
        raise Refusal(_("Say in a few words why nobody has to call any more."), field="answer")
    held = _held(call_back)
    _end(held, BackState.DROPPED, words, by, now)
    return held


@transaction.atomic
def give_call_back(*, call_back: CallBack, to: Member, by: Member, now: datetime) -> CallBack:
    """A colleague calls instead. Raises Refusal."""
    held = _held(call_back)
    if to.office_id != held.office_id or not to.is_active or not to.holds(*ANSWERERS):
        raise Refusal(_("Choose somebody who works in this office."), field="to")
    held.owner, held.told_at = to, None
    held.save(update_fields=["owner", "told_at"])
    if to.pk != by.pk:
        _tell(held.office, [to.pk], now)
    live.bump(held.office_id)
    return held


def tell_overdue(*, now: datetime) -> int:
    """Owners and leaders hear once of a call-back whose time has passed; how many there were."""
    late = CallBack.objects.open().filter(due_at__lt=now, told_at=None, office__is_active=True)
    return sum(_tell_of(pk, now) for pk in late.order_by("pk").values_list("pk", flat=True)[:500])


def number_to_dial(*, call_back: CallBack, by: Member, now: datetime) -> str:
    """The whole number (E.164) for who owes the call; a line is kept before it is shown. Raises Refusal.

    Must not run inside another transaction, whose end could take the line back.
    """
    if call_back.state != BackState.OPEN:
        raise Refusal(_("This call-back is over: nobody has to call any more."))
    if call_back.caller is None:
        return reveal_phone(
            phone=_number_of(call_back),
            member=by,
            purpose=RevealPurpose.CALL,
            asked_to_call=call_back.owner_id == by.pk,
            now=now,
        )
    customer = call_back.customer
    with transaction.atomic(durable=True):
        held = Member.objects.working().select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        refusal = _too_many(held, now)
        keep(
            action=AuditAction.ACCESS_DENIED if refusal else AuditAction.PHONE_REVEALED,
            # Where it is known who called, their file says who saw the number.
            record=f"customer:{customer.file_id}" if customer else f"call_back:{call_back.pk}",
            details={"purpose": RevealPurpose.CALL.value, "call_back": call_back.pk},
            by=by,
            now=now,
        )
    if refusal:
        raise refusal
    try:
        return call_back.caller.number
    except SealBroken:
        raise Refusal(_("This number cannot be read any more: its key is gone.")) from None


def _too_many(member: Member, now: datetime) -> Refusal | None:
    seen = AuditEntry.objects.filter(by=member, action=AuditAction.PHONE_REVEALED)
    for span, cap in CAPS:
        if seen.filter(at__gt=now - span)[:cap].count() >= cap:
            return TooMany(
                _(
                    "You have seen many whole numbers in a short time. Wait a while, or ask a colleague to call."
                )
            )
    return None


def _number_of(call_back: CallBack) -> CustomerPhone:
    phones = CustomerPhone.objects.of(call_back.office).active().select_related("customer")
    whose = call_back.customer
    found = phones.filter(customer__in=whose.all_files).order_by("pk").first() if whose else None
    if found is None:
        raise NotYours(_("This customer has left no number."))
    return found


def _has_number(customer: Customer) -> bool:
    return CustomerPhone.objects.active().filter(customer__in=customer.all_files).exists()


@transaction.atomic
def _tell_of(pk: int, now: datetime) -> int:
    rows = CallBack.objects.open().filter(pk=pk, told_at=None).select_related("office")
    held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if held is None:
        return 0
    held.told_at = now
    held.save(update_fields=["told_at"])
    told = {each.pk for each in leaders_of(held.office_id)} | ({held.owner_id} if held.owner_id else set())
    _tell(held.office, sorted(told), now, kind=NoticeKind.CALL_BACK_LATE)
    live.bump(held.office_id)
    return 1


def _held(call_back: CallBack) -> CallBack:
    """The task while it is open, held. Raises Refusal."""
    rows = CallBack.objects.select_related("office", "customer__merged_into").filter(pk=call_back.pk)
    held = rows.select_for_update(of=("self",), no_key=True).first()
    if held is None or held.state != BackState.OPEN:
        raise Refusal(_("This call-back was settled meanwhile. Look at the list again."))
    return held


def _end(held: CallBack, state: BackState, words: str, by: Member, now: datetime) -> None:
    held.state, held.answer, held.ended_at, held.ended_by = state, words, now, by
    held.save(update_fields=["state", "answer", "ended_at", "ended_by"])
    live.bump(held.office_id)


def _contact(held: CallBack, by: Member, now: datetime, *, is_effective: bool) -> None:
    """The evidence of a call to a customer; it registers nobody, for the customer had asked for it."""
    if held.customer is None:
        return
    record_contact(
        office=held.office,
        customer=held.customer,
        kind=ContactKind.CALL,
        at=now,
        consultant=by if is_effective else None,
        role=ContactRole.NONE,
        circumstances={"outgoing": True, "result": "reached" if is_effective else "no_answer"},
        by=by,
        now=now,
    )


def _tell(office: Office, members: list[int], now: datetime, kind: NoticeKind = NoticeKind.CALL_BACK) -> None:
    about = {"path": reverse("switchboard:call_backs", args=[office.slug])}
    tell(office_id=office.pk, member_ids=members, kind=kind, about=about, now=now)
