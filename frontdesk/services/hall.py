"""The desk's daily self-check (H-07), and incidents in the hall, of which the leaders hear at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from frontdesk.enums import CheckState, IncidentKind, Stage
from frontdesk.models import ChecklistItem, Incident, IncidentNote, SelfCheck
from frontdesk.roles import CLOSERS
from frontdesk.services.entry import one_of, said
from offices import live
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.services.customers import clean_text

REMEMBERED = timedelta(days=30)


@transaction.atomic
def answer_check(*, item: ChecklistItem, state: str, note: str, by: Member, now: datetime) -> SelfCheck:
    """What was found today at an item of the daily list; answered again it is answered anew. Raises Refusal."""
    one_of(state, CheckState, "state")
    held = (
        ChecklistItem.objects.of(by.office).in_use().filter(pk=item.pk, checklist__stage=Stage.DAILY).first()
    )
    if held is None or not held.is_to_do:
        raise Refusal(_("This item is not on the daily list any more. Load the page again."))
    kept = clean_text(note, "note", 200)
    if state == CheckState.PROBLEM and not kept:
        raise Refusal(_("Say in a few words what is wrong."), field="note")
    found, _made = SelfCheck.objects.update_or_create(
        office_id=by.office_id,
        on=by.office.business_date(now),
        item=held,
        defaults={
            "state": state,
            "note": kept if state == CheckState.PROBLEM else "",
            "at": now,
            "by": by,
        },
    )
    _keep(AuditAction.SELF_CHECKED, f"self_check:{found.pk}", {"item": held.pk, "state": state}, by, now)
    return found


@transaction.atomic
def report_incident(
    *,
    kind: str,
    place: str,
    happened_at: datetime,
    text: str,
    somebody_hurt: bool,
    by: Member,
    now: datetime,
) -> Incident:
    """Something happened: leaders and director hear of it at once (F-31). Raises Refusal."""
    if not now - REMEMBERED <= happened_at <= now + timedelta(minutes=1):
        raise Refusal(_("Say when it happened, within the last 30 days."), field="happened_at")
    incident = Incident.objects.create(
        office_id=by.office_id,
        kind=one_of(kind, IncidentKind, "kind"),
        place=said(place, "place", 40),
        happened_at=happened_at,
        text=said(text, "text", 500),
        somebody_hurt=somebody_hurt,
        reported_by=by,
        reported_at=now,
    )
    did = {"did": "reported", "kind": incident.kind, "hurt": somebody_hurt}
    _keep(AuditAction.INCIDENT_CHANGED, f"incident:{incident.pk}", did, by, now)
    able = Member.objects.of(by.office).working().holding(*CLOSERS).exclude(pk=by.pk)
    path = reverse("frontdesk:incident", args=[by.office.slug, incident.pk])
    tell(
        office_id=by.office_id,
        member_ids=list(able.values_list("pk", flat=True)),
        kind=NoticeKind.INCIDENT,
        about={"path": path, "incident": incident.pk},
        now=now,
    )
    live.bump(by.office_id)
    return incident


@transaction.atomic
def add_note(*, incident: Incident, text: str, by: Member, now: datetime) -> IncidentNote:
    """What happened since. Raises Refusal where it is closed."""
    held = _open(incident)
    note = IncidentNote.objects.create(
        office_id=held.office_id, incident=held, text=said(text, "text", 300), at=now, by=by
    )
    _keep(AuditAction.INCIDENT_CHANGED, f"incident:{held.pk}", {"did": "noted", "note": note.pk}, by, now)
    return note


@transaction.atomic
def close_incident(*, incident: Incident, outcome: str, by: Member, now: datetime) -> None:
    """A leader says how it ended. Raises Refusal."""
    held = _open(incident)
    if not by.holds(*CLOSERS):
        raise Refusal(_("A leader closes this."))
    held.outcome, held.closed_by, held.closed_at = said(outcome, "outcome", 300), by, now
    held.save(update_fields=["outcome", "closed_by", "closed_at"])
    _keep(AuditAction.INCIDENT_CHANGED, f"incident:{held.pk}", {"did": "closed"}, by, now)


def _open(incident: Incident) -> Incident:
    rows = Incident.objects.open().select_for_update(of=("self",), no_key=True)
    held = rows.filter(pk=incident.pk).first()
    if held is None:
        raise Refusal(_("This was closed already."))
    return held


def _keep(action: AuditAction, record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=action, record=record, details=details, by=by, now=now)
