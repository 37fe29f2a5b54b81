"""The house rules of customer files: what they may be, and that each has its words."""

from dataclasses import fields

import pytest

from visitors.file_rules import FLAGS, LIMITS, FileRules, FileRulesError, file_rules_from
from visitors.file_section import FILES
from visitors.segments import SegmentRules
from visitors.unusual import Limits


def test_every_preset_says_the_same() -> None:
    for preset in ("floor", "charter", "fair"):
        assert file_rules_from({"preset": preset}) == FileRules()


@pytest.mark.clause("archive-19.5", "archives-5")
def test_three_days_a_quarter_and_two_years_are_usual() -> None:
    usual = FileRules()
    assert (usual.loan_days, usual.check_months) == (3, 3)
    assert (usual.retention_review, usual.retention_months) == (True, 24)


def test_every_switch_has_words_and_limits() -> None:
    names = {field.name for field in fields(FileRules)}
    assert {switch.name for switch in FILES.switches} == names == {*LIMITS, *FLAGS}
    for name, (least, most) in LIMITS.items():
        assert least <= getattr(FileRules(), name) <= most
        assert file_rules_from({name: most}).as_dict()[name] == most


@pytest.mark.parametrize(
    "given",
    [
        {"preset": "house"},
        {"loan_weeks": 1},
        {"loan_days": 0},
        {"loan_days": 31},
        {"loan_days": "3"},
        {"loan_days": True},
        {"retention_review": 1},
        {"night_from": 24},
    ],
)
def test_what_no_rule_can_be_is_refused(given) -> None:
    with pytest.raises(FileRulesError):
        file_rules_from(given)


def test_the_limits_of_looking_come_from_the_rules() -> None:
    rules = file_rules_from({"many_files": 50, "many_minutes": 5, "night_from": 22, "night_to": 6})
    assert rules.unusual == Limits(many=50, minutes=5, night_files=3, night_from=22, night_to=6)


@pytest.mark.clause("B-33")
def test_where_segments_begin_comes_from_the_rules() -> None:
    assert FileRules().segments == SegmentRules()
    rules = file_rules_from({"high_budget": 800, "middle_budget": 300, "later_from": 65}).segments
    assert (rules.high_budget, rules.middle_budget, rules.later_from) == (8_000_000, 3_000_000, 65)


def test_what_contradicts_itself_is_said() -> None:
    usual = FILES.values("floor", {})
    no_night = FILES.values("floor", {"night_from": 7, "night_files": 9})
    assert [name for name, _ in FILES.contradictions(no_night, usual)] == ["night_files"]
    no_review = FILES.values("floor", {"retention_review": False, "retention_months": 12})
    assert [name for name, _ in FILES.contradictions(no_review, usual)] == ["retention_months"]
    nobody = FILES.values("floor", {"high_budget": 150})
    assert [name for name, _ in FILES.contradictions(nobody, usual)] == ["high_budget"]
    assert FILES.contradictions(usual, usual) == []
