"""Gifts: asked for, approved by somebody else, handed over; important ones by the director (H-14)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from frontdesk.enums import GiftState
from frontdesk.hospitality import gift_is_important
from frontdesk.models import Gift, WelcomePlan
from frontdesk.roles import GIFT_APPROVERS, IMPORTANT_GIFT_APPROVERS
from frontdesk.selectors.hospitality_rules import house_hospitality_rules
from frontdesk.services.entry import number, said
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.services.customers import clean_text

MOST_YUAN = 1_000_000


def approvers(gift: Gift) -> tuple[Role, ...]:
    """Whose word it takes."""
    return IMPORTANT_GIFT_APPROVERS if gift.is_important else GIFT_APPROVERS


@transaction.atomic
def ask_for_gift(
    *,
    receiver: str,
    what: str,
    occasion: str,
    value: int | None,
    by: Member,
    now: datetime,
    plan: WelcomePlan | None = None,
) -> Gift:
    """Somebody wants to give something, to guests of a plan where one is named; who may approve it is told.

    Raises Refusal.
    """
    worth = number(value, "value", least=1, most=MOST_YUAN)
    rules = house_hospitality_rules(by.office, by.office.business_date(now))
    gift = Gift.objects.create(
        office_id=by.office_id,
        plan=plan,
        receiver=said(receiver, "receiver", 40),
        what=said(what, "what", 60),
        occasion=said(occasion, "occasion", 60),
        value=worth,
        is_important=gift_is_important(worth, rules),
        asked_by=by,
        asked_at=now,
    )
    _keep(gift, {"did": "asked", "value": worth, "important": gift.is_important}, by, now)
    able = Member.objects.of(by.office).working().holding(*approvers(gift)).exclude(pk=by.pk)
    _tell(gift, list(able.values_list("pk", flat=True)), NoticeKind.GIFT_ASKED, now)
    return gift


@transaction.atomic
def decide_gift(*, gift: Gift, approve: bool, reason: str, by: Member, now: datetime) -> Gift:
    """Approve or refuse what somebody else asked for; a refusal says why. Raises Refusal."""
    held = _held(gift)
    if held.state != GiftState.ASKED:
        raise Refusal(_("This was decided already."))
    if by.pk == held.asked_by_id:
        raise Refusal(_("Somebody else approves what you asked for."))
    if not by.holds(*approvers(held)):
        raise Refusal(_("An important gift is approved by the director."))
    why = clean_text(reason, "reason", 200)
    if not approve and not why:
        raise Refusal(_("Say in a few words why not."), field="reason")
    held.state = GiftState.APPROVED if approve else GiftState.REFUSED
    held.decided_by, held.decided_at, held.reason = by, now, why
    held.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _keep(held, {"did": held.state}, by, now)
    _tell(held, [held.asked_by_id], NoticeKind.GIFT_DECIDED, now)
    return held


@transaction.atomic
def give(*, gift: Gift, by: Member, now: datetime) -> Gift:
    """It was handed over. Raises Refusal where nobody has approved it."""
    held = _held(gift)
    if held.state != GiftState.APPROVED:
        raise Refusal(_("Only what was approved is given, and once."))
    held.state, held.given_by, held.given_at = GiftState.GIVEN, by, now
    held.save(update_fields=["state", "given_by", "given_at"])
    _keep(held, {"did": "given"}, by, now)
    return held


def _held(gift: Gift) -> Gift:
    return Gift.objects.select_for_update(of=("self",), no_key=True).get(pk=gift.pk)


def _keep(gift: Gift, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.GIFT_CHANGED, record=f"gift:{gift.pk}", details=details, by=by, now=now)


def _tell(gift: Gift, members: list[int], kind: NoticeKind, now: datetime) -> None:
    path = reverse("frontdesk:gifts", args=[gift.office.slug])
    tell(
        office_id=gift.office_id,
        member_ids=members,
        kind=kind,
        about={"path": path, "gift": gift.pk},
        now=now,
    )
