"""The page of the house rules: every switch is explained, a draft is shown before it holds, and adopted once."""

import html
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from offices import rule_sections
from offices.clauses import clause
from offices.models import HouseRules, Member, Office
from offices.services.house_rules import adopt_rules
from reception.models import QueueEvent
from reception.rule_section import ROTATION
from reception.services.day import open_day
from tests.cast import PASSWORD
from tests.page_forms import form_with

PLAIN = {"preset": "floor", "note": "agreed with everybody"}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def browser(member: Member) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(member.user)
    return client


def words(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


def page(office: Office, name: str = "rules") -> str:
    return reverse(f"reception:{name}", args=[office.slug])


def first_day(office: Office, later: int = 0) -> date:
    return office.business_date(timezone.now()) + timedelta(days=later)


def filled(office: Office, **fields: str) -> dict[str, str]:
    return {"request_key": str(uuid4()), "effective_from": f"{first_day(office)}", **PLAIN, **fields}


def draft(member: Member, htmx: bool = False, **fields: str) -> HttpResponse:
    sent = filled(member.office, **fields)
    return browser(member).post(page(member.office, "rules_draft"), sent, headers=HTMX if htmx else {})


def adopted(root: Member, preset: str = "charter", later: int = 0, **rotation) -> HouseRules:
    return adopt_rules(
        office=root.office,
        preset=preset,
        switches={"rotation": rotation} if rotation else {},
        effective_from=first_day(root.office, later),
        note="as agreed",
        by=root,
        now=timezone.now(),
    )


def test_every_switch_is_explained_with_its_clauses_in_words(root: Member, office: Office) -> None:
    shown = words(browser(root).get(page(office)))
    for switch in ROTATION.switches:
        assert str(switch.label) in shown and str(switch.explanation) in shown
        for option in switch.options:
            assert str(option.label) in shown
            assert option.clause is None or str(clause(option.clause).words) in shown


def test_form_says_which_presets_have_an_option_so(root: Member, office: Office) -> None:
    sections = browser(root).get(page(office)).context["sections"]
    [rows] = [rows for section, rows in sections if section is ROTATION]
    by_name = {row.switch.name: row for row in rows}
    assist = {choice.code: choice.presets for choice in by_name["assist_by"].choices}
    assert assist == {
        "last": ["Reception charter"],
        "next": ["Sales-floor rules", "Arithmetic fairness"],
    }
    assert by_name["makeup_cap"].presets == [
        ("Sales-floor rules", "no limit"),
        ("Reception charter", "no limit"),
        ("Arithmetic fairness", "no limit"),
    ]


def test_before_somebody_chooses_the_page_says_what_holds(root: Member, office: Office) -> None:
    answer = browser(root).get(page(office))
    assert "No rules chosen yet" in answer.content.decode()
    assert answer.context["form"]["preset"].value() == "floor"


def test_form_begins_with_the_version_that_holds(root: Member, office: Office) -> None:
    adopted(root, "charter", makeup_when_busy=True, makeup_cap=4, assist_by="next")
    fields = form_with(browser(root).get(page(office)), "note").fields
    chosen = {name: values for name, values in fields.items() if values != [""] and "rotation-" in name}
    assert chosen == {
        "rotation-makeup_when_busy": ["yes"],
        "rotation-makeup_cap": ["4"],
        "rotation-assist_by": ["next"],
    }
    assert fields["preset"] == ["charter"]


def test_administrator_puts_a_draft_in_force(root: Member, office: Office) -> None:
    sent = filled(office, preset="charter", **{"rotation-makeup_cap": "3", "rotation-assist_by": "last"})
    answer = browser(root).post(page(office), sent)
    rules = HouseRules.objects.get(office=office)
    assert answer["Location"] == page(office)
    assert (rules.preset, rules.switches) == ("charter", {"rotation": {"makeup_cap": 3}})
    assert (rules.note, rules.approved_by, rules.effective_from) == (PLAIN["note"], root, first_day(office))


def test_second_click_makes_no_second_version(root: Member, office: Office) -> None:
    client, sent = browser(root), filled(office, preset="charter")
    answers = [client.post(page(office), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert HouseRules.objects.count() == 1


def test_new_rules_hold_when_the_day_opens(root: Member, an: Member, mei: Member, office: Office) -> None:
    browser(root).post(page(office), filled(office, **{"rotation-returning_visit_counts": "yes"}))
    open_day(office=office, present=[an], by=mei, now=timezone.now())
    entry = QueueEvent.objects.of(office).get(kind="rules")
    assert entry.payload["rules"]["returning_visit_counts"] is True


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"rotation-pick": "largest_due", "rotation-makeup": "one"}, "rotation-makeup"),
        ({"rotation-makeup_cap": "10"}, "rotation-makeup_cap"),
        ({"rotation-makeup": "two"}, "rotation-makeup"),
        ({"preset": "best"}, "preset"),
        ({"note": " "}, "note"),
        ({"effective_from": "2020-01-01"}, "effective_from"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    root: Member, office: Office, fields: dict, wrong: str
) -> None:
    answer = browser(root).post(page(office), filled(office, **{"rotation-assist_by": "last", **fields}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    again = form_with(answer, "note").fields
    assert again["rotation-assist_by"] == ["last"]
    assert not HouseRules.objects.exists()


def test_draft_that_changes_nothing_is_told_so(root: Member, office: Office) -> None:
    adopted(root, "charter")
    answer = browser(root).post(page(office), filled(office, preset="charter"))
    assert answer.status_code == 422
    assert "Nothing would change" in answer.content.decode()
    assert HouseRules.objects.count() == 1


def test_leaders_read_and_try_but_do_not_adopt(mei: Member, root: Member, office: Office) -> None:
    client = browser(mei)
    shown = client.get(page(office))
    assert list(shown.context["form"].fields) == [
        "preset",
        *(section.field(each.name) for section in rule_sections.sections() for each in section.switches),
    ]
    assert "Put it in force" not in shown.content.decode()
    assert draft(mei, preset="charter", do="trial").status_code == 200
    refused = client.post(page(office), filled(office, preset="charter"))
    assert refused.status_code == 409
    assert not HouseRules.objects.exists()


def test_desk_and_other_offices_see_no_rules(lin: Member, stranger: Member, office: Office) -> None:
    for name in ("rules", "rules_draft"):
        assert browser(lin).post(page(office, name), filled(office)).status_code == 403
        assert browser(stranger).post(page(office, name), filled(office)).status_code == 404


def test_draft_shows_what_differs_and_saves_nothing(root: Member, office: Office) -> None:
    adopted(root, "charter")
    answer = draft(root, preset="charter", **{"rotation-makeup_cap": "2"})
    [change] = answer.context["drafted"].changes
    assert (change.switch.name, change.old_words, change.new_words) == ("makeup_cap", "no limit", "2")
    [row] = [row for _section, rows in answer.context["sections"] for row in rows if row.change]
    assert row.switch.name == "makeup_cap"
    assert "differs from the version in force" in answer.content.decode()
    assert HouseRules.objects.count() == 1


def test_draft_needs_neither_day_nor_reason(root: Member, office: Office) -> None:
    answer = draft(root, preset="charter", effective_from="", note="")
    assert answer.status_code == 200
    assert len(answer.context["drafted"].changes) == 3


def test_live_answer_is_the_part_of_the_page(root: Member, office: Office) -> None:
    """The fragment holds the summary as the whole page has it, and each switch's mark in its place."""
    fields = {"preset": "charter", "rotation-makeup_cap": "2"}
    part, whole = draft(root, htmx=True, **fields).content.decode(), draft(root, **fields).content.decode()
    summary = part[: part.index('<div class="rule-mark"')].strip()
    assert "Compared with the sales-floor rules" in summary and summary in whole
    switches = [switch for section in rule_sections.sections() for switch in section.switches]
    assert part.count('hx-swap-oob="true"') == len(switches)
    assert "<form" not in part


def test_contradiction_is_told_while_the_draft_is_made(root: Member, office: Office) -> None:
    fields = {"rotation-pick": "largest_due", "rotation-makeup_when_busy": "yes"}
    for htmx, status in ((True, 200), (False, 422)):
        answer = draft(root, htmx=htmx, **fields)
        assert answer.status_code == status
        assert "While the ledger decides, nothing is owed" in answer.content.decode()
    assert "contradicts itself" in draft(root, htmx=True, do="trial", **fields).content.decode()


def test_coming_version_that_takes_over_later_is_named(root: Member, office: Office) -> None:
    later = adopted(root, "fair", later=3)
    shown = draft(root, preset="charter").content.decode()
    assert f"On {later.effective_from} “{later}” takes over" in shown
    assert f"from {later.effective_from}" in shown
    assert "put another version in force for the same day" in shown


def test_draft_survives_the_end_of_the_session(root: Member, office: Office) -> None:
    """Both forms of the page put back what was typed once somebody has logged in again."""
    for name in ("rules", "rules_draft"):
        client = Client()
        sent = filled(office, preset="charter", **{"rotation-makeup_cap": "5"})
        asked = client.post(page(office, name), sent)
        assert asked.status_code == 401
        resume = form_with(asked, "resume").fields["resume"][0]
        log_in = {"username": "root", "password": PASSWORD, "resume": resume}
        answer = client.post(reverse("login"), log_in, follow=True)
        fields = form_with(answer, "note").fields
        assert (fields["preset"], fields["rotation-makeup_cap"]) == (["charter"], ["5"])
        assert fields["note"] == [PLAIN["note"]]


def test_page_costs_the_same_however_many_versions_there_are(
    root: Member, office: Office, django_assert_max_num_queries
) -> None:
    client = browser(root)
    for number in range(12):
        adopted(root, "charter" if number % 2 else "floor", later=number)
    with django_assert_max_num_queries(15):  # three of them for the sample customer's calendar
        answer = client.get(page(office))
    assert len(answer.context["versions"]) == 12
