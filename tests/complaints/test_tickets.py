"""A complaint's life through the services: taken, with a department, answered, confirmed, called back, archived."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from complaints.drawn import is_path
from complaints.enums import ConfirmedHow, Satisfaction, TicketKind, TicketState, VisitWay
from complaints.models import Signature, Ticket, TicketStep, TicketTelling
from complaints.selectors.tickets import daily, listed, visible_to
from complaints.services import closing, deeds, handing_over, sorting
from complaints.services.clock import Unread, climb
from complaints.services.closing import Signed
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Notice, Office
from offices.sealing import unseal
from tests.cast import enrol
from tests.complaints.taken import MONDAY, at, category, department, fresh, kinds, taken
from tests.visitors.rows import file_of
from visitors.models import Contact

DRAWN = Signed("M10 10L40 60L80 20L120 70", 600, 200)


def notices(member: Member) -> list[str]:
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def wang(office: Office) -> Member:
    """The director, head of the centre."""
    return enrol(office, "wang", Role.DIRECTOR)


@pytest.fixture
def sun(office: Office) -> Member:
    """The supervisor."""
    return enrol(office, "sun", Role.SUPERVISOR)


@pytest.mark.clause("G-13", "G-14", "G-21", "G-05", "G-31")
def test_from_the_first_word_to_the_archive(lin, fang, mei, chen) -> None:
    """The six steps of a general complaint, each by whom it is for."""
    repairs = department(lin, head=chen)
    ticket = taken(lin)
    assert (ticket.label, ticket.summary) == ("2026-0001", "The lift stood still.")
    assert (ticket.answerable, ticket.next_deed, ticket.next_due) == (lin, "assigned", at(2, 11))
    assert ticket.reply_due == at(4, 16)
    deeds.assign(ticket=ticket, department=repairs, by=lin, now=at(2, 10, 30))
    assert notices(chen) == [NoticeKind.TICKET]
    deeds.handle(ticket=ticket, text="New cable.", by=chen, now=at(2, 16))
    assert NoticeKind.TICKET in notices(fang)
    deeds.take_back(ticket=ticket, by=fang, now=at(2, 17))
    assert fresh(ticket).next_who == "answerable"
    deeds.reply(ticket=ticket, text="It runs again.", by=lin, now=at(2, 17, 30))
    closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, by=lin, now=at(3, 10))
    assert (fresh(ticket).state, fresh(ticket).closed_at) == (TicketState.CONFIRMED, at(3, 10))
    with pytest.raises(Refusal, match="2026-11-11"):
        closing.archive(ticket=ticket, by=fang, now=at(3, 11))
    closing.call_back(
        ticket=ticket, way=VisitWay.PHONE, satisfaction=Satisfaction.SATISFIED, by=fang, now=at(5, 10)
    )
    closing.archive(ticket=ticket, by=fang, now=at(5, 11))
    ended = fresh(ticket)
    assert (ended.state, ended.satisfaction, ended.next_deed) == ("archived", "satisfied", "")
    assert kinds(ticket) == [
        *("opened", "assigned", "handled", "returned", "replied", "confirmed", "called", "archived")
    ]


@pytest.mark.clause("G-06", "G-09", "G-10")
def test_a_major_one_is_told_at_once_and_needs_a_time(lin, mei, wang) -> None:
    with pytest.raises(Refusal, match="must") as refused:
        taken(lin, kind=TicketKind.MAJOR)
    assert refused.value.field == "reply_by"
    assert not Ticket.objects.exists()
    ticket = taken(lin, households=3, reply_by=at(2, 15))
    assert ticket.is_major and ticket.reply_due == at(2, 15)
    assert notices(mei) == notices(wang) == [NoticeKind.TICKET_MAJOR]


def test_a_third_household_makes_it_major_and_asks_for_a_time(lin, mei, wang) -> None:
    ticket = taken(lin, households=2)
    deeds.count_households(ticket=ticket, households=3, by=lin, now=at(2, 12))
    row = fresh(ticket)
    assert (row.is_major, row.next_deed, row.reply_due) == (True, "promised", at(2, 16))
    assert notices(wang) == [NoticeKind.TICKET_MAJOR]
    deeds.promise(ticket=ticket, until=at(2, 17), by=lin, now=at(2, 12, 5))
    assert fresh(ticket).reply_due == at(2, 17)


@pytest.mark.clause("G-03", "G-29")
def test_what_cannot_be_solved_is_explained_with_a_time(lin, fang) -> None:
    ticket = taken(lin)
    for until in (at(2, 10), at(2, 10) + timedelta(days=16)):
        with pytest.raises(Refusal) as refused:
            deeds.explain(ticket=ticket, text="No part.", until=until, by=lin, now=at(2, 11))
        assert refused.value.field == "until"
    deeds.explain(ticket=ticket, text="No part.", until=at(9, 15), by=lin, now=at(2, 11))
    row = fresh(ticket)
    assert (row.state, row.reply_due, row.next_deed) == ("explained", at(9, 15), "replied")


def test_waiting_stops_the_clocks(lin, fang) -> None:
    ticket = taken(lin)
    deeds.wait(ticket=ticket, text="Needs the key.", by=lin, now=at(2, 12))
    row = fresh(ticket)
    assert (row.is_waiting, row.reply_due, row.look_at) == (True, None, None)
    assert climb(now=at(9, 12)) == 0
    deeds.resume(ticket=ticket, by=lin, now=at(9, 12))
    assert fresh(ticket).reply_due == at(11, 16)


@pytest.mark.clause("G-36")
def test_what_is_late_climbs_once_however_often_the_clock_looks(lin, fang, mei, wang, chen) -> None:
    ticket = taken(lin)
    deeds.assign(ticket=ticket, department=department(lin, head=chen), by=lin, now=at(2, 10, 30))
    assert climb(now=at(3, 16)) == 0
    assert climb(now=at(3, 16, 35)) == 1
    assert climb(now=at(3, 16, 40)) == 0
    assert notices(chen) == [NoticeKind.TICKET, NoticeKind.TICKET_DUE]
    assert climb(now=at(4, 18)) == 1  # nobody ran the clock for a day
    assert notices(chen).count(NoticeKind.TICKET_DUE) == 2
    assert notices(mei) == [NoticeKind.TICKET_DUE]
    assert notices(wang) == [NoticeKind.TICKET_DUE]
    told = TicketTelling.objects.filter(ticket=ticket).values_list("key", flat=True)
    assert {"handle.1.due.department", "handle.1.manager.manager", "handle.1.head.head"} <= set(told)


@pytest.mark.clause("G-41")
def test_not_content_goes_to_the_second_level(lin, fang, wang) -> None:
    ticket = taken(lin)
    deeds.reply(ticket=ticket, text="Sorry.", by=lin, now=at(2, 11))
    closing.not_content(ticket=ticket, text="Nothing changed.", by=lin, now=at(2, 12))
    row = fresh(ticket)
    assert (row.state, row.level) == ("received", 2)
    assert notices(wang) == [NoticeKind.TICKET]


def test_not_content_at_the_return_call_opens_it_again(lin, fang, wang) -> None:
    ticket = closed(lin)
    called = closing.call_back(
        ticket=ticket,
        way=VisitWay.PHONE,
        satisfaction=Satisfaction.DISSATISFIED,
        text="It leaks again.",
        by=fang,
        now=at(4, 10),
    )
    assert (called.state, called.level, called.closed_at, called.called_at) == ("received", 2, None, None)
    assert kinds(ticket)[-2:] == ["called", "dissatisfied"]


def closed(by: Member) -> Ticket:
    """Answered and confirmed on Tuesday."""
    ticket = taken(by)
    deeds.reply(ticket=ticket, text="Mended.", by=by, now=at(2, 11))
    return closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, by=by, now=at(3, 10))


def test_opened_again_within_thirty_days_with_its_history(lin, fang) -> None:
    ticket = closed(lin)
    before = kinds(ticket)
    closing.reopen(ticket=ticket, text="The same.", by=lin, now=at(3, 10) + timedelta(days=30))
    assert (fresh(ticket).state, fresh(ticket).closed_at) == ("received", None)
    assert kinds(ticket) == [*before, "reopened"]
    other = closed(lin)
    with pytest.raises(Refusal, match="2026-12-03"):
        closing.reopen(ticket=other, text="The same.", by=lin, now=at(3, 10) + timedelta(days=31))


def test_a_silent_customer_is_waited_for(lin, fang) -> None:
    ticket = taken(lin)
    deeds.reply(ticket=ticket, text="Mended.", by=lin, now=at(2, 11))
    with pytest.raises(Refusal, match="2026-11-10"):
        closing.close_unanswered(ticket=ticket, text="Called thrice.", by=fang, now=at(9, 17))
    closing.close_unanswered(ticket=ticket, text="Called thrice.", by=fang, now=at(10, 9))
    assert (fresh(ticket).state, fresh(ticket).confirmed_how) == ("confirmed", "")


@pytest.mark.clause("G-25", "G-28")
def test_on_site_the_customer_signs(lin, fang) -> None:
    ticket = taken(lin)
    deeds.reply(ticket=ticket, text="Mended.", by=lin, now=at(2, 11))
    for nothing in (None, Signed(), Signed("M1 1", 600, 200), Signed("M1 1L2 2<script>", 600, 200)):
        with pytest.raises(Refusal) as refused:
            closing.confirm(ticket=ticket, how=ConfirmedHow.SIGNED, signed=nothing, by=lin, now=at(3, 10))
        assert refused.value.field == "signature_name"
    closing.confirm(ticket=ticket, how=ConfirmedHow.SIGNED, signed=DRAWN, by=lin, now=at(3, 10))
    signature = Signature.objects.get()
    assert signature.is_drawn and unseal(signature.sealed) == DRAWN.path
    assert DRAWN.path not in signature.sealed
    with pytest.raises(Refusal):
        closing.call_back(
            ticket=ticket, way=VisitWay.VISIT, satisfaction=Satisfaction.SATISFIED, by=fang, now=at(4, 10)
        )
    closing.call_back(
        ticket=ticket,
        way=VisitWay.VISIT,
        satisfaction=Satisfaction.SATISFIED,
        signed=Signed(name="Zhou"),
        by=fang,
        now=at(4, 10),
    )
    assert {row.is_drawn for row in Signature.objects.all()} == {True, False}


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("M1 1L2 2L3 3L4 4", True),
        ("M1 1L2 2M5 5L6 6L7 7", True),
        ("M1 1L2 2", False),
        ("L1 1L2 2L3 3L4 4", False),
        ("M1 1L2 2L3 3L4 4Z", False),
        ('M1 1L2 2L3 3L4 4"/><script>', False),
        ("M1 1" + "L2 2" * 7000, False),
    ],
)
def test_only_strokes_are_a_drawing(path: str, is_one: bool) -> None:
    assert is_path(path) == is_one


@pytest.mark.clause("G-21")
def test_handing_over_needs_the_others_acceptance(lin, an, fang, bo) -> None:
    ticket = taken(lin)
    with pytest.raises(Refusal):
        handing_over.offer(ticket=ticket, to=an, by=bo, now=at(2, 11))
    handing_over.offer(ticket=ticket, to=an, by=lin, now=at(2, 11))
    assert fresh(ticket).answerable == lin
    assert notices(an) == [NoticeKind.TICKET_OFFERED]
    with pytest.raises(Refusal):
        handing_over.accept(ticket=ticket, by=bo, now=at(2, 12))
    handing_over.decline(ticket=ticket, by=an, now=at(2, 12))
    assert (fresh(ticket).answerable, fresh(ticket).offered_to) == (lin, None)
    handing_over.offer(ticket=ticket, to=an, by=lin, now=at(2, 13))
    handing_over.accept(ticket=ticket, by=an, now=at(2, 14))
    assert fresh(ticket).answerable == an
    assert notices(lin)[-1] == NoticeKind.TICKET_ANSWERED
    with pytest.raises(Refusal, match="somebody else"):
        deeds.reply(ticket=ticket, text="Sorry.", by=lin, now=at(2, 15))


@pytest.mark.clause("G-30")
def test_the_same_matter_of_the_same_customer_is_joined(lin, an, fang) -> None:
    leaks, noise = category(lin), category(lin, name="Noise")
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    first = taken(lin, category=leaks, customer=zhou)
    again = taken(an, category=leaks, phone="13800001234", now=at(4, 10))
    assert (again.repeats, again.customer) == (first, zhou)
    assert notices(fang) == [NoticeKind.TICKET]
    other = taken(an, category=noise, phone="13800001234", now=at(5, 10))
    assert other.repeats is None
    sorting.join(ticket=other, to=again, by=an, now=at(5, 11))
    assert fresh(other).repeats == first
    late = taken(lin, category=leaks, customer=zhou, now=MONDAY + timedelta(days=200))
    assert late.repeats is None
    with pytest.raises(Refusal):
        sorting.join(ticket=other, to=other, by=an, now=at(5, 12))


def test_only_the_later_one_is_joined_with_the_earlier(lin) -> None:
    first, later, last = taken(lin), taken(lin), taken(lin)
    with pytest.raises(Refusal, match="earlier"):
        sorting.join(ticket=first, to=later, by=lin, now=at(2, 11))
    stale = fresh(later)
    sorting.join(ticket=later, to=first, by=lin, now=at(2, 11))
    sorting.join(ticket=last, to=stale, by=lin, now=at(2, 12))  # the page was older than the other joining
    assert fresh(last).repeats == first


def test_a_second_broken_promise_is_heard_of_too(lin, fang) -> None:
    ticket = taken(lin)
    deeds.assign(ticket=ticket, department=department(lin), by=lin, now=at(2, 10))
    climb(now=at(4, 17))
    late = NoticeKind.TICKET_DUE
    before = notices(fang).count(late)
    deeds.promise(ticket=ticket, until=at(5, 12), by=lin, now=at(4, 17, 30))
    climb(now=at(5, 11, 50))
    assert notices(fang).count(late) == before
    climb(now=at(5, 12, 5))
    assert notices(fang).count(late) == before + 1
    climb(now=at(5, 12, 10))
    assert notices(fang).count(late) == before + 1


def test_one_that_cannot_be_judged_keeps_nobody_from_hearing_of_the_others(lin, office) -> None:
    Ticket.objects.create(
        office=office, year=2026, number=900, channel="call", kind="general", summary="No steps",
        opened_at=MONDAY, opened_by=lin, look_at=at(1, 9),
    )  # fmt: skip
    ticket = taken(lin)
    with pytest.raises(Unread):
        climb(now=at(2, 11, 5))
    assert TicketTelling.objects.filter(ticket=ticket, key="assign.1.due.answerable").exists()


def test_nothing_is_handed_over_once_the_customer_has_said_yes(lin, an) -> None:
    ticket = taken(lin)
    handing_over.offer(ticket=ticket, to=an, by=lin, now=at(2, 11))
    deeds.reply(ticket=ticket, text="Mended.", by=lin, now=at(2, 12))
    closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, by=lin, now=at(2, 13))
    with pytest.raises(Refusal, match="any more"):
        handing_over.accept(ticket=ticket, by=an, now=at(2, 14))
    assert fresh(ticket).answerable == lin


def test_another_category_may_make_it_major(lin, fang, wang) -> None:
    ticket = taken(lin)
    sorting.sort(ticket=ticket, category=category(lin, name="Fire", is_major=True), by=lin, now=at(2, 11))
    assert fresh(ticket).is_major
    assert kinds(ticket) == ["opened", "sorted", "raised"]
    assert notices(wang) == [NoticeKind.TICKET_MAJOR]


def test_who_is_nothing_to_it_does_nothing(lin, an, fang, stranger) -> None:
    ticket = taken(lin)
    for member in (an, stranger):
        with pytest.raises(Refusal):
            deeds.reply(ticket=ticket, text="Sorry.", by=member, now=at(2, 11))
        with pytest.raises(Refusal):
            deeds.note(ticket=ticket, text="Sorry.", by=member, now=at(2, 11))
    with pytest.raises(Refusal):
        deeds.handle(ticket=ticket, text="Done.", by=lin, now=at(2, 11))
    assert kinds(ticket) == ["opened"]


def test_an_old_page_does_nothing(lin, fang) -> None:
    ticket = taken(lin)
    deeds.note(ticket=ticket, text="Called.", by=lin, now=at(2, 11))
    deeds.reply(ticket=ticket, text="Mended.", seen=1, by=lin, now=at(2, 12))  # a note changes nothing
    with pytest.raises(Refusal, match="meanwhile"):
        closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, seen=1, by=lin, now=at(2, 13))
    with pytest.raises(Refusal, match="elsewhere"):
        deeds.reply(ticket=ticket, text="Again.", by=lin, now=at(2, 14))


def test_steps_stay_as_they_are(lin) -> None:
    step = taken(lin).steps.get()
    for change in (lambda: TicketStep.objects.update(kind="replied"), step.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert kinds(step.ticket) == ["opened"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.update(state="confirmed")


def test_words_stand_beside_their_step(lin) -> None:
    step = taken(lin).steps.get()
    assert step.words.text == "The lift stood still.\nTwice."
    assert "lift" not in str(step.details)
    assert step.commitment.startswith("sha256:")


def test_a_call_about_a_customer_is_a_contact(lin, fang) -> None:
    zhou = file_of(lin, name="Zhou")
    taken(lin, customer=zhou)
    contact = Contact.objects.get(customer=zhou)
    assert (contact.kind, contact.role) == ("call", "none")


def test_lists_show_each_complaint_to_whom_it_concerns(lin, an, bo, fang, chen) -> None:
    mine, other = taken(lin), taken(an)
    deeds.assign(ticket=other, department=department(lin, head=chen), by=an, now=at(2, 11))
    about = taken(lin, about=bo)
    assert set(visible_to(lin)) == {mine, about}
    assert set(visible_to(an)) == set(visible_to(chen)) == {other}
    assert set(visible_to(bo)) == set()
    assert set(visible_to(fang)) == {mine, other, about}
    assert list(listed(fang, chosen="all", text="2026-0002", now=at(2, 12))) == [other]
    groups = {group.code: group.rows for group in daily(fang, at(2, 12))}
    assert set(groups["late"]) == {mine, about}
    assert groups["later"] == [other]


class ThoughtBetter(Exception):
    """Somebody gives up in the middle."""


@transaction.atomic
def given_up(by: Member) -> None:
    taken(by)
    raise ThoughtBetter


@pytest.mark.django_db(transaction=True)
def test_joining_at_once_leaves_no_chain(lin) -> None:
    """One joins the last with the middle one while another joins that with the first: all end at the first."""
    first, middle, last = taken(lin), taken(lin), taken(lin)
    start = Barrier(2)

    def one(pair: tuple[Ticket, Ticket]) -> None:
        start.wait()
        try:
            with suppress(Refusal):
                sorting.join(ticket=pair[0], to=pair[1], by=lin, now=at(2, 11))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [(last, middle), (middle, first)]))
    assert fresh(last).repeats is not None
    assert not Ticket.objects.filter(repeats__repeats__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_answers_for_it(lin, an) -> None:
    ticket = taken(lin)
    handing_over.offer(ticket=ticket, to=an, by=lin, now=at(2, 11))
    start, done = Barrier(2), []

    def one(_number: int) -> None:
        start.wait()
        try:
            with suppress(Refusal):
                done.append(handing_over.accept(ticket=ticket, by=an, now=at(2, 12)))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert len(done) == 1
    assert kinds(ticket) == ["opened", "offered", "accepted"]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(lin, fang) -> None:
    ticket = taken(lin)
    start = Barrier(2)

    def one(_number: int) -> None:
        start.wait()
        try:
            climb(now=at(5, 12))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    keys = list(ticket.tellings.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) > 2
    assert notices(fang).count(NoticeKind.TICKET_DUE) == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_many_take_at_once(lin) -> None:
    start = Barrier(4)

    def one(number: int) -> None:
        start.wait()
        try:
            if number == 3:
                with pytest.raises(ThoughtBetter):
                    given_up(lin)
            else:
                taken(lin)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))
    assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2, 3]
