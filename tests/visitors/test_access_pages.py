"""The pages of who may see what: the card and the closed file, requests on the screen, every party by every mark."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offices.enums import GATE_ROLES, Role
from offices.models import Member
from tests.cast import enrol
from tests.visitors.access_cast import allow, asked
from tests.visitors.rows import TYPED, WU, file_of, receive
from visitors.access import TABLE, Action, Party
from visitors.access_approvals import Mark
from visitors.models import AccessRequest, Customer, FileLoan, FileMark, FileView, LeakIncident
from visitors.selectors.standing import verdict_on
from visitors.selectors.who_sees import lines_for, words_on_requests
from visitors.services.file_marks import mark_file
from visitors.services.looks import note_look
from visitors.services.unusual_looking import notice_unusual

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def wu(lin: Member, an: Member) -> Customer:
    """An's customer, met today."""
    customer = file_of(lin, name=WU, phone=TYPED, now=timezone.now())
    receive(customer, an, timezone.now())
    return customer


def page(name: str, *args: object) -> str:
    return reverse(name if ":" in name else f"visitors:{name}", args=["harbour", *args])


def text_of(client: Client, member: Member, address: str, status: int = 200) -> str:
    client.force_login(member.user)
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode().replace("&#x27;", "'")


def send(client: Client, member: Member, address: str, **fields: object):
    client.force_login(member.user)
    return client.post(address, {"request_key": str(uuid4()), **fields})


@pytest.mark.clause("archive-17")
def test_the_card_is_open_and_the_file_is_not(wu, an, bo, client: Client) -> None:
    card = page("reception:customer", wu.pk)
    own = text_of(client, an, card)
    assert "What happened so far" in own and "closed to you" not in own
    others = text_of(client, bo, card)
    assert WU in others and "138****1234" in others  # whose it is, everybody may find out
    assert "What happened so far" not in others
    assert "closed to you" in others and page("ask", wu.pk) in others
    looks = FileView.objects.order_by("pk").values_list("by__name", "action")
    assert list(looks) == [("An", "see_contacts"), ("Bo", "see_card")]


@pytest.mark.clause("archive-18.1", "archive-18.3")
def test_from_the_closed_file_to_the_open_one(wu, bo, mei, client: Client) -> None:
    answer = send(
        client,
        bo,
        page("ask", wu.pk),
        kind="view",
        subject="this year",
        purpose="service",
        reason="An is away",
    )
    assert answer.status_code == 302
    request = AccessRequest.objects.get()
    waiting = text_of(client, mei, page("access"))
    assert "These wait for your word" in waiting and WU in waiting
    assert "An is away" in text_of(client, mei, page("access_request", request.pk))
    answer = send(client, mei, page("access_answer", request.pk), yes="yes", days="1", reason="")
    assert answer.status_code == 302
    assert "What happened so far" in text_of(client, bo, page("reception:customer", wu.pk))
    look = FileView.objects.latest("pk")
    assert (look.by, look.through, look.request_id) == (bo, "grant", request.pk)


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(wu, bo, client: Client) -> None:
    answer = send(client, bo, page("ask", wu.pk), kind="view", subject="this year", purpose="service")
    assert answer.status_code == 422
    assert "this year" in answer.content.decode()
    assert not AccessRequest.objects.exists()


def test_a_request_is_there_for_who_asked_and_who_answers_only(wu, an, bo, mei, hua, gu, jin, client) -> None:
    request = asked(bo, wu, now=timezone.now())
    for name in ("access_request", "access_print"):
        for member in (bo, mei, hua, gu):
            assert "stands in next week" in text_of(client, member, page(name, request.pk))
        for member in (an, jin):
            text_of(client, member, page(name, request.pk), status=404)


def test_a_double_click_answers_once(wu, bo, mei, client: Client) -> None:
    request = asked(bo, wu, now=timezone.now())
    key = str(uuid4())
    for _click in range(2):
        client.force_login(mei.user)
        answer = client.post(
            page("access_answer", request.pk), {"request_key": key, "yes": "no", "reason": "no need"}
        )
        assert answer.status_code == 302
    assert request.words.count() == 1


def test_another_office_is_not_there(wu, bo, mei, stranger, client: Client) -> None:
    request = asked(bo, wu, now=timezone.now())
    client.force_login(stranger.user)
    for name, pk in (("looks", wu.pk), ("ask", wu.pk), ("access_request", request.pk)):
        assert client.get(page(name, pk)).status_code == 404
        ours = reverse(f"visitors:{name}", args=["hillside", pk])
        assert client.get(ours).status_code == 404


@pytest.mark.clause("archive-22")
def test_marking_a_file_on_the_screen(wu, bo, mei, hua, client: Client) -> None:
    answer = send(client, mei, page("mark", wu.pk), mark="secret", custodian=bo.pk, reason="wish")
    assert answer.status_code == 403  # the manager marks no top secret
    assert not FileMark.objects.exists()
    send(client, hua, page("mark", wu.pk), mark="secret", custodian=bo.pk, reason="wish")
    assert FileMark.objects.get().custodian == bo
    assert "Top secret · Bo" in text_of(client, hua, page("reception:customer", wu.pk))
    assert WU in text_of(client, mei, page("marked"))


@pytest.mark.clause("archive-19.5", "archive-20")
def test_papers_go_out_are_signed_for_and_come_back(wu, bo, mei, hua, client: Client) -> None:
    request = allow(asked(bo, wu, kind="loan", now=timezone.now()), hua, now=timezone.now())
    assert "Hand out the papers" in text_of(client, hua, page("access_request", request.pk))
    send(client, hua, page("file_lend", request.pk, wu.pk))
    loan = FileLoan.objects.get()
    assert "Papers that you have" in text_of(client, bo, page("access"))
    send(client, bo, page("loan_sign", loan.pk))
    assert "signed" in text_of(client, mei, page("file_loans"))
    assert "the visits of this year" in text_of(client, mei, page("file_loans_print"))
    send(client, mei, page("loan_return", loan.pk))
    loan.refresh_from_db()
    assert loan.signed_at and loan.returned_to == mei


@pytest.mark.clause("archive-27")
def test_anybody_reports_a_leak_and_leaders_follow_it(lin, mei, client: Client) -> None:
    fields = {
        "how": "paper",
        "what": ["contact", "file"],
        "found_at": f"{timezone.localtime():%Y-%m-%dT00:00}",
        "text": "A list lay on the copier",
        "at_once": "Taken back",
    }
    assert send(client, lin, page("leak_new"), **fields).status_code == 302
    leak = LeakIncident.objects.get()
    text_of(client, lin, page("leak", leak.pk), status=403)
    send(client, mei, page("leak_step", leak.pk), kind="measure", text="Copier asks for a PIN now")
    assert "Copier asks for a PIN now" in text_of(client, mei, page("leak", leak.pk))
    send(client, mei, page("leak_close", leak.pk), text="Nobody saw it")
    leak.refresh_from_db()
    assert leak.closed_by == mei


def test_who_asks_about_unusual_looking_sees_which_files_it_was(lin, an, bo, mei, client: Client) -> None:
    night = timezone.localtime().replace(hour=23, minute=5) - timedelta(days=1)
    others = [file_of(lin, name=f"Night {number}") for number in range(3)]
    for file, at in [
        *((each, night) for each in others),
        (file_of(lin, name="Noon"), night - timedelta(hours=11)),
    ]:
        receive(file, an, night - timedelta(days=2))
        note_look(
            customer=file,
            action=Action.SEE_CARD,
            verdict=verdict_on(bo, file, Action.SEE_CARD, at),
            by=bo,
            now=at,
        )
    assert notice_unusual(mei.office, timezone.now()) == 1
    shown = text_of(client, mei, page("unusual"))
    assert all(f"Night {number}" in shown for number in range(3))
    assert "Noon" not in shown


def test_who_looked_stands_on_the_file(wu, an, bo, mei, client: Client) -> None:
    text_of(client, bo, page("reception:customer", wu.pk))
    seen = text_of(client, an, page("looks", wu.pk))
    assert "Bo" in seen and "See the card" in seen
    closed = text_of(client, bo, page("looks", wu.pk), status=403)
    assert "closed to you" in closed and "No request opens it" in closed
    assert "refused" in text_of(client, mei, page("looks", wu.pk))


def test_the_page_says_what_the_table_says(mei, an, client: Client) -> None:
    lines = {line.action: line for line in lines_for(mei)}
    assert set(lines) == {action.value for action in Action}
    file = lines["see_file"]
    assert file.cells[0].mine and "the customer's consultant" in [
        word.lower() for word in file.cells[0].parties
    ]
    assert lines["take_outside"].cells[0].parties == ()
    assert lines["see_card"].cells[2].everybody
    assert not {line.action: line for line in lines_for(an)}["see_file"].cells[0].mine
    assert len(words_on_requests()) == 7  # six kinds, and looking for somebody from outside
    shown = text_of(client, an, page("who_sees"))
    assert "Who sees what" in shown and "nobody can allow it" in shown


# every party by every mark, through the door itself

DOORS = {
    Action.SEE_FILE: "visitors:file",
    Action.SEE_LOOKS: "visitors:looks",
    Action.SEE_HISTORY: "visitors:file_history",
}


@pytest.mark.clause("archive-17")
@pytest.mark.parametrize("mark", list(Mark))
def test_every_role_at_every_door(wu, office, hua, mark, client: Client) -> None:
    if mark is not Mark.NONE:
        mark_file(customer=wu, mark=mark.value, custodian=hua, reason="wish", by=hua, now=timezone.now())
    wrong = []
    for role in sorted(set(Role) - GATE_ROLES):
        member = enrol(office, f"some-{role}", role, name=f"Some {role}")
        for action, door in DOORS.items():
            client.force_login(member.user)
            status = client.get(page(door, wu.pk)).status_code
            allowed = Party(role.value) in TABLE[action].parties(mark)
            if (status == 200) != allowed or status not in (200, 403):
                wrong.append(f"{role} {door}: {status}")
    assert wrong == []
