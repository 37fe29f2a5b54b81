"""Unusual looking, and leaks of customers' data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.guards import office_view
from offices.models import Member
from offices.views.answers import act
from offices.views.form_answers import sent
from visitors.access_words import UnusualAnswer
from visitors.forms.access import LeakCloseForm, LeakForm, LeakStepForm
from visitors.guards import load_leak, load_unusual
from visitors.models import LeakIncident, UnusualLooking
from visitors.roles import KEEPERS, WATCHERS
from visitors.selectors.file_rules import house_file_rules
from visitors.selectors.looks import files_looked_at
from visitors.services import leaks as leak_services
from visitors.services.unusual_looking import answer_unusual
from visitors.views.form_pages import FormPage, form_page

SHOWN = 100
NAMED = 20
"""Of so many findings the files are named."""


@office_view(*WATCHERS)
@require_GET
def unusual(request: HttpRequest) -> HttpResponse:
    """What nobody has asked about yet first."""
    office = request.member.office
    rows = UnusualLooking.objects.of(office).select_related("member", "answered_by", "office")
    rules = house_file_rules(office, office.business_date(timezone.now()))
    waiting = list(rows.unanswered()[:SHOWN])
    for row in waiting[:NAMED]:
        row.files = files_looked_at(row, rules.unusual)  # type: ignore[attr-defined]
    context = {
        "waiting": waiting,
        "answered": rows.exclude(answer="")[:SHOWN],
        "answers": UnusualAnswer.choices,
        "rules": rules,
        "reader": request.member,
    }
    return render(request, "visitors/unusual.html", context)


@office_view(*WATCHERS)
@require_POST
def unusual_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of asking; a possible leak goes on to its report."""
    found = load_unusual(request.member, pk)
    answer = request.POST.get("answer", "")
    slug = request.member.office.slug
    leaks_on = answer == UnusualAnswer.LEAK
    return act(
        request,
        lambda: answer_unusual(looking=found, answer=answer, by=request.member, now=timezone.now()),
        said=_("Answered. Report the possible leak now.") if leaks_on else _("Answered."),
        back=reverse("visitors:leak_new" if leaks_on else "visitors:unusual", args=[slug]),
    )


@office_view(*KEEPERS)
@require_GET
def leaks(request: HttpRequest) -> HttpResponse:
    rows = LeakIncident.objects.of(request.member.office).select_related("reported_by")
    context = {"open": rows.open(), "closed": rows.exclude(closed_at=None)[:SHOWN]}
    return render(request, "visitors/leaks.html", context)


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def leak_new(request: HttpRequest) -> HttpResponse:
    """Anybody reports a leak; the leaders are told at once (I-25)."""
    member, now = request.member, timezone.now()
    form = LeakForm(sent(request), initial={"found_at": timezone.localtime(now)})
    back = reverse(
        "visitors:leaks" if member.holds(*KEEPERS) else "visitors:access", args=[member.office.slug]
    )
    page = FormPage(
        _("Report a leak"),
        _("Report it"),
        back,
        hint=_("The information supervisor, the manager and the director are told the moment you send this."),
    )
    return form_page(
        request,
        form,
        lambda: leak_services.report_leak(by=member, now=now, **form.cleaned_data),
        page=page,
        said=_("Reported. Thank you: every hour counts."),
    )


@office_view(*KEEPERS)
@require_GET
def leak(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_leak(request.member, pk)
    context = {"leak": found, "steps": found.steps.select_related("by"), "what": found.what_words}
    return render(request, "visitors/leak.html", context)


@office_view(*KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def leak_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _deed(
        request,
        pk,
        LeakStepForm(sent(request)),
        leak_services.add_leak_step,
        (_("What was done since"), _("Enter it"), _("Entered.")),
    )


@office_view(*KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def leak_close(request: HttpRequest, pk: int) -> HttpResponse:
    return _deed(
        request,
        pk,
        LeakCloseForm(sent(request)),
        leak_services.close_leak,
        (_("Close this leak"), _("Close it"), _("Closed.")),
    )


def _deed(
    request: HttpRequest, pk: int, form: Any, service: Any, words: tuple[str, str, str]
) -> HttpResponse:
    """A form about one leak; ``words``: the heading, the button, what is said after it."""
    member: Member = request.member
    now = timezone.now()
    found = load_leak(member, pk)
    title, button, said = words
    page = FormPage(title, button, reverse("visitors:leak", args=[member.office.slug, pk]), about=str(found))
    return form_page(
        request,
        form,
        lambda: service(incident=found, by=member, now=now, **form.cleaned_data),
        page=page,
        said=said,
    )
