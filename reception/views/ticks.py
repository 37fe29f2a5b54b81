"""Ticking an item of a checklist, from my turn or from the finish page."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontdesk.guards import load_item
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import once_for, refuse
from reception.enums import Status
from reception.forms.arrival import ANSWERS
from reception.guards import load_own_visit
from reception.roles import CONSULTANT, FLOOR
from reception.selectors.checklists import worksheet_of
from reception.services import ticks

PAGES = ("finish", "my_turn")
LARGEST_ID = 2**63 - 1


class TickForm(forms.Form):
    """An item and whether it is done; ``page`` is where the box stands."""

    item = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    done = forms.ChoiceField(choices=[(answer, answer) for answer in ANSWERS])
    page = forms.ChoiceField(choices=[(page, page) for page in PAGES])


@office_view(*FLOOR)
@require_POST
def tick(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Tick or untick; htmx gets the visit's lists anew, a plain form its page with the list open."""
    reception = load_own_visit(request.member, visit)
    form = TickForm(request.POST)
    if not form.is_valid():
        return _no(
            request, Refusal(_("Say which item, and whether it is done.")), _page_of(request, reception)
        )
    item = load_item(request.member, form.cleaned_data["item"])
    page = form.cleaned_data["page"]
    back = f"{_page_of(request, reception, page)}?list={item.checklist_id}#ticks-{reception.visit}"
    service = ticks.tick if ANSWERS[form.cleaned_data["done"]] else ticks.untick
    try:
        once_for(
            request,
            lambda: service(reception=reception, items=[item], by=request.member, now=timezone.now()),
            answer=back,
        )
    except Refusal as refusal:
        return _no(request, refusal, back)
    if not request.htmx:
        return redirect(back)
    context = {"sheet": worksheet_of(reception), "page": page, "open_list": str(item.checklist_id)}
    return render(request, "reception/_ticks.html", context)


def _no(request: HttpRequest, refusal: Refusal, back: str) -> HttpResponse:
    """Never 422, whose answer htmx would put in the place of the lists."""
    return refuse(request, str(refusal), back=back, status=409)


def _page_of(request: HttpRequest, reception, page: str = "") -> str:
    """Where the box stood: my turn is a consultant's only, and shows nothing that is over."""
    slug = request.member.office.slug
    is_mine = request.member.holds(*CONSULTANT) and reception.status == Status.RECEIVING
    if is_mine and page != "finish":
        return reverse("reception:my_turn", args=[slug])
    return reverse("reception:finish", args=[slug, reception.visit])
