"""House rules from registered sections: what is stored, what is refused, and how a version reads."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from offices import rule_sections
from offices.enums import AuditAction, Preset
from offices.errors import Refusal
from offices.models import AuditEntry, BusinessDay, HouseRules, Member, Office
from offices.rule_sections import Kind, Section, Switch
from offices.selectors.house_rules import Standing, drafted, versions_of
from offices.services.house_rules import adopt_rules
from reception.rotation import PRESETS, rules_from
from reception.rule_section import ROTATION
from tests.reception.conftest import MORNING

TODAY = date(2026, 11, 2)
TOMORROW = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def adopt(
    root: Member, preset: str = "floor", day: date = TODAY, note: str = "agreed", **rotation
) -> HouseRules:
    return adopt_rules(
        office=root.office,
        preset=preset,
        switches={"rotation": rotation} if rotation else {},
        effective_from=day,
        note=note,
        by=root,
        now=MORNING,
    )


def refusal(root: Member, **given) -> Refusal:
    with pytest.raises(Refusal) as caught:
        adopt(root, **given)
    assert not HouseRules.objects.filter(note="agreed", version__gt=1).exists()
    return caught.value


def test_rotation_registers_every_switch_of_its_core_once() -> None:
    assert rule_sections.section_of("rotation") is ROTATION
    assert sorted(switch.name for switch in ROTATION.switches) == sorted(PRESETS["floor"].as_dict())
    assert set(PRESETS) == set(Preset.values)


@pytest.mark.parametrize("switch", ROTATION.switches, ids=lambda switch: switch.name)
def test_options_of_a_switch_are_what_its_core_takes(switch: Switch) -> None:
    """Each option is read as itself; and there is none that the core knows and the form does not."""
    if switch.kind is Kind.NUMBER:
        taken = [value for value in range(-1, 12) if _is_taken(switch, value)]
        assert (taken[0], taken[-1], len(taken)) == (
            switch.least,
            switch.most,
            switch.most - switch.least + 1,
        )
        assert ROTATION.values("floor", {})[switch.name] is None  # so that empty and the preset are one
        return
    for option in switch.options:
        assert rules_from({switch.name: option.value}).as_dict()[switch.name] == option.value
    values = {rules.as_dict()[switch.name] for rules in PRESETS.values()}
    assert values <= {option.value for option in switch.options}
    assert len({option.code for option in switch.options} - {""}) == len(switch.options)


def _is_taken(switch: Switch, value: object) -> bool:
    try:
        return ROTATION.values("floor", {switch.name: value})[switch.name] == value
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("switch", "value", "clause"),
    [
        ("returning_visit_counts", True, "charter-9"),
        ("returning_visit_counts", False, "floor-queue-5.2"),
        ("assist_by", "last", "charter-8"),
        ("assist_by", "next", "floor-queue-5"),
        ("makeup", "one", "charter-7"),
        ("makeup", "each", "floor-queue-3"),
        ("uncounted_costs_no_turn", True, "charter-8"),
        ("makeup_when_busy", True, None),
    ],
)
def test_each_option_names_the_clause_that_wants_it_so(
    switch: str, value: object, clause: str | None
) -> None:
    [found] = [each for each in ROTATION.switches if each.name == switch]
    assert found.clause_of(value) == clause


def test_only_what_differs_from_the_preset_is_stored(root: Member) -> None:
    rules = adopt(
        root, "charter", makeup="one", makeup_cap=3, assist_by="next", pick="order", makeup_when_busy=None
    )
    assert rules.switches == {"rotation": {"assist_by": "next", "makeup_cap": 3}}
    assert rules_from(rules.section("rotation")) == rules_from(
        {"preset": "charter", "assist_by": "next", "makeup_cap": 3}
    )
    kept = AuditEntry.objects.get(action=AuditAction.RULES_CHOSEN)
    assert (kept.by, kept.record) == (root, "rules:1")
    assert kept.details == {"preset": "charter", "switches": rules.switches, "from": "2026-11-02"}


@pytest.mark.parametrize(
    "rotation",
    [
        {"validity_months": 2},
        {"makeup": "two"},
        {"makeup_cap": 0},
        {"makeup_cap": True},
        {"makeup_when_busy": "yes"},
    ],
)
def test_unknown_switch_and_wrong_type_are_refused(root: Member, rotation: dict) -> None:
    assert "cannot be read" in str(refusal(root, **rotation))
    assert not AuditEntry.objects.filter(action=AuditAction.RULES_CHOSEN).exists()


def test_unknown_preset_and_section_are_refused(root: Member) -> None:
    assert refusal(root, preset="best").field == "preset"
    with pytest.raises(Refusal):
        adopt_rules(
            office=root.office,
            preset="floor",
            switches={"lunch": {"at": "12"}},
            effective_from=TODAY,
            note="agreed",
            by=root,
            now=MORNING,
        )


@pytest.mark.parametrize(
    ("rotation", "switch"),
    [
        ({"pick": "largest_due", "makeup": "one"}, "makeup"),
        ({"pick": "largest_due", "makeup_when_busy": True}, "makeup_when_busy"),
        ({"pick": "largest_due", "makeup_cap": 2}, "makeup_cap"),
        ({"pick": "largest_due", "uncounted_costs_no_turn": False}, "uncounted_costs_no_turn"),
        ({"makeup_when_busy": True, "uncounted_costs_no_turn": False}, "uncounted_costs_no_turn"),
    ],
)
def test_contradiction_is_refused_at_its_switch(root: Member, rotation: dict, switch: str) -> None:
    assert refusal(root, **rotation).field == f"rotation-{switch}"


@pytest.mark.parametrize(
    ("preset", "rotation"),
    [
        ("charter", {"pick": "largest_due"}),  # one make-up is what the preset says, nobody set it by hand
        ("fair", {"returning_visit_counts": True}),
        ("charter", {"makeup_cap": 2}),  # two absences can earn two
        ("floor", {"makeup_when_busy": True}),
        ("floor", {"uncounted_costs_no_turn": False}),
    ],
)
def test_what_says_something_is_no_contradiction(root: Member, preset: str, rotation: dict) -> None:
    assert adopt(root, preset, **rotation).switches == {"rotation": rotation}


def test_all_contradictions_are_found_at_once() -> None:
    draft = {"rotation": {"pick": "largest_due", "makeup": "one", "makeup_cap": 2}}
    fields = [field for field, _sentence in rule_sections.contradictions("floor", draft)]
    assert fields == ["rotation-makeup", "rotation-makeup_cap"]


def test_day_that_has_begun_or_is_over_is_refused(root: Member, office: Office) -> None:
    assert refusal(root, day=date(2026, 11, 1)).field == "effective_from"
    BusinessDay.objects.create(office=office, date=TODAY, opened_at=MORNING)
    assert refusal(root).field == "effective_from"
    assert adopt(root, day=TOMORROW).version == 1


def test_version_needs_a_reason(root: Member) -> None:
    assert refusal(root, note="  ").field == "note"


def test_what_would_change_nothing_is_refused(root: Member) -> None:
    adopt(root, "charter", makeup_cap=2, note="first")
    assert refusal(root, preset="charter", makeup_cap=2, makeup="one").field is None
    assert adopt(root, "charter", TOMORROW, makeup_cap=3).version == 2
    assert adopt(root, "charter", makeup_cap=4, note="later").version == 3


def test_first_version_may_say_what_holds_anyway(root: Member) -> None:
    assert adopt(root, "floor").version == 1


def test_versions_stand_where_they_stand(root: Member, office: Office) -> None:
    adopt(root, "floor", TODAY, note="one")
    adopt(root, "charter", TODAY, note="two")
    adopt(root, "charter", TOMORROW, note="three", makeup_cap=2)
    adopt(root, "fair", TOMORROW, note="four")
    shown = versions_of(office, TODAY)
    assert [(version.rules.note, version.standing) for version in shown] == [
        ("four", Standing.COMING),
        ("three", Standing.OVERTAKEN),
        ("two", Standing.IN_FORCE),
        ("one", Standing.OVERTAKEN),
    ]
    assert versions_of(office, date(2026, 12, 1))[2].standing is Standing.PAST
    assert [version.is_first for version in shown] == [False, False, False, True]


def test_version_says_every_switch_and_what_it_changed(root: Member, office: Office) -> None:
    adopt(root, "charter", TODAY, note="one")
    adopt(root, "charter", TOMORROW, note="two", makeup_cap=2)
    newest, first = versions_of(office, TODAY)
    [change] = newest.changes
    assert (change.switch.name, change.old_words, change.new_words) == ("makeup_cap", "no limit", "2")
    assert {change.switch.name for change in first.changes} == {
        "returning_visit_counts",
        "assist_by",
        "makeup",
    }
    words = {(said.section.name, said.switch.name): (said.words, said.clause) for said in newest.said}
    assert words["rotation", "assist_by"] == ("The last free one in the order", "charter-8")
    assert words["rotation", "makeup_cap"] == ("2", None)
    assert len(words) == sum(len(section.switches) for section in rule_sections.sections())


def test_draft_is_compared_with_what_would_hold_on_its_day(root: Member, office: Office) -> None:
    assert [
        change.switch.name for change in drafted(office=office, preset="fair", switches={}, day=TODAY).changes
    ] == ["pick"]
    adopt(root, "charter", TODAY)
    later = adopt(root, "floor", TOMORROW)
    today = drafted(office=office, preset="charter", switches={}, day=TODAY)
    assert (today.changes, today.is_idle, today.next) == ([], True, later)
    tomorrow = drafted(office=office, preset="charter", switches={}, day=TOMORROW)
    assert (len(tomorrow.changes), tomorrow.next) == (3, None)


def test_other_office_has_rules_of_its_own(root: Member, other_office: Office) -> None:
    adopt(root, "charter", TODAY)
    assert versions_of(other_office, TODAY) == []
    assert drafted(office=other_office, preset="floor", switches={}, day=TODAY).is_idle


def test_another_app_adds_its_section_to_the_one_form(root: Member, monkeypatch) -> None:
    def parse(given: dict) -> dict:
        unknown = given.keys() - {"preset", "at"}
        if unknown:
            raise ValueError(f"unknown switch {unknown}")
        return {"at": given.get("at") or 12}

    switch = Switch("at", "Lunch at", "When lunch is.", Kind.NUMBER, least=11, most=14, empty="noon")
    lunch = Section("lunch", "Lunch", parse, (switch,), lambda values, usual: [])
    monkeypatch.setattr(rule_sections, "_sections", {"rotation": ROTATION})
    rule_sections.register(lunch)
    rules = adopt_rules(
        office=root.office,
        preset="floor",
        switches={"lunch": {"at": 13}, "rotation": {"makeup": "each"}},
        effective_from=TODAY,
        note="agreed",
        by=root,
        now=MORNING,
    )
    assert rules.switches == {"lunch": {"at": 13}}
    [version] = versions_of(root.office, TODAY)
    assert [(change.switch.name, change.new_words) for change in version.changes] == [("at", "13")]
