"""What is done to a visit, and its Why? page."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, once_for, refuse, say
from reception.enums import Status
from reception.forms.arrival import ANSWERS
from reception.forms.finish import CancelForm, FinishForm, PlainFinishForm, VoidForm
from reception.guards import load_own_visit, load_visit, load_void
from reception.models import Reception
from reception.roles import CONSULTANT, DESK, FLOOR, LEADERS
from reception.selectors.story import story_of
from reception.services import visits, voids


@office_view()
@require_GET
def visit(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Why? — the decisions on this visit with their clauses."""
    reception = load_visit(request.member, visit)
    is_mine = reception.consultant_id == request.member.pk
    context = {
        "reception": reception,
        "story": story_of(reception),
        "may_finish": reception.is_open and (is_mine or request.member.holds(*DESK)),
        "may_cancel": request.member.holds(*DESK)
        and reception.status not in (Status.CANCELLED, Status.VOID, Status.LEFT),
    }
    return render(request, "reception/visit.html", context)


@office_view(*FLOOR)
@require_POST
def meet(request: HttpRequest, visit: UUID) -> HttpResponse:
    reception = load_own_visit(request.member, visit)
    return act(
        request,
        lambda: visits.meet(reception=reception, by=request.member, now=timezone.now()),
        said=_("%(name)s is with the visitor.") % {"name": reception.consultant},
        back=back_of(request),
    )


@office_view(*DESK)
@require_POST
def no_show(request: HttpRequest, visit: UUID) -> HttpResponse:
    reception = load_visit(request.member, visit)
    return act(
        request,
        lambda: visits.give_to_next(reception=reception, by=request.member, now=timezone.now()),
        said=_("The next consultant takes the visitor."),
        back=back_of(request),
    )


@office_view(*DESK)
@require_POST
def leave(request: HttpRequest, visit: UUID) -> HttpResponse:
    reception = load_visit(request.member, visit)
    return act(
        request,
        lambda: visits.leave(reception=reception, by=request.member, now=timezone.now()),
        said=_("Noted: the visitor left."),
        back=back_of(request),
    )


@office_view(*DESK)
@require_POST
def quick_finish(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The desk finishes for somebody without a phone at hand; the consultant still owes the outcome."""
    reception = load_visit(request.member, visit)
    return act(
        request,
        lambda: visits.finish(reception=reception, outcome=None, by=request.member, now=timezone.now()),
        said=_("Reception finished."),
        back=back_of(request),
    )


@office_view(*FLOOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The consultant's finish with its outcome; for a reception that is over, the outcome alone."""
    reception = load_own_visit(request.member, visit)
    make = partial(FinishForm, office=request.member.office) if reception.contact_id else PlainFinishForm
    if request.method == "GET":
        form = make(initial=_draft(request))
        return render(request, "reception/finish.html", {"form": form, "reception": reception})
    form = make(request.POST)
    if not form.is_valid():
        return render(request, "reception/finish.html", {"form": form, "reception": reception}, status=422)
    is_over = reception.status == Status.FINISHED and reception.contact_id
    service = visits.add_outcome if is_over else visits.finish
    return _done_or_form(
        request,
        lambda: service(reception=reception, outcome=form.outcome(), by=request.member, now=timezone.now()),
        form,
        "reception/finish.html",
        reception,
        said=_("Reception finished. Thank you."),
    )


@office_view(*CONSULTANT, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def ask_void(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Not ours after all: asked by the consultant, verified by the manager."""
    reception = load_own_visit(request.member, visit)
    if request.method == "GET":
        form = VoidForm(initial=_draft(request))
        return render(request, "reception/ask_void.html", {"form": form, "reception": reception})
    form = VoidForm(request.POST)
    if not form.is_valid():
        return render(request, "reception/ask_void.html", {"form": form, "reception": reception}, status=422)
    return _done_or_form(
        request,
        lambda: voids.ask_void(
            reception=reception,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=request.member,
            now=timezone.now(),
        ),
        form,
        "reception/ask_void.html",
        reception,
        said=_("Asked. Go to the manager together with the visitor."),
    )


@office_view(*LEADERS)
@require_POST
def verify_void(request: HttpRequest, pk: int) -> HttpResponse:
    asked = load_void(request.member, pk)
    back = reverse("reception:manager", args=[request.member.office.slug])
    answer = request.POST.get("accept")
    if answer not in ANSWERS:
        return refuse(request, _("Say whether you accept it or not."), back=back)
    accept = ANSWERS[answer]
    return act(
        request,
        lambda: voids.answer_void(asked=asked, accept=accept, by=request.member, now=timezone.now()),
        said=_("Verified: a turn is owed.") if accept else _("Not accepted: the turn stays spent."),
        back=back,
    )


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The desk's own mistake; the page says what it will do to turns before doing it."""
    reception = load_visit(request.member, visit)
    context = {"reception": reception, "effect": visits.effect_of_cancel(reception)}
    if request.method == "GET":
        return render(
            request, "reception/cancel.html", {"form": CancelForm(initial=_draft(request)), **context}
        )
    form = CancelForm(request.POST)
    if not form.is_valid():
        return render(request, "reception/cancel.html", {"form": form, **context}, status=422)
    return _done_or_form(
        request,
        lambda: visits.cancel(
            reception=reception, note=form.cleaned_data["note"], by=request.member, now=timezone.now()
        ),
        form,
        "reception/cancel.html",
        reception,
        said=_("The entry is cancelled."),
        extra=context,
    )


def back_of(request: HttpRequest) -> str:
    """Where this member's work is."""
    page = "reception:desk" if request.member.holds(*DESK) else "reception:my_turn"
    return reverse(page, args=[request.member.office.slug])


def _draft(request: HttpRequest) -> dict:
    draft = drafts.take(request)
    if draft is None:
        return {}
    return {name: draft.getlist(name) if name == "objections" else draft[name] for name in draft}


def _done_or_form(
    request: HttpRequest,
    work,
    form,
    template: str,
    reception: Reception,
    *,
    said: str,
    extra: dict | None = None,
) -> HttpResponse:
    """Do it once and go back to work; a refusal stands in the form, which keeps what was typed."""
    back = back_of(request)
    try:
        once_for(request, work, answer=back)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        context = {"form": form, "reception": reception, **(extra or {})}
        return render(request, template, context, status=422 if refusal.field else refusal.status)
    return say(request, said, back=back) if not request.htmx else redirect(back)
