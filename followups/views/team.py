"""The leaders' view: the team's calls, who is behind, what customers object to, and who wants help."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from followups.enums import FollowUpChannel
from followups.forms.calls import ReassignForm, ReplyForm
from followups.guards import load_result
from followups.models import FollowUp
from followups.roles import LEADERS
from followups.selectors.team import DAYS, colleagues, team_of
from followups.selectors.today import in_order
from followups.services import team as services
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import earlier_answer, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.guards import load_for

SHOWN = 200
AHEAD = timedelta(days=7)
"""So far ahead follow-ups are handed on; what comes later is planned anew by then."""
NOBODY = 0
"""In place of a member's id: follow-ups that nobody owns."""


@office_view(*LEADERS)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Everybody's calls in one table; ``days`` says how far back calls are counted."""
    chosen = request.GET.get("days", "")
    days = int(chosen) if chosen in map(str, DAYS) else DAYS[1]
    found = team_of(request.member.office, days=days, now=timezone.now())
    return render(request, "followups/team.html", {"team": found, "choices": DAYS})


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def team_of_member(request: HttpRequest, pk: int) -> HttpResponse:
    """What one consultant owes (0: nobody's), to be given to somebody else."""
    office, now = request.member.office, timezone.now()
    owner = _member(request, pk)
    calls = FollowUp.objects.of(office).due().filter(channel=FollowUpChannel.CALL, owner=owner)
    rows = calls.by(office.business_date(now) + AHEAD)
    due = list(rows.select_related("customer", "owner", "office").order_by("on", "pk")[:SHOWN])
    others = [each for each in colleagues(office) if each != owner]
    form = ReassignForm(sent(request), due=[each.pk for each in due], members=others)
    back = reverse("followups:team_member", args=[office.slug, pk])
    if form.is_bound and not form.is_valid() and earlier_answer(request):
        return redirect(back)  # what was ticked is on another list by now
    given: list[int] = []
    if is_done(request, form, lambda: given.append(_reassign(request, form, others, now)), answer=back):
        count = given[0] if given else len(form.cleaned_data["follow_ups"])
        text = ngettext("%(n)d follow-up was handed on.", "%(n)d follow-ups were handed on.", count)
        return say(request, text % {"n": count}, back=back)
    ticked = set(form.data.getlist("follow_ups")) if form.is_bound else set()
    context = {
        "owner": owner,
        "rows": in_order(due, office=office, now=now),
        "form": form,
        "ticked": ticked,
        "day": office.business_date(now),
    }
    return render(request, "followups/team_member.html", context, status=status_of(request, form))


@office_view(*LEADERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a complaint, or a consultant who asks for help."""
    result, now = load_result(request.member, pk), timezone.now()
    customer = load_for(request, result.customer_id, Action.SEE_FILE)
    form = ReplyForm(sent(request))
    back = reverse("followups:team", args=[request.member.office.slug])
    if is_done(
        request,
        form,
        lambda: services.answer(result=result, text=form.cleaned_data["text"], by=request.member, now=now),
        answer=back,
    ):
        return say(request, _("Answered; the consultant is told."), back=back)
    context = {"result": result, "form": form, "customer": customer}
    return render(request, "followups/reply.html", context, status=status_of(request, form))


def _reassign(request: HttpRequest, form: ReassignForm, members: list[Member], now: datetime) -> int:
    data = form.cleaned_data
    [to] = [each for each in members if each.pk == data["to"]]
    return services.reassign(follow_ups=data["follow_ups"], to=to, by=request.member, now=now)


def _member(request: HttpRequest, pk: int) -> Member | None:
    """A member of the office, None for what nobody owns. Raises Http404."""
    if pk == NOBODY:
        return None
    found = Member.objects.of(request.member.office).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
