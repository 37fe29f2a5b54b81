"""Ticking what was done at a reception. The queue is not touched: a tick decides nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frontdesk.models import ChecklistItem
from offices.errors import Refusal
from offices.models import Member
from reception.enums import OPEN, Status
from reception.models import Reception, Tick
from reception.roles import DESK


@transaction.atomic
def tick(*, reception: Reception, items: Sequence[ChecklistItem], by: Member, now: datetime) -> None:
    """The items were done; once more changes nothing. Raises Refusal."""
    visit = _tickable(reception, by)
    if not all(_belongs(item, visit) for item in items):
        raise Refusal(_("This item does not belong to this visit. Load the page again."))
    # The same item from two screens at once is one tick.
    Tick.objects.bulk_create(
        [Tick(office_id=visit.office_id, reception=visit, item=item, at=now, by=by) for item in items],
        ignore_conflicts=True,
    )


@transaction.atomic
def untick(*, reception: Reception, items: Sequence[ChecklistItem], by: Member, now: datetime) -> None:
    """They were not done after all; once more changes nothing. Raises Refusal."""
    visit = _tickable(reception, by)
    Tick.objects.filter(reception=visit, item__in=items).delete()


def _belongs(item: ChecklistItem, visit: Reception) -> bool:
    """Whether the visitor's lists ask for it: they are those of the moment when the visitor came in."""
    return item.office_id == visit.office_id and item.is_to_do and item.binds(visit.arrived_at)


def _tickable(reception: Reception, by: Member) -> Reception:
    """The visit as it stands; its row is held, so that nothing is ticked once its outcome is told. Raises Refusal."""
    visit = Reception.objects.select_for_update(of=("self",), no_key=True).get(pk=reception.pk)
    if visit.consultant_id != by.pk and not by.holds(*DESK):
        raise Refusal(_("This visitor is with a colleague."))
    owes_outcome = visit.status == Status.FINISHED and visit.contact_id and visit.outcome_at is None
    if visit.contact_id is None or not (visit.status in OPEN or owes_outcome):
        raise Refusal(_("This reception is over; its checklists stay as they are."))
    return visit
