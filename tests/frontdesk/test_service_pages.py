"""The pages of the desk's services, as people click through them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from frontdesk.enums import GiftState, WelcomeState
from frontdesk.models import Booking, Gift, Incident, Loan, Mail, SelfCheck, WelcomePlan
from frontdesk.services import checklists, preparations, welcome
from offices.enums import AuditAction, Role
from offices.models import AuditEntry, Member
from tests.cast import enrol
from tests.frontdesk.guests import FILLED as GUESTS
from tests.frontdesk.guests import booked, guests, in_days, lent, plan_for, room, task_of, umbrella
from tests.page_forms import form_with

LOCAL = "%Y-%m-%dT%H:%M"


def enter(member: Member) -> Client:
    client = Client()
    client.cookies["lunxu_language"] = "en"
    client.force_login(member.user)
    return client


def post(client: Client, path: str, **fields):
    return client.post(f"/harbour/{path}", {"request_key": str(uuid4()), **fields}, follow=True)


def text_of(page) -> str:
    return page.content.decode()


def test_vip_visit_is_planned_booked_announced_prepared_and_verified(office, lin, mei) -> None:
    """The whole of it: the desk plans, the manager verifies, the paper comes out."""
    desk, manager = enter(lin), enter(mei)
    orchid, lounge = room(mei), room(mei, "Lounge", "lounge")
    arrives, leaves = in_days(office, 3), in_days(office, 3, 13)
    page = post(
        desk,
        "welcome/new/",
        **{**GUESTS, "arrives_at": f"{arrives:{LOCAL}}", "leaves_at": f"{leaves:{LOCAL}}"},
    )
    plan = WelcomePlan.objects.get()
    assert page.redirect_chain[-1][0] == f"/harbour/welcome/{plan.pk}/"
    assert (plan.kind, plan.reception_class, plan.plates) == ("vip2", "b", "A12345 B67890")
    form = form_with(desk.get(f"/harbour/venues/book/?plan={plan.pk}"), "title")
    assert form.fields["title"] == [plan.guests]
    offered = text_of(desk.get(f"/harbour/venues/book/?plan={plan.pk}"))
    assert "Orchid room" in offered and "Lounge" not in offered
    post(
        desk,
        f"venues/book/?plan={plan.pk}",
        booked_for="reception",
        venue=str(orchid.pk),
        begins_at=f"{arrives:{LOCAL}}",
        ends_at=f"{leaves:{LOCAL}}",
        title="The twin city",
        reception_class="b",
        people="12",
        note="",
    )
    assert Booking.objects.get().plan == plan and lounge.bookings.count() == 0
    post(desk, f"welcome/{plan.pk}/do/announce/")
    task = task_of(plan, "unlocked")
    page = post(desk, f"welcome/tasks/{task.pk}/done/")
    assert f"/harbour/welcome/tasks/{task.pk}/verify/" not in text_of(page)
    assert f"/harbour/welcome/tasks/{task.pk}/verify/" in text_of(manager.get(f"/harbour/welcome/{plan.pk}/"))
    post(manager, f"welcome/tasks/{task.pk}/verify/")
    task.refresh_from_db()
    assert (task.done_by, task.verified_by) == (lin, mei)
    sheet = desk.get(f"/harbour/welcome/{plan.pk}/print/")
    assert "Orchid room" in text_of(sheet) and sheet.context["checksum"] in text_of(sheet)
    kept = AuditEntry.objects.get(action=AuditAction.WELCOME_PRINTED)
    assert kept.details["checksum"] == sheet.context["checksum"]


@pytest.mark.clause("H-11", "H-13", "H-24")
def test_plan_says_why_it_is_as_it_is(office, lin, mei) -> None:
    plan = plan_for(lin, party_size=12, cost=9000, cost_reason="a banquet")
    page = enter(lin).get(f"/harbour/welcome/{plan.pk}/")
    assert (page.context["escorts"].count, page.context["escorts"].or_more) == (3, True)
    assert page.context["greeting"].all_managers
    assert {clause.id for clause in page.context["clauses"]} >= {"A-63", "H-11", "H-13", "H-24", "H-25"}
    assert "3000 yuan above the cap of 6000" in text_of(page).replace(",", "")
    assert f"/welcome/{plan.pk}/do/announce/" not in text_of(page)
    assert f"/welcome/{plan.pk}/do/approve/" not in text_of(page)
    approving = enter(mei)
    assert f"/welcome/{plan.pk}/do/approve/" in text_of(approving.get(f"/harbour/welcome/{plan.pk}/"))
    post(approving, f"welcome/{plan.pk}/do/approve/")
    plan.refresh_from_db()
    assert plan.cost_approved_by == mei


def test_room_that_fits_the_plan_no_more_is_marked(office, lin, mei) -> None:
    plan, orchid = plan_for(lin), room(mei)
    facts = {"booked_for": "reception", "reception_class": "a", "plan": plan}
    booked(orchid, lin, plan.arrives_at, hours=2, **facts)
    [shown] = enter(lin).get(f"/harbour/welcome/{plan.pk}/").context["bookings"]
    assert shown[1] is False
    welcome.change_plan(
        plan=plan, entry=guests(office, arrives_at=in_days(office, 4)), by=lin, now=timezone.now()
    )
    page = enter(lin).get(f"/harbour/welcome/{plan.pk}/")
    [shown] = page.context["bookings"]
    assert shown[1] is True and "does not fit the plan any more" in text_of(page)


def test_deeds_of_a_plan_are_who_may_do_them(office, lin, an) -> None:
    plan = plan_for(lin, cost=9000, cost_reason="a banquet")
    page = post(enter(lin), f"welcome/{plan.pk}/do/approve/")
    plan.refresh_from_db()
    assert "Somebody else decides this." in text_of(page) and plan.cost_approved_by is None
    selling = enter(an)
    assert selling.get(f"/harbour/welcome/{plan.pk}/").context["may_plan"] is False
    assert post(selling, f"welcome/{plan.pk}/do/call_off/").status_code == 403
    assert post(enter(lin), f"welcome/{plan.pk}/do/dance/").status_code == 404
    assert plan.state == WelcomeState.DRAFT


def test_form_of_a_plan_keeps_what_was_typed(lin) -> None:
    page = post(enter(lin), "welcome/new/", **{**GUESTS, "arrives_at": "yesterday", "host_rank": "1"})
    assert page.status_code == 422
    assert "Delegation of the twin city" in text_of(page) and not WelcomePlan.objects.exists()


def test_another_offices_plan_is_not_there(other_office, lin) -> None:
    theirs = plan_for(enrol(other_office, "theirs", Role.DESK))
    client = enter(lin)
    for page in ("", "print/", "change/", "add/"):
        assert client.get(f"/harbour/welcome/{theirs.pk}/{page}").status_code == 404
    assert post(client, f"welcome/{theirs.pk}/do/announce/").status_code == 404
    assert post(client, f"welcome/tasks/{task_of(theirs, 'air_on').pk}/done/").status_code == 404


def test_list_of_plans_shows_the_next_first_with_what_is_late(
    office, lin, django_assert_max_num_queries
) -> None:
    second = plan_for(lin, arrives_at=in_days(office, 9), guests="Later guests")
    first = plan_for(lin, arrives_at=timezone.now() + timedelta(minutes=5), guests="Soon here")
    preparations.tick(task=task_of(first, "unlocked"), by=lin, now=timezone.now())
    client = enter(lin)
    with django_assert_max_num_queries(8):
        page = client.get("/harbour/welcome/")
    lines = page.context["live"]
    assert [line.plan for line in lines] == [first, second]
    assert (lines[0].progress.done, lines[0].progress.verified) == (1, 0)


def test_taken_room_is_said_beside_the_time_and_nothing_typed_is_lost(office, lin, mei) -> None:
    orchid, at = room(mei), in_days(office, 1)
    booked(orchid, mei, at)
    page = post(
        enter(lin),
        "venues/book/",
        booked_for="meeting",
        venue=str(orchid.pk),
        begins_at=f"{at:{LOCAL}}",
        ends_at=f"{at + timedelta(hours=1):{LOCAL}}",
        title="Second meeting",
    )
    assert page.status_code == 422
    assert page.context["form"].errors["begins_at"] == ["This venue is taken at that time."]
    assert "Second meeting" in text_of(page)


def test_only_whoever_booked_or_the_desk_gives_a_room_up(office, an, bo, lin, mei) -> None:
    mine = booked(room(mei), an, in_days(office, 1))
    post(enter(bo), f"venues/bookings/{mine.pk}/give-up/")
    assert Booking.objects.standing().count() == 1
    page = post(enter(an), f"venues/bookings/{mine.pk}/give-up/")
    assert not Booking.objects.standing().exists()
    assert page.redirect_chain[-1][0] == f"/harbour/venues/?day={in_days(office, 1):%Y-%m-%d}"


def test_day_of_the_venues_shows_what_is_booked(office, lin, mei) -> None:
    booking = booked(room(mei), lin, in_days(office, 1), title="Monday's meeting", wishes=("projector",))
    client = enter(lin)
    page = client.get(f"/harbour/venues/?day={in_days(office, 1):%Y-%m-%d}")
    assert "Monday&#x27;s meeting" in text_of(page) and "Projector" in text_of(page)
    assert "Free all day." in text_of(client.get(f"/harbour/venues/?day={in_days(office, 2):%Y-%m-%d}"))
    for strange in ("never", "0001-01-01", "9999-12-31"):
        assert client.get("/harbour/venues/", {"day": strange}).context["day"].on == page.context["today"]
    post(client, f"venues/bookings/{booking.pk}/prepare/")
    booking.refresh_from_db()
    assert booking.prepared_by == lin


def test_umbrella_goes_out_and_comes_back(office, lin) -> None:
    client, item = enter(lin), umbrella(lin)
    assert form_with(client.get("/harbour/loans/lend/"), "borrower").fields["due_at"] != [""]
    due = f"{in_days(office, 1):{LOCAL}}"
    page = post(client, "loans/lend/", item=str(item.pk), borrower="Ms Xu", pledge="a key", due_at=due)
    assert "Ms Xu" in text_of(page) and [loan.item for loan in page.context["out"]] == [item]
    page = post(client, f"loans/{Loan.objects.get().pk}/back/", end="damaged")
    assert (list(page.context["out"]), [loan.end for loan in page.context["back"]]) == ([], ["damaged"])
    post(client, f"loans/items/{item.pk}/end/")
    assert list(client.get("/harbour/loans/items/").context["items"]) == []


def test_mail_and_copies_are_entered_on_their_pages(lin) -> None:
    client = enter(lin)
    post(client, "mail/", kind="parcel", addressee="Ms Xu", sender="Post", mail_number="P1", pieces="2")
    page = post(client, f"mail/{Mail.objects.get().pk}/hand-out/", handed_to="Mr Xu")
    assert [each.handed_to for each in page.context["handed"]] == ["Mr Xu"]
    page = post(client, "copies/", kind="scan", whom="Ms Xu", sheets="3", price="1.50")
    assert page.context["sums"] == {"sheets": 3, "fen": 150}
    assert "1.50" in text_of(page)
    assert post(client, "copies/", kind="scan", whom="", sheets="0").status_code == 422


def test_gift_is_asked_for_decided_and_given_on_its_page(an, mei) -> None:
    asking, deciding = enter(an), enter(mei)
    post(asking, "gifts/ask/", what="Tea", receiver="Ms Xu", occasion="birthday", value="80")
    gift = Gift.objects.get()
    assert f"/harbour/gifts/{gift.pk}/" not in text_of(asking.get("/harbour/gifts/"))
    assert f"/harbour/gifts/{gift.pk}/" in text_of(deciding.get("/harbour/gifts/"))
    post(deciding, f"gifts/{gift.pk}/", approve="yes", reason="")
    post(asking, f"gifts/{gift.pk}/give/")
    gift.refresh_from_db()
    assert (gift.state, gift.decided_by) == (GiftState.GIVEN, mei)


def test_gift_for_guests_stands_on_their_plan(lin, mei, other_office) -> None:
    plan, client = plan_for(lin), enter(lin)
    path = f"gifts/ask/?plan={plan.pk}"
    assert form_with(client.get(f"/harbour/{path}"), "what").fields["receiver"] == [plan.guests]
    page = post(client, path, what="Tea", receiver=plan.guests, occasion="visit", value="200")
    assert page.redirect_chain[-1][0] == f"/harbour/welcome/{plan.pk}/"
    assert [gift.what for gift in page.context["gifts"]] == ["Tea"]
    elsewhere = plan_for(enrol(other_office, "clerk", Role.DESK))
    assert client.get(f"/harbour/gifts/ask/?plan={elsewhere.pk}").status_code == 404


def test_self_check_is_answered_item_by_item(lin, mei) -> None:
    said = {"by": mei, "now": timezone.now()}
    client = enter(lin)
    assert "No daily list yet" in text_of(client.get("/harbour/self-check/"))
    daily = checklists.add_list(office=lin.office, stage="daily", title="Every morning", **said)
    item = checklists.add_item(checklist=daily, level="must", text="Lights on", **said)
    post(client, f"self-check/{item.pk}/", state="problem", note="")
    assert not SelfCheck.objects.exists()
    page = post(client, f"self-check/{item.pk}/", state="problem", note="one lamp is out")
    assert "one lamp is out" in text_of(page) and page.context["answered"] == 1


def test_note_of_the_self_check_can_only_be_sent_as_a_problem(lin, mei) -> None:
    """Enter sends a form's first button: the note stands in a form that has no other."""
    said = {"by": mei, "now": timezone.now()}
    daily = checklists.add_list(office=lin.office, stage="daily", title="Every morning", **said)
    item = checklists.add_item(checklist=daily, level="must", text="Lights on", **said)
    page = text_of(enter(lin).get("/harbour/self-check/"))
    [form] = [part.split("</form>")[0] for part in page.split("<form") if f'id="note-{item.pk}"' in part]
    assert 'value="problem"' in form and 'value="fine"' not in form


def test_guard_reports_an_incident_and_a_leader_closes_it(office, mei) -> None:
    guard = enrol(office, "gate", Role.GUARD)
    at = f"{office.local(timezone.now()):{LOCAL}}"
    page = post(
        enter(guard), "incidents/report/", kind="crowd", place="Gate", happened_at=at, text="a queue of cars"
    )
    assert page.redirect_chain[-1][0] == "/harbour/gate/"
    made, leader = Incident.objects.get(), enter(mei)
    post(leader, f"incidents/{made.pk}/note/", text="second lane opened")
    page = post(leader, f"incidents/{made.pk}/close/", outcome="the cars are through")
    assert "second lane opened" in text_of(page) and "the cars are through" in text_of(page)
    assert list(leader.get("/harbour/incidents/").context["open"]) == []


def test_first_page_says_what_waits(office, lin, mei) -> None:
    lent(lin)
    booked(room(mei), lin, timezone.now() + timedelta(seconds=30), hours=0.01)
    plan_for(lin)
    page = enter(lin).get("/harbour/services/")
    waiting = page.context["waiting"]
    assert (waiting.loans_out, waiting.loans_late, waiting.mail, waiting.incidents) == (1, 0, 0, 0)
    assert [line.plan.guests for line in waiting.guests] == ["Harbour guests"]
