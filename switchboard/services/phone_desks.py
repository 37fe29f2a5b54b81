"""The phone desk of an office: its lock, its numbers, who is on the phones, its telephone system."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.sealing import fingerprint, seal
from offices.services.audit import keep
from switchboard.models import OnPhones, PhoneDesk
from switchboard.roles import ANSWERERS
from switchboard.selectors.duty import Duty
from switchboard.turns import next_turn

MOST_ANSWERERS = 60
LONGEST_EXTENSION = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place on the phones, as the form has it."""

    member: int
    place: int
    is_backup: bool = False
    extension: str = ""


def lock_desk(office: Office) -> PhoneDesk:
    """The office's phone desk, until the caller's transaction ends; made where there is none."""
    PhoneDesk.objects.bulk_create([PhoneDesk(office=office)], ignore_conflicts=True)
    desk = PhoneDesk.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    desk.office = office
    return desk


def next_number(desk: PhoneDesk, on: date) -> int:
    """The number of the next line of the register of that day. The caller holds the desk."""
    if desk.numbered_on is None or on > desk.numbered_on:
        desk.numbered_on, desk.last_number = on, 0
    if on < desk.numbered_on:
        raise ValueError("numbers of a day that is over are not given any more")
    desk.last_number += 1
    desk.save(update_fields=["numbered_on", "last_number"])
    return desk.last_number


def spend_turn(duty: Duty, member: int) -> None:
    """The call cost this member a turn. The caller holds the desk."""
    OnPhones.objects.filter(member=member).update(last_turn=next_turn(duty.people))


@transaction.atomic
def set_duty(*, office: Office, places: Sequence[Place], by: Member, now: datetime) -> None:
    """Who is on the phones from now on, in which order. Who joins begins at the end of the rotation. Raises Refusal."""
    lock_desk(office)
    if len(places) > MOST_ANSWERERS:
        raise Refusal(
            _("More than %(most)d people are too many for one telephone.") % {"most": MOST_ANSWERERS}
        )
    chosen = {each.member: each for each in places}
    known = Member.objects.of(office).working().holding(*ANSWERERS).filter(pk__in=chosen)
    if known.count() != len(chosen):
        raise Refusal(_("Choose people who work in this office."))
    _refuse_extensions(places)
    rows = {row.member_id: row for row in OnPhones.objects.of(office)}
    joining = max((row.last_turn for row in rows.values()), default=0)
    OnPhones.objects.of(office).exclude(member__in=chosen).delete()
    # Extensions may change hands: first nobody has one.
    OnPhones.objects.of(office).update(extension="")
    for each in chosen.values():
        row = rows.get(each.member) or OnPhones(office=office, member_id=each.member, last_turn=joining)
        row.place, row.is_backup, row.extension = each.place, each.is_backup, each.extension
        row.save()
    details = {
        "members": [each.member for each in places],
        "backups": [each.member for each in places if each.is_backup],
    }
    keep(action=AuditAction.PHONE_DUTY_SET, record="phones", details=details, by=by, now=now)
    live.bump(office.pk)


@transaction.atomic
def step(*, member: Member, is_away: bool, by: Member, now: datetime) -> None:
    """Somebody does not answer for a while, or does again. They keep their place. Raises Refusal."""
    lock_desk(member.office)
    rows = OnPhones.objects.of(member.office).filter(member=member)
    if not rows.update(away_since=now if is_away else None):
        raise Refusal(_("You are not on the phones. Ask for a place on the list."))
    live.bump(member.office_id)


@transaction.atomic
def connect(*, office: Office, by: Member, now: datetime) -> PhoneDesk:
    """A new address and a new secret for the telephone system; the old ones end at once."""
    desk = lock_desk(office)
    hook = secrets.token_urlsafe(18)
    desk.sealed_hook, desk.hook_print = seal(hook), hook_print(hook)
    desk.sealed_secret = seal(secrets.token_hex(32))
    desk.connected_at, desk.heard_at = now, None
    desk.save(update_fields=["sealed_hook", "hook_print", "sealed_secret", "connected_at", "heard_at"])
    keep(action=AuditAction.PBX_CHANGED, record="pbx", details={"connected": True}, by=by, now=now)
    live.bump(office.pk)
    return desk


@transaction.atomic
def disconnect(*, office: Office, by: Member, now: datetime) -> PhoneDesk:
    """The telephone system may tell us nothing any more."""
    desk = lock_desk(office)
    desk.sealed_hook = desk.hook_print = desk.sealed_secret = ""
    desk.connected_at = desk.heard_at = None
    desk.save(update_fields=["sealed_hook", "hook_print", "sealed_secret", "connected_at", "heard_at"])
    keep(action=AuditAction.PBX_CHANGED, record="pbx", details={"connected": False}, by=by, now=now)
    live.bump(office.pk)
    return desk


def desk_of_hook(hook: str) -> PhoneDesk | None:
    """The desk that has this word in its webhook's address; None for a stranger, and where the office is closed."""
    found = PhoneDesk.objects.select_related("office").filter(hook_print=hook_print(hook))
    return found.exclude(hook_print="").filter(office__is_active=True).first()


def hook_print(hook: str) -> str:
    return fingerprint("phone-hook", hook)


def _refuse_extensions(places: Sequence[Place]) -> None:
    extensions = [each.extension for each in places if each.extension]
    if len(set(extensions)) != len(extensions):
        raise Refusal(_("Two people have the same extension. Each telephone belongs to one of them."))
    if any(len(each) > LONGEST_EXTENSION or not each.isprintable() for each in extensions):
        raise Refusal(_("An extension is at most 20 digits or letters."))
