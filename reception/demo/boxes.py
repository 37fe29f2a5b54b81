"""Which boxes of the checklists the consultants tick: nearly all in the end, the first ones while they receive."""

from datetime import datetime, timedelta
from random import Random

from frontdesk.models import ChecklistItem
from offices.models import Member
from reception.models import Reception
from reception.selectors.checklists import worksheet_of
from reception.services import ticks

FORGOTTEN_PERCENT = 5
WHOLE = timedelta(minutes=50)
"""How long it takes to come to the end of all lists."""


def tick_what_was_done(reception: Reception, *, by: Member, now: datetime) -> None:
    """At the end: all but what was forgotten; the visit itself decides which, so that each telling is the same."""
    rng = Random(str(reception.visit))  # noqa: S311 (a story, not a secret)
    done = [item for item in _open_boxes(reception) if rng.random() * 100 >= FORGOTTEN_PERCENT]
    if done:
        ticks.tick(reception=reception, items=done, by=by, now=now)


def tick_so_far(reception: Reception, *, by: Member, now: datetime) -> None:
    """While the customer is here: the first ones, the more the longer it takes."""
    boxes = _open_boxes(reception)
    done = boxes[: int(len(boxes) * min((now - (reception.met_at or now)) / WHOLE, 1))]
    if done:
        ticks.tick(reception=reception, items=done, by=by, now=now)


def _open_boxes(reception: Reception) -> list[ChecklistItem]:
    sheet = worksheet_of(reception)
    asked = [each for worked in sheet.lists for each in worked.asked] if sheet else []
    return [each.item for each in asked if each.item.is_to_do and not each.is_ticked]
