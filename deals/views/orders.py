"""Orders: the lists, one order with its steps and history, a new one, the next step, the end."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.enums import Decision, OpportunityState, OrderEnd, OrderStep
from deals.forms.opportunities import listed
from deals.forms.order import AdvanceForm, OrderForm
from deals.guards import load_order, load_unit
from deals.models import Opportunity, Order, Ruling
from deals.order_steps import FOLLOWING, is_before_contract
from deals.roles import (
    APPROVERS,
    COMMISSION_READERS,
    MONEY,
    REASON_KEEPERS,
    REGISTER_READERS,
    SELLERS,
)
from deals.selectors.orders import CHOSEN, history_of, orders_of, steps_of
from deals.selectors.price_lines import PriceLine, lines_of
from deals.selectors.rulings import current_ruling
from deals.services.approvals import may_answer
from deals.services.order_checks import CLERKS, refuse_not_for_sale, refuse_taken
from deals.services.orders import advance, end_order, open_order
from deals.services.prices import quote
from offices.enums import Role
from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.guards import card_opened

ORDERS_A_PAGE = 50


@office_view(*REGISTER_READERS)
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """A consultant's own orders, or everybody's; the live ones first of all."""
    member = request.member
    sells = member.holds(Role.CONSULTANT)
    whose = request.GET.get("whose") or ("mine" if sells else "all")
    chosen = request.GET.get("state", "live")
    chosen = chosen if chosen in CHOSEN else "live"
    step = request.GET.get("step", "")
    found = orders_of(
        member.office, chosen=chosen, mine=member if whose == "mine" and sells else None, step=step
    )
    page = Paginator(found, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "whose": whose,
        "chosen": chosen,
        "step": step,
        "steps": OrderStep.choices,
        "sells": sells,
        "may_order": member.holds(*SELLERS),
    }
    return render(request, "deals/orders.html", context)


@office_view(*REGISTER_READERS)
@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: how far it has come, what comes next, why it costs what it costs, what happened."""
    return _order_page(request, load_order(request.member, pk))


@office_view(*REGISTER_READERS)
@require_GET
def order_of_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """From a unit to the order that holds it."""
    found = Order.objects.live().filter(unit=load_unit(request.member, pk)).first()
    if found is None:
        raise Http404
    return redirect("deals:order", request.member.office.slug, found.pk)


@office_view(*SELLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def order_new(request: HttpRequest) -> HttpResponse:
    """Customer and unit come together; ``do`` says whether somebody is looked for, or it is ordered."""
    member, now = request.member, timezone.now()
    source = sent(request) or _asked_for(request)
    is_ordered = request.method == "POST" and request.POST.get("do") == "order"
    form = OrderForm(source, bound=is_ordered, member=member, given=_shown(request))
    if is_ordered and form.is_valid():
        data, office = form.cleaned_data, member.office
        answer = reverse("deals:order_of_unit", args=[office.slug, data["unit"].pk])
        if is_done(
            request,
            form,
            lambda: open_order(
                unit=data["unit"],
                customer=form.person("customer"),
                buyers=form.persons("buyers"),
                step=data["step"],
                plan=data["plan"],
                closer=data.get("closer") or member,
                by=member,
                now=now,
            ),
            answer=answer,
        ):
            return say(request, _("Ordered: %(unit)s is taken.") % {"unit": data["unit"]}, back=answer)
    lines, problem = _preview(form, now)
    context = {"form": form, "lines": lines, "problem": problem}
    status = (
        status_of(request, form) if is_ordered and hasattr(form, "status") else 422 if is_ordered else 200
    )
    return render(request, "deals/order_new.html", context, status=status)


@office_view(*SELLERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def order_advance(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step, on its day."""
    found = load_order(request.member, pk)
    now = timezone.now()
    following = FOLLOWING[OrderStep(found.step)]
    form = AdvanceForm(
        sent(request),
        initial={"step": following, "on": found.office.business_date(now)},
        auto_id="advance_%s",
    )
    answer = _page_of(found)
    if is_done(
        request,
        form,
        lambda: advance(order=found, by=request.member, now=now, **form.cleaned_data),
        answer=answer,
    ):
        return say(
            request, _("Noted: %(step)s.") % {"step": OrderStep(form.cleaned_data["step"]).label}, back=answer
        )
    return _order_page(request, found, form, status=status_of(request, form))


@office_view(*SELLERS)
@require_http_methods(["GET", "POST"])
def order_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A small deposit is withdrawn; the page asks first, and says what it does."""
    found = load_order(request.member, pk)
    if request.method == "GET":
        return render(request, "deals/order_end.html", {"order": found})
    return act(
        request,
        lambda: end_order(order=found, end=OrderEnd.WITHDRAWN, by=request.member, now=timezone.now()),
        said=_("Withdrawn: %(unit)s is free again.") % {"unit": found.unit},
        back=_page_of(found),
    )


def _order_page(
    request: HttpRequest, found: Order, form: AdvanceForm | None = None, status: int = 200
) -> HttpResponse:
    member, now = request.member, timezone.now()
    following = FOLLOWING[OrderStep(found.step)]
    acts = not found.end and (found.closer_id == member.pk or member.holds(*CLERKS))
    if form is None and following and acts:
        initial = {"step": following, "on": found.office.business_date(now)}
        form = AdvanceForm(initial=initial, auto_id="advance_%s")
    asked = list(found.approvals.select_related("asked_by", "answered_by", "order"))
    won = Opportunity.objects.filter(order=found).select_related("reason").first()
    context = {
        "order": found,
        "steps": steps_of(found),
        "following": following.label if following else "",
        "form": form if acts and following else None,
        "lines": lines_of(found.price_lines),
        "before": Order.objects.filter(swapped_to=found).select_related("unit__building").first(),
        "buyers": [each.customer for each in found.joint_buyers.select_related("customer")],
        "approvals": asked,
        "to_answer": [each for each in asked if may_answer(each, member, now)],
        "waits": any(each.state == Decision.ASKED for each in asked),
        "history": history_of(found),
        "may_withdraw": acts and found.step == OrderStep.SMALL_DEPOSIT,
        "may_ask": not found.end and (acts or member.holds(*APPROVERS)),
        "is_open": is_before_contract(found.step),
        "may_refund": is_before_contract(found.step) or member.holds(*APPROVERS),
        "won": won if acts else None,
        "sells": member.holds(*SELLERS),
        "takes_money": not found.end and member.holds(Role.FINANCE),
        "sees_owing": member.holds(*MONEY) or found.closer_id == member.pk,
        "sees_agreement": member.holds(*MONEY),
        "ruling": _ruling_for(member, found),
        "may_list": member.holds(*REASON_KEEPERS),
        "reasons": listed(found.office, OpportunityState.WON) if acts else (),
    }
    return render(request, "deals/order.html", context, status=status)


def _ruling_for(member: Member, found: Order) -> Ruling | None:
    """The ruling that holds, where this member may read it."""
    held = current_ruling(found)
    concerned = held is not None and member.pk in (found.closer_id, held.credit_id)
    return held if concerned or member.holds(*COMMISSION_READERS) else None


def _shown(request: HttpRequest) -> list[int]:
    """The customer from whose page the member came: shown as the card is, with a line of the look."""
    pk = read_id(request.GET.get("customer", "")) if request.method == "GET" else None
    try:
        return [] if pk is None else [card_opened(request.member, pk)[0].pk]  # type: ignore[attr-defined]
    except Http404:
        return []


def _asked_for(request: HttpRequest) -> QueryDict:
    """Unit and customer as the address names them."""
    named = QueryDict(mutable=True)
    for name in ("unit", "customer"):
        if read_id(request.GET.get(name, "")) is not None:
            named[name] = request.GET[name]
    return named


def _preview(form: OrderForm, now: datetime) -> tuple[list[PriceLine], str]:
    """The price as it would be, or what stands against it."""
    unit = form.chosen_unit()
    if unit is None:
        return [], ""
    try:
        refuse_taken(unit)
        refuse_not_for_sale(unit, now)
        people = [*form.chosen("customer"), *form.chosen("buyers")]
        price = quote(unit.list_price, buyers=people, plan=form.chosen_plan())
    except Refusal as refusal:
        return [], str(refusal)
    return lines_of(price.as_json()), ""


def _page_of(found: Order) -> str:
    return reverse("deals:order", args=[found.office.slug, found.pk])
