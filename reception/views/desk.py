"""The desk: the arrival form, and the board beside it."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import drafts
from offices.errors import Refusal
from offices.guards import live_view, office_view
from offices.models import Office
from offices.selectors.deputies import may_decide
from offices.views.answers import once_for
from reception.forms.arrival import ArrivalForm
from reception.models import Reception
from reception.roles import DESK, FLOOR
from reception.selectors.board import board_of
from reception.selectors.check_ins import find_check_in, waiting_check_ins
from reception.services.arrivals import log_arrival
from reception.services.previews import Preview, preview_of
from reception.services.taking_over import arrival_fields
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import find_customers
from visitors.services.searching import count_typing

NOBODY_YET = UUID(int=0)
DECIDING = ("purpose", "history", "named", "designates", "refuses_named", "forgot")


@office_view(*DESK, keeps_draft=True)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The page; ``?visit=`` shows the answer to the arrival just logged, ``?check_in=`` a visitor's own entry."""
    initial = _initial(request) or _own_entry(request)
    return _page(request, ArrivalForm(initial=initial, office=request.member.office))


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def arrive(request: HttpRequest) -> HttpResponse:
    """Log an arrival; a form with errors comes back with everything that was typed."""
    office = request.member.office
    if request.method == "GET":
        return _page(request, ArrivalForm(initial=_initial(request), office=office))
    form = ArrivalForm(request.POST, office=office)
    if not form.is_valid():
        return _page(request, form, status=422)
    visit = uuid4()
    answer = f"{reverse('reception:desk', args=[office.slug])}?visit={visit}"
    try:
        where = once_for(
            request,
            lambda: log_arrival(
                office=office,
                arrival=form.arrival(visit),
                check_in=form.cleaned_data["check_in"],
                by=request.member,
                now=timezone.now(),
            ),
            answer=answer,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, status=422 if refusal.field else refusal.status)
    return redirect(where)


@live_view(*FLOOR)
@require_GET
def board(request: HttpRequest, *, version: str, now) -> HttpResponse:
    """The live board alone."""
    context = {"board": board_of(request.member.office, now=now, version=version), **_acts(request)}
    return render(request, "reception/_board.html", context)


@office_view(*DESK)
@require_POST
def match(request: HttpRequest) -> HttpResponse:
    """Customers who fit what is typed so far. A post, so that no number ever stands in an address."""
    office, now = request.member.office, timezone.now()
    query = (request.POST.get("phone") or request.POST.get("name") or request.POST.get("q") or "").strip()
    if query and not count_typing(member=request.member, now=now):
        return HttpResponse(status=429)
    rules = house_validity_rules(office, office.business_date(now))
    matches = find_customers(office=office, query=query[:40], now=now, rules=rules) if query else []
    context = {"matches": matches, "query": query, "field": request.POST.get("field", "")}
    return render(request, "reception/_matches.html", context)


@office_view(*DESK)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Who would take this visitor, and by which clause, before anything is saved."""
    office = request.member.office
    form = ArrivalForm(request.POST, office=office)
    form.is_valid()
    wrong = [str(error) for name in DECIDING if name in form.errors for error in form.errors[name]]
    shown = Preview(refusal=" ".join(wrong)) if wrong else preview_of(office, form.arrival(NOBODY_YET))
    return render(request, "reception/_preview.html", {"preview": shown})


def _page(request: HttpRequest, form: ArrivalForm, status: int = 200) -> HttpResponse:
    office = request.member.office
    context = {
        "form": form,
        "board": board_of(office, now=timezone.now()),
        "answer": _answer(office, request.GET.get("visit", "")),
        "consultants": form.consultants,
        "taking": find_check_in(office, str(form["check_in"].value() or "")),
        **_acts(request),
    }
    return render(request, "reception/desk.html", context, status=status)


def _acts(request: HttpRequest) -> dict:
    """Whether the board offers the desk's actions to this member, and the visitors' own entries for them."""
    may_act = request.member.holds(*DESK)
    return {
        "may_act": may_act,
        "may_decide": may_act and may_decide(request.member, timezone.now()),
        "check_ins": waiting_check_ins(request.member.office) if may_act else [],
    }


def _initial(request: HttpRequest) -> dict:
    draft = drafts.take(request)
    return _as_initial(draft) if draft is not None else {}


def _own_entry(request: HttpRequest) -> dict:
    """What the visitor entered at the door, for the form to begin with; empty where somebody was faster."""
    found = find_check_in(request.member.office, request.GET.get("check_in", ""))
    return arrival_fields(found, timezone.now()) if found else {}


def _as_initial(draft: QueryDict) -> dict:
    named = ",".join(draft.getlist("named"))
    return {**{name: draft[name] for name in draft}, **({"named": named} if named else {})}


def _answer(office: Office, visit: str) -> Reception | None:
    try:
        wanted = UUID(visit)
    except ValueError:
        return None
    return Reception.objects.of(office).with_people().filter(visit=wanted).first()
