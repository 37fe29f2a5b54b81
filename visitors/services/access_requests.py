"""Somebody asks for what the table does not give them, and those whose word it takes answer (I-09 … I-22)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.access import Action
from visitors.access_approvals import ABOUT_FILES, Approval, Ask, Asker, Mark
from visitors.access_words import AskPurpose, AskState, AskWord, OutsiderPaper, SafeWay, role_words
from visitors.models import AccessApproval, AccessRequest, Customer, RequestedFile
from visitors.selectors.approvers import (
    Staff,
    approval_by,
    approval_of,
    given_roles,
    roles_nobody_holds,
    staff_of,
    word_of,
)
from visitors.selectors.file_rules import house_file_rules
from visitors.selectors.standing import heaviest_of, marks_of, verdict_on
from visitors.services.customers import clean_text
from visitors.services.typed import number_within, one_of, said, write

MOST_FILES = 30
MOST_COPIES = 20
ASKED_FOR: dict[Ask, Action] = {Ask.VIEW: Action.SEE_FILE, Ask.COPY: Action.COPY}
"""What need not be asked for where the table gives it anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the form of a request says (I-09). ``outsider`` is who looks or to whom it goes, if that is nobody of ours.

    ``carrier``, ``way`` and ``safety`` say who carries what goes outside, how, and what keeps it safe (I-21, I-24).
    """

    subject: str
    purpose: str
    reason: str
    copies: int = 1
    for_outsider: bool = False
    outsider: str = ""
    outsider_from: str = ""
    outsider_paper: str = ""
    carrier: Member | None = None
    way: str = ""
    safety: str = ""


@transaction.atomic
def ask_for(
    *, kind: str, customers: Sequence[Customer], wish: Wish, by: Member, now: datetime
) -> AccessRequest:
    """A request, which those whose word it takes are told of. Raises Refusal."""
    ask = Ask(one_of(kind, AskWord, "kind"))
    if by.is_at_gate:
        raise Refusal(_("Whoever works at the gate does not ask for customers' data."))
    files = _files(ask, customers, by)
    mark = heaviest_of(files) if files else Mark.NONE
    staff = staff_of(by.office_id)
    approval = approval_by(staff, ask, mark, _asker(wish), asked_by=by.pk)
    if approval is None:
        raise Refusal(_impossible(ask, wish))
    _not_needed(ask, files, wish, by, now)
    _not_twice(ask, files, by)
    words = _words(ask, wish, by)
    _somebody_can_allow(approval, staff, by)
    request = AccessRequest(
        office_id=by.office_id,
        kind=ask.value,
        mark=mark.value,
        asked_by=by,
        asked_at=now,
        **words,
    )
    write(
        request,
        {
            "access_request_outsider_showed_a_paper": "outsider",
            "access_request_outside_is_carried": "carrier",
        },
    )
    RequestedFile.objects.bulk_create(
        RequestedFile(office_id=by.office_id, request=request, customer=file) for file in files
    )
    details = {"kind": ask.value, "files": [file.pk for file in files]}
    _keep(AuditAction.ACCESS_ASKED, request, details, by, now)
    _tell_wanted(request, files, by, now)
    return request


@transaction.atomic
def answer(
    *, request: AccessRequest, yes: bool, reason: str, days: int | None, by: Member, now: datetime
) -> AccessRequest:
    """A word on a request by somebody whose word it takes: a no ends it, the last yes opens it. Raises Refusal.

    ``days``: how long it is open, at most as the house rules say; None is as long as they say.
    """
    held = AccessRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if held.state != AskState.ASKED:
        raise Refusal(_("This request was answered already."))
    files = files_of(held)
    mark = heaviest_of(files)
    staff = staff_of(held.office_id)
    approval = approval_of(held, mark, staff)
    if approval is None:
        raise Refusal(_("The file was marked meanwhile: nobody can allow this any more. End it."))
    role = word_of(held, approval, staff, by, now)
    if role is None:
        raise Refusal(_("Your word on this request is not wanted, or not yet."))
    why = clean_text(reason, "reason", 200)
    if not yes and not why:
        raise Refusal(_("Say in a few words why not."), field="reason")
    if yes:
        _same_mark_as_before(held, mark)
    word = AccessApproval(office_id=held.office_id, request=held, role=role, yes=yes, by=by, at=now)
    write(word, {"access_approval_one_word_a_person": None, "access_approval_one_word_a_role": None})
    details = {"yes": yes, "role": role}
    _keep(AuditAction.ACCESS_ANSWERED, held, details, by, now)
    if not yes:
        held.state, held.decided_at, held.answer = AskState.REFUSED, now, why
        held.save(update_fields=["state", "decided_at", "answer"])
    elif approval.is_complete(given_roles(held)):
        held.state, held.decided_at, held.mark = AskState.APPROVED, now, mark.value
        held.until = now + _time_of(held, days, now)
        held.save(update_fields=["state", "decided_at", "until", "mark"])
    else:
        # What this word was given for: a second one under a heavier mark would not be for the same thing.
        held.mark = mark.value
        held.save(update_fields=["mark"])
        _tell_wanted(held, files, by, now)
        return held
    concerned = {held.asked_by_id, held.carrier_id if yes else None} - {None, by.pk}
    _tell(held, sorted(concerned), NoticeKind.ACCESS_ANSWERED, now)
    return held


@transaction.atomic
def end_request(*, request: AccessRequest, by: Member, now: datetime) -> AccessRequest:
    """Its asker takes it back or needs it no longer, or one of those who may allow it ends it. Raises Refusal."""
    held = AccessRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if held.state not in {AskState.ASKED, AskState.APPROVED}:
        raise Refusal(_("This request is over already."))
    if by.pk != held.asked_by_id and not by.holds(*_all_roles(held)):
        raise Refusal(_("Only who asked, or who may allow it, ends a request."))
    _close(held, now)
    _keep(AuditAction.ACCESS_ENDED, held, {}, by, now)
    return held


def end_passed(*, now: datetime) -> int:
    """Requests whose time is over; returns how many. What they opened was closed by the clock already."""
    passed = AccessRequest.objects.filter(state=AskState.APPROVED, until__lte=now)
    return passed.update(state=AskState.ENDED)


def files_of(request: AccessRequest) -> list[Customer]:
    """The files that the request is about; those joined since with another are that one."""
    rows = request.files.select_related("customer__merged_into").order_by("pk")
    return list(dict.fromkeys(row.customer.file for row in rows))


def _same_mark_as_before(held: AccessRequest, mark: Mark) -> None:
    """Raises Refusal where somebody said yes before a file of the request was marked, or marked more heavily."""
    if mark.is_heavier_than(Mark(held.mark)) and given_roles(held):
        raise Refusal(
            _("The file was marked after the first word was given: say no, and have a new request made.")
        )


def _files(ask: Ask, customers: Sequence[Customer], by: Member) -> list[Customer]:
    files = list(dict.fromkeys(customer.file for customer in customers))
    if any(file.office_id != by.office_id for file in files):
        raise Refusal(_("Choose files of this office."))
    if ask not in ABOUT_FILES:
        return []
    if not 1 <= len(files) <= MOST_FILES:
        raise Refusal(_("A request is about 1 to %(most)d files.") % {"most": MOST_FILES})
    return files


def _asker(wish: Wish) -> Asker:
    return Asker.OUTSIDER if wish.for_outsider else Asker.COLLEAGUE


def _somebody_can_allow(approval: Approval, staff: Staff, by: Member) -> None:
    """Raises Refusal where the words that are wanted cannot be given in this office, even by stand-ins."""
    missing = roles_nobody_holds(approval, (), staff, by.pk)
    if missing:
        roles = {"roles": role_words(missing)}
        raise Refusal(
            _(
                "Nobody beside you can allow this yet. Ask the administrator to give somebody the role: %(roles)s."
            )
            % roles
        )


def _impossible(ask: Ask, wish: Wish) -> str:
    if wish.for_outsider:
        return _("For somebody from outside only a look, or passing on, can be asked for.")
    if ask is Ask.LOAN:
        return _("Papers of a top secret file are not lent. Ask to read it here.")
    return _("Nobody can allow this.")


def _not_needed(ask: Ask, files: Iterable[Customer], wish: Wish, by: Member, now: datetime) -> None:
    action = ASKED_FOR.get(ask)
    if action is None or wish.for_outsider or not files:
        return
    if all(verdict_on(by, file, action, now).allowed for file in files):
        raise Refusal(_("You may do this already; nothing has to be asked for."))


def _not_twice(ask: Ask, files: Sequence[Customer], by: Member) -> None:
    waiting = AccessRequest.objects.of(by.office).waiting().filter(asked_by=by, kind=ask.value)
    if files and waiting.filter(files__customer__in=files).exists():
        raise Refusal(_("You have asked for this already; it waits for an answer."))


def _words(ask: Ask, wish: Wish, by: Member) -> dict[str, object]:
    """The columns of what was typed. Raises Refusal."""
    outside = wish.for_outsider or ask is Ask.OUTSIDE
    carrier = wish.carrier if ask is Ask.OUTSIDE else None
    if carrier is not None and (carrier.office_id != by.office_id or not carrier.is_active):
        raise Refusal(_("Choose somebody who works in this office."), field="carrier")
    if ask is Ask.OUTSIDE and not wish.outsider.strip():
        raise Refusal(_("Say to whom outside it goes."), field="outsider")
    if ask is Ask.OUTSIDE and wish.way not in ("", *SafeWay.values):
        raise Refusal(_("Choose from the list."), field="way")
    if outside and wish.outsider_paper not in ("", *OutsiderPaper.values):
        raise Refusal(_("Choose from the list."), field="outsider_paper")
    return {
        "subject": said(wish.subject, "subject", 120),
        "purpose": one_of(wish.purpose, AskPurpose, "purpose"),
        "reason": said(wish.reason, "reason", 300),
        "copies": number_within(wish.copies, "copies", least=1, most=MOST_COPIES),
        "for_outsider": wish.for_outsider,
        "outsider": clean_text(wish.outsider, "outsider", 40) if outside else "",
        "outsider_from": clean_text(wish.outsider_from, "outsider_from", 60) if outside else "",
        "outsider_paper": wish.outsider_paper if outside else "",
        "carrier": carrier,
        "way": wish.way if ask is Ask.OUTSIDE else "",
        "safety": clean_text(wish.safety, "safety", 120) if ask is Ask.OUTSIDE else "",
    }


def _time_of(request: AccessRequest, days: int | None, now: datetime) -> timedelta:
    office = request.office
    most = house_file_rules(office, office.business_date(now)).view_days
    return timedelta(days=most if days is None else number_within(days, "days", least=1, most=most))


def _all_roles(request: AccessRequest) -> tuple[Role, ...]:
    approval = approval_of(request, heaviest_of(files_of(request)), staff_of(request.office_id))
    return tuple(Role(role) for role in approval.roles) if approval else (Role.MANAGER,)


def _close(request: AccessRequest, now: datetime) -> None:
    request.state = AskState.ENDED
    request.decided_at = request.decided_at or now
    request.until = min(request.until, now) if request.until else None
    request.save(update_fields=["state", "decided_at", "until"])


def _tell_wanted(request: AccessRequest, files: Sequence[Customer], by: Member, now: datetime) -> None:
    """Those whose word is wanted next, and who keeps a marked file."""
    mark = heaviest_of(files) if files else Mark.NONE
    approval = approval_of(request, mark, staff_of(request.office_id))
    wanted = approval.wanted(given_roles(request)) if approval else ()
    members = Member.objects.of(by.office).working()
    able = set(members.holding(*[Role(role) for role in wanted]).values_list("pk", flat=True))
    able |= {mark.custodian_id for rows in marks_of(files).values() for mark in rows}
    _tell(request, sorted(able - {by.pk, request.asked_by_id, None}), NoticeKind.ACCESS_ASKED, now)


def _tell(request: AccessRequest, members: list[int], kind: NoticeKind, now: datetime) -> None:
    path = reverse("visitors:access_request", args=[request.office.slug, request.pk])
    about = {"path": path, "request": request.pk}
    tell(office_id=request.office_id, member_ids=members, kind=kind, about=about, now=now)


def _keep(action: AuditAction, request: AccessRequest, details: dict, by: Member, now: datetime) -> None:
    keep(action=action, record=f"access_request:{request.pk}", details=details, by=by, now=now)
