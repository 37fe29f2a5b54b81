"""Texts that come about by themselves: written once by their keys, however often and by how many this runs.

What the table of ways gathers (festivals, milestones) becomes batches that wait for approval instead.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from followups.enums import AppointmentState, BatchState, FollowUpChannel
from followups.models import Appointment, Batch, FollowUp
from followups.services.batches import STANDING, about, list_batch
from followups.services.follow_ups import done
from followups.services.own_writing import NEW_FOR, write_once, write_text
from followups.services.payment_texts import write_payment_texts
from followups.text_ways import GATHERED, GATHERED_AHEAD, ITSELF
from messaging.enums import TextPurpose
from messaging.services.templates import template_for
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Office
from offices.services.notices import leaders_of, tell
from visitors.models import CustomerTransfer

log = logging.getLogger(__name__)


def write_own_texts(now: datetime) -> int:
    """Thanks, confirmations, news of a new consultant, payments due; how many texts were written."""
    return sum(_write_of(office, now) for office in Office.objects.filter(is_active=True).order_by("pk"))


def _write_of(office: Office, now: datetime) -> int:
    written = _thanks(office, now) + _confirmations(office, now) + _new_consultants(office, now)
    return written + write_payment_texts(office, now)


def _thanks(office: Office, now: datetime) -> int:
    """The plan's SMS of today that go by themselves. A day later they would be late thanks."""
    today, written = office.business_date(now), 0
    due = (
        FollowUp.objects.of(office)
        .due()
        .filter(channel=FollowUpChannel.SMS, on__in=(today, today - timedelta(days=1)), purpose__in=ITSELF)
    )
    for follow_up in due.select_related("customer", "owner").order_by("pk"):
        template = template_for(office, follow_up.purpose)
        if template is None:
            break
        consultant = follow_up.owner.name if follow_up.owner else ""
        try:
            with transaction.atomic():
                key = f"followup:{follow_up.pk}"
                if write_text(template, follow_up.customer, key, consultant=consultant, words={}, now=now):
                    done(follow_up=follow_up, contact=None, by=None, now=now)
                    written += 1
        except Refusal:
            log.info("follow-up %s cannot be written as a text", follow_up.pk)
    return written


def _confirmations(office: Office, now: datetime) -> int:
    """A visit was agreed on: the customer gets day and time in writing."""
    template = template_for(office, TextPurpose.CONFIRM)
    if template is None:
        return 0
    rows = Appointment.objects.of(office).filter(
        state=AppointmentState.PLANNED, made_at__gt=now - NEW_FOR, made_at__lte=now, at__gt=now
    )
    return sum(
        write_once(
            template,
            each.customer,
            each.text_key,
            consultant=each.by.name,
            words={"date": f"{office.local(each.at):%m-%d}", "time": f"{office.local(each.at):%H:%M}"},
            now=now,
        )
        for each in rows.select_related("customer", "by").order_by("pk")
    )


def _new_consultants(office: Office, now: datetime) -> int:
    """Customers who were handed over hear who looks after them now."""
    template = template_for(office, TextPurpose.REDISTRIBUTION)
    if template is None:
        return 0
    recent = CustomerTransfer.objects.filter(office=office, at__gt=now - NEW_FOR, at__lte=now)
    last = recent.order_by("customer_id", "-at", "-pk").distinct("customer_id").values("pk")
    rows = recent.filter(pk__in=last).select_related("customer__merged_into", "to")
    return sum(
        write_once(template, each.customer, f"transfer:{each.pk}", consultant=each.to.name, words={}, now=now)
        for each in rows.order_by("pk")
    )


def gather_batches(now: datetime) -> int:
    """One batch for each festival and milestone of the next days that customers' plans hold; how many are new."""
    return sum(_gather(office, now) for office in Office.objects.filter(is_active=True).order_by("pk"))


def _gather(office: Office, now: datetime) -> int:
    today = office.business_date(now)
    due = (
        FollowUp.objects.of(office)
        .due()
        .filter(
            channel=FollowUpChannel.SMS,
            purpose__in=GATHERED,
            on__gte=today,
            on__lte=today + timedelta(days=GATHERED_AHEAD),
        )
    )
    occasions = due.order_by("on", "purpose", "name").values_list("on", "purpose", "name").distinct()
    return sum(_one_batch(office, on, purpose, name, now) for on, purpose, name in occasions)


@transaction.atomic
def _one_batch(office: Office, on, purpose: str, name: str, now: datetime) -> int:
    template = template_for(office, purpose)
    if template is None:
        return 0
    batch, is_new = Batch.objects.get_or_create(
        office=office,
        channel=template.channel,
        occasion=f"{purpose}:{on:%Y-%m-%d}:{name}"[:60],
        defaults={
            "name": f"{name} {on:%m-%d}"[:60],
            "template": template,
            "chosen": {"plan": {"on": f"{on:%Y-%m-%d}", "purpose": purpose, "name": name}},
            "variables": {"event": name, "date": f"{on:%m-%d}"},
            "state": BatchState.DRAFT,
            "made_at": now,
        },
    )
    if not is_new:
        _take_in_late_ones(batch, now)
        return 0
    list_batch(batch=batch, by=None, now=now)
    tell(
        office_id=office.pk,
        member_ids=[leader.pk for leader in leaders_of(office.pk)],
        kind=NoticeKind.BATCH_WAITING,
        about=about(batch),
        now=now,
    )
    return 1


def _take_in_late_ones(batch: Batch, now: datetime) -> None:
    """Whose plan came to hold the occasion later is listed as well, until somebody has approved the batch."""
    if batch.state not in STANDING:
        return
    plan = batch.chosen["plan"]
    owed = FollowUp.objects.of(batch.office).due().filter(channel=FollowUpChannel.SMS, **plan)
    if owed.exclude(customer__in=batch.rows.order_by().values("customer")).exists():
        with suppress(Refusal):  # approved just now
            list_batch(batch=batch, by=None, now=now)
