"""Figures of a month and the analyses: what they count, who reviews, who approves."""

from datetime import date, timedelta

import pytest

from complaints.enums import AnalysisKind, AnalysisState, ConfirmedHow, Satisfaction, VisitWay
from complaints.selectors.figures import before, figures_of, return_calls, span_of
from complaints.services import analyses, closing, deeds
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Notice, Office
from tests.cast import enrol
from tests.complaints.taken import MONDAY, at, category, department, taken

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
DECEMBER = at(30, 10) + timedelta(days=2)


@pytest.fixture
def wang(office: Office) -> Member:
    """The director."""
    return enrol(office, "wang", Role.DIRECTOR)


def closed(by: Member, *, day: int):
    """Answered on the spot and confirmed on that day."""
    ticket = taken(by, now=at(day, 10))
    deeds.reply(ticket=ticket, text="Mended.", by=by, now=at(day, 11))
    return closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, by=by, now=at(day, 12))


def call(ticket, by: Member, now) -> None:
    closing.call_back(ticket=ticket, way=VisitWay.PHONE, satisfaction=Satisfaction.SATISFIED, by=by, now=now)


@pytest.mark.parametrize(
    ("kind", "day", "span"),
    [
        ("month", date(2026, 11, 17), NOVEMBER),
        ("month", date(2026, 12, 31), (date(2026, 12, 1), date(2026, 12, 31))),
        ("month", date(2028, 2, 1), (date(2028, 2, 1), date(2028, 2, 29))),
        ("quarter", date(2026, 11, 17), (date(2026, 10, 1), date(2026, 12, 31))),
        ("quarter", date(2027, 1, 1), (date(2027, 1, 1), date(2027, 3, 31))),
    ],
)
def test_months_and_quarters(kind, day, span) -> None:
    assert span_of(kind, day) == span
    assert span_of(kind, before(kind, span[0]))[1] == span[0] - timedelta(days=1)


@pytest.mark.clause("G-31")
def test_the_rate_counts_what_was_closed_and_called_back_in_time(lin, fang, office) -> None:
    in_time, on_the_last_day, late, never = (closed(lin, day=day) for day in (2, 3, 4, 5))
    call(in_time, fang, at(4, 10))
    call(on_the_last_day, fang, at(10, 17))
    call(late, fang, at(12, 10))
    assert never.called_at is None
    found = return_calls(office, *NOVEMBER, today=NOVEMBER[1])
    assert (found["closed"], found["called"], found["rate"]) == (4, 2, 50)
    assert found["satisfaction"] == [["satisfied", 2]]
    assert found["to_call"] == 0
    assert return_calls(office, *NOVEMBER, today=date(2026, 11, 12))["to_call"] == 1  # it ends today
    assert return_calls(office, date(2026, 10, 1), date(2026, 10, 31), today=NOVEMBER[1])["rate"] is None


@pytest.mark.clause("G-12")
def test_the_months_figures(lin, fang, other_office, stranger, office) -> None:
    leaks = category(lin)
    first = taken(lin, category=leaks, households=3, reply_by=MONDAY + timedelta(hours=5))
    deeds.assign(ticket=first, department=department(lin), by=lin, now=at(2, 10, 30))
    closed(lin, day=3)
    taken(lin, now=at(2, 10) - timedelta(days=20))
    taken(stranger)
    figures = figures_of(office, *NOVEMBER, today=NOVEMBER[1])
    names = ("taken", "major", "collective", "open", "replied", "closed", "called", "late")
    assert [figures[name] for name in names] == [2, 1, 1, 2, 1, 1, 0, 0]
    assert figures["categories"] == [["", 1], ["Leaks", 1]]
    assert figures["departments"] == [["", 1], ["Repairs", 1]]


@pytest.mark.clause("G-16", "G-17")
def test_through_review_to_the_directors_approval(lin, fang, mei, wang, office) -> None:
    taken(lin, now=at(2, 10) - timedelta(days=60))
    with pytest.raises(Refusal, match="not over"):
        analyses.start(office=office, kind=AnalysisKind.MONTH, on=date(2026, 12, 1), by=fang, now=DECEMBER)
    made = analyses.start(
        office=office, kind=AnalysisKind.QUARTER, on=date(2026, 9, 1), by=fang, now=DECEMBER
    )
    with pytest.raises(Refusal, match="already"):
        analyses.start(office=office, kind=AnalysisKind.QUARTER, on=date(2026, 7, 1), by=fang, now=DECEMBER)
    with pytest.raises(Refusal, match="Write"):
        analyses.hand_in(analysis=made, by=fang, now=DECEMBER)
    analyses.write(analysis=made, words="One leak.", by=fang, now=DECEMBER)
    with pytest.raises(Refusal, match="quarter"):
        analyses.hand_in(analysis=made, by=fang, now=DECEMBER)
    measure = analyses.add_measure(
        analysis=made,
        department=department(lin),
        cause="Old pipes",
        corrective="Mended",
        preventive="Looked at each spring",
        due_on=date(2026, 12, 31),
        by=fang,
        now=DECEMBER,
    )
    analyses.hand_in(analysis=made, by=fang, now=DECEMBER)
    assert [notice.kind for notice in Notice.objects.filter(member=mei)] == [NoticeKind.ANALYSIS]
    for wrong, service in ((fang, analyses.review), (mei, analyses.approve)):
        with pytest.raises(Refusal):
            service(analysis=made, by=wrong, now=DECEMBER)
    made.refresh_from_db()
    analyses.send_back(analysis=made, why="Which pipes?", by=mei, now=DECEMBER)
    made.refresh_from_db()
    assert (made.state, made.figures, made.sent_back) == (AnalysisState.DRAFT, {}, "Which pipes?")
    analyses.hand_in(analysis=made, by=fang, now=DECEMBER)
    analyses.review(analysis=made, by=mei, now=DECEMBER)
    made.refresh_from_db()
    assert made.figures["taken"] == 1
    approved = analyses.approve(analysis=made, by=wang, now=DECEMBER)
    assert (approved.state, approved.approved_by) == (AnalysisState.APPROVED, wang)
    with pytest.raises(Refusal, match="moved on"):
        analyses.write(analysis=made, words="Better.", by=fang, now=DECEMBER)
    analyses.finish_measure(measure=measure, by=fang, now=DECEMBER)
    with pytest.raises(Refusal, match="already"):
        analyses.finish_measure(measure=measure, by=fang, now=DECEMBER)


def test_pages_of_figures_and_analyses(lin, fang, an, office, client) -> None:
    taken(lin, category=category(lin))
    client.force_login(fang.user)
    shown = client.get(f"/harbour/complaints/figures/?month={MONDAY:%Y-%m}").content.decode()
    assert "Leaks" in shown
    assert client.get("/harbour/complaints/figures/?month=9999-99").status_code == 200
    made = analyses.start(office=office, kind=AnalysisKind.MONTH, on=date(2026, 9, 1), by=fang, now=DECEMBER)
    analyses.write(analysis=made, words="One leak.", by=fang, now=DECEMBER)
    for name in ("", "print/"):
        assert "One leak." in client.get(f"/harbour/complaints/analyses/{made.pk}/{name}").content.decode()
    client.force_login(an.user)
    assert client.get("/harbour/complaints/figures/").status_code == 403
