"""What a reception's checklists ask for and what was ticked: two queries, however many receptions are asked about.

Only visitors who are customers are worked through; each by the lists as they stood when the visitor came in.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from frontdesk.enums import Level
from frontdesk.models import Checklist, ChecklistItem
from frontdesk.selectors.checklists import items_binding
from reception.enums import OPEN, Status
from reception.models import Reception, Tick

WORKED_THROUGH = (*OPEN, Status.FINISHED)


@dataclass(frozen=True, slots=True)
class Asked:
    """An item, and whether it is ticked."""

    item: ChecklistItem
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """A list at one reception; ``done`` of ``of`` items are ticked, reminders not counted."""

    checklist: Checklist
    asked: tuple[Asked, ...]

    @property
    def of(self) -> int:
        return sum(each.item.is_to_do for each in self.asked)

    @property
    def done(self) -> int:
        return sum(each.is_ticked for each in self.asked if each.item.is_to_do)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """All lists of one reception."""

    reception: Reception
    lists: tuple[Worked, ...]

    @property
    def unticked_musts(self) -> list[ChecklistItem]:
        return [
            each.item
            for worked in self.lists
            for each in worked.asked
            if each.item.level == Level.MUST and not each.is_ticked
        ]


def worksheets(receptions: Iterable[Reception]) -> list[Worksheet]:
    """Of those that have lists to work through, in the order given. No query where there is no such reception."""
    worked = [each for each in receptions if each.contact_id and each.status in WORKED_THROUGH]
    if not worked:
        return []
    lists = items_binding({each.office_id for each in worked}, [reception.arrived_at for reception in worked])
    if not lists:
        return []
    ticked: dict[int, set[int]] = defaultdict(set)
    for reception, item in Tick.objects.filter(reception__in=worked).values_list("reception", "item"):
        ticked[reception].add(item)
    sheets = [Worksheet(each, tuple(_worked(each, lists, ticked[each.pk]))) for each in worked]
    return [sheet for sheet in sheets if sheet.lists]


def worksheet_of(reception: Reception) -> Worksheet | None:
    """The lists of this reception, or None where it has none."""
    return next(iter(worksheets([reception])), None)


def unticked_musts(receptions: Iterable[Reception]) -> dict[int, list[ChecklistItem]]:
    """By the reception's pk: what had to be done and is not ticked; receptions that miss nothing are left out."""
    sheets = worksheets(receptions)
    return {sheet.reception.pk: sheet.unticked_musts for sheet in sheets if sheet.unticked_musts}


def _worked(
    reception: Reception, lists: dict[Checklist, list[ChecklistItem]], ticked: set[int]
) -> Iterable[Worked]:
    for checklist, items in lists.items():
        binding = [
            item
            for item in items
            if checklist.office_id == reception.office_id and item.binds(reception.arrived_at)
        ]
        if binding:
            yield Worked(checklist, tuple(Asked(item, item.pk in ticked) for item in binding))
