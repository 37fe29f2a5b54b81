"""The list of customers: filters, pages that begin after the last row, and plans that do not grow with the office."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from offices.errors import Refusal
from offices.models import Member, Office
from tests.page_forms import says
from tests.visitors.rows import NOW, file_of, receive
from visitors.enums import ListOrder, LookIn
from visitors.file_filter import FileFilter, read_filter
from visitors.models import Customer, SavedFilter
from visitors.ownership import ValidityRules
from visitors.selectors import customer_list
from visitors.selectors.customer_list import chosen_files, counted, page_of, tags_in_use
from visitors.selectors.duplicates import look_alikes
from visitors.selectors.search import find_customers
from visitors.services.file_facts import set_kind, set_tags
from visitors.services.file_values import set_value
from visitors.services.saved_filters import forget_filter, save_filter
from visitors.services.standings import judge_marked

pytestmark = pytest.mark.django_db
FIELDS = 40


def listed(member: Member, *, now=NOW, **chosen: str) -> list[str]:
    """The names of the first page."""
    wanted = FileFilter(**chosen)
    rows = chosen_files(member.office, wanted, member, now=now, fields=FIELDS)
    return [each.name for each in page_of(rows, member.office, wanted.order, None).customers]


@pytest.fixture
def people(lin: Member, an: Member, bo: Member) -> dict[str, Customer]:
    """Ada is An's and was here today, Ben was Bo's long ago, Cleo was never met, Dan is An's and ends soon."""
    found = {name: file_of(lin, name=name) for name in ("Ada", "Ben", "Cleo", "Dan")}
    receive(found["Ada"], an)
    receive(found["Ben"], bo, NOW - timedelta(days=100))
    receive(found["Dan"], an, NOW - timedelta(days=58))
    judge_marked(now=NOW, ends=time.monotonic() + 60)
    Customer.objects.filter(name="Ada").update(grade="A", source="internet", second_contact=bo)
    Customer.objects.filter(name="Ben").update(source="referral")
    return found


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, ["Ada", "Ben", "Cleo", "Dan"]),
        ({"owner": "mine"}, ["Ada", "Dan"]),
        ({"owner": "nobody"}, ["Ben", "Cleo"]),
        ({"owner": "second"}, []),
        ({"validity": "valid"}, ["Ada", "Dan"]),
        ({"validity": "ending"}, ["Dan"]),
        ({"validity": "lapsed"}, ["Ben"]),
        ({"validity": "none"}, ["Cleo"]),
        ({"last": "in7"}, ["Ada"]),
        ({"last": "over30"}, ["Ben", "Dan"]),
        ({"last": "over90"}, ["Ben"]),
        ({"last": "over365"}, []),
        ({"last": "never"}, ["Cleo"]),
        ({"grade": "A"}, ["Ada"]),
        ({"grade": "none"}, ["Ben", "Cleo", "Dan"]),
        ({"source": "referral"}, ["Ben"]),
        ({"order": "contact"}, ["Ada", "Dan", "Ben"]),
        ({"order": "ending"}, ["Dan", "Ada"]),
        ({"order": "newest"}, ["Dan", "Cleo", "Ben", "Ada"]),
        ({"owner": "mine", "order": "ending", "grade": "A"}, ["Ada"]),
    ],
)
def test_filters_and_orders(people, an, chosen, names) -> None:
    assert listed(an, **chosen) == names


def test_a_colleagues_customers_and_a_second_contacts(people, an, bo, mei) -> None:
    assert listed(mei, owner=str(an.pk)) == ["Ada", "Dan"]
    assert listed(bo, owner="second") == ["Ada"]


def test_tags_kinds_and_how_much_is_filled_in(people, an, lin) -> None:
    set_tags(customer=people["Ada"], kinds=["core"], labels=["golf"], by=an, now=NOW)
    set_tags(customer=people["Ben"], kinds=[], labels=["golf"], by=an, now=NOW)
    set_kind(customer=people["Cleo"], kind="special", partner="bank", by=an, now=NOW)
    set_value(customer=people["Dan"], key="native_place", raw="Kaifeng", by=an, now=NOW)
    assert listed(an, tag="core") == ["Ada"]
    assert listed(an, tag="own:golf") == ["Ada", "Ben"]
    assert listed(an, tag="own:chess") == []
    assert listed(an, kind="special") == ["Cleo"]
    assert listed(an, filled="nothing") == ["Ada", "Ben", "Cleo"]
    assert listed(an, filled="little") == ["Dan"]
    assert listed(an, filled="half") == listed(an, filled="most") == []
    assert tags_in_use(lin.office) == ["golf"]


def test_aliases_and_another_offices_customers_are_not_listed(people, an, stranger) -> None:
    file_of(stranger, name="Aaron")
    Customer.objects.filter(name="Ben").update(merged_into=people["Ada"])
    assert listed(an) == ["Ada", "Cleo", "Dan"]
    assert listed(stranger) == ["Aaron"]
    assert listed(an, owner=str(stranger.pk)) == []


@pytest.mark.parametrize("order", ListOrder.values)
def test_every_customer_stands_on_one_page_and_no_row_is_lost_between(lin, an, order, monkeypatch) -> None:
    for number in range(11):
        receive(file_of(lin, name="Wu"), an, NOW - timedelta(days=number // 3))
    judge_marked(now=NOW, ends=time.monotonic() + 60)
    monkeypatch.setattr(customer_list, "A_PAGE", 4)
    rows = chosen_files(lin.office, FileFilter(), an, now=NOW, fields=FIELDS)
    seen, after = [], None
    for _ in range(5):
        page = page_of(rows, lin.office, order, after)
        seen += [each.pk for each in page.customers]
        after = page.after
        if after is None:
            break
    whole = [each.pk for each in rows.order_by(*customer_list.ORDERS[order].names)]
    assert seen == whole and len(seen) == 11


def test_a_page_after_a_file_that_is_gone_is_the_first(people, an) -> None:
    rows = chosen_files(an.office, FileFilter(), an, now=NOW, fields=FIELDS)
    first, *_ = page_of(rows, an.office, "name", 10**9).customers
    without_place, *_ = page_of(rows, an.office, "contact", people["Cleo"].pk).customers
    assert first.name == without_place.name == "Ada"


def test_no_list_is_counted_to_its_end(people, an, monkeypatch) -> None:
    rows = chosen_files(an.office, FileFilter(), an, now=NOW, fields=FIELDS)
    assert counted(rows) == (4, False)
    monkeypatch.setattr(customer_list, "MOST_COUNTED", 3)
    assert counted(rows) == (3, True)


@pytest.mark.parametrize(
    "given",
    [
        {"owner": "root", "grade": "Z", "order": "pk", "validity": "x" * 900},
        {"owner": "1" * 40, "tag": "own:\x00", "filled": "\ud800"},
        {"owner": "-1", "tag": "mine", "last": "<script>"},
    ],
)
def test_what_is_unknown_is_left_out(given) -> None:
    assert read_filter(given) == FileFilter()


def test_a_filter_reads_what_it_wrote() -> None:
    chosen = read_filter({"owner": "17", "grade": "B", "tag": "own:golf", "order": "newest"})
    assert read_filter(chosen.codes) == chosen and replace(chosen, order="name").codes == {
        "owner": "17",
        "grade": "B",
        "tag": "own:golf",
    }


def test_a_filter_is_kept_renewed_and_forgotten(an, bo) -> None:
    chosen = read_filter({"grade": "A"})
    saved = save_filter(name=" Ready ", chosen=chosen, by=an, now=NOW)
    save_filter(name="Ready", chosen=read_filter({"grade": "B"}), by=an, now=NOW)
    assert [(row.name, row.chosen) for row in SavedFilter.objects.mine(an)] == [("Ready", {"grade": "B"})]
    forget_filter(saved=saved, by=bo)
    assert SavedFilter.objects.mine(an).exists(), "somebody else's filter is not theirs to remove"
    forget_filter(saved=saved, by=an)
    assert not SavedFilter.objects.exists()
    for name, codes in (("", {"grade": "A"}), ("All", {})):
        with pytest.raises(Refusal):
            save_filter(name=name, chosen=read_filter(codes), by=an, now=NOW)


@pytest.mark.clause("archive-6")
def test_a_consultant_sees_their_own_and_the_desk_everybody(people, an, lin, client: Client) -> None:
    page = reverse("visitors:customer_list", args=["harbour"])
    client.force_login(an.user)
    for query in ("", "?owner=nobody", "?owner="):
        text = client.get(page + query).content.decode()
        assert says(text, "Ada") and not says(text, "Cleo") and not says(text, "Ben")
    client.force_login(lin.user)
    text = client.get(page).content.decode()
    assert "Ada" in text and "Cleo" in text


def test_a_page_costs_the_same_for_one_row_and_for_thirty(people, lin, an, client: Client) -> None:
    client.force_login(lin.user)
    page = reverse("visitors:customer_list", args=["harbour"])
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page + "?grade=A")
    for number in range(30):
        receive(file_of(lin, name=f"Wu {number}", phone=f"138{number:08}"), an)
    judge_marked(now=NOW, ends=time.monotonic() + 60)
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) <= len(few)


CUSTOMERS = """
INSERT INTO visitors_customer (office_id, name, honorific, sort_key, licence_plate, grade, source, phone_answer,
                               phone_note, created_at, created_by_id, file_number)
SELECT %(office)s, 'c' || n, 'none', md5(n::text), '', CASE WHEN n %% 500 = 0 THEN 'A' ELSE '' END, '', 'later', '',
       timestamptz '2026-01-01' + n * interval '1 minute', %(by)s, 'T-' || n
  FROM generate_series(1, %(many)s) n;
INSERT INTO visitors_filestanding (office_id, customer_id, owner_id, registered_on, valid_until, last_contact_at,
                                   rules_version, judged_at)
SELECT office_id, id, CASE WHEN id %% 300 = 0 THEN %(by)s WHEN id %% 2 = 0 THEN %(other)s END,
       CASE WHEN id %% 1000 <> 1 THEN date '2026-10-01' END,
       CASE WHEN id %% 300 = 0 THEN %(soon)s WHEN id %% 1000 <> 1 THEN %(soon)s + 30 * (1 - 2 * (id %% 2)::int) END,
       CASE WHEN id %% 1000 <> 1 THEN timestamptz '2026-01-01' + id * interval '1 minute' END, 0, now()
  FROM visitors_customer WHERE office_id = %(office)s;
"""


@pytest.fixture
def full(transactional_db: None, owner_cursor) -> tuple[Office, Member]:
    """An office with so many customers that reading them all would be seen in the plan."""
    from offices.enums import Role
    from tests.cast import enrol

    office = Office.objects.create(name="Full", slug="full", project="Full")
    by, other = (enrol(office, name, Role.MANAGER) for name in ("keeper", "other"))
    owner_cursor.execute("SET session_replication_role = replica")
    soon = NOW.date() + timedelta(days=3)
    people = {"office": office.pk, "by": by.pk, "other": other.pk}
    owner_cursor.execute(CUSTOMERS, {**people, "soon": soon, "many": 30_000})
    owner_cursor.execute("SET session_replication_role = DEFAULT")
    owner_cursor.execute("ANALYZE visitors_customer, visitors_filestanding")
    return office, by


PLANS = [
    ({}, "customer_by_name"),
    ({"order": "newest"}, "customer_by_entry"),
    ({"order": "contact"}, "standing_by_contact"),
    ({"order": "ending"}, "standing_by_validity"),
    ({"grade": "A"}, "customer_by_grade"),
    ({"owner": "mine"}, "standing_by_owner"),
]


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_a_full_office_are_read_from_indexes(full, later) -> None:
    office, by = full
    middle = Customer.objects.of(office).order_by("sort_key")[15_000].pk if later else None
    for codes, index in PLANS:
        chosen = read_filter(codes)
        rows = chosen_files(office, chosen, by, now=NOW, fields=FIELDS)
        with CaptureQueriesContext(connection) as asked:
            page = page_of(rows, office, chosen.order, middle)
        assert page.customers
        with connection.cursor() as cursor:
            # Few are found by their index by the first query already.
            is_few = bool(codes.keys() & {"grade", "owner"})
            cursor.execute("EXPLAIN " + asked.captured_queries[0 if is_few else -1]["sql"])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Seq Scan" not in plan, f"{codes}\n{plan}"
        assert index in plan, f"{codes}\n{plan}"
        if not is_few:
            assert "Sort" not in plan, f"{codes}\n{plan}"


FEW = [
    ({"validity": "ending"}, "standing_by_validity", True),
    ({"validity": "none"}, "standing_unregistered", True),
    ({"last": "never"}, "standing_by_contact", True),
    ({"source": "agent"}, "customer_by_source", False),
    ({"owner": "second"}, "customer_by_second", False),
]


@pytest.mark.parametrize(("codes", "index", "found"), FEW)
@pytest.mark.parametrize("order", [ListOrder.NAME, ListOrder.NEWEST])
@pytest.mark.django_db(transaction=True)
def test_a_few_of_a_full_office_are_found_without_reading_the_others(
    full, codes, index, found, order
) -> None:
    office, by = full
    chosen = read_filter({**codes, "order": order})
    rows = chosen_files(office, chosen, by, now=NOW, fields=FIELDS)
    for ask in (lambda: page_of(rows, office, chosen.order, None).customers, lambda: counted(rows)[0]):
        with CaptureQueriesContext(connection) as asked:
            assert bool(ask()) == found
        with connection.cursor() as cursor:
            plan = ""
            for query in asked.captured_queries:
                cursor.execute("EXPLAIN " + query["sql"])
                plan += "\n".join(line for (line,) in cursor.fetchall())
        assert index in plan and "Seq Scan" not in plan, plan
        assert "customer_by_name" not in plan and "customer_by_entry" not in plan, plan


KEYS = """
INSERT INTO visitors_searchkey (office_id, customer_id, kind, key)
SELECT office_id, id, CASE WHEN id %% 3 = 0 AND name <> 'c1' THEN 'company' ELSE 'name' END, name
  FROM visitors_customer WHERE office_id = %(office)s;
UPDATE visitors_customer SET referred_by_id = (SELECT min(id) FROM visitors_customer WHERE office_id = %(office)s)
 WHERE office_id = %(office)s AND id %% 1000 = 0;
"""


@pytest.mark.django_db(transaction=True)
def test_searches_of_a_full_office_are_read_from_indexes(full, owner_cursor) -> None:
    office, _by = full
    owner_cursor.execute("SET session_replication_role = replica")
    owner_cursor.execute(KEYS, {"office": office.pk})
    owner_cursor.execute("SET session_replication_role = DEFAULT")
    owner_cursor.execute("ANALYZE visitors_customer, visitors_searchkey")
    for typed, look_in in (
        ("c15", LookIn.ALL),
        ("c15", LookIn.COMPANY),
        ("c1", LookIn.REFERRER),
        ("T-15000", LookIn.NUMBER),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert find_customers(
                office=office, query=typed, look_in=look_in, now=NOW, rules=ValidityRules()
            ), (typed, look_in)
        # The histories of those who are found are judged by queries of their own (tests of ownership).
        for query in (each for each in asked.captured_queries if "visitors_contact" not in each["sql"]):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + query["sql"])
                plan = "\n".join(line for (line,) in cursor.fetchall())
            for table in ("visitors_customer ", "visitors_searchkey "):
                assert f"Seq Scan on {table}" not in plan, f"{typed} {look_in}\n{plan}"


PHONES = """
INSERT INTO visitors_customerphone (office_id, customer_id, sealed, key_name, digest, last4, masked, line, is_active,
                                    created_at)
SELECT office_id, id, '', '', md5(id::text), right(md5(id::text), 4), '', 'mobile', true, created_at
  FROM visitors_customer WHERE office_id = %(office)s;
"""


@pytest.mark.django_db(transaction=True)
def test_what_looks_like_one_of_a_full_office_is_read_from_indexes(full, owner_cursor) -> None:
    office, _by = full
    owner_cursor.execute("SET session_replication_role = replica")
    owner_cursor.execute(PHONES, {"office": office.pk})
    owner_cursor.execute("SET session_replication_role = DEFAULT")
    owner_cursor.execute("ANALYZE visitors_customer, visitors_customerphone")
    customer = Customer.objects.of(office).order_by("pk")[15_000]
    with CaptureQueriesContext(connection) as asked:
        assert look_alikes(customer) == []
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        for table in ("visitors_customer ", "visitors_customerphone "):
            assert f"Seq Scan on {table}" not in plan, plan
