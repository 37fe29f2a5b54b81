"""Marks, loans, unusual looking, leaks and checks: what those who keep the files do, and what the clock does."""

from datetime import date, timedelta

import pytest

from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import AuditEntry, Notice
from tests.visitors.access_cast import allow, asked
from tests.visitors.rows import NOW, WU, file_of, receive
from visitors.access import Action
from visitors.access_approvals import Mark
from visitors.access_words import CheckItem
from visitors.models import ArchiveCheck, FileLoan, FileMark, LeakStep, UnusualLooking
from visitors.selectors.standing import heaviest_of, verdict_on
from visitors.services.archive_checks import finish_check, next_due, prepare_check
from visitors.services.archive_clock import mind_archive, watch_looking
from visitors.services.file_loans import hand_over_papers, sign_for, take_back_papers
from visitors.services.file_marks import NotYoursToMark, mark_file
from visitors.services.leaks import add_leak_step, close_leak, report_leak
from visitors.services.looks import note_look
from visitors.services.unusual_looking import answer_unusual

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 2)


@pytest.fixture
def wu(lin, an):
    """An's customer."""
    customer = file_of(lin, name=WU)
    receive(customer, an)
    return customer


def notices(kind) -> list[str]:
    found = Notice.objects.filter(kind=kind).order_by("member__name")
    return [each.member.name for each in found.select_related("member")]


def marked(customer, mark, by, custodian=None, now=NOW) -> FileMark:
    return mark_file(customer=customer, mark=mark, custodian=custodian, reason="wish", by=by, now=now)


# marks


@pytest.mark.clause("archive-22")
def test_a_marked_file_has_somebody_who_keeps_it(wu, bo, hua):
    with pytest.raises(Refusal) as refusal:
        marked(wu, "secret", hua)
    assert refusal.value.field == "custodian"
    marked(wu, "secret", hua, bo)
    assert heaviest_of([wu]) is Mark.SECRET
    assert verdict_on(bo, wu, Action.SEE_FILE, NOW).allowed
    assert notices(NoticeKind.FILE_KEPT) == ["Bo"]


@pytest.mark.clause("archive-22")
def test_top_secret_takes_the_file_from_its_consultant(wu, an, bo, hua):
    marked(wu, "confidential", hua, bo)
    assert verdict_on(an, wu, Action.SEE_FILE, NOW).allowed
    marked(wu, "secret", hua, bo, now=NOW + DAY)
    assert not verdict_on(an, wu, Action.SEE_FILE, NOW + DAY).allowed
    marked(wu, "none", hua, now=NOW + 2 * DAY)
    assert verdict_on(an, wu, Action.SEE_FILE, NOW + 2 * DAY).allowed


@pytest.mark.clause("archive-22")
def test_who_marks_and_lifts(wu, an, bo, mei, hua):
    for member, mark in ((an, "confidential"), (mei, "secret")):
        with pytest.raises(NotYoursToMark):
            marked(wu, mark, member, bo)
    marked(wu, "confidential", mei, bo)
    marked(wu, "secret", hua, bo, now=NOW + DAY)
    with pytest.raises(NotYoursToMark):
        marked(wu, "none", mei, now=NOW + DAY)
    assert heaviest_of([wu]) is Mark.SECRET
    entry = AuditEntry.objects.filter(action=AuditAction.FILE_MARKED).latest("pk")
    assert entry.details == {"mark": "secret", "was": "confidential", "keeper": bo.pk}


def test_the_same_mark_again_and_lifting_none_are_refused(wu, bo, mei):
    marked(wu, "confidential", mei, bo)
    with pytest.raises(Refusal):
        marked(wu, "confidential", mei, bo)
    marked(wu, "none", mei, now=NOW + DAY)
    with pytest.raises(Refusal):
        marked(wu, "none", mei, now=NOW + DAY)


def test_somebody_of_another_office_keeps_nothing_here(wu, mei, stranger):
    with pytest.raises(Refusal):
        marked(wu, "confidential", mei, stranger)


def test_the_mark_of_an_alias_marks_the_person_and_is_lifted_with_it(wu, lin, bo, mei):
    alias = file_of(lin, name="Wu")
    marked(alias, "confidential", mei, bo)
    alias.merged_into = wu
    alias.save(update_fields=["merged_into"])
    assert heaviest_of([wu]) is Mark.CONFIDENTIAL
    marked(wu, "none", mei, now=NOW + DAY)
    assert heaviest_of([wu]) is Mark.NONE


# loans


def borrowed(wu, bo, hua, mei=None) -> FileLoan:
    request = allow(asked(bo, wu, kind="loan", copies=2), *([hua, mei] if mei else [hua]))
    return hand_over_papers(request=request, customer=wu, by=hua, now=NOW)


@pytest.mark.clause("archive-19.2", "archive-19.4", "archive-19.5")
def test_papers_are_lent_on_a_request_for_three_calendar_days_and_signed_for(wu, bo, mei, hua):
    request = asked(bo, wu, kind="loan", copies=2)
    with pytest.raises(Refusal):
        hand_over_papers(request=request, customer=wu, by=hua, now=NOW)
    allow(request, hua)
    with pytest.raises(Refusal):
        hand_over_papers(request=request, customer=wu, by=bo, now=NOW)
    loan = hand_over_papers(request=request, customer=wu, by=hua, now=NOW)
    assert (loan.due_on, loan.copies, loan.borrower, loan.what) == (
        TODAY + 3 * DAY,
        2,
        bo,
        "the visits of this year",
    )
    with pytest.raises(Refusal):
        sign_for(loan=loan, by=mei, now=NOW)
    assert sign_for(loan=loan, by=bo, now=NOW).signed_at == NOW


@pytest.mark.clause("archive-19.5")
def test_there_is_no_second_loan_on_a_request_and_no_second_borrower(wu, bo, chen, hua):
    loan = borrowed(wu, bo, hua)
    with pytest.raises(Refusal):
        hand_over_papers(request=loan.request, customer=wu, by=hua, now=NOW)
    other = allow(asked(chen, wu, kind="loan"), hua)
    with pytest.raises(Refusal, match="Somebody else has"):
        hand_over_papers(request=other, customer=wu, by=hua, now=NOW)
    take_back_papers(loan=loan, by=hua, now=NOW + DAY)
    assert hand_over_papers(request=other, customer=wu, by=hua, now=NOW + DAY).due_on == TODAY + 4 * DAY


@pytest.mark.clause("archive-20")
def test_the_return_cancels_the_line_and_closes_the_request(wu, bo, mei, hua):
    loan = borrowed(wu, bo, hua)
    assert verdict_on(bo, wu, Action.SEE_FILE, NOW).allowed
    with pytest.raises(Refusal):
        take_back_papers(loan=loan, by=bo, now=NOW + DAY)
    back = take_back_papers(loan=loan, by=mei, now=NOW + DAY)
    assert (back.returned_to, back.request.state) == (mei, "ended")
    assert not verdict_on(bo, wu, Action.SEE_FILE, NOW + DAY).allowed
    with pytest.raises(Refusal):
        take_back_papers(loan=loan, by=mei, now=NOW + DAY)


@pytest.mark.clause("archives-6")
def test_papers_of_a_confidential_file_take_two_words(wu, bo, mei, hua):
    marked(wu, "confidential", mei, mei)
    request = asked(bo, wu, kind="loan")
    assert allow(request, hua).state == "asked"
    assert allow(request, mei).state == "approved"


def test_a_mark_after_the_approval_stops_the_hand_over(wu, bo, mei, hua):
    request = allow(asked(bo, wu, kind="loan"), hua)
    marked(wu, "confidential", mei, mei)
    with pytest.raises(Refusal, match="marked since"):
        hand_over_papers(request=request, customer=wu, by=hua, now=NOW)


@pytest.mark.clause("archive-19.5")
def test_borrowers_are_reminded_and_overdue_papers_climb_each_day_once(wu, bo, mei, hua):
    borrowed(wu, bo, hua)
    for _again in range(2):
        mind_archive(now=NOW + 2 * DAY)
    assert notices(NoticeKind.FILE_LOAN_DUE) == ["Bo"]
    mind_archive(now=NOW + 3 * DAY)
    assert notices(NoticeKind.FILE_LOAN_OVERDUE) == []  # the last day is still within the time
    for _again in range(2):
        mind_archive(now=NOW + 4 * DAY)
    assert notices(NoticeKind.FILE_LOAN_OVERDUE) == ["Bo", "Hua", "Mei"]
    mind_archive(now=NOW + 5 * DAY)
    assert len(notices(NoticeKind.FILE_LOAN_OVERDUE)) == 6


# unusual looking


def look_at(files, by, at=NOW) -> None:
    for number, file in enumerate(files):
        moment = at + timedelta(seconds=number)
        verdict = verdict_on(by, file, Action.SEE_CARD, moment)
        note_look(customer=file, action=Action.SEE_CARD, verdict=verdict, by=by, now=moment)


@pytest.mark.clause("archive-1")
def test_very_many_files_in_a_short_time_tell_the_manager_once(lin, bo, mei, hua):
    files = [file_of(lin, name=f"Guest {number}") for number in range(31)]
    look_at(files[:30], bo)
    assert watch_looking(now=NOW + timedelta(minutes=5)) == 0
    look_at(files[30:], bo, NOW + timedelta(minutes=5))
    for _again in range(2):
        watch_looking(now=NOW + timedelta(minutes=10))
    row = UnusualLooking.objects.get()
    assert (row.member, row.kind, row.count, row.on) == (bo, "many", 31, TODAY)
    assert notices(NoticeKind.UNUSUAL_LOOKING) == ["Hua", "Mei"]


@pytest.mark.clause("archive-1")
def test_other_peoples_customers_at_night_do_and_ones_own_do_not(lin, an, bo, mei):
    night = NOW + timedelta(hours=9)  # 23:20 on the office's clock
    files = [file_of(lin, name=f"Guest {number}") for number in range(3)]
    for file in files:
        receive(file, an)
        note_look(
            customer=file,
            action=Action.SEE_FILE,
            verdict=verdict_on(an, file, Action.SEE_FILE, night),
            by=an,
            now=night,
        )
    look_at(files, bo, night)
    assert watch_looking(now=night + timedelta(minutes=5)) == 1
    row = UnusualLooking.objects.get()
    assert (row.member, row.kind, row.on) == (bo, "night", TODAY)


def test_nobody_answers_for_their_own_looking(lin, mei, gu):
    look_at([file_of(lin, name=f"Guest {number}") for number in range(31)], mei)
    watch_looking(now=NOW + timedelta(minutes=5))
    row = UnusualLooking.objects.get()
    assert notices(NoticeKind.UNUSUAL_LOOKING) == ["Gu"]  # the only one to ask is the one who looked
    with pytest.raises(Refusal):
        answer_unusual(looking=row, answer="work", by=mei, now=NOW)
    assert answer_unusual(looking=row, answer="work", by=gu, now=NOW).answered_by == gu
    with pytest.raises(Refusal):
        answer_unusual(looking=row, answer="leak", by=gu, now=NOW)


# leaks


def leak(by, **said):
    usual = {
        "how": "sent",
        "what": ["contact"],
        "customers": 3,
        "is_certain": True,
        "found_at": NOW - timedelta(hours=1),
        "text": "A list went to the wrong group",
        "at_once": "Had it deleted",
    }
    return report_leak(**{**usual, **said}, by=by, now=NOW)


@pytest.mark.clause("archive-27")
def test_anybody_reports_a_leak_with_what_was_done_and_the_leaders_know_at_once(lin, mei, hua, gu):
    incident = leak(lin)
    assert notices(NoticeKind.LEAK) == ["Gu", "Hua", "Mei"]
    steps = list(incident.steps.values_list("kind", "whom"))
    assert steps == [
        ("measure", ""),
        ("told", "information"),
        ("told", "manager"),
        ("told", "director"),
    ]


@pytest.mark.clause("archive-27")
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("at_once", {"at_once": " "}),
        ("text", {"text": ""}),
        ("what", {"what": []}),
        ("what", {"what": ["weather"]}),
        ("how", {"how": ""}),
        ("found_at", {"found_at": NOW + DAY}),
        ("customers", {"customers": -1}),
    ],
)
def test_a_report_without_measures_or_data_is_no_report(lin, field, said):
    with pytest.raises(Refusal) as refusal:
        leak(lin, **said)
    assert refusal.value.field == field


@pytest.mark.clause("archive-27")
def test_a_leak_is_closed_by_a_leader_in_words_and_stays_closed(lin, mei):
    incident = leak(lin)
    with pytest.raises(Refusal, match="customers or the authority"):  # that the leaders know is not enough
        close_leak(incident=incident, text="over", by=mei, now=NOW)
    add_leak_step(incident=incident, kind="told", whom="customers", text="All three called", by=mei, now=NOW)
    with pytest.raises(Refusal):
        add_leak_step(incident=incident, kind="told", whom="", text="somebody", by=mei, now=NOW)
    with pytest.raises(Refusal):
        close_leak(incident=incident, text="Done", by=lin, now=NOW)
    close_leak(incident=incident, text="Groups were parted", by=mei, now=NOW + DAY)
    assert LeakStep.objects.filter(kind="closed").count() == 1
    with pytest.raises(Refusal):
        add_leak_step(incident=incident, kind="measure", whom="", text="more", by=mei, now=NOW + DAY)


# archive checks


@pytest.fixture
def quarter(office):
    """The day before which the first check of the office is due."""
    return next_due(office, TODAY)


@pytest.mark.clause("archives-5")
def test_the_check_comes_a_week_before_the_quarter_is_over_and_tells_once_a_week(office, quarter, mei, hua):
    at = NOW.replace(year=quarter.year, month=quarter.month, day=quarter.day)
    assert prepare_check(office, at - 8 * DAY) == 0
    assert prepare_check(office, at - 7 * DAY) == 2
    assert prepare_check(office, at - 6 * DAY) == 0
    assert prepare_check(office, at) == 2
    assert ArchiveCheck.objects.get().due_on == quarter


@pytest.mark.clause("archives-5")
def test_every_question_is_answered_and_what_is_open_said(office, quarter, hua):
    at = NOW.replace(year=quarter.year, month=quarter.month, day=quarter.day)
    prepare_check(office, at)
    check = ArchiveCheck.objects.get()
    answers = dict.fromkeys(CheckItem.values, "good")
    with pytest.raises(Refusal) as refusal:
        finish_check(check=check, answers={**answers, "marks": ""}, note="", by=hua, now=at)
    assert refusal.value.field == "marks"
    answers["loans"] = "open"
    with pytest.raises(Refusal) as refusal:
        finish_check(check=check, answers=answers, note="", by=hua, now=at)
    assert refusal.value.field == "note"
    finish_check(check=check, answers=answers, note="One is late; Bo brings it", by=hua, now=at)
    assert check.lines.count() == len(CheckItem.values)
    assert next_due(office, quarter) > quarter + 80 * DAY
    with pytest.raises(Refusal):
        finish_check(check=check, answers=answers, note="again", by=hua, now=at)
