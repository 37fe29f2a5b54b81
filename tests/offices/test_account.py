"""The own account: password, PIN, language and the other devices are everybody's own to change, and nobody else's."""

from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client

from offices.enums import AuditAction
from offices.models import AuditEntry, Member, RequestKey
from tests.cast import PASSWORD

ACCOUNT = "/harbour/account/"
NEW, PIN = "another-lantern-43", "407195"


def enter(member: Member) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def mine(an: Member) -> Client:
    return enter(an)


def sent(**fields: str) -> dict[str, str]:
    return {"request_key": str(uuid4()), **fields}


def new_password(**other: str) -> dict[str, str]:
    return sent(**{"password": PASSWORD, "new_password1": NEW, "new_password2": NEW, **other})


def new_pin(**other: str) -> dict[str, str]:
    return sent(**{"password": PASSWORD, "pin": PIN, "pin_again": PIN, **other})


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_the_page_says_who_one_is_and_hangs_under_the_own_name(mine: Client, an: Member) -> None:
    page = mine.get(ACCOUNT).content.decode()
    assert "Sales consultant" in page and an.user.mobile in page
    assert f'href="{ACCOUNT}"' in mine.get("/harbour/notices/").content.decode()


def test_a_new_password_keeps_this_session_and_ends_the_others(mine: Client, an: Member) -> None:
    phone = enter(an)
    answer = mine.post(f"{ACCOUNT}password/", new_password(), follow=True)
    assert "Your password is changed" in answer.content.decode()
    assert (is_in(mine), is_in(phone)) == (True, False)
    an.user.refresh_from_db()
    assert an.user.check_password(NEW)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.details) == (AuditAction.PASSWORD_CHANGED, an, {})


def test_it_ends_the_polls_of_the_pages_opened_before(
    mine: Client, django_capture_on_commit_callbacks
) -> None:
    page = mine.get("/harbour/my-turn/")
    token = {"X-Live-Token": page.context["live_token"]}
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(f"{ACCOUNT}password/", new_password())
    assert mine.get("/harbour/my-turn/live/?v=old", headers=token).status_code == 401


def test_a_second_click_gets_the_first_ones_answer_though_the_password_is_another(
    mine: Client, an: Member
) -> None:
    form = new_password()
    first, second = (mine.post(f"{ACCOUNT}password/", form) for _ in range(2))
    assert (
        (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, ACCOUNT)
    )
    assert is_in(mine)
    assert AuditEntry.objects.count() == 1 and not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "guess"}, "password"),
        ({"password": ""}, "password"),
        ({"new_password2": NEW + "4"}, "new_password2"),
        ({"new_password1": "short", "new_password2": "short"}, "new_password1"),
        ({"new_password1": "12345678901", "new_password2": "12345678901"}, "new_password1"),
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, "new_password1"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_changes_nothing(
    mine: Client, an: Member, wrong: dict, field: str
) -> None:
    page = mine.post(f"{ACCOUNT}password/", new_password(**wrong))
    assert page.status_code == 422 and page.context["form"].errors[field]
    an.user.refresh_from_db()
    assert an.user.check_password(PASSWORD)


def test_guessed_passwords_lock_the_name_also_for_the_right_one(mine: Client, an: Member) -> None:
    for _ in range(5):
        page = mine.post(f"{ACCOUNT}password/", new_password(password="guess"))
    assert "Too many wrong passwords" in page.content.decode()
    assert mine.post(f"{ACCOUNT}password/", new_password()).status_code == 422
    assert mine.post(f"{ACCOUNT}pin/", new_pin()).status_code == 422
    an.user.refresh_from_db()
    assert an.user.check_password(PASSWORD) and not an.user.pin


def test_a_pin_is_set_against_the_password(mine: Client, an: Member) -> None:
    assert mine.post(f"{ACCOUNT}pin/", new_pin(password="guess")).status_code == 422
    assert mine.post(f"{ACCOUNT}pin/", new_pin(pin_again="407196")).status_code == 422
    assert mine.post(f"{ACCOUNT}pin/", new_pin(pin="111111", pin_again="111111")).status_code == 422
    an.user.refresh_from_db()
    assert an.user.pin == ""
    page = mine.post(f"{ACCOUNT}pin/", new_pin(), follow=True)
    assert "Your PIN is set" in page.content.decode()
    an.user.refresh_from_db()
    assert an.user.pin and AuditEntry.objects.get().action == AuditAction.PIN_SET


def test_no_secret_comes_back_in_a_page_or_stays_in_a_row(mine: Client, an: Member) -> None:
    """Neither in what axes keeps of a wrong password, nor in the session, nor under the form's key."""
    wrong = mine.post(f"{ACCOUNT}pin/", new_pin(password="lantern-guess"))
    mine.post(f"{ACCOUNT}pin/", new_pin())
    rows = [*AccessAttempt.objects.values(), *RequestKey.objects.values(), *AuditEntry.objects.values()]
    rows += [session.get_decoded() for session in Session.objects.all()]
    for secret in (PIN, PASSWORD, "lantern-guess"):
        assert secret not in wrong.content.decode() and secret not in str(rows)


def test_the_key_of_a_form_with_another_secret_is_refused(mine: Client, an: Member) -> None:
    """Else somebody who goes back and types another PIN would be told that it is set."""
    form = new_pin()
    mine.post(f"{ACCOUNT}pin/", form)
    other = mine.post(f"{ACCOUNT}pin/", {**form, "pin": "580412", "pin_again": "580412"})
    assert other.status_code == 422


def test_a_phone_that_was_lost_is_logged_out(
    mine: Client, an: Member, bo: Member, django_capture_on_commit_callbacks
) -> None:
    phone, colleague = enter(an), enter(bo)
    token = {"X-Live-Token": phone.get("/harbour/my-turn/").context["live_token"]}
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(f"{ACCOUNT}others/", sent())
    assert (is_in(mine), is_in(phone), is_in(colleague)) == (True, False, True)
    assert phone.get("/harbour/my-turn/live/?v=old", headers=token).status_code == 401


def test_the_language_is_kept_for_the_next_log_in(mine: Client, an: Member, settings) -> None:
    answer = mine.post(f"{ACCOUNT}language/", sent(language="en"))
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert mine.post(f"{ACCOUNT}language/", sent(language="tlh")).status_code == 422
    an.user.refresh_from_db()
    assert an.user.language == "en"


def test_whoever_is_locked_out_reads_until_when_and_not_whether_the_name_exists(
    client: Client, an, settings
) -> None:
    pages = []
    for name in ("an", "nobody-at-all"):
        for _ in range(5):
            answer = client.post("/login/", {"username": name, "password": "guess"})
        assert answer.status_code == 429
        last = AccessAttempt.objects.get(username=name).attempt_time
        pages.append((answer.content.decode(), answer.context["until"] - last))
    [(known, wait), (unknown, same_wait)] = pages
    assert wait == same_wait == settings.AXES_COOLOFF_TIME
    assert strip_times(known) == strip_times(unknown)


def strip_times(page: str) -> str:
    return "".join(letter for letter in page if not letter.isdigit())
