"""The review of old files: the list for the manager, what they say of each, and the records of what was destroyed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from offices.guards import office_view
from offices.views.answers import act
from visitors.guards import load_retention_line, load_retention_review
from visitors.models import RetentionReview
from visitors.rights_words import LineAnswer, ReviewState
from visitors.roles import KEEPERS, RETENTION_DECIDERS
from visitors.selectors.file_rules import house_file_rules
from visitors.services import retention as services

SHOWN = 60
LINES = 100


@office_view(*KEEPERS)
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """The list that waits, and the record of each before it."""
    office = request.member.office
    rows = RetentionReview.objects.of(office).select_related("decided_by")
    context = {
        "unfinished": rows.unfinished(),
        "done": rows.filter(state=ReviewState.DONE)[:SHOWN],
        "rules": house_file_rules(office, office.business_date(timezone.now())),
    }
    return render(request, "visitors/retention.html", context)


@office_view(*KEEPERS)
@require_GET
def retention_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of one list, the longest unmet first."""
    review = load_retention_review(request.member, pk)
    lines = Paginator(review.lines.select_related("customer").order_by("since", "pk"), LINES)
    going = review.lines.filter(answer=LineAnswer.DESTROY).count()
    context = {
        "review": review,
        "page": lines.get_page(request.GET.get("page")),
        "going": going,
        "kept": review.listed - going,
        "decides": request.member.holds(*RETENTION_DECIDERS) and review.state == ReviewState.OPEN,
    }
    return render(request, "visitors/retention_review.html", context)


@office_view(*RETENTION_DECIDERS)
@require_POST
def retention_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one file for another year, or let it go after all."""
    line = load_retention_line(request.member, pk)
    answer = request.POST.get("answer", "")
    kept = answer == LineAnswer.KEEP
    return act(
        request,
        lambda: services.answer_line(line=line, answer=answer, by=request.member, now=timezone.now()),
        said=_("Kept for another year.") if kept else _("It goes with the others."),
        back=reverse("visitors:retention_review", args=[request.member.office.slug, line.review_id]),
    )


@office_view(*RETENTION_DECIDERS)
@require_POST
def retention_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The list was looked through: what was not kept is destroyed."""
    review = load_retention_review(request.member, pk)
    return act(
        request,
        lambda: services.decide_review(review=review, by=request.member, now=timezone.now()),
        said=_("Closed. The files are destroyed one after the other."),
        back=reverse("visitors:retention_review", args=[request.member.office.slug, pk]),
    )
