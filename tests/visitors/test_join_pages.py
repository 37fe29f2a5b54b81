"""Joining two files on the screen: both sides are shown, the choice is made once, and it can be taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from offices.enums import Role
from tests.cast import enrol
from tests.visitors.rows import NOW, TYPED, WU, file_of, receive
from visitors.enums import DuplicateState
from visitors.models import Customer, Duplicate, FileMark, Merger
from visitors.selectors.merge_sides import both_sides, seen_as
from visitors.services.duplicates import find_duplicates
from visitors.services.file_values import set_value
from visitors.services.sensitive_consents import give_consent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def pair(lin, an, bo) -> tuple[Customer, Customer]:
    keep = file_of(lin, name=WU, phone=TYPED, licence_plate="B-99")
    alias = file_of(lin, name="Wu", honorific="ms", licence_plate="B-99")
    receive(keep, bo)
    receive(alias, an, NOW - timedelta(days=2))
    return keep, alias


def page(name: str, *args) -> str:
    return reverse(f"visitors:{name}", args=["harbour", *args])


def send(client: Client, address: str, **fields: str):
    return client.post(address, {"request_key": str(uuid4()), **fields})


def chosen(keep: Customer, alias: Customer, **sides: str) -> dict[str, str]:
    usual = {"name": "keep", "honorific": "alias"}
    return {
        "seen": seen_as(both_sides(keep, alias)),
        **{f"choice-{name}": side for name, side in {**usual, **sides}.items()},
    }


def test_the_page_shows_both_and_says_whose_it_will_be(pair, mei, client: Client) -> None:
    keep, alias = pair
    client.force_login(mei.user)
    text = client.get(page("join", keep.pk, alias.pk)).content.decode()
    assert WU in text and "138****1234" in text and "13800001234" not in text
    assert "the customer is An" in text.replace("&#x27;", "'")
    assert "Bo loses a registration" in text


def test_who_would_gain_by_it_is_told_to_ask_somebody_else(pair, an, client: Client) -> None:
    keep, alias = pair
    an.roles = [Role.CONSULTANT, Role.SUPERVISOR]
    an.save(update_fields=["roles"])
    client.force_login(an.user)
    text = client.get(page("join", keep.pk, alias.pk)).content.decode()
    assert "would become yours" in text.replace("&#x27;", "'") and "Join the files" not in text
    refused = send(client, page("join", keep.pk, alias.pk), **chosen(keep, alias))
    assert refused.status_code == 409 and not Merger.objects.exists()


def test_the_files_are_joined_once_and_parted_again(pair, mei, client: Client) -> None:
    keep, alias = pair
    client.force_login(mei.user)
    fields = chosen(keep, alias, name="alias")
    key = {"request_key": str(uuid4())}
    for _ in range(2):
        answer = client.post(page("join", keep.pk, alias.pk), {**fields, **key})
        assert answer.status_code == 302
    keep.refresh_from_db()
    assert (keep.name, keep.honorific) == ("Wu", "ms")
    [merger] = Merger.objects.all()
    text = client.get(page("files_of", keep.pk)).content.decode()
    assert page("join_undo", merger.pk) in text
    send(client, page("join_undo", merger.pk))
    keep.refresh_from_db()
    alias.refresh_from_db()
    assert (keep.name, alias.merged_into) == (WU, None)


def test_a_stale_page_joins_nothing_and_keeps_the_choices(pair, mei, client: Client) -> None:
    keep, alias = pair
    client.force_login(mei.user)
    fields = chosen(keep, alias)
    Customer.objects.filter(pk=alias.pk).update(source="internet")
    fields["choice-source"] = "alias"
    answer = send(client, page("join", keep.pk, alias.pk), **fields)
    assert answer.status_code == 409 and "changed meanwhile" in answer.content.decode()
    assert not Merger.objects.exists()
    alias.refresh_from_db()
    assert seen_as(both_sides(keep, alias)) in answer.content.decode(), (
        "the next one is about what is shown now"
    )


def test_proposals_stand_on_their_page_until_they_are_answered(pair, mei, client: Client) -> None:
    keep, alias = pair
    Customer.objects.filter(pk=alias.pk).update(name=WU, sort_key=keep.sort_key)
    find_duplicates(now=NOW)
    client.force_login(mei.user)
    text = client.get(page("duplicates")).content.decode()
    assert page("join", keep.pk, alias.pk) in text
    assert page("join", keep.pk, alias.pk) in client.get(page("files_of", keep.pk)).content.decode()
    send(client, page("apart", keep.pk, alias.pk))
    assert Duplicate.objects.get().state == DuplicateState.APART
    assert page("join", keep.pk, alias.pk) not in client.get(page("duplicates")).content.decode()


def test_what_only_few_may_see_is_chosen_unseen(pair, lin, an, bo, mei, office, client: Client) -> None:
    keep, alias = pair
    for each, words in ((keep, "Asthma"), (alias, "Diabetes")):
        give_consent(customer=each, of_class="health", channel="desk", by=mei, now=NOW)
        set_value(customer=each, key="health", raw=words, by=mei, now=NOW)
    client.force_login(mei.user)
    assert "Asthma" in client.get(page("join", keep.pk, alias.pk)).content.decode()
    supervisor = enrol(office, "sup", Role.SUPERVISOR)
    client.force_login(supervisor.user)
    text = client.get(page("join", keep.pk, alias.pk)).content.decode()
    assert "Asthma" not in text and "Diabetes" not in text


def test_a_marked_file_is_not_a_supervisors_to_join(pair, mei, office, client: Client) -> None:
    keep, alias = pair
    FileMark.objects.create(
        office=office, customer=alias, mark="secret", custodian=mei, reason="public", at=NOW, by=mei
    )
    client.force_login(enrol(office, "sup", Role.SUPERVISOR).user)
    assert client.get(page("join", keep.pk, alias.pk)).status_code == 403
    assert send(client, page("join", keep.pk, alias.pk), **chosen(keep, alias)).status_code == 403
    assert send(client, page("apart", keep.pk, alias.pk)).status_code == 403
    assert not Merger.objects.exists() and not Duplicate.objects.exists()
    client.force_login(mei.user)
    assert client.get(page("join", keep.pk, alias.pk)).status_code == 200


def test_another_offices_file_is_not_there(pair, mei, stranger, client: Client) -> None:
    keep, _alias = pair
    far = file_of(stranger, name=WU)
    client.force_login(mei.user)
    for address in (page("join", keep.pk, far.pk), page("join", far.pk, keep.pk), page("files_of", far.pk)):
        assert client.get(address).status_code == 404
    assert send(client, page("apart", keep.pk, far.pk)).status_code == 404
    assert send(client, page("join_undo", 10**9)).status_code == 404


def test_a_consultant_joins_nothing(pair, an, client: Client) -> None:
    keep, alias = pair
    client.force_login(an.user)
    assert send(client, page("join", keep.pk, alias.pk), **chosen(keep, alias)).status_code == 403
    assert not Merger.objects.exists()


def test_another_file_is_searched_for_and_found(pair, lin, mei, client: Client) -> None:
    keep, _alias = pair
    other = file_of(lin, name="Chen")
    client.force_login(mei.user)
    text = client.post(page("files_of", keep.pk), {"q": "chen"}).content.decode()
    assert page("join", keep.pk, other.pk) in text
