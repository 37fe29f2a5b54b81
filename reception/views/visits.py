"""What is done to a visit, and its Why? page."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.roles import CLAIMANTS
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.selectors.deputies import may_decide
from offices.views.answers import act, once_for, say
from reception.enums import Status, TurnKind, VoidState
from reception.forms.finish import CancelForm, FinishForm, PlainFinishForm, VoidForm
from reception.guards import load_own_visit, load_visit
from reception.models import Reception, VoidRequest
from reception.roles import CONSULTANT, DESK, FLOOR
from reception.selectors.checklists import worksheet_of
from reception.selectors.story import story_of
from reception.services import hand_over, visits, voids
from reception.views.confirmed import Deed, confirmed
from switchboard.selectors.joined import calls_before
from visitors.selectors.circumstances import in_words, names_in

# a reception that somebody without a claim received
CAN_BE_HANDED_BACK = (TurnKind.TURN, TurnKind.MAKEUP, TurnKind.ASSIST)


@office_view()
@require_GET
def visit(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Why? — the decisions on this visit with their clauses."""
    reception = load_visit(request.member, visit)
    is_mine = reception.consultant_id == request.member.pk
    may_hand_over = reception.is_open and may_decide(request.member, timezone.now())
    context = {
        "reception": reception,
        "story": story_of(reception),
        "sheet": worksheet_of(reception) if reception.status == Status.FINISHED else None,
        "phoned": calls_before(reception.customer, reception.arrived_at),
        "may_finish": reception.is_open and (is_mine or request.member.holds(*DESK)),
        "may_cancel": request.member.holds(*DESK)
        and reception.status not in (Status.CANCELLED, Status.VOID, Status.LEFT),
        "may_reassign": may_hand_over,
        "may_hand_back": may_hand_over and reception.kind in CAN_BE_HANDED_BACK,
        "void_asked": _void_asked(request.member, reception),
        "said": in_words(reception.circumstances, names_in(reception.office_id, [reception.circumstances])),
        "may_claim": reception.contact_id is not None and request.member.holds(*CLAIMANTS),
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
        lambda: hand_over.give_to_next(reception=reception, by=request.member, now=timezone.now()),
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
    context = {"reception": reception, "sheet": worksheet_of(reception)}
    if request.method == "GET":
        form = make(initial=_draft(request))
        return render(request, "reception/finish.html", {"form": form, **context})
    form = make(request.POST)
    if not form.is_valid():
        return render(request, "reception/finish.html", {"form": form, **context}, status=422)
    is_over = reception.status == Status.FINISHED and reception.contact_id
    service = visits.add_outcome if is_over else visits.finish
    return _done_or_form(
        request,
        lambda: service(
            reception=reception,
            outcome=form.outcome(),
            spoken=form.spoken(),
            by=request.member,
            now=timezone.now(),
        ),
        form,
        "reception/finish.html",
        reception,
        said=_("Reception finished. Thank you."),
        extra=context,
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


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The desk's own mistake; the page says what it will do to turns before doing it."""
    reception = load_visit(request.member, visit)
    deed = Deed(
        "reception/cancel.html",
        CancelForm,
        lambda _chosen: visits.effect_of_cancel(reception),
        lambda data, promised: visits.cancel(
            reception=reception, note=data["note"], promised=promised, by=request.member, now=timezone.now()
        ),
        said=_("The entry is cancelled."),
        back=back_of(request),
        context={"reception": reception},
    )
    return confirmed(request, deed)


def _void_asked(member: Member, reception: Reception) -> VoidRequest | None:
    """The void of this visit that waits for the manager, for those who may decide it."""
    if not reception.counts or not may_decide(member, timezone.now()):
        return None
    return reception.void_requests.filter(state=VoidState.ASKED).first()


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
