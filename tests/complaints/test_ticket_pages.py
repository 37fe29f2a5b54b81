"""The pages of complaints: whom they show what, that one screen takes one, and that each deed has its page."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.enums import ConfirmedHow
from complaints.escalation_table import Deed
from complaints.models import Department, Ticket, TicketCategory
from complaints.relations import MAY
from complaints.services import closing, deeds, handing_over
from complaints.ticket_words import CLOCKS, NEXT, PEOPLE, REASONS, STANDINGS
from complaints.views.deeds import DOINGS
from messaging.hooks import Reply
from messaging.models import TextReply
from messaging.services.incoming import take_replies
from offices import soft_cache
from offices.enums import AuditAction, Role
from offices.models import AuditEntry, Member
from tests.cast import enrol
from tests.complaints.taken import at, category, department, fresh, kinds, taken
from tests.messaging.texts import make_gateway
from tests.visitors.rows import file_of
from visitors.search_caps import DAY, WHILE_TYPING


def page(name: str, *args: object) -> str:
    return reverse(f"complaints:{name}", args=["harbour", *args])


def browser(member: Member) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(member.user)
    return client


def post(client: Client, address: str, **fields: str):
    """The form of that page, as it was shown, with these fields."""
    shown = client.get(address)
    seen = re.search(rb'name="seen" value="(\d+)"', shown.content)
    sent = {"request_key": str(uuid4()), **({"seen": seen[1].decode()} if seen else {}), **fields}
    return client.post(address, sent)


def test_every_table_of_words_and_pages_is_total() -> None:
    from complaints import escalation_readings
    from complaints import escalation_table as table

    assert set(NEXT) == set(Deed) == set(MAY)
    assert set(CLOCKS) == set(table.Clock) and set(PEOPLE) == set(table.Person)
    assert set(REASONS) == set(table.Reason) and set(STANDINGS) == set(escalation_readings.Standing)
    assert set(DOINGS) >= set(Deed) - {Deed.REFUTED}  # it has its page with VERIFIED


def test_one_screen_takes_a_complaint(lin, fang) -> None:
    leaks = category(lin)
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    answer = post(
        browser(lin),
        page("ticket_new"),
        channel="call",
        text="Water in the cellar.",
        kind="general",
        category=str(leaks.pk),
        phone="138 0000 1234",
        households="1",
    )
    ticket = Ticket.objects.get()
    assert answer.status_code == 302 and answer["Location"] == page("ticket", ticket.pk)
    assert (ticket.customer, ticket.category, ticket.answerable) == (zhou, leaks, lin)
    shown = browser(lin).get(answer["Location"]).content.decode()
    assert "Water in the cellar." in shown and "2026-0001" in shown.replace(str(ticket.year), "2026")
    assert "13800001234" not in shown and "138****1234" in shown


def test_a_major_one_without_a_time_comes_back_with_everything_typed(lin) -> None:
    answer = post(
        browser(lin),
        page("ticket_new"),
        channel="call",
        text="Fire!",
        kind="major",
        caller="Zhou",
        households="1",
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Fire!" in shown and "Zhou" in shown and "reply_by" in shown
    assert not Ticket.objects.exists()


def test_whoever_types_numbers_on_and_on_is_shown_nobody(lin) -> None:
    file_of(lin, name="Zhou", phone="13800001234")
    today = int(timezone.now().timestamp() // DAY.total_seconds())
    soft_cache.write(f"typing:{lin.pk}:{today}", WHILE_TYPING[DAY], 60)
    refused = browser(lin).post(page("match"), {"phone": "13800001234"})
    assert refused.status_code == 429 and "Zhou" not in refused.content.decode()


def test_known_customers_are_shown_while_typing(lin, stranger) -> None:
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    ticket = taken(lin, customer=zhou)
    client = browser(lin)
    shown = client.post(page("match"), {"phone": "13800001234"}).content.decode()
    assert "Zhou" in shown and f'value="{zhou.pk}"' in shown
    assert "13800001234" not in shown
    assert ticket.label not in shown or ticket.summary in shown
    file_of(stranger, name="Elsewhere", phone="13900001234")
    assert "Elsewhere" not in client.post(page("match"), {"phone": "13900001234"}).content.decode()


def test_what_was_complained_of_before_is_no_news_for_everybody(lin, an, bo) -> None:
    """Whoever takes a complaint sees that there was one, not what of; and nothing of one about themselves."""
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    other = taken(lin, text="Hidden words", customer=zhou, category=category(lin))
    about_bo = taken(lin, text="Bo hung up", customer=zhou, about=bo)
    for member, own in ((an, True), (bo, False)):
        shown = browser(member).post(page("match"), {"phone": "13800001234"}).content.decode()
        assert f"{other.label} \u00b7 Leaks" in shown and "Hidden words" not in shown
        assert (about_bo.label in shown) is own and "Bo hung up" not in shown
    assert "Bo hung up" in browser(lin).post(page("match"), {"phone": "13800001234"}).content.decode()


def test_a_complaint_about_oneself_is_not_named_beside_another(lin, an, bo) -> None:
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    taken(lin, text="Bo hung up", customer=zhou, about=bo)
    own = taken(bo, text="Water", customer=zhou)
    assert "Bo hung up" not in browser(bo).get(page("ticket", own.pk)).content.decode()


def test_a_reply_to_an_sms_becomes_a_complaint(lin, an, fang, office) -> None:
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    take_replies(
        gateway=make_gateway(office), replies=[Reply("+8613800001234", "Nobody calls back!")], now=at(2, 10)
    )
    reply = TextReply.objects.get()
    listed = browser(fang).get(reverse("messaging:texts", args=["harbour"])).content.decode()
    address = f"{page('ticket_new')}?reply={reply.pk}"
    assert address in listed
    shown = browser(fang).get(address).content.decode()
    assert "Nobody calls back!" in shown and f'value="{zhou.pk}"' in shown
    assert re.search(r'value="sms"[^>]*checked', shown)
    assert "Nobody calls back!" not in browser(an).get(address).content.decode()  # who reads no replies
    assert browser(fang).get(f"{page('ticket_new')}?reply=99999").status_code == 404


def test_the_page_says_what_is_next_and_how_that_was_counted(lin, fang) -> None:
    ticket = taken(lin)
    shown = browser(lin).get(page("ticket", ticket.pk)).content.decode()
    assert "Give it to a department" in shown
    assert "24 h from" in shown and "11-02" in shown
    offered = re.findall(r"/do/(\w+)/", shown)
    assert offered[0] == "assigned"  # the one next step stands first
    assert "handled" not in offered  # nobody has it yet


def test_what_is_meant_for_somebody_stands_first_for_them(lin, bo, mei) -> None:
    ticket = taken(lin, about=bo)
    for member, first in ((lin, "assigned"), (mei, "verified")):
        shown = browser(member).get(page("ticket", ticket.pk)).content.decode()
        assert re.findall(r"/do/(\w+)/", shown)[0] == first


def test_the_page_offers_nothing_that_would_be_refused(lin, fang, chen, mei) -> None:
    """The department handles it; customer service sees it through; who answers, or a leader, hands it over."""
    ticket = taken(lin, phone="13800001234")
    deeds.assign(ticket=ticket, department=department(lin, head=chen), by=lin, now=at(2, 10, 5))
    offered = {}
    for member in (lin, fang, chen, mei):
        shown = browser(member).get(page("ticket", ticket.pk)).content.decode()
        addresses = ("do/handled/", "do/sort/", "do/offer/", "phone/")
        offered[member] = tuple(f"/complaints/{ticket.pk}/{each}" in shown for each in addresses)
    assert offered == {
        lin: (False, True, True, True),
        fang: (True, True, False, True),
        chen: (True, False, False, False),
        mei: (True, True, True, True),
    }


@pytest.mark.parametrize("name", ["ticket", "paper", "ticket_do"])
def test_others_do_not_see_it(name: str, lin, an, bo, stranger) -> None:
    ticket = taken(lin, about=bo)
    more = {"paper": ["record"], "ticket_do": ["note"]}.get(name, [])
    answers = {
        member.name: browser(member).get(page(name, ticket.pk, *more)).status_code for member in (lin, an, bo)
    }
    assert answers == {"Lin": 200, "An": 404, "Bo": 404}
    elsewhere = reverse(f"complaints:{name}", args=["hillside", ticket.pk, *more])
    assert browser(stranger).get(elsewhere).status_code == 404


def test_from_the_department_to_the_archive_on_the_pages(lin, fang, chen) -> None:
    repairs = department(lin, head=chen)
    ticket = taken(lin)
    desk, head, service = browser(lin), browser(chen), browser(fang)
    for client, deed, fields in (
        (desk, "assigned", {"department": str(repairs.pk), "text": "Third floor."}),
        (desk, "waiting", {"text": "Needs the key."}),
        (head, "resumed", {}),
        (head, "handled", {"text": "New cable."}),
        (service, "returned", {}),
        (desk, "replied", {"text": "It runs."}),
        (desk, "confirmed", {"how": "signed", "signature_name": "Zhou"}),
        (service, "called", {"way": "phone", "satisfaction": "satisfied"}),
        (service, "archived", {}),
    ):
        answer = post(client, page("ticket_do", ticket.pk, deed), **fields)
        assert answer.status_code == 302, (deed, answer.content.decode()[-3000:])
    assert fresh(ticket).state == "archived"
    assert kinds(ticket)[0] == "opened" and len(kinds(ticket)) == 10
    shown = service.get(page("ticket", ticket.pk)).content.decode()
    assert "Zhou" in shown and "It runs." in shown


def test_a_stale_page_is_refused_with_the_words_kept(lin, fang) -> None:
    ticket = taken(lin)
    client, address = browser(lin), page("ticket_do", ticket.pk, "replied")
    deeds.wait(ticket=ticket, text="Needs the key.", by=fang, now=at(2, 11))
    answer = client.post(address, {"request_key": str(uuid4()), "seen": "1", "text": "It runs."})
    assert answer.status_code == 409
    assert "It runs." in answer.content.decode()
    assert kinds(ticket) == ["opened", "waiting"]


def test_what_cannot_be_done_says_why(lin, fang) -> None:
    ticket = taken(lin)
    shown = browser(fang).get(page("ticket_do", ticket.pk, "handled")).content.decode()
    assert "stands elsewhere" in shown and "<textarea" not in shown
    assert browser(lin).get(page("ticket_do", ticket.pk, "forgotten")).status_code == 404


def test_a_drawn_signature_is_shown_to_who_may_see_it(lin, fang) -> None:
    ticket = taken(lin)
    deeds.reply(ticket=ticket, text="Mended.", by=lin, now=at(2, 11))
    drawn = "M10 10L40 60L80 20L120 70"
    answer = post(
        browser(lin),
        page("ticket_do", ticket.pk, "confirmed"),
        how="signed",
        signature_path=drawn,
        signature_width="600",
        signature_height="200",
    )
    assert answer.status_code == 302
    assert f'd="{drawn}"' in browser(fang).get(page("ticket", ticket.pk)).content.decode()
    refused = post(
        browser(fang), page("ticket_do", ticket.pk, "called"), way="visit", satisfaction="satisfied"
    )
    assert refused.status_code == 422


def test_the_number_is_shown_to_who_answers_and_leaves_a_line(lin, an, fang) -> None:
    ticket = taken(lin, phone="13800001234", caller="Zhou")
    handing_over.offer(ticket=ticket, to=an, by=lin, now=at(2, 11))
    address = page("ticket_phone", ticket.pk)
    assert "13800001234" in browser(lin).post(address).content.decode()
    assert (
        AuditEntry.objects.filter(action=AuditAction.PHONE_REVEALED, record=f"ticket:{ticket.pk}").count()
        == 1
    )
    refused = browser(an).post(address)  # asked, but has not accepted
    assert refused.status_code == 302
    assert AuditEntry.objects.filter(action=AuditAction.PHONE_REVEALED).count() == 1


def test_the_customer_is_shown_to_a_department_while_it_is_open(lin, fang, chen) -> None:
    ticket = taken(lin, caller="Customer Canary")
    deeds.assign(ticket=ticket, department=department(lin, head=chen), by=lin, now=at(2, 10, 5))
    address = page("ticket", ticket.pk)
    assert "Customer Canary" in browser(chen).get(address).content.decode()
    deeds.handle(ticket=ticket, text="Done.", by=chen, now=at(2, 10, 10))
    deeds.take_back(ticket=ticket, by=fang, now=at(2, 10, 15))
    deeds.reply(ticket=ticket, text="Done.", by=lin, now=at(2, 10, 20))
    closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, by=lin, now=at(2, 10, 30))
    assert "Customer Canary" not in browser(chen).get(address).content.decode()
    assert "Customer Canary" in browser(fang).get(address).content.decode()


@pytest.mark.clause("G-07", "G-32")
@pytest.mark.parametrize("form", ["record", "slip", "opinion", "visit"])
def test_the_papers_are_printed_with_a_check_sum(form: str, lin, fang) -> None:
    ticket = taken(lin, caller="Zhou")
    address = page("paper", ticket.pk, form)
    first = browser(fang).get(address).content.decode()
    assert ticket.label in first and "The lift stood still." in first and "Zhou" in first
    assert "<form" not in first and "<button" not in first
    sums = re.search(r"<code>([0-9a-f]{16})</code>", first)
    deeds.reply(ticket=ticket, text="Mended.", by=lin, now=at(2, 11))
    assert sums and sums[1] not in browser(fang).get(address).content.decode()
    assert AuditEntry.objects.filter(action=AuditAction.TICKET_PRINTED).count() == 2


def test_the_record_says_by_when_an_answer_was_promised(lin) -> None:
    ticket = taken(lin, reply_by=at(3, 15))
    address = page("paper", ticket.pk, "record")
    assert "2026-11-03 15:00" in browser(lin).get(address).content.decode()
    deeds.promise(ticket=ticket, until=at(4, 16), by=lin, now=at(2, 11))
    shown = browser(lin).get(address).content.decode()
    assert "2026-11-04 16:00" in shown and "2026-11-03 15:00" not in shown


@pytest.mark.clause("G-35")
def test_the_daily_list_has_every_open_complaint_once(lin, fang, client: Client) -> None:
    texts = ["First matter", "Second matter", "Third matter"]
    for text in texts:
        taken(lin, text=text)
    client.force_login(fang.user)
    shown = client.get(page("today")).content.decode()
    assert [shown.count(f">{text}<") for text in texts] == [1, 1, 1]


def test_lists_name_the_customer_to_customer_service(lin, fang) -> None:
    taken(lin, caller="Customer Canary")
    for name in ("tickets", "today"):
        assert "Customer Canary" in browser(fang).get(page(name)).content.decode()
    assert "Customer Canary" not in browser(lin).get(page("tickets")).content.decode()


def test_lists_cost_the_same_for_one_and_for_many(
    lin, fang, client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        taken(lin, customer=file_of(lin, name="Zhou"))
    client.force_login(fang.user)
    with django_assert_max_num_queries(14):
        client.get(page("tickets"))
    with django_assert_max_num_queries(14):
        client.get(page("today"))


def test_a_complaint_costs_the_same_whatever_happened(
    lin, fang, client, django_assert_max_num_queries
) -> None:
    ticket = taken(lin)
    for minute in range(8):
        deeds.note(ticket=ticket, text="Called.", by=lin, now=at(2, 11, minute))
    client.force_login(fang.user)
    with django_assert_max_num_queries(32):
        client.get(page("ticket", ticket.pk))


@pytest.mark.clause("G-08", "G-19")
def test_an_office_starts_with_our_lists_and_changes_them(fang, chen) -> None:
    client = browser(fang)
    client.post(page("lists_start"), {"request_key": str(uuid4())})
    assert TicketCategory.objects.filter(is_major=True).count() == 6
    assert TicketCategory.objects.filter(is_major=False).count() == 13
    sales = Department.objects.get(name="Sales")
    assert (
        post(
            client, page("department", sales.pk), name="Sales", head=str(chen.pk), is_active="on"
        ).status_code
        == 302
    )
    sales.refresh_from_db()
    assert sales.head == chen
    again = post(client, page("category_new"), name=TicketCategory.objects.first().name, is_active="on")
    assert again.status_code == 422


def test_another_offices_lists_are_not_there(fang, stranger, other_office) -> None:
    theirs = Department.objects.create(office=other_office, name="Elsewhere")
    assert browser(fang).get(page("department", theirs.pk)).status_code == 404
    ticket = taken(fang)
    refused = post(browser(fang), page("ticket_do", ticket.pk, "assigned"), department=str(theirs.pk))
    assert refused.status_code == 422


def test_taking_from_the_web_and_handing_over(lin, an, fang, office) -> None:
    ticket = taken(lin)
    client = browser(lin)
    assert post(client, page("ticket_do", ticket.pk, "offer"), to=str(an.pk)).status_code == 302
    asked = browser(an).get(page("ticket", ticket.pk))
    assert "asked to take this over" in asked.content.decode()
    browser(an).post(page("accept", ticket.pk), {"request_key": str(uuid4())})
    assert fresh(ticket).answerable == an
    gate = enrol(office, "gate", Role.ADMINISTRATOR)
    assert browser(gate).get(page("tickets")).status_code == 403


@pytest.mark.clause("G-48")
def test_nobody_meets_the_complaint_about_themselves_by_another_way(lin, bo, fang, mei) -> None:
    """Neither while taking another one of that customer, nor beside one that it was joined with."""
    zhou = file_of(lin, name="Zhou", phone="13800001234")
    leaks = category(lin)
    about = taken(lin, customer=zhou, category=leaks, about=bo, text="Bo was rude to me.")
    matched = browser(bo).post(page("match"), {"phone": "13800001234"}).content.decode()
    assert "Zhou" in matched and "rude" not in matched
    assert "rude" in browser(fang).post(page("match"), {"phone": "13800001234"}).content.decode()
    own = taken(bo, customer=zhou, category=leaks, text="Water again.")
    assert own.repeats == about
    assert "rude" not in browser(bo).get(page("ticket", own.pk)).content.decode()
    assert "rude" in browser(mei).get(page("ticket", own.pk)).content.decode()
    assert browser(bo).get(page("ticket", about.pk)).status_code == 404


def test_whom_it_is_about_is_named_on_its_page(lin, bo, fang) -> None:
    ticket = taken(lin, text="Bo was rude to me.")
    address = page("ticket_do", ticket.pk, "named")
    assert b"Bo" in browser(fang).get(address).content
    post(browser(fang), address, about=str(bo.pk), text="He says so.")
    assert fresh(ticket).about_member == bo
    assert browser(bo).get(address).status_code == 404
