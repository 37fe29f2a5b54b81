"""Analyses of a month or a quarter (G-12, G-16, G-17): written, handed in, reviewed, approved; with measures."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.enums import AnalysisKind, AnalysisState
from complaints.models import Analysis, Department, Measure
from complaints.roles import ANALYSTS, DIRECTORS, MANAGERS
from complaints.selectors.figures import figures_of, span_of
from complaints.services.writing import words_of
from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.services.customers import clean_text

MEASURE_LENGTH = 400


@transaction.atomic
def start(*, office: Office, kind: str, on: date, by: Member, now: datetime) -> Analysis:
    """Begin the analysis of the month or quarter of that day, which is over. Raises Refusal."""
    if kind not in AnalysisKind.values:
        raise Refusal(_("Choose a month or a quarter."), field="kind")
    begin, end = span_of(kind, on)
    if office.business_date(now) <= end:
        raise Refusal(_("This time is not over yet."), field="on")
    try:
        with transaction.atomic():
            made = Analysis.objects.create(
                office=office, kind=kind, begin=begin, end=end, made_by=by, made_at=now
            )
    except IntegrityError as error:
        raise Refusal(_("This time has its analysis already."), field="on") from error
    _keep(made, "started", by, now)
    return made


@transaction.atomic
def write(*, analysis: Analysis, words: str, by: Member, now: datetime) -> Analysis:
    """What the figures say, while it is being written. Raises Refusal."""
    row = _held(analysis, AnalysisState.DRAFT, *ANALYSTS, by=by)
    row.words = words_of(words, "")
    row.save(update_fields=["words"])
    _keep(row, "written", by, now)
    return row


@transaction.atomic
def add_measure(
    *,
    analysis: Analysis,
    department: Department,
    cause: str,
    corrective: str,
    preventive: str,
    due_on: date,
    by: Member,
    now: datetime,
) -> Measure:
    """What a department does about its complaints: what mends it, and what prevents it (G-16). Raises Refusal."""
    row = _held(analysis, AnalysisState.DRAFT, *ANALYSTS, by=by, head=department.head_id)
    if department.office_id != row.office_id:
        raise Refusal(_("Choose a department of this office."), field="department")
    said = {"cause": cause, "corrective": corrective, "preventive": preventive}
    kept = {name: clean_text(text, name, MEASURE_LENGTH) for name, text in said.items()}
    for name, text in kept.items():
        if not text:
            raise Refusal(_("Cause, what mends it and what prevents it: none may be missing."), field=name)
    if due_on <= row.end:
        raise Refusal(_("Name a day after the time that is looked at."), field="due_on")
    return Measure.objects.create(
        office_id=row.office_id, analysis=row, department=department, **kept, due_on=due_on, by=by, at=now
    )


@transaction.atomic
def finish_measure(*, measure: Measure, by: Member, now: datetime) -> Measure:
    """It is done. Raises Refusal."""
    row = (
        Measure.objects.select_for_update(of=("self",), no_key=True)
        .select_related("department", "analysis")
        .get(pk=measure.pk)
    )
    if row.done_at is not None:
        raise Refusal(_("This measure was done already."))
    if not by.holds(*ANALYSTS) and by.pk != row.department.head_id:
        raise Refusal(_("The head of the department says so, or customer service."))
    row.done_at, row.done_by = now, by
    row.save(update_fields=["done_at", "done_by"])
    _keep(row.analysis, "measure_done", by, now)
    return row


@transaction.atomic
def hand_in(*, analysis: Analysis, by: Member, now: datetime) -> Analysis:
    """Written: the figures are kept as they are now, and the manager reviews it. Raises Refusal."""
    row = _held(analysis, AnalysisState.DRAFT, *ANALYSTS, by=by)
    if not row.words.strip():
        raise Refusal(_("Write what the figures say first."))
    figures = figures_of(row.office, row.begin, row.end, today=row.office.business_date(now))
    if row.kind == AnalysisKind.QUARTER and figures["taken"] and not row.measures.exists():
        raise Refusal(_("There were complaints: every quarter's analysis names what is done about them."))
    row.figures, row.sent_back = figures, ""
    row.state, row.handed_in_by, row.handed_in_at = AnalysisState.REVIEW, by, now
    row.save(update_fields=["figures", "sent_back", "state", "handed_in_by", "handed_in_at"])
    _keep(row, "handed_in", by, now)
    _tell(row, Role.MANAGER, by, now)
    return row


@transaction.atomic
def review(*, analysis: Analysis, by: Member, now: datetime) -> Analysis:
    """The manager finds it good: the director approves. Raises Refusal."""
    row = _held(analysis, AnalysisState.REVIEW, *MANAGERS, by=by)
    row.state, row.reviewed_by, row.reviewed_at = AnalysisState.APPROVAL, by, now
    row.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    _keep(row, "reviewed", by, now)
    _tell(row, Role.DIRECTOR, by, now)
    return row


@transaction.atomic
def approve(*, analysis: Analysis, by: Member, now: datetime) -> Analysis:
    """The director approves (G-17); nothing of it changes any more. Raises Refusal."""
    row = _held(analysis, AnalysisState.APPROVAL, *DIRECTORS, by=by)
    if by.pk == row.reviewed_by_id:
        raise Refusal(_("You reviewed it: somebody else approves it."))
    row.state, row.approved_by, row.approved_at = AnalysisState.APPROVED, by, now
    row.save(update_fields=["state", "approved_by", "approved_at"])
    _keep(row, "approved", by, now)
    return row


@transaction.atomic
def send_back(*, analysis: Analysis, why: str, by: Member, now: datetime) -> Analysis:
    """Manager or director want it better: it is written again. Raises Refusal."""
    state = AnalysisState(analysis.state)
    roles = {AnalysisState.REVIEW: MANAGERS, AnalysisState.APPROVAL: DIRECTORS}.get(state)
    if roles is None:
        raise Refusal(_("It is not with you."))
    row = _held(analysis, state, *roles, by=by)
    row.sent_back = clean_text(why, "why", MEASURE_LENGTH)
    if not row.sent_back:
        raise Refusal(_("Say what should be better."), field="why")
    row.state, row.figures = AnalysisState.DRAFT, {}
    row.reviewed_by = row.reviewed_at = None
    row.save(update_fields=["sent_back", "state", "figures", "reviewed_by", "reviewed_at"])
    _keep(row, "sent_back", by, now)
    about = [row.handed_in_by_id] if row.handed_in_by_id else []
    _notify(row, [pk for pk in about if pk != by.pk], now)
    return row


def _held(
    analysis: Analysis, state: AnalysisState, *roles: Role, by: Member, head: int | None = None
) -> Analysis:
    """The row where it stands in that state and this member may act on it. Raises Refusal."""
    rows = Analysis.objects.select_for_update(of=("self",), no_key=True).select_related("office")
    row = rows.get(pk=analysis.pk)
    if not by.holds(*roles) and by.pk != head:
        raise Refusal(_("This is for somebody else to do. The page says whom."))
    if row.state != state:
        raise Refusal(_("The analysis has moved on: %(state)s.") % {"state": row.get_state_display()})
    return row


def _tell(row: Analysis, role: Role, by: Member, now: datetime) -> None:
    holders = Member.objects.of(row.office).working().holding(role).exclude(pk=by.pk)
    _notify(row, list(holders.order_by("pk").values_list("pk", flat=True)), now)


def _notify(row: Analysis, members: list[int], now: datetime) -> None:
    page = reverse("complaints:analysis", args=[row.office.slug, row.pk])
    about = {"path": page, "analysis": row.pk}
    tell(office_id=row.office_id, member_ids=members, kind=NoticeKind.ANALYSIS, about=about, now=now)
    live.bump(row.office_id)


def _keep(row: Analysis, did: str, by: Member, now: datetime) -> None:
    details = {"did": did, "kind": row.kind, "begin": row.begin.isoformat()}
    keep(action=AuditAction.ANALYSIS_MOVED, record=f"analysis:{row.pk}", details=details, by=by, now=now)
