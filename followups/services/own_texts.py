"""Texts that come about by themselves: written once by their keys, however often and by how many this runs.

What the table of ways gathers (festivals, milestones) becomes batches that wait for approval instead.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from followups.enums import AppointmentState, BatchState, FollowUpChannel
from followups.models import Appointment, Batch, FollowUp
from followups.selectors.recipients import destinations, recipient
from followups.services.batches import about, list_batch
from followups.services.follow_ups import done
from followups.text_ways import GATHERED, GATHERED_AHEAD, ITSELF
from messaging.enums import TextChannel, TextPurpose
from messaging.models import MessageTemplate, TextMessage
from messaging.services.templates import template_for
from messaging.services.texts import queue_text
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Office
from offices.services.notices import leaders_of, tell
from visitors.models import Customer, CustomerTransfer

log = logging.getLogger(__name__)

NEW_FOR = timedelta(days=1)
"""What happened longer ago is not news any more."""


def write_own_texts(now: datetime) -> int:
    """Thanks, confirmations, news of a new consultant; how many texts were written."""
    return sum(_write_of(office, now) for office in Office.objects.filter(is_active=True).order_by("pk"))


def _write_of(office: Office, now: datetime) -> int:
    return _thanks(office, now) + _confirmations(office, now) + _new_consultants(office, now)


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
                if _write(template, follow_up.customer, f"followup:{follow_up.pk}", consultant, {}, now):
                    done(follow_up=follow_up, contact=None, by=None, now=now)
                    written += 1
        except Refusal:
            log.info("a follow-up by SMS cannot be written", extra={"follow_up": follow_up.pk})
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
        _written(
            template,
            each.customer,
            f"appointment:{each.pk}",
            each.by.name,
            {"date": f"{office.local(each.at):%m-%d}", "time": f"{office.local(each.at):%H:%M}"},
            now,
        )
        for each in rows.select_related("customer", "by").order_by("pk")
    )


def _new_consultants(office: Office, now: datetime) -> int:
    """Customers who were handed over hear who looks after them now."""
    template = template_for(office, TextPurpose.REDISTRIBUTION)
    if template is None:
        return 0
    rows = CustomerTransfer.objects.filter(office=office, at__gt=now - NEW_FOR, at__lte=now).select_related(
        "customer__merged_into", "to"
    )
    return sum(
        _written(template, each.customer, f"transfer:{each.pk}", each.to.name, {}, now)
        for each in rows.order_by("pk")
    )


def _written(
    template: MessageTemplate,
    customer: Customer,
    key: str,
    consultant: str,
    words: Mapping[str, str],
    now: datetime,
) -> int:
    if TextMessage.objects.of(template.office).filter(key=key).exists():
        return 0
    try:
        return int(_write(template, customer.file, key, consultant, words, now))
    except Refusal:
        log.info("a text cannot be written", extra={"key": key})
        return 0


def _write(
    template: MessageTemplate,
    customer: Customer,
    key: str,
    consultant: str,
    words: Mapping[str, str],
    now: datetime,
) -> bool:
    """One text to the customer's first mobile number; False where there is none. Raises Refusal."""
    ways = destinations([customer], office=template.office, channel=TextChannel.SMS).get(customer.pk, [])
    number = ways[0].number if ways else ""
    if not number:
        return False
    queue_text(
        template=template,
        recipient=recipient(customer, number, consultant),
        variables={"event": "", **words},
        key=key,
        by=None,
        now=now,
        good_for=NEW_FOR,
    )
    return True


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
