"""Subscription agreements in versions and copies, and the office's wording of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.agreements import AgreementForm, WordingForm
from deals.guards import load_agreement, load_order
from deals.models import Agreement, AgreementTemplate, Order
from deals.roles import LEADERS, MONEY
from deals.selectors.agreements import (
    buyers_of,
    copies_of,
    is_outdated,
    keepers_of,
    last_agreement,
    renamed_since,
    wording_of,
)
from deals.selectors.money import balance, sums_of
from deals.services.agreements import (
    KINDS,
    note_printing,
    save_wording,
    sign_agreement,
    start_with_our_wording,
    write_agreement,
)
from deals.wordings import VOCABULARIES
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of

VERSIONS_SHOWN = 20


@office_view(*MONEY, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The order's agreement: its versions, and the form that fills in the next one."""
    order = load_order(request.member, pk)
    last = last_agreement(order)
    form = AgreementForm(
        sent(request), initial=_initial(order, last), is_signed=bool(last and last.signed_at)
    )
    answer = reverse("deals:agreement", args=[order.office.slug, order.pk])
    if is_done(
        request,
        form,
        lambda: write_agreement(
            order=order,
            particulars=form.particulars(),
            reason=form.cleaned_data.get("reason", ""),
            version=form.cleaned_data["version"],
            by=request.member,
            now=timezone.now(),
        ),
        answer=answer,
    ):
        return say(
            request, _("The agreement is written. Check the balance, then print the copies."), back=answer
        )
    now_open = balance(order)
    context = {
        "form": form,
        "order": order,
        "last": last,
        "versions": order.agreements.select_related("made_by", "signed_by", "keeper").order_by("-version"),
        "wording": wording_of(order.office, "subscription"),
        "sums": sums_of(order),
        "is_stale": bool(last and not last.signed_at and last.balance != now_open),
        "is_outdated": bool(last and last.signed_at and is_outdated(last)),
        "keepers": keepers_of(order.office) if last and not last.signed_at else [],
        "writes_wording": request.member.holds(*LEADERS),
    }
    return render(request, "deals/agreement.html", context, status=status_of(request, form))


@office_view(*MONEY)
@require_POST
def agreement_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Both sides have signed on paper."""
    found = load_agreement(request.member, pk)
    return act(
        request,
        lambda: sign_agreement(
            agreement=found,
            digest=request.POST.get("digest", "")[:64],
            keeper=_keeper(found, request.POST.get("keeper", "")),
            by=request.member,
            now=timezone.now(),
        ),
        said=_("Noted as signed. From now on a change is a new version."),
        back=reverse("deals:agreement", args=[found.office.slug, found.order_id]),
    )


@office_view(*MONEY)
@require_GET
def agreement_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Four copies on A4, each with the page numbers of its own (D-22)."""
    found = load_agreement(request.member, pk)
    note_printing(agreement=found, by=request.member, now=timezone.now())
    context = {"agreement": found, "order": found.order, "copies": copies_of(found)}
    return render(request, "deals/agreement_print.html", context)


@office_view(*LEADERS)
@require_GET
def agreement_templates(request: HttpRequest) -> HttpResponse:
    """The office's wordings, and ours to start with."""
    office = request.member.office
    wordings = [(kind, wording_of(office, kind)) for kind in KINDS]
    return render(request, "deals/agreement_templates.html", {"wordings": wordings})


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def agreement_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Write the wording of one kind of agreement."""
    office = request.member.office
    last = wording_of(office, kind)
    initial = {"text": last.text if last else "", "version": last.version if last else 0}
    form = WordingForm(sent(request), initial=initial)
    answer = reverse("deals:agreement_templates", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: save_wording(
            office=office, kind=kind, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        answer=answer,
    ):
        return say(
            request, _("The wording is saved. It holds for agreements written from now on."), back=answer
        )
    versions = AgreementTemplate.objects.filter(office=office, kind=kind).select_related("by")
    context = {
        "form": form,
        "kind": kind,
        "last": last,
        "vocabulary": VOCABULARIES[kind],
        "versions": versions.order_by("-version")[:VERSIONS_SHOWN],
    }
    return render(request, "deals/agreement_template.html", context, status=status_of(request, form))


@office_view(*LEADERS)
@require_POST
def agreement_templates_start(request: HttpRequest) -> HttpResponse:
    """Our wording, in the language that the page is shown in."""
    office = request.member.office
    return act(
        request,
        lambda: start_with_our_wording(
            office=office,
            kind=request.POST.get("kind", "")[:20],
            language=get_language(),
            by=request.member,
            now=timezone.now(),
        ),
        said=_("Here it is. Let a lawyer read it, and change what your office does in another way."),
        back=reverse("deals:agreement_templates", args=[office.slug]),
    )


def _keeper(agreement: Agreement, typed: str) -> Member | None:
    """Who was chosen to keep the papers, where that is somebody."""
    return keepers_of(agreement.office).filter(pk=read_id(typed)).first()


def _initial(order: Order, last: Agreement | None) -> dict[str, Any]:
    if last is None:
        return {"buyers": buyers_of(order), "version": 0}
    named = {"buyers": buyers_of(order)} if renamed_since(last) else {}
    return {**last.particulars, **named, "version": last.version}
