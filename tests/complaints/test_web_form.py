"""The web form: by a link without a log-in, revocable, limited, safe against forged and repeated sendings."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from complaints.models import Ticket, WebEntry
from complaints.services import web_form
from complaints.services.links import make_link, revoke_link, secret_of
from complaints.views.web import address_key
from offices import soft_cache
from offices.enums import NoticeKind
from offices.models import Notice
from tests.complaints.taken import MONDAY, category
from tests.visitors.rows import file_of
from visitors.models import Contact


@pytest.fixture(autouse=True)
def _nobody_has_written() -> None:
    soft_cache.breaker.reset()
    cache.delete(address_key(RequestFactory(REMOTE_ADDR="127.0.0.1").get("/")))


@pytest.fixture
def address(office, fang) -> str:
    link = make_link(office=office, label="Web site", by=fang, now=MONDAY)
    return reverse("complain", args=[secret_of(link)])


def words(**fields: str) -> dict[str, str]:
    return {
        "token": str(uuid4()),
        "text": "The lift stood still.",
        "name": "Zhou",
        "phone": "13800001234",
        **fields,
    }


@pytest.mark.clause("G-33")
def test_what_a_customer_writes_waits_for_somebody_to_take_it(client: Client, address, lin, fang) -> None:
    leaks = category(lin)
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    assert "What happened?" in client.get(address).content.decode()
    answer = client.post(address, words(category=str(leaks.pk)))
    assert answer.status_code == 302 and answer["Location"].startswith(address)
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.opened_by, ticket.answerable) == ("web", None, None)
    assert (ticket.customer, ticket.category) == (zhou, leaks)
    assert not Contact.objects.filter(customer=zhou).exists()
    assert [notice.kind for notice in Notice.objects.filter(member=fang)] == [NoticeKind.TICKET]
    done = client.get(answer["Location"]).content.decode()
    assert "Zhou" not in done and ticket.label not in done


def test_the_answer_does_not_tell_whether_we_know_the_number(client: Client, address, lin) -> None:
    file_of(lin, name="Zhou", phone="13800001234")
    known = client.post(address, words())
    unknown = client.post(address, words(phone="13900009999"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert client.get(known["Location"]).content == client.get(unknown["Location"]).content


def test_a_second_sending_changes_nothing(client: Client, address) -> None:
    form = words()
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 302
    assert Ticket.objects.count() == WebEntry.objects.count() == 1


def test_a_revoked_link_looks_like_one_that_never_was(client: Client, office, fang) -> None:
    link = make_link(office=office, by=fang, now=MONDAY)
    address = reverse("complain", args=[secret_of(link)])
    revoke_link(link=link, by=fang, now=MONDAY)
    gone, never = client.get(address), client.get(reverse("complain", args=["x" * 32]))
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content
    assert client.post(address, words()).status_code == 404
    assert not Ticket.objects.exists()


def test_too_many_are_sent_away_with_their_words_kept(client: Client, address, monkeypatch) -> None:
    monkeypatch.setattr(web_form, "MOST_AN_HOUR", 2)
    assert [client.post(address, words()).status_code for _ in range(2)] == [302, 302]
    refused = client.post(address, words(text="A third matter."))
    assert refused.status_code == 429
    assert "A third matter." in refused.content.decode()
    assert Ticket.objects.count() == WebEntry.objects.count() == 2


def test_one_address_writes_five_times_an_hour(client: Client, address) -> None:
    answers = [client.post(address, words()).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


@pytest.mark.parametrize(
    "fields",
    [{"text": ""}, {"token": "nothing"}, {"phone": "12"}, {"category": "999999"}, {"category": "9" * 5000}],
    ids=str,
)
def test_what_cannot_be_taken_comes_back(client: Client, address, fields) -> None:
    answer = client.post(address, words(**fields))
    assert answer.status_code == 422
    assert "Zhou" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_a_forged_form_is_refused(address) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, words()).status_code == 403
    assert not Ticket.objects.exists()


def test_it_is_kept_by_no_cache_and_in_the_language_asked_for(client: Client, address) -> None:
    answer = client.get(address, {"lang": "en"})
    assert "no-store" in answer["Cache-Control"] and "noindex" in answer["X-Robots-Tag"]
    assert 'lang="en"' in answer.content.decode()


def test_a_major_category_alarms_also_from_the_web(client: Client, address, lin, mei) -> None:
    fire = category(lin, name="Fire", is_major=True)
    client.post(address, words(category=str(fire.pk)))
    ticket = Ticket.objects.get()
    assert (ticket.is_major, ticket.next_deed) == (True, "promised")
    assert [notice.kind for notice in Notice.objects.filter(member=mei)] == [NoticeKind.TICKET_MAJOR]
