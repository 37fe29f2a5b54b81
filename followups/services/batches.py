"""The life of a batch: made, listed, approved by somebody else, running, paused, stopped (K-05 to K-07)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.enums import BatchState, RowState
from followups.models import Batch, BatchRow, SavedFilter
from followups.selectors.batch_customers import chosen_customers, listed
from messaging.models import Gateway, MessageTemplate
from messaging.selectors.text_facts import wording_is_registered
from messaging.services.texts import hold_group, release_group, stop_group
from messaging.template_words import FROM_THE_FILE
from messaging.templating import variables_of
from offices.doorbell import ring
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import leaders_of, tell

BELL = "followups.tasks.feed_batches"
MOST_CUSTOMERS = 20_000
MOST_FILTERS = 40
STANDING = (BatchState.DRAFT, BatchState.LISTED)
"""Nobody has approved it yet: its list may be made anew."""


@transaction.atomic
def make_batch(
    *,
    office: Office,
    name: str,
    template: MessageTemplate,
    chosen: Mapping,
    variables: Mapping[str, str],
    by: Member,
    now: datetime,
) -> Batch:
    """A draft with its list: who gets the text and who is left out, and why. Raises Refusal."""
    batch = Batch.objects.create(
        office=office,
        name=name,
        channel=template.channel,
        template=template,
        chosen=dict(chosen),
        variables=dict(variables),
        made_by=by,
        made_at=now,
    )
    _note(batch, "made", by, now)
    return list_batch(batch=batch, by=by, now=now)


@transaction.atomic
def list_batch(*, batch: Batch, by: Member | None, now: datetime) -> Batch:
    """Make the list anew from what is known now; whom somebody dropped stays dropped. Raises Refusal.

    A newer version of its template takes the place of the one that it had.

    ``by``: None where the program does it; who listed it last then still may not approve it.
    """
    held = _held(batch, *STANDING)
    held.template = newest_wording(held)
    dropped = dict(held.rows.filter(state=RowState.DROPPED).values_list("customer", "dropped_by"))
    held.rows.all().delete()
    seen: set[str] = set()
    count = 0
    leaves = max(held.day_begins or now, now)
    for part in chosen_customers(held.office, held.chosen, now):
        customers = [file for file, _facts in part]
        rows = [
            _row(held, each, dropped)
            for each in listed(customers, template=held.template, seen=seen, now=leaves, batch=held)
        ]
        count += len(BatchRow.objects.bulk_create(rows))
        if count > MOST_CUSTOMERS:
            raise Refusal(
                _("These are more than %(most)s customers. Choose fewer.") % {"most": MOST_CUSTOMERS}
            )
    held.state, held.listed_by, held.listed_at = BatchState.LISTED, by or held.listed_by, now
    held.save(update_fields=["state", "listed_by", "listed_at", "template"])
    if by is not None:
        _note(held, "listed", by, now)
    return held


def newest_wording(batch: Batch) -> MessageTemplate:
    """The version in use of its template, if the batch has all that it says; else the one that it has."""
    newest = MessageTemplate.objects.of(batch.office).active().filter(code=batch.template.code).first()
    if newest is None:
        return batch.template
    known = {*FROM_THE_FILE, *batch.variables}
    newest.office = batch.office
    return newest if known.issuperset(variables_of(newest.body + newest.subject)) else batch.template


def _row(batch: Batch, each, dropped: Mapping[int, int | None]) -> BatchRow:
    state = RowState.LEFT_OUT if each.reason else RowState.IN
    if each.customer.pk in dropped:
        state = RowState.DROPPED
    return BatchRow(
        office_id=batch.office_id,
        batch=batch,
        customer=each.customer,
        state=state,
        reason=each.reason,
        number_print=each.print,
        masked=each.masked,
        dropped_by_id=dropped.get(each.customer.pk),
    )


@transaction.atomic
def drop_row(*, batch: Batch, row: BatchRow, by: Member, now: datetime) -> None:
    """This customer does not get it. Raises Refusal once the batch was approved."""
    held = _held(batch, *STANDING)
    if not held.rows.filter(pk=row.pk, state=RowState.IN).update(state=RowState.DROPPED, dropped_by=by):
        raise Refusal(_("This customer does not get the message anyway."))
    _note(held, "dropped", by, now)


@transaction.atomic
def take_back_row(*, batch: Batch, row: BatchRow, by: Member, now: datetime) -> None:
    """Dropped by mistake: gets it after all. Raises Refusal as above."""
    held = _held(batch, *STANDING)
    there = held.rows.filter(pk=row.pk, state=RowState.DROPPED, reason="")
    if not there.update(state=RowState.IN, dropped_by=None):
        raise Refusal(_("This customer was not dropped."))
    _note(held, "taken_back", by, now)


@transaction.atomic
def ask_approval(*, batch: Batch, by: Member, now: datetime) -> None:
    """Tell the leaders that it waits for one of them. Raises Refusal for an empty list."""
    held = _held(batch, BatchState.LISTED)
    _refuse_what_cannot_leave(held, now)
    members = [leader.pk for leader in leaders_of(held.office_id) if leader.pk != by.pk]
    tell(
        office_id=held.office_id,
        member_ids=members,
        kind=NoticeKind.BATCH_WAITING,
        about=about(held),
        now=now,
    )
    _note(held, "asked", by, now)


@transaction.atomic
def approve_batch(*, batch: Batch, by: Member, now: datetime) -> None:
    """A second person lets it go; made, listed and approved are never one hand. Raises Refusal."""
    held = _held(batch, BatchState.LISTED)
    if by.pk in (held.made_by_id, held.listed_by_id):
        raise Refusal(_("Somebody else must approve: not who made the batch or its list."))
    _refuse_what_cannot_leave(held, now)
    held.state, held.approved_by, held.approved_at = BatchState.APPROVED, by, now
    held.save(update_fields=["state", "approved_by", "approved_at"])
    _note(held, "approved", by, now)


@transaction.atomic
def start_batch(*, batch: Batch, by: Member, now: datetime) -> None:
    """Execute it: a worker writes the texts into the outbox, from where they leave. Raises Refusal."""
    held = _held(batch, BatchState.APPROVED)
    _refuse_what_cannot_leave(held, now)
    held.state, held.started_at = BatchState.RUNNING, now
    held.save(update_fields=["state", "started_at"])
    _note(held, "started", by, now)
    ring(BELL)


@transaction.atomic
def pause_batch(*, batch: Batch, by: Member, now: datetime) -> None:
    """From the next text on nothing leaves. Raises Refusal."""
    held = _held(batch, BatchState.RUNNING)
    held.state = BatchState.PAUSED
    held.save(update_fields=["state"])
    hold_group(office=held.office, group=held.group)
    _note(held, "paused", by, now)


@transaction.atomic
def resume_batch(*, batch: Batch, by: Member, now: datetime) -> None:
    """It goes on where it stopped. Raises Refusal."""
    held = _held(batch, BatchState.PAUSED)
    held.state = BatchState.RUNNING
    held.save(update_fields=["state"])
    release_group(office=held.office, group=held.group)
    _note(held, "resumed", by, now)
    ring(BELL)


@transaction.atomic
def stop_batch(*, batch: Batch, by: Member, now: datetime) -> None:
    """For good: what has not left never will. Raises Refusal for one that is over."""
    held = _held(
        batch, BatchState.DRAFT, BatchState.LISTED, BatchState.APPROVED, BatchState.RUNNING, BatchState.PAUSED
    )
    held.state, held.ended_at = BatchState.STOPPED, now
    held.save(update_fields=["state", "ended_at"])
    stop_group(office=held.office, group=held.group)
    _note(held, "stopped", by, now)


@transaction.atomic
def save_filter(*, office: Office, name: str, chosen: Mapping, by: Member, now: datetime) -> SavedFilter:
    """Keep a choice of customers under a name; the same name again replaces it. Raises Refusal."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    kept = SavedFilter.objects.of(office)
    if not kept.filter(name=name).exists() and kept.count() >= MOST_FILTERS:
        raise Refusal(_("There are many saved filters already. Delete one that nobody uses."))
    made, _is_new = SavedFilter.objects.update_or_create(
        office=office, name=name, defaults={"chosen": dict(chosen), "made_by": by, "made_at": now}
    )
    return made


def forget_filter(*, saved: int, by: Member) -> None:
    """Nobody needs it (an id) any more; batches that were made with it keep what they chose. Gone is gone."""
    SavedFilter.objects.filter(pk=saved, office=by.office_id).delete()


def _refuse_what_cannot_leave(batch: Batch, now: datetime) -> None:
    """For nobody, too late, or not what the vendor takes: found out before, not when all of it is dropped."""
    if not batch.rows.going().exists():
        raise Refusal(_("Nobody gets this message. Choose other customers."))
    if batch.day_begins and now >= batch.day_begins + timedelta(days=1):
        raise Refusal(_("The day that this batch was for is over."))
    gateway = Gateway.objects.of(batch.office).active().filter(channel=batch.channel).first()
    if gateway is not None and not wording_is_registered(batch.template, gateway):
        raise Refusal(
            _(
                "“%(gateway)s” sends registered wordings only. This one has no vendor's code, is not approved, "
                "or the gateway has no signature."
            )
            % {"gateway": gateway.name}
        )


def about(batch: Batch) -> dict:
    """What a notice of this batch holds."""
    return {"batch": batch.pk, "path": reverse("followups:batch", args=[batch.office.slug, batch.pk])}


def _held(batch: Batch, *states: BatchState) -> Batch:
    """The batch, locked, in one of these states. Raises Refusal."""
    rows = Batch.objects.select_related("office", "template__office")
    held = rows.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if held.state not in states:
        raise Refusal(
            _("The batch has moved on meanwhile: it is now “%(state)s”.")
            % {"state": held.get_state_display()}
        )
    return held


def _note(batch: Batch, did: str, by: Member, now: datetime) -> None:
    keep(action=AuditAction.BATCH_MOVED, record=f"batch:{batch.pk}", details={"did": did}, by=by, now=now)
