"""Customers' data got out, or may have: reported, met with measures, told to whom it concerns, closed (I-25)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.access_words import LeakHow, LeakStepKind, LeakTold, LeakWhat
from visitors.models import LeakIncident, LeakStep
from visitors.services.typed import one_of, said

TOLD_AT_ONCE = {
    LeakTold.INFORMATION: Role.INFORMATION,
    LeakTold.MANAGER: Role.MANAGER,
    LeakTold.DIRECTOR: Role.DIRECTOR,
}
CLOSERS = (Role.INFORMATION, Role.MANAGER, Role.DIRECTOR)
MOST_CUSTOMERS = 10_000_000


@transaction.atomic
def report_leak(
    *,
    how: str,
    what: Sequence[str],
    customers: int | None,
    is_certain: bool,
    found_at: datetime,
    text: str,
    at_once: str,
    by: Member,
    now: datetime,
) -> LeakIncident:
    """Whoever finds a leak reports it, with what was done at once; the leaders are told in the same breath.

    Raises Refusal.
    """
    if not what or any(each not in LeakWhat.values for each in what):
        raise Refusal(_("Choose which data it was, or may have been."), field="what")
    if found_at > now:
        raise Refusal(_("This time has not come yet."), field="found_at")
    if customers is not None and not 0 <= customers <= MOST_CUSTOMERS:
        raise Refusal(_("Check the number of customers."), field="customers")
    incident = LeakIncident.objects.create(
        office_id=by.office_id,
        how=one_of(how, LeakHow, "how"),
        what=sorted(set(what)),
        customers=customers,
        is_certain=is_certain,
        found_at=found_at,
        text=said(text, "text", 500),
        at_once=said(at_once, "at_once", 300),
        reported_by=by,
        reported_at=now,
    )
    _write(incident, LeakStepKind.MEASURE, "", incident.at_once, by, now)
    _keep(incident, {"did": "reported", "how": incident.how}, by, now)
    _tell_leaders(incident, by, now)
    return incident


@transaction.atomic
def add_leak_step(
    *, incident: LeakIncident, kind: str, whom: str, text: str, by: Member, now: datetime
) -> LeakStep:
    """A measure, somebody who was told, something found out. Raises Refusal."""
    held = _held(incident)
    wanted = one_of(kind, LeakStepKind, "kind")
    if wanted == LeakStepKind.CLOSED:
        raise Refusal(_("Close it with its own form."), field="kind")
    if wanted == LeakStepKind.TOLD:
        one_of(whom, LeakTold, "whom")
    step = _write(held, LeakStepKind(wanted), whom, said(text, "text", 300), by, now)
    _keep(held, {"did": wanted, "whom": step.whom}, by, now)
    return step


@transaction.atomic
def close_leak(*, incident: LeakIncident, text: str, by: Member, now: datetime) -> LeakIncident:
    """It is over. Raises Refusal while nobody said whether customers and the authority were told.

    The words say how it ended; where the customers or the authority were not told, why not: then ``text`` is that
    reason, and whoever closes answers for it.
    """
    held = _held(incident)
    if not by.holds(*CLOSERS):
        raise Refusal(_("The information supervisor, the manager or the director closes it."))
    # The leaders are told by the report itself; the law asks for those whose data it is, and for the authority.
    outside = held.steps.filter(kind=LeakStepKind.TOLD, whom__in=[LeakTold.CUSTOMERS, LeakTold.AUTHORITY])
    if held.is_certain and not outside.exists():
        raise Refusal(
            _("Data did get out. Enter first that the customers or the authority were told, and how.")
        )
    _write(held, LeakStepKind.CLOSED, "", said(text, "text", 300), by, now)
    held.closed_at, held.closed_by = now, by
    held.save(update_fields=["closed_at", "closed_by"])
    _keep(held, {"did": "closed"}, by, now)
    return held


def _tell_leaders(incident: LeakIncident, by: Member, now: datetime) -> None:
    """Each of them gets a notice, and the incident a line that says so."""
    office = by.office
    path = reverse("visitors:leak", args=[office.slug, incident.pk])
    told: set[int] = set()
    for whom, role in TOLD_AT_ONCE.items():
        able = Member.objects.of(office).working().holding(role).order_by("pk")
        members = list(able.select_related("user"))
        if not members:
            continue
        told |= {member.pk for member in members}
        names = ", ".join(member.name for member in members)
        _write(incident, LeakStepKind.TOLD, whom, names[:300], by, now)
    tell(
        office_id=office.pk,
        member_ids=sorted(told - {by.pk}),
        kind=NoticeKind.LEAK,
        about={"path": path, "leak": incident.pk},
        now=now,
    )
    live.bump(office.pk)


def _write(
    incident: LeakIncident, kind: LeakStepKind, whom: str, text: str, by: Member, now: datetime
) -> LeakStep:
    return LeakStep.objects.create(
        office_id=incident.office_id,
        incident=incident,
        kind=kind,
        whom=whom if kind == LeakStepKind.TOLD else "",
        text=text,
        at=now,
        by=by,
    )


def _held(incident: LeakIncident) -> LeakIncident:
    held = LeakIncident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
    if held.closed_at is not None:
        raise Refusal(_("This was closed already."))
    return held


def _keep(incident: LeakIncident, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.LEAK_CHANGED, record=f"leak:{incident.pk}", details=details, by=by, now=now)
