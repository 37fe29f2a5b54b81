"""The web form of customers: no log-in, a secret address, and the same answer whoever writes."""

from datetime import datetime

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from complaints.forms.web import ComplainForm
from complaints.guards import web_view
from complaints.models import ComplaintLink
from complaints.services.web_form import TooMany, take_words, was_sent
from offices import soft_cache
from offices.errors import Refusal
from offices.sealing import fingerprint

MOST_OF_ADDRESS = 5
WITHIN_SECONDS = 3600


@require_http_methods(["GET", "POST"])
@web_view
def complain(request: HttpRequest, link: ComplaintLink, secret: str) -> HttpResponse:
    """The form. A form with errors comes back with everything that was typed."""
    if request.method == "GET":
        return _page(request, link, secret, ComplainForm(office=link.office))
    form = ComplainForm(request.POST, office=link.office)
    if not form.is_valid():
        return _page(request, link, secret, form, status=422)
    now = timezone.now()
    earlier = _earlier(request, now)
    try:
        if len(earlier) >= MOST_OF_ADDRESS and not was_sent(form.cleaned_data["token"]):
            raise TooMany(_("Several complaints have just come from here. Please call us, or come by."))
        is_new = take_words(link=link, words=form.words(), now=now)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, link, secret, form, status=refusal.status)
    if is_new:
        soft_cache.write(address_key(request), [*earlier, now.timestamp()], WITHIN_SECONDS)
    return redirect(f"{reverse('complain_done', args=[secret])}?lang={translation.get_language()}")


@require_GET
@web_view
def complain_done(request: HttpRequest, link: ComplaintLink, secret: str) -> HttpResponse:
    """What happens next; nothing on it, or in its address, says who wrote."""
    return render(request, "complaints/complain_done.html", {"place": link.office, "secret": secret})


def _page(
    request: HttpRequest, link: ComplaintLink, secret: str, form: ComplainForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "place": link.office,
        "start": reverse("complain", args=[secret]),
        "lang": translation.get_language(),
    }
    return render(request, "complaints/complain.html", context, status=status)


def _earlier(request: HttpRequest, now: datetime) -> list[float]:
    """When this address has written lately; empty while the cache is away: then only the office's count holds."""
    key = address_key(request)
    found = (soft_cache.read_many([key]) or {}).get(key, [])
    return [moment for moment in found if moment > now.timestamp() - WITHIN_SECONDS]


def address_key(request: HttpRequest) -> str:
    """The address itself is kept nowhere."""
    return f"complain:{fingerprint('address', get_client_ip_address(request) or '')}"
