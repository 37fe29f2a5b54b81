"""Households of customers: who is the spouse, a parent or a child of whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deals.roles import SELLERS
from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.views.answers import act, refuse
from visitors.access import Action
from visitors.enums import Relation
from visitors.guards import load_customer, load_for, load_household_member
from visitors.selectors.households import household_of
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import find_customers
from visitors.services.households import join_household, leave_household
from visitors.services.searching import count_search
from visitors.views.customer_list import too_often

FOUND = 12
RELATIONS = [each for each in Relation if each != Relation.FIRST]


@office_view(*SELLERS)
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """The household; who comes to it is searched by post, so that no number stands in an address."""
    customer = load_for(request, pk, Action.SEE_CONTACTS)
    office, now = request.member.office, timezone.now()
    members = household_of(customer)
    query = request.POST.get("q", "").replace("\x00", "").strip()[:40]
    matches = []
    if query:
        try:
            count_search(member=request.member, now=now)
        except Refusal as refusal:
            return too_often(request, refusal)
        rules = house_validity_rules(office, office.business_date(now))
        found = find_customers(office=office, query=query, limit=FOUND, now=now, rules=rules)
        known = {customer.pk, *(each.customer.file_id for each in members)}
        matches = [match for match in found if match.customer.pk not in known]
    context = {
        "customer": customer,
        "members": members,
        "query": query,
        "matches": matches,
        "relations": RELATIONS,
        "first": members[0].customer if members else customer,
    }
    return render(request, "deals/household.html", context)


@office_view(*SELLERS)
@require_POST
def household_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody belongs to the customer's household."""
    customer = load_for(request, pk, Action.SEE_CONTACTS)
    back = reverse("deals:household", args=[request.member.office.slug, customer.pk])
    chosen = read_id(request.POST.get("other", ""))
    if chosen is None:
        return refuse(request, _("Choose another customer of this office."), back=back)
    other = load_customer(request.member, chosen)
    return act(
        request,
        lambda: join_household(
            customer=customer,
            other=other,
            relation=request.POST.get("relation", ""),
            by=request.member,
            now=timezone.now(),
        ),
        said=_("They are one household now: whoever received the first of them has the claim."),
        back=back,
    )


@office_view(*SELLERS)
@require_POST
def household_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody was put into a household by mistake."""
    member = load_household_member(request.member, pk)
    load_for(request, member.customer_id, Action.SEE_CONTACTS)
    return act(
        request,
        lambda: leave_household(member=member, by=request.member, now=timezone.now()),
        said=_("Taken out of the household."),
        back=reverse("deals:household", args=[request.member.office.slug, member.customer.file_id]),
    )
