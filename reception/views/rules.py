"""The house rules: the versions, a draft of the next one, and what it would have done to the last days."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offices import drafts, rule_sections
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import BusinessDay, Office
from offices.selectors.house_rules import Drafted, drafted, held_on, values_of, versions_of
from offices.services.house_rules import adopt_rules
from offices.views.answers import once_for
from reception.forms.rules import RulesForm, initial_of
from reception.roles import RULES_CHOOSERS, RULES_READERS
from reception.rotation import rules_from
from reception.selectors.trial import DAYS, TrialResult, trial_of


@office_view(*RULES_READERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The versions of the house rules; an administrator puts the draft in force from a day on."""
    if request.method == "GET":
        return _page(request, _kept(request))
    if not request.member.holds(*RULES_CHOOSERS):
        raise Refusal(_("Only an administrator chooses the house rules. Ask one to do it."))
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        once_for(
            request,
            lambda: adopt_rules(
                office=request.member.office,
                preset=form.cleaned_data["preset"],
                switches=form.switches(),
                effective_from=form.cleaned_data["effective_from"],
                note=form.cleaned_data["note"],
                by=request.member,
                now=timezone.now(),
            ),
            answer=request.path,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, status=422)
    return redirect(request.path)


@office_view(*RULES_READERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def rules_draft(request: HttpRequest) -> HttpResponse:
    """What the draft changes; with ``do=trial``, what it would have done to the last days. Writes nothing."""
    if request.method == "GET":
        return _page(request, _kept(request))
    form = _form(request)
    form.is_valid()
    trial = _trial(request, form) if request.POST.get("do") == "trial" else None
    if not request.htmx:
        return _page(request, form, trial=trial, status=200 if form.is_readable else 422)
    draft = _drafted(request.member.office, form)
    context = {"form": form, "drafted": draft, "trial": trial, "days": DAYS}
    context["previews"] = _previews(request, form, draft)
    if request.POST.get("do") == "trial":
        return render(request, "reception/_rules_trial.html", context)
    context["sections"] = form.sections(draft.changes if draft else ())
    return render(request, "reception/_rules_changed.html", context)


def _form(request: HttpRequest, **given) -> RulesForm:
    office = request.member.office
    if not given:
        given = {"data": request.POST}
    return RulesForm(
        **given,
        office=office,
        first_day=_first_day(office),
        may_adopt=request.member.holds(*RULES_CHOOSERS),
    )


def _kept(request: HttpRequest) -> RulesForm:
    """The form as it was typed before the session ended; else as the rules in force have it."""
    draft, office = drafts.take(request), request.member.office
    initial = draft.dict() if draft is not None else initial_of(held_on(office, _first_day(office)))
    return _form(request, initial=initial)


def _first_day(office: Office) -> date:
    """The first business day that new rules can begin with."""
    today = office.business_date(timezone.now())
    has_begun = BusinessDay.objects.of(office).filter(date=today).exists()
    return today + timedelta(days=1) if has_begun else today


def _drafted(office: Office, form: RulesForm) -> Drafted | None:
    """What a draft that was sent would change; None where it cannot be read, or nothing was sent."""
    if not form.is_bound or not form.is_readable:
        return None
    day = form.cleaned_data.get("effective_from") or _first_day(office)
    return drafted(office=office, preset=form.cleaned_data["preset"], switches=form.switches(), day=day)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a draft of a section does to an example, and the template that shows it."""

    template: str
    shown: object


def _previews(request: HttpRequest, form: RulesForm, draft: Drafted | None) -> list[Shown]:
    """Of each section that can show it: what the draft does, or what holds where nothing was sent yet."""
    if draft is None and form.is_bound:
        return []
    office, sample = request.member.office, request.POST.get("sample", "")
    day = draft.day if draft else _first_day(office)
    held = values_of(draft.held if draft else held_on(office, day))
    values = rule_sections.all_values(form.cleaned_data["preset"], form.switches()) if draft else held
    return [
        Shown(
            section.preview.template,
            section.preview.show(office, held[section.name], values[section.name], day, sample),
        )
        for section in rule_sections.sections()
        if section.preview is not None
    ]


def _trial(request: HttpRequest, form: RulesForm) -> TrialResult | None:
    if not form.is_readable:
        return None
    section = {**form.switches().get("rotation", {}), "preset": form.cleaned_data["preset"]}
    return trial_of(request.member.office, rules_from(section), now=timezone.now())


def _page(
    request: HttpRequest, form: RulesForm, *, trial: TrialResult | None = None, status: int = 200
) -> HttpResponse:
    office = request.member.office
    draft = _drafted(office, form)
    today = office.business_date(timezone.now())
    context = {
        "form": form,
        "drafted": draft,
        "previews": _previews(request, form, draft),
        "sections": form.sections(draft.changes if draft else ()),
        "trial": trial,
        "days": DAYS,
        "versions": versions_of(office, today),
        "in_force": held_on(office, today),
    }
    return render(request, "reception/rules.html", context, status=status)
