"""Writing the office's checklists. What somebody may have ticked is never rewritten or deleted: it ends.

Every function locks the office's row, so that two editors never write at once.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frontdesk.enums import Level, Stage
from frontdesk.models import Checklist, ChecklistItem
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

STARTING_LISTS = Path(__file__).parent.parent / "data" / "checklists.json"
MOST_LISTS = 12
"""In use at once."""
MOST_ITEMS = 30
"""In use at once in one list: it is read on a phone, with a customer beside."""


@transaction.atomic
def start_with_ours(*, office: Office, language: str, by: Member, now: datetime) -> list[Checklist]:
    """Copy the lists that the house brings along, in that language (zh-hans, zh-hant or en). Raises Refusal.

    Once: an office that has written a list of its own, or has switched one off, starts no more.
    """
    _lock(office)
    if Checklist.objects.of(office).exists():
        raise Refusal(_("There are checklists already. Change those, or add one of your own."))
    made = []
    for spec in json.loads(STARTING_LISTS.read_text(encoding="utf-8")):
        if language not in spec["title"]:
            raise Refusal(_("The lists do not exist in this language."))
        checklist = Checklist.objects.create(
            office=office, stage=spec["stage"], title=spec["title"][language], position=len(made)
        )
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                office=office,
                checklist=checklist,
                level=item["level"],
                text=item["text"][language],
                position=position,
                since=now,
            )
            for position, item in enumerate(spec["items"])
        )
        made.append(checklist)
    _note("lists", {"did": "started", "language": language}, by, now)
    return made


@transaction.atomic
def add_list(*, office: Office, stage: str, title: str, by: Member, now: datetime) -> Checklist:
    """A new list without items, after the others. Raises Refusal."""
    _lock(office)
    lists = Checklist.objects.of(office)
    if lists.in_use().count() >= MOST_LISTS:
        raise Refusal(
            _("More than %(most)d lists are not read. Switch one off first.") % {"most": MOST_LISTS}
        )
    checklist = Checklist.objects.create(
        office=office, stage=_stage(stage), title=_words(title, "title"), position=lists.count()
    )
    _note(f"list:{checklist.pk}", {"did": "added", "stage": checklist.stage}, by, now)
    return checklist


@transaction.atomic
def change_list(*, checklist: Checklist, stage: str, title: str, by: Member, now: datetime) -> None:
    """Another title, or another stage of the reception. Raises Refusal."""
    _lock(checklist.office)
    checklist.stage, checklist.title = _stage(stage), _words(title, "title")
    checklist.save(update_fields=["stage", "title"])
    _note(f"list:{checklist.pk}", {"did": "changed", "stage": checklist.stage}, by, now)


@transaction.atomic
def switch_off_list(*, checklist: Checklist, by: Member, now: datetime) -> None:
    """The list and its items end; visitors who are here already keep them to the end of their visit."""
    _lock(checklist.office)
    if Checklist.objects.of(checklist.office).in_use().filter(pk=checklist.pk).update(ended_at=now):
        checklist.items.in_use().update(ended_at=now)
        _note(f"list:{checklist.pk}", {"did": "switched_off"}, by, now)


@transaction.atomic
def use_list_again(*, checklist: Checklist, by: Member, now: datetime) -> None:
    """The list comes back with the items that it had when it was switched off. Raises Refusal."""
    _lock(checklist.office)
    checklist.refresh_from_db(fields=["ended_at"])
    if checklist.ended_at is None:
        return
    if Checklist.objects.of(checklist.office).in_use().count() >= MOST_LISTS:
        raise Refusal(
            _("More than %(most)d lists are not read. Switch one off first.") % {"most": MOST_LISTS}
        )
    ended = checklist.items.filter(ended_at=checklist.ended_at, replaced_by=None)
    checklist.ended_at = None
    checklist.save(update_fields=["ended_at"])
    for item in ended:
        _successor(item, item.level, item.text, now)
    _note(f"list:{checklist.pk}", {"did": "used_again"}, by, now)


@transaction.atomic
def add_item(*, checklist: Checklist, level: str, text: str, by: Member, now: datetime) -> ChecklistItem:
    """A new item at the end of the list, for visitors who come in from now on. Raises Refusal."""
    _lock(checklist.office)
    _refuse_more(checklist)
    last = checklist.items.in_use().order_by("-position", "-pk").first()
    item = ChecklistItem.objects.create(
        office=checklist.office,
        checklist=checklist,
        level=_level(level),
        text=_words(text, "text"),
        position=last.position + 1 if last else 0,
        since=now,
    )
    _note(f"item:{item.pk}", {"did": "added", "level": item.level}, by, now)
    return item


@transaction.atomic
def change_item(*, item: ChecklistItem, level: str, text: str, by: Member, now: datetime) -> ChecklistItem:
    """Other words or another level: a new item in the old one's place. Raises Refusal.

    The old one ends and keeps its ticks: what somebody ticked is what they had read.
    """
    _lock(item.office)
    level, text = _level(level), _words(text, "text")
    current = _current(item)
    if (current.level, current.text) == (level, text):
        return current
    ChecklistItem.objects.filter(pk=current.pk).update(ended_at=now)
    made = _successor(current, level, text, now)
    details = {"did": "changed", "level": level, "replaces": current.pk}
    _note(f"item:{made.pk}", details, by, now)
    return made


@transaction.atomic
def move_item(*, item: ChecklistItem, up: bool, by: Member, now: datetime) -> None:
    """One place up or down among the items in use; at the edge nothing happens."""
    _lock(item.office)
    current = _current(item)
    order = list(item.checklist.items.in_use())
    old = order.index(current)
    new = old - 1 if up else old + 1
    if not 0 <= new < len(order):
        return
    order[old], order[new] = order[new], order[old]
    _renumber(order)
    _note(f"item:{current.pk}", {"did": "moved", "place": new + 1}, by, now)


@transaction.atomic
def switch_off_item(*, item: ChecklistItem, by: Member, now: datetime) -> None:
    """The item ends for visitors who come in from now on; its ticks stay."""
    _lock(item.office)
    if ChecklistItem.objects.in_use().filter(pk=item.pk).update(ended_at=now):
        _note(f"item:{item.pk}", {"did": "switched_off"}, by, now)


@transaction.atomic
def use_item_again(*, item: ChecklistItem, by: Member, now: datetime) -> ChecklistItem:
    """The same words once more, from now on. Raises Refusal."""
    _lock(item.office)
    item = ChecklistItem.objects.select_related("checklist", "office").get(pk=item.pk)
    if item.ended_at is None or hasattr(item, "replaced_by"):
        raise Refusal(_("This item is in use already."))
    _refuse_more(item.checklist)
    made = _successor(item, item.level, item.text, now)
    _note(f"item:{made.pk}", {"did": "used_again", "replaces": item.pk}, by, now)
    return made


def _successor(item: ChecklistItem, level: str, text: str, now: datetime) -> ChecklistItem:
    return ChecklistItem.objects.create(
        office_id=item.office_id,
        checklist_id=item.checklist_id,
        level=level,
        text=text,
        position=item.position,
        since=now,
        replaces=item,
    )


def _renumber(items: Sequence[ChecklistItem]) -> None:
    for position, item in enumerate(items):
        item.position = position
    ChecklistItem.objects.bulk_update(items, ["position"])


def _current(item: ChecklistItem) -> ChecklistItem:
    """The item as it stands under the lock. Raises Refusal where it has ended."""
    current = ChecklistItem.objects.in_use().filter(pk=item.pk).first()
    if current is None:
        raise Refusal(_("This item was changed or switched off meanwhile. Load the page again."))
    return current


def _refuse_more(checklist: Checklist) -> None:
    if not Checklist.objects.in_use().filter(pk=checklist.pk).exists():
        raise Refusal(_("This list is switched off. Use it again first."))
    if checklist.items.in_use().count() >= MOST_ITEMS:
        raise Refusal(
            _("More than %(most)d items in one list are not read. Switch one off first.")
            % {"most": MOST_ITEMS}
        )


def _stage(stage: str) -> str:
    if stage not in Stage.values:
        raise Refusal(_("Say when the list is worked through."), field="stage")
    return stage


def _level(level: str) -> str:
    if level not in Level.values:
        raise Refusal(_("Say how binding the item is."), field="level")
    return level


def _words(text: str, field: str) -> str:
    """In one line. Raises Refusal where there is nothing."""
    words = " ".join(text.split())
    if not words:
        raise Refusal(_("Type a few words."), field=field)
    return words


def _lock(office: Office) -> None:
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)


def _note(record: str, details: dict[str, Any], by: Member, now: datetime) -> None:
    """Which list or item, and what was done to it; its words stand in the row itself."""
    keep(action=AuditAction.CHECKLIST_CHANGED, record=record, details=details, by=by, now=now)
