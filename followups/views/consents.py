"""What a customer answered about calls and messages, with the question's words; and the code to answer oneself."""

import segno
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from followups.forms.consents import ConsentsForm
from followups.roles import CONSENT_KEEPERS
from followups.services.consents import record_answers
from messaging.consent_wordings import WORDINGS, wording
from messaging.enums import ConsentChannel
from messaging.models import Consent
from messaging.views.own_answers import CONSENT_SALT
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import once_for, say
from visitors.access import Action
from visitors.guards import load_for
from visitors.models import Customer, CustomerEmail, CustomerPhone

SHOWN = 40


@office_view(*CONSENT_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    customer, is_sent = load_for(request, pk, Action.CONSENTS), request.method == "POST"
    form = ConsentsForm(request.POST if is_sent else None, initial=None if is_sent else drafts.take(request))
    here = reverse("followups:consents", args=[request.member.office.slug, customer.pk])
    if is_sent and form.is_valid():
        try:
            once_for(request, lambda: _record(request, customer, form), answer=here)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return say(request, _("The answers are kept."), back=here)
    phones = CustomerPhone.objects.of(request.member.office).active().filter(customer__in=customer.all_files)
    mail = CustomerEmail.objects.of(request.member.office).filter(customer__in=customer.all_files).first()
    context = {
        "form": form,
        "customer": customer,
        "answers": _answers(request, [*(phone.digest for phone in phones), *([mail.digest] if mail else [])]),
        "questions": WORDINGS,
        "phones": phones,
        "mail": mail,
    }
    return render(request, "followups/consents.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, customer: Customer, form: ConsentsForm) -> None:
    record_answers(
        customer=customer,
        call=form.given("call"),
        sms=form.given("sms"),
        email=form.given("email"),
        address=form.cleaned_data["address"],
        way=form.cleaned_data["way"],
        by=request.member,
        now=timezone.now(),
    )


def _answers(request: HttpRequest, digests: list[str]) -> list[Consent]:
    rows = Consent.objects.of(request.member.office).filter(number__in=digests).select_related("by")
    answers = list(rows.order_by("-at", "-pk")[:SHOWN])
    for answer in answers:
        answer.question = wording(answer.wording, answer.wording_version).text
    return answers


@office_view(*CONSENT_KEEPERS)
@require_GET
def consent_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code that the customer scans to answer on their own telephone; it opens for a day, for one number."""
    customer = load_for(request, pk, Action.CONSENTS)
    phone = (
        CustomerPhone.objects.of(request.member.office)
        .active()
        .filter(customer__in=customer.all_files)
        .order_by("pk")
        .first()
    )
    if phone is None:
        raise Http404
    channels = [ConsentChannel.CALL.value, ConsentChannel.SMS.value]
    says = [request.member.office_id, phone.digest, phone.masked, channels]
    token = signing.dumps(says, salt=CONSENT_SALT, compress=True)
    address = request.build_absolute_uri(reverse("own_consent", args=[token]))
    context = {
        "customer": customer,
        "masked": phone.masked,
        "address": address,
        "code": segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=4),
    }
    return render(request, "followups/consent_code.html", context)
