"""Pages that customers open themselves: no more e-mails, and what we may do with their number."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from messaging.consent_wordings import current_wording
from messaging.enums import ConsentChannel, ConsentWay
from messaging.services.consents import keep_answers
from messaging.services.incoming import opt_out
from messaging.services.texts import STOP_SALT
from offices.models import Office

CONSENT_SALT = "messaging.consent"
CONSENT_LASTS = 24 * 3600
ANSWERS = {"yes": True, "no": False}


@require_http_methods(["GET", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """A question first, so that a mail program that opens all links stops nothing."""
    try:
        office_id, digest = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature:
        return _gone(request)
    office = Office.objects.filter(pk=office_id).first()
    if office is None:
        return _gone(request)
    if request.method == "POST":
        opt_out(office=office, digest=digest, channel=ConsentChannel.EMAIL, now=timezone.now())
    return _private(
        render(request, "messaging/stop_mails.html", {"place": office, "done": request.method == "POST"})
    )


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """The questions of consent for one number, opened by the code that the desk shows; it works for a day."""
    try:
        office_id, digest, masked, channels = signing.loads(token, salt=CONSENT_SALT, max_age=CONSENT_LASTS)
    except signing.BadSignature:
        return _gone(request)
    office = Office.objects.filter(pk=office_id, is_active=True).first()
    if office is None:
        return _gone(request)
    asked = [current_wording(ConsentChannel(channel)) for channel in channels]
    answers = {each.channel: ANSWERS.get(request.POST.get(each.channel, "")) for each in asked}
    given = request.method == "POST" and any(answer is not None for answer in answers.values())
    if given:
        keep_answers(
            office=office,
            digest=digest,
            answers=answers,
            channel=ConsentWay.SELF,
            by=None,
            now=timezone.now(),
        )
    context = {"place": office, "masked": masked, "asked": asked, "done": given}
    status = 422 if request.method == "POST" and not given else 200
    return _private(
        render(request, "messaging/own_consent.html", {**context, "empty": status == 422}, status=status)
    )


def _gone(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "messaging/link_ended.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


stop_mails.public = consent.public = True  # type: ignore[attr-defined]
