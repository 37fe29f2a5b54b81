"""The checklists' page: everybody reads it, the leaders and the administrator write it, with plain forms."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from frontdesk.models import Checklist, ChecklistItem
from frontdesk.services import checklists
from offices.models import Member, Office
from tests.cast import PASSWORD
from tests.page_forms import form_with

PAGE = "/harbour/checklists/"


@pytest.fixture
def manager(client: Client, mei: Member) -> Client:
    client.force_login(mei.user)
    return client


@pytest.fixture
def short(office: Office, mei: Member) -> Checklist:
    """A list of three items: one, two, three."""
    made = checklists.add_list(office=office, stage="steps", title="Short", by=mei, now=timezone.now())
    for text in ("one", "two", "three"):
        checklists.add_item(checklist=made, level="must", text=text, by=mei, now=timezone.now())
    return made


def pk_of(text: str) -> int:
    return ChecklistItem.objects.in_use().get(text=text).pk


def sent(**fields: str) -> dict[str, str]:
    return {"request_key": str(uuid4()), **fields}


def rows(page) -> list[str]:
    return [row.item.text for panel in page.context["panels"] for row in panel.rows]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_empty_page_starts_with_our_lists_in_the_language_it_is_read_in(manager, language: str) -> None:
    manager.cookies["lunxu_language"] = language
    assert f'action="{PAGE}start/"' in manager.get(PAGE).content.decode()
    answer = manager.post(f"{PAGE}start/", sent(), follow=True)
    assert len(answer.context["panels"]) == 4
    first = Checklist.objects.order_by("position").first()
    ours = {"zh-hans": "\u63a5\u5f85", "zh-hant": "\u63a5\u5f85", "en": "Steps of a reception"}
    assert first.title.startswith(ours[language])
    assert not answer.context["is_new"]


def test_reader_sees_the_lists_and_no_way_to_change_them(client, lin, short) -> None:
    client.force_login(lin.user)
    page = client.get(PAGE)
    assert rows(page) == ["one", "two", "three"]
    text = page.content.decode()
    assert 'data-level="must"' in text
    assert f"{PAGE}items/" not in text and f"{PAGE}add/" not in text
    assert f"{PAGE}{short.pk}/print/" in text


def test_reader_of_an_empty_page_is_offered_no_button(client, lin) -> None:
    client.force_login(lin.user)
    page = client.get(PAGE)
    assert page.context["is_new"] and f"{PAGE}start/" not in page.content.decode()


def test_lists_of_another_office_are_not_there(manager, stranger, other_office) -> None:
    theirs = checklists.add_list(
        office=other_office, stage="steps", title="Theirs", by=stranger, now=timezone.now()
    )
    item = checklists.add_item(checklist=theirs, level="must", text="secret", by=stranger, now=timezone.now())
    assert rows(manager.get(PAGE)) == []
    for path in (f"{theirs.pk}/", f"{theirs.pk}/print/", f"items/{item.pk}/"):
        assert manager.get(PAGE + path).status_code == 404
    for path in (f"{theirs.pk}/add/", f"items/{item.pk}/move/", f"items/{item.pk}/switch/"):
        answer = manager.post(PAGE + path, sent(level="must", text="X", way="up", do="off"))
        assert answer.status_code == 404
    item.refresh_from_db()
    assert (item.text, item.ended_at) == ("secret", None)


def test_item_is_changed_where_it_stands(manager, short) -> None:
    pk = pk_of("two")
    page = manager.get(f"{PAGE}items/{pk}/")
    [row] = [row for panel in page.context["panels"] for row in panel.rows if row.form]
    assert (row.item.pk, row.form["text"].value()) == (pk, "two")
    page = manager.post(f"{PAGE}items/{pk}/", sent(level="should", text="second"), follow=True)
    assert rows(page) == ["one", "second", "three"]


@pytest.mark.parametrize("path", ["{list}/add/", "items/{item}/"])
def test_words_that_cannot_be_taken_stay_typed(manager, short, path: str) -> None:
    address = PAGE + path.format(list=short.pk, item=pk_of("two"))
    answer = manager.post(address, sent(level="", text="typed with care"))
    assert answer.status_code == 422
    assert "typed with care" in answer.content.decode()
    assert rows(manager.get(PAGE)) == ["one", "two", "three"]


def test_words_for_an_item_that_ended_meanwhile_stay_in_sight(manager, mei, short) -> None:
    item = ChecklistItem.objects.get(text="two")
    checklists.switch_off_item(item=item, by=mei, now=timezone.now())
    answer = manager.post(f"{PAGE}items/{item.pk}/", sent(level="must", text="typed with care"))
    assert answer.status_code == 409
    assert "typed with care" in answer.content.decode()
    assert rows(manager.get(PAGE)) == ["one", "three"]


def test_session_that_ends_in_the_middle_loses_no_item(manager, mei, short) -> None:
    address = f"{PAGE}{short.pk}/add/"
    manager.logout()
    page = manager.post(address, sent(level="should", text="typed with care"))
    form = form_with(page, "username")
    back = manager.post(form.action, {**form.fields, "username": "mei", "password": PASSWORD}, follow=True)
    assert back.redirect_chain[-1][0] == address
    assert "typed with care" in back.content.decode()
    assert not ChecklistItem.objects.filter(text="typed with care").exists()


def test_second_click_adds_no_second_item(manager, short) -> None:
    form = sent(level="must", text="four")
    answers = [manager.post(f"{PAGE}{short.pk}/add/", form) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert rows(manager.get(PAGE)) == ["one", "two", "three", "four"]


def test_keyboard_stays_on_the_arrow_that_moved_the_item(manager, short) -> None:
    """At the edge the arrow is off, so the focus goes to the other one."""
    three = pk_of("three")
    seen = []
    for _ in range(2):
        page = manager.post(f"{PAGE}items/{three}/move/", sent(way="up"), follow=True)
        [row] = [row for panel in page.context["panels"] for row in panel.rows if row.focus]
        seen.append((rows(page), row.item.pk, row.focus))
    assert seen == [(["one", "three", "two"], three, "up"), (["three", "one", "two"], three, "down")]


@pytest.mark.parametrize(("action", "field"), [("move", "way"), ("switch", "do")])
def test_what_the_button_means_is_never_guessed(manager, short, action: str, field: str) -> None:
    for said in ("", "maybe"):
        page = manager.post(f"{PAGE}items/{pk_of('two')}/{action}/", sent(**{field: said}), follow=True)
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert rows(manager.get(PAGE)) == ["one", "two", "three"]


def test_item_and_list_are_switched_off_and_used_again(manager, short) -> None:
    pk = pk_of("two")
    page = manager.post(f"{PAGE}items/{pk}/switch/", sent(do="off"), follow=True)
    assert rows(page) == ["one", "three"]
    assert [item.pk for item in page.context["panels"][0].shown.ended] == [pk]
    page = manager.post(f"{PAGE}items/{pk}/switch/", sent(do="on"), follow=True)
    assert rows(page) == ["one", "two", "three"]
    page = manager.post(f"{PAGE}{short.pk}/switch/", sent(do="off"), follow=True)
    assert (page.context["panels"], page.context["ended"]) == ([], [short])
    page = manager.post(f"{PAGE}{short.pk}/switch/", sent(do="on"), follow=True)
    assert rows(page) == ["one", "two", "three"]


def test_list_gets_another_title(manager, short) -> None:
    page = manager.get(f"{PAGE}{short.pk}/")
    assert page.context["panels"][0].title_form["title"].value() == "Short"
    page = manager.post(f"{PAGE}{short.pk}/", sent(stage="risks", title="What we warn of"), follow=True)
    [panel] = page.context["panels"]
    assert (panel.shown.checklist.title, panel.shown.checklist.stage) == ("What we warn of", "risks")


def test_printed_list_has_a_box_for_each_item_that_is_done(client, lin, mei, short) -> None:
    checklists.add_item(checklist=short, level="must_not", text="never", by=mei, now=timezone.now())
    client.force_login(lin.user)
    page = client.get(f"{PAGE}{short.pk}/print/").content.decode()
    assert page.count('class="square"') == 3
    assert all(text in page for text in ("one", "two", "three", "never", "Harbour Gardens"))
    assert "<form" not in page and "<button" not in page


def test_page_costs_the_same_for_one_list_and_for_many(
    manager, mei, office, django_assert_num_queries
) -> None:
    checklists.start_with_ours(office=office, language="en", by=mei, now=timezone.now())
    manager.get(PAGE)
    # Session, user, member, lists, items.
    with django_assert_num_queries(5):
        manager.get(PAGE)
