"""Members join, change and leave without Django's administration."""

import re
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Office, User
from offices.services import accounts
from offices.services.accounts import Handed, NewAccount, may_change_account
from offices.services.members import Joined, MemberFacts, add_member, change_member
from reception.services import floor, visits
from tests.cast import PASSWORD, enrol
from tests.reception.conftest import Clock, arrive, clock, opened  # noqa: F401 (fixtures)

MADE_UP = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")


def join(by: Member, account: NewAccount | str, **facts) -> Joined:
    with transaction.atomic():
        return add_member(
            office=by.office,
            account=account,
            facts=MemberFacts(**{"name": "Wu", "roles": (Role.DESK,), **facts}),
            by=by,
            now=timezone.now(),
        )


def change(member: Member, by: Member, *, mobile: str | None = None, **other) -> Member:
    kept = {name: getattr(member, name) for name in ("name", "disc", "group_id", "is_active")}
    facts = MemberFacts(**{**kept, "roles": tuple(map(Role, member.roles)), **other})
    number = (member.user.mobile or "") if mobile is None else mobile
    with transaction.atomic():
        return change_member(member=member, facts=facts, mobile=number, by=by, now=timezone.now())


def reset(member: Member, by: Member, password: str = "") -> Handed | None:
    with transaction.atomic():
        return accounts.set_password(member=member, password=password, by=by, now=timezone.now())


def refused(field: str | None):
    class _Refused:
        def __enter__(self):
            self.caught = pytest.raises(Refusal)
            self.info = self.caught.__enter__()

        def __exit__(self, *what):
            ended = self.caught.__exit__(*what)
            assert self.info.value.field == field
            return ended

    return _Refused()


class TestJoining:
    def test_new_account_gets_a_password_that_is_told_once(self, root: Member) -> None:
        joined = join(root, NewAccount("wu", "Wu Min", mobile="+8613800000009"), disc=3, group_id="wu.m")
        member = joined.member
        assert (member.office, member.roles, member.disc, member.group_id) == (
            root.office,
            ["desk"],
            3,
            "wu.m",
        )
        assert (member.user.name, member.user.mobile) == ("Wu Min", "+8613800000009")
        assert joined.handed and MADE_UP.fullmatch(joined.handed.password)
        assert member.user.check_password(joined.handed.password)

    def test_chosen_password_is_told_to_nobody(self, root: Member) -> None:
        joined = join(root, NewAccount("wu", "Wu", password="plum-harvest-77"))
        assert joined.handed is None and joined.member.user.check_password("plum-harvest-77")

    @pytest.mark.parametrize("login", ["stranger", "Stranger", "138 0000 0007"])
    def test_somebody_of_another_office_joins_with_the_account_they_have(self, root, stranger, login) -> None:
        stranger.user.mobile = "+8613800000007"
        stranger.user.save(update_fields=["mobile"])
        joined = join(root, login, roles=(Role.CONSULTANT,))
        assert (joined.member.user, joined.handed) == (stranger.user, None)
        assert User.objects.get(pk=stranger.user_id).check_password(PASSWORD)

    def test_join_is_kept_in_ids_and_codes(self, root: Member) -> None:
        member = join(root, NewAccount("wu", "Wu Min", mobile="+8613800000009")).member
        entry = AuditEntry.objects.get(action=AuditAction.MEMBER_CHANGED)
        assert (entry.by, entry.record) == (root, f"member:{member.pk}")
        assert entry.details == {"added": member.user_id, "account": "new", "roles": ["desk"]}

    @pytest.mark.parametrize(
        ("account", "field"),
        [
            (NewAccount("an", "An"), "username"),
            (NewAccount("AN", "An"), None),
            (NewAccount("a n", "An"), "username"),
            (NewAccount("wu", "Wu", mobile="+8613800000001"), "mobile"),
            (NewAccount("wu", "Wu", password="12345678"), "password"),
            ("nobody-at-all", "login"),
            ("an", "login"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, root, an, account, field) -> None:
        with refused(field):
            join(root, account)
        assert Member.objects.of(root.office).count() == 2

    def test_second_of_a_name_on_the_board_is_refused(self, root: Member, an: Member) -> None:
        with refused("name"):
            join(root, NewAccount("an2", "An"), name="An")
        assert not User.objects.filter(username="an2").exists()

    def test_whoever_left_is_let_in_again_and_not_added(self, root: Member, an: Member) -> None:
        change(an, root, is_active=False)
        with refused("login"):
            join(root, "an", name="An B")


class TestChanging:
    def test_other_roles_hold_at_once_on_open_pages(self, client: Client, root, lin: Member) -> None:
        client.force_login(lin.user)
        token = {"X-Live-Token": client.get("/harbour/desk/").context["live_token"]}
        assert client.get("/harbour/desk/live/", headers=token).status_code == 200
        with TestCase.captureOnCommitCallbacks(execute=True):
            changed = change(lin, root, roles=(Role.SERVICE,), name="Lin B", disc=5)
        assert (changed.roles, changed.name, changed.disc) == (["service"], "Lin B", 5)
        assert client.get("/harbour/desk/live/", headers=token).status_code == 401
        assert client.get("/harbour/desk/").status_code == 403
        details = AuditEntry.objects.get(action=AuditAction.MEMBER_CHANGED).details
        assert details["roles"] == [["desk"], ["service"]]
        assert "Lin B" not in str(details)

    def test_other_colour_ends_nobodys_page(self, root: Member, lin: Member) -> None:
        change(lin, root, disc=5)
        assert User.objects.get(pk=lin.user_id).revocation == lin.user.revocation

    def test_number_is_read_as_typed_and_of_nobody_else(self, root: Member, an: Member, lin: Member) -> None:
        change(lin, root, mobile="138 0000 0008")
        assert User.objects.get(pk=lin.user_id).mobile == "+8613800000008"
        with refused("mobile"):
            change(lin, root, mobile="13800000001")
        lin.refresh_from_db()
        change(lin, root, mobile="")
        assert User.objects.get(pk=lin.user_id).mobile is None

    @pytest.mark.parametrize("other", [{"roles": (Role.MANAGER,)}, {"is_active": False}])
    def test_office_keeps_an_administrator(self, root: Member, mei: Member, other: dict) -> None:
        second = enrol(root.office, "second", Role.ADMINISTRATOR)
        second.user.is_active = False  # an account that is switched off administers nothing
        second.user.save(update_fields=["is_active"])
        with refused("is_active" if "is_active" in other else "roles"):
            change(root, root, **other)
        root.refresh_from_db()
        assert root.is_active and root.holds(Role.ADMINISTRATOR)

    @pytest.mark.parametrize("other", [{"roles": (Role.MANAGER,)}, {"is_active": False}])
    def test_nobody_locks_themself_out(self, root: Member, other: dict) -> None:
        second = enrol(root.office, "second", Role.ADMINISTRATOR)
        with refused("is_active" if "is_active" in other else "roles"):
            change(root, root, **other)
        change(root, second, **other)
        root.refresh_from_db()
        assert not (root.is_active and root.holds(Role.ADMINISTRATOR))

    def test_name_of_somebody_who_left_is_free(self, root: Member, an: Member, bo: Member) -> None:
        change(an, root, is_active=False)
        change(bo, root, name="An")
        with refused("name"):
            change(an, root, is_active=True)


class TestRelease:
    """A consultant is signed out before the role or the membership ends."""

    LEAVING = [{"roles": ()}, {"is_active": False}]

    @pytest.mark.parametrize("other", LEAVING)
    def test_one_who_stands_in_the_order_is_held(self, opened, an, mei, root, other) -> None:  # noqa: F811
        with refused("is_active" if "is_active" in other else "roles"):
            change(an, root, **other)
        floor.sign_out(consultant=an, by=mei, now=timezone.now())
        change(an, root, **other)
        an.refresh_from_db()
        assert not (an.is_active and an.holds(Role.CONSULTANT))

    @pytest.mark.parametrize("other", LEAVING)
    def test_one_who_is_still_with_a_visitor_is_held(self, arrive, an, mei, root, clock, other) -> None:  # noqa: F811
        reception = arrive()
        visits.meet(reception=reception, by=an, now=clock())
        floor.sign_out(consultant=an, by=mei, now=clock())
        with refused("is_active" if "is_active" in other else "roles"):
            change(an, root, **other)
        visits.finish(reception=reception, outcome=None, by=mei, now=clock())
        change(an, root, **other)

    def test_one_in_the_order_may_get_another_colour_and_role(self, opened, an, root) -> None:  # noqa: F811
        changed = change(an, root, roles=(Role.CONSULTANT, Role.DESK), disc=7)
        assert (changed.roles, changed.disc) == (["consultant", "desk"], 7)


class TestPasswords:
    def test_other_password_ends_the_sessions_and_forgets_wrong_attempts(self, client, root, lin) -> None:
        client.force_login(lin.user)
        AccessAttempt.objects.create(username="lin", ip_address="10.0.0.9", failures_since_start=9)
        handed = reset(lin, root)
        assert client.get("/harbour/desk/").status_code == 302
        assert handed and User.objects.get(pk=lin.user_id).check_password(handed.password)
        assert not AccessAttempt.objects.exists()
        entry = AuditEntry.objects.get(action=AuditAction.PASSWORD_RESET)
        assert (entry.record, handed.password in str(entry.details)) == (f"member:{lin.pk}", False)

    def test_weak_one_is_refused(self, root: Member, lin: Member) -> None:
        with refused("password"):
            reset(lin, root, "lin")
        assert User.objects.get(pk=lin.user_id).check_password(PASSWORD)

    def test_own_one_is_not_set_here(self, root: Member) -> None:
        with refused(None):
            reset(root, root, "plum-harvest-77")

    def test_account_of_two_offices_is_changed_by_who_administers_both(
        self, root: Member, stranger: Member, other_office: Office
    ) -> None:
        """Else an administrator would log in elsewhere under the name of somebody they had added."""
        member = join(root, "stranger", name="Str").member
        with refused("password"):
            reset(member, root)
        with refused("mobile"):
            change(member, root, mobile="13800000008")
        assert User.objects.get(pk=stranger.user_id).check_password(PASSWORD)
        Member.objects.create(user=root.user, office=other_office, name="R", roles=[Role.ADMINISTRATOR])
        assert reset(member, root) is not None

    def test_account_of_the_operator_is_out_of_reach(self, root: Member) -> None:
        operator = enrol(root.office, "operator", Role.MANAGER)
        operator.user.is_superuser = True
        operator.user.save(update_fields=["is_superuser"])
        assert not may_change_account(operator, root)
        with refused("password"):
            reset(operator, root)


class TestPages:
    @pytest.fixture
    def browser(self, client: Client, root: Member) -> Client:
        client.force_login(root.user)
        return client

    def newcomer(self, **other) -> dict:
        fields = {
            "account": "new",
            "username": "wu",
            "name": "Wu",
            "roles": ["desk"],
            "disc": "2",
            "mobile": "",
        }
        return {"request_key": str(uuid4()), **fields, **other}

    def test_made_up_password_is_shown_once(self, browser: Client) -> None:
        form = self.newcomer()
        answers = [browser.post("/harbour/members/new/", form)["Location"] for _click in range(2)]
        assert answers == ["/harbour/members/"] * 2
        first, second = (browser.get("/harbour/members/") for _look in range(2))
        handed = first.context["handed"]
        assert handed["username"] == "wu" and handed["password"] in first.content.decode()
        assert User.objects.get(username="wu").check_password(handed["password"])
        assert "no-store" in first["Cache-Control"]
        assert second.context["handed"] is None and handed["password"] not in second.content.decode()

    def test_made_up_password_stands_sealed_in_the_session(self, browser: Client) -> None:
        browser.post("/harbour/members/new/", self.newcomer())
        kept = str(dict(browser.session))
        page = browser.get("/harbour/members/")
        assert page.context["handed"]["password"] not in kept

    def test_whoever_has_it_logs_in(self, browser: Client) -> None:
        browser.post("/harbour/members/new/", self.newcomer())
        handed = browser.get("/harbour/members/").context["handed"]
        page = Client().post("/login/", handed, follow=True)
        assert page.redirect_chain[-1][0] == "/harbour/desk/"

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"username": ""}, "username"),
            ({"account": "known", "login": ""}, "login"),
            ({"account": "known", "login": "nobody"}, "login"),
            ({"username": "root"}, "username"),
            ({"name": ""}, "name"),
            ({"mobile": "12"}, "mobile"),
            ({"roles": ["king"]}, "roles"),
            ({"disc": "99"}, "disc"),
            ({"name": "Root"}, "name"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field(self, browser, other: dict, field: str) -> None:
        answer = browser.post("/harbour/members/new/", self.newcomer(group_id="wu.m", **other))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert "wu.m" in answer.content.decode()
        assert Member.objects.count() == 1

    def test_list_shows_who_works_here_and_who_left(self, browser, lin: Member, an: Member, stranger) -> None:
        Member.objects.filter(pk=an.pk).update(is_active=False)
        page = browser.get("/harbour/members/")
        assert [each.name for each in page.context["working"]] == ["Lin", "Root"]
        assert [each.name for each in page.context["left"]] == ["An"]
        assert "stranger" not in page.content.decode()

    def test_list_costs_the_same_for_thirty_as_for_one(self, browser: Client, office: Office) -> None:
        browser.get("/harbour/members/")  # what is looked up once in a session
        costs = []
        for number in range(30):
            if number in (0, 29):
                with CaptureQueriesContext(connection) as captured:
                    browser.get("/harbour/members/")
                costs.append(len(captured))
            enrol(office, f"c{number}", Role.CONSULTANT)
        assert costs[0] == costs[1]

    def test_member_is_changed(self, browser: Client, lin: Member) -> None:
        page = browser.get(f"/harbour/members/{lin.pk}/")
        assert page.context["form"]["roles"].value() == ["desk"]
        sent = self.newcomer(name="Lin B", roles=["desk", "manager"], is_active="on")
        browser.post(f"/harbour/members/{lin.pk}/", sent)
        lin.refresh_from_db()
        assert (lin.name, lin.roles, lin.disc) == ("Lin B", ["desk", "manager"], 2)

    def test_refusal_stands_in_the_form(self, browser: Client, root: Member) -> None:
        sent = self.newcomer(name="Root", roles=["manager"], is_active="on")
        answer = browser.post(f"/harbour/members/{root.pk}/", sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["roles"])

    def test_own_page_offers_no_other_password(self, browser: Client, root: Member, lin: Member) -> None:
        offered = [
            browser.get(f"/harbour/members/{member.pk}/").context["may_set_password"]
            for member in (root, lin)
        ]
        assert offered == [False, True]

    @pytest.mark.parametrize("page", ["", "password/"])
    def test_member_of_another_office_is_not_there(self, browser: Client, stranger: Member, page) -> None:
        path = f"/harbour/members/{stranger.pk}/{page}"
        sent = self.newcomer(password="plum-harvest-77")
        assert [browser.get(path).status_code, browser.post(path, sent).status_code] == [404, 404]
        stranger.refresh_from_db()
        assert stranger.name == "Stranger" and stranger.user.check_password(PASSWORD)

    def test_password_is_set_from_its_page(self, browser: Client, lin: Member) -> None:
        browser.post(f"/harbour/members/{lin.pk}/password/", {"request_key": str(uuid4()), "password": ""})
        handed = browser.get("/harbour/members/").context["handed"]
        assert User.objects.get(pk=lin.user_id).check_password(handed["password"])


def test_switched_off_member_is_out_of_this_office_only(client, root, lin, other_office) -> None:
    Member.objects.create(user=lin.user, office=other_office, name="Lin", roles=[Role.DESK])
    client.force_login(lin.user)
    change(lin, root, is_active=False)
    assert [client.get(f"/{slug}/desk/").status_code for slug in ("harbour", "hillside")] == [404, 200]
