"""A template tried with a real customer, and the table of what goes by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from followups.forms.batch import TYPED, PreviewForm
from followups.row_words import OWN
from followups.selectors.batch_customers import listed
from followups.selectors.facts import facts_of
from followups.selectors.recipients import recipient
from followups.text_ways import WAYS, Way
from messaging.enums import TextChannel
from messaging.gate_words import words_of
from messaging.guards import load_reply, load_template, load_text
from messaging.models import Gateway, MessageTemplate
from messaging.roles import TEXT_READERS
from messaging.services.texts import compose
from messaging.templating import price_fen
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import say
from visitors.access import Action
from visitors.guards import load_for
from visitors.models import Customer, CustomerEmail, CustomerPhone

OFFERED = 40
LONGEST_ID = 18
"""Digits; no row has a longer one."""


@office_view(*TEXT_READERS)
@require_GET
def text_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The words as this customer would read them, their parts and price, and what would keep the text back."""
    template = load_template(request.member, pk)
    offered = list(Customer.objects.of(template.office).people().order_by("-created_at", "-pk")[:OFFERED])
    asked = request.GET.get("customer", "")
    context: dict = {"template": template}
    if asked.isdecimal() and len(asked) < LONGEST_ID:
        customer = load_for(request, int(asked), Action.SEE_CARD)
        offered = [customer, *(each for each in offered if each.pk != customer.pk)]
        typed = {name: request.GET.get(name, "")[:40] for name in TYPED}
        context |= {"customer": customer, **_tried(template, customer, typed)}
    form = PreviewForm(request.GET or None, template=template, customers=offered)
    context |= {"form": form, "customers": offered}
    return render(request, "followups/text_preview.html", context)


def _tried(template: MessageTemplate, customer: Customer, typed: dict[str, str]) -> dict:
    now, office = timezone.now(), template.office
    gateway = Gateway.objects.of(office).active().filter(channel=template.channel).first()
    known = facts_of([customer], office=office, now=now, until=office.business_date(now)).get(customer.pk)
    owner = Member.objects.filter(pk=known.owner).first() if known and known.owner else None
    try:
        words = compose(
            template=template,
            recipient=recipient(customer, "nobody@example.com", owner.name if owner else ""),
            variables={name: value for name, value in typed.items() if value},
            signature=gateway.signature if gateway else "",
        )
    except Refusal as refusal:
        return {"refusal": refusal}
    [place] = listed([customer], template=template, seen=set(), now=now)
    price = gateway.price_fen if gateway else 0
    return {
        "words": words,
        "is_sms": template.channel == TextChannel.SMS,
        "yuan": f"{price_fen(words.parts, price) / 100:.2f}" if price else "",
        "kept_back": str(OWN.get(place.reason) or words_of(place.reason)) if place.reason else "",
        "masked": place.masked,
    }


@office_view(*TEXT_READERS)
@require_GET
def text_ways(request: HttpRequest) -> HttpResponse:
    """What goes by itself, what is gathered, what somebody chooses; and whether there is a template for it."""
    there = set(MessageTemplate.objects.of(request.member.office).active().values_list("purpose", flat=True))
    groups = [(way, [(row, row.purpose in there) for row in WAYS if row.way is way]) for way in Way]
    return render(request, "followups/text_ways.html", {"groups": groups})


@office_view(*TEXT_READERS)
@require_GET
def text_customer(request: HttpRequest, pk: int) -> HttpResponse:
    """To the file of whom a text was for."""
    return _to_customer(request, load_text(request.member, pk).number_print)


@office_view(*TEXT_READERS)
@require_GET
def reply_customer(request: HttpRequest, pk: int) -> HttpResponse:
    """To the file of who wrote back."""
    return _to_customer(request, load_reply(request.member, pk).number_print)


def _to_customer(request: HttpRequest, digest: str) -> HttpResponse:
    office = request.member.office
    rows = CustomerPhone.objects.of(office).active().filter(digest=digest).order_by("pk")
    found = rows.first() or CustomerEmail.objects.of(office).filter(digest=digest).order_by("pk").first()
    if found is None:
        said = _("No customer of this office has that number or address now.")
        return say(request, said, back=reverse("messaging:texts", args=[office.slug]), level="danger")
    return redirect("reception:customer", office.slug, found.customer_id)
