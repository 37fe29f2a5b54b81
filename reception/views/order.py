"""The order by the manager's hand: set anew, and who signs in or out, out or back; each with its reason."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offices.guards import decides, office_view
from offices.models import Member
from reception.enums import Move
from reception.forms.decide import MoveForm, OrderForm
from reception.guards import load_consultant
from reception.models import Queue
from reception.roles import LEADERS
from reception.rotation import State
from reception.selectors.board import board_of
from reception.services import roster as services
from reception.services.effects import Effect
from reception.services.roster import moves_of
from reception.views.confirmed import Deed, confirmed


@office_view(*LEADERS, keeps_draft=True)
@decides
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Everybody's place, to be set anew; and a door to each one's own page below."""
    office, by = request.member.office, request.member
    board = board_of(office, now=timezone.now())
    members = [row.member for row in board.rows]
    make = partial(OrderForm, members=members)

    def effect(chosen: dict) -> Effect | None:
        if request.method == "GET" and not chosen:
            return None
        return services.effect_of_reorder(office, make().order(chosen), by=by)

    def work(data: dict, promised: str) -> None:
        services.reorder(
            office=office,
            order=make().order(data),
            reason=data["reason"],
            promised=promised,
            by=by,
            now=timezone.now(),
        )

    deed = Deed(
        "reception/order.html",
        make,
        effect,
        work,
        said=_("The order is set."),
        back=reverse("reception:order", args=[office.slug]),
        context={"board": board},
    )
    return confirmed(request, deed)


@office_view(*LEADERS, keeps_draft=True)
@decides
@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody signs in or out, steps out or in, by the manager's word."""
    consultant = load_consultant(request.member, pk)
    moves = _moves(consultant)

    def effect(chosen: dict) -> Effect | None:
        move = chosen.get("move", "")
        if move not in Move.values:
            return None
        return services.effect_of_move(consultant, Move(move), by=request.member, now=timezone.now())

    def work(data: dict, promised: str) -> None:
        services.move(
            consultant=consultant,
            move=Move(data["move"]),
            reason=data["reason"],
            promised=promised,
            by=request.member,
            now=timezone.now(),
        )

    wanted = request.GET.get("move", "")
    deed = Deed(
        "reception/roster.html",
        partial(MoveForm, moves=moves),
        effect,
        work,
        said=_("Done, and kept with its reason."),
        back=reverse("reception:order", args=[request.member.office.slug]),
        initial={"move": wanted if wanted in moves else moves[0].value},
        context={"consultant": consultant},
        about=consultant,
    )
    return confirmed(request, deed)


def _moves(consultant: Member) -> list[Move]:
    row = Queue.objects.filter(pk=consultant.office_id).first()
    return moves_of(State.from_json(row.state) if row and row.state else None, consultant.code)
