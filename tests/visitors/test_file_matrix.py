"""Every page that names a customer by every role by own and another's customer by this and another office.

The addresses come from the URL list, the answers from the table of visitors.access and from the roles of each page
(tests.offices.test_access). A new page that names a customer, or whose address holds an id of a kind that stands under
no heading below, fails until it is entered.
"""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.offices.test_access import LIVE, TABLE, office_pages
from tests.visitors.rows import TYPED, file_of, receive
from visitors.access import Action, FileFacts, Party, Viewer, may
from visitors.access_approvals import Mark
from visitors.models import Customer
from visitors.services.file_marks import mark_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FILE_PAGES: dict[str, Action] = {
    "reception:customer": Action.SEE_CARD,
    "reception:reveal": Action.REVEAL,
    "visitors:ask": Action.SEE_CARD,
    "visitors:file": Action.SEE_FILE,
    "visitors:file_history": Action.SEE_HISTORY,
    "visitors:file_timeline": Action.SEE_FILE,
    "visitors:file_print": Action.PRINT,
    "visitors:file_field": Action.EDIT,
    "visitors:spouse_reveal": Action.SEE_SENSITIVE,
    "visitors:consent_withdraw": Action.EDIT_SENSITIVE,
    "visitors:file_tags": Action.EDIT,
    "visitors:file_kind": Action.EDIT,
    "visitors:file_company": Action.EDIT,
    "visitors:company_note": Action.EDIT,
    "visitors:file_segments": Action.EDIT_SENSITIVE,
    "visitors:looks": Action.SEE_LOOKS,
    "visitors:mark": Action.MARK,
    "visitors:files_of": Action.MERGE,
    "visitors:join": Action.MERGE,
    "visitors:apart": Action.MERGE,
    "visitors:right_new": Action.SUBJECT_DATA,
    "deals:care": Action.SEE_CONTACTS,
    "deals:club_join": Action.SEE_CONTACTS,
    "deals:club_level": Action.SEE_CONTACTS,
    "deals:club_points": Action.SEE_CONTACTS,
    "deals:second_contact": Action.SEE_CONTACTS,
    "deals:household": Action.SEE_CONTACTS,
    "deals:household_join": Action.SEE_CONTACTS,
    "deals:opportunity_close": Action.SEE_CONTACTS,
    "deals:fact_new": Action.SEE_CARD,
    "deals:lapsed_hand_out": Action.SEE_CARD,
    "followups:calls_of": Action.SEE_FILE,
    "followups:call_plan": Action.SEE_CARD,
    "followups:consents": Action.CONSENTS,
    "followups:consent_code": Action.CONSENTS,
    "followups:wishes": Action.FOLLOW_UP,
    "followups:regrade": Action.FOLLOW_UP,
    "followups:birthdays": Action.FOLLOW_UP,
    "followups:birthday_remove": Action.FOLLOW_UP,
    "followups:tracking_of": Action.SEE_FILE,
}
"""What the table is asked when this customer's id stands in the address (of two: for both)."""
ASKED_BESIDES: dict[str, Action] = {"visitors:spouse_reveal": Action.REVEAL}
"""What must be allowed as well."""

# Below these an id is that of something that hangs on a file and has doors of its own: where they are tried.
OTHER_IDS: dict[str, str] = {
    "access/": "tests/visitors/test_access_pages.py, test_rights_pages.py, test_retention.py",
    "file-fields/": "a field of the form, of nobody",
    "customers/import/": "tests/visitors/test_sheet_pages.py",
    "customers/export/": "tests/visitors/test_sheet_pages.py",
    "customers/list/": "a filter of one's own: tests/visitors/test_customer_list.py",
    "customers/search-locks/": "a member: tests/visitors/test_searching.py",
    "customers/joins/": "tests/visitors/test_join_pages.py",
    "households/": "test_the_others_of_a_household below",
    "orders/": "the registers of orders: tests/deals/test_order_pages.py",
    "units/": "no customer; who bought: tests/deals/test_order_pages.py",
    "approvals/": "tests/deals/test_changes.py",
    "reasons/": "no customer",
    "rulings/": "tests/deals/test_ruling_pages.py",
    "facts/": "tests/deals/test_facts.py",
    "commission/": "of a member: tests/deals/test_ruling_pages.py",
    "opening/": "the card: tests/deals/test_queue_numbers.py",
    "disputes/": "tests/deals/test_dispute_pages.py",
    "conduct/": "of a member",
    "tasks/": "tests/deals",
    "club/": "no customer",
    "leaving/": "of a member",
    "draws/": "tests/deals",
    "payments/": "tests/deals",
    "payment-plans/": "no customer",
    "demands/": "tests/deals",
    "agreements/": "tests/deals",
    "complaints/": "what hangs on a complaint: tests/complaints/test_ticket_pages.py",
    "calls/": "a call that is owed: tests/followups/test_call_pages.py",
    "team/": "of a member, or a call's answer",
    "expected/": "the card, with when they come: tests/followups",
    "questions/": "no customer",
    "batches/": "cards: tests/followups/test_batch_pages.py",
    "texts/": "leads to the card: tests/followups",
    "text-templates/": "the card: tests/followups",
    "calendar/": "no customer",
    "phone/": "calls as they were: tests/switchboard/test_pages.py",
    "letters/": "tests/switchboard/test_pages.py",
    "checklists/": "no customer",
    "venues/": "no customer",
    "welcome/": "guests, as planned: tests/frontdesk",
    "gate/": "whom to expect: tests/frontdesk",
    "loans/": "things lent in the hall: tests/frontdesk",
    "mail/": "tests/frontdesk",
    "gifts/": "tests/frontdesk",
    "self-check/": "no customer",
    "incidents/": "tests/frontdesk",
    "desk/": "tests/reception/test_check_in.py",
    "consultants/": "of a member",
    "visits/": "a visit, of who received it and the desk: tests/reception",
    "voids/": "tests/reception",
    "register/": "the register of visitors: tests/reception/test_register_pages.py",
    "slips/": "no customer",
    "order/": "of a member",
    "deputy/": "of a member",
    "links/": "no customer",
    "members/": "of a member",
    "robots/": "no customer",
    "gateways/": "no customer",
}

MISSING = "987654"


def routes() -> dict[str, str]:
    """Every page of an office: name -> what follows the office in its address."""
    return {
        name: route.removeprefix("<slug:slug>/") for name, route in office_pages().items() if name not in LIVE
    }


def names_a_customer(route: str) -> bool:
    return route.startswith(("customers/<int:", "customers/phones/", "tracking/<int:", "lapsed/<int:"))


def test_every_address_with_an_id_is_entered() -> None:
    found = routes()
    assert set(FILE_PAGES) == {name for name, route in found.items() if names_a_customer(route)}
    free = {
        name: route
        for name, route in found.items()
        if ("<int:" in route or "<uuid:" in route) and not names_a_customer(route)
    }
    assert {name for name, route in free.items() if not route.startswith(tuple(OTHER_IDS))} == set()
    unused = {head for head in OTHER_IDS if not any(route.startswith(head) for route in free.values())}
    assert unused == set()


@pytest.fixture
def theirs(lin: Member, an: Member) -> Customer:
    """An's customer."""
    customer = file_of(lin, name="Theirs", phone=TYPED, now=timezone.now())
    receive(customer, an, timezone.now())
    return customer


@pytest.fixture
def second(lin: Member, an: Member) -> Customer:
    """Another one of An's, whom pages about two customers name besides."""
    customer = file_of(lin, name="Second", phone="139 0000 4321", now=timezone.now())
    receive(customer, an, timezone.now())
    return customer


def path_of(name: str, customer: Customer, other: Customer, slug: str = "harbour") -> str:
    first = str(customer.phones.get().pk if name == "reception:reveal" else customer.pk)
    values = {
        "<int:other>": str(other.pk),
        "<uuid:visit>": str(uuid4()),
        "<slug:key>": "native_place",
        "<slug:of_class>": "health",
    }
    if "<int:customer>" in routes()[name]:
        values |= {"<int:customer>": first, "<int:pk>": MISSING}
    path = routes()[name]
    for part, value in {**values, "<int:pk>": values.get("<int:pk>", first)}.items():
        path = path.replace(part, value)
    return f"/{slug}/{path}"


def expected(name: str, role: Role, mark: Mark, *, own: bool) -> bool:
    """By the table of the core."""
    parties = {Party(role.value)} | ({Party.OWNER} if own else set())
    viewer, asked = Viewer(frozenset(parties)), {FILE_PAGES[name], ASKED_BESIDES.get(name, FILE_PAGES[name])}
    allowed = all(may(action, viewer, FileFacts(mark), timezone.now()).allowed for action in asked)
    # Who marks what is said when the form is sent; the form itself stands open to all keepers.
    return allowed or name == "visitors:mark"


def wrong_answers(client: Client, member: Member, customer: Customer, other: Customer, mark: Mark) -> list:
    [role] = member.roles
    own = customer.display_name == "Own"
    wrong = []
    # Whom the page itself turns away is turned away before any file is asked for: tests/offices/test_access.py.
    for name in (name for name in FILE_PAGES if role in TABLE[name][0]):
        for method in TABLE[name][1].split():
            if method == "POST" and mark is not Mark.NONE and "GET" in TABLE[name][1]:
                continue  # by the same door
            data = {"request_key": str(uuid4()), "purpose": "call"}
            path = path_of(name, customer, other)
            status = (client.get(path) if method == "GET" else client.post(path, data)).status_code
            allowed = expected(name, Role(role), mark, own=own)
            if (status == 403) == allowed or status >= 500:
                wrong.append(f"{role} {method} {name}: {status}, {'may' if allowed else 'may not'}")
    return wrong


@pytest.fixture(params=list(Role), ids=str)
def member(request, office) -> Member:
    return enrol(office, "somebody", request.param)


@pytest.mark.clause("archive-17")
@pytest.mark.parametrize("case", ["own", "theirs", "marked"])
def test_every_page_of_a_file_answers_as_the_table_says(
    client: Client,
    member: Member,
    theirs,
    second,
    lin,
    hua,
    case: str,
) -> None:
    customer, mark = theirs, Mark.NONE
    if case == "own":
        customer = file_of(lin, name="Own", phone="137 0000 9999", now=timezone.now())
        receive(customer, member, timezone.now())
    elif case == "marked":
        mark = Mark.SECRET
        for each in (theirs, second):
            mark_file(
                customer=each, mark=mark.value, custodian=hua, reason="wish", by=hua, now=timezone.now()
            )
    client.force_login(member.user)
    assert wrong_answers(client, member, customer, second, mark) == []


def test_no_page_of_a_file_is_there_for_another_office(client: Client, other_office, theirs, second) -> None:
    """Neither under its own office's address nor under theirs; exactly as if it did not exist."""
    for role in (Role.MANAGER, Role.INFORMATION, Role.CONSULTANT, Role.SERVICE):
        stranger = enrol(other_office, f"far-{role}", role)
        client.force_login(stranger.user)
        for name, action in FILE_PAGES.items():
            allowed, methods = TABLE[name]
            send = client.get if "GET" in methods else client.post
            assert send(path_of(name, theirs, second)).status_code == 404, (role, name)
            if role in allowed:
                status = send(path_of(name, theirs, second, "hillside")).status_code
                assert status == 404, (role, name, action)


def test_the_others_of_a_household(client: Client, lin, an, bo, theirs, second) -> None:
    """Taking somebody out of a household asks the table for who is taken out."""
    client.force_login(an.user)
    join = path_of("deals:household_join", theirs, second)
    sent = client.post(join, {"request_key": str(uuid4()), "other": second.pk, "relation": "spouse"})
    assert sent.status_code == 302
    inside = second.households.get()
    client.force_login(bo.user)
    leave = f"/harbour/households/{inside.pk}/leave/"
    assert client.post(leave, {"request_key": str(uuid4())}).status_code == 403
    client.force_login(an.user)
    assert client.post(leave, {"request_key": str(uuid4())}).status_code == 302


def test_the_card_of_anothers_customer_says_no_more_than_whose_it_is(client: Client, lin, an, bo, theirs):
    """Grade, plate, referrer, household, orders, visits: none of it for a colleague."""
    Customer.objects.filter(pk=theirs.pk).update(licence_plate="TEST-777", grade="A")
    path = path_of("reception:customer", theirs, theirs)
    for member, shown in ((an, True), (lin, True), (bo, False)):
        client.force_login(member.user)
        page = client.get(path).content.decode()
        assert "138****1234" in page
        assert ("TEST-777" in page) is shown
        assert ("What happened so far" in page) is shown
        assert ("Household" in page) is shown
