"""Call-backs: what waits, and one of them."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import phones
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, key_of, refuse, say
from offices.views.form_answers import is_done, sent, status_of
from switchboard.enums import BackReason
from switchboard.forms.promises import AnswerForm, CallBackForm, GiveForm
from switchboard.guards import load_call_back
from switchboard.models import CallBack
from switchboard.roles import ANSWERERS, KEEPERS
from switchboard.selectors.call_backs import open_call_backs, settled_call_backs
from switchboard.services import call_backs as services
from switchboard.services.callers import caller_of
from visitors.services.phones import holder_of, read_number


@office_view(*ANSWERERS)
@require_GET
def call_backs(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first; the member's own, at the desk everybody's."""
    member, now = request.member, timezone.now()
    context = {
        "waiting": open_call_backs(member, now=now),
        "settled": settled_call_backs(member),
        "keeps_desk": member.holds(*KEEPERS),
    }
    return render(request, "switchboard/call_backs.html", context)


@office_view(*ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def call_back_new(request: HttpRequest) -> HttpResponse:
    """One that no incoming call asked for."""
    now = timezone.now()
    form = CallBackForm(sent(request), office=request.member.office, now=now)
    back = _home(request)
    if is_done(request, form, lambda: _make(request, form, now), answer=back):
        return say(request, _("It stands on the list."), back=back)
    return render(request, "switchboard/call_back_new.html", {"form": form}, status=status_of(request, form))


@office_view(*ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, what about, one tap for the number; and what was said."""
    found, now = load_call_back(request.member, pk), timezone.now()
    form = AnswerForm(sent(request))
    back = _home(request)
    if is_done(
        request,
        form,
        lambda: services.end_call_back(call_back=found, by=request.member, now=now, **form.cleaned_data),
        answer=back,
    ):
        return say(request, _("Done."), back=back)
    context = {
        "back": found,
        "form": form,
        "give": GiveForm(office=request.member.office, auto_id="give-%s"),
        "is_late": found.is_overdue(now),
    }
    return render(request, "switchboard/call_back.html", context, status=status_of(request, form))


@office_view(*ANSWERERS)
@require_POST
def dial(request: HttpRequest, pk: int) -> HttpResponse:
    """The number, for whoever owes the call; a line is kept of each look."""
    found = load_call_back(request.member, pk)
    back = reverse("switchboard:call_back", args=[request.member.office.slug, pk])
    try:
        key_of(request)
        number = services.number_to_dial(call_back=found, by=request.member, now=timezone.now())
    except Refusal as refusal:
        return refuse(request, str(refusal), back=back, status=refusal.status)
    context = {"back": found, "number": number, "shown": phones.national(number)}
    return render(request, "switchboard/dial.html", context)


@office_view(*ANSWERERS)
@require_POST
def tried(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody was reached."""
    found = load_call_back(request.member, pk)
    return act(
        request,
        lambda: services.note_try(call_back=found, by=request.member, now=timezone.now()),
        said=_("Noted. It stays on the list."),
        back=_home(request),
    )


@office_view(*ANSWERERS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody has to call any more."""
    found, form = load_call_back(request.member, pk), AnswerForm(request.POST)
    back = reverse("switchboard:call_back", args=[request.member.office.slug, pk])
    if not form.is_valid():
        return refuse(request, _("Say in a few words why nobody has to call any more."), back=back)
    answer = form.cleaned_data["answer"]
    return act(
        request,
        lambda: services.drop_call_back(
            call_back=found, answer=answer, by=request.member, now=timezone.now()
        ),
        said=_("Taken off the list."),
        back=back,
    )


@office_view(*ANSWERERS)
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague calls instead."""
    found = load_call_back(request.member, pk)
    form = GiveForm(request.POST, office=request.member.office)
    back = reverse("switchboard:call_back", args=[request.member.office.slug, pk])
    if not form.is_valid():
        return refuse(request, _("Choose somebody who works in this office."), back=back)
    to = form.cleaned_data["to"]
    return act(
        request,
        lambda: services.give_call_back(call_back=found, to=to, by=request.member, now=timezone.now()),
        said=_("%(name)s calls back.") % {"name": to.name},
        back=_home(request),
    )


def _make(request: HttpRequest, form: CallBackForm, now: datetime) -> CallBack:
    data, office = form.cleaned_data, request.member.office
    number = read_number(data["phone"])
    if not number:
        raise Refusal(_("Type the number to call back."), field="phone")
    return services.make_call_back(
        office=office,
        reason=BackReason.QUESTION,
        question=data["question"],
        owner=data["owner"],
        due_at=form.due_at(),
        caller=caller_of(office=office, number=number, now=now),
        customer=holder_of(office, number),
        who=data["name"],
        by=request.member,
        now=now,
    )


def _home(request: HttpRequest) -> str:
    return reverse("switchboard:call_backs", args=[request.member.office.slug])
