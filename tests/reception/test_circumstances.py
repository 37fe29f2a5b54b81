"""What a customer says of consultants is captured where they say it, and reaches the ruling with whoever entered it."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deals.enums import Decision, FactKind
from deals.models import Building, DealFact, Release, Unit
from deals.selectors.case import gathered
from deals.selectors.ruling_page import page_of
from deals.selectors.spoken import Spoken
from deals.services.circumstances import record_upheld_complaint
from deals.services.facts import answer_fact, claim_fact
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Notice, Office
from reception.models import Reception
from reception.services import visits
from reception.services.arrivals import log_arrival
from tests.cast import enrol
from tests.deals.conftest import unit_of
from tests.deals.ruled import RULED_AT, SIGNED, met, order_of, rate, ruled
from tests.reception.conftest import walk_in
from tests.visitors.rows import file_of
from visitors.models import Customer
from visitors.selectors.timeline import timeline
from visitors.services.customers import CustomerEntry
from visitors.services.outcomes import OutcomeEntry

OCTOBER = date(2026, 10, 5)
GRADED = OutcomeEntry(grade="A")


@pytest.fixture
def unit(office: Office) -> Unit:
    release = Release.objects.create(office=office, name="Autumn release", opens_on=date(2026, 11, 2))
    return unit_of(Building.objects.create(office=office, name="Block 1"), "1201", release=release)


@pytest.fixture
def zhou(lin: Member, bo: Member) -> Customer:
    """Received by bo in October."""
    customer = file_of(lin, name="Zhou")
    met(customer, bo, OCTOBER)
    return customer


@pytest.fixture
def hua(office: Office) -> Member:
    """A supervisor who sells nothing."""
    return enrol(office, "hua", Role.SUPERVISOR)


@pytest.fixture
def comes(opened: Office, zhou: Customer, lin: Member, clock) -> Callable[..., Reception]:
    """Zhou comes again, and the desk (or another) enters what they say."""

    def comes(by: Member = lin, **said) -> Reception:
        entry = CustomerEntry(customer_id=zhou.pk)
        arrival = walk_in(customer=entry, **{"history": "visited", **said})
        return log_arrival(office=opened, arrival=arrival, by=by, now=clock())

    return comes


def facts_of(unit: Unit, customer: Customer, closer: Member) -> dict:
    """The document's facts, were the closer to sign the customer's deal."""
    commission = rate(unit.office, closer).percent
    return gathered(order_of(unit, customer, closer), signed_on=SIGNED, commission=commission).document[
        "facts"
    ]


@pytest.mark.clause("A-01", "floor-3.2")
def test_whom_the_customer_refused(comes, unit, zhou, an, bo) -> None:
    comes(named=(bo.pk,), refuses_named=True)
    assert facts_of(unit, zhou, an) == {"refused": [bo.code]}


@pytest.mark.clause("floor-3.8")
def test_whom_the_customer_asked_for(comes, unit, zhou, an, bo) -> None:
    comes(named=(bo.pk,), designates=an.pk)
    assert facts_of(unit, zhou, an) == {"designated": an.code}


@pytest.mark.clause("floor-3.7")
def test_that_the_customer_had_forgotten(comes, unit, zhou, an) -> None:
    reception = comes(forgot=True)
    assert reception.consultant == an
    assert facts_of(unit, zhou, an) == {"forgot": True}


@pytest.mark.clause("floor-3.6")
def test_came_to_a_colleague_for_a_better_price(comes, unit, zhou, an, bo, lin, mei) -> None:
    """Bo would own the deal; the customer had gone to bo for the discount, so it is an's with everything."""
    comes(discount_from=bo.pk)
    rate(unit.office, mei)
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert ruling.document["facts"] == {"discount_sought_from": bo.code}
    assert (ruling.credit, ruling.clause) == (an, "floor-3.6")


def test_the_ruling_says_what_was_heard_and_who_entered_it(comes, unit, zhou, an, bo, lin, mei) -> None:
    contact = comes(discount_from=bo.pk).contact
    rate(unit.office, mei)
    ruling = ruled(order_of(unit, zhou, an), lin)
    assert ruling.evidence["desk"] == [contact.pk]
    [heard] = page_of(ruling).heard
    assert (heard.row.by, heard.row.at) == (lin, contact.at)
    assert bo.name in " ".join(heard.words)


def test_who_was_only_named_bears_on_nothing(comes, unit, zhou, an, bo, lin, mei) -> None:
    comes(named=(bo.pk,))
    rate(unit.office, mei)
    ruling = ruled(order_of(unit, zhou, bo), lin)
    assert (ruling.document["facts"], ruling.evidence["desk"]) == ({}, [])


def test_a_cancelled_entry_is_no_evidence(comes, unit, zhou, an, bo, lin, clock) -> None:
    visits.cancel(reception=comes(discount_from=bo.pk), note="wrong customer", by=lin, now=clock())
    comes()
    assert facts_of(unit, zhou, an) == {}


@pytest.mark.clause("floor-3.4")
def test_entered_by_one_who_sells_it_is_a_claim(comes, unit, zhou, office, an, bo, hua, mei, clock) -> None:
    selling = enrol(office, "selling", Role.SUPERVISOR, Role.CONSULTANT)
    contact = comes(by=selling, named=(bo.pk,), refuses_named=True, discount_from=bo.pk).contact
    assert contact.circumstances["claimed"] is True
    claims = DealFact.objects.filter(customer=zhou, claimed_by=selling, state=Decision.ASKED)
    assert {(each.kind, each.about) for each in claims} == {("refused", bo), ("discount_sought_from", bo)}
    assert {each.member for each in Notice.objects.filter(kind=NoticeKind.FACT_CLAIMED)} == {hua, mei}
    assert facts_of(unit, zhou, an) == {}
    answer_fact(fact=claims.get(kind="refused"), accept=True, by=hua, now=RULED_AT)
    case = gathered(zhou.orders.get(), signed_on=SIGNED, commission=1)
    assert (case.document["facts"], case.evidence["desk"]) == ({"refused": [bo.code]}, [])


def test_the_same_claimed_at_two_visits_is_one_claim(comes, office, bo, lin, clock) -> None:
    selling = enrol(office, "selling", Role.DESK, Role.CONSULTANT)
    first = comes(by=selling, discount_from=bo.pk)
    visits.finish(reception=first, outcome=None, by=lin, now=clock())
    comes(by=selling, discount_from=bo.pk)
    assert DealFact.objects.count() == 1


def test_said_during_the_reception_it_is_claimed_with_the_outcome(comes, zhou, an, bo, clock) -> None:
    spoken = Spoken(FactKind.DISCOUNT_SOUGHT, bo.pk)
    reception = comes()
    visits.finish(reception=reception, outcome=GRADED, spoken=spoken, by=an, now=clock())
    [claim] = DealFact.objects.all()
    assert (claim.customer, claim.kind, claim.about) == (zhou, FactKind.DISCOUNT_SOUGHT, bo)
    assert (claim.claimed_by, claim.state) == (an, Decision.ASKED)
    visits.add_outcome(reception=reception, outcome=GRADED, spoken=spoken, by=an, now=clock())
    assert DealFact.objects.count() == 1


def test_the_page_that_finishes_asks_for_it(comes, client: Client, english, an, bo) -> None:
    reception = comes()
    client.force_login(an.user)
    address = f"/harbour/visits/{reception.visit}/finish/"
    sent = {"grade": "A", "bears": "discount_sought_from", "bears_on": "", "request_key": str(uuid4())}
    answer = client.post(address, sent)
    assert (answer.status_code, DealFact.objects.count()) == (422, 0)
    assert "Say which consultant it is about." in answer.content.decode()
    client.post(address, {**sent, "bears_on": bo.pk})
    assert DealFact.objects.get().about == bo
    assert Reception.objects.get(pk=reception.pk).status == "finished"


def test_nobody_of_another_office_is_spoken_of(opened, client: Client, english, lin, stranger) -> None:
    client.force_login(lin.user)
    sent = {"name": "Wu", "phone_answer": "later", "history": "phoned", "discount_from": stranger.pk}
    answer = client.post("/harbour/desk/arrive/", {**sent, "request_key": str(uuid4())})
    assert answer.status_code == 422
    assert not Reception.objects.exists()


def test_a_first_contact_knows_no_price(opened, client: Client, english, lin, bo) -> None:
    client.force_login(lin.user)
    sent = {"name": "Wu", "phone_answer": "later", "history": "first", "discount_from": bo.pk}
    answer = client.post("/harbour/desk/arrive/", {**sent, "request_key": str(uuid4())})
    assert (answer.status_code, Reception.objects.count()) == (422, 0)
    assert "A first contact knows nobody here." in answer.content.decode()


def test_an_arrival_costs_the_same_whatever_the_desk_heard(comes, lin, bo, clock) -> None:
    """The whole of it within the fifteen queries of a walk-in."""

    def cost(**said) -> int:
        with CaptureQueriesContext(connection) as captured:
            reception = comes(**said)
        visits.finish(reception=reception, outcome=None, by=lin, now=clock())
        return len([each for each in captured if "SAVEPOINT" not in each["sql"]])

    comes(history="visited")
    assert cost(named=(bo.pk,), discount_from=bo.pk) == cost(named=(bo.pk,)) <= 15


@pytest.mark.clause("floor-3.6")
def test_the_file_and_the_visit_tell_it_in_words(comes, client: Client, english, zhou, an, bo, lin) -> None:
    reception = comes(named=(bo.pk,), refuses_named=True, discount_from=bo.pk)
    [newest, _oldest] = timeline(zhou)
    words = ("did not want Bo", "came to Bo for a better price")
    assert newest.said == words
    client.force_login(lin.user)
    for address in (f"/harbour/customers/{zhou.pk}/", f"/harbour/visits/{reception.visit}/"):
        page = client.get(address).content.decode()
        assert all(each in page for each in words)


@pytest.mark.clause("floor-3.4")
def test_a_verified_complaint_is_recorded_once(zhou, an, bo, fang, lin, hua, mei) -> None:
    def record(by: Member, about: Member = bo) -> DealFact:
        return record_upheld_complaint(
            customer=zhou, about=about, reported_by=fang, reported_at=RULED_AT, by=by, now=RULED_AT
        )

    with pytest.raises(Refusal), transaction.atomic():
        record(fang)
    waiting = claim_fact(
        customer=zhou, kind="complaint_upheld", about=bo, note="Heard it.", by=an, now=RULED_AT
    )
    assert record(hua) == record(mei) == waiting
    waiting.refresh_from_db()
    assert (waiting.state, waiting.answered_by, waiting.claimed_by) == (Decision.APPROVED, hua, an)
    met(zhou, mei, OCTOBER)
    with pytest.raises(Refusal), transaction.atomic():
        record(mei, about=an)
    anew = record(hua, about=an)
    assert (anew.claimed_by, anew.answered_by, anew.state) == (fang, hua, Decision.APPROVED)
