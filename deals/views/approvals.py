"""Changes of an order: asked for on a page of their own each, answered on one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from deals.enums import Decision
from deals.figures import yuan
from deals.forms.changes import AnswerForm, DiscountForm, FamilyForm, RefundForm, RenameForm, SwapForm
from deals.guards import load_approval, load_order
from deals.models import Approval, Order
from deals.order_steps import is_before_contract
from deals.roles import ASKERS, DECIDERS
from deals.selectors.approvals import wanted_in_words
from deals.selectors.order_rules import house_order_rules
from deals.services import changes
from deals.services.approvals import answer_approval, may_answer
from offices.guards import office_view
from offices.views.answers import say
from offices.views.form_answers import is_done, sent, status_of

ANSWERED_SHOWN = 30
EXPLAINED = {
    "swap": gettext_lazy(
        "A unit with a higher list price passes at once; any other needs the manager. Approved discounts were for this "
        "unit and are asked for anew."
    ),
    "rename": gettext_lazy("Before the contract a change of name is free. After it a transfer fee is due."),
    "transfer": gettext_lazy("The contract is signed: the transfer fee is %(fee)s. Finance takes it."),
    "refund": gettext_lazy(
        "The manager decides. After the contract nothing is refunded, unless the director decides so."
    ),
    "discount": gettext_lazy(
        "The manager or the director approves it. It is taken off after the club level."
    ),
    "family": gettext_lazy(
        "For immediate family who do not buy themselves. See their papers; the higher of the two club levels counts."
    ),
}


@office_view(*ASKERS)
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and what was answered last."""
    member, now = request.member, timezone.now()
    found = Approval.objects.filter(office=member.office).select_related(
        "order__unit__building", "order__office", "asked_by", "answered_by"
    )
    waiting = list(found.filter(state=Decision.ASKED).order_by("asked_at", "pk"))
    answered = found.exclude(state=Decision.ASKED).order_by("-answered_at", "-pk")[:ANSWERED_SHOWN]
    context = {
        "waiting": [(each, wanted_in_words(each), may_answer(each, member, now)) for each in waiting],
        "answered": [(each, wanted_in_words(each)) for each in answered],
    }
    return render(request, "deals/approvals.html", context)


@office_view(*DECIDERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve it, or refuse it with a reason."""
    asked = load_approval(request.member, pk)
    now = timezone.now()
    form = AnswerForm(sent(request))
    answer = reverse("deals:approvals", args=[asked.office.slug])
    if is_done(
        request,
        form,
        lambda: answer_approval(
            approval=asked,
            approve=form.cleaned_data["do"] == "approve",
            answer=form.cleaned_data["answer"],
            by=request.member,
            now=now,
        ),
        answer=answer,
    ):
        approved = form.cleaned_data["do"] == "approve"
        return say(request, _("Approved.") if approved else _("Refused."), back=answer)
    context = {
        "asked": asked,
        "wanted": wanted_in_words(asked),
        "order": asked.order,
        "form": form,
        "may_answer": may_answer(asked, request.member, now),
        "is_own": asked.asked_by_id == request.member.pk,
    }
    return render(request, "deals/approve.html", context, status=status_of(request, form))


@office_view(*ASKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def order_swap(request: HttpRequest, pk: int) -> HttpResponse:
    order = load_order(request.member, pk)
    form = SwapForm(sent(request), order=order)
    return _ask(
        request, order, "swap", _("Another unit"), form, lambda: _call(changes.ask_swap, request, order, form)
    )


@office_view(*ASKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def order_rename(request: HttpRequest, pk: int) -> HttpResponse:
    order = load_order(request.member, pk)
    source = sent(request)
    now_buying = [order.customer_id, *order.joint_buyers.values_list("customer", flat=True)]
    form = RenameForm(
        source,
        bound=_is_asked(request),
        member=request.member,
        given=now_buying,
        initial={"customer": order.customer_id, "buyers": now_buying[1:]},
    )

    def work() -> Approval:
        return changes.ask_rename(
            order=order,
            customer=form.person("customer"),
            buyers=form.persons("buyers"),
            reason=form.cleaned_data["reason"],
            by=request.member,
            now=timezone.now(),
        )

    return _ask(request, order, "rename", _("Other names"), form, work)


@office_view(*ASKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def order_refund(request: HttpRequest, pk: int) -> HttpResponse:
    order = load_order(request.member, pk)
    form = RefundForm(sent(request))
    return _ask(
        request, order, "refund", _("Refund"), form, lambda: _call(changes.ask_refund, request, order, form)
    )


@office_view(*ASKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def order_discount(request: HttpRequest, pk: int) -> HttpResponse:
    order = load_order(request.member, pk)
    form = DiscountForm(sent(request))
    return _ask(
        request,
        order,
        "discount",
        _("Another discount"),
        form,
        lambda: _call(changes.ask_discount, request, order, form),
    )


@office_view(*ASKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def order_family(request: HttpRequest, pk: int) -> HttpResponse:
    order = load_order(request.member, pk)
    form = FamilyForm(sent(request), bound=_is_asked(request), member=request.member)

    def work() -> Approval:
        return changes.ask_family(
            order=order,
            relative=form.person("relative"),
            proofs=form.cleaned_data["proofs"],
            reason=form.cleaned_data["reason"],
            by=request.member,
            now=timezone.now(),
        )

    return _ask(request, order, "family", _("Family's club level"), form, work)


def _call(service: Callable[..., Approval], request: HttpRequest, order: Order, form: forms.Form) -> Approval:
    return service(order=order, by=request.member, now=timezone.now(), **form.cleaned_data)


def _is_asked(request: HttpRequest) -> bool:
    """Whether the form was sent for good, not to look for somebody."""
    return request.method == "POST" and request.POST.get("do") != "find"


def _explained(order: Order, kind: str) -> str:
    """What the change means for this order; a late change of name says what it costs."""
    if kind != "rename" or is_before_contract(order.step):
        return str(EXPLAINED[kind])
    day = order.office.business_date(timezone.now())
    return EXPLAINED["transfer"] % {"fee": yuan(house_order_rules(order.office, day).transfer_fee)}


def _ask(
    request: HttpRequest, order: Order, kind: str, title: str, form: Any, work: Callable[[], Approval]
) -> HttpResponse:
    """The page of a request; sent, the order's page says where it stands."""
    answer = reverse("deals:order", args=[order.office.slug, order.pk])
    if _is_asked(request) and is_done(request, form, work, answer=answer):
        return say(request, _("Asked for. The order says where it stands."), back=answer)
    context = {
        "order": order,
        "kind": kind,
        "title": title,
        "form": form,
        "explained": _explained(order, kind),
    }
    status = status_of(request, form) if _is_asked(request) else 200
    return render(request, "deals/order_ask.html", context, status=status)
