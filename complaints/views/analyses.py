"""Figures of a month, and the analyses on their way to the director."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.enums import AnalysisKind, AnalysisState
from complaints.forms.analyses import AnalysisWordsForm, MeasureForm, SendBackForm, StartForm, name_of
from complaints.guards import load_analysis, load_measure
from complaints.models import Analysis
from complaints.roles import ANALYSTS, DIRECTORS, MANAGERS
from complaints.selectors.figures import before, figures_of, in_words, span_of
from complaints.services import analyses as services
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of


@office_view(*ANALYSTS)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The month's figures: this one's, or that of ``?month=2026-11``."""
    office = request.member.office
    today = office.business_date(timezone.now())
    begin, end = span_of(AnalysisKind.MONTH, _month(request.GET.get("month", ""), today))
    context = {
        "begin": begin,
        "earlier": before(AnalysisKind.MONTH, begin),
        "later": end if end < today else None,
        "figures": in_words(figures_of(office, begin, end, today=today)),
    }
    return render(request, "complaints/figures.html", context)


@office_view(*ANALYSTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def analyses(request: HttpRequest) -> HttpResponse:
    """All of them, and a form to begin the next."""
    office, now = request.member.office, timezone.now()
    form = StartForm(sent(request), today=office.business_date(now))
    back = reverse("complaints:analyses", args=[office.slug])

    def work() -> None:
        kind, on = form.chosen
        services.start(office=office, kind=kind, on=on, by=request.member, now=timezone.now())

    if is_done(request, form, work, answer=back):
        return say(request, _("Begun: write what the figures say."), back=back)
    rows = Analysis.objects.of(office).select_related("made_by", "approved_by")
    context = {"form": form, "rows": [(row, name_of(row.kind, row.begin)) for row in rows[:50]]}
    return render(request, "complaints/analyses.html", context, status=status_of(request, form))


@office_view(*ANALYSTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def analysis(request: HttpRequest, pk: int) -> HttpResponse:
    """One analysis; its words are written here while it is a draft."""
    found = load_analysis(request.member, pk)
    form = AnalysisWordsForm(sent(request), initial={"words": found.words})
    if is_done(
        request,
        form,
        lambda: services.write(
            analysis=found, words=form.cleaned_data["words"], by=request.member, now=timezone.now()
        ),
        answer=_address(found),
    ):
        return say(request, _("Saved."), back=_address(found))
    return render(
        request,
        "complaints/analysis.html",
        {**_shown(request, found), "form": form},
        status=status_of(request, form),
    )


@office_view(*ANALYSTS)
@require_GET
def analysis_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The report, for the printer."""
    found = load_analysis(request.member, pk)
    return render(
        request, "complaints/analysis_print.html", {**_shown(request, found), "printed_at": timezone.now()}
    )


@office_view(*ANALYSTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def measure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What a department does about its complaints."""
    found = load_analysis(request.member, pk)
    form = MeasureForm(sent(request), office=found.office)
    if is_done(
        request,
        form,
        lambda: services.add_measure(
            analysis=found, **form.cleaned_data, by=request.member, now=timezone.now()
        ),
        answer=_address(found),
    ):
        return say(request, _("Saved."), back=_address(found))
    context = {"form": form, "title": _("A measure"), "back": _address(found)}
    return render(request, "complaints/list_form.html", context, status=status_of(request, form))


@office_view(*ANALYSTS)
@require_POST
def measure_done(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    """A measure was done."""
    found = load_measure(request.member, pk, measure)
    return act(
        request,
        lambda: services.finish_measure(measure=found, by=request.member, now=timezone.now()),
        said=_("Done: it stands in the report."),
        back=_address(found.analysis),
    )


@office_view(*ANALYSTS)
@require_POST
def analysis_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """To the manager."""
    return _move(request, pk, services.hand_in, _("Handed in: the manager reviews it."))


@office_view(*MANAGERS)
@require_POST
def analysis_review(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the director."""
    return _move(request, pk, services.review, _("Reviewed: the director approves it."))


@office_view(*DIRECTORS)
@require_POST
def analysis_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approved."""
    return _move(request, pk, services.approve, _("Approved."))


@office_view(*MANAGERS, *DIRECTORS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def analysis_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It has to be written better."""
    found = load_analysis(request.member, pk)
    form = SendBackForm(sent(request))
    if is_done(
        request,
        form,
        lambda: services.send_back(
            analysis=found, why=form.cleaned_data["why"], by=request.member, now=timezone.now()
        ),
        answer=_address(found),
    ):
        return say(request, _("Sent back; whoever wrote it is told."), back=_address(found))
    context = {"form": form, "title": _("Send the analysis back"), "back": _address(found)}
    return render(request, "complaints/list_form.html", context, status=status_of(request, form))


def _move(request: HttpRequest, pk: int, service: Callable[..., Analysis], said: str) -> HttpResponse:
    found = load_analysis(request.member, pk)
    return act(
        request,
        lambda: service(analysis=found, by=request.member, now=timezone.now()),
        said=said,
        back=_address(found),
    )


def _shown(request: HttpRequest, found: Analysis) -> dict[str, Any]:
    """The figures that were kept, or those of today while it is written; and what this member may do."""
    member: Member = request.member
    today = found.office.business_date(timezone.now())
    kept = found.figures or figures_of(found.office, found.begin, found.end, today=today)
    measures = found.measures.select_related("department", "by", "done_by")
    return {
        "analysis": found,
        "name": name_of(found.kind, found.begin),
        "figures": in_words(kept),
        "measures": list(measures),
        "today": today,
        "may": {
            "write": found.state == AnalysisState.DRAFT,
            "review": found.state == AnalysisState.REVIEW and member.holds(*MANAGERS),
            "approve": found.state == AnalysisState.APPROVAL and member.holds(*DIRECTORS),
        },
    }


def _month(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    return min(max(found, date(2000, 1, 1)), today)


def _address(found: Analysis) -> str:
    return reverse("complaints:analysis", args=[found.office.slug, found.pk])
