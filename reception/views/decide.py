"""What the manager, or who stands in for them, decides on a visit: another consultant, hand back, a void."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offices.errors import Refusal
from offices.guards import decides, office_view
from offices.models import Member
from offices.views.answers import refuse
from reception.enums import VoidState
from reception.forms.arrival import ANSWERS
from reception.forms.decide import ReassignForm, ToForm, VoidAnswerForm
from reception.guards import load_visit, load_void
from reception.roles import LEADERS
from reception.selectors.receivers import own_consultant, receivers_of
from reception.services import hand_over, voids
from reception.services.effects import Effect
from reception.views.confirmed import Deed, confirmed


@office_view(*LEADERS, keeps_draft=True)
@decides
@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Another consultant receives, by the manager's choice."""
    reception = load_visit(request.member, visit)
    receivers = receivers_of(reception)
    old = reception.consultant.name if reception.consultant else ""

    def effect(chosen: dict) -> Effect | None:
        to = _chosen(receivers, chosen)
        owed = chosen.get("owed", "yes") == "yes"
        return hand_over.effect_of_reassign(reception, to=to, owed=owed, by=request.member) if to else None

    def work(data: dict, promised: str) -> None:
        hand_over.reassign(
            reception=reception,
            to=_needed(receivers, data),
            owed=data.get("owed", "yes") == "yes",
            reason=data["reason"],
            promised=promised,
            by=request.member,
            now=timezone.now(),
        )

    make = partial(ReassignForm, receivers=receivers, counts=reception.counts, old=old)
    deed = Deed(
        "reception/reassign.html",
        make,
        effect,
        work,
        said=_("The visitor was given over; both consultants are told."),
        back=reception.get_absolute_url(),
        initial={"owed": "yes"},
        context={"reception": reception, "receivers": receivers},
    )
    return confirmed(request, deed)


@office_view(*LEADERS, keeps_draft=True)
@decides
@require_http_methods(["GET", "POST"])
def hand_back(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The customer's own consultant is here after all and receives (floor-3.1)."""
    reception = load_visit(request.member, visit)
    receivers = receivers_of(reception)
    own = own_consultant(reception, timezone.now())

    def effect(chosen: dict) -> Effect | None:
        to = _chosen(receivers, chosen)
        return hand_over.effect_of_hand_back(reception, to=to, by=request.member) if to else None

    def work(data: dict, promised: str) -> None:
        hand_over.hand_back(
            reception=reception,
            to=_needed(receivers, data),
            reason=data["reason"],
            promised=promised,
            by=request.member,
            now=timezone.now(),
        )

    deed = Deed(
        "reception/hand_back.html",
        partial(ToForm, receivers=receivers),
        effect,
        work,
        said=_("The customer was handed back; both consultants are told."),
        back=reception.get_absolute_url(),
        initial={"to": str(own)} if any(member.pk == own for member in receivers) else {},
        context={"reception": reception, "receivers": receivers},
    )
    return confirmed(request, deed)


@office_view(*LEADERS, keeps_draft=True)
@decides
@require_http_methods(["GET", "POST"])
def decide_void(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultant says that a visitor was no customer: verified with the visitor, or not accepted (charter-6)."""
    asked = load_void(request.member, pk)
    back = reverse("reception:manager", args=[request.member.office.slug])
    answer = request.POST.get("accept") if "do" in request.POST else "yes"
    if request.method == "POST" and answer not in ANSWERS:
        return refuse(request, _("Say whether you accept it or not."), back=back)
    accept = bool(ANSWERS[answer]) if answer in ANSWERS else True

    def work(data: dict, promised: str) -> None:
        voids.answer_void(
            asked=asked,
            accept=accept,
            note=data["reason"],
            promised=promised if accept else None,
            by=request.member,
            now=timezone.now(),
        )

    deed = Deed(
        "reception/decide_void.html",
        VoidAnswerForm,
        lambda _chosen: voids.effect_of_void(asked, by=request.member),
        work,
        said=_("Verified: a turn is owed.") if accept else _("Not accepted: the turn stays spent."),
        back=back,
        context={
            "asked": asked,
            "reception": asked.reception,
            "is_open": asked.state == VoidState.ASKED,
            "is_own": asked.asked_by_id == request.member.pk,
        },
    )
    return confirmed(request, deed)


def _chosen(receivers: list[Member], chosen: dict) -> Member | None:
    return next((member for member in receivers if str(member.pk) == str(chosen.get("to", ""))), None)


def _needed(receivers: list[Member], data: dict) -> Member:
    to = _chosen(receivers, data)
    if to is None:
        raise Refusal(_("Choose who receives now."), field="to")
    return to
