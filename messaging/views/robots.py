"""The robots of an office: who may speak in its group chats."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from messaging.forms.robot import OfficeRobotForm
from messaging.guards import load_robot
from messaging.models import OutboxMessage, Robot
from messaging.services.outbox import queue_test_message
from messaging.services.robots import keep_robot
from offices import drafts
from offices.enums import Role
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, once_for, say

MESSAGES_SHOWN = 12


@office_view(Role.ADMINISTRATOR)
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """The robots, and what became of the latest messages."""
    office = request.member.office
    messages = OutboxMessage.objects.of(office).select_related("robot", "member")
    context = {
        "robots": Robot.objects.of(office).order_by("-is_active", "name", "pk"),
        "said": messages.order_by("-created_at", "-pk")[:MESSAGES_SHOWN],
    }
    return render(request, "messaging/robots.html", context)


@office_view(Role.ADMINISTRATOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def robot_new(request: HttpRequest) -> HttpResponse:
    return _robot_page(
        request, Robot(office=request.member.office), _("The robot is added. Have it say something.")
    )


@office_view(Role.ADMINISTRATOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def robot(request: HttpRequest, pk: int) -> HttpResponse:
    return _robot_page(request, load_robot(request.member, pk), _("The robot is changed."))


@office_view(Role.ADMINISTRATOR)
@require_POST
def robot_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it say that it works, in use or not yet."""
    found = load_robot(request.member, pk)
    return act(
        request,
        lambda: queue_test_message(robot=found, now=timezone.now()),
        said=_("A test message is on its way; look into the group chat."),
        back=_list_of(request),
    )


def _robot_page(request: HttpRequest, found: Robot, said: str) -> HttpResponse:
    is_sent = request.method == "POST"
    shown = found.masked_address if found.pk else ""  # before the form seals what was typed
    form = OfficeRobotForm(
        request.POST if is_sent else None,
        instance=found,
        initial=None if is_sent else drafts.take(request),
    )
    if is_sent and form.is_valid():
        try:
            once_for(
                request,
                lambda: keep_robot(robot=form.instance, by=request.member, now=timezone.now()),
                answer=_list_of(request),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return say(request, said, back=_list_of(request))
    context = {"form": form, "is_new": found.pk is None, "shown_address": shown, "has_secret": _signs(found)}
    return render(request, "messaging/robot.html", context, status=422 if form.errors else 200)


def _signs(found: Robot) -> bool:
    return bool(found.pk and Robot.objects.exclude(sealed_secret="").filter(pk=found.pk).exists())


def _list_of(request: HttpRequest) -> str:
    return reverse("messaging:robots", args=[request.member.office.slug])
