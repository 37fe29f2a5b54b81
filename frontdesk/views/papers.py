"""Mail and newspapers until somebody has them; copies and prints."""

from datetime import datetime, time

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontdesk.forms.services import CopyForm, MailForm
from frontdesk.guards import load_mail
from frontdesk.models import Copy, Mail
from frontdesk.roles import DESK
from frontdesk.services import papers as services
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of

SHOWN = 40


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """What waits to be fetched, a line for what has just arrived, what was handed out lately."""
    member, now = request.member, timezone.now()
    form = MailForm(sent(request))
    here = reverse("frontdesk:mail", args=[member.office.slug])
    if is_done(
        request, form, lambda: services.enter_mail(by=member, now=now, **form.cleaned_data), answer=here
    ):
        return say(request, _("Entered."), back=here)
    rows = Mail.objects.of(member.office).select_related("arrived_by", "handed_by")
    context = {
        "form": form,
        "waiting": rows.waiting(),
        "handed": rows.exclude(handed_at=None).order_by("-handed_at", "-pk")[:SHOWN],
    }
    return render(request, "frontdesk/mail.html", context, status=status_of(request, form))


@office_view(*DESK)
@require_POST
def mail_hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has it now."""
    found = load_mail(request.member, pk)
    return act(
        request,
        lambda: services.hand_out(
            mail=found, handed_to=request.POST.get("handed_to", ""), by=request.member, now=timezone.now()
        ),
        said=_("Handed out."),
        back=reverse("frontdesk:mail", args=[request.member.office.slug]),
    )


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def copies(request: HttpRequest) -> HttpResponse:
    """Papers of this month, with a line for what was just done."""
    member, now = request.member, timezone.now()
    office = member.office
    form = CopyForm(sent(request))
    here = reverse("frontdesk:copies", args=[office.slug])

    def work() -> None:
        data = {name: form.cleaned_data[name] for name in ("kind", "whom", "sheets", "in_colour")}
        services.note_copy(price_fen=form.price_fen, by=member, now=now, **data)

    if is_done(request, form, work, answer=here):
        return say(request, _("Entered."), back=here)
    first = datetime.combine(office.local(now).date().replace(day=1), time(0), tzinfo=office.zone)
    rows = Copy.objects.of(office).filter(at__gte=first)
    context = {
        "form": form,
        "rows": rows.select_related("by")[:SHOWN],
        "sums": rows.aggregate(sheets=Sum("sheets"), fen=Sum("price_fen")),
    }
    return render(request, "frontdesk/copies.html", context, status=status_of(request, form))
