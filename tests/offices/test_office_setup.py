"""An office is set up from the browser, and changed by its administrator."""

from datetime import time
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry, BusinessDay, Member, Office, User
from offices.services.offices import OfficeFacts, change_office, set_up_office
from tests.cast import PASSWORD, enrol
from tests.page_forms import form_with

FACTS = OfficeFacts(name="Harbour Gardens", project="Phase 1", opens_at=time(8, 30), closes_at=time(20))


@pytest.fixture
def founder(db: None) -> User:
    """The installation's first account."""
    return User.objects.create_superuser("founder", PASSWORD, name="Founder")


def sent(**other: str) -> dict[str, str]:
    filled = {
        "name": "Valley Court",
        "slug": "valley",
        "project": "",
        "timezone": "Asia/Shanghai",
        "opens_at": "09:00",
        "closes_at": "18:00",
        "hotline": "",
        "member_name": "Fu",
    }
    return {"request_key": str(uuid4()), **filled, **other}


def set_up(by: User, **other) -> Member:
    return set_up_office(facts=FACTS, member_name="Fu", by=by, now=timezone.now(), **other)


def change(office: Office, by: Member, **other) -> Office:
    facts = OfficeFacts(**{"name": office.name, "project": office.project, **other})
    return change_office(office=office, facts=facts, by=by, now=timezone.now())


class TestSettingUp:
    def test_whoever_sets_it_up_becomes_its_administrator(self, founder: User) -> None:
        member = set_up(founder, slug="harbour", also=[Role.DESK])
        assert (member.user, member.name, member.roles) == (founder, "Fu", ["administrator", "desk"])
        assert (member.office.slug, member.office.opens_at) == ("harbour", time(8, 30))
        entry = AuditEntry.objects.get(action=AuditAction.OFFICE_CHANGED)
        assert (entry.office, entry.by, entry.details["set_up"]) == (member.office, member, "harbour")

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Harbour Gardens", "harbour-gardens"),
            ("\u6d77\u6e2f\u82b1\u56ed", "hai-gang-hua-yuan"),
            ("\u2605", "office"),
            ("Login", "login-2"),
        ],
    )
    def test_short_name_is_made_from_the_name(self, founder: User, name: str, slug: str) -> None:
        facts = OfficeFacts(name=name)
        member = set_up_office(facts=facts, member_name="Fu", by=founder, now=timezone.now())
        assert member.office.slug == slug

    def test_made_short_name_steps_aside_for_one_that_stands(self, founder: User) -> None:
        assert [set_up(founder).office.slug for _ in range(2)] == ["harbour-gardens", "harbour-gardens-2"]

    def test_chosen_short_name_of_another_office_is_refused(self, founder: User, other_office) -> None:
        with pytest.raises(Refusal) as refused:
            set_up(founder, slug=other_office.slug)
        assert refused.value.field == "slug"
        assert Office.objects.get() == other_office

    def test_administrator_of_an_office_may_set_up_another(self, root: Member) -> None:
        assert set_up(root.user).office != root.office

    @pytest.mark.parametrize("who", ["mei", "lin", "stranger"])
    def test_nobody_else_may(self, request, client: Client, who: str) -> None:
        member = request.getfixturevalue(who)
        with pytest.raises(Refusal):
            set_up(member.user)
        client.force_login(member.user)
        before = Office.objects.count()
        answers = [client.get("/offices/new/"), client.post("/offices/new/", sent())]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert Office.objects.count() == before

    def test_administrator_who_left_may_not(self, root: Member) -> None:
        root.is_active = False
        root.save(update_fields=["is_active"])
        with pytest.raises(Refusal):
            set_up(root.user)


class TestPage:
    def test_superuser_without_an_office_is_led_to_set_one_up(self, client: Client, founder: User) -> None:
        client.force_login(founder)
        assert client.get("/", follow=True).redirect_chain == [("/offices/new/", 302)]

    def test_anybody_else_without_an_office_is_told_whom_to_ask(self, client: Client, db: None) -> None:
        client.force_login(User.objects.create_user("nobody", PASSWORD, name="Nobody"))
        page = client.get("/", follow=True)
        assert page.redirect_chain == [("/offices/", 302)]
        assert "/offices/new/" not in page.content.decode()

    def test_new_office_opens_on_its_own_page(self, client: Client, founder: User) -> None:
        client.force_login(founder)
        answer = client.post("/offices/new/", sent(also=["desk", "manager"]))
        assert (answer.status_code, answer["Location"]) == (302, "/valley/office/")
        assert set(Member.objects.get().roles) == {"administrator", "desk", "manager"}

    def test_second_click_gets_the_first_ones_office(self, client: Client, founder: User) -> None:
        client.force_login(founder)
        form = sent(slug="")
        answers = [client.post("/offices/new/", form)["Location"] for _ in range(2)]
        assert answers == ["/valley-court/office/"] * 2
        assert Office.objects.count() == Member.objects.count() == 1

    def test_same_key_with_other_words_is_refused(self, client: Client, founder: User) -> None:
        client.force_login(founder)
        form = sent()
        client.post("/offices/new/", form)
        answer = client.post("/offices/new/", {**form, "name": "Another"})
        assert answer.status_code == 422
        assert Office.objects.get().name == "Valley Court"

    def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(self, client: Client, founder) -> None:
        client.force_login(founder)
        answer = client.post("/offices/new/", sent(slug="login", opens_at="19:00", project="Phase 7"))
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"slug", "closes_at"}
        assert "Phase 7" in answer.content.decode()
        assert not Office.objects.exists()

    def test_form_without_its_key_sets_up_nothing(self, client: Client, founder: User) -> None:
        client.force_login(founder)
        assert client.post("/offices/new/", sent(request_key="")).status_code == 422
        assert not Office.objects.exists()

    def test_whoever_is_not_logged_in_is_asked_to(self, client: Client, db: None) -> None:
        assert client.get("/offices/new/")["Location"].startswith("/login/")
        answer = client.post("/offices/new/", sent())
        assert (answer.status_code, Office.objects.count()) == (401, 0)
        assert form_with(answer, "resume").fields["resume"] != [""]

    def test_what_was_typed_survives_the_end_of_the_session(self, client: Client, founder: User) -> None:
        ended = client.post("/offices/new/", sent(project="Phase 7", also="desk"))
        [resume] = form_with(ended, "resume").fields["resume"]
        login = {"username": "founder", "password": PASSWORD, "resume": resume}
        page = client.post("/login/", login, follow=True)
        assert page.redirect_chain[-1][0] == "/offices/new/"
        form = page.context["form"]
        assert (form["project"].value(), form["also"].value()) == ("Phase 7", ["desk"])


class TestChanging:
    def test_change_is_kept_with_codes_before_and_after(self, office: Office, root: Member) -> None:
        change(office, root, project="Phase 9", timezone="Asia/Urumqi", self_check_in=True)
        office.refresh_from_db()
        assert (office.project, office.timezone, office.self_check_in) == ("Phase 9", "Asia/Urumqi", True)
        details = AuditEntry.objects.get(action=AuditAction.OFFICE_CHANGED).details
        assert details == {
            "changed": ["project", "timezone", "self_check_in"],
            "timezone": ["Asia/Shanghai", "Asia/Urumqi"],
            "self_check_in": [False, True],
        }

    @pytest.mark.parametrize(("fact", "value"), [("timezone", "Asia/Urumqi"), ("is_active", False)])
    def test_clock_and_use_stay_while_a_day_is_open(self, office, root, fact: str, value) -> None:
        BusinessDay.objects.create(office=office, date="2026-11-02", opened_at=timezone.now(), opened_by=root)
        with pytest.raises(Refusal) as refused:
            change(office, root, **{fact: value})
        assert refused.value.field == fact
        change(office, root, project="Phase 9")

    def test_page_shows_what_stands_and_takes_what_is_changed(self, client: Client, root: Member) -> None:
        client.force_login(root.user)
        page = client.get("/harbour/office/")
        [name] = form_with(page, "project").fields["project"]
        assert name == "Harbour Gardens, phase 1"
        assert {"/harbour/members/", "/harbour/robots/", "/harbour/rules/"} <= {
            door.url for door in page.context["doors"]
        }
        form = sent(name="Harbour", project="Phase 2", opens_at="08:00", is_active="on")
        client.post("/harbour/office/", form)
        root.office.refresh_from_db()
        assert (root.office.name, root.office.project, root.office.opens_at) == (
            "Harbour",
            "Phase 2",
            time(8),
        )
        assert root.office.slug == "harbour"

    def test_refused_change_leaves_the_bar_as_it_was(self, client: Client, root: Member) -> None:
        client.force_login(root.user)
        answer = client.post("/harbour/office/", sent(name="Wrong", opens_at="20:00", is_active="on"))
        assert (answer.status_code, answer.context["office"].name) == (422, "Harbour Gardens")

    def test_office_out_of_use_lets_nobody_in_until_it_is_used_again(self, client: Client, root, mei) -> None:
        client.force_login(root.user)
        answer = client.post("/harbour/office/", sent())
        assert answer["Location"] == "/offices/"
        assert client.get("/harbour/office/").status_code == 404
        other = Client()
        other.force_login(mei.user)
        key = {"request_key": str(uuid4())}
        assert other.post("/offices/harbour/use/", key).status_code == 404
        page = client.get("/", follow=True)
        assert "/offices/harbour/use/" in page.content.decode()
        client.post("/offices/harbour/use/", key)
        assert client.get("/harbour/office/").status_code == 200
        uses = AuditEntry.objects.filter(action=AuditAction.OFFICE_CHANGED, details__has_key="is_active")
        assert [entry.details["is_active"] for entry in uses.order_by("pk")] == [[True, False], [False, True]]


def test_office_entry_of_the_bar_is_active_on_the_pages_behind_it(client: Client, root: Member) -> None:
    client.force_login(root.user)
    for path in ("/harbour/office/", "/harbour/members/", "/harbour/robots/new/"):
        active = [item.url for item in client.get(path).context["nav"] if item.active]
        assert active == ["/harbour/office/"]


def test_who_is_no_administrator_has_no_such_entry(client: Client, office: Office) -> None:
    client.force_login(enrol(office, "lead", Role.MANAGER).user)
    urls = [item.url for item in client.get("/harbour/visits/").context["nav"]]
    assert "/harbour/office/" not in urls and "/harbour/visits/" in urls
