"""Pages of the calendar, of one customer's wishes, and of the house rules with their preview."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from followups.climbing import ClimbingError, ClimbingRules, climbing_rules_from
from followups.models import CalendarDay, FollowUp, Milestone
from followups.rule_section import CADENCE, CLIMBING
from followups.selectors.preview import SAMPLES, preview_of
from followups.services.calendar import keep_calendar, set_milestone
from offices import rule_sections
from offices.forms.hours import HoursField
from offices.models import HouseRules, Member, Office
from tests.visitors.rows import file_of, receive
from visitors.models import CallWishes, Customer, CustomerDate, GradeChange

pytestmark = pytest.mark.django_db
USUAL = CADENCE.values("floor", {})


@pytest.fixture(autouse=True)
def _english(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def page(name: str, *args: object) -> str:
    return reverse(f"followups:{name}", args=["harbour", *args])


def send(client: Client, address: str, **fields: str):
    return client.post(address, {"request_key": str(uuid4()), **fields})


@pytest.fixture
def zhou(lin: Member, an: Member) -> Customer:
    """Was here yesterday, grade A."""
    customer = file_of(lin, name="Zhou")
    receive(customer, an, at=timezone.now() - timedelta(days=1))
    Customer.objects.filter(pk=customer.pk).update(grade="A")
    return customer


def test_a_leader_sets_a_milestone_and_everybody_reads_it(
    client: Client, mei: Member, an: Member, office: Office
) -> None:
    on = office.business_date(timezone.now()) + timedelta(days=20)
    client.force_login(mei.user)
    answer = send(client, page("milestone_new"), on=on.isoformat(), kind="opening", name="Second phase")
    assert answer.status_code == 302
    made = Milestone.objects.get()
    client.force_login(an.user)
    said = client.get(page("calendar")).content.decode()
    assert "Second phase" in said and page("milestone", made.pk) not in said


def test_typed_words_stay_where_something_is_missing(client: Client, mei: Member) -> None:
    client.force_login(mei.user)
    answer = send(client, page("milestone_new"), on="", kind="opening", name="Second phase")
    assert answer.status_code == 422
    assert "Second phase" in answer.content.decode()
    assert not Milestone.objects.exists()


@pytest.mark.parametrize("name", ["milestone_new", "festival_new"])
def test_nobody_is_told_of_a_day_that_is_over(client: Client, mei: Member, office, name: str) -> None:
    client.force_login(mei.user)
    day = office.business_date(timezone.now())
    for on, why in ((day - timedelta(days=1), "in the past"), (day + timedelta(days=3700), "ten years")):
        answer = send(client, page(name), on=f"{on}", kind="opening", name="Second phase")
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert not Milestone.objects.exists()
    assert not CalendarDay.objects.filter(office=office).exists()


def test_a_hand_over_in_years_is_shown(client: Client, mei: Member, office: Office) -> None:
    client.force_login(mei.user)
    on = office.business_date(timezone.now()) + timedelta(days=900)
    send(client, page("milestone_new"), on=f"{on}", kind="handover", name="Keys of phase two")
    assert "Keys of phase two" in client.get(page("calendar")).content.decode()


def test_a_milestone_behind_us_may_be_renamed(client: Client, mei: Member, office: Office) -> None:
    on = office.business_date(timezone.now()) - timedelta(days=30)
    given = {
        "office": office,
        "milestone": None,
        "on": on,
        "kind": "opening",
        "by": mei,
        "now": timezone.now(),
    }
    made = set_milestone(name="Opening", **given)
    client.force_login(mei.user)
    answer = send(client, page("milestone", made.pk), on=f"{on}", kind="opening", name="Grand opening")
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.name == "Grand opening"


def test_a_milestone_of_another_office_is_not_there(
    client: Client, mei: Member, other_office: Office, stranger: Member
) -> None:
    made = set_milestone(
        office=other_office,
        milestone=None,
        on=date(2027, 1, 1),
        name="Theirs",
        kind="opening",
        by=stranger,
        now=timezone.now(),
    )
    client.force_login(mei.user)
    assert client.get(page("milestone", made.pk)).status_code == 404
    assert send(client, page("milestone_remove", made.pk)).status_code == 404
    assert Milestone.objects.filter(pk=made.pk).exists()


def test_a_festival_is_left_out_for_this_office_alone(
    client: Client, mei: Member, office: Office, other_office: Office
) -> None:
    keep_calendar(now=timezone.now())
    today = office.business_date(timezone.now())
    festival = CalendarDay.objects.filter(kind="festival", on__gt=today).order_by("on").first()
    client.force_login(mei.user)
    send(client, page("day_switch", festival.pk), on="no")
    own = CalendarDay.objects.get(office=office)
    assert (own.code, own.is_active) == (festival.code, False)
    assert not CalendarDay.objects.filter(office=other_office).exists()
    said = client.get(page("calendar")).content.decode()
    assert "Greet again" in said


def test_the_calendar_says_where_its_knowledge_ends(client: Client, an: Member) -> None:
    client.force_login(an.user)
    said = client.get(page("calendar")).content.decode()
    assert "2100" in said and "The calendar is being filled" in said


def test_wishes_change_the_plan_at_once(client: Client, an: Member, zhou: Customer) -> None:
    client.force_login(an.user)
    assert send(client, page("wishes", zhou.pk), no_calls="on").status_code == 302
    assert CallWishes.objects.get().no_calls
    assert not FollowUp.objects.due().filter(channel="call").exists()
    send(client, page("wishes", zhou.pk), key="on")
    wishes = CallWishes.objects.get()
    assert (wishes.no_calls, wishes.key) == (False, True)
    assert FollowUp.objects.due().filter(channel="call").exists()


def test_a_grade_changes_with_a_reason_only(client: Client, an: Member, zhou: Customer) -> None:
    client.force_login(an.user)
    assert send(client, page("regrade", zhou.pk), grade="C").status_code == 422
    assert not GradeChange.objects.exists()
    send(client, page("regrade", zhou.pk), grade="C", grade_reason="cooler")
    change = GradeChange.objects.get()
    assert (change.old, change.new, change.reason) == ("A", "C", "cooler")
    zhou.refresh_from_db()
    assert zhou.grade == "C"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"month": "2", "day": "30"}, "day"),
        ({"whose": "family", "name": ""}, "name"),
        ({"calendar": "lunar", "month": "1", "day": "31"}, "day"),
        ({"year": "2999"}, "year"),
    ],
)
def test_a_birthday_is_a_day(client: Client, an: Member, zhou: Customer, wrong: dict, field: str) -> None:
    client.force_login(an.user)
    given = {"whose": "buyer", "calendar": "solar", "month": "2", "day": "29", "name": "", "year": ""}
    answer = send(client, page("birthdays", zhou.pk), **{**given, **wrong})
    assert answer.status_code == 422
    assert answer.context["birthday_form"].errors.keys() == {field}
    send(client, page("birthdays", zhou.pk), **given)
    born = CustomerDate.objects.get()
    assert (born.month, born.day) == (2, 29)
    send(client, page("birthday_remove", zhou.pk, born.pk))
    assert not CustomerDate.objects.exists()


def test_other_offices_know_nothing_of_wishes(client: Client, stranger: Member, zhou: Customer) -> None:
    client.force_login(stranger.user)
    theirs = reverse("followups:wishes", args=["hillside", zhou.pk])
    assert send(client, theirs, no_calls="on").status_code == 404
    assert not CallWishes.objects.exists()


def test_the_sections_know_every_switch_of_their_cores() -> None:
    assert [switch.name for switch in CADENCE.switches] == list(USUAL)
    assert sorted(switch.name for switch in CLIMBING.switches) == sorted(ClimbingRules().as_dict())
    assert rule_sections.section_of("cadence").preview is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"supervisor_after": 0},
        {"manager_after": "three"},
        {"morning_notice": 1},
        {"overdue_days": "moons"},
        {"preset": "other"},
        {"unknown": 1},
    ],
)
def test_climbing_takes_no_other_rules(wrong: dict) -> None:
    with pytest.raises(ClimbingError):
        climbing_rules_from(wrong)


def test_contradictions_are_said() -> None:
    values = {**USUAL, "key_every": 9, "late_call_window": ["10:00", "16:00"]}
    assert [field for field, _why in CADENCE.contradictions(values, USUAL)] == [
        "key_every",
        "late_call_window",
    ]
    climbing = {**ClimbingRules().as_dict(), "supervisor_after": 5}
    assert [field for field, _why in CLIMBING.contradictions(climbing, climbing)] == ["manager_after"]


@pytest.mark.parametrize(
    ("typed", "most", "hours"),
    [
        ("10:00-11:30, 15:30-17:00", 4, [["10:00", "11:30"], ["15:30", "17:00"]]),
        ("9:00\u201320:00", 1, ["09:00", "20:00"]),
        ("9\uff1a00\uff5e11\uff1a30\uff0c14:00\u81f315:00", 4, [["09:00", "11:30"], ["14:00", "15:00"]]),
        ("", 1, None),
    ],
)
def test_hours_as_people_type_them(typed: str, most: int, hours: list | None) -> None:
    assert HoursField(most=most, required=False).clean(typed) == hours


@pytest.mark.parametrize("typed", ["10-11", "11:30-10:00", "25:00-26:00", "10:00-12:00, 11:00-13:00", "soon"])
def test_hours_that_are_none(typed: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        HoursField(most=4, required=False).clean(typed)


def test_a_preview_marks_what_the_draft_changes(office: Office) -> None:
    draft = CADENCE.values("floor", {"visitor_every": 10})
    shown = preview_of(office, USUAL, draft, date(2026, 11, 2), "visitor")
    new = [step.follow_up.on for step in shown.steps if step.mark == "new"]
    gone = [step.follow_up.on for step in shown.steps if step.mark == "gone"]
    assert new[0] == date(2026, 11, 15) and gone[0] == date(2026, 11, 12)
    days = [day for week in shown.weeks for day in week]
    assert sum(day.is_within for day in days) == 60
    assert {step.follow_up.on for step in shown.steps} == {day.on for day in days if day.steps}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_every_sample_has_something_to_show(office: Office, sample) -> None:
    assert preview_of(office, USUAL, USUAL, date(2026, 11, 2), sample.code).steps


def test_the_rules_form_has_hours_and_a_preview(client: Client, root: Member, office: Office) -> None:
    client.force_login(root.user)
    here = reverse("reception:rules_draft", args=["harbour"])
    said = client.get(here).content.decode()
    assert 'id="cadence-preview"' in said
    draft = {"preset": "floor", "cadence-sms_window": "10:00-19:00", "sample": "caller"}
    answer = client.post(here, {**draft, "request_key": str(uuid4())}, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert "10:00\u201319:00" in said and 'value="caller" selected' in said
    wrong = client.post(here, {**draft, "cadence-sms_window": "late", "request_key": str(uuid4())})
    assert "Write hours like" in wrong.content.decode()


def test_hours_are_put_in_force_and_shown_again(client: Client, root: Member, office: Office) -> None:
    client.force_login(root.user)
    here = reverse("reception:rules", args=["harbour"])
    tomorrow = office.business_date(timezone.now()) + timedelta(days=1)
    send(
        client,
        here,
        preset="floor",
        effective_from=tomorrow.isoformat(),
        note="as agreed",
        **{"cadence-call_windows": "9:30-11:30; 14:00-17:00", "cadence-looker_every": "10"},
    )
    rules = HouseRules.objects.get()
    assert rules.switches == {
        "cadence": {"call_windows": [["09:30", "11:30"], ["14:00", "17:00"]], "looker_every": 10}
    }
    assert "09:30\u201311:30, 14:00\u201317:00" in client.get(here).content.decode()
