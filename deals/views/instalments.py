"""Payment plans, what falls due of an order, who is behind, and demands on paper."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.money import InstalmentsForm, PlanForm, lines_of
from deals.guards import load_demand, load_order, load_owing, load_plan
from deals.models import PaymentPlan
from deals.roles import FINANCE, MANAGERS, MONEY, OWING_READERS
from deals.selectors.arrears import arrears as orders_behind
from deals.selectors.arrears import due_soon, standing_of, total_of
from deals.selectors.money import ZERO, sums_of
from deals.services.instalments import demand_payment, parts_of, save_plan, set_instalments
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of


@office_view(*MONEY)
@require_GET
def payment_plans(request: HttpRequest) -> HttpResponse:
    """The ways to pay that the office offers."""
    plans = PaymentPlan.objects.filter(office=request.member.office).order_by("-is_active", "name")
    context = {"plans": plans, "may_edit": request.member.holds(*MANAGERS)}
    return render(request, "deals/payment_plans.html", context)


@office_view(*MANAGERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def payment_plan_new(request: HttpRequest) -> HttpResponse:
    return _plan_page(request, None, PlanForm(sent(request)))


@office_view(*MANAGERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def payment_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan; orders keep the instalments that were made of it."""
    plan = load_plan(request.member, pk)
    initial = {
        "name": plan.name,
        "parts": lines_of(parts_of(plan)),
        "percent_off": plan.percent_off,
        "is_active": plan.is_active,
    }
    return _plan_page(request, plan, PlanForm(sent(request), initial=initial))


def _plan_page(request: HttpRequest, plan: PaymentPlan | None, form: PlanForm) -> HttpResponse:
    office = request.member.office
    answer = reverse("deals:payment_plans", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: save_plan(
            office=office, plan=plan, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        answer=answer,
    ):
        return say(request, _("The plan is saved."), back=answer)
    context = {"form": form, "plan": plan}
    return render(request, "deals/payment_plan.html", context, status=status_of(request, form))


@office_view(*OWING_READERS)
@require_GET
def instalments(request: HttpRequest, pk: int) -> HttpResponse:
    """What of the order's price is due and when, what is open of it, and the demands so far."""
    order = load_owing(request.member, pk)
    today = order.office.business_date(timezone.now())
    standings = standing_of(order, today)
    sums, together = sums_of(order), sum((each.due.amount for each in standings), ZERO)
    context = {
        "order": order,
        "standings": standings,
        "sums": sums,
        "together": together,
        "is_off": bool(standings) and together != sums.price + sums.fees,
        "takes_money": request.member.holds(*FINANCE) and not order.end and sums.open > 0,
        "is_behind": not order.end and any(each.is_overdue for each in standings),
        "is_breach": any(each.is_breach for each in standings),
        "demands": order.demands.select_related("by").order_by("-number"),
        "sees_all": request.member.holds(*MONEY),
    }
    return render(request, "deals/instalments.html", context)


@office_view(*MONEY, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def instalments_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose by which plan the order is paid."""
    order = load_order(request.member, pk)
    now = timezone.now()
    begins = order.contracted_on or order.subscribed_on or order.office.business_date(order.ordered_at)
    form = InstalmentsForm(
        sent(request), office=order.office, initial={"begins_on": begins, "plan": order.plan_id}
    )
    answer = reverse("deals:instalments", args=[order.office.slug, order.pk])
    if is_done(
        request,
        form,
        lambda: set_instalments(order=order, by=request.member, now=now, **form.cleaned_data),
        answer=answer,
    ):
        return say(request, _("The instalments are set."), back=answer)
    context = {
        "form": form,
        "order": order,
        "has_plans": form.fields["plan"].queryset.exists(),
        "has_instalments": order.instalments.exists(),
    }
    return render(request, "deals/instalments_set.html", context, status=status_of(request, form))


@office_view(*MONEY)
@require_GET
def arrears(request: HttpRequest) -> HttpResponse:
    """Who is behind, the longest overdue first (D-31, D-32), and what falls due soon (D-27)."""
    office = request.member.office
    today = office.business_date(timezone.now())
    found = orders_behind(office, today)
    context = {
        "behind": found,
        "coming": due_soon(office, today),
        "total": total_of(found),
        "breaches": sum(each.is_breach for each in found),
    }
    return render(request, "deals/arrears.html", context)


@office_view(*MONEY)
@require_POST
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a payment demand; the page of the order's instalments has it to print."""
    order = load_order(request.member, pk)
    back = reverse("deals:instalments", args=[order.office.slug, order.pk])
    return act(
        request,
        lambda: demand_payment(order=order, by=request.member, now=timezone.now()),
        said=_("The demand is written and kept. Print it here."),
        back=back,
    )


@office_view(*MONEY)
@require_GET
def demand_print(request: HttpRequest, pk: int) -> HttpResponse:
    """A demand on A4, as it was written."""
    found = load_demand(request.member, pk)
    items = [
        {
            **item,
            "due_on": date.fromisoformat(item["due_on"]),
            "amount": Decimal(item["amount"]),
            "open": Decimal(item["open"]),
        }
        for item in found.items
    ]
    return render(request, "deals/demand_print.html", {"demand": found, "items": items})
