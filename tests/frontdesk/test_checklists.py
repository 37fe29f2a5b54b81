"""The office writes its checklists: nothing that somebody may have ticked is rewritten."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from frontdesk.enums import Level, Stage
from frontdesk.models import Checklist, ChecklistItem
from frontdesk.selectors.checklists import items_binding, lists_of
from frontdesk.services import checklists
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Office

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
LATER = MORNING + timedelta(hours=1)
EVENING = MORNING + timedelta(hours=9)
LANGUAGES = ("zh-hans", "zh-hant", "en")


@pytest.fixture
def ours(office: Office, mei: Member) -> list[Checklist]:
    """The lists that the house brings along."""
    return checklists.start_with_ours(office=office, language="en", by=mei, now=MORNING)


@pytest.fixture
def short(office: Office, mei: Member) -> Checklist:
    """A list of three items: one, two, three."""
    made = checklists.add_list(office=office, stage=Stage.STEPS, title="Short", by=mei, now=MORNING)
    for text in ("one", "two", "three"):
        checklists.add_item(checklist=made, level=Level.MUST, text=text, by=mei, now=MORNING)
    return made


def texts(checklist: Checklist) -> list[str]:
    return [item.text for item in checklist.items.in_use()]


def item(checklist: Checklist, text: str) -> ChecklistItem:
    return checklist.items.in_use().select_related("checklist", "office").get(text=text)


def refused_with(call, **values) -> str:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        call(**values)
    return str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_starting_lists_are_whole_in_every_language(office, mei, language: str) -> None:
    made = checklists.start_with_ours(office=office, language=language, by=mei, now=MORNING)
    assert [each.stage for each in made] == Stage.values
    counts = [each.items.count() for each in made]
    assert min(counts) >= 8 and max(counts) <= checklists.MOST_ITEMS
    assert {each.level for each in ChecklistItem.objects.of(office)} == set(Level.values)


@pytest.mark.clause("A-46", "A-52", "L-27")
def test_each_starting_item_says_where_it_comes_from() -> None:
    specs = json.loads(checklists.STARTING_LISTS.read_text("utf-8"))
    items = [item for spec in specs for item in spec["items"]]
    assert all(set(item["text"]) == set(LANGUAGES) and item["clauses"] for item in items)
    said = {clause for item in items for clause in item["clauses"]}
    assert {"A-02", "A-11", "A-46", "A-52", "S-13", "S-17", "S-27"} <= said
    risks = next(spec for spec in specs if spec["stage"] == "risks")
    assert sum(item["level"] == "must" for item in risks["items"]) >= 5


def test_starting_lists_are_copied_once(office, mei, ours) -> None:
    for each in ours:
        checklists.switch_off_list(checklist=each, by=mei, now=LATER)
    refused_with(checklists.start_with_ours, office=office, language="en", by=mei, now=LATER)
    assert Checklist.objects.of(office).count() == len(ours)


def test_language_without_lists_starts_nothing(office, mei) -> None:
    refused_with(checklists.start_with_ours, office=office, language="fr", by=mei, now=MORNING)
    assert not Checklist.objects.exists()


def test_page_shows_lists_by_stage(office, mei, ours) -> None:
    risks = checklists.add_list(office=office, stage=Stage.RISKS, title="More risks", by=mei, now=LATER)
    shown, ended = lists_of(office)
    assert [each.checklist for each in shown] == [ours[0], ours[1], risks, *ours[2:]]
    assert ended == []


def test_new_words_are_a_new_item_in_the_old_ones_place(short, mei) -> None:
    old = item(short, "two")
    new = checklists.change_item(item=old, level=Level.SHOULD, text="second", by=mei, now=LATER)
    assert texts(short) == ["one", "second", "three"]
    old.refresh_from_db()
    assert (old.text, old.level, old.ended_at, new.replaces) == ("two", Level.MUST, LATER, old)
    assert not lists_of(short.office)[0][0].ended


def test_saving_the_same_words_changes_nothing(short, mei) -> None:
    old = item(short, "two")
    assert checklists.change_item(item=old, level=Level.MUST, text=" two ", by=mei, now=LATER) == old
    assert short.items.count() == 3


def test_visitors_keep_the_lists_of_the_moment_they_came_in(short, mei) -> None:
    checklists.change_item(item=item(short, "two"), level=Level.MUST, text="second", by=mei, now=LATER)
    checklists.switch_off_item(item=item(short, "three"), by=mei, now=LATER)
    moments = [MORNING - timedelta(seconds=1), MORNING, LATER, EVENING]
    [found] = items_binding([short.office_id], moments).values()
    binding = [[each.text for each in found if each.binds(moment)] for moment in moments]
    assert binding == [[], ["one", "two", "three"], ["one", "second"], ["one", "second"]]


@pytest.mark.parametrize(
    ("text", "up", "order"),
    [
        ("two", True, ["two", "one", "three"]),
        ("two", False, ["one", "three", "two"]),
        ("one", True, ["one", "two", "three"]),
        ("three", False, ["one", "two", "three"]),
    ],
)
def test_items_move_by_one_place(short, mei, text: str, up: bool, order: list[str]) -> None:
    checklists.move_item(item=item(short, text), up=up, by=mei, now=LATER)
    assert texts(short) == order


def test_item_of_a_stale_page_is_refused(short, mei) -> None:
    old = item(short, "two")
    checklists.change_item(item=old, level=Level.MUST, text="second", by=mei, now=LATER)
    refused_with(checklists.change_item, item=old, level=Level.MUST, text="zwei", by=mei, now=EVENING)
    refused_with(checklists.move_item, item=old, up=True, by=mei, now=EVENING)
    refused_with(checklists.use_item_again, item=old, by=mei, now=EVENING)
    assert texts(short) == ["one", "second", "three"]


def test_item_that_was_switched_off_comes_back(short, mei) -> None:
    old = item(short, "two")
    for _ in range(2):
        checklists.switch_off_item(item=old, by=mei, now=LATER)
    assert [each.text for each in lists_of(short.office)[0][0].ended] == ["two"]
    again = checklists.use_item_again(item=old, by=mei, now=EVENING)
    old.refresh_from_db()
    assert (old.ended_at, again.since) == (LATER, EVENING)
    assert texts(short) == ["one", "two", "three"]
    assert lists_of(short.office)[0][0].ended == []


def test_list_comes_back_with_the_items_it_had(short, mei) -> None:
    checklists.switch_off_item(item=item(short, "one"), by=mei, now=LATER)
    checklists.switch_off_list(checklist=short, by=mei, now=EVENING)
    assert (lists_of(short.office)[0], texts(short)) == ([], [])
    refused_with(checklists.add_item, checklist=short, level=Level.MUST, text="four", by=mei, now=EVENING)
    checklists.use_list_again(checklist=short, by=mei, now=EVENING + timedelta(hours=1))
    assert texts(short) == ["two", "three"]
    [shown], ended = lists_of(short.office)
    assert ([each.text for each in shown.ended], ended) == (["one"], [])


def test_what_is_said_has_to_be_one_of_the_choices(short, mei) -> None:
    said = {"by": mei, "now": LATER}
    refused_with(checklists.add_list, office=short.office, stage="noon", title="X", **said)
    refused_with(checklists.add_list, office=short.office, stage=Stage.RISKS, title=" ", **said)
    refused_with(checklists.add_item, checklist=short, level="may", text="four", **said)
    refused_with(checklists.add_item, checklist=short, level=Level.MUST, text="", **said)
    assert (Checklist.objects.count(), texts(short)) == (1, ["one", "two", "three"])


def test_list_stays_short_enough_to_be_read(short, mei, monkeypatch) -> None:
    monkeypatch.setattr(checklists, "MOST_ITEMS", 3)
    monkeypatch.setattr(checklists, "MOST_LISTS", 1)
    assert "3" in refused_with(
        checklists.add_item, checklist=short, level=Level.MUST, text="four", by=mei, now=LATER
    )
    assert "1" in refused_with(
        checklists.add_list, office=short.office, stage=Stage.RISKS, title="X", by=mei, now=LATER
    )


def test_who_changed_what_is_kept_without_its_words(short, mei) -> None:
    checklists.change_list(checklist=short, stage=Stage.RISKS, title="Other", by=mei, now=LATER)
    checklists.change_item(item=item(short, "two"), level=Level.MUST, text="second", by=mei, now=LATER)
    kept = AuditEntry.objects.filter(action=AuditAction.CHECKLIST_CHANGED)
    assert set(kept.values_list("by", flat=True)) == {mei.pk}
    assert [entry.details["did"] for entry in kept.order_by("pk")] == [
        "added",
        "added",
        "added",
        "added",
        "changed",
        "changed",
    ]
    assert not any("second" in str(entry.details) or "Other" in str(entry.details) for entry in kept)


def test_item_of_another_offices_list_is_refused_by_the_database(short, other_office) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ChecklistItem.objects.create(
            office=other_office, checklist=short, level=Level.MUST, text="X", since=MORNING
        )
