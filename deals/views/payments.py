"""Finance takes money for orders and gives it back; the supervisor and the manager look on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.forms.money import GiveBackForm, PaymentForm
from deals.guards import load_order, load_payment
from deals.models import Order, Payment
from deals.roles import FINANCE, MONEY
from deals.selectors.arrears import standing_of
from deals.selectors.cash import figures_of, first_open
from deals.selectors.money import balance, given_back, last_closed, order_line, sums_of
from deals.selectors.owing import MOST_OWING, owing, too_much
from deals.selectors.receipts import next_receipt
from deals.services.payments import give_back, take_payment
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import say
from offices.views.form_answers import is_done, sent, status_of

LATEST = 50


@office_view(*MONEY)
@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """Who owes what, found by order, unit or name; the day so far; the latest payments."""
    office = request.member.office
    today = office.business_date(timezone.now())
    query = request.GET.get("q", "")[:60].strip()
    found = owing(office, query)
    latest = Payment.objects.of(office).select_related(
        "order__unit__building", "order__customer", "by", "void"
    )
    context = {
        "query": query,
        "owing": found[:MOST_OWING],
        "is_more": len(found) > MOST_OWING,
        "too_much": too_much(office)[:MOST_OWING],
        "today": today,
        "figures": figures_of(office, today),
        "open_day": first_open(office, today),
        "closed": last_closed(office),
        "next_receipt": next_receipt(office),
        "latest": latest.order_by("-at", "-pk")[:LATEST],
        "takes_money": _takes_money(request.member),
    }
    return render(request, "deals/payments.html", context)


@office_view(*FINANCE, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def payment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Take money for an order, against the next receipt (D-19, D-20)."""
    order = load_order(request.member, pk)
    now = timezone.now()
    today, receipt = order.office.business_date(now), next_receipt(order.office)
    standings = standing_of(order, today)
    first = next((each.open for each in standings if each.open), None)
    initial = {"paid_on": today, "receipt": receipt, "amount": first}
    form = PaymentForm(sent(request), initial=initial)
    answer = reverse("deals:payment_new", args=[order.office.slug, order.pk])
    if is_done(
        request,
        form,
        lambda: take_payment(order=order, by=request.member, now=now, **form.cleaned_data),
        answer=answer,
    ):
        said = _("Receipt %(number)s: hand it to the customer.") % {"number": form.cleaned_data["receipt"]}
        return say(request, said, back=answer)
    context = {
        "form": form,
        "order": order,
        "sums": sums_of(order),
        "balance": balance(order),
        "standings": standings,
        "receipt": receipt,
        "rows": _payments_of(order),
        "takes_money": _takes_money(request.member),
    }
    return render(request, "deals/payment_new.html", context, status=status_of(request, form))


@office_view(*FINANCE, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def payment_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a payment back, or a part of it."""
    payment = load_payment(request.member, pk)
    now, order = timezone.now(), payment.order
    left = payment.amount - given_back(payment)
    initial = {
        "amount": left,
        "way": payment.way,
        "paid_on": order.office.business_date(now),
        "receipt": next_receipt(order.office),
    }
    form = GiveBackForm(sent(request), initial=initial)
    answer = reverse("deals:payment_new", args=[order.office.slug, order.pk])
    if is_done(
        request,
        form,
        lambda: give_back(payment=payment, by=request.member, now=now, **form.cleaned_data),
        answer=answer,
    ):
        said = _("Receipt %(number)s says that it went back.") % {"number": form.cleaned_data["receipt"]}
        return say(request, said, back=answer)
    context = {"form": form, "payment": payment, "order": order, "left": left}
    return render(request, "deals/payment_back.html", context, status=status_of(request, form))


def _payments_of(order: Order) -> list[Payment]:
    """With those of the orders that were swapped for this one."""
    rows = Payment.objects.filter(order__in=order_line(order)).select_related(
        "by", "void", "gives_back", "order"
    )
    return list(rows.order_by("paid_on", "pk"))


def _takes_money(member: Member) -> bool:
    return member.holds(*FINANCE)
