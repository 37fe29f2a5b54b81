"""The checklists as their page shows them, and the items that bind somebody who came in at a given moment."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from frontdesk.enums import Stage
from frontdesk.models import Checklist, ChecklistItem
from offices.models import Office

STAGES = {stage: place for place, stage in enumerate(Stage.values)}


@dataclass(slots=True)
class ListShown:
    """A list in use with its items in order, and those that ended without another in their place."""

    checklist: Checklist
    items: list[ChecklistItem] = field(default_factory=list)
    ended: list[ChecklistItem] = field(default_factory=list)


def lists_of(office: Office) -> tuple[list[ListShown], list[Checklist]]:
    """The lists in use, by stage and place, and those that are switched off: two queries."""
    lists = list(Checklist.objects.of(office))
    shown = {each.pk: ListShown(each) for each in sorted(lists, key=_place) if each.ended_at is None}
    items = ChecklistItem.objects.of(office).filter(checklist__in=shown).select_related("replaced_by")
    for item in items:
        if item.ended_at is None:
            shown[item.checklist_id].items.append(item)
        elif not hasattr(item, "replaced_by"):
            shown[item.checklist_id].ended.append(item)
    return list(shown.values()), [each for each in lists if each.ended_at is not None]


def items_binding(
    offices: Collection[int], moments: Sequence[datetime]
) -> dict[Checklist, list[ChecklistItem]]:
    """Every item in use at some of these moments, by list in the order of the stages: one query.

    ``ChecklistItem.binds`` says which of them hold for one moment.
    """
    items = (
        ChecklistItem.objects.filter(checklist__office__in=offices, since__lte=max(moments))
        .exclude(checklist__stage=Stage.DAILY)
        .filter(Q(ended_at=None) | Q(ended_at__gt=min(moments)))
        .select_related("checklist")
    )
    found: dict[Checklist, list[ChecklistItem]] = defaultdict(list)
    for item in items:
        found[item.checklist].append(item)
    return {checklist: found[checklist] for checklist in sorted(found, key=_place)}


def _place(checklist: Checklist) -> tuple[int, int, int]:
    return STAGES[checklist.stage], checklist.position, checklist.pk
