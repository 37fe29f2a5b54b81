"""What visitors enter on their own phone at the door: confirmed or dismissed by the desk, forgotten after a day."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from messaging.enums import ConsentChannel, ConsentWay
from messaging.services.consents import record_consents
from offices import live
from offices.errors import Refusal
from offices.models import Member, Office
from offices.phones import masked
from offices.sealing import SealBroken, seal, unseal
from reception.enums import CheckInState, VisitHistory
from reception.models import CheckIn, PublicLink, Queue, Reception
from visitors.services.customers import CustomerEntry
from visitors.services.phones import holder_of, read_number

MOST_WAITING = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """What the visitor typed. ``phone`` is E.164 or empty; ``call`` and ``sms`` are True only where they were ticked.

    ``named`` are ids of consultants of the office; ``knows`` says in words whom they know, where it is somebody else.
    """

    token: UUID
    name: str
    phone: str = ""
    call: bool = False
    sms: bool = False
    history: VisitHistory = VisitHistory.FIRST
    named: tuple[int, ...] = ()
    knows: str = ""
    language: str = ""


def takes_check_ins(office: Office) -> bool:
    """Whether the form at the door is open: the office wants it, and its day is open."""
    return office.self_check_in and Queue.objects.filter(pk=office.pk, day__isnull=False).exists()


def was_entered(token: UUID) -> bool:
    """Whether the form with this token was taken before."""
    return CheckIn.objects.filter(token=token).exists()


@transaction.atomic
def enter_check_in(*, link: PublicLink, entry: OwnEntry, now: datetime) -> bool:
    """Keep the entry for the desk; the same token again changes nothing. Returns whether it is new. Raises Refusal."""
    office = link.office
    if was_entered(entry.token):
        return False
    if not takes_check_ins(office):
        raise Refusal(_("Please come to the desk: we would like to welcome you ourselves."))
    if CheckIn.objects.of(office).waiting().count() >= MOST_WAITING:
        raise Refusal(_("Very many visitors are here just now. Please come straight to the desk."))
    ours = Member.objects.of(office).working().consultants()
    named = set(ours.filter(pk__in=entry.named).values_list("pk", flat=True)) if entry.named else set()
    row = CheckIn(
        office=office,
        link=link,
        token=entry.token,
        name=entry.name,
        sealed_phone=seal(entry.phone) if entry.phone else "",
        masked=masked(entry.phone) if entry.phone else "",
        consents={str(ConsentChannel.CALL): entry.call, str(ConsentChannel.SMS): entry.sms},
        history=entry.history,
        named=[pk for pk in entry.named if pk in named],
        knows=entry.knows,
        language=entry.language,
        at=now,
    )
    CheckIn.objects.bulk_create([row], ignore_conflicts=True)  # of two sendings at once one is kept
    live.bump(office.pk)
    return True


@transaction.atomic
def dismiss_check_in(*, check_in: CheckIn, by: Member, now: datetime) -> None:
    """Nobody came to the desk with it, or it was a joke. Raises Refusal where a colleague was faster."""
    held = lock_check_in(by.office, check_in.pk)
    _close(held, CheckInState.DISMISSED, by, now)
    live.bump(by.office_id)


def lock_check_in(office: Office, pk: int) -> CheckIn:
    """The check-in, locked, still waiting for the desk. Raises Refusal where it is gone or somebody was faster."""
    held = (
        CheckIn.objects.select_for_update(of=("self",), no_key=True)
        .of(office)
        .filter(pk=pk)
        .select_related("reception")
        .first()
    )
    if held is None:
        raise Refusal(
            _("This visitor's own entry is there no longer. Clear the form and log the visitor as usual.")
        )
    if held.state == CheckInState.TAKEN:
        raise Refusal(
            _("A colleague has logged this visitor already, as no. %(number)s. Clear the form.")
            % {"number": held.reception.number}
        )
    if held.state == CheckInState.DISMISSED:
        raise Refusal(_("A colleague has dismissed this entry. Clear the form and log the visitor as usual."))
    held.office = office
    return held


def without_own_answers(entry: CustomerEntry, check_in: CheckIn) -> CustomerEntry:
    """The desk's entry without the consents that the visitor gave: those are kept as the visitor's own."""
    said = check_in.consents
    return replace(
        entry,
        consent_call=None if said.get("call") and entry.consent_call else entry.consent_call,
        consent_sms=None if said.get("sms") and entry.consent_sms else entry.consent_sms,
    )


def confirm_check_in(
    *, check_in: CheckIn, entry: CustomerEntry | None, reception: Reception, by: Member, now: datetime
) -> None:
    """The desk has logged the visitor: the check-in is taken, and the consents ticked in it are kept.

    They hold for the very number that the visitor typed: where the desk has corrected it, nobody was asked about the
    new one. A box left empty is no answer, so it takes back no earlier one.
    """
    check_in.reception = reception
    _close(check_in, CheckInState.TAKEN, by, now, "reception")
    number = phone_of(check_in)
    if not number or entry is None or not _is_about(check_in.office, number, entry, reception):
        return
    declined = {"call": entry.consent_call is False, "sms": entry.consent_sms is False}
    answers = {
        channel: True if check_in.consents.get(channel) and not declined[channel] else None
        for channel in declined
    }
    record_consents(
        office=check_in.office,
        number=number,
        call=answers["call"],
        sms=answers["sms"],
        channel=ConsentWay.SELF,
        by=None,
        now=check_in.at,
    )


def phone_of(check_in: CheckIn) -> str:
    """The number (E.164), or empty where none was typed or no key of ours opens it any more."""
    if not check_in.sealed_phone:
        return ""
    try:
        return unseal(check_in.sealed_phone)
    except SealBroken:
        return ""


def forget_check_ins(*, before: datetime) -> int:
    """Erase those entered before that moment, whatever became of them; returns how many."""
    deleted, _by_model = CheckIn.objects.filter(at__lt=before).delete()
    return deleted


def _is_about(office: Office, number: str, entry: CustomerEntry, reception: Reception) -> bool:
    """Whether the visitor that was logged is the one of this number."""
    if entry.phone.strip():
        return read_number(entry.phone) == number
    return reception.customer is not None and holder_of(office, number) == reception.customer


def _close(check_in: CheckIn, state: CheckInState, by: Member, now: datetime, *more: str) -> None:
    check_in.state, check_in.closed_by, check_in.closed_at = state, by, now
    check_in.save(update_fields=["state", "closed_by", "closed_at", *more])
