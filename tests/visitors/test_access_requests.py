"""Who looks into a file leaves a line; who may not, asks; those whose word it takes answer."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice
from offices.services.deputies import name_deputy
from tests.cast import enrol
from tests.visitors.access_cast import allow, asked, wish
from tests.visitors.rows import NOW, WU, file_of, receive
from visitors import ties
from visitors.access import Action, Because, Party
from visitors.access_approvals import Mark
from visitors.guards import FileClosed, load_access_request, load_file, may_do_each
from visitors.models import AccessApproval, AccessRequest, FileView
from visitors.selectors.access_requests import request_page, requests_waiting
from visitors.selectors.looks import looks_at
from visitors.selectors.standing import verdict_on, verdicts_on
from visitors.services.access_requests import answer, ask_for, end_passed, end_request
from visitors.services.file_marks import mark_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)


@pytest.fixture
def wu(lin, an):
    """An's customer."""
    customer = file_of(lin, name=WU)
    receive(customer, an)
    return customer


def told(member, kind) -> bool:
    return Notice.objects.filter(member=member, kind=kind).exists()


def sees(member, customer, now=NOW, action=Action.SEE_FILE) -> bool:
    return verdict_on(member, customer, action, now).allowed


@pytest.mark.clause("archive-17")
def test_the_owner_and_the_leaders_see_the_file_and_a_colleague_does_not(wu, an, bo, lin, mei, fang):
    assert sees(an, wu)
    assert sees(mei, wu)
    assert not sees(bo, wu)
    assert not sees(lin, wu)
    assert not sees(fang, wu)


def test_every_answer_for_many_actions_is_the_one_for_each(wu, an, bo, lin, mei, hua):
    mark_file(customer=wu, mark="confidential", custodian=bo, reason="wish", by=hua, now=NOW)
    allow(asked(lin, wu), mei)
    for member in (an, bo, lin, mei, hua):
        each = {action: verdict_on(member, wu, action, NOW).allowed for action in Action}
        together = {
            action: verdict.allowed for action, verdict in verdicts_on(member, wu, Action, NOW).items()
        }
        assert together == each


def test_a_tie_of_a_floor_above_opens_the_file_while_it_holds(wu, bo, monkeypatch):
    monkeypatch.setattr(ties, "_finders", {party: [] for party in Party})
    assert not sees(bo, wu)
    ties.register(Party.HANDLER, lambda member, customer, now: member == bo and customer == wu and now < NOW)
    assert sees(bo, wu, NOW - DAY)
    assert not sees(bo, wu, NOW)


@pytest.mark.clause("archive-17")
def test_a_look_leaves_a_line_before_anything_is_shown(wu, an, mei):
    assert load_file(an, wu.pk, Action.SEE_FILE, "service") == wu
    load_file(mei, wu.pk)
    first, second = FileView.objects.order_by("pk")
    assert (first.by, first.action, first.purpose, first.through, first.own) == (
        an,
        "see_file",
        "service",
        "owner",
        True,
    )
    assert (second.by, second.through, second.own) == (mei, "manager", False)
    assert [line.who for line in looks_at(wu)] == ["Mei", "An"]


@pytest.mark.clause("archive-17")
def test_a_closed_file_says_what_may_be_asked_and_keeps_the_attempt(wu, bo):
    with pytest.raises(FileClosed) as closed:
        load_file(bo, wu.pk)
    assert closed.value.status == 403
    assert closed.value.verdict.because is Because.NOT_NAMED
    assert closed.value.ask == "view"
    assert not FileView.objects.exists()
    entry = AuditEntry.objects.get(action=AuditAction.ACCESS_DENIED)
    assert (entry.by, entry.record) == (bo, f"customer:{wu.pk}")
    assert entry.details == {"file": "see_file", "clause": "archive-17", "because": "not_named"}
    [line] = looks_at(wu)
    assert (line.who, line.refused) == ("Bo", True)


def test_a_file_of_another_office_is_not_there_at_all(wu, stranger):
    with pytest.raises(Http404):
        load_file(stranger, wu.pk)
    assert not AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).exists()


def test_looks_cannot_be_changed(wu, an):
    load_file(an, wu.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        FileView.objects.update(purpose="check")


@pytest.mark.clause("archive-18.1", "archive-18.2", "archive-18.3")
def test_a_colleague_asks_and_the_manager_allows_it_for_a_while(wu, bo, mei):
    request = asked(bo, wu)
    assert told(mei, NoticeKind.ACCESS_ASKED)
    assert not sees(bo, wu)
    allow(request, mei, days=2)
    request.refresh_from_db()
    assert (request.state, request.until) == ("approved", NOW + 2 * DAY)
    assert told(bo, NoticeKind.ACCESS_ANSWERED)
    assert sees(bo, wu)
    assert not sees(bo, wu, NOW + 2 * DAY)
    load_for = verdict_on(bo, wu, Action.SEE_FILE, NOW)
    assert (load_for.because, load_for.grant.request) == (Because.GRANT, request.pk)
    assert not sees(bo, wu, action=Action.EDIT)
    assert not sees(bo, wu, action=Action.REVEAL)


@pytest.mark.clause("archive-18.1")
@pytest.mark.parametrize(
    ("field", "said"),
    [("subject", {"subject": " "}), ("reason", {"reason": ""}), ("purpose", {"purpose": "curiosity"})],
)
def test_a_request_says_its_object_purpose_and_reason(wu, bo, field, said):
    with pytest.raises(Refusal) as refusal:
        asked(bo, wu, **said)
    assert refusal.value.field == field
    assert not AccessRequest.objects.exists()


@pytest.mark.clause("archive-18.3")
def test_nobody_else_and_not_the_asker_answers(wu, bo, an, mei, hua, gu):
    request = asked(bo, wu)
    for member in (an, bo, hua, gu):
        with pytest.raises(Refusal):
            allow(request, member)
    mei.roles = [Role.MANAGER]
    own = asked(mei, wu, kind="copy")
    with pytest.raises(Refusal):
        allow(own, mei)
    assert not AccessApproval.objects.exists()


def test_a_no_says_why_and_ends_it(wu, bo, mei):
    request = asked(bo, wu)
    with pytest.raises(Refusal) as refusal:
        answer(request=request, yes=False, reason="", days=None, by=mei, now=NOW)
    assert refusal.value.field == "reason"
    answer(request=request, yes=False, reason="An is back tomorrow", days=None, by=mei, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.answer) == ("refused", "An is back tomorrow")
    with pytest.raises(Refusal):
        allow(request, mei)
    assert not sees(bo, wu)


def test_no_longer_than_the_house_rules_say(wu, bo, mei):
    request = asked(bo, wu)
    for days in (0, 8):
        with pytest.raises(Refusal) as refusal:
            allow(request, mei, days=days)
        assert refusal.value.field == "days"
    assert allow(request, mei).until == NOW + 7 * DAY


def test_a_supervisor_whom_the_manager_named_answers_in_their_place(wu, office, bo, mei):
    zhou = enrol(office, "zhou", Role.SUPERVISOR)
    request = asked(bo, wu)
    with pytest.raises(Refusal):
        allow(request, zhou)
    name_deputy(supervisor=zhou, begins_at=NOW, ends_at=NOW + DAY, by=mei, now=NOW)
    assert requests_waiting(zhou, NOW)[0].mine
    assert allow(request, zhou).state == "approved"


@pytest.mark.clause("archive-18.4")
def test_an_outsider_shows_a_paper_and_the_information_supervisor_may_allow_it(wu, bo, hua):
    with pytest.raises(Refusal) as refusal:
        asked(bo, wu, for_outsider=True, outsider="Ms Example", outsider_from="Example & Sons")
    assert refusal.value.field == "outsider"
    request = asked(
        bo,
        wu,
        for_outsider=True,
        outsider="Ms Example",
        outsider_from="Example & Sons",
        outsider_paper="letter",
    )
    assert allow(request, hua).state == "approved"


@pytest.mark.clause("archive-18.4", "archive-22")
def test_a_marked_file_takes_the_managers_word_a_top_secret_one_two(wu, bo, chen, mei, hua, gu):
    mark_file(customer=wu, mark="confidential", custodian=mei, reason="public", by=mei, now=NOW)
    assert sees(bo, wu) is False
    assert allow(asked(bo, wu), mei).state == "approved"
    assert sees(bo, wu)
    mark_file(customer=wu, mark="secret", custodian=hua, reason="public", by=hua, now=NOW)
    assert not sees(bo, wu)  # what was allowed under the lighter mark is closed
    request = asked(chen, wu)
    assert allow(request, mei).state == "asked"
    assert not sees(chen, wu)
    assert told(gu, NoticeKind.ACCESS_ASKED)
    assert allow(request, gu).state == "approved"
    assert sees(chen, wu)


@pytest.mark.clause("archive-23.1")
def test_a_copy_takes_one_word_of_two(wu, an, mei, hua, gu):
    for approver in (hua, gu):
        request = asked(an, wu, kind="copy")
        with pytest.raises(Refusal):
            allow(request, mei)
        assert allow(request, approver).state == "approved"
        assert sees(an, wu, action=Action.COPY)
        end_request(request=request, by=an, now=NOW)
        assert not sees(an, wu, action=Action.COPY)


@pytest.mark.clause("archive-24", "archive-23.2", "archive-26")
def test_passing_outside_takes_two_people_a_carrier_and_care(wu, an, bo, mei, hua):
    outside = {"outsider": "Example bank", "outsider_from": "the loan desk"}
    with pytest.raises(Refusal) as refusal:
        asked(an, wu, kind="outside", **outside)
    assert refusal.value.field == "carrier"
    for way in ("", "mail"):  # no open way is on the list
        with pytest.raises(Refusal) as refusal:
            asked(an, wu, kind="outside", carrier=an, safety="sealed envelope", way=way, **outside)
    assert refusal.value.field == "way"
    request = asked(an, wu, kind="outside", carrier=bo, safety="sealed envelope", way="hand", **outside)
    assert allow(request, hua).state == "asked"
    assert not sees(an, wu, action=Action.TAKE_OUTSIDE)
    assert not told(bo, NoticeKind.ACCESS_ANSWERED)
    assert allow(request, mei).state == "approved"
    assert told(bo, NoticeKind.ACCESS_ANSWERED)  # who carries it
    assert load_access_request(bo, request.pk) == request
    assert sees(an, wu, action=Action.TAKE_OUTSIDE)


@pytest.mark.clause("archive-24")
def test_who_holds_both_roles_gives_one_word(wu, office, an, mei):
    both = enrol(office, "both", Role.MANAGER, Role.INFORMATION)
    request = asked(
        an,
        wu,
        kind="outside",
        outsider="Example bank",
        outsider_from="the loan desk",
        carrier=an,
        way="courier",
        safety="sealed envelope",
    )
    assert allow(request, both).state == "asked"
    with pytest.raises(Refusal):
        allow(request, both)
    assert allow(request, mei).state == "approved"


@pytest.mark.clause("archive-10")
def test_statistics_for_a_department_go_from_the_manager_to_the_director(jin, mei, gu):
    request = ask_for(kind="statistics", customers=[], wish=wish(purpose="work"), by=jin, now=NOW)
    with pytest.raises(Refusal):
        allow(request, gu)
    assert allow(request, mei, gu).state == "approved"


@pytest.mark.clause("archive-13")
def test_a_report_is_reviewed_by_two_before_it_is_handed_out(mei, hua, jin):
    request = ask_for(kind="report", customers=[], wish=wish(purpose="work"), by=jin, now=NOW)
    assert allow(request, mei).state == "asked"
    assert allow(request, hua).state == "approved"


@pytest.mark.clause("archive-19.4")
def test_papers_of_a_top_secret_file_are_not_even_asked_for(wu, bo, hua):
    mark_file(customer=wu, mark="secret", custodian=hua, reason="public", by=hua, now=NOW)
    with pytest.raises(Refusal, match="not lent"):
        asked(bo, wu, kind="loan")


def test_what_one_may_do_anyway_and_what_waits_already_is_not_asked_for(wu, an, bo, mei):
    with pytest.raises(Refusal, match="already"):
        asked(an, wu)
    asked(bo, wu)
    with pytest.raises(Refusal, match="already"):
        asked(bo, wu)


def test_a_file_of_another_office_cannot_be_asked_for(stranger, wu):
    with pytest.raises(Refusal):
        asked(stranger, wu)


def test_what_nobody_can_allow_any_more_is_ended_by_the_manager(wu, bo, mei, hua):
    request = asked(bo, wu, kind="loan")
    assert not request_page(request, mei, NOW).may_end
    mark_file(customer=wu, mark="secret", custodian=hua, reason="public", by=hua, now=NOW)
    with pytest.raises(Refusal, match="End it"):
        allow(request, hua)
    assert request_page(request, mei, NOW).may_end
    assert end_request(request=request, by=mei, now=NOW).state == "ended"


def test_a_mark_between_asking_and_answering_changes_whose_word_it_takes(wu, bo, mei, hua):
    request = asked(bo, wu)
    mark_file(customer=wu, mark="secret", custodian=hua, reason="public", by=hua, now=NOW)
    assert allow(request, mei).state == "asked"
    assert AccessRequest.objects.get().mark == Mark.SECRET


def test_its_time_over_it_ends_by_itself_once(wu, bo, mei):
    request = allow(asked(bo, wu), mei)
    assert end_passed(now=NOW + 6 * DAY) == 0
    assert end_passed(now=NOW + 7 * DAY) == 1
    assert end_passed(now=NOW + 7 * DAY) == 0
    request.refresh_from_db()
    assert request.state == "ended"


def test_only_who_asked_or_may_allow_it_ends_it(wu, bo, chen, mei):
    request = allow(asked(bo, wu), mei)
    with pytest.raises(Refusal):
        end_request(request=request, by=chen, now=NOW)
    end_request(request=request, by=mei, now=NOW)
    assert not sees(bo, wu)


def test_doors_of_a_page(wu, an, bo):
    assert may_do_each(an, wu, Action.EDIT, Action.SEE_FILE, Action.MERGE) == {
        "edit": True,
        "see_file": True,
        "merge": False,
    }
    assert may_do_each(bo, wu, Action.EDIT, Action.SEE_FILE) == {"edit": False, "see_file": False}


@pytest.mark.clause("archive-23.1")
def test_where_nobody_keeps_the_information_the_manager_allows_a_copy(wu, an, mei):
    request = asked(an, wu, kind="copy")
    assert told(mei, NoticeKind.ACCESS_ASKED)
    [line] = requests_waiting(mei, NOW)
    assert line.mine and not line.nobody
    assert allow(request, mei).state == "approved"


@pytest.mark.clause("archive-24")
def test_what_takes_two_people_is_not_asked_where_there_is_one(wu, an, mei, gu):
    outside = {"outsider": "Example bank", "outsider_from": "the loan desk", "carrier": an, "way": "hand"}
    request = asked(an, wu, kind="outside", safety="sealed", **outside)  # the director stands in
    Member.objects.filter(pk=gu.pk).update(is_active=False)
    [line] = requests_waiting(mei, NOW)
    assert "Information supervisor" in line.nobody
    end_request(request=request, by=an, now=NOW)
    with pytest.raises(Refusal, match="Ask the administrator"):
        asked(an, wu, kind="outside", safety="sealed", **outside)
