"""Connecting the telephone system: an address and a secret, shown to the administrator alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from offices.guards import office_view
from offices.views.answers import act
from switchboard.models import OnPhones, PbxCall, PhoneDesk
from switchboard.roles import CONNECTORS
from switchboard.services import phone_desks


@office_view(*CONNECTORS)
@require_http_methods(["GET", "POST"])
def pbx(request: HttpRequest) -> HttpResponse:
    """Where to send what, and what was heard last; a post makes a new address and a new secret."""
    office = request.member.office
    if request.method == "POST":
        return act(
            request,
            lambda: phone_desks.connect(office=office, by=request.member, now=timezone.now()),
            said=_("Connected. Enter the address and the secret in the telephone system."),
            back=reverse("switchboard:pbx", args=[office.slug]),
        )
    desk = PhoneDesk.objects.filter(pk=office.pk).first() or PhoneDesk(office=office)
    hook = desk.hook
    context = {
        "desk": desk,
        "address": request.build_absolute_uri(reverse("hook_calls", args=[hook])) if hook else "",
        "latest": list(PbxCall.objects.of(office).select_related("caller", "answered_by")[:5]),
        "extensions": list(
            OnPhones.objects.of(office).exclude(extension="").select_related("member").order_by("place")
        ),
    }
    return render(request, "switchboard/pbx.html", context)


@office_view(*CONNECTORS)
@require_POST
def pbx_off(request: HttpRequest) -> HttpResponse:
    """The address answers no more."""
    office = request.member.office
    return act(
        request,
        lambda: phone_desks.disconnect(office=office, by=request.member, now=timezone.now()),
        said=_("Disconnected."),
        back=reverse("switchboard:pbx", args=[office.slug]),
    )
