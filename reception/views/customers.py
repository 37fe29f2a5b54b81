"""Customers as the desk and the consultants see them; the full file comes with its own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.roles import TAKERS
from complaints.selectors.tickets import tickets_of
from deals.roles import CLAIMANTS, SELLERS
from deals.selectors.customer_file import deals_of
from followups.roles import CALLERS, CONSENT_KEEPERS
from offices.errors import Refusal
from offices.guards import office_view
from offices.phones import national
from reception.models import Reception
from reception.roles import DESK
from switchboard.selectors.joined import calls_of
from visitors.enums import RevealPurpose
from visitors.guards import load_customer, load_phone
from visitors.models import Customer, CustomerPhone
from visitors.phone_policy import may_see_number
from visitors.selectors.households import household_of
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import described, find_customers
from visitors.selectors.timeline import timeline
from visitors.services.reveal import reveal_phone

RECENT = 30
FOUND = 30
VISITS_SHOWN = 50


@office_view()
@require_http_methods(["GET", "POST"])
def customers(request: HttpRequest) -> HttpResponse:
    """The newest customers; a search is posted, so that no number stands in an address."""
    office, now = request.member.office, timezone.now()
    rules = house_validity_rules(office, office.business_date(now))
    query = request.POST.get("q", "").strip()[:40]
    if query:
        matches = find_customers(office=office, query=query, limit=FOUND, now=now, rules=rules)
    else:
        newest = list(Customer.objects.of(office).people().order_by("-created_at", "-pk")[:RECENT])
        matches = described(newest, office=office, now=now, rules=rules)
    return render(request, "reception/customers.html", {"matches": matches, "query": query})


@office_view()
@require_GET
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer: owner, validity, masked numbers, everything that happened."""
    found = load_customer(request.member, pk)
    office, now = request.member.office, timezone.now()
    rules = house_validity_rules(office, office.business_date(now))
    [match] = described([found], office=office, now=now, rules=rules)
    context = {
        "customer": found,
        "match": match,
        "may_reveal": may_see_number(request.member, match.ownership, at_desk=request.member.holds(*DESK)),
        "reveal_purposes": RevealPurpose.choices,
        "sells": request.member.holds(*SELLERS),
        "may_call": request.member.holds(*CALLERS),
        "may_ask": request.member.holds(*CONSENT_KEEPERS),
        "timeline": timeline(found),
        "household": household_of(found),
        "deals": deals_of(found, request.member),
        "may_claim": request.member.holds(*CLAIMANTS),
        "may_link": request.member.holds(*SELLERS),
        "phoned": calls_of(found),
        "takes": request.member.holds(*TAKERS),
        "tickets": tickets_of(found, request.member),
        "now": now,
        "visits": Reception.objects.of(office)
        .filter(customer=found)
        .with_people()
        .select_related("office")[:VISITS_SHOWN],
    }
    return render(request, "reception/customer.html", context)


@office_view()
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole number, once, with a line in the log before it is shown."""
    phone = load_phone(request.member, pk)
    try:
        number = reveal_phone(
            phone=phone, member=request.member, purpose=request.POST.get("purpose", ""), now=timezone.now()
        )
    except Refusal as refusal:
        return _revealed(request, {"refusal": refusal}, phone, refusal.status)
    return _revealed(request, {"number": national(number)}, phone)


def _revealed(request: HttpRequest, shown: dict, phone: CustomerPhone, status: int = 200) -> HttpResponse:
    """In place of the masked number; on a page of its own for a browser without JavaScript."""
    template = "reception/_revealed.html" if request.htmx else "reception/revealed.html"
    return render(request, template, {**shown, "customer": phone.customer}, status=status)
