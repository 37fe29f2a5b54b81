"""The gateways of an office: by which way texts reach customers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from messaging.enums import TextChannel
from messaging.forms.gateway import GatewayForm
from messaging.guards import load_gateway
from messaging.models import Gateway
from messaging.roles import GATEWAY_KEEPERS
from messaging.services.gateways import keep_gateway
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import once_for, say


@office_view(*GATEWAY_KEEPERS)
@require_GET
def gateways(request: HttpRequest) -> HttpResponse:
    rows = Gateway.objects.of(request.member.office).order_by("channel", "-is_active", "name", "pk")
    return render(request, "messaging/gateways.html", {"gateways": rows})


@office_view(*GATEWAY_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def gateway_new(request: HttpRequest) -> HttpResponse:
    return _page(
        request, Gateway(office=request.member.office, channel=TextChannel.SMS), _("The gateway is added.")
    )


@office_view(*GATEWAY_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def gateway(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, load_gateway(request.member, pk), _("The gateway is changed."))


def _page(request: HttpRequest, found: Gateway, said: str) -> HttpResponse:
    is_sent, back = request.method == "POST", reverse("messaging:gateways", args=[request.member.office.slug])
    form = GatewayForm(
        request.POST if is_sent else None, instance=found, initial=None if is_sent else drafts.take(request)
    )
    if is_sent and form.is_valid():
        try:
            once_for(
                request,
                lambda: keep_gateway(gateway=form.instance, by=request.member, now=timezone.now()),
                answer=back,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return say(request, said, back=back)
    context = {"form": form, "is_new": found.pk is None, "hooks": _hooks(request, found)}
    return render(request, "messaging/gateway.html", context, status=422 if form.errors else 200)


def _hooks(request: HttpRequest, found: Gateway) -> list[str]:
    """The whole addresses to enter at the vendor's."""
    if not found.pk or not found.hook_secret:
        return []
    names = ("hook_receipts", "hook_replies")
    return [request.build_absolute_uri(reverse(name, args=[found.hook_secret])) for name in names]
