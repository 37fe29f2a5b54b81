"""After an outage: printing numbered slips, and entering what was written on them."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Office
from offices.views.answers import once_for, refuse, say
from reception.forms.finish import LOCAL_FORMAT
from reception.forms.slips import ON_A_PAGE, LateForm, PrintForm
from reception.guards import load_slip_sheet
from reception.models import Queue, Slip, SlipSheet
from reception.roles import DESK
from reception.selectors.slips import SlipsNow, slips_now
from reception.services.slips import enter_slip, print_slips, spoil_slip

SHEETS_SHOWN = 20


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest) -> HttpResponse:
    """The sheets printed so far, how many numbers are unused, and more of them."""
    office = request.member.office
    is_sent = request.method == "POST"
    form = PrintForm(request.POST) if is_sent else PrintForm(initial=drafts.take(request) or {})
    if is_sent and form.is_valid():
        answer = reverse("reception:slips", args=[office.slug])
        try:
            once_for(
                request,
                lambda: print_slips(
                    office=office, count=form.cleaned_data["count"], by=request.member, now=timezone.now()
                ),
                answer=answer,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return say(request, _("The slips are numbered. Open the new sheet and print it."), back=answer)
    context = {
        "form": form,
        "slips": slips_now(office),
        "sheets": SlipSheet.objects.filter(office=office).select_related("printed_by")[:SHEETS_SHOWN],
    }
    return render(request, "reception/slips.html", context, status=422 if form.errors else 200)


@office_view(*DESK)
@require_GET
def print_sheet(request: HttpRequest, first: int) -> HttpResponse:
    """A sheet of slips, eight on a page, to be cut."""
    sheet = load_slip_sheet(request.member, first)
    numbers = list(range(sheet.first, sheet.last + 1))
    pages = [numbers[at : at + ON_A_PAGE] for at in range(0, len(numbers), ON_A_PAGE)]
    return render(request, "reception/slips_print.html", {"sheet": sheet, "pages": pages})


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def late_entry(request: HttpRequest) -> HttpResponse:
    """The next slip: enter it, or note it as spoiled; ``?entered=`` shows the answer to the one before."""
    office = request.member.office
    if request.method == "GET":
        now = slips_now(office)
        return _page(request, LateForm(initial=_initial(request, now), office=office), now)
    if request.POST.get("do") == "spoil":
        return _spoil(request)
    form = LateForm(request.POST, office=office)
    if not form.is_valid():
        return _page(request, form, slips_now(office), status=422)
    number = form.cleaned_data["number"]
    try:
        where = once_for(
            request,
            lambda: enter_slip(
                office=office, entry=form.entry(uuid4()), by=request.member, now=timezone.now()
            ),
            answer=f"{request.path}?entered={number}",
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, slips_now(office), status=422 if refusal.field else refusal.status)
    return redirect(where)


def _spoil(request: HttpRequest) -> HttpResponse:
    office = request.member.office
    try:
        number = int(request.POST.get("number", "")[:10])
        once_for(
            request,
            lambda: spoil_slip(office=office, number=number, by=request.member, now=timezone.now()),
            answer=request.path,
        )
    except ValueError:
        return refuse(request, _("Which slip? Load the page again."), back=request.path)
    except Refusal as refusal:
        return refuse(request, str(refusal), back=request.path, status=refusal.status)
    return say(request, _("Slip %(number)s is noted as spoiled.") % {"number": number}, back=request.path)


def _page(request: HttpRequest, form: LateForm, now: SlipsNow, status: int = 200) -> HttpResponse:
    office = request.member.office
    context = {
        "form": form,
        "slips": now,
        "is_open": Queue.objects.filter(pk=office.pk, day__isnull=False).exists(),
        "entered": _entered(office, request.GET.get("entered", "")),
        "consultants": form.consultants,
    }
    return render(request, "reception/late_entry.html", context, status=status)


def _initial(request: HttpRequest, now: SlipsNow) -> dict:
    """What was typed before the session ended, or the next number with the time of the slip before it."""
    office = request.member.office
    draft = drafts.take(request)
    if draft is not None:
        named = ",".join(draft.getlist("named"))
        return {**{name: draft[name] for name in draft}, **({"named": named} if named else {})}
    near = office.local(now.last_time or timezone.now())
    return {"number": now.next, "happened_at": f"{near:{LOCAL_FORMAT}}"}


def _entered(office: Office, number: str) -> Slip | None:
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    slip = (
        Slip.objects.of(office)
        .filter(number=int(number), reception__isnull=False)
        .select_related("reception__customer", "reception__consultant", "reception__office")
        .first()
    )
    return slip
