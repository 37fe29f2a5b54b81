"""Complaints: the list, the day's stock, taking one, and the page of one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.enums import Channel
from complaints.forms.opening import TicketForm
from complaints.guards import load_ticket
from complaints.models import Ticket, TicketCategory
from complaints.relations import ANSWERING, HANDING
from complaints.roles import HANDLERS, LIST_KEEPERS, TAKERS
from complaints.selectors.people import may_read, relations_of
from complaints.selectors.repeats import of_customer
from complaints.selectors.standing import house_rules
from complaints.selectors.suggesting import suggested_reply
from complaints.selectors.ticket_page import page_of
from complaints.selectors.tickets import FILTERS, daily, listed
from complaints.services import opening
from messaging.guards import load_reply
from messaging.roles import TEXT_READERS
from offices.clauses import clause_for
from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.services.request_keys import lead_to
from offices.views.answers import key_of, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.models import Customer, CustomerPhone
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import find_customers, masked_phones
from visitors.services.searching import count_search, count_typing
from visitors.views.customer_list import too_often

A_PAGE = 50
MATCHES = 4


@office_view(*TAKERS)
@require_http_methods(["GET", "POST"])
def tickets(request: HttpRequest) -> HttpResponse:
    """The complaints that the member may see, what is due first; a search is posted, so that no number stands in an
    address.
    """
    text = request.POST.get("q", "").strip()[:60]
    chosen = "all" if text else request.GET.get("state", "open")
    now = timezone.now()
    if text:
        try:
            count_search(member=request.member, now=now)
        except Refusal as refusal:
            return too_often(request, refusal)
    found = listed(request.member, chosen=chosen, text=text, now=now)
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "states": [(code, label) for code, (label, _query) in FILTERS.items()],
        "state": chosen if chosen in FILTERS else "open",
        "text": text,
        "now": now,
        "handles": request.member.holds(*HANDLERS),
        "keeps_lists": request.member.holds(*LIST_KEEPERS),
    }
    return render(request, "complaints/tickets.html", context)


@office_view(*HANDLERS)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Every open complaint once, by what it asks for today (G-35)."""
    now = timezone.now()
    context = {"groups": daily(request.member, now), "now": now}
    return render(request, "complaints/today.html", context)


@office_view(*TAKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def ticket_new(request: HttpRequest) -> HttpResponse:
    """Take a complaint: one screen."""
    office, now = request.member.office, timezone.now()
    form = TicketForm(sent(request), office=office, by=request.member, initial=_heard(request))
    taken: list[Ticket] = []

    def work() -> None:
        made = opening.open_ticket(office=office, entry=form.entry(), by=request.member, now=timezone.now())
        taken.append(made)
        page = reverse("complaints:ticket", args=[office.slug, made.pk])
        lead_to(key=key_of(request), answer=page, by=request.member)

    if is_done(request, form, work, answer=reverse("complaints:tickets", args=[office.slug])):
        if not taken:
            return say(request, _("This complaint was taken already."), back=form.answer)
        page = reverse("complaints:ticket", args=[office.slug, taken[0].pk])
        said = _("Taken: complaint %(number)s. You answer for it until the customer has the answer.")
        return say(request, said % {"number": taken[0].label}, back=page)
    chosen = _chosen(form, office.pk)
    context = {
        "form": form,
        "matches": _described(request, [chosen] if chosen else [], now),
        "chosen": chosen.pk if chosen else None,
        "has_lists": TicketCategory.objects.of(office).exists(),
        "keeps_lists": request.member.holds(*LIST_KEEPERS),
        "suggested": suggested_reply(office, now),
    }
    return render(request, "complaints/ticket_new.html", context, status=status_of(request, form))


@office_view(*TAKERS)
@require_POST
def match(request: HttpRequest) -> HttpResponse:
    """Customers whom the number or name may mean, with what they complained of lately (a fragment)."""
    office, now = request.member.office, timezone.now()
    typed = [request.POST.get(name, "").strip()[:60] for name in ("phone", "caller")]
    if any(typed) and not count_typing(member=request.member, now=now):
        return HttpResponse(status=429)
    rules = house_validity_rules(office, office.business_date(now))
    found: dict[int, Customer] = {}
    for text in typed:
        if len(text) > 1 and len(found) < MATCHES:
            for each in find_customers(office=office, query=text, limit=MATCHES, now=now, rules=rules):
                found.setdefault(each.customer.pk, each.customer)
    chosen = read_id(request.POST.get("customer", ""))
    context = {
        "matches": _described(request, list(found.values())[:MATCHES], now),
        "chosen": chosen,
        "query": any(typed),
    }
    return render(request, "complaints/_matches.html", context)


@office_view(*TAKERS)
@require_GET
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint."""
    found = load_ticket(request.member, pk)
    page = page_of(found, by=request.member, now=timezone.now())
    relations = relations_of(request.member, found)
    clauses = {each.clause for each in page.clocks} | {
        each.clause for each in [page.next, *page.also] if each
    }
    context = {
        "ticket": found,
        "shown": page,
        "clauses": clause_for(found.office, clauses),
        "phones": _phones(found) if page.shows_customer else [],
        "is_offered": found.offered_to_id == request.member.pk,
        "may_answer": not ANSWERING.isdisjoint(relations),
        "may_offer": not HANDING.isdisjoint(relations) and not found.is_closed,
        "now": timezone.now(),
    }
    return render(request, "complaints/ticket.html", context)


def _phones(found: Ticket) -> list:
    """Masked numbers of the customer; of somebody without a file the one that was told."""
    if found.customer is None:
        return []
    file = found.customer.file
    return masked_phones([file], office=found.office)[file.pk]


def _heard(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: a customer whose page it was opened from, or a reply to an SMS that complains."""
    known = {"customer": request.GET.get("customer", "")}
    pk = read_id(request.GET.get("reply", ""))
    if pk is None or not request.member.holds(*TEXT_READERS):
        return known
    reply = load_reply(request.member, pk)
    rows = CustomerPhone.objects.of(reply.office).active().filter(digest=reply.number_print)
    whose = rows.order_by("pk").values_list("customer", flat=True).first()
    return {"channel": Channel.SMS, "text": reply.text, "customer": whose or ""}


def _chosen(form: TicketForm, office_id: int) -> Customer | None:
    """The customer whom the form names, as it was opened or sent."""
    pk = read_id(form["customer"].value() or "")
    if pk is None:
        return None
    found = Customer.objects.filter(office=office_id, pk=pk).select_related("merged_into").first()
    return found.file if found else None


def _described(request: HttpRequest, customers: list[Customer], now) -> list[dict]:
    """Each customer with numbers and the latest complaints; of others' complaints no more than the head."""
    office = request.member.office
    phones = masked_phones(customers, office=office) if customers else {}
    days = house_rules(office, office.business_date(now)).repeat_days
    described = []
    for customer in customers:
        rows = of_customer(office=office, customer=customer, phone_print="", days=days, now=now)
        rows = rows.exclude(about_member=request.member).select_related("department")
        tickets = [(each, may_read(request.member, each)) for each in rows[:3]]
        described.append({"customer": customer, "phones": phones[customer.pk], "tickets": tickets})
    return described
