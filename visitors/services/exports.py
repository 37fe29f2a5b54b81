"""Customers leave the house as a file: asked for with a purpose, allowed by a second person, marked, logged, gone."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from offices.doorbell import ring
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from offices.sealing import seal_bytes, unseal_bytes
from offices.services.audit import keep
from offices.services.notices import tell
from offices.spreadsheets import csv_file, workbook
from visitors.access import Action
from visitors.access_approvals import Mark
from visitors.access_words import AskPurpose
from visitors.file_enums import ExportFormat, ExportState
from visitors.file_filter import FileFilter, read_filter
from visitors.models import Customer, ExportRequest, FileView
from visitors.selectors.exports import approving_roles, exportable, sheet_of, verdict_of
from visitors.selectors.file_rules import house_file_rules
from visitors.services.customers import clean_text
from visitors.services.looks import THROUGH_GRANT
from visitors.services.typed import one_of, said

FETCHABLE = timedelta(hours=24)
WAITS = timedelta(days=7)
SLICES = timedelta(hours=24)
"""What somebody takes out within this time counts together."""
AT_ONCE = 300
"""So many customers are made into a file while somebody waits; more take the worker."""
BELL = "visitors.tasks.make_exports"


@transaction.atomic
def ask_export(
    *,
    chosen: FileFilter,
    purpose: str,
    reason: str,
    format: str = ExportFormat.XLSX,
    with_form: bool = False,
    with_numbers: bool = False,
    by: Member,
    now: datetime,
) -> ExportRequest:
    """Ask for the customers of a filter as a file.

    Few enough of them, without whole numbers, are allowed at once (the house rules say how many a day); else those
    whose word it takes are told. Raises Refusal.
    """
    if not verdict_of(by, Mark.NONE, now).allowed:
        raise Refusal(_("Your roles take no customers out of the house."))
    # The member's row is the lock: two slices asked for at once do not both fit into what is left of the day.
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    rules = house_file_rules(by.office, by.office.business_date(now))
    count = _counted(chosen, rules.export_most, by, now)
    free = count <= free_rows(by, now) and not with_numbers
    request = ExportRequest.objects.create(
        office_id=by.office_id,
        chosen=chosen.codes,
        with_form=with_form,
        with_numbers=with_numbers,
        format=one_of(format, ExportFormat, "format"),
        purpose=one_of(purpose, AskPurpose, "purpose"),
        reason=said(reason, "reason", 300),
        counted=count,
        state=ExportState.APPROVED if free else ExportState.ASKED,
        asked_by=by,
        asked_at=now,
    )
    _keep(AuditAction.EXPORT_ASKED, request, {"rows": count, "numbers": with_numbers, "free": free}, by, now)
    if not free:
        _tell_able(request, by, now)
    return request


@transaction.atomic
def answer_export(
    *, request: ExportRequest, yes: bool, reason: str, by: Member, now: datetime
) -> ExportRequest:
    """The second person's word (I-20). Raises Refusal."""
    held = _held(request, by)
    if held.state != ExportState.ASKED:
        raise Refusal(_("This request was answered already."))
    if held.asked_by_id == by.pk:
        raise Refusal(_("Somebody else allows an export."))
    if not by.holds(*(Role(role) for role in approving_roles())):
        raise Refusal(_("Your word on this request is not wanted, or not yet."))
    why = clean_text(reason, "reason", 200)
    if not yes and not why:
        raise Refusal(_("Say in a few words why not."), field="reason")
    held.state = ExportState.APPROVED if yes else ExportState.REFUSED
    held.decided_by, held.decided_at, held.answer = by, now, "" if yes else why
    held.save()
    _keep(AuditAction.EXPORT_ANSWERED, held, {"yes": yes}, by, now)
    _tell(held, [held.asked_by_id], NoticeKind.EXPORT_ANSWERED, now)
    return held


@transaction.atomic
def make_export(*, request: ExportRequest, by: Member, now: datetime) -> ExportRequest:
    """Have the file made, by who asked for it; a long one is made by the worker. Raises Refusal."""
    held = _held(request, by)
    if held.asked_by_id != by.pk:
        raise Refusal(_("Only who asked for an export fetches it."))
    if held.state != ExportState.APPROVED:
        raise Refusal(_("This export is not allowed, or was made already."))
    held.language = get_language() or settings.LANGUAGE_CODE
    if held.counted <= AT_ONCE:
        return _made(held, by, now)
    held.state = ExportState.MAKING
    held.save()
    ring(BELL)
    return held


def make_waiting(*, now: datetime, ends: float) -> bool:
    """Make the long ones until time.monotonic() passes ``ends``; whether any is left."""
    for pk in list(ExportRequest.objects.making().order_by("asked_at", "pk").values_list("pk", flat=True)):
        if time.monotonic() > ends:
            return True
        _make_next(pk, now)
    return False


@transaction.atomic
def _make_next(pk: int, now: datetime) -> None:
    rows = ExportRequest.objects.making().filter(pk=pk).select_related("office", "asked_by")
    held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if held is None:
        return
    by = held.asked_by
    by.office = held.office
    if not verdict_of(by, Mark.NONE, now).allowed:
        # They left, or do something else by now: nothing is made for them.
        held.state = ExportState.GONE
        held.save()
        return
    with override(held.language):
        _made(held, by, now)
    _tell(held, [by.pk], NoticeKind.EXPORT_ANSWERED, now)


def _made(held: ExportRequest, by: Member, now: datetime) -> ExportRequest:
    """The file, as the list is now; a line of the look at each customer.

    More customers than were allowed are not taken out, whatever happened meanwhile.
    """
    rows = exportable(by.office, read_filter(held.chosen), by, now).select_related("standing__owner")
    files = list(rows.order_by("sort_key", "pk")[: held.counted])
    sheet = sheet_of(held, files, watermark(held, by, now))
    data = csv_file(sheet) if held.format == ExportFormat.CSV else workbook(sheet)
    _note_looks(held, files, by, now)
    held.sealed_file, held.made_rows = seal_bytes(data), len(files)
    held.state, held.until = ExportState.READY, now + FETCHABLE
    held.save()
    _keep(AuditAction.EXPORT_FETCHED, held, {"what": "made", "rows": len(files)}, by, now)
    return held


@transaction.atomic
def fetch_export(*, request: ExportRequest, by: Member, now: datetime) -> bytes:
    """What is in the file; each time it is fetched stands in the log before it is handed out. Raises Refusal."""
    held = _held(request, by)
    if held.asked_by_id != by.pk:
        raise Refusal(_("Only who asked for an export fetches it."))
    if held.state != ExportState.READY or held.until is None or held.until <= now:
        raise Refusal(_("This file is gone. Ask for a new one."))
    held.fetched += 1
    held.save(update_fields=["fetched"])
    _keep(AuditAction.EXPORT_FETCHED, held, {"what": "fetched", "times": held.fetched}, by, now)
    return unseal_bytes(held.sealed_file)


def forget_exports(*, now: datetime) -> int:
    """Files whose time is over are gone, and requests that nobody took further; how many."""
    over = ExportRequest.objects.filter(state=ExportState.READY, until__lte=now)
    idle = ExportRequest.objects.filter(
        state__in=(ExportState.ASKED, ExportState.APPROVED), asked_at__lte=now - WAITS
    )
    gone = {"state": ExportState.GONE, "sealed_file": ""}
    return over.update(**gone) + idle.update(**gone)


def free_rows(member: Member, now: datetime) -> int:
    """How many customers the member may take out without a second person: what is left of the day's measure.

    A register cut into slices is the whole register: what they asked for within a day counts together.
    """
    rules = house_file_rules(member.office, member.office.business_date(now))
    asked = ExportRequest.objects.filter(
        office=member.office_id, asked_by=member, decided_by=None, asked_at__gt=now - SLICES
    ).exclude(state=ExportState.ASKED)
    taken = asked.order_by().aggregate(rows=Sum("counted"))["rows"] or 0
    return max(min(rules.export_rows, rules.export_most) - taken, 0)


def watermark(request: ExportRequest, by: Member, now: datetime) -> str:
    """What stands above every sheet and on every page of it."""
    return _(
        "%(office)s, confidential: taken out by %(name)s (%(code)s) on %(when)s, export %(number)s. "
        "For: %(purpose)s. Not to be passed on."
    ) % {
        "office": by.office.name,
        "name": by.name,
        "code": by.code,
        "when": f"{by.office.local(now):%Y-%m-%d %H:%M}",
        "number": request.pk,
        "purpose": request.get_purpose_display(),
    }


def _note_looks(request: ExportRequest, files: Sequence[Customer], by: Member, now: datetime) -> None:
    allowed = request.decided_by_id is not None
    party = verdict_of(by, Mark.NONE, now).party
    FileView.objects.bulk_create(
        FileView(
            office_id=by.office_id,
            customer=file,
            by=by,
            at=now,
            action=Action.EXPORT.value,
            purpose=request.purpose,
            through=THROUGH_GRANT if allowed or party is None else party.value,
            own=allowed,
        )
        for file in files
    )


def _held(request: ExportRequest, by: Member) -> ExportRequest:
    held = ExportRequest.objects.select_for_update(of=("self",), no_key=True).get(
        pk=request.pk, office=by.office_id
    )
    held.office = by.office
    return held


def _counted(chosen: FileFilter, most: int, by: Member, now: datetime) -> int:
    """How many customers the file would have. Raises Refusal for none, and for too many."""
    count = exportable(by.office, chosen, by, now).order_by()[: most + 1].count()
    if not count:
        raise Refusal(_("There is nobody in this list whom you may take out."))
    if count > most:
        raise Refusal(_("At most %(most)d customers leave in one file. Choose fewer.") % {"most": most})
    return count


def _tell_able(request: ExportRequest, by: Member, now: datetime) -> None:
    """Those whose word it takes."""
    able = Member.objects.of(by.office).working().holding(*(Role(role) for role in approving_roles()))
    others = able.exclude(pk=by.pk).values_list("pk", flat=True)
    _tell(request, list(others), NoticeKind.EXPORT_ASKED, now)


def _tell(request: ExportRequest, members: list[int], kind: NoticeKind, now: datetime) -> None:
    path = reverse("visitors:export", args=[request.office.slug, request.pk])
    tell(
        office_id=request.office_id,
        member_ids=members,
        kind=kind,
        about={"path": path, "export": request.pk},
        now=now,
    )


def _keep(action: AuditAction, request: ExportRequest, details: dict, by: Member, now: datetime) -> None:
    keep(action=action, record=f"export:{request.pk}", details=details, by=by, now=now)
