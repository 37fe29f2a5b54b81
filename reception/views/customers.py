"""Customers as the desk and the consultants see them; the full file comes with its own pages."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.roles import TAKERS
from complaints.selectors.tickets import tickets_of
from deals.roles import CLAIMANTS, MONEY, SELLERS
from deals.selectors.customer_file import deals_of
from followups.roles import CALLERS, CONSENT_KEEPERS
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.phones import national
from reception.models import Reception
from reception.roles import DESK
from switchboard.selectors.joined import calls_of
from visitors.access import Action, Verdict
from visitors.access_approvals import Mark, heaviest
from visitors.enums import LookIn, RevealPurpose
from visitors.guards import FileClosed, card_opened, load_phone
from visitors.models import Customer, CustomerPhone
from visitors.phone_policy import may_see_number
from visitors.roles import KEEPERS, LISTERS, MERGERS, RIGHT_ANSWERERS
from visitors.selectors.households import household_of
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import described, find_customers
from visitors.selectors.standing import marks_of
from visitors.selectors.timeline import timeline
from visitors.services.reveal import reveal_phone
from visitors.services.searching import count_search
from visitors.views.customer_list import too_often

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
    look_in = _look_in(request)
    if query:
        try:
            count_search(member=request.member, look_in=look_in, now=now)
        except Refusal as refusal:
            return too_often(request, refusal)
        matches = find_customers(
            office=office, query=query, limit=FOUND, look_in=look_in, now=now, rules=rules
        )
    else:
        newest = list(Customer.objects.of(office).people().order_by("-created_at", "-pk")[:RECENT])
        matches = described(newest, office=office, now=now, rules=rules)
    context = {
        "matches": matches,
        "query": query,
        "places": LookIn.choices,
        "look_in": look_in,
        "lists": request.member.holds(*LISTERS),
        "joins": request.member.holds(*MERGERS),
    }
    return render(request, "reception/customers.html", context)


@office_view()
@require_GET
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer: owner, validity, masked numbers; everything that happened for those who may read the file."""
    found, verdicts = card_opened(request.member, pk)
    contacts = verdicts[Action.SEE_CONTACTS]
    marks = marks_of([found]).get(found.pk, ())
    office, now = request.member.office, timezone.now()
    rules = house_validity_rules(office, office.business_date(now))
    [match] = described([found], office=office, now=now, rules=rules)
    context = {
        "customer": found,
        "match": match,
        "may_reveal": may_see_number(
            request.member,
            match.ownership,
            at_desk=request.member.holds(*DESK),
            mark=heaviest([Mark(each.mark) for each in marks]),
            keeps=any(each.custodian_id == request.member.pk for each in marks),
        ),
        "reveal_purposes": RevealPurpose.choices,
        "sells": request.member.holds(*SELLERS),
        "joins": request.member.holds(*MERGERS),
        "may_call": request.member.holds(*CALLERS),
        "may_ask": request.member.holds(*CONSENT_KEEPERS),
        "marks": marks,
        "timeline": timeline(found) if contacts else [],
        "household": household_of(found) if contacts else [],
        "deals": deals_of(found, request.member),
        "may_claim": request.member.holds(*CLAIMANTS),
        "may_link": request.member.holds(*SELLERS),
        "phoned": calls_of(found) if contacts else [],
        "takes": request.member.holds(*TAKERS),
        "tickets": tickets_of(found, request.member),
        "now": now,
        "visits": _visits(found) if contacts else [],
    }
    return render(request, "reception/customer.html", context | _doors(request.member, found, verdicts))


def _visits(found: Customer) -> QuerySet[Reception]:
    rows = Reception.objects.of(found.office).filter(customer__in=found.all_files)
    return rows.with_people().select_related("office")[:VISITS_SHOWN]


def _doors(member: Member, found: Customer, verdicts: dict[Action, Verdict]) -> dict:
    """Which doors lead from the card, and what stands where the contacts are closed to this member."""
    contacts = verdicts[Action.SEE_CONTACTS]
    return {
        "opens": {action.value: verdict.allowed for action, verdict in verdicts.items()},
        "shows_orders": contacts.allowed or member.holds(*MONEY),
        "closed": None if contacts else FileClosed(member, found, Action.SEE_CONTACTS, contacts),
        "keeps_files": member.holds(*KEEPERS),
        "answers_rights": member.holds(*RIGHT_ANSWERERS),
    }


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


def _look_in(request: HttpRequest) -> LookIn:
    """Where to look; everywhere where the form does not say."""
    chosen = request.POST.get("in", "")
    return LookIn(chosen) if chosen in LookIn.values else LookIn.ALL


def _revealed(request: HttpRequest, shown: dict, phone: CustomerPhone, status: int = 200) -> HttpResponse:
    """In place of the masked number; on a page of its own for a browser without JavaScript."""
    template = "reception/_revealed.html" if request.htmx else "reception/revealed.html"
    return render(request, template, {**shown, "customer": phone.customer}, status=status)
