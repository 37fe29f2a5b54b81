"""The outbox of texts: what went, what waits, what is doubtful, and what somebody sends by hand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from messaging.enums import TextState
from messaging.gate_words import words_of
from messaging.guards import load_text
from messaging.models import Gateway, TextMessage, TextReply
from messaging.roles import TEXT_READERS, TEXT_SENDERS
from messaging.services.by_hand import (
    done_by_hand,
    give_back,
    is_early,
    is_takeable,
    is_taken,
    may_put_back,
    settle,
    take_by_hand,
)
from offices.errors import Refusal
from offices.guards import office_view
from offices.phones import national
from offices.sealing import SealBroken
from offices.views.answers import act, once_for, refuse

SHOWN = 30
REPLIES_SHOWN = 8
LONGEST_ID = 18
"""Digits; no row has a longer one."""
SETTLED = ("arrived", "never-left")
VIEWS = {
    "all": tuple(TextState),
    "waiting": (TextState.QUEUED, TextState.SENDING),
    "doubtful": (TextState.UNCERTAIN, TextState.FAILED),
    "sent": (TextState.SENT, TextState.DELIVERED),
    "dropped": (TextState.DROPPED,),
}


@office_view(*TEXT_READERS)
@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """The newest texts of a kind of state, page after page without counting them all."""
    office, now = request.member.office, timezone.now()
    chosen = request.GET.get("show", "all")
    chosen = chosen if chosen in VIEWS else "all"
    before = request.GET.get("before", "")
    rows = TextMessage.objects.of(office).filter(state__in=VIEWS[chosen]).select_related("copied_by")
    if before.isdecimal() and len(before) < LONGEST_ID:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows.order_by("-pk")[: SHOWN + 1])
    for row in page:
        row.why = words_of(row.error) if row.error else ""
        row.takeable = is_takeable(row) and not is_taken(row) and not is_early(row, office, now)
    context = {
        "texts": page[:SHOWN],
        "older": page[SHOWN - 1].pk if len(page) > SHOWN else None,
        "chosen": chosen,
        "views": _views(),
        "uncertain": TextMessage.objects.of(office).uncertain().count(),
        "without_gateway": not Gateway.objects.of(office).active().exists(),
        "replies": TextReply.objects.of(office)[:REPLIES_SHOWN],
        "may_send": request.member.holds(*TEXT_SENDERS),
    }
    return render(request, "messaging/texts.html", context)


@office_view(*TEXT_READERS)
@require_GET
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """One text. Whoever has taken it to send it by hand sees the whole number."""
    found, now = load_text(request.member, pk), timezone.now()
    is_mine = is_taken(found) and found.copied_by_id == request.member.pk
    may_send = request.member.holds(*TEXT_SENDERS)
    context = {
        "text": found,
        "why": words_of(found.error) if found.error else "",
        "number": _number(found) if is_mine else "",
        "is_mine": is_mine,
        "may_take": may_send
        and is_takeable(found)
        and not is_taken(found)
        and not is_early(found, found.office, now),
        "may_put_back": not is_mine and may_send and may_put_back(found, request.member),
        "may_settle": may_send and found.state == TextState.UNCERTAIN,
    }
    return render(request, "messaging/text.html", context)


@office_view(*TEXT_SENDERS)
@require_POST
def text_take(request: HttpRequest, pk: int) -> HttpResponse:
    """To its page, where the number stands; what a gate says no to stays where it is."""
    found = load_text(request.member, pk)
    here = reverse("messaging:text", args=[request.member.office.slug, pk])
    try:
        where = once_for(
            request, lambda: take_by_hand(message=found, by=request.member, now=timezone.now()), answer=here
        )
    except Refusal as refusal:
        return refuse(request, str(refusal), back=here, status=refusal.status)
    return redirect(where)


@office_view(*TEXT_SENDERS)
@require_POST
def text_done(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_text(request.member, pk)
    return act(
        request,
        lambda: done_by_hand(message=found, by=request.member, now=timezone.now()),
        said=_("Ticked as sent by hand."),
        back=reverse("messaging:texts", args=[request.member.office.slug]),
    )


@office_view(*TEXT_SENDERS)
@require_POST
def text_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_text(request.member, pk)
    return act(
        request,
        lambda: give_back(message=found, by=request.member, now=timezone.now()),
        said=_("It is back where it was."),
        back=reverse("messaging:texts", args=[request.member.office.slug]),
    )


@office_view(*TEXT_SENDERS)
@require_POST
def text_settle(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """What the vendor says of a doubtful text."""
    if deed not in SETTLED:
        raise Http404
    found, arrived = load_text(request.member, pk), deed == "arrived"
    return act(
        request,
        lambda: settle(message=found, arrived=arrived, by=request.member, now=timezone.now()),
        said=_("Kept as delivered.") if arrived else _("Kept as not sent. You may send it by hand."),
        back=reverse("messaging:text", args=[request.member.office.slug, pk]),
    )


def _number(found: TextMessage) -> str:
    try:
        return national(found.number) if found.channel == "sms" else found.number
    except SealBroken:
        return ""


def _views() -> list[tuple[str, str]]:
    return [
        ("all", pgettext("texts", "All")),
        ("waiting", pgettext("texts", "Waiting")),
        ("doubtful", pgettext("texts", "Not sent or doubtful")),
        ("sent", pgettext("texts", "Sent")),
        ("dropped", pgettext("texts", "Dropped")),
    ]
