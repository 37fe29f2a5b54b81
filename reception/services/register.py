"""Signing the visitor register: the receiving consultant, as themself (B-01, B-02); corrections by a new entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offices import live
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import BusinessDay, Member
from offices.services.notices import tell
from reception.enums import Status
from reception.models import Reception
from reception.roles import DESK
from reception.selectors.register import gather
from reception.services.queue import LockedQueue, locked_queue
from reception.services.visits import load_locked
from visitors.enums import SignedThrough, Source
from visitors.models import RegisterEntry
from visitors.services.register import Words, sign_entry

LARGEST_PARTY = 200
AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """How the line should read; who received and whether it counts are not for the register to change."""

    name: str
    party_size: int
    source: str
    remark: str


def sign(
    *,
    reception: Reception,
    remark: str = "",
    seen: str = "",
    through: str = SignedThrough.LOGIN,
    screen_of: Member | None = None,
    by: Member,
    now: datetime,
) -> RegisterEntry:
    """The consultant signs the line of this reception; one signature for each visit. Raises Refusal.

    ``by`` is who signs, never who sits at the screen. ``through`` PIN: the caller has checked the PIN of ``by``
    (offices.services.pins), and ``screen_of`` is the colleague at the desk in whose session it was typed.
    ``seen`` is the mark of what was shown (Content.seen): what changed since is read again first.
    """
    # The queue's lock: a signature, a void and the close of the day, which takes the check-sum, come one by one.
    with locked_queue(reception.office, by=by, now=now) as queue:
        visit = load_locked(reception.office, reception.visit)
        _refuse_signature(visit, by, through, screen_of)
        content = gather(visit.office, [visit])[visit.pk]
        if seen and seen != content.seen:
            raise Refusal(
                _("Something about this visit has changed meanwhile. Read it once more, then sign.")
            )
        signed_at = _stamp(queue, visit.day)
        entry = sign_entry(
            contact=visit.contact,
            day=visit.day,
            number=visit.number,
            facts=content.facts,
            words=Words(name=content.name, phone=content.phone, remark=remark),
            through=through,
            screen_of=screen_of,
            by=by,
            now=signed_at,
        )
        visit.registered_at = signed_at
        visit.save(update_fields=["registered_at"])
        live.bump(visit.office_id)
    return entry


def sign_all(*, seen: Mapping[UUID, str], by: Member, now: datetime) -> list[RegisterEntry]:
    """Several lines at one go in the consultant's own session, still one signature for each; all or none.

    ``seen`` has for each visit the mark of what was shown. Raises Refusal.
    """
    with locked_queue(by.office, by=by, now=now):
        return [
            sign(reception=load_locked(by.office, visit), seen=mark, by=by, now=now)
            for visit, mark in seen.items()
        ]


def correct(
    *, entry: RegisterEntry, changes: Corrected, reason: str, by: Member, now: datetime
) -> RegisterEntry:
    """A new signed entry that names the old one, which stays as it is (B-02). Raises Refusal.

    Only who signed corrects, and only in their own session; of an entry that is corrected already, the newer one.
    """
    with locked_queue(by.office, by=by, now=now) as queue:
        if entry.signed_by_id != by.pk:
            raise Refusal(_("Only the consultant who signed this entry can correct it."))
        if RegisterEntry.objects.filter(corrects=entry).exists():
            raise Refusal(_("This entry is corrected already. Correct the newer one."))
        if not hasattr(entry, "words"):
            raise Refusal(_("This customer's data were erased; the entry stays as it was signed."))
        if not reason.strip():
            raise Refusal(_("Say in a few words why it is corrected."), field="reason")
        _check_changes(entry, changes)
        corrected = sign_entry(
            contact=entry.contact,
            day=entry.day,
            number=entry.number,
            facts={**entry.facts, "party_size": changes.party_size, "source": changes.source},
            words=Words(name=changes.name, phone=entry.words.phone, remark=changes.remark, reason=reason),
            corrects=entry,
            by=by,
            now=_stamp(queue, BusinessDay.objects.get(pk=entry.day_id)),
        )
        live.bump(queue.office.pk)
    return corrected


@transaction.atomic
def ask_correction(*, entry: RegisterEntry, by: Member, now: datetime) -> None:
    """A leader asks who signed to look at the entry again; nothing changes by it. Raises Refusal."""
    if RegisterEntry.objects.filter(corrects=entry).exists():
        raise Refusal(_("This entry is corrected already. Look at the newer one."))
    page = reverse("reception:register_correct", args=[by.office.slug, entry.pk])
    about = {"entry": entry.pk, "number": entry.number, "path": page, "by": by.pk}
    tell(
        office_id=entry.office_id,
        member_ids=[entry.signed_by_id],
        kind=NoticeKind.CORRECTION_ASKED,
        about=about,
        now=now,
    )
    live.bump(entry.office_id)


def _stamp(queue: LockedQueue, day: BusinessDay) -> datetime:
    """When it is signed: never at or before the close of its day once that is closed, whose check-sum stands."""
    return max(queue.now, day.closed_at + AN_INSTANT) if day.closed_at else queue.now


def _refuse_signature(visit: Reception, by: Member, through: str, screen_of: Member | None) -> None:
    if visit.consultant_id != by.pk:
        raise Refusal(_("Only the consultant who received the visitor signs for this visit."))
    if not by.is_active:
        raise Refusal(_("%(name)s works here no longer and cannot sign.") % {"name": by})
    if (through == SignedThrough.PIN) != (screen_of is not None):
        raise ValueError("a PIN is typed at somebody's screen, a log-in is one's own")
    if screen_of is not None and not screen_of.holds(*DESK):
        raise Refusal(_("A PIN signs at the desk's screen only. Sign on your own phone."))
    if visit.registered_at is not None:
        raise Refusal(_("This visit is signed already."))
    if visit.contact is None:
        raise Refusal(_("This visitor was no customer; the register holds customers only."))
    if visit.status != Status.FINISHED:
        raise Refusal(_("Only a reception that is over is signed for."))
    if visit.is_return:
        raise Refusal(_("This customer stands in the register already and is not registered again."))


def _check_changes(entry: RegisterEntry, changes: Corrected) -> None:
    """Raise Refusal for values that no line holds, and where nothing would change."""
    if not 1 <= changes.party_size <= LARGEST_PARTY:
        raise Refusal(_("A party has 1 to 200 people."), field="party_size")
    if changes.source and changes.source not in Source.values:
        raise Refusal(_("Choose the source from its list."), field="source")
    before = (entry.words.name, entry.facts["party_size"], entry.facts["source"], entry.words.remark)
    if before == (changes.name.strip(), changes.party_size, changes.source, changes.remark.strip()):
        raise Refusal(_("Nothing would change. Correct what is wrong, or leave the entry as it is."))
