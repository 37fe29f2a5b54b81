"""Ticking what was done at a reception: by whom, until when, and what is seen of it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frontdesk.models import Checklist, ChecklistItem
from frontdesk.services import checklists
from offices.models import Member, Office
from reception.models import Reception, Tick
from reception.selectors.checklists import unticked_musts, worksheet_of, worksheets
from reception.services import ticks, visits
from tests.cast import enrol
from tests.reception.conftest import refused
from visitors.services.outcomes import OutcomeEntry


@pytest.fixture
def short(opened: Office, mei: Member, clock) -> Checklist:
    """A list with one item of each level."""
    made = checklists.add_list(office=opened, stage="steps", title="Short", by=mei, now=clock())
    for level in ("must", "should", "must_not"):
        checklists.add_item(checklist=made, level=level, text=f"{level} item", by=mei, now=clock())
    return made


@pytest.fixture
def received(short: Checklist, arrive, an: Member, clock) -> Reception:
    """A visitor who is with an."""
    reception = arrive()
    visits.meet(reception=reception, by=an, now=clock())
    reception.refresh_from_db()
    return reception


def item(level: str) -> ChecklistItem:
    return ChecklistItem.objects.in_use().get(level=level)


def missed(reception: Reception) -> list[str]:
    reception.refresh_from_db()
    return [item.text for item in unticked_musts([reception]).get(reception.pk, [])]


def address(reception: Reception) -> str:
    return f"/harbour/visits/{reception.visit}/tick/"


def sent(what: ChecklistItem, done: str = "yes", page: str = "finish") -> dict[str, str]:
    return {"request_key": str(uuid4()), "item": str(what.pk), "done": done, "page": page}


@pytest.mark.clause("A-46")
def test_tick_and_untick_are_idempotent(received, an, clock) -> None:
    for _ in range(2):
        ticks.tick(reception=received, items=[item("must")], by=an, now=clock())
    [tick] = Tick.objects.all()
    assert (tick.reception, tick.item, tick.by) == (received, item("must"), an)
    assert missed(received) == []
    for _ in range(2):
        ticks.untick(reception=received, items=[item("must")], by=an, now=clock())
    assert missed(received) == ["must item"]


@pytest.mark.clause("L-27")
def test_what_must_never_be_done_has_no_box(received, an, clock) -> None:
    with refused():
        ticks.tick(reception=received, items=[item("must_not")], by=an, now=clock())
    [worked] = worksheet_of(received).lists
    assert (worked.done, worked.of, len(worked.asked)) == (0, 2, 3)


def test_colleague_ticks_nothing_and_the_desk_may(received, bo, lin, clock) -> None:
    with refused():
        ticks.tick(reception=received, items=[item("must")], by=bo, now=clock())
    ticks.tick(reception=received, items=[item("must")], by=lin, now=clock())
    assert Tick.objects.get().by == lin


def test_box_closes_with_the_outcome(received, an, lin, clock) -> None:
    """Finished at the desk, the consultant still ticks; once the outcome is told, the lists stay as they are."""
    visits.finish(reception=received, outcome=None, by=lin, now=clock())
    ticks.tick(reception=received, items=[item("must")], by=an, now=clock())
    visits.add_outcome(reception=received, outcome=OutcomeEntry(grade="B"), by=an, now=clock())
    with refused():
        ticks.untick(reception=received, items=[item("must")], by=an, now=clock())
    assert missed(received) == []


def test_visitor_who_is_no_customer_is_worked_through_no_list(short, arrive, an, clock) -> None:
    reception = arrive(customer=None, purpose="peer", visitor_name="Wu")
    assert worksheet_of(reception) is None
    with refused():
        ticks.tick(reception=reception, items=[item("must")], by=reception.consultant, now=clock())


@pytest.mark.clause("A-52")
def test_list_that_was_changed_meanwhile_stays_as_the_visitor_found_it(received, an, mei, clock) -> None:
    old = item("must")
    new = checklists.change_item(item=old, level="must", text="other words", by=mei, now=clock())
    assert missed(received) == ["must item"]
    with refused():
        ticks.tick(reception=received, items=[new], by=an, now=clock())
    ticks.tick(reception=received, items=[old], by=an, now=clock())
    checklists.switch_off_list(checklist=old.checklist, by=mei, now=clock())
    assert missed(received) == [] and worksheet_of(received).lists[0].done == 1


def test_visitor_from_before_the_lists_owes_nothing(arrive, mei, clock, opened) -> None:
    reception = arrive()
    checklists.start_with_ours(office=opened, language="en", by=mei, now=clock())
    assert (missed(reception), worksheets([reception])) == ([], [])
    assert len(missed(arrive("Wu"))) > 10


def test_item_of_another_office_is_refused(received, an, stranger, other_office, clock) -> None:
    theirs = checklists.add_list(
        office=other_office, stage="steps", title="X", by=stranger, now=received.arrived_at
    )
    foreign = checklists.add_item(
        checklist=theirs, level="must", text="X", by=stranger, now=received.arrived_at
    )
    with refused():
        ticks.tick(reception=received, items=[foreign], by=an, now=clock())


def test_finish_is_never_blocked_and_says_what_is_missing(client: Client, received, an) -> None:
    client.force_login(an.user)
    path = f"/harbour/visits/{received.visit}/"
    page = client.get(f"{path}finish/")
    assert "ticks-missing" in page.content.decode()
    answer = client.post(f"{path}finish/", {"request_key": str(uuid4()), "grade": "C"})
    received.refresh_from_db()
    assert (answer.status_code, received.status) == (302, "finished")
    why = client.get(path)
    assert [item.text for item in why.context["sheet"].unticked_musts] == ["must item"]
    assert 'id="not-ticked-title"' in why.content.decode()


def test_why_of_a_visit_under_way_complains_of_nothing(client: Client, received, an) -> None:
    client.force_login(an.user)
    page = client.get(f"/harbour/visits/{received.visit}/")
    assert page.context["sheet"] is None and "not-ticked-title" not in page.content.decode()


def test_form_without_javascript_comes_back_to_its_open_list(client: Client, received, an, short) -> None:
    client.force_login(an.user)
    home = client.post(address(received), sent(item("must"), page="my_turn"))["Location"]
    assert home == f"/harbour/my-turn/?list={short.pk}#ticks-{received.visit}"
    text = client.get(home).content.decode()
    assert f'id="ticks-{received.visit}-{short.pk}" open' in text
    assert 'aria-pressed="true"' in text
    finish = client.post(address(received), sent(item("should"), page="finish"))["Location"]
    assert finish.startswith(f"/harbour/visits/{received.visit}/finish/?list=")


def test_htmx_gets_the_lists_anew_and_a_fresh_key(client: Client, received, an) -> None:
    client.force_login(an.user)
    form = sent(item("must"))
    answer = client.post(address(received), form, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.lstrip().startswith("<section") and "ticks-missing" not in text
    assert form["request_key"] not in text
    twice = client.post(address(received), form, headers={"HX-Request": "true"})
    assert twice.status_code == 200 and Tick.objects.count() == 1


def test_refusal_never_takes_the_lists_away(client: Client, received, an, lin, clock) -> None:
    """htmx puts an answer of status 422 in the lists' place: a refusal has another one."""
    visits.finish(reception=received, outcome=OutcomeEntry(grade="B"), by=an, now=clock())
    client.force_login(an.user)
    for form in (
        sent(item("must")),
        {**sent(item("must")), "done": "maybe"},
        {**sent(item("must")), "item": "x"},
    ):
        answer = client.post(address(received), form, headers={"HX-Request": "true"})
        assert (answer.status_code, "said" in answer["HX-Trigger"]) == (409, True)
    assert not Tick.objects.exists()


def test_colleagues_and_strangers_do_not_reach_the_box(client: Client, received, bo, stranger) -> None:
    for member, status in ((bo, 403), (stranger, 404)):
        client.force_login(member.user)
        assert client.post(address(received), sent(item("must"))).status_code == status
    assert not Tick.objects.exists()


def test_my_turn_asks_for_lists_only_while_somebody_is_received(
    client: Client, short, arrive, an, clock
) -> None:
    client.force_login(an.user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/harbour/my-turn/")
        return len([each for each in captured if "frontdesk_" in each["sql"] or "_tick" in each["sql"]])

    assert cost() == 0
    reception = arrive()
    assert cost() == 0
    visits.meet(reception=reception, by=an, now=clock())
    assert cost() == 2


def test_musts_of_many_receptions_cost_two_queries(short, opened, arrive, mei, clock) -> None:
    for number in range(3):
        enrol(opened, f"more{number}", "consultant")
    receptions = [arrive(name) for name in ("Zhou", "Wu", "Zheng", "Wang")]
    for _ in range(20):
        checklists.add_item(checklist=short, level="must", text="more", by=mei, now=clock())
    receptions += [arrive(name) for name in ("Feng", "Chen")]
    receptions = [each for each in receptions if each.status != "waiting"]
    with CaptureQueriesContext(connection) as captured:
        found = unticked_musts(receptions)
    assert len(captured) == 2
    assert [len(found[each.pk]) for each in receptions] == [1] * len(receptions)
    with CaptureQueriesContext(connection) as captured:
        assert unticked_musts([]) == {}
    assert len(captured) == 0
