"""Handing customers out: those of somebody who leaves by lot, those whose registration lapsed by the manager."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.after_sale import DrawForm
from deals.guards import load_draw, load_leaver
from deals.models import Draw
from deals.roles import MANAGERS
from deals.selectors.lapsing import lapsed
from deals.selectors.leaving import customers_of, receivers_for, repeated
from deals.services import leaving as services
from offices.enums import Role
from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, once_for, refuse, say
from visitors.access import Action
from visitors.guards import load_for

DRAWS_SHOWN = 30


@office_view(*MANAGERS)
@require_GET
def leaving(request: HttpRequest) -> HttpResponse:
    """Whose customers are to be handed out, and what was drawn before."""
    office = request.member.office
    context = {
        "consultants": Member.objects.of(office).holding(Role.CONSULTANT),
        "draws": Draw.objects.filter(office=office).select_related("leaver", "by")[:DRAWS_SHOWN],
    }
    return render(request, "deals/leaving.html", context)


@office_view(*MANAGERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def leaving_of(request: HttpRequest, pk: int) -> HttpResponse:
    """One consultant's customers and who could receive them; the lot is cast when the manager says so."""
    leaver = load_leaver(request.member, pk)
    members, now = receivers_for(leaver), timezone.now()
    customers = customers_of(leaver, now=now)
    numbers = ",".join(str(each.pk) for each in customers)
    initial = {"customers": numbers, "receivers": [str(each.pk) for each in members]}
    form = DrawForm(request.POST if request.method == "POST" else None, members=members, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            chosen = [each for each in members if str(each.pk) in data["receivers"]]
            back = reverse("deals:leaving", args=[request.member.office.slug])
            try:
                once_for(
                    request,
                    lambda: services.hand_out_by_lot(
                        leaver=leaver,
                        receivers=chosen,
                        expected=data["customers"],
                        by=request.member,
                        now=now,
                    ),
                    answer=back,
                )
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                return say(
                    request, _("The lot is cast; everybody who receives is told."), back=_newest(leaver)
                )
    context = {"leaver": leaver, "customers": customers, "form": form}
    return render(request, "deals/leaving_of.html", context, status=status)


@office_view()
@require_GET
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw, drawn again from its seed before everybody's eyes."""
    stored = load_draw(request.member, pk)
    return render(request, "deals/draw.html", _drawn(stored))


@office_view()
@require_GET
def draw_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper, with the seed."""
    stored = load_draw(request.member, pk)
    return render(request, "deals/draw_print.html", _drawn(stored))


@office_view(*MANAGERS)
@require_GET
def lapsed_customers(request: HttpRequest) -> HttpResponse:
    """Customers whom nobody owns any more, to be handed out one by one."""
    office = request.member.office
    context = {
        "lapsed": lapsed(office, now=timezone.now(), before=_number(request.GET.get("before", "")) or None),
        "is_first": "before" not in request.GET,
        "consultants": Member.objects.of(office).working().holding(Role.CONSULTANT),
    }
    return render(request, "deals/lapsed.html", context)


@office_view(*MANAGERS)
@require_POST
def lapsed_hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them goes to a consultant."""
    customer = load_for(request, pk, Action.SEE_CARD)
    back = reverse("deals:lapsed", args=[request.member.office.slug])
    number = _number(request.POST.get("to", ""))
    to = Member.objects.of(request.member.office).working().filter(pk=number).first()
    if to is None:
        return refuse(request, _("Choose a consultant who works in this office."), back=back)
    return act(
        request,
        lambda: services.hand_out_lapsed(customer=customer, to=to, by=request.member, now=timezone.now()),
        said=_("Handed to %(name)s; they are told.") % {"name": to.name},
        back=back,
    )


def _number(text: str) -> int:
    """The id in an address or a form; 0 where it is none."""
    return read_id(text) or 0


def _drawn(stored: Draw) -> dict:
    receivers = Member.objects.of(stored.office).filter(pk__in=stored.receivers)
    return {"stored": stored, "repeated": repeated(stored), "receivers": receivers}


def _newest(leaver: Member) -> str:
    """The latest draw of this consultant's customers; a second click finds the first one's."""
    stored = Draw.objects.filter(office=leaver.office_id, leaver=leaver).first()
    if stored is None:
        raise Http404
    return reverse("deals:draw", args=[leaver.office.slug, stored.pk])
