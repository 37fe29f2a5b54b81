"""The pages of the phone desk: who sees what, what is refused, and that live parts agree with their pages."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.services.verifying import name
from followups.models import Appointment
from offices import live
from offices.enums import AuditAction, Role
from offices.models import AuditEntry, Member
from switchboard.models import CallBack, IncomingCall, Letter, OnPhones, PhoneMessage
from switchboard.services.phone_desks import connect
from tests.cast import enrol
from tests.switchboard.rows import NUMBER, logged, on_the_phones, tells
from tests.visitors.rows import file_of, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def connected(root, lin, an, bo, chen):
    """The telephone system tells of calls; An and Bo answer, Chen is the backup."""
    connect(office=root.office, by=root, now=timezone.now())
    on_the_phones(an, bo, backup=chen, by=lin, now=timezone.now())


def page(name: str, *args) -> str:
    return reverse(f"switchboard:{name}", args=["harbour", *args])


def send(client: Client, member: Member, address: str, **fields):
    client.force_login(member.user)
    return client.post(address, {"request_key": str(uuid4()), **fields})


def read(client: Client, member: Member, address: str) -> str:
    client.force_login(member.user)
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def polled(client: Client, member: Member, name: str, version: str = "") -> tuple[int, str]:
    client.force_login(member.user)
    token = client.get(page("desk")).context["live_token"]
    answer = client.get(page(name), {"v": version}, headers={"X-Live-Token": token})
    return answer.status_code, answer.content.decode()


def rings(office, **facts):
    return tells(office, "ringing", begin=timezone.now(), **facts)


TOMORROW = timezone.now() + timedelta(days=1)
CALL = {
    "kind": "customer",
    "name": "Zhou",
    "phone": "13800001234",
    "phone_answer": "given",
    "next_step": "visit",
    "visit_on": f"{TOMORROW:%Y-%m-%d}",
    "visit_time": "10:30",
}


# ---------------------------------------------------------------------------------------- the form


@pytest.mark.clause("F-21")
def test_a_call_is_written_down(client, english, an) -> None:
    answer = send(client, an, page("write"), **CALL, topics=["price", "layout"])
    assert answer.status_code == 302
    call = IncomingCall.objects.get()
    assert (call.topics, call.answered_by, call.by) == (["price", "layout"], an, an)
    shown = read(client, an, answer.headers["Location"])
    assert "Line 1 of today" in shown and "Zhou" in shown


@pytest.mark.clause("F-16")
def test_a_form_without_a_next_step_comes_back_with_all_that_was_typed(client, english, an) -> None:
    answer = send(client, an, page("write"), **{**CALL, "next_step": ""}, note="three rooms")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Say when the customer comes, or when we call again." in shown
    assert "three rooms" in shown and 'value="13800001234"' in shown
    assert not IncomingCall.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"visit_on": "2020-01-01"}, "This is in the past."),
        ({"visit_time": ""}, "Say at what time the customer comes."),
        ({"next_step": "call", "next_on": ""}, "Say on which day we call."),
        ({"next_step": "call", "next_on": "2020-01-01"}, "This is in the past."),
        ({"phone": ""}, "Type the number, or say that it was declined."),
        ({"phone": "", "phone_answer": "refused"}, "Say in a few words how the customer declined"),
        ({"phone": "12"}, "This is no telephone number."),
        ({"kind": "enquiry"}, "Say what was done for the caller."),
        ({"kind": "colleague"}, "Say for whom the call is."),
        ({"kind": "complaint"}, "Write down what the caller complains about."),
        ({"customer": "999999"}, "This customer is not known here."),
        ({"rings": "100"}, "less than or equal to 99"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, english, an, changed, said) -> None:
    answer = send(client, an, page("write"), **{**CALL, **changed})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_declined_contact_needs_no_next_step(client, english, an) -> None:
    declined = {**CALL, "phone": "", "phone_answer": "refused", "phone_note": "only asks", "next_step": ""}
    assert send(client, an, page("write"), **declined).status_code == 302
    assert IncomingCall.objects.get().refused


def test_who_leaves_no_number_may_come_all_the_same(client, english, an) -> None:
    declined = {**CALL, "phone": "", "phone_answer": "refused", "phone_note": "not on the telephone"}
    assert send(client, an, page("write"), **declined).status_code == 302
    call = IncomingCall.objects.get()
    assert (call.appointment is not None, call.refused) == (True, False)
    assert call.words.refusal == "not on the telephone"
    neither = {**CALL, "name": "Wu", "phone": "13800005678", "next_step": "none"}
    assert send(client, an, page("write"), **neither).status_code == 422


def test_the_form_begins_with_the_call_that_rings(client, english, connected, office, an, lin) -> None:
    receive(file_of(lin, name="Zhou", phone=NUMBER), an)
    call = rings(office)
    shown = read(client, lin, f"{page('desk')}?line={call.pk}")
    assert f'name="line" value="{call.pk}"' in shown
    assert 'value="Zhou"' in shown
    answer = send(client, lin, page("write"), **{**CALL, "phone": ""}, line=str(call.pk))
    assert answer.status_code == 302
    assert IncomingCall.objects.get().line == call


def test_a_line_of_another_office_begins_nothing(client, english, other_office, an) -> None:
    theirs = rings(other_office)
    assert 'name="line" value=' not in read(client, an, f"{page('desk')}?line={theirs.pk}")


def test_whole_numbers_stand_on_no_page(client, english, connected, office, lin, an) -> None:
    call = rings(office)
    logged(an, now=timezone.now(), visit_at=TOMORROW)
    tells(office, "missed", call="c2", number="13800005678", begin=timezone.now())
    addresses = [page(name) for name in ("desk", "register", "call_backs", "messages")]
    addresses += [f"{page('desk')}?line={call.pk}", page("call", IncomingCall.objects.get().pk)]
    addresses += [page("call_back", CallBack.objects.get().pk)]
    for address in addresses:
        shown = read(client, lin, address)
        assert "13800001234" not in shown and "13800005678" not in shown, address


# ------------------------------------------------------------------------------------------- live


@pytest.mark.clause("F-22")
def test_a_ringing_call_pops_up_with_its_customer(client, english, connected, office, lin, bo) -> None:
    receive(file_of(lin, name="Zhou", phone=NUMBER), bo)
    call = rings(office)
    status, shown = polled(client, lin, "ringing")
    assert status == 200
    assert "Zhou" in shown and "customer of Bo" in shown
    assert f"?line={call.pk}" in shown
    assert "Yours: answer it" in polled(client, bo, "ringing")[1]


def test_it_goes_when_the_call_is_over_or_written_down(client, english, connected, office, lin, an) -> None:
    call = rings(office)
    tells(office, "answered", 3, extension="201", begin=timezone.now())
    assert "ringing-call" in polled(client, an, "ringing")[1]
    logged(an, now=timezone.now(), line=call.pk, visit_at=TOMORROW)
    assert "ringing-call" not in polled(client, lin, "ringing")[1]


def test_what_is_not_written_down_yet_is_named_by_its_customer(
    client, english, connected, office, lin, an
) -> None:
    receive(file_of(lin, name="Zhou", phone=NUMBER), an)
    for call, number in (("c1", NUMBER), ("c2", "13800005678"), ("c3", "")):
        tells(office, "answered", call=call, number=number, extension="201", begin=timezone.now())
    shown = polled(client, lin, "board")[1]
    rows = dict(re.findall(r'id="unwritten-(\d+)".*?<strong>(.*?)</strong>', shown, re.DOTALL))
    assert sorted(rows.values()) == ["138****5678", "Zhou", "withheld number"]


@pytest.mark.clause("F-04")
def test_a_call_of_more_than_ten_minutes_says_so(client, english, connected, office, an) -> None:
    begin = timezone.now() - timedelta(minutes=11)
    tells(office, "answered", extension="201", begin=begin)
    assert "A long call" in polled(client, an, "ringing")[1]


def test_an_unchanged_poll_is_not_answered(client, connected, office, lin, steady_version) -> None:
    version = live.version(office.pk, timezone.now())
    status, shown = polled(client, lin, "ringing", version)
    assert (status, shown) == (204, "")


def test_nothing_polls_where_no_telephone_system_is_connected(client, english, lin) -> None:
    assert "hx-get" not in polled(client, lin, "ringing")[1]


def test_who_is_not_on_the_phones_is_not_disturbed(client, english, connected, office) -> None:
    rings(office)
    spare = enrol(office, "spare", Role.CONSULTANT)
    assert "hx-get" not in polled(client, spare, "ringing")[1]


def test_leaders_are_disturbed_only_while_they_are_on_the_phones(
    client, english, connected, office, lin, mei
) -> None:
    rings(office)
    assert "hx-get" not in polled(client, mei, "ringing")[1]
    on_the_phones(mei, by=lin, now=timezone.now())
    assert "ringing-call" in polled(client, mei, "ringing")[1]


@pytest.mark.parametrize(
    ("shown", "pops_up"), [("?line={}", False), ("", True), ("?line=x", True), ("none", True)]
)
def test_the_call_whose_form_is_open_does_not_pop_up(
    client, english, connected, office, lin, shown, pops_up
) -> None:
    call = rings(office)
    client.force_login(lin.user)
    token = client.get(page("desk")).context["live_token"]
    address = f"http://testserver{page('desk')}{shown.format(call.pk)}" if shown != "none" else "http://["
    headers = {"X-Live-Token": token, "HX-Request": "true", "HX-Current-URL": address}
    assert (b"ringing-call" in client.get(page("ringing"), headers=headers).content) is pops_up


def test_notes_for_colleagues_are_no_messages_of_the_page(client, english, lin, an) -> None:
    logged(lin, now=timezone.now(), kind="colleague", who="Qian", to=an.pk, message="call the bank")
    shown = read(client, lin, page("call", IncomingCall.objects.get().pk))
    assert shown.count("call the bank") == 1


def test_every_page_asks_for_the_telephone_once(client, english, lin) -> None:
    assert read(client, lin, reverse("notices", args=["harbour"])).count(page("ringing")) == 1


def test_the_board_is_the_same_in_the_page_and_alone(client, english, connected, office, lin, an) -> None:
    logged(an, now=timezone.now(), visit_at=TOMORROW, question="the fee?")
    whole, alone = read(client, lin, page("desk")), polled(client, lin, "board")[1]
    for said in ("Answers the next call", "the fee?", "Zhou", "1 call"):
        assert said in whole and said in alone


# --------------------------------------------------------------------------------------- register


def test_the_register_shows_who_came_of_a_call(client, english, lin, an) -> None:
    call = logged(an, now=timezone.now(), visit_at=TOMORROW)
    assert "came " not in read(client, lin, page("register"))
    receive(call.customer, an, at=timezone.now() + timedelta(seconds=1), visit=uuid4())
    assert "came " in read(client, lin, page("register"))


@pytest.mark.clause("F-21")
def test_the_printed_register_has_its_checksum_and_leaves_a_line(client, english, an, mei) -> None:
    logged(an, now=timezone.now(), visit_at=TOMORROW, note="three rooms")
    shown = read(client, mei, page("register_print"))
    assert "Page 1 of 1" in shown and "three rooms" in shown and "138****1234" in shown
    kept = AuditEntry.objects.get(action=AuditAction.CALLS_PRINTED)
    assert kept.details["checksum"] in shown


def test_ones_own_line_is_corrected_others_by_leaders(client, english, an, bo, mei) -> None:
    call = logged(an, now=timezone.now(), visit_at=TOMORROW)
    fields = {"is_first": "no", "answered_by": str(bo.pk), "rings": "5", "note": "later"}
    assert send(client, bo, page("correct", call.pk), **fields).status_code == 403
    assert send(client, an, page("correct", call.pk), **fields).status_code == 302
    newest = IncomingCall.objects.standing().get()
    assert (newest.rings, newest.answered_by, newest.corrects) == (5, bo, call)
    shown = read(client, mei, page("call", newest.pk))
    assert "Before the correction" in shown


@pytest.mark.parametrize("count", [1, 12])
def test_the_register_costs_the_same_for_one_and_for_many(
    client, english, an, mei, count, django_assert_max_num_queries
) -> None:
    for number in range(count):
        logged(an, now=timezone.now(), visit_at=TOMORROW, customer={"phone": f"138000010{number:02}"})
    client.force_login(mei.user)
    with django_assert_max_num_queries(12):
        client.get(page("register"))
    with django_assert_max_num_queries(26):
        client.get(page("desk"))


# ---------------------------------------------------------------------------- call-backs, messages


def test_a_call_back_of_somebody_else_is_not_there(client, an, bo, lin, stranger) -> None:
    logged(an, now=timezone.now(), visit_at=TOMORROW, question="the fee?")
    address = page("call_back", CallBack.objects.get().pk)
    for member, status in ((an, 200), (bo, 404), (lin, 200)):
        client.force_login(member.user)
        assert client.get(address).status_code == status
    client.force_login(stranger.user)
    assert client.get(address.replace("harbour", "hillside")).status_code == 404


def test_a_calls_page_leads_to_the_call_back_only_who_may_open_it(client, an, bo, lin) -> None:
    line = logged(an, now=timezone.now(), visit_at=TOMORROW, question="the fee?")
    link = f'href="{page("call_back", CallBack.objects.get().pk)}"'
    for member, leads in ((an, True), (lin, True), (bo, False)):
        shown = read(client, member, page("call", line.pk))
        assert "the fee?" in shown
        assert (link in shown) is leads


@pytest.mark.clause("F-06")
def test_a_call_back_is_done_on_its_page(client, english, an) -> None:
    logged(an, now=timezone.now(), visit_at=TOMORROW, question="the fee?")
    address = page("call_back", CallBack.objects.get().pk)
    assert send(client, an, address, answer="").status_code == 422
    assert send(client, an, f"{address}try/").status_code == 302
    assert send(client, an, address, answer="two yuan").status_code == 302
    assert (CallBack.objects.get().state, CallBack.objects.get().tries) == ("done", 1)


def test_a_message_is_seen_by_whom_it_concerns(client, english, lin, an, bo) -> None:
    fields = {"to": str(bo.pk), "who": "Qian", "text": "the contract lies ready"}
    assert send(client, lin, page("message_new"), **fields).status_code == 302
    assert "the contract lies ready" in read(client, bo, page("messages"))
    assert "the contract lies ready" not in read(client, an, page("messages"))
    passed = page("message_passed", PhoneMessage.objects.get().pk)
    assert send(client, an, passed).status_code == 404
    send(client, bo, passed)
    assert PhoneMessage.objects.get().passed_by == bo


# -------------------------------------------------------------------- library, duty, letters, system


def test_beside_a_call_only_what_fits_is_shown(client, english, mei, an) -> None:
    send(client, mei, page("library_start"))
    client.force_login(an.user)
    asked = {"headers": {"HX-Request": "true"}}
    beside = client.get(page("library"), {"q": "", "beside": "call"}, **asked).content.decode()
    assert "library-text" not in beside
    found = client.get(page("library"), {"q": "parking", "beside": "call"}, **asked).content.decode()
    assert "How do I get there?" in found


def test_the_library_is_searched_while_one_types(client, english, mei, an) -> None:
    send(client, mei, page("library_start"))
    client.force_login(an.user)
    answer = client.get(page("library"), {"q": "parking"}, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert "How do I get there?" in shown and "<html" not in shown
    assert "Nothing fits" in client.get(page("library"), {"q": "xyzzy"}).content.decode()


def test_the_list_of_who_answers_is_kept_in_its_order(client, english, lin, an, bo, chen) -> None:
    fields = {f"here_{each.pk}": "on" for each in (an, bo, chen)}
    fields |= {f"place_{an.pk}": "2", f"place_{bo.pk}": "1", f"extension_{bo.pk}": " 201 "}
    fields |= {f"backup_{chen.pk}": "on", f"place_{lin.pk}": "1"}
    assert send(client, lin, page("duty"), **fields).status_code == 302
    rows = [(row.member, row.extension, row.is_backup) for row in OnPhones.objects.order_by("place")]
    assert rows == [(bo, "201", False), (an, "", False), (chen, "", True)]


def test_somebody_steps_away_from_the_phones(client, english, connected, an, bo) -> None:
    send(client, an, page("step"), do="away")
    assert OnPhones.objects.get(member=an).away_since is not None
    assert "I answer again" in read(client, an, page("desk"))
    send(client, an, page("step"), do="back")
    assert OnPhones.objects.get(member=an).away_since is None


@pytest.mark.clause("F-27", "G-20")
def test_a_letter_goes_its_way(client, english, office, fang, lin) -> None:
    today = f"{office.business_date(timezone.now()):%Y-%m-%d}"
    fields = {"arrived_on": today, "name": "Sun", "subject": "the fence", "topic": "suggestion"}
    send(client, fang, page("letter_new"), **fields)
    letter = Letter.objects.get()
    forward = {"topic": "suggestion", "department": "Gardens", "to": "", "note": ""}
    assert (
        send(client, lin, page("letter_forward", letter.pk), **{**forward, "department": ""}).status_code
        == 422
    )
    send(client, lin, page("letter_forward", letter.pk), **forward)
    assert "Gardens" in read(client, fang, page("letter", letter.pk))
    send(client, lin, page("letter_end", letter.pk), do="answered", note="mended in May")
    letter.refresh_from_db()
    assert (letter.state, letter.responsible) == ("answered", fang)


def test_a_letter_is_read_by_the_desk_and_by_whom_it_was_given_to(
    client, english, office, fang, bo, an
) -> None:
    today = f"{office.business_date(timezone.now()):%Y-%m-%d}"
    fields = {"arrived_on": today, "name": "Sun", "subject": "the fence", "topic": "suggestion"}
    send(client, fang, page("letter_new"), **fields)
    letter = Letter.objects.get()
    given = {"topic": "suggestion", "department": "", "to": bo.pk, "note": ""}
    send(client, fang, page("letter_forward", letter.pk), **given)
    assert "the fence" in read(client, bo, page("letter", letter.pk))
    client.force_login(an.user)
    assert client.get(page("letter", letter.pk)).status_code == 404
    assert send(client, an, page("letter_end", letter.pk), do="answered", note="x").status_code == 404
    send(client, bo, page("letter_end", letter.pk), do="answered", note="mended in May")
    letter.refresh_from_db()
    assert letter.state == "answered"


def test_what_complains_of_oneself_is_not_there(client, english, office, lin, fang, an) -> None:
    """Neither the call nor the letter that it came by."""
    call = logged(fang, timezone.now(), kind="complaint", who="Sun", note="The desk was rude.")
    today = f"{office.business_date(timezone.now()):%Y-%m-%d}"
    fields = {"arrived_on": today, "name": "Sun", "subject": "the rude desk", "topic": "complaint"}
    send(client, fang, page("letter_new"), **fields)
    letter = Letter.objects.get()
    assert "rude" in read(client, lin, page("call", call.pk))
    assert "rude" in read(client, lin, page("letters"))
    for ticket in (call.ticket, letter.ticket):
        name(ticket=ticket, about=lin, by=fang, now=timezone.now())
    assert "rude" not in read(client, lin, page("letters"))
    for address in (page("call", call.pk), page("letter", letter.pk)):
        client.force_login(lin.user)
        assert client.get(address).status_code == 404
        assert "rude" in read(client, fang, address)


def test_somebody_elses_call_begins_nothing(client, english, connected, office, an, bo, lin) -> None:
    line = tells(office, "answered", extension="201", begin=timezone.now())
    address = f"{page('desk')}?line={line.pk}"
    shown = {member: client_sees(client, member, address) for member in (lin, an, bo)}
    assert shown == {lin: line, an: line, bo: None}


def client_sees(client: Client, member: Member, address: str):
    """The call on the line that the form begins with."""
    client.force_login(member.user)
    line = client.get(address).context["line"]
    return line and line[0]


def test_the_secret_is_shown_to_the_administrator_alone(client, english, root, mei) -> None:
    send(client, root, page("pbx"))
    shown = read(client, root, page("pbx"))
    assert root.office.phone_desk.secret in shown
    assert f"/hooks/{root.office.phone_desk.hook}/calls/" in shown
    client.force_login(mei.user)
    assert client.get(page("pbx")).status_code == 403
    send(client, root, page("pbx_off"))
    assert "No telephone system is connected" in read(client, root, page("pbx"))


@pytest.mark.clause("F-01", "F-04")
def test_the_figures_are_held_against_the_targets(client, english, an, bo, mei) -> None:
    now = timezone.now()
    for number, (rings_heard, minutes) in enumerate([(2, 4), (3, 11), (5, 3), (None, None)]):
        logged(
            an if number < 3 else bo,
            now=now,
            visit_at=TOMORROW,
            customer={"phone": f"1380000200{number}"},
            rings=rings_heard,
            minutes=minutes,
        )
    shown = read(client, mei, page("figures"))
    assert "67 %" in shown and "2 / 3" in shown
    assert "33 %" in shown and "1 / 3" in shown
    assert "100 %" in shown
    assert Appointment.objects.count() == 4


def test_figures_of_no_call_teach(client, english, mei) -> None:
    assert "No call on these days" in read(client, mei, page("figures"))
