"""Gifts: asked for, approved by somebody else, given."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdesk.forms.services import GiftDecisionForm, GiftForm
from frontdesk.guards import load_gift, load_plan
from frontdesk.models import Gift
from frontdesk.roles import GIFT_APPROVERS, HOSTS, IMPORTANT_GIFT_APPROVERS
from frontdesk.selectors.services import gifts_to_decide
from frontdesk.services import gifts as services
from frontdesk.views.form_pages import FormPage, form_page
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act
from offices.views.form_answers import sent

SHOWN = 60


@office_view(*HOSTS)
@require_GET
def gifts(request: HttpRequest) -> HttpResponse:
    """Those that wait first."""
    member = request.member
    rows = Gift.objects.of(member.office).select_related("asked_by", "decided_by", "given_by")
    mine = gifts_to_decide(member, IMPORTANT_GIFT_APPROVERS, GIFT_APPROVERS)
    context = {
        "waiting": [(gift, gift.pk in mine) for gift in rows.waiting()],
        "rows": rows.exclude(state="asked")[:SHOWN],
    }
    return render(request, "frontdesk/gifts.html", context)


@office_view(*HOSTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def gift_ask(request: HttpRequest) -> HttpResponse:
    """For guests of a welcome plan where one is named."""
    member, now = request.member, timezone.now()
    pk = read_id(request.GET.get("plan", ""))
    plan = load_plan(member, pk) if pk else None
    form = GiftForm(sent(request), initial={"receiver": plan.guests[:40]} if plan else None)
    back = reverse("frontdesk:welcome_plan", args=[member.office.slug, plan.pk]) if plan else _home(member)
    page = FormPage(
        _("Ask for a gift"),
        _("Ask"),
        back,
        about=str(plan or ""),
        hint=_("The manager approves it; the director, where it is worth as much as the house rules say."),
    )
    return form_page(
        request,
        form,
        lambda: services.ask_for_gift(plan=plan, by=member, now=now, **form.cleaned_data),
        page=page,
        said=_("Asked. You are told what came of it."),
    )


@office_view(*GIFT_APPROVERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def gift_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes or no, by somebody who did not ask for it."""
    member, now = request.member, timezone.now()
    gift = load_gift(member, pk)
    form = GiftDecisionForm(sent(request))
    about = _("%(what)s for %(receiver)s, %(value)d yuan, asked for by %(name)s (%(occasion)s)") % {
        "what": gift.what,
        "receiver": gift.receiver,
        "value": gift.value,
        "name": gift.asked_by.name,
        "occasion": gift.occasion,
    }
    return form_page(
        request,
        form,
        lambda: services.decide_gift(
            gift=gift,
            approve=form.cleaned_data["approve"] == "yes",
            reason=form.cleaned_data["reason"],
            by=member,
            now=now,
        ),
        page=FormPage(_("A gift waits for your answer"), _("Answer"), _home(member), about=about),
        said=_("Answered."),
    )


@office_view(*HOSTS)
@require_POST
def gift_give(request: HttpRequest, pk: int) -> HttpResponse:
    gift = load_gift(request.member, pk)
    return act(
        request,
        lambda: services.give(gift=gift, by=request.member, now=timezone.now()),
        said=_("Given."),
        back=_home(request.member),
    )


def _home(member: Member) -> str:
    return reverse("frontdesk:gifts", args=[member.office.slug])
