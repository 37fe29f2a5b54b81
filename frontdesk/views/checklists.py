"""The office's checklists: everybody reads and prints them, the leaders and the administrator write them.

Each form has an address of its own whose GET shows the page with that form open: plain pages throughout.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdesk.forms.checklists import ItemForm, ListForm
from frontdesk.guards import load_checklist, load_item
from frontdesk.models import ChecklistItem
from frontdesk.roles import EDITORS
from frontdesk.selectors.checklists import ListShown, lists_of
from frontdesk.services import checklists as services
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, once_for, refuse, say

WAYS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Opened:
    """The form that stands open on the page: what it writes (``list``, ``new_list``, ``item``, ``new_item``) and to
    which list or item.
    """

    what: str = ""
    pk: int | None = None
    form: forms.Form | None = None


@dataclass(slots=True)
class Panel:
    """A list on the page, with the forms that stand in it."""

    shown: ListShown
    title_form: forms.Form | None = None
    new_item: forms.Form | None = None
    is_adding: bool = False
    rows: list["Row"] = field(default_factory=list)

    @property
    def holds_open_form(self) -> bool:
        return self.is_adding or self.title_form is not None or any(row.form for row in self.rows)


@dataclass(slots=True)
class Row:
    """An item on the page. ``focus`` is the button that the keyboard stands on after a move: ``up`` or ``down``."""

    item: ChecklistItem
    is_first: bool
    is_last: bool
    focus: str = ""
    form: forms.Form | None = None


@office_view()
@require_GET
def checklists(request: HttpRequest) -> HttpResponse:
    return _page(request, Opened())


@office_view()
@require_GET
def print_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list on paper, for training and for the desk's drawer."""
    checklist = load_checklist(request.member, pk)
    context = {
        "checklist": checklist,
        "items": checklist.items.in_use(),
        "today": request.member.office.business_date(timezone.now()),
    }
    return render(request, "frontdesk/checklist_print.html", context)


@office_view(*EDITORS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Our lists in the language that the page is shown in."""
    office = request.member.office
    return act(
        request,
        lambda: services.start_with_ours(
            office=office, language=get_language(), by=request.member, now=timezone.now()
        ),
        said=_("Here they are. Change what your office does in another way."),
        back=_home(request),
    )


@office_view(*EDITORS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def add_list(request: HttpRequest) -> HttpResponse:
    form = ListForm(_sent(request), auto_id="new-list-%s")
    return _write(
        request,
        Opened("new_list", None, form),
        lambda data: services.add_list(
            office=request.member.office, by=request.member, now=timezone.now(), **data
        ),
        said=_("The list is there. Now add its items."),
    )


@office_view(*EDITORS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def change_list(request: HttpRequest, pk: int) -> HttpResponse:
    checklist = load_checklist(request.member, pk)
    initial = {"stage": checklist.stage, "title": checklist.title}
    form = ListForm(_sent(request), auto_id=f"list-{pk}-%s", initial=initial)
    return _write(
        request,
        Opened("list", pk, form),
        lambda data: services.change_list(checklist=checklist, by=request.member, now=timezone.now(), **data),
        said=_("Saved."),
        anchor=f"list-{pk}",
    )


@office_view(*EDITORS)
@require_POST
def switch_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a list off, or use it again."""
    checklist = load_checklist(request.member, pk)
    switches = {"off": services.switch_off_list, "on": services.use_list_again}
    return _switch(request, switches, {"checklist": checklist}, back=_home(request, f"list-{pk}"))


@office_view(*EDITORS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    checklist = load_checklist(request.member, pk)
    return _write(
        request,
        Opened("new_item", pk, ItemForm(_sent(request), auto_id=f"new-item-{pk}-%s")),
        lambda data: services.add_item(checklist=checklist, by=request.member, now=timezone.now(), **data),
        said=_("Added."),
        anchor=f"add-{pk}",
    )


@office_view(*EDITORS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = load_item(request.member, pk)
    initial = {"level": item.level, "text": item.text}
    return _write(
        request,
        Opened("item", pk, ItemForm(_sent(request), auto_id=f"item-{pk}-%s", initial=initial)),
        lambda data: services.change_item(item=item, by=request.member, now=timezone.now(), **data),
        said=_("Saved. It holds for visitors who come in from now on."),
        anchor=f"list-{item.checklist_id}",
    )


@office_view(*EDITORS)
@require_POST
def move_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down; the keyboard stays on the button."""
    item = load_item(request.member, pk)
    way = request.POST.get("way")
    if way not in WAYS:
        return refuse(request, _("Say whether it goes up or down."), back=_home(request))
    back = f"{_home(request)}?moved={pk}&way={way}#item-{pk}"
    try:
        once_for(
            request,
            lambda: services.move_item(item=item, up=way == "up", by=request.member, now=timezone.now()),
            answer=back,
        )
    except Refusal as refusal:
        return refuse(request, str(refusal), back=_home(request), status=refusal.status)
    return say(request, _("Moved."), back=back)


@office_view(*EDITORS)
@require_POST
def switch_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch an item off, or use it again."""
    item = load_item(request.member, pk)
    switches = {"off": services.switch_off_item, "on": services.use_item_again}
    return _switch(request, switches, {"item": item}, back=_home(request, f"list-{item.checklist_id}"))


def _switch(
    request: HttpRequest, switches: dict[str, Callable[..., Any]], what: dict[str, Any], *, back: str
) -> HttpResponse:
    """What ``do`` asks for: ``off`` or ``on``."""
    do = request.POST.get("do")
    if do not in switches:
        return refuse(request, _("Say whether it is switched off or used again."), back=back)
    return act(
        request,
        lambda: switches[do](**what, by=request.member, now=timezone.now()),
        said=_("Switched off.") if do == "off" else _("In use again."),
        back=back,
    )


def _write(
    request: HttpRequest, opened: Opened, work: Callable[[dict], Any], *, said: str, anchor: str = ""
) -> HttpResponse:
    """Show the page with the form open; or do what was sent once and go back to the list."""
    form = opened.form
    if request.method == "GET":
        return _page(request, opened)
    if not form.is_valid():
        return _page(request, opened, status=422)
    back = _home(request, anchor)
    try:
        once_for(request, lambda: work(form.cleaned_data), answer=back)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, opened, status=422 if refusal.field else refusal.status)
    return say(request, said, back=back)


def _sent(request: HttpRequest) -> Any:
    """What was posted, or what the session's end left behind; None for a form that was just opened."""
    return request.POST if request.method == "POST" else drafts.take(request)


def _page(request: HttpRequest, opened: Opened, status: int = 200) -> HttpResponse:
    lists, ended = lists_of(request.member.office)
    may_edit = request.member.holds(*EDITORS)
    panels = [_panel(shown, opened, _moved(request), may_edit) for shown in lists]
    new_list = opened.form if opened.what == "new_list" else None
    context = {
        "panels": panels,
        "ended": ended,
        "is_new": not lists and not ended,
        "may_edit": may_edit,
        "new_list": new_list or ListForm(auto_id="new-list-%s"),
        "is_adding": new_list is not None,
        # A colleague has ended meanwhile what this form writes to: what was typed stays in sight.
        "stray": _stray(opened, panels),
    }
    return render(request, "frontdesk/checklists.html", context, status=status)


def _stray(opened: Opened, panels: list[Panel]) -> forms.Form | None:
    """The form that has nowhere to stand any more."""
    if opened.form is None or not opened.form.is_bound or opened.what == "new_list":
        return None
    return None if any(panel.holds_open_form for panel in panels) else opened.form


def _panel(shown: ListShown, opened: Opened, moved: tuple[str, str], may_edit: bool) -> Panel:
    pk = shown.checklist.pk
    panel = Panel(shown, is_adding=(opened.what, opened.pk) == ("new_item", pk))
    if may_edit:
        panel.new_item = opened.form if panel.is_adding else ItemForm(auto_id=f"new-item-{pk}-%s")
        panel.title_form = opened.form if (opened.what, opened.pk) == ("list", pk) else None
    last = len(shown.items) - 1
    for place, item in enumerate(shown.items):
        row = Row(item, is_first=place == 0, is_last=place == last)
        if moved[0] == str(item.pk):
            row.focus = "down" if row.is_first else "up" if row.is_last else moved[1]
        if (opened.what, opened.pk) == ("item", item.pk):
            row.form = opened.form
        panel.rows.append(row)
    return panel


def _moved(request: HttpRequest) -> tuple[str, str]:
    """The item that was moved just now, and which way."""
    return request.GET.get("moved", ""), "up" if request.GET.get("way") == "up" else "down"


def _home(request: HttpRequest, anchor: str = "") -> str:
    home = reverse("frontdesk:checklists", args=[request.member.office.slug])
    return f"{home}#{anchor}" if anchor else home
