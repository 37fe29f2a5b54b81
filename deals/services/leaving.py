"""Somebody is away for long or leaves: their customers are handed out by a draw that anyone can repeat (C-16, C-21)."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deals.draw import draw
from deals.models import AfterSaleTask, Draw
from deals.selectors.leaving import customers_of, receivers_for
from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.models import Customer
from visitors.selectors.ownership import house_validity_rules, ownership_of
from visitors.services.transfers import hand_out, hand_over

SEED_BYTES = 16


@transaction.atomic
def hand_out_by_lot(
    *, leaver: Member, receivers: Sequence[Member], expected: Sequence[int], by: Member, now: datetime
) -> Draw:
    """Cast the lot: the customers of the leaver go to the receivers, with validity and open tasks. Raises Refusal.

    ``expected`` are the numbers of the customers that the page showed. The seed is made here, after everybody on the
    lists is fixed, so that nobody can look for one that suits.
    """
    _refuse_others(by)
    # One draw of an office at a time: two of the same leaver would hand everybody out twice.
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=by.office_id)
    customers = [each.pk for each in customers_of(leaver, now=now)]
    if not customers:
        raise Refusal(_("%(name)s has no customers to hand out.") % {"name": leaver.name})
    if customers != sorted(expected):
        raise Refusal(_("The customers have changed meanwhile. Look at the list again."))
    allowed = {each.pk for each in receivers_for(leaver)}
    chosen = sorted({each.pk for each in receivers})
    if not chosen or not set(chosen) <= allowed:
        raise Refusal(
            _("Choose who receives: consultants who work here, and not the leaver."), field="receivers"
        )
    seed = secrets.token_hex(SEED_BYTES)
    lots = [(lot.customer, lot.receiver) for lot in draw(seed, customers, chosen)]
    stored = Draw.objects.create(
        office=by.office, leaver=leaver, receivers=chosen, seed=seed, result=lots, by=by, at=now
    )
    hand_over(lots=lots, leaver=leaver, draw=stored.pk, by=by, now=now)
    _hand_tasks(dict(lots), leaver)
    _tell(stored, lots, by=by, now=now)
    return stored


@transaction.atomic
def hand_out_lapsed(*, customer: Customer, to: Member, by: Member, now: datetime) -> None:
    """The manager gives a customer whom nobody owns any more to a consultant. Raises Refusal."""
    _refuse_others(by)
    office = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=by.office_id)
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    owned = ownership_of([customer], office=office, day=day, rules=rules)[customer.pk]
    if not owned.lapsed:
        raise Refusal(_("This customer is somebody's again. Load the page again."))
    hand_out(customer=customer, to=to, by=by, now=now)
    about = {"path": reverse("deals:care", args=[office.slug, customer.file_id]), "count": 1}
    tell(office_id=office.pk, member_ids=[to.pk], kind=NoticeKind.HANDED_OVER, about=about, now=now)
    live.bump(office.pk)


def _hand_tasks(lots: dict[int, int], leaver: Member) -> None:
    """The leaver's open tasks go with their customers."""
    tasks = AfterSaleTask.objects.select_for_update(of=("self",), no_key=True).filter(
        owner=leaver, done_at=None
    )
    moved = []
    for task in tasks.select_related("order__customer").order_by("pk"):
        receiver = lots.get(task.order.customer.file_id)
        if receiver is not None:
            task.owner_id = receiver
            moved.append(task)
    AfterSaleTask.objects.bulk_update(moved, ["owner"])


def _tell(stored: Draw, lots: list[tuple[int, int]], *, by: Member, now: datetime) -> None:
    page = reverse("deals:draw", args=[by.office.slug, stored.pk])
    for receiver, count in sorted(Counter(to for _customer, to in lots).items()):
        about = {"path": page, "count": count}
        tell(office_id=by.office_id, member_ids=[receiver], kind=NoticeKind.HANDED_OVER, about=about, now=now)
    keep(
        action=AuditAction.CUSTOMERS_DRAWN,
        record=f"draw:{stored.pk}",
        details={"leaver": stored.leaver_id, "seed": stored.seed, "count": len(lots)},
        by=by,
        now=now,
    )
    live.bump(by.office_id)


def _refuse_others(by: Member) -> None:
    if not by.holds(Role.MANAGER):
        raise Refusal(_("The manager hands customers out."))
