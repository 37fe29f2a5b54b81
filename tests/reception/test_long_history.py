"""Every page costs the same after years: as many queries and rows read with 10 entries in the log as with 10,000."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from offices.models import BusinessDay, Notice
from reception.models import Queue, QueueEvent, Reception
from reception.services import floor, hand_over, visits, voids
from tests.reception.sent_form import House
from tests.reception.sent_forms import FORMS
from visitors.models import Contact, Customer

ENTRIES = 10_000
VISITS = 2_000
EARLIER = "source.{} - interval '1 day' * (1 + n / 40)"
# What a list shows at most, and a little: a page that walks through the history reads thousands.
SLACK = 200


class Cost(NamedTuple):
    """Of one request: its queries, and the rows that PostgreSQL read for them."""

    queries: int
    rows: int


def multiply(model: type[models.Model], pk: int, times: int, **other: str) -> None:
    """Copy the row so many times in one statement; ``other`` are expressions for columns, ``n`` is the copy."""
    columns = {
        field.column: f"source.{field.column}" for field in model._meta.fields if not field.primary_key
    }
    columns |= other
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
            f" FROM {model._meta.db_table} source, generate_series(1, {times}) n WHERE source.id = %s",
            [pk],
        )


def the_log_grows(house: House) -> None:
    """Thousands of entries of former days."""
    queue = Queue.objects.get(pk=house.office.pk)
    for odd, kind in enumerate(("arrive", "step_out")):
        source = QueueEvent.objects.of(house.office).filter(kind=kind).first()
        place = f"{queue.seq} + 2 * n - {odd}"
        multiply(QueueEvent, source.pk, ENTRIES // 2, seq=place, at=EARLIER.format("at"))
    Queue.objects.filter(pk=queue.pk).update(seq=queue.seq + ENTRIES)


def years_go_by(house: House) -> None:
    """Thousands of visits, customers and notices, which nobody works on any more."""
    today = Queue.objects.select_related("day").get(pk=house.office.pk).day
    former = BusinessDay.objects.create(
        office=house.office,
        date=today.date - timedelta(days=1),
        opened_at=today.opened_at - timedelta(days=1),
        closed_at=today.opened_at - timedelta(hours=12),
    )
    over = Reception.objects.of(house.office).get(status="finished")
    multiply(
        Reception,
        over.pk,
        VISITS,
        visit="gen_random_uuid()",
        number="n",
        day_id=str(former.pk),
        outcome_at="source.ended_at",
        arrived_at=EARLIER.format("arrived_at"),
    )
    created = EARLIER.format("created_at")
    multiply(Customer, over.customer_id, VISITS, file_number="'L-' || n", created_at=created)
    last = Customer.objects.latest("pk").pk
    multiply(Contact, over.contact_id, VISITS, visit="gen_random_uuid()", customer_id=f"{last} - n + 1")
    for notice in Notice.objects.filter(office=house.office):
        multiply(Notice, notice.pk, VISITS, seen_at="now()", created_at=EARLIER.format("created_at"))


def cost(request: Callable[[], Any]) -> Cost:
    """What the request costs; what it changes is taken back."""
    with transaction.atomic():
        before = _rows_read()
        _prefer_indexes()
        with CaptureQueriesContext(connection) as captured:
            assert request().status_code < 400
        queries = [
            query for query in captured if "SAVEPOINT" not in query["sql"]
        ]  # the test's own transaction
        found = Cost(len(queries), _rows_read() - before)
        transaction.set_rollback(True)
    return found


def _prefer_indexes() -> None:
    """A table as small as a test's is read whole because that is cheaper; asked is whether there is another way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def _rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
        )
        return int(cursor.fetchone()[0])


def costs(house: House, given_on: Reception) -> dict[str, Cost]:
    desk = FORMS["reception:arrive"].client(house)
    phone = FORMS["reception:ask_void"].client(house)
    token = {"X-Live-Token": desk.get(house.page("reception:desk")).context["live_token"]}
    own = {"X-Live-Token": phone.get(house.page("reception:my_turn")).context["live_token"]}
    walk_in = FORMS["reception:arrive"].filled(
        house, named="", history="first", consent_call="", consent_sms=""
    )
    requests = {
        "a walk-in": lambda: desk.post(house.page("reception:arrive"), walk_in),
        "the desk": lambda: desk.get(house.page("reception:desk")),
        "the board": lambda: desk.get(house.page("reception:board"), headers=token),
        "my turn": lambda: phone.get(house.page("reception:my_turn")),
        "my turn, live": lambda: phone.get(house.page("reception:my_turn_live"), headers=own),
        "the day": lambda: desk.get(house.page("reception:day")),
        "the day's visits": lambda: desk.get(house.page("reception:visits")),
        "a former day's visits": lambda: desk.get(
            house.page("reception:visits"), {"day": f"{given_on.day.date:%Y-%m-%d}"}
        ),
        "the manager's page": lambda: desk.get(house.page("reception:manager")),
        "the log in words": lambda: desk.get(house.page("reception:queue_log")),
        "the manager's page, live": lambda: desk.get(house.page("reception:manager_live"), headers=token),
        "the customers": lambda: desk.get(house.page("reception:customers")),
        "a customer": lambda: desk.get(house.page("reception:customer", given_on.customer_id)),
        "why": lambda: desk.get(house.page("reception:visit", given_on.visit)),
        "matches": lambda: desk.post(house.page("reception:match"), {"name": "Someb"}),
        "a preview": lambda: desk.post(house.page("reception:preview"), walk_in),
        "the notices": lambda: phone.get(house.page("notices")),
        "the bell": lambda: phone.get(house.page("notices_live"), headers=own),
    }
    return {name: cost(request) for name, request in requests.items()}


@pytest.mark.django_db(transaction=True)
def test_pages_cost_the_same_after_ten_thousand_entries(owner_cursor: Any) -> None:
    house = House("harbour")
    now = timezone.now()
    over = house.arrive(name="Somebody who came long ago")
    visits.finish(reception=over, outcome=None, by=house.first, now=now)
    for number in range(30):
        Customer.objects.create(
            office=house.office, name=f"C{number}", created_at=now, created_by=house.chief
        )
    given_on = house.arrive(name="Given on")
    hand_over.give_to_next(reception=given_on, by=house.chief, now=now)
    floor.step_out(consultant=house.first, reason="business", by=house.first, now=now)
    owner_cursor.execute("ANALYZE")
    assert QueueEvent.objects.of(house.office).count() < 12

    fresh = costs(house, given_on)
    the_log_grows(house)
    years_go_by(house)
    owner_cursor.execute("ANALYZE")
    old = costs(house, given_on)

    assert QueueEvent.objects.of(house.office).count() > ENTRIES
    assert fresh["a walk-in"].queries <= 15
    more_queries = {
        name: (fresh[name], old[name]) for name in old if old[name].queries != fresh[name].queries
    }
    more_rows = {name: (fresh[name], old[name]) for name in old if old[name].rows > fresh[name].rows + SLACK}
    assert (more_queries, more_rows) == ({}, {})


@pytest.mark.django_db
def test_count_of_rows_sees_who_walks_through_the_log() -> None:
    """The negative control: asked for the entries that name a visit, the database has to read them all."""
    house = House("harbour")
    floor.step_out(consultant=house.first, reason="business", by=house.first, now=timezone.now())
    reception = house.arrive()
    the_log_grows(house)
    _prefer_indexes()
    before = _rows_read()
    naming = QueueEvent.objects.of(house.office).filter(
        decision__decisions__contains=[{"visit": str(reception.visit)}]
    )
    assert naming.count() > 1
    assert _rows_read() - before > ENTRIES


@pytest.mark.django_db
def test_pages_cost_the_same_however_many_visitors_are_here() -> None:
    """One row more on the board, in the list or before the manager is no query more."""
    house = House("harbour")
    desk = FORMS["reception:arrive"].client(house)

    def queries() -> dict[str, int]:
        pages = ("reception:desk", "reception:day", "reception:visits", "reception:manager")
        return {page: cost(lambda page=page: desk.get(house.page(page))).queries for page in pages}

    FORMS["reception:decide_void"].prepare(house)
    house.arrive()
    few = queries()
    second = Reception.objects.get(consultant=house.second)
    voids.ask_void(reception=second, reason="peer", note="", by=house.second, now=timezone.now())
    for number in range(5):
        house.arrive(name=f"V{number}")
    house.arrive(customer=None, purpose="directions", visitor_name="Wu")
    assert queries() == few
