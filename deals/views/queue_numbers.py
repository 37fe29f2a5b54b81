"""Queue numbers for an opening: who waits, a number for a customer, its slip and its agreement."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.queue_numbers import NumberForm
from deals.guards import load_number, load_release
from deals.models import QueueNumber, Release, Unit
from deals.roles import CONTROLLERS, QUEUE_KEEPERS, REGISTER_READERS
from deals.selectors.queue_numbers import agreement_of, releases_of, waiting_for
from deals.services.queue_numbers import cancel_number, give_number, was_received
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, once_for
from visitors.access import Action
from visitors.guards import load_for
from visitors.models import Customer
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import find_customers
from visitors.services.searching import count_search
from visitors.views.customer_list import too_often

FOUND = 20


@office_view(*REGISTER_READERS)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The releases with their queues; with a single one to come, straight to it."""
    office = request.member.office
    releases = releases_of(office)
    today = office.business_date(timezone.now())
    context = {
        "coming": [each for each in releases if each.opens_on >= today],
        "opened": [each for each in releases if each.opens_on < today],
        "may_control": request.member.holds(*CONTROLLERS),
    }
    return render(request, "deals/queue.html", context)


@office_view(*REGISTER_READERS)
@require_http_methods(["GET", "POST"])
def queue_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers of a release; a search for a customer is posted, so that no number stands in an address."""
    release = load_release(request.member, pk)
    office, now = request.member.office, timezone.now()
    query = request.POST.get("q", "").replace("\x00", "").strip()[:40]
    matches = []
    if query:
        try:
            count_search(member=request.member, now=now)
        except Refusal as refusal:
            return too_often(request, refusal)
        rules = house_validity_rules(office, office.business_date(now))
        matches = find_customers(office=office, query=query, limit=FOUND, now=now, rules=rules)
    numbers = waiting_for(release)
    context = {
        "release": release,
        "numbers": numbers,
        "standing": sum(number.cancelled_at is None for number in numbers),
        "is_open": office.business_date(now) <= release.opens_on,
        "may_give": request.member.holds(*QUEUE_KEEPERS),
        "query": query,
        "matches": matches,
        "given": _given(numbers, request.GET.get("given", "")),
    }
    return render(request, "deals/queue_of.html", context)


@office_view(*QUEUE_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: int, customer: int) -> HttpResponse:
    """The next number of a release for one customer."""
    release, found = load_release(request.member, pk), load_for(request, customer, Action.SEE_CARD)
    form = NumberForm(request.POST if request.method == "POST" else drafts.take(request))
    if request.method == "GET" or not form.is_valid():
        return _give_page(request, release, found, form, 200 if request.method == "GET" else 422)
    back = reverse("deals:queue_of", args=[request.member.office.slug, pk])
    try:
        where = once_for(
            request,
            lambda: give_number(
                release=release,
                customer=found,
                layout=form.cleaned_data["layout"],
                by=request.member,
                now=timezone.now(),
            ),
            answer=f"{back}?given={found.pk}",
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _give_page(request, release, found, form, 422 if refusal.field else refusal.status)
    return redirect(where)


@office_view(*QUEUE_KEEPERS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    number = load_number(request.member, pk)
    return act(
        request,
        lambda: cancel_number(number=number, by=request.member, now=timezone.now()),
        said=_("Number %(number)s is cancelled; it stays in the list.") % {"number": number.number},
        back=reverse("deals:queue_of", args=[request.member.office.slug, number.release_id]),
    )


@office_view(*REGISTER_READERS)
@require_GET
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip that the customer takes along, with the office's half below it."""
    return render(request, "deals/queue_slip.html", {"number": load_number(request.member, pk)})


@office_view(*REGISTER_READERS)
@require_GET
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement that is signed with the number (D-07): the office's own wording, or ours."""
    number = load_number(request.member, pk)
    if number.cancelled_at is not None:
        raise Http404
    return render(
        request, "deals/queue_agreement.html", {"number": number, "agreement": agreement_of(number)}
    )


def _given(numbers: list[QueueNumber], customer: str) -> QueueNumber | None:
    """The number that this customer (id) was just given."""
    return next(
        (each for each in numbers if not each.cancelled_at and str(each.customer_id) == customer), None
    )


def _give_page(
    request: HttpRequest, release: Release, found: Customer, form: NumberForm, status: int
) -> HttpResponse:
    office = request.member.office
    layouts = (
        Unit.objects.of(office).filter(release=release).order_by("layout").values_list("layout", flat=True)
    )
    context = {
        "release": release,
        "customer": found,
        "form": form,
        "layouts": layouts.distinct(),
        "was_received": was_received(found),
        "next": release.last_number + 1,
    }
    return render(request, "deals/queue_give.html", context, status=status)
