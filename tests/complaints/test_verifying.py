"""A complaint about a consultant is looked into by somebody whom it does not concern, and bears on their deals."""

from uuid import uuid4

import pytest

from complaints.enums import Channel
from complaints.selectors.people import may_read
from complaints.services import handing_over
from complaints.services.opening import TicketEntry, open_ticket
from complaints.services.verifying import name, verify
from deals.enums import Decision, FactKind
from deals.models import DealFact
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Notice, Office
from tests.cast import enrol
from tests.complaints.taken import at, fresh, taken
from tests.visitors.rows import file_of, receive


@pytest.fixture
def sun(office: Office) -> Member:
    """The supervisor."""
    return enrol(office, "sun", Role.SUPERVISOR)


@pytest.mark.clause("G-48")
def test_what_came_by_the_web_form_is_found_to_be_about_a_consultant(office, fang, bo, sun, mei) -> None:
    zhou = file_of(fang, name="Zhou", phone="13800001234")
    entry = TicketEntry(channel=Channel.WEB, text="The young man was rude.", phone="13800001234")
    ticket = open_ticket(office=office, entry=entry, by=None, now=at(2, 10))
    handing_over.take(ticket=ticket, by=fang, now=at(2, 11))
    handing_over.offer(ticket=ticket, to=bo, by=fang, now=at(2, 12))
    handing_over.accept(ticket=ticket, by=bo, now=at(2, 13))
    with pytest.raises(Refusal, match="themselves"):
        name(ticket=ticket, about=bo, by=bo, now=at(2, 14))
    name(ticket=ticket, about=bo, text="Zhou says so.", by=fang, now=at(2, 14))
    found = fresh(ticket)
    assert (found.about_member, found.answerable, found.next_deed) == (bo, fang, "assigned")
    assert not may_read(bo, found)
    assert NoticeKind.TICKET in [notice.kind for notice in Notice.objects.filter(member=sun)]
    with pytest.raises(Refusal):
        name(ticket=ticket, about=mei, by=fang, now=at(2, 15))
    verify(ticket=ticket, is_upheld=True, text="He says so himself.", by=sun, now=at(3, 10))
    assert DealFact.objects.get().about == bo
    assert fresh(ticket).customer == zhou


def test_where_it_is_about_the_only_leader_the_director_decides(lin, office) -> None:
    chief = enrol(office, "chief", Role.MANAGER, Role.CONSULTANT)
    wang = enrol(office, "wang", Role.DIRECTOR)
    ticket = taken(lin, customer=file_of(lin, name="Zhou"), about=chief)
    assert Notice.objects.filter(member=wang, kind=NoticeKind.TICKET).exists()
    verify(ticket=ticket, is_upheld=True, text="It was so.", by=wang, now=at(3, 10))
    assert DealFact.objects.get().answered_by == wang


@pytest.mark.clause("G-48", "floor-3.4")
def test_upheld_it_is_a_confirmed_circumstance_of_the_customers_deals(lin, bo, sun) -> None:
    zhou = file_of(lin, name="Zhou")
    receive(zhou, bo, visit=uuid4())
    ticket = taken(lin, customer=zhou, about=bo)
    assert [notice.kind for notice in Notice.objects.filter(member=sun)] == [NoticeKind.TICKET]
    assert not Notice.objects.filter(member=bo).exists()
    verify(ticket=ticket, is_upheld=True, text="Two colleagues saw it.", by=sun, now=at(3, 10))
    fact = DealFact.objects.get()
    assert (fact.kind, fact.state) == (FactKind.COMPLAINT_UPHELD, Decision.APPROVED)
    assert (fact.customer, fact.about, fact.claimed_by, fact.answered_by) == (zhou, bo, lin, sun)
    assert fresh(ticket).is_upheld is True


def test_not_upheld_it_bears_on_nothing(lin, bo, sun) -> None:
    ticket = taken(lin, customer=file_of(lin, name="Zhou"), about=bo)
    verify(ticket=ticket, is_upheld=False, text="It was the other way round.", by=sun, now=at(3, 10))
    assert fresh(ticket).is_upheld is False
    assert not DealFact.objects.exists()
    with pytest.raises(Refusal, match="elsewhere"):
        verify(ticket=ticket, is_upheld=True, text="After all.", by=sun, now=at(3, 11))


def test_without_a_file_nothing_can_be_attributed(lin, bo, sun) -> None:
    ticket = taken(lin, about=bo, caller="Somebody")
    verify(ticket=ticket, is_upheld=True, text="It was so.", by=sun, now=at(3, 10))
    assert fresh(ticket).is_upheld is True
    assert not DealFact.objects.exists()


def test_nobody_decides_what_concerns_themselves(lin, bo, mei, sun, office) -> None:
    zhou = file_of(lin, name="Zhou")
    with pytest.raises(Refusal) as refused:
        taken(bo, customer=zhou, about=bo)
    assert refused.value.field == "about"
    own = taken(sun, customer=zhou, about=bo)
    with pytest.raises(Refusal, match="themselves"):  # who took it reported it
        verify(ticket=own, is_upheld=True, text="I saw it.", by=sun, now=at(3, 10))
    leader = enrol(office, "leader", Role.SUPERVISOR, Role.CONSULTANT)
    about = taken(lin, customer=zhou, about=leader)
    with pytest.raises(Refusal):
        verify(ticket=about, is_upheld=False, text="It was not so.", by=leader, now=at(3, 10))
    with pytest.raises(Refusal):
        verify(ticket=about, is_upheld=True, text="It was so.", by=lin, now=at(3, 10))
    verify(ticket=about, is_upheld=True, text="It was so.", by=mei, now=at(3, 10))
    assert DealFact.objects.get().about == leader
