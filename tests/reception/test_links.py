"""Public links: made, printed and revoked by leaders and administrators; the secret itself lies sealed."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from offices.enums import AuditAction, Role
from offices.models import AuditEntry, Member, Office
from reception.enums import LinkKind
from reception.models import PublicLink
from reception.services.links import MOST_LIVE, make_link, revoke_link, secret_of
from tests.cast import enrol
from tests.reception.conftest import refused

PAGE = "/harbour/links/"
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def wall(office: Office, mei: Member) -> PublicLink:
    return make_link(office=office, kind=LinkKind.WALL, label="hall", by=mei, now=NOON)


@pytest.fixture
def door(office: Office, mei: Member) -> PublicLink:
    return make_link(office=office, kind=LinkKind.CHECK_IN, label="glass door", by=mei, now=NOON)


@pytest.fixture
def chief(client: Client, mei: Member) -> Client:
    client.force_login(mei.user)
    return client


def test_a_link_is_found_by_its_print_and_its_secret_is_sealed(wall: PublicLink) -> None:
    secret = secret_of(wall)
    assert len(secret) == 43  # 32 bytes
    assert secret not in (wall.fingerprint, wall.sealed)
    assert Client().get(f"/wall/{secret}/").status_code == 200


def test_two_links_have_two_secrets(wall: PublicLink, door: PublicLink) -> None:
    assert secret_of(wall) != secret_of(door)


def test_who_made_and_revoked_a_link_is_kept(wall: PublicLink, mei: Member) -> None:
    revoke_link(link=wall, by=mei, now=NOON)
    wall.refresh_from_db()
    assert (wall.made_by, wall.revoked_by, wall.revoked_at) == (mei, mei, NOON)
    kept = AuditEntry.objects.filter(record=f"link:{wall.pk}").order_by("pk")
    assert [entry.action for entry in kept] == [AuditAction.LINK_MADE, AuditAction.LINK_REVOKED]
    assert secret_of(wall) not in str([entry.details for entry in kept])


def test_a_link_is_revoked_once(wall: PublicLink, mei: Member) -> None:
    revoke_link(link=wall, by=mei, now=NOON)
    with refused():
        revoke_link(link=wall, by=mei, now=NOON)


def test_an_office_has_no_endless_list_of_links(office: Office, mei: Member) -> None:
    made = [make_link(office=office, kind=LinkKind.WALL, by=mei, now=NOON) for _ in range(MOST_LIVE)]
    with refused():
        make_link(office=office, kind=LinkKind.WALL, by=mei, now=NOON)
    revoke_link(link=made[0], by=mei, now=NOON)
    make_link(office=office, kind=LinkKind.WALL, by=mei, now=NOON)


def test_revoked_unknown_and_mistaken_answer_alike(wall: PublicLink, door: PublicLink, mei: Member) -> None:
    """Nobody learns from the answer whether there ever was such a link."""
    revoke_link(link=wall, by=mei, now=NOON)
    addresses = [f"/wall/{secret}/" for secret in (secret_of(wall), secret_of(door), "x", "\x00", "9" * 3000)]
    addresses += [f"/check-in/{secret_of(wall)}/", "/check-in/x/", "/check-in/x/done/", "/wall/x/live/"]
    answers = [Client().get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert all(answer["X-Link-Gone"] == "1" for answer in answers)


def test_the_answer_is_in_the_visitors_language(db: None) -> None:
    pages = {code: Client().get(f"/wall/x/?lang={code}") for code in ("en", "zh-hans", "zh-hant", "xx")}
    assert [pages[code]["Content-Language"] for code in ("en", "zh-hans", "zh-hant")] == [
        "en",
        "zh-hans",
        "zh-hant",
    ]
    asked = Client().get("/wall/x/", headers={"Accept-Language": "en"})
    assert asked["Content-Language"] == "en"


def test_an_office_that_is_closed_down_shows_nothing(wall: PublicLink, office: Office) -> None:
    office.is_active = False
    office.save(update_fields=["is_active"])
    assert Client().get(f"/wall/{secret_of(wall)}/").status_code == 404


class TestPage:
    def test_makes_a_link_and_shows_its_address(self, chief: Client) -> None:
        sent = {
            "request_key": "b6f4a1de-0f55-4d7e-8a43-5c3c2a1f6a10",
            "kind": "wall",
            "label": " big  screen ",
        }
        assert [chief.post(PAGE, sent).status_code for _ in range(2)] == [302, 302]
        link = PublicLink.objects.get()
        page = chief.get(PAGE).content.decode()
        assert link.label == "big screen" and "big screen" in page
        assert f"http://testserver/wall/{secret_of(link)}/" in page

    def test_an_unknown_kind_is_refused_and_the_words_stay(self, chief: Client) -> None:
        answer = chief.post(PAGE, {"kind": "window", "label": "big screen"})
        assert answer.status_code == 422 and "big screen" in answer.content.decode()
        assert not PublicLink.objects.exists()

    def test_revokes(self, chief: Client, wall: PublicLink) -> None:
        key = "c6f4a1de-0f55-4d7e-8a43-5c3c2a1f6a10"
        answer = chief.post(f"{PAGE}{wall.pk}/revoke/", {"request_key": key}, follow=True)
        assert answer.redirect_chain == [(PAGE, 302)]
        assert secret_of(wall) not in answer.content.decode()
        assert Client().get(f"/wall/{secret_of(wall)}/").status_code == 404

    def test_another_offices_link_is_not_there(
        self, wall: PublicLink, door: PublicLink, other_office
    ) -> None:
        theirs = enrol(other_office, "boss", Role.MANAGER)
        client = Client()
        client.force_login(theirs.user)
        key = {"request_key": "d6f4a1de-0f55-4d7e-8a43-5c3c2a1f6a10"}
        assert client.post(f"/hillside/links/{wall.pk}/revoke/", key).status_code == 404
        assert client.get(f"/hillside/links/{door.pk}/poster/").status_code == 404
        assert secret_of(wall) not in client.get("/hillside/links/").content.decode()
        wall.refresh_from_db()
        assert wall.revoked_at is None

    def test_a_secret_that_no_key_opens_says_so(self, chief: Client, wall: PublicLink) -> None:
        PublicLink.objects.filter(pk=wall.pk).update(sealed="broken")
        page = chief.get(PAGE)
        assert [link.address for link in page.context["live"]] == [""]


class TestPoster:
    def test_holds_the_code_and_all_languages(self, chief: Client, door: PublicLink, office: Office) -> None:
        page = chief.get(f"{PAGE}{door.pk}/poster/")
        text = page.content.decode()
        assert 'src="data:image/svg+xml' in text and office.name in text
        assert [line["language"] for line in page.context["lines"]] == ["zh-hans", "en", "zh-hant"]
        assert secret_of(door) not in text  # the code says it, the sheet does not

    def test_there_is_none_for_a_wall_or_a_revoked_link(
        self, chief: Client, wall: PublicLink, door: PublicLink, mei: Member
    ) -> None:
        revoke_link(link=door, by=mei, now=NOON)
        answers = [chief.get(f"{PAGE}{link.pk}/poster/").status_code for link in (wall, door)]
        assert answers == [404, 404]


def test_the_log_blots_the_secret_out(wall: PublicLink, caplog) -> None:
    secret = secret_of(wall)
    with caplog.at_level("INFO", logger="lunxu.access"):
        Client().get(f"/wall/{secret}/")
        Client().get(f"/check-in/{secret}/done/")
    assert [record.path for record in caplog.records] == ["/wall/…/", "/check-in/…/done/"]
