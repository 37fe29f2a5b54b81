"""Self check-in: a visitor's own entry waits for the desk, counts for nothing until confirmed, and is forgotten."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from messaging.enums import ConsentWay
from messaging.models import Consent
from offices import soft_cache
from offices.models import Member, Office
from reception.enums import CheckInState, LinkKind
from reception.models import CheckIn, PublicLink, Queue, Reception
from reception.services.arrivals import log_arrival
from reception.services.check_ins import (
    MOST_WAITING,
    OwnEntry,
    confirm_check_in,
    dismiss_check_in,
    enter_check_in,
    forget_check_ins,
    phone_of,
)
from reception.services.closing import close_day
from reception.services.links import make_link, revoke_link, secret_of
from reception.tasks import forget_check_ins as forget_task
from reception.views.check_in import MOST_OF_ADDRESS, address_key
from tests.reception.conftest import Clock, refused, walk_in
from visitors.models import Customer
from visitors.services.customers import CustomerEntry

NUMBER = "13812345678"
E164 = "+8613812345678"
HERE, ELSEWHERE = "127.0.0.1", "192.0.2.7"
DESK = "/harbour/desk/"
ARRIVE = "/harbour/desk/arrive/"


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    """The count of an address lives in Redis, which is not rolled back."""
    soft_cache.breaker.reset()
    cache.delete_many(address_key(RequestFactory(REMOTE_ADDR=each).get("/")) for each in (HERE, ELSEWHERE))


@pytest.fixture
def door(opened: Office, mei: Member, clock: Clock) -> PublicLink:
    opened.self_check_in = True
    opened.save(update_fields=["self_check_in"])
    return make_link(office=opened, kind=LinkKind.CHECK_IN, by=mei, now=clock())


@pytest.fixture
def address(door: PublicLink) -> str:
    return f"/check-in/{secret_of(door)}/"


@pytest.fixture
def enter(door: PublicLink, clock: Clock) -> Callable[..., CheckIn]:
    """A visitor's own entry, as the service takes it."""

    def enter(name: str = "Zhou", **said: Any) -> CheckIn:
        token = uuid4()
        enter_check_in(link=door, entry=OwnEntry(token=token, name=name, **said), now=clock())
        return CheckIn.objects.get(token=token)

    return enter


@pytest.fixture
def desk(client: Client, door: PublicLink, lin: Member) -> Client:
    client.force_login(lin.user)
    return client


def form(**typed: str) -> dict:
    return {"token": str(uuid4()), "name": "Zhou Mingming", "phone": NUMBER, "history": "first", **typed}


def at_desk(check_in: CheckIn, **typed: str) -> dict:
    """What the desk sends after taking the entry over."""
    sent = {"request_key": str(uuid4()), "check_in": str(check_in.pk), "name": check_in.name}
    return {**sent, "phone": NUMBER, "phone_answer": "given", "history": check_in.history, **typed}


class TestForm:
    def test_entry_waits_for_the_desk_and_changes_no_queue(self, address: str, opened: Office) -> None:
        before = Queue.objects.get(pk=opened.pk).seq
        answer = Client().post(f"{address}?lang=en", form(consent_call="on"))
        assert (answer.status_code, answer["Location"]) == (302, f"{address}done/?lang=en")
        [entry] = CheckIn.objects.of(opened).waiting()
        assert (entry.name, entry.masked, entry.language) == ("Zhou Mingming", "138****5678", "en")
        assert entry.consents == {"call": True, "sms": False}
        assert phone_of(entry) == E164 and NUMBER not in entry.sealed_phone
        assert Queue.objects.get(pk=opened.pk).seq == before
        assert not Reception.objects.exists() and not Customer.objects.exists()

    def test_nothing_is_agreed_to_in_advance(self, address: str) -> None:
        page = Client().get(address)
        assert "checked" not in str(page.context["form"]["consent_call"])
        assert "checked" not in str(page.context["form"]["consent_sms"])

    def test_sending_twice_enters_once_and_thanks_twice(self, address: str) -> None:
        sent = form()
        answers = [Client().post(address, sent)["Location"] for _ in range(2)]
        assert len(set(answers)) == 1
        assert CheckIn.objects.count() == 1

    def test_thanks_say_nothing_about_the_visitor(self, address: str) -> None:
        answer = Client().post(address, form(), follow=True)
        text = answer.content.decode()
        assert "Zhou" not in text and not re.search(r"\b138", text) and "hx-" not in text

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"phone": "12"}, {"history": "never"}, {"named": "999999"}]
    )
    def test_error_keeps_what_was_typed(self, address: str, wrong: dict) -> None:
        typed = {"knows": "the tall one", "licence": "x", **wrong}
        answer = Client().post(address, form(**typed))
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "the tall one" in text and ("Zhou Mingming" in text or not wrong.get("name", "x"))
        assert set(answer.context["form"].errors) == set(wrong)
        assert not CheckIn.objects.exists()

    def test_token_that_is_none_is_made_anew(self, address: str) -> None:
        answer = Client().post(address, form(token="garbage"))
        assert answer.status_code == 422
        fresh = str(answer.context["form"].key)
        assert Client().post(address, form(token=fresh)).status_code == 302

    def test_number_may_be_left_out_and_then_nothing_may_be_done_with_it(self, address: str) -> None:
        Client().post(address, form(phone="", consent_call="on", consent_sms="on"))
        entry = CheckIn.objects.get()
        assert (entry.sealed_phone, entry.masked) == ("", "")
        assert entry.consents == {"call": False, "sms": False}

    def test_who_is_new_knows_nobody(self, address: str, an: Member) -> None:
        Client().post(address, form(named=str(an.pk), knows="the tall one"))
        entry = CheckIn.objects.get()
        assert (entry.named, entry.knows) == ([], "")

    def test_who_was_here_names_a_consultant_or_somebody_else(self, address: str, an: Member) -> None:
        Client().post(address, form(history="visited", named=str(an.pk), knows="left over"))
        Client().post(address, form(history="phoned", named="other", knows="the tall one"))
        one, other = CheckIn.objects.order_by("pk")
        assert (one.named, one.knows) == ([an.pk], "")
        assert (other.named, other.knows) == ([], "the tall one")

    def test_consultant_of_another_office_or_who_left_cannot_be_named(
        self, address: str, stranger: Member, an: Member, door: PublicLink, clock: Clock
    ) -> None:
        an.is_active = False
        an.save(update_fields=["is_active"])
        for member in (stranger, an):
            answer = Client().post(address, form(history="visited", named=str(member.pk)))
            assert "named" in answer.context["form"].errors
            assert member.name not in str(answer.context["form"]["named"])
        entry = OwnEntry(token=uuid4(), name="Zhou", named=(stranger.pk,), history="visited")
        enter_check_in(link=door, entry=entry, now=clock())
        assert CheckIn.objects.get().named == []

    @pytest.mark.parametrize("field", ["token", "name", "phone", "history", "named", "knows", "consent_call"])
    def test_no_field_can_break_it(self, address: str, field: str) -> None:
        nasty = (
            "",
            "a\x00b",
            "A" * 1_000_000,
            "\u202e\U0001f600",
            "-1",
            "9" * 5000,
            "<script>{{7*7}}</script>",
        )
        for value in nasty:
            answer = Client().post(address, form(**{field: value}))
            assert answer.status_code in (302, 422, 429)
            assert "<script>{{" not in answer.content.decode()

    def test_language_is_the_browsers_until_another_is_chosen(self, address: str) -> None:
        asks = {"Accept-Language": "en"}
        assert Client().get(address, headers=asks)["Content-Language"] == "en"
        chosen = Client().get(f"{address}?lang=zh-hant", headers=asks)
        assert chosen["Content-Language"] == "zh-hant"
        assert f'action="{address}?lang=zh-hant"' in chosen.content.decode()

    def test_form_from_elsewhere_is_refused(self, address: str) -> None:
        client = Client(enforce_csrf_checks=True)
        assert client.post(address, form()).status_code == 403
        client.get(address)
        token = client.cookies["lunxu_csrf"].value
        assert client.post(address, form(csrfmiddlewaretoken=token)).status_code == 302
        assert "lunxu_session" not in client.cookies


class TestClosed:
    """A kind page instead of the form, and nothing is kept."""

    @staticmethod
    def sends_to_the_desk(address: str) -> None:
        page, answer = Client().get(address), Client().post(address, form())
        assert page.status_code == 200 and answer.status_code == 409
        for each in (page, answer):
            assert each.templates[0].name == "reception/check_in_closed.html"
            assert "<form" not in each.content.decode()
        assert not CheckIn.objects.exists()

    def test_day_is_closed(self, address: str, opened: Office, mei: Member, clock: Clock) -> None:
        close_day(office=opened, by=mei, now=clock())
        self.sends_to_the_desk(address)

    def test_office_has_switched_it_off(self, address: str, opened: Office) -> None:
        opened.self_check_in = False
        opened.save(update_fields=["self_check_in"])
        self.sends_to_the_desk(address)

    def test_link_is_revoked(self, address: str, door: PublicLink, mei: Member, clock: Clock) -> None:
        revoke_link(link=door, by=mei, now=clock())
        assert [Client().get(address).status_code, Client().post(address, form()).status_code] == [404, 404]
        assert not CheckIn.objects.exists()

    def test_one_address_has_sent_too_many(self, address: str) -> None:
        sent = [form() for _ in range(MOST_OF_ADDRESS)]
        assert {Client().post(address, each).status_code for each in sent} == {302}
        assert Client().post(address, form()).status_code == 429
        assert Client().post(address, sent[0]).status_code == 302  # an impatient click is none more
        assert Client(REMOTE_ADDR=ELSEWHERE).post(address, form()).status_code == 302
        assert CheckIn.objects.count() == MOST_OF_ADDRESS + 1

    def test_desk_has_too_many_waiting(self, address: str, enter: Callable[..., CheckIn]) -> None:
        entries = [enter() for _ in range(MOST_WAITING)]
        assert Client().post(address, form()).status_code == 409
        entries[0].state = CheckInState.DISMISSED
        entries[0].save(update_fields=["state"])
        assert Client().post(address, form()).status_code == 302


class TestDesk:
    def test_card_shows_the_masked_number_alone(self, desk: Client, enter: Callable[..., CheckIn]) -> None:
        entry = enter(phone=E164)
        page = desk.get(DESK)
        token = {"X-Live-Token": page.context["live_token"]}
        fragment = desk.get(f"{DESK}live/?v=old", headers=token)
        for text in (page.content.decode(), fragment.content.decode()):
            assert f'id="check-in-{entry.pk}"' in text and "138****5678" in text
            assert NUMBER not in text

    def test_consultant_who_looks_at_the_board_sees_none(
        self, door: PublicLink, an: Member, enter: Callable[..., CheckIn]
    ) -> None:
        enter("Secret Visitor")
        phone = Client()
        phone.force_login(an.user)
        token = phone.get("/harbour/my-turn/").context["live_token"]
        answer = phone.get(f"{DESK}live/?v=old", headers={"X-Live-Token": token})
        assert answer.status_code == 200 and "Secret Visitor" not in answer.content.decode()

    def test_taking_over_fills_the_form(
        self, desk: Client, bo: Member, enter: Callable[..., CheckIn]
    ) -> None:
        entry = enter(phone=E164, call=True, history="visited", named=(bo.pk,), knows="")
        shown = desk.get(f"{DESK}?check_in={entry.pk}").context["form"]
        values = {
            name: shown[name].value() for name in ("check_in", "name", "phone", "phone_answer", "history")
        }
        assert values == {
            "check_in": entry.pk,
            "name": "Zhou",
            "phone": NUMBER,
            "phone_answer": "given",
            "history": "visited",
        }
        assert (shown.named_before, shown["consent_call"].value(), shown["consent_sms"].value()) == (
            [bo.pk],
            "yes",
            None,
        )

    def test_words_about_somebody_else_are_shown(self, desk: Client, enter: Callable[..., CheckIn]) -> None:
        entry = enter(history="visited", knows="the tall one")
        assert "the tall one" in desk.get(f"{DESK}?check_in={entry.pk}").content.decode()

    def test_known_number_brings_the_customer(
        self, desk: Client, arrive: Callable[..., Reception], enter: Callable[..., CheckIn]
    ) -> None:
        known = arrive(customer=CustomerEntry(name="Wu Qing", phone=NUMBER, phone_answer="given"))
        shown = desk.get(f"{DESK}?check_in={enter(phone=E164).pk}").context["form"]
        assert (shown["customer"].value(), shown["name"].value()) == (known.customer.pk, "Wu Qing")
        assert shown["history"].value() == "visited"
        assert shown.named_before == [known.consultant.pk]

    def test_confirming_marks_it_with_the_reception(
        self, desk: Client, lin, enter: Callable[..., CheckIn]
    ) -> None:
        entry = enter(phone=E164)
        answer = desk.post(ARRIVE, at_desk(entry))
        assert answer.status_code == 302
        entry.refresh_from_db()
        reception = Reception.objects.get()
        assert (entry.state, entry.reception, entry.closed_by) == (CheckInState.TAKEN, reception, lin)
        assert f'id="check-in-{entry.pk}"' not in desk.get(DESK).content.decode()

    def test_second_desk_is_told(self, desk: Client, enter: Callable[..., CheckIn]) -> None:
        entry = enter(phone=E164)
        desk.post(ARRIVE, at_desk(entry))
        answer = desk.post(ARRIVE, at_desk(entry, licence_plate="A12345"))
        assert answer.status_code == 409
        assert answer.context["form"].non_field_errors() and "A12345" in answer.content.decode()
        assert Reception.objects.count() == 1
        assert desk.get(f"{DESK}?check_in={entry.pk}").context["form"].initial == {}

    def test_dismissed_entry_cannot_be_confirmed(
        self, desk: Client, lin: Member, clock: Clock, enter: Callable[..., CheckIn]
    ) -> None:
        entry = enter()
        dismiss_check_in(check_in=entry, by=lin, now=clock())
        assert desk.post(ARRIVE, at_desk(entry)).status_code == 409
        assert not Reception.objects.exists()
        with refused():
            dismiss_check_in(check_in=entry, by=lin, now=clock())

    def test_dismissing(self, desk: Client, lin: Member, enter: Callable[..., CheckIn]) -> None:
        entry = enter()
        desk.post(f"{DESK}check-ins/{entry.pk}/dismiss/", {"request_key": str(uuid4())})
        entry.refresh_from_db()
        assert (entry.state, entry.closed_by, entry.reception) == (CheckInState.DISMISSED, lin, None)

    def test_another_offices_entry_is_not_there(
        self, desk: Client, enter: Callable[..., CheckIn], other_office: Office, stranger: Member
    ) -> None:
        theirs = enter()
        CheckIn.objects.filter(pk=theirs.pk).delete()
        link = make_link(office=other_office, kind=LinkKind.CHECK_IN, by=stranger, now=timezone.now())
        theirs = CheckIn.objects.create(
            office=other_office, link=link, token=uuid4(), name="Secret", at=timezone.now()
        )
        assert "Secret" not in desk.get(f"{DESK}?check_in={theirs.pk}").content.decode()
        assert desk.post(ARRIVE, at_desk(theirs)).status_code == 409
        gone = desk.post(f"{DESK}check-ins/{theirs.pk}/dismiss/", {"request_key": str(uuid4())})
        assert gone.status_code == 404
        theirs.refresh_from_db()
        assert theirs.state == CheckInState.NEW

    @pytest.mark.parametrize("pk", ["garbage", "-1", "9" * 30, "9" * 5000, "\x00", "\u0661"])
    def test_entry_that_never_was(self, desk: Client, pk: str) -> None:
        page = desk.get(DESK, {"check_in": pk})
        assert (page.status_code, page.context["form"].initial, page.context["taking"]) == (200, {}, None)


class TestConsents:
    """What was ticked at the door is kept as the visitor's own entry, at the time of it."""

    def kept(self) -> list[tuple]:
        return [(each.channel, each.given, each.way, each.by) for each in Consent.objects.order_by("pk")]

    def test_are_the_visitors_own(self, desk: Client, enter: Callable[..., CheckIn]) -> None:
        entry = enter(phone=E164, call=True)
        desk.post(ARRIVE, at_desk(entry, consent_call="yes"))
        assert self.kept() == [("call", True, ConsentWay.SELF, None)]
        assert Consent.objects.get().at == entry.at

    def test_what_the_desk_asked_itself_is_the_desks(
        self, desk: Client, lin: Member, enter: Callable[..., CheckIn]
    ) -> None:
        entry = enter(phone=E164, call=True)
        desk.post(ARRIVE, at_desk(entry, consent_call="no", consent_sms="yes"))
        assert self.kept() == [("call", False, ConsentWay.DESK, lin), ("sms", True, ConsentWay.DESK, lin)]

    def test_are_not_carried_to_another_number(self, desk: Client, enter: Callable[..., CheckIn]) -> None:
        entry = enter(phone=E164, call=True)
        desk.post(ARRIVE, at_desk(entry, phone="13912345678", consent_call="yes"))
        assert self.kept() == []

    def test_of_a_known_customer_are_kept_as_well(
        self, desk: Client, arrive: Callable[..., Reception], enter: Callable[..., CheckIn]
    ) -> None:
        known = arrive(customer=CustomerEntry(name="Wu", phone=NUMBER, phone_answer="given")).customer
        entry = enter(phone=E164, sms=True)
        desk.post(
            ARRIVE, at_desk(entry, customer=str(known.pk), phone="", consent_sms="yes", history="visited")
        )
        assert self.kept() == [("sms", True, ConsentWay.SELF, None)]

    def test_an_empty_box_takes_nothing_back(self, desk: Client, enter: Callable[..., CheckIn]) -> None:
        desk.post(ARRIVE, at_desk(enter(phone=E164)))
        assert self.kept() == []

    def test_nothing_is_kept_of_who_is_no_customer(self, desk: Client, enter: Callable[..., CheckIn]) -> None:
        desk.post(ARRIVE, at_desk(enter(phone=E164, call=True), purpose="directions", consent_call="yes"))
        assert self.kept() == [] and CheckIn.objects.get().state == CheckInState.TAKEN


def test_refused_arrival_leaves_the_entry_waiting(
    door: PublicLink, lin: Member, stranger: Member, clock: Clock, enter: Callable[..., CheckIn]
) -> None:
    entry = enter()
    with refused():
        arrival = walk_in(history="visited", named=(stranger.pk,))
        log_arrival(office=door.office, arrival=arrival, check_in=entry.pk, by=lin, now=clock())
    entry.refresh_from_db()
    assert entry.state == CheckInState.NEW


def test_walk_in_without_an_entry_asks_for_none(
    door: PublicLink, lin: Member, clock: Clock, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(15) as captured:
        log_arrival(office=door.office, arrival=walk_in(), by=lin, now=clock())
    assert not any("checkin" in query["sql"] for query in captured)


def test_entries_are_forgotten_after_a_day(
    lin: Member, arrive: Callable[..., Reception], enter: Callable[..., CheckIn]
) -> None:
    """Whatever became of them; the reception stays."""
    taken, dismissed, _waiting, young = (enter(name) for name in ("taken", "dismissed", "waiting", "young"))
    reception = arrive()
    now = timezone.now()
    confirm_check_in(check_in=taken, entry=None, reception=reception, by=lin, now=now)
    dismiss_check_in(check_in=dismissed, by=lin, now=now)
    CheckIn.objects.update(at=now - timedelta(hours=25))
    CheckIn.objects.filter(pk=young.pk).update(at=now - timedelta(hours=23))
    assert forget_task() == 3
    assert [entry.name for entry in CheckIn.objects.all()] == ["young"]
    assert Reception.objects.filter(pk=reception.pk).exists()
    assert forget_check_ins(before=now) == 1
