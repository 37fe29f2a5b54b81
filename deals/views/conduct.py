"""The conduct register: who did what, who verified it, and what followed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.forms.after_sale import ConductForm, VerifyForm
from deals.guards import load_conduct
from deals.models import ConductEntry
from deals.roles import APPROVERS
from deals.selectors.disputes import sees_all
from deals.services import conduct as services
from offices import drafts
from offices.clauses import clause_for
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import once_for, say

SHOWN = 100


@office_view()
@require_GET
def conduct(request: HttpRequest) -> HttpResponse:
    """All entries for leaders and the director; for everybody else those about themselves."""
    member = request.member
    entries = ConductEntry.objects.filter(office=member.office).select_related(
        "member", "reported_by", "verified_by"
    )
    shown = entries if sees_all(member) else entries.filter(member=member)
    context = {"entries": shown[:SHOWN], "all": sees_all(member), "may_verify": member.holds(*APPROVERS)}
    return render(request, "deals/conduct.html", context)


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def conduct_report(request: HttpRequest) -> HttpResponse:
    """Somebody reports what a member did."""
    office = request.member.office
    members = list(Member.objects.of(office).filter(is_active=True).exclude(pk=request.member.pk))
    today = office.business_date(timezone.now())
    form = ConductForm(
        request.POST if request.method == "POST" else drafts.take(request),
        members=members,
        initial={"happened_on": today},
    )
    if request.method == "GET":
        return render(request, "deals/conduct_report.html", {"form": form})
    status, back = 422, reverse("deals:conduct", args=[office.slug])
    if form.is_valid():
        data = form.cleaned_data
        named = next(each for each in members if str(each.pk) == data["member"])
        try:
            once_for(
                request,
                lambda: services.report_conduct(
                    **{**data, "member": named}, by=request.member, now=timezone.now()
                ),
                answer=back,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return say(request, _("Reported; a manager looks into it."), back=back)
    return render(request, "deals/conduct_report.html", {"form": form}, status=status)


@office_view(*APPROVERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def conduct_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager or the director says whether it was so, and what follows."""
    entry = load_conduct(request.member, pk)
    if entry.member_id == request.member.pk:
        raise Http404
    usual = services.usual_consequence(entry.kind, is_serious=entry.is_serious)
    form = VerifyForm(
        request.POST if request.method == "POST" else drafts.take(request), initial={"consequence": usual}
    )
    status, back = 200, reverse("deals:conduct", args=[request.member.office.slug])
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                once_for(
                    request,
                    lambda: services.verify_conduct(
                        entry=entry,
                        is_upheld=data["upheld"] == "yes",
                        consequence=data["consequence"],
                        by=request.member,
                        now=timezone.now(),
                    ),
                    answer=back,
                )
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                return say(request, _("The register is complete for this case."), back=back)
    clause = services.clause_of(entry.kind, is_serious=entry.is_serious)
    context = {"entry": entry, "form": form, "clause": clause_for(entry.office, {clause})[clause]}
    return render(request, "deals/conduct_verify.html", context, status=status)
