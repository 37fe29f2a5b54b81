"""Messages for colleagues."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from switchboard.forms.promises import MessageForm
from switchboard.guards import load_message
from switchboard.models import PhoneMessage
from switchboard.roles import ANSWERERS, KEEPERS
from switchboard.services import messages as services
from switchboard.services.callers import caller_of
from visitors.services.phones import holder_of, read_number

MOST = 100


@office_view()
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """For me first; then what the desk still has to pass on; then what was passed on."""
    member = request.member
    rows = PhoneMessage.objects.of(member.office).select_related(
        "to", "taken_by", "passed_by", "caller", "customer"
    )
    if not member.holds(*KEEPERS):
        rows = rows.filter(Q(to=member) | Q(taken_by=member))
    waiting = list(rows.waiting().order_by("-is_urgent", "taken_at", "pk")[:MOST])
    context = {
        "mine": [each for each in waiting if each.to_id == member.pk],
        "others": [each for each in waiting if each.to_id != member.pk],
        "passed": list(rows.exclude(passed_at=None).order_by("-passed_at", "-pk")[:30]),
        "may_take": member.holds(*ANSWERERS),
    }
    return render(request, "switchboard/messages.html", context)


@office_view(*ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def message_new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = MessageForm(sent(request), office=request.member.office)
    back = reverse("switchboard:messages", args=[request.member.office.slug])
    if is_done(request, form, lambda: _take(request, form, now), answer=back):
        return say(request, _("%(name)s is told.") % {"name": form.cleaned_data["to"].name}, back=back)
    return render(request, "switchboard/message_new.html", {"form": form}, status=status_of(request, form))


@office_view()
@require_POST
def passed(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague has it."""
    found = load_message(request.member, pk)
    return act(
        request,
        lambda: services.pass_on(message=found, by=request.member, now=timezone.now()),
        said=_("Passed on."),
        back=reverse("switchboard:messages", args=[request.member.office.slug]),
    )


def _take(request: HttpRequest, form: MessageForm, now: datetime) -> PhoneMessage:
    data, office = form.cleaned_data, request.member.office
    number = read_number(data["phone"])
    return services.take_message(
        office=office,
        to=data["to"],
        who=data["who"],
        text=data["text"],
        is_urgent=data["is_urgent"],
        caller=caller_of(office=office, number=number, now=now) if number else None,
        customer=holder_of(office, number) if number else None,
        by=request.member,
        now=now,
    )
