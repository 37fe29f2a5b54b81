"""The phone desk: the form for a call, whose turn is next, what waits; and the call that rings, on every page."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import drafts
from offices.errors import Refusal
from offices.guards import live_view, office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import once_for
from switchboard.forms.call import CallForm
from switchboard.models import IncomingCall
from switchboard.roles import ANSWERERS, KEEPERS
from switchboard.selectors.glance import glance_of
from switchboard.selectors.ringing import line_shown, on_the_line, sees_line
from switchboard.services.calls import log_call
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import find_customers
from visitors.services.searching import count_typing

FIELDS_OF_SERVICE = {"at": "called_at", "customer_id": "name", "coming_on": "visit_on", "who": "name"}
"""Fields that the services name otherwise than the form."""


@office_view(*ANSWERERS, keeps_draft=True)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The page; ``?line=`` begins with a call on the line, ``?done=`` shows what was written down last."""
    return _page(request, lambda **kwargs: CallForm(initial=_initial(request), **kwargs))


@office_view(*ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write the call down; a form with errors comes back with everything that was typed."""
    office, now = request.member.office, timezone.now()
    if request.method == "GET":
        return _page(request, lambda **kwargs: CallForm(initial=_initial(request), **kwargs))
    line = _line(request, request.POST.get("line", ""), now)
    has_number = bool(line and line[0].caller_id)
    form = CallForm(request.POST, office=office, now=now, has_line_number=has_number)
    if not form.is_valid():
        return _page(request, lambda **kwargs: form, status=422)
    done = f"{reverse('switchboard:desk', args=[office.slug])}?done=1"
    try:
        where = once_for(
            request,
            lambda: log_call(office=office, entry=form.entry(), by=request.member, now=now),
            answer=done,
        )
    except Refusal as refusal:
        field = FIELDS_OF_SERVICE.get(refusal.field or "", refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal))
        return _page(request, lambda **kwargs: form, status=422 if field else refusal.status)
    return redirect(where)


@live_view(*ANSWERERS)
@require_GET
def board(request: HttpRequest, *, version: str, now: datetime) -> HttpResponse:
    """What stands beside the form."""
    context = {"glance": glance_of(request.member, now=now), "version": version}
    return render(request, "switchboard/_board.html", context)


@live_view(*ANSWERERS)
@require_GET
def ringing(request: HttpRequest, *, version: str, now: datetime) -> HttpResponse:
    """The call that rings; nothing, and no more polls, where it is nothing to this member."""
    if not sees_line(request.member):
        return render(request, "switchboard/_ringing_off.html")
    shown = on_the_line(request.member, now=now, besides=_written_now(request))
    return render(request, "switchboard/_ringing.html", {"shown": shown, "version": version, "now": now})


@office_view(*ANSWERERS)
@require_POST
def match(request: HttpRequest) -> HttpResponse:
    """Customers who fit what is typed so far. A post, so that no number ever stands in an address."""
    office, now = request.member.office, timezone.now()
    query = (request.POST.get("phone") or request.POST.get("name") or "").strip()
    if query and not count_typing(member=request.member, now=now):
        return HttpResponse(status=429)
    rules = house_validity_rules(office, office.business_date(now))
    matches = find_customers(office=office, query=query[:40], now=now, rules=rules) if query else []
    context = {"matches": matches, "query": query, "field": "customer"}
    return render(request, "reception/_matches.html", context)


def _page(request: HttpRequest, make: Callable[..., CallForm], status: int = 200) -> HttpResponse:
    member, now = request.member, timezone.now()
    form = make(office=member.office, now=now)
    context = {
        "form": form,
        "line": _line(request, str(form["line"].value() or ""), now),
        "glance": glance_of(member, now=now),
        "done": _done(member, now) if request.GET.get("done") else None,
    }
    return render(request, "switchboard/desk.html", context, status=status)


def _initial(request: HttpRequest) -> dict:
    """What the session's end left behind, else the call on the line that was chosen."""
    draft = drafts.take(request)
    if draft is not None:
        return {**{name: draft[name] for name in draft}, "topics": draft.getlist("topics")}
    found = _line(request, request.GET.get("line", ""), timezone.now())
    if found is None:
        return {}
    call, match, is_first = found
    chosen = {"customer": match.customer.pk, "name": str(match.customer)} if match else {}
    first = {"is_first": "yes" if is_first else "no"} if call.caller_id else {}
    return {"line": call.pk, "answered_by": call.answered_by_id, **first, **chosen}


def _written_now(request: HttpRequest) -> int | None:
    """The call on the line whose form the page shows that asks."""
    try:
        query = urlsplit(request.htmx.current_url or "").query
        return read_id(parse_qs(query).get("line", [""])[0])
    except ValueError:  # no address at all
        return None


def _line(request: HttpRequest, typed: str, now: datetime):
    """The call on the line; somebody else's only for who keeps the desk."""
    pk = read_id(typed)
    found = line_shown(request.member.office, pk, now=now) if pk is not None else None
    if found is not None and found[0].answered_by_id not in (None, request.member.pk):
        return found if request.member.holds(*KEEPERS) else None
    return found


def _done(member: Member, now: datetime) -> IncomingCall | None:
    """The line that this member wrote last, of today's."""
    today = member.office.business_date(now)
    rows = IncomingCall.objects.of(member.office).between(today, today).filter(by=member).with_people()
    return rows.order_by("-recorded_at", "-pk").first()
